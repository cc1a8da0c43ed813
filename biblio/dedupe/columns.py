"""Some entries as columns: what takes little memory, passes between processes and is compared by compiled code."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.describe import Row, identifying, telling
from biblio.dedupe.names import Person

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Signature = NDArray[np.uint64]

NUMBERED: Mapping[str, Hashable] = {
    "original": "",
    "container": "",
    "places": (),
    "first": "",
    "last": "",
    "publisher": "",
    "language": "",
    "numbers": (),
}
"""Fields whose values recur, each with the value that says nothing."""

PLAIN = ("editors", "abridged", "year", "kind", "total", "edition", "translated")
OF_TITLES = ("main", "generic", "notice")
NOBODY = Person((), "")

BITS = 512
"""Width of a title's trigram signature; a title of 80 letters fills a seventh of it."""


class Numbering(dict[Hashable, int]):
    """Numbers values from 1 in the order they come; the empty one is 0."""

    def __init__(self, empty: Hashable) -> None:
        super().__init__({empty: 0})

    def __missing__(self, value: Hashable) -> int:
        number = self[value] = len(self)
        return number

    def all(self, values: Collection[Hashable]) -> Ints:
        """Return the numbers of some values."""
        return np.fromiter(map(self.__getitem__, values), np.int32, len(values))


class Recurring(NamedTuple):
    """Values that recur: each of them once, the empty one first, and their numbers row by row."""

    values: list[Any]
    numbers: Ints

    @classmethod
    def of(cls, column: Collection[Hashable], empty: Hashable = "") -> "Recurring":
        """Return a column with its values numbered."""
        numbering = Numbering(empty)
        numbers = numbering.all(column)
        return cls(list(numbering), numbers)


class Features(NamedTuple):
    """Features as hashes, and how many of them each row has."""

    hashes: Longs
    counts: Ints

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]]) -> "Features":
        """Hash the features of rows; forked processes hash alike."""
        lists = [list(map(hash, features)) for features in rows]
        return cls(
            np.array([key for one in lists for key in one], np.int64), np.array([len(one) for one in lists], np.int32)
        )


NO_FEATURES = Features(np.empty(0, np.int64), np.empty(0, np.int32))


class Columns:
    """Entries in the order they came, each field a column.

    Texts that recur (names, containers, publishers …) stand once in a list and as their number in a column; 0 means
    *not said*.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        read = [row.title for row in rows]
        self.ids = [row.id for row in rows]
        self.titles = [" ".join(one.words) for one in read]
        self.signatures = signatures(self.titles)
        self.plain = {name: _numbers(rows, name) for name in PLAIN}
        self.plain |= {name: _numbers(read, name) for name in OF_TITLES}
        self.plain["hosted"] = np.array([bool(row.container) for row in rows], np.int32)
        self.numbered = {
            name: Recurring.of([getattr(row if name in Row._fields else row.title, name) for row in rows], empty)
            for name, empty in NUMBERED.items()
        }
        said = dict.fromkeys(scheme for row in rows for scheme in row.ids)
        self.schemes = {scheme: Recurring.of([row.ids.get(scheme, "") for row in rows]) for scheme in said}
        self.persons = Recurring.of([one for row in rows for one in row.people], NOBODY)
        self.people = np.array([len(row.people) for row in rows], np.int64)
        self.sure, self.likely = Features.of(map(identifying, rows)), Features.of(map(telling, rows))

    def __len__(self) -> int:
        return len(self.ids)


def _numbers(rows: Sequence[Any], name: str) -> Ints:
    return np.array([getattr(row, name) for row in rows], np.int32)


def signatures(texts: list[str], chunk: int = 4096) -> Signature:
    """Return for each text the set of its letter trigrams as a bit field of `BITS`, hashed."""
    found = np.zeros((len(texts), BITS // 64), np.uint64)
    for start in range(0, len(texts), chunk):
        part = [f" {text[:200]} ".encode() for text in texts[start : start + chunk]]
        letters = np.frombuffer(b"".join(part) + b"  ", np.uint8).astype(np.uint32)
        lengths = np.array([len(text) for text in part])
        owner = np.repeat(np.arange(len(part)), lengths)
        codes = letters[:-2] * 961 + letters[1:-1] * 31 + letters[2:]
        codes = (codes * np.uint32(2654435761)) >> np.uint32(32 - BITS.bit_length() + 1)
        field = np.zeros((len(part), BITS), np.bool_)
        inside = owner[:-2] == owner[2:] if len(owner) > 2 else np.zeros(0, np.bool_)
        field[owner[: len(inside)][inside], codes[: len(inside)][inside]] = True
        found[start : start + chunk] = np.packbits(field, axis=1).view(np.uint64)
    return found
