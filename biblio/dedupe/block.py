"""Which pairs are compared at all: neighbours under some shared feature, never more than a window's worth."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import Ints
from biblio.dedupe.table import Keys, Table

WINDOW = 24
"""Neighbours of an entry that are compared within one block; blocks are sorted by title: likely ones stand near."""

OVERLAP = 0.55
"""Share of the shorter title's trigrams that must recur in the other one, unless something else is shared."""

NEAR = 2
"""Years apart beyond which only a shared identifier makes two entries one work (`vetoes.years_apart`)."""

CHUNK = 1 << 14
"""Pairs whose signatures are compared at a time: as many as a processor's cache holds."""

Pairs = tuple[Ints, Ints]
Codes = NDArray[np.int64]
"""Pairs as one number each, ``i * n + j`` with ``i < j``."""

Mask = NDArray[np.bool_]


def candidates(table: Table, window: int = WINDOW) -> Pairs:
    """Return pairs ``(i, j)``, ``i < j``, each once, that share a feature and may be the same work.

    At most ``window`` pairs an entry and feature, so their number is linear in that of the entries.
    """
    n = len(table)
    by_title = np.argsort(np.array(table.titles, dtype=object), kind="stable").astype(np.int32)
    likely = distinct(list(_neighbours(table, table.likely, by_title, window)))
    sure = distinct(list(_neighbours(table, table.sure, by_title, window, any_year=True)))
    return _pairs(distinct([sure, likely[_alike(table, *_pairs(likely, n))]]), n)


def distinct(parts: list[Codes]) -> Codes:
    """Return all codes in order, each once; sorting is several times faster than `numpy.unique`, which hashes."""
    codes = np.concatenate(parts) if parts else np.empty(0, np.int64)
    codes.sort()
    return codes[_changes(codes)]


def _changes(values: NDArray[np.int64]) -> Mask:
    """Tell where a sorted array has another value than before."""
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return new


def _pairs(codes: Codes, n: int) -> Pairs:
    return (codes // n).astype(np.int32), (codes % n).astype(np.int32)


def _blocks(keys: Keys, by_title: Ints) -> tuple[NDArray[np.int64], Ints]:
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


def _neighbours(table: Table, keys: Keys, by_title: Ints, window: int, *, any_year: bool = False) -> Iterator[Codes]:
    """Yield the codes of neighbours, distance by distance; years that contradict are passed over."""
    n = len(table)
    block, entry = _blocks(keys, by_title)
    year, edition = table.plain["year"][entry], table.plain["edition"][entry]
    for distance in range(1, window + 1):
        here, there = slice(None, -distance), slice(distance, None)
        same = block[here] == block[there]
        if not same.any():
            break
        if not any_year:
            same &= _near(year[here], year[there], edition[here], edition[there])
        at = np.flatnonzero(same)
        left, right = entry[at], entry[at + distance]
        codes = np.minimum(left, right).astype(np.int64) * n + np.maximum(left, right)
        yield codes[left != right]


def _near(a: Ints, b: Ints, edition_a: Ints, edition_b: Ints) -> Mask:
    """Tell which years are so near, or unknown, that no veto follows; editions are related works however far."""
    near = (a == 0) | (b == 0) | (np.abs(a - b) <= NEAR)
    return np.asarray(near | (edition_a > 1) | (edition_b > 1))


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
