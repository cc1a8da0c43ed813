"""Scores: the sum of the weights of what was found, with identifiers and vetoes before them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.compare import LEVELS, Codes, compare
from biblio.dedupe.table import Ints, Table
from biblio.dedupe.vetoes import VETOES, Found, Mask, joined
from biblio.dedupe.weights import PRIOR, WEIGHTS

CERTAIN = 30.0
"""Score of a pair that an identifier or a person joins, in bits."""

_TABLE = {name: np.array([WEIGHTS[name].get(level, 0.0) for level in levels]) for name, levels in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with their score in bits of log-odds and whether a rule keeps them apart."""

    i: Ints
    j: Ints
    score: NDArray[np.float64]
    apart: Mask
    joined: Mask


def weigh(levels: Mapping[str, Codes]) -> NDArray[np.float64]:
    """Return the sum of weights of each pair, rounded so that it does not depend on the order of additions."""
    total = np.full(len(levels["title"]), PRIOR)
    for name, table in _TABLE.items():
        total += table[levels[name]]
    return np.round(total, 4)


def score(table: Table, i: Ints, j: Ints, chunk: int = 1 << 18) -> Scored:
    """Compare and judge pairs, a bounded number at a time."""
    scores, aparts, joins = [np.empty(0)], [np.empty(0, np.bool_)], [np.empty(0, np.bool_)]
    for at in range(0, len(i), chunk):
        a, b = i[at : at + chunk], j[at : at + chunk]
        levels = compare(table, a, b)
        found = Found(table, a, b, levels)
        same = joined(found)
        apart = np.zeros(len(a), np.bool_)
        for rule in VETOES.values():
            apart |= rule(found)
        scores.append(np.where(same, CERTAIN, weigh(levels)))
        aparts.append(apart & ~same)
        joins.append(same)
    return Scored(i, j, np.concatenate(scores), np.concatenate(aparts), np.concatenate(joins))
