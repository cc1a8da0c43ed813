"""Which pairs are compared at all: neighbours under some shared feature, never more than a window's worth."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import Ints, Longs
from biblio.dedupe.table import Keys, Table
from biblio.dedupe.workers import mapped

WINDOW = 24
"""Neighbours of an entry that are compared within one block; blocks are sorted by title: likely ones stand near."""

CROWDED, FEWEST = 100, 4
"""Entries of a block from which on the window shrinks as the block grows, and where it ends: what many share tells
little, and of a million entries each would be compared with dozens."""

OVERLAP = 0.55
"""Share of the shorter title's trigrams that must recur in the other one, unless something else is shared."""

NEAR = 2
"""Years apart beyond which only a shared identifier makes two entries one work (`vetoes.years_apart`)."""

CHUNK = 1 << 14
"""Pairs whose signatures are compared at a time: as many as a processor's cache holds."""

Pairs = tuple[Ints, Ints]
Codes = Longs
"""Pairs as one number each, ``i * n + j`` with ``i < j``."""
Mask = NDArray[np.bool_]


def candidates(table: Table, window: int = WINDOW, processes: int = 1) -> Pairs:
    """Return pairs ``(i, j)``, ``i < j``, each once, that share a feature and may be the same work.

    At most ``window`` pairs an entry and feature, fewer where very many share it, so their number is linear in that
    of the entries.
    """
    by_title = np.argsort(np.array(table.titles, dtype=object), kind="stable").astype(np.int32)
    found: list[Codes] = []
    for keys, sure in ((table.sure, True), (table.likely, False)):
        block, entry = _blocks(keys, by_title)
        reach = _reach(block, window)
        found += mapped(partial(_neighbours, table, block, entry, reach, sure), range(1, window + 1), processes)
    return _pairs(distinct(found), len(table))


def distinct(parts: list[Codes]) -> Codes:
    """Return all codes in order, each once; sorting is several times faster than `numpy.unique`, which hashes."""
    codes = np.concatenate(parts) if parts else np.empty(0, np.int64)
    codes.sort()
    return codes[_changes(codes)]


def _changes(values: Longs) -> Mask:
    """Tell where a sorted array has another value than before."""
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return new


def _pairs(codes: Codes, n: int) -> Pairs:
    return (codes // n).astype(np.int32), (codes % n).astype(np.int32)


def _blocks(keys: Keys, by_title: Ints) -> tuple[Longs, Ints]:
    """Return the number of a block and an entry, for all entries of all blocks of two and more, sorted by title.

    Most features belong to one entry only: they go first, and what is left is sorted as one number each.
    """
    features, owners = keys
    order = np.argsort(features)
    new = _changes(features[order])
    shared = ~new
    shared[:-1] |= ~new[1:]
    rank = np.empty(len(by_title), np.int64)
    rank[by_title] = np.arange(len(by_title))
    bits = len(by_title).bit_length()
    codes = np.cumsum(new)[shared] << bits | rank[owners[order[shared]]]
    codes.sort()
    return codes >> bits, by_title[codes & ((1 << bits) - 1)]


def _reach(block: Longs, window: int) -> Longs:
    """Return how far the window of each entry reaches."""
    size = np.bincount(block)
    reach: Longs = np.clip(window * CROWDED // np.maximum(size, 1), min(FEWEST, window), window)[block]
    return reach


def _neighbours(table: Table, block: Longs, entry: Ints, reach: Longs, sure: bool, distance: int) -> Codes:
    """Return the codes of entries that stand so far from each other in a block and may be the same work.

    Where a shared feature is not ``sure``, years must not contradict, and titles or pages must agree.
    """
    here, there = slice(None, -distance), slice(distance, None)
    at = np.flatnonzero((block[here] == block[there]) & (reach[here] >= distance))
    left, right = entry[at], entry[at + distance]
    if not sure:
        near = _near(table, left, right)
        left, right = left[near], right[near]
    n = len(table)
    codes = np.minimum(left, right).astype(np.int64) * n + np.maximum(left, right)
    codes = distinct([codes[left != right]])
    return codes if sure else codes[_alike(table, *_pairs(codes, n))]


def plausible(table: Table, i: Ints, j: Ints) -> Mask:
    """Tell which pairs are worth a full comparison though no feature that they share is sure."""
    answer = _near(table, i, j)
    near = np.flatnonzero(answer)
    answer[near] = _alike(table, i[near], j[near])
    return answer


def _near(table: Table, i: Ints, j: Ints) -> Mask:
    """Tell which years are so near, or unknown, that no veto follows; editions are related works however far."""
    year, edition = table.plain["year"], table.plain["edition"]
    a, b = year[i], year[j]
    near = (a == 0) | (b == 0) | (np.abs(a - b) <= NEAR)
    return np.asarray(near | (edition[i] > 1) | (edition[j] > 1))


def _alike(table: Table, i: Ints, j: Ints) -> Mask:
    """Tell which pairs are worth a full comparison: titles overlap, or a page is shared."""
    answer = np.zeros(len(i), np.bool_)
    for at in range(0, len(i), CHUNK):
        part = slice(at, at + CHUNK)
        answer[part] = _overlap(table, i[part], j[part]) | _same_page(table, i[part], j[part])
    return answer


def _overlap(table: Table, i: Ints, j: Ints) -> Mask:
    shared = np.bitwise_count(table.signatures[i] & table.signatures[j]).sum(axis=1)
    smaller = np.minimum(table.weights[i], table.weights[j])
    return np.asarray(shared >= OVERLAP * np.maximum(smaller, 1))


def _same_page(table: Table, i: Ints, j: Ints) -> Mask:
    first, places, year = table.column["first"], table.column["places"], table.plain["year"]
    same = (first[i] == first[j]) & (first[i] != 0)
    return np.asarray(same & ((places[i] == places[j]) | (np.abs(year[i] - year[j]) <= 1)))
