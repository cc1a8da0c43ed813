"""Scores: the sum of the weights of what was found, with identifiers and vetoes before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import Ints
from biblio.dedupe.compare import LEVELS, STEPS, Codes, compare
from biblio.dedupe.table import Table
from biblio.dedupe.vetoes import RELATIONS, VETOES, Found, Mask, elsewhere, joined, other_place, years_apart
from biblio.dedupe.weights import PRIOR, WEIGHTS
from biblio.dedupe.workers import mapped

CERTAIN = 30.0
"""Score of a pair that an identifier joins, in bits."""

SAME = 2.0
"""Bits from which a pair is held for one work, before its cluster is looked at: odds of four to one."""

DOUBTFUL = -3.0
"""Bits from which a pair is worth a person's look."""

CHUNK = 1 << 15
"""Pairs that are compared at a time, so that memory is bounded."""

_TABLE = {name: np.array([WEIGHTS[name].get(level, 0.0) for level in levels]) for name, levels in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with their score in bits of log-odds, whether a rule keeps them apart, and how they are related then.

    ``relation`` is a position in `RELATIONS`, counted from 1; 0 is none.
    """

    i: Ints
    j: Ints
    score: NDArray[np.float64]
    apart: Mask
    relation: NDArray[np.int8]

    def __getitem__(self, which: Mask | slice) -> "Scored":
        return Scored(self.i[which], self.j[which], self.score[which], self.apart[which], self.relation[which])

    @classmethod
    def joined(cls, parts: Sequence["Scored"]) -> "Scored":
        """Return all pairs of some parts, in order."""
        columns = zip(*((p.i, p.j, p.score, p.apart, p.relation) for p in (_NONE, *parts)), strict=True)
        return cls(*map(np.concatenate, columns))


_NONE = Scored(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0), np.empty(0, np.bool_), np.empty(0, np.int8))


_MOST = {name: max(0.0, float(weights.max())) for name, weights in _TABLE.items()}
"""The most that each comparison may add."""


def weigh(levels: Mapping[str, Codes]) -> NDArray[np.float64]:
    """Return the sum of weights of each pair, rounded so that it does not depend on the order of additions."""
    total = np.full(len(levels["year"]), PRIOR)
    for name, codes in levels.items():
        total += _TABLE[name][codes]
    return np.round(total, 4) + 0.0  # no negative zero


def score(table: Table, i: Ints, j: Ints, processes: int = 1, least: float | None = None) -> Scored:
    """Compare and judge pairs, a bounded number at a time; the number of processes changes nothing but the time.

    With ``least``, pairs that cannot reach so many bits are left out, and few of them are compared in full.
    """
    pairs = ((i[at : at + CHUNK], j[at : at + CHUNK]) for at in range(0, len(i), CHUNK))
    return Scored.joined(list(mapped(partial(_judge, table, least), pairs, processes)))


Part = tuple[Ints, Ints]


def _judge(table: Table, least: float | None, part: Part) -> Scored:
    i, j = part
    levels: Mapping[str, Codes] = {}
    for names in STEPS:
        levels = compare(table, i, j, names, levels)
        if least is not None and names != STEPS[-1]:
            keep = _promising(Found(table, i, j, levels), least)
            i, j, levels = i[keep], j[keep], {name: codes[keep] for name, codes in levels.items()}
    found = Found(table, i, j, levels)
    same = joined(found)
    value = weigh(levels)
    apart = np.zeros(len(i), np.bool_)
    relation = np.zeros(len(i), np.int8)
    for name, rule in VETOES.items():
        vetoed = rule(found) & ~same
        apart |= vetoed
        if name in RELATIONS:
            relation[vetoed & (value >= SAME) & (relation == 0)] = list(RELATIONS).index(name) + 1
    return Scored(i, j, np.where(same, CERTAIN, value), apart, relation)


def _promising(found: Found, least: float) -> Mask:
    """Tell which pairs may reach ``least`` bits, if what was not yet compared adds all it can.

    Pairs that share an identifier pass; so do other editions, which are related works, to be told.
    """
    shared = found.has("doi", "equal") | found.has("platform", "equal") | found.has("isbn", "equal")
    apart = years_apart(found)
    if "container" in found.levels:
        apart |= other_place(found) | elsewhere(found)
    apart &= ~found.has("edition", "one said", "differs")
    most = weigh(found.levels) + sum(weight for name, weight in _MOST.items() if name not in found.levels)
    return np.asarray(shared | (~apart & (np.round(most, 4) >= least)))
