"""What a check is and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from biblio.model import Work

Severity = Literal["error", "warning", "info"]

NO_FIX: Any = object()
"""Stands where a person must decide."""


class Problem(NamedTuple):
    """What a check says of one field: ``fix`` is the value it should have (None: none), where that is safe to say."""

    field: str
    message: str
    fix: Any = NO_FIX


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem of one work; ``line`` is where it stands in a file (0: unknown)."""

    check: str
    severity: Severity
    key: str
    field: str
    message: str
    fix: Any = NO_FIX
    line: int = 0

    @property
    def fixable(self) -> bool:
        """Tell whether the fix is known and safe."""
        return self.fix is not NO_FIX


class Check(NamedTuple):
    """A check of one work: what it looks for and why it matters, how grave it is, the function."""

    explain: str
    severity: Severity
    examine: Callable[[Work], Iterator[Problem]]
