"""Many entries as one table of columns, in the order of their ids."""

from collections.abc import Hashable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import (
    BITS,
    NO_FEATURES,
    NOBODY,
    NUMBERED,
    OF_TITLES,
    PLAIN,
    Columns,
    Features,
    Ints,
    Longs,
    Numbering,
    Recurring,
)
from biblio.dedupe.describe import SCHEMES, Row
from biblio.dedupe.names import Person, match
from biblio.dedupe.strangers import Names
from biblio.dedupe.workers import parts

Keys = tuple[Longs, Ints]
"""Features as hashes, and for each the row of the entry that has it."""

CHUNK = 2048
"""Entries that are turned into columns at a time."""


class _Column:
    """A column of values that recur, put together from those of the parts."""

    def __init__(self, empty: Hashable = "") -> None:
        self._numbering = Numbering(empty)
        self._parts = [np.empty(0, np.int32)]

    def add(self, part: Recurring) -> None:
        """Append a part's column, whose numbers are its own."""
        self._parts.append(self._numbering.all(part.values)[part.numbers])

    def numbers(self) -> Ints:
        """Return the whole column."""
        return np.concatenate(self._parts)

    def values(self) -> list[Any]:
        """Return what the numbers stand for."""
        return list(self._numbering)


class Table:
    """Entries as columns, row *i* of each for the *i*-th entry in the order of the ids.

    Texts that recur stand once in a list and as their number in a column; 0 means *not said*. The order in which
    entries came leaves no trace.
    """

    def __init__(self, chunks: Iterable[Columns]) -> None:
        ids: list[str] = []
        titles: list[str] = []
        signatures = [np.empty((0, BITS // 64), np.uint64)]
        plain = {name: [np.empty(0, np.int32)] for name in (*PLAIN, *OF_TITLES, "hosted")}
        numbered = {name: _Column(empty) for name, empty in NUMBERED.items()}
        schemes = {name: _Column() for name in SCHEMES}
        persons, people = _Column(NOBODY), [np.empty(0, np.int64)]
        sure, likely = [NO_FEATURES], [NO_FEATURES]
        for chunk in chunks:
            ids += chunk.ids
            titles += chunk.titles
            signatures.append(chunk.signatures)
            for name, values in chunk.plain.items():
                plain[name].append(values)
            for name, column in numbered.items():
                column.add(chunk.numbered[name])
            nothing = Recurring([""], np.zeros(len(chunk), np.int32))
            for name, column in schemes.items():
                column.add(chunk.schemes.get(name, nothing))
            persons.add(chunk.persons)
            people.append(chunk.people)
            sure.append(chunk.sure)
            likely.append(chunk.likely)
        order = sorted(range(len(ids)), key=ids.__getitem__)
        if twice := next((ids[a] for a, b in pairwise(order) if ids[a] == ids[b]), ""):
            raise ValueError(f"the id {twice!r} stands twice")
        positions = np.array(order, np.intp)
        self.ids = [ids[i] for i in order]
        self.titles = [titles[i] for i in order]
        self.signatures = np.concatenate(signatures)[positions]
        self.weights = np.bitwise_count(self.signatures).sum(axis=1).astype(np.int32)
        self.plain = {name: np.concatenate(column)[positions] for name, column in plain.items()}
        self.column = {name: column.numbers()[positions] for name, column in numbered.items()}
        self.values = {name: column.values() for name, column in numbered.items()}
        # Volume and issue together say which issue; on page 1 begins every report.
        self.full_places = np.array([len(numbers) > 1 for numbers in self.values["places"]])
        self.opening_pages = np.array([page == "1" for page in self.values["first"]])
        self.scheme = {name: column.numbers()[positions] for name, column in schemes.items()}
        self.persons: list[Person] = persons.values()
        lists = _lists(np.concatenate(people), persons.numbers())
        self.people = [lists[i] for i in order]
        self.names = Names(self.people, self.persons)
        self.judged = lru_cache(1 << 18)(self._judged)  # persons meet again and again
        self.sure, self.likely = _keys(sure, positions), _keys(likely, positions)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Table":
        """Return the table of some rows."""
        return cls(map(Columns, parts(rows, CHUNK)))

    def __len__(self) -> int:
        return len(self.ids)

    def _judged(self, a: int, b: int) -> int:
        return match(self.persons[a], self.persons[b])


def _lists(counts: Longs, values: Ints) -> list[tuple[int, ...]]:
    """Cut the values of all rows into a list for each."""
    whole, ends = values.tolist(), np.cumsum(counts)
    return [tuple(whole[start:end]) for start, end in zip((ends - counts).tolist(), ends.tolist(), strict=True)]


def _keys(features: list[Features], positions: NDArray[np.intp]) -> Keys:
    """Put features together, each with the row that its entry has in the end."""
    hashes, counts = (np.concatenate(column) for column in zip(*features, strict=True))
    row = np.empty(len(positions), np.int32)
    row[positions] = np.arange(len(positions), dtype=np.int32)
    return hashes, np.repeat(row, counts)
