"""Which pairs are compared at all: neighbours under some shared feature, never more than a window's worth."""

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.table import Ints, Table

WINDOW = 24
"""Neighbours of an entry that are compared within one block; blocks are sorted by title: likely ones stand near."""

OVERLAP = 0.55
"""Share of the shorter title's trigrams that must recur in the other one, unless something else is shared."""

NEAR = 2
"""Years apart beyond which only a shared identifier makes two entries one work (`vetoes.years_apart`)."""

Pairs = tuple[Ints, Ints]


def candidates(table: Table, window: int = WINDOW) -> Pairs:
    """Return pairs ``(i, j)``, ``i < j``, each once, that share a feature and may be the same work.

    At most ``window`` pairs an entry and feature, so their number is linear in that of the entries.
    """
    n = len(table)
    by_title = np.empty(n, np.int64)
    by_title[np.argsort(np.array(table.titles, dtype=object), kind="stable")] = np.arange(n)
    found = [np.empty(0, np.int64)]
    for (keys, owners), sure in ((table.sure, True), (table.likely, False)):
        order = np.lexsort((by_title[owners], keys))
        keys, owners = keys[order], owners[order]
        for distance in range(1, window + 1):
            same = keys[distance:] == keys[:-distance]
            if not same.any():
                break
            left, right = owners[:-distance][same], owners[distance:][same]
            low, high = np.minimum(left, right), np.maximum(left, right)
            codes = np.unique((low.astype(np.int64) * n + high)[low != high])
            found.append(codes if sure else codes[plausible(table, *_pairs(codes, n))])
    return _pairs(np.unique(np.concatenate(found)), n)


def _pairs(codes: NDArray[np.int64], n: int) -> Pairs:
    return (codes // n).astype(np.int32), (codes % n).astype(np.int32)


def plausible(table: Table, i: Ints, j: Ints, chunk: int = 1 << 18) -> NDArray[np.bool_]:
    """Tell which pairs are worth a full comparison: years do not contradict, titles overlap or a page is shared."""
    answer = np.zeros(len(i), np.bool_)
    for at in range(0, len(i), chunk):
        a, b = i[at : at + chunk], j[at : at + chunk]
        near = np.flatnonzero(_near(table, a, b))
        answer[at + near] = _alike(table, a[near], b[near])
    return answer


def _near(table: Table, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Tell which years are so near, or unknown, that no veto follows; editions are related works however far."""
    year, edition = table.plain["year"], table.plain["edition"]
    a, b = year[i], year[j]
    near = (a == 0) | (b == 0) | (np.abs(a - b) <= NEAR)
    return np.asarray(near | (edition[i] > 1) | (edition[j] > 1))


def _alike(table: Table, i: Ints, j: Ints) -> NDArray[np.bool_]:
    shared = np.bitwise_count(table.signatures[i] & table.signatures[j]).sum(axis=1)
    smaller = np.minimum(table.weights[i], table.weights[j])
    first, places = table.column["first"], table.column["places"]
    same_page = (first[i] == first[j]) & (first[i] != 0)
    year = table.plain["year"]
    near = (places[i] == places[j]) | (np.abs(year[i] - year[j]) <= 1)
    return np.asarray((shared >= OVERLAP * np.maximum(smaller, 1)) | (same_page & near))
