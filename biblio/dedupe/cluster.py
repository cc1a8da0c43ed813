"""Clusters: groups in which no pair is kept apart, and whose members speak for each other on the whole."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.score import CERTAIN, Scored, score
from biblio.dedupe.table import Ints, Table

SAME = 2.0
"""Bits from which a pair is held for one work: odds of four to one, before the cluster is looked at."""

TOGETHER = 0.0
"""Bits that the pairs between two groups must reach on average for the groups to become one."""

LARGEST = 256
"""Entries of a component that are compared all with all; larger components are cut at higher scores first."""

Groups = list[list[int]]


def components(n: int, i: Ints, j: Ints) -> NDArray[np.int64]:
    """Return for each of ``n`` nodes the smallest node it is connected with.

    Labels run to the smaller neighbour and are short-cut each round (Shiloach and Vishkin 1982), so the number of
    rounds grows with the logarithm of the longest chain.
    """
    label = np.arange(n)
    while len(i):
        a, b = label[i], label[j]
        open_ = a != b
        if not open_.any():
            break
        i, j, a, b = i[open_], j[open_], a[open_], b[open_]
        np.minimum.at(label, np.maximum(a, b), np.minimum(a, b))
        while True:
            shorter = label[label]
            if (shorter == label).all():
                break
            label = shorter
    return label


def by_label(label: NDArray[np.int64], members: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the groups of members with equal labels that hold two and more."""
    order = np.lexsort((members, label))
    label, members = label[order], members[order]
    cuts = np.flatnonzero(np.diff(label)) + 1
    for group in np.split(members, cuts):
        if len(group) > 1:
            yield group


class Matrix:
    """Scores of all pairs inside one component; the diagonal and vetoed pairs are marked."""

    def __init__(self, size: int) -> None:
        self.score = np.zeros((size, size))
        self.apart = np.zeros((size, size), np.bool_)


def groups(table: Table, scored: Scored, same: float = SAME) -> Groups:
    """Return the clusters of two and more, as sorted positions in the table."""
    linked = (scored.score >= same) & ~scored.apart
    n = len(table)
    label = components(n, scored.i[linked], scored.j[linked])
    found = [part for part in by_label(label, np.arange(n))]
    small, whole = [], []
    for part in found:
        whole.append(part) if len(part) == 2 else small.extend(_bounded(part, scored, linked, same))
    return [part.tolist() for part in whole] + list(_settle(table, small))


def _bounded(
    part: NDArray[np.int64], scored: Scored, linked: NDArray[np.bool_], same: float
) -> list[NDArray[np.int64]]:
    """Cut a component that is too large to compare all with all, at the lowest score that makes it small enough."""
    if len(part) <= LARGEST:
        return [part]
    inside = linked & np.isin(scored.i, part) & np.isin(scored.j, part)
    i, j, value = (
        np.searchsorted(part, scored.i[inside]),
        np.searchsorted(part, scored.j[inside]),
        scored.score[inside],
    )
    levels = np.unique(np.round(value))
    for level in levels[levels > same]:
        keep = value >= level
        pieces = list(by_label(components(len(part), i[keep], j[keep]), np.arange(len(part))))
        if max(map(len, pieces), default=0) <= LARGEST:
            return [part[piece] for piece in pieces]
    # Identical in everything: any cut is as good, the order of the ids makes it the same one each time.
    return [part[at : at + LARGEST] for at in range(0, len(part), LARGEST)]


def _settle(table: Table, parts: list[NDArray[np.int64]], batch: int = 1 << 18) -> Iterator[list[int]]:
    """Compare all pairs of each component and split those that do not hold together."""
    queue: list[NDArray[np.int64]] = []
    pending = 0
    for part in parts:
        queue.append(part)
        pending += len(part) * (len(part) - 1) // 2
        if pending >= batch:
            yield from _settle_batch(table, queue)
            queue, pending = [], 0
    yield from _settle_batch(table, queue)


def _settle_batch(table: Table, parts: list[NDArray[np.int64]]) -> Iterator[list[int]]:
    if not parts:
        return
    corners = [np.triu_indices(len(part), 1) for part in parts]
    i = np.concatenate([part[rows] for part, (rows, _) in zip(parts, corners, strict=True)]).astype(np.int32)
    j = np.concatenate([part[columns] for part, (_, columns) in zip(parts, corners, strict=True)]).astype(np.int32)
    scored = score(table, i, j)
    at = 0
    for part, (rows, columns) in zip(parts, corners, strict=True):
        here = slice(at, at + len(rows))
        at += len(rows)
        value, apart = scored.score[here], scored.apart[here]
        if not apart.any() and value.min() >= TOGETHER:
            yield part.tolist()
            continue
        matrix = np.zeros((len(part), len(part)))
        matrix[rows, columns] = np.where(apart, -np.inf, np.clip(value, -CERTAIN, CERTAIN))
        for members in agglomerate(matrix + matrix.T):
            if len(members) > 1:
                yield part[members].tolist()


def agglomerate(matrix: NDArray[np.float64], least: float = TOGETHER) -> Iterable[list[int]]:
    """Merge the two groups whose pairs score highest on average, as long as that reaches ``least``.

    ``matrix`` holds the score of each pair, minus infinity where the pair is kept apart: a group that holds such a pair
    can never arise, since its average is minus infinity.
    """
    total = matrix.copy()
    size = np.ones(len(matrix))
    members = [[k] for k in range(len(matrix))]
    alive = np.ones(len(matrix), np.bool_)
    np.fill_diagonal(total, -np.inf)
    while True:
        average = total / np.outer(size, size)
        average[~alive] = -np.inf
        average[:, ~alive] = -np.inf
        best = int(average.argmax())
        a, b = divmod(best, len(matrix))
        if average[a, b] < least or a == b:
            break
        total[a] += total[b]
        total[:, a] = total[a]
        total[a, a] = -np.inf
        size[a] += size[b]
        members[a] += members[b]
        alive[b] = False
    return [sorted(group) for group, lives in zip(members, alive, strict=True) if lives]
