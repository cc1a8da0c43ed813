"""Scores: the sum of the weights of what was found, with identifiers and vetoes before them."""

import multiprocessing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.compare import CHEAP, LEVELS, Codes, compare
from biblio.dedupe.table import Ints, Table
from biblio.dedupe.vetoes import CHEAP_VETOES, RELATIONS, VETOES, Found, Mask, joined
from biblio.dedupe.weights import PRIOR, WEIGHTS

CERTAIN = 30.0
"""Score of a pair that an identifier joins, in bits."""

SAME = 2.0
"""Bits from which a pair is held for one work, before its cluster is looked at: odds of four to one."""

DOUBTFUL = -3.0
"""Bits from which a pair is worth a person's look."""

CHUNK = 1 << 17
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


def weigh(levels: Mapping[str, Codes]) -> NDArray[np.float64]:
    """Return the sum of weights of each pair, rounded so that it does not depend on the order of additions."""
    total = np.full(len(levels["year"]), PRIOR)
    for name, codes in levels.items():
        total += _TABLE[name][codes]
    return np.round(total, 4)


def promising(table: Table, i: Ints, j: Ints, least: float = DOUBTFUL) -> Mask:
    """Tell which pairs may reach ``least`` bits, by the comparisons that cost little.

    What the title may add at best is granted, and names only where they matter; pairs that share an identifier pass.
    """
    answers = [np.empty(0, np.bool_)]
    for at in range(0, len(i), CHUNK):
        a, b = i[at : at + CHUNK], j[at : at + CHUNK]
        levels = compare(table, a, b, CHEAP)
        found = Found(table, a, b, levels)
        shared = found.has("doi", "equal") | found.has("platform", "equal") | found.has("isbn", "equal")
        apart = np.zeros(len(a), np.bool_)
        for rule in CHEAP_VETOES:
            apart |= rule(found)
        apart &= ~found.has("edition", "one said", "differs")  # editions are related works, to be told
        value = weigh(levels)
        open_ = ~apart & (value + _best("title") + _best("authors") >= least)
        some = np.flatnonzero(open_ & ~shared)
        value[some] += _TABLE["authors"][compare(table, a[some], b[some], ("authors",))["authors"]]
        open_[some] = value[some] + _best("title") >= least
        answers.append(shared | open_)
    return np.concatenate(answers)


def _best(name: str) -> float:
    """Return the most that a comparison may add."""
    return max(0.0, float(_TABLE[name].max()))


def score(table: Table, i: Ints, j: Ints, processes: int = 1) -> Scored:
    """Compare and judge pairs, a bounded number at a time; the number of processes changes nothing but the time."""
    parts = [(i[at : at + CHUNK], j[at : at + CHUNK]) for at in range(0, len(i), CHUNK)]
    judged = list(_judge_all(table, parts, processes))
    none = np.empty(0)
    return Scored(
        i,
        j,
        np.concatenate([none, *(part[0] for part in judged)]),
        np.concatenate([none.astype(np.bool_), *(part[1] for part in judged)]),
        np.concatenate([none.astype(np.int8), *(part[2] for part in judged)]),
    )


Judged = tuple[NDArray[np.float64], Mask, NDArray[np.int8]]
Part = tuple[Ints, Ints]


def _judge_all(table: Table, parts: list[Part], processes: int) -> Iterator[Judged]:
    if processes < 2 or len(parts) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_judge(table, part) for part in parts)
        return
    global _shared  # a forked child reads its parent's table without a copy
    _shared = table
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_judge_shared, parts)
    _shared = None


_shared: Table | None = None


def _judge_shared(part: Part) -> Judged:
    assert _shared is not None
    return _judge(_shared, part)


def _judge(table: Table, part: Part) -> Judged:
    i, j = part
    levels = compare(table, i, j)
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
    return np.where(same, CERTAIN, value), apart, relation
