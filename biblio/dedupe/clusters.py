"""Clusters: groups in which no pair is kept apart, and whose members speak for each other on the whole."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import Ints
from biblio.dedupe.score import CERTAIN, SAME, Scored, score
from biblio.dedupe.table import Table

TOGETHER = SAME / 2
"""Bits that the pairs between two groups must reach on average for the groups to become one."""

LARGEST = 256
"""Entries of a component that are compared all with all; larger components are cut at higher scores first."""

VETOED, DECIDED_SAME, DECIDED_DIFFERENT = -1e6, 1e9, -1e12
"""Scores of pairs that a rule or a person decides: no sum of lesser ones outweighs the next greater."""

Positions = NDArray[np.int64]
Codes = NDArray[np.int64]


class Ruling:
    """What persons decided on pairs of positions, ready to be laid over scores."""

    def __init__(self, n: int, same: set[tuple[int, int]], different: set[tuple[int, int]]) -> None:
        self.n = n
        self.same = self._codes(same - different)
        self.different = self._codes(different)

    def _codes(self, pairs: set[tuple[int, int]]) -> Codes:
        return np.array(sorted(min(pair) * self.n + max(pair) for pair in pairs), np.int64)

    def over(self, scored: Scored) -> NDArray[np.float64]:
        """Return the scores with vetoes and decisions in place."""
        value = np.where(scored.apart, VETOED, np.clip(scored.score, -CERTAIN, CERTAIN))
        if len(self.same) or len(self.different):
            codes = scored.i.astype(np.int64) * self.n + scored.j
            value[np.isin(codes, self.same)] = DECIDED_SAME
            value[np.isin(codes, self.different)] = DECIDED_DIFFERENT
        return value


def groups(
    table: Table, scored: Scored, ruling: Ruling, processes: int = 1, *, same: float = SAME
) -> list[list[int]]:
    """Return the clusters of two and more, as sorted positions in the table; pairs link from ``same`` bits on."""
    n = len(table)
    value = ruling.over(scored)
    linked = value >= same
    i = np.concatenate((scored.i[linked], (ruling.same // n).astype(np.int32)))
    j = np.concatenate((scored.j[linked], (ruling.same % n).astype(np.int32)))
    value = np.concatenate((value[linked], np.full(len(ruling.same), DECIDED_SAME)))
    copies = _copies(
        table, [part for part in by_label(components(n, i, j), np.arange(n)) if len(part) > LARGEST], ruling
    )
    if copies:
        first = np.arange(n, dtype=np.int32)
        for kept, others in copies.items():
            first[others] = kept
        i, j = first[i], first[j]
    parts: list[Positions] = []
    for part in by_label(components(n, i, j), np.arange(n)):
        parts += _bounded(part, i, j, value)
    found = [part.tolist() for part in parts if len(part) == 2]
    found += _settle(table, [part for part in parts if len(part) > 2], ruling, processes)
    if copies:
        settled = {k for members in found for k in members}
        found += [[kept] for kept in copies if kept not in settled]
        found = [sorted(k for one in members for k in (one, *copies.get(one, ()))) for members in found]
    return found


def _copies(table: Table, parts: list[Positions], ruling: Ruling) -> dict[int, list[int]]:
    """Return, for large components, the entries that are equal to another one in all that is compared.

    The first of them stands for all, unless a person said something of one of them.
    """
    decided = {int(k) for codes in (ruling.same, ruling.different) for code in codes for k in divmod(code, ruling.n)}
    columns = [*table.plain.values(), *table.column.values(), *table.scheme.values()]
    copies: dict[int, list[int]] = {}
    for part in parts:
        firsts: dict[tuple[object, ...], int] = {}
        rows = np.stack([column[part] for column in columns], axis=1).tolist()
        for k, row in zip(part.tolist(), rows, strict=True):
            if k not in decided:
                first = firsts.setdefault((table.titles[k], table.people[k], *row), k)
                if first != k:
                    copies.setdefault(first, []).append(k)
    return copies


def components(n: int, i: Ints, j: Ints) -> Positions:
    """Return for each of ``n`` nodes the smallest node it is connected with.

    Labels run to the smaller neighbour and are short-cut each round, so rounds grow with the logarithm of the longest
    chain (Shiloach and Vishkin, J. Algorithms 3, 1982).
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


def by_label(label: Positions, members: Positions) -> Iterator[Positions]:
    """Yield the groups of two and more members with one label."""
    _, count = np.unique(label, return_counts=True)
    order = np.lexsort((members, label))
    ends = np.cumsum(count)
    for start, end in zip((ends - count)[count > 1].tolist(), ends[count > 1].tolist(), strict=True):
        yield members[order[start:end]]


def _bounded(part: Positions, i: Ints, j: Ints, value: NDArray[np.float64]) -> list[Positions]:
    """Cut a component that is too large to compare all with all, at the lowest score that makes it small enough."""
    if len(part) <= LARGEST:
        return [part]
    inside = np.isin(i, part) & np.isin(j, part)
    a, b, value = np.searchsorted(part, i[inside]), np.searchsorted(part, j[inside]), value[inside]
    for level in np.unique(np.floor(value)):
        keep = value >= level
        pieces = [part[p] for p in by_label(components(len(part), a[keep], b[keep]), np.arange(len(part)))]
        if max(map(len, pieces)) <= LARGEST:
            return pieces
    # All alike to the last score: any cut is as good, and the order of the ids makes it the same one each time.
    return [piece[at : at + LARGEST] for piece in pieces for at in range(0, len(piece), LARGEST)]


def _settle(table: Table, parts: list[Positions], ruling: Ruling, processes: int) -> Iterator[list[int]]:
    """Compare all pairs of each component and split those that do not hold together."""
    if not parts:
        return
    corners = [np.triu_indices(len(part), 1) for part in parts]
    i = np.concatenate([part[rows] for part, (rows, _) in zip(parts, corners, strict=True)]).astype(np.int32)
    j = np.concatenate([part[columns] for part, (_, columns) in zip(parts, corners, strict=True)]).astype(np.int32)
    value = ruling.over(score(table, i, j, processes))
    at = 0
    for part, (rows, columns) in zip(parts, corners, strict=True):
        here = value[at : at + len(rows)]
        at += len(rows)
        if here.min() >= TOGETHER:
            yield part.tolist()
            continue
        matrix = np.zeros((len(part), len(part)))
        matrix[rows, columns] = here
        yield from (part[members].tolist() for members in agglomerate(matrix + matrix.T) if len(members) > 1)


def agglomerate(matrix: NDArray[np.float64]) -> list[list[int]]:
    """Merge the two groups whose pairs score highest on average, as long as that reaches `TOGETHER`.

    A vetoed pair outweighs all scores, so no group ever holds one, unless a person put it there.
    """
    total = matrix.copy()
    size = np.ones(len(matrix))
    members = [[k] for k in range(len(matrix))]
    np.fill_diagonal(total, -np.inf)
    while True:
        average = total / np.outer(size, size)
        a, b = divmod(int(average.argmax()), len(matrix))
        if average[a, b] < TOGETHER:
            break
        total[a] += total[b]
        total[:, a] = total[a]
        total[b] = total[:, b] = -np.inf
        total[a, a] = -np.inf
        size[a] += size[b]
        members[a] += members[b]
        members[b] = []
    return [sorted(group) for group in members if group]
