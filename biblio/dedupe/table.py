"""Many entries as columns: what takes little memory and is compared by compiled code."""

from array import array
from collections.abc import Iterable
from itertools import islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.describe import SCHEMES, Row, identifying, telling
from biblio.dedupe.names import Person
from biblio.dedupe.strangers import Names
from biblio.dedupe.titles import Title

Ints = NDArray[np.int32]
Signature = NDArray[np.uint64]
Keys = tuple[NDArray[np.int64], Ints]
"""Features as hashes, and for each the row of the entry that has it."""

BITS = 512
"""Width of a title's trigram signature; a title of 80 letters fills a seventh of it."""


CHUNK = 4096
"""Entries that are turned into columns at a time."""


class _Keys:
    """Features of entries as hashes, with their owners."""

    def __init__(self) -> None:
        self.keys, self.counts = array("q"), array("i")

    def add(self, features: Iterable[str]) -> None:
        """Append the features of the next entry."""
        hashes = list(map(hash, features))
        self.keys.extend(hashes)
        self.counts.append(len(hashes))

    def owned(self, rank: Ints) -> Keys:
        """Return the keys and, for each, the final row of its owner."""
        return np.frombuffer(self.keys, np.int64), np.repeat(rank, np.frombuffer(self.counts, np.int32))


class _Numbering(dict[Any, int]):
    """Numbers values from 2 in the order they come; what is empty is 0."""

    def __init__(self) -> None:
        super().__init__({(): 0, "": 0})

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


def _spread(count: int, where: "array[int]", what: "array[int]", rank: Ints) -> Ints:
    """Return a column of ``count`` rows with values at some positions, reordered."""
    column = np.zeros(count, np.int32)
    column[rank[np.frombuffer(where, np.int32)]] = np.frombuffer(what, np.int32)
    return column


class Table:
    """Entries as columns, row *i* of each for the *i*-th entry in the order of the ids.

    Texts that recur (names, containers, publishers …) stand once in a list and as its index in a column; 0 means *not
    said*. The order in which entries came leaves no trace.
    """

    _NUMBERED = ("original", "container", "places", "first", "last", "publisher", "language", "numbers")
    _PLAIN = ("editors", "abridged", "year", "kind", "total", "edition", "translated")

    def __init__(self, rows: Iterable[Row]) -> None:
        ids: list[str] = []
        titles: list[str] = []
        people: list[tuple[int, ...]] = []
        plain = {name: array("i") for name in (*self._PLAIN, "main", "generic", "notice", "hosted")}
        numbered = {name: array("i") for name in self._NUMBERED}
        values = {name: _Numbering() for name in (*self._NUMBERED, *SCHEMES)}
        persons = _Numbering()
        schemes: dict[str, tuple[array[int], array[int]]] = {name: (array("i"), array("i")) for name in SCHEMES}
        sure, likely = _Keys(), _Keys()
        rows = iter(rows)
        while chunk := list(islice(rows, CHUNK)):
            column: dict[str, Any] = dict(zip(Row._fields, zip(*chunk, strict=True), strict=True))
            read: list[Title] = list(column["title"])
            for name in self._PLAIN:
                plain[name].extend(column[name])
            plain["main"].extend(one.main for one in read)
            plain["generic"].extend(one.generic for one in read)
            plain["notice"].extend(one.notice for one in read)
            plain["hosted"].extend(map(bool, column["container"]))
            column["numbers"] = [one.numbers for one in read]
            for name in self._NUMBERED:
                numbered[name].extend(map(values[name].__getitem__, column[name]))
            for position, found in enumerate(column["ids"], start=len(ids)):
                for scheme, value in found.items():
                    where, what = schemes[scheme]
                    where.append(position)
                    what.append(values[scheme][value])
            for row in chunk:
                sure.add(identifying(row))
                likely.add(telling(row))
            people += [tuple(map(persons.__getitem__, one)) for one in column["people"]]
            titles += [" ".join(one.words) for one in read]
            ids += column["id"]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        if twice := next((ids[a] for a, b in pairwise(order) if ids[a] == ids[b]), ""):
            raise ValueError(f"the id {twice!r} stands twice")
        positions = np.array(order, np.intp)
        rank = np.empty(len(ids), np.int32)
        rank[positions] = np.arange(len(ids), dtype=np.int32)
        self.ids = [ids[i] for i in order]
        self.titles = [titles[i] for i in order]
        self.people = [people[i] for i in order]
        self.plain = {name: np.frombuffer(column, np.int32)[positions] for name, column in plain.items()}
        self.column = {name: np.frombuffer(column, np.int32)[positions] for name, column in numbered.items()}
        self.scheme = {name: _spread(len(ids), *pair, rank) for name, pair in schemes.items()}
        self.values = {name: list(values[name]) for name in self._NUMBERED}
        nobody = Person((), "")
        self.persons: list[Person] = [nobody, nobody, *list(persons)[2:]]
        self.names = Names(self.people, self.persons)
        self.sure, self.likely = sure.owned(rank), likely.owned(rank)
        self.signatures = signatures(self.titles)
        self.weights = np.bitwise_count(self.signatures).sum(axis=1).astype(np.int32)

    def __len__(self) -> int:
        return len(self.ids)


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
