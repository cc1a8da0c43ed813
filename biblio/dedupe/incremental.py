"""Comparing a few entries with all that were compared before: what of a comparison can be kept, and taken up again.

`cluster` answers for entries that are all at hand. A library asks again and again, with a few new ones each time: it
keeps the `Keys` of each entry and the `Pair`s worth remembering, brings the entries that stand near the new ones, and
settles the groups that they touch. A pair's score depends on its two entries alone, so nothing else need be compared.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from biblio.dedupe import block
from biblio.dedupe.clusters import Ruling, groups
from biblio.dedupe.columns import Columns, Ints
from biblio.dedupe.describe import Row, describe, identifying, telling
from biblio.dedupe.model import Decisions, Doubt, Entry
from biblio.dedupe.score import DOUBTFUL, SAME, Scored, score
from biblio.dedupe.table import CHUNK, Table
from biblio.dedupe.vetoes import RELATIONS
from biblio.dedupe.workers import parts

WINDOW = block.WINDOW
"""Neighbours on either side, in the order of titles, that a new entry is compared with under each of its keys."""


LINK = SAME
"""Score from which a pair is held for one work, as long as its cluster and persons agree."""


class Gist(NamedTuple):
    """What tells most pairs apart at a glance: all that `biblio.dedupe.block.plausible` looks at."""

    title: str
    year: int
    edition: int
    first: str
    places: Sequence[str]


class Keys(NamedTuple):
    """What an entry is found by: its gist, and its features as numbers that no process salts."""

    gist: Gist
    sure: tuple[int, ...]
    likely: tuple[int, ...]


class Pair(NamedTuple):
    """Two entries worth remembering: alike enough to be one work, or related by what keeps them apart.

    ``a`` comes before ``b``. ``relation`` is a value of `biblio.dedupe.vetoes.RELATIONS`, or empty for a likely pair.
    """

    a: str
    b: str
    score: float
    relation: str = ""

    @property
    def links(self) -> bool:
        """Tell whether the two are held for one work, as long as their cluster and persons agree."""
        return not self.relation and self.score >= LINK


class Bench:
    """Entries laid side by side, to be compared; ``keys`` are those to keep, unless they are known already."""

    def __init__(self, entries: Iterable[Entry], *, known: bool = False) -> None:
        self.keys: dict[str, Keys] = {}
        self._known = known
        self.table = Table(map(Columns, parts(self._noted(entries), CHUNK)))
        self._position = {name: k for k, name in enumerate(self.table.ids)}

    def _noted(self, entries: Iterable[Entry]) -> Iterator[Row]:
        for row in map(describe, entries):
            if not self._known:
                self.keys[row.id] = Keys(_gist(row), _numbers(identifying(row)), _numbers(telling(row)))
            yield row

    def all_pairs(self) -> list[Pair]:
        """Return what a comparison of all with all finds worth remembering."""
        return self._worth(*block.candidates(self.table))

    def pairs(self, pairs: Collection[tuple[str, str]]) -> list[Pair]:
        """Return what is worth remembering of some pairs."""
        i, j = self._codes(sorted(pairs))
        return self._worth(i, j)

    def _codes(self, pairs: Collection[tuple[str, str]]) -> tuple[Ints, Ints]:
        places = np.array([(self._position[a], self._position[b]) for a, b in pairs], np.int32).reshape(-1, 2)
        return places.min(axis=1), places.max(axis=1)

    def _worth(self, i: Ints, j: Ints) -> list[Pair]:
        scored = score(self.table, i, j, least=DOUBTFUL)
        scored = scored[(~scored.apart & (scored.score >= DOUBTFUL)) | (scored.relation > 0)]
        ids, names = self.table.ids, ("", *RELATIONS.values())
        columns = (scored.i, scored.j, scored.score, scored.relation)
        return [
            Pair(ids[a], ids[b], value, names[code])
            for a, b, value, code in zip(*(column.tolist() for column in columns), strict=True)
        ]

    def settle(self, pairs: Iterable[Pair], decisions: Decisions) -> list[tuple[str, ...]]:
        """Return the groups of two and more that are one work, out of all pairs remembered among these entries."""
        links = [pair for pair in pairs if pair.links]
        i, j = self._codes([(pair.a, pair.b) for pair in links])
        scores = np.array([pair.score for pair in links])
        none = np.zeros(len(links), np.int8)
        scored = Scored(i, j, scores, none.astype(np.bool_), none)
        different = {
            (self._position[a], self._position[b])
            for a, b in decisions.different
            if a in self._position and b in self._position
        }
        found = groups(self.table, scored, Ruling(len(self.table), set(), different))
        return sorted(tuple(self.table.ids[k] for k in members) for members in found)


def _gist(row: Row) -> Gist:
    return Gist(" ".join(row.title.words), row.year, row.edition, row.first, row.places)


_NOTHING = describe(Entry(id="", csl={}))


def plausible(gists: Mapping[str, Gist], pairs: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs that are worth a full comparison, by their gists alone."""
    ids = sorted({one for pair in pairs for one in pair})
    table = Table([Columns(_row(one, gists[one]) for one in ids)])
    position = {one: k for k, one in enumerate(ids)}
    i, j = (np.array([position[pair[side]] for pair in pairs], np.int32) for side in (0, 1))
    return [pair for pair, keep in zip(pairs, block.plausible(table, i, j).tolist(), strict=True) if keep]


def _row(name: str, gist: Gist) -> Row:
    return _NOTHING._replace(
        id=name,
        title=_NOTHING.title._replace(words=tuple(gist.title.split())),
        year=gist.year,
        edition=gist.edition,
        first=gist.first,
        places=tuple(gist.places),
    )


def _numbers(features: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(_number, features)))


def _number(feature: str) -> int:
    digest = blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def doubts(pairs: Iterable[Pair], decisions: Decisions) -> list[Doubt]:
    """Return the pairs that a person should see, the most likely first."""
    decided = {frozenset(pair) for pair in decisions.different}
    found = [
        Doubt(
            a=pair.a,
            b=pair.b,
            score=pair.score,
            reason="alike, but their clusters are not" if pair.links else "near the threshold",
        )
        for pair in pairs
        if not pair.relation and frozenset((pair.a, pair.b)) not in decided
    ]
    return sorted(found, key=lambda doubt: (-doubt.score, doubt.a, doubt.b))
