"""What goes into deduplication and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from biblio.model import Ids, Item, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One bibliographic record to compare; ``id`` is unique among those compared together."""

    id: str
    csl: Item
    ids: Ids = field(default_factory=dict)
    urls: tuple[str, ...] = ()

    @classmethod
    def of(cls, work: Work) -> "Entry":
        """Return a work as an entry named by its key."""
        return cls(id=work.key, csl=work.csl, ids=work.ids, urls=work.urls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What persons said about pairs of entries; it wins over every rule.

    Where both are said of one pair, *different* wins: a false merge costs more than a duplicate.
    """

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why two entries are held for one work, or not.

    ``verdict`` is ``same``, ``doubtful`` or ``different``. ``identifiers`` names shared (``doi =``) and contradicting
    (``doi ≠``) identifiers, ``vetoes`` the rules that forbid a merge, ``weights`` what each comparison found and its
    weight in bits of log-odds (base 2), ``score`` their sum with the prior.
    """

    a: str
    b: str
    verdict: str
    score: float
    identifiers: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    weights: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the evidence in one line: ``same (12.3): same doi; title +6.1 (equal), year −2.0 (differs)``."""
        said = [*self.identifiers, *(f"veto: {name}" for name in self.vetoes)]
        said += [f"{name} {signed(weight)} ({level})" for name, (level, weight) in self.weights.items()]
        return f"{self.verdict} ({signed(self.score)}): " + ", ".join(said)


def signed(number: float) -> str:
    """Return a number with one decimal and a typographic sign: ``+6.1``, ``−2.0``."""
    return f"{number:+.1f}".replace("-", "−")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A pair that a person should look at; ``score`` as in `Evidence`."""

    a: str
    b: str
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two works that stand beside each other: ``relation`` is a value of `biblio.dedupe.vetoes.RELATIONS`."""

    a: str
    b: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """The result: each entry stands in exactly one group.

    Groups and their members are in the order of their ids, so equal input gives equal output, in whatever order it
    came. ``doubts`` come most likely first.
    """

    groups: Sequence[tuple[str, ...]]
    doubts: Sequence[Doubt] = ()
    relations: Sequence[Relation] = ()

    def duplicates(self) -> list[tuple[str, ...]]:
        """Return the groups of two and more."""
        return [group for group in self.groups if len(group) > 1]
