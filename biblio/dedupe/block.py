"""Which pairs are compared at all: neighbours under some shared feature, never more than a window's worth."""

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.table import Ints, Table

WINDOW = 24
"""Neighbours of an entry that are compared within one block; blocks are sorted by title: likely ones stand near."""

OVERLAP = 0.55
"""Share of the shorter title's trigrams that must recur in the other one, unless something else is shared."""

Pairs = tuple[Ints, Ints]


def candidates(table: Table, window: int = WINDOW) -> Pairs:
    """Return pairs ``(i, j)``, ``i < j``, each once, that share a feature and may be the same work.

    At most ``window`` pairs an entry and feature, so their number is linear in that of the entries.
    """
    n = len(table)
    by_title = np.empty(n, np.int64)
    by_title[np.argsort(np.array(table.titles, dtype=object), kind="stable")] = np.arange(n)
    order = np.lexsort((by_title[table.owners], table.keys))
    keys, owners = table.keys[order], table.owners[order]
    found: NDArray[np.int64] = np.empty(0, np.int64)
    for distance in range(1, window + 1):
        same = keys[distance:] == keys[:-distance]
        if not same.any():
            break
        left, right = owners[:-distance][same], owners[distance:][same]
        low, high = np.minimum(left, right), np.maximum(left, right)
        codes = np.unique((low.astype(np.int64) * n + high)[low != high])
        keep = plausible(table, (codes // n).astype(np.int32), (codes % n).astype(np.int32))
        found = np.concatenate((found, codes[keep]))
    found = np.unique(found)
    return (found // n).astype(np.int32), (found % n).astype(np.int32)


def plausible(table: Table, i: Ints, j: Ints, chunk: int = 1 << 20) -> NDArray[np.bool_]:
    """Tell which pairs are worth a full comparison: titles overlap, an identifier or a page is shared."""
    answers = [_plausible(table, i[at : at + chunk], j[at : at + chunk]) for at in range(0, len(i), chunk)]
    return np.concatenate(answers) if answers else np.zeros(0, np.bool_)


def _plausible(table: Table, i: Ints, j: Ints) -> NDArray[np.bool_]:
    shared = np.bitwise_count(table.signatures[i] & table.signatures[j]).sum(axis=1)
    smaller = np.minimum(table.weights[i], table.weights[j])
    answer: NDArray[np.bool_] = shared >= OVERLAP * np.maximum(smaller, 1)
    for column in table.scheme.values():
        answer |= (column[i] == column[j]) & (column[i] != 0)
    first, places = table.column["first"], table.column["places"]
    same_page = (first[i] == first[j]) & (first[i] != 0)
    answer |= same_page & ((places[i] == places[j]) | (np.abs(table.plain["year"][i] - table.plain["year"][j]) <= 1))
    return answer
