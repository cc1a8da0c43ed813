"""How much a report may ask of this machine."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from biblio.errors import LimitExceeded, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on hostile or broken input; each can be raised in the configuration, section ``[limits]``.

    ``file_bytes`` bounds the file itself, ``unpacked_bytes`` what an archive (DOCX, ODT) unpacks to and ``ratio`` how
    many times that may exceed the packed size, ``members`` the files in an archive, ``depth`` the nesting of elements
    (XML, HTML), ``pages`` a PDF's pages.
    """

    file_bytes: int = 64_000_000
    unpacked_bytes: int = 256_000_000
    ratio: int = 200
    members: int = 10_000
    depth: int = 1_000
    pages: int = 3_000

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """Return the limits that ``[limits]`` of a configuration sets; raise `UsageError` for what it cannot."""
        names = [field.name for field in fields(cls)]
        for name, value in settings.items():
            if name not in names or type(value) is not int or value < 1:
                raise UsageError(f"[limits] {name} = {value!r}", f"give a whole number to one of {', '.join(names)}")
        return cls(**settings)

    def check(self, limit: str, value: int, name: str, what: str) -> None:
        """Raise `LimitExceeded` where ``value`` is over the bound called ``limit``."""
        bound = getattr(self, limit)
        if value > bound:
            raise LimitExceeded(
                f"{name}: {what} ({value:,} > {bound:,})",
                f"if you trust the file, raise '{limit}' in [limits] of biblio.toml",
            )
