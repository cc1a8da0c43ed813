"""Many entries as columns: what takes little memory and is compared by compiled code."""

from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.describe import SCHEMES, Row, features
from biblio.dedupe.names import Person

Ints = NDArray[np.int32]
Signature = NDArray[np.uint64]

BITS = 512
"""Width of a title's trigram signature; a title of 80 letters fills a seventh of it."""


class _Numbering(dict[Any, int]):
    """Numbers values from 1 in the order they come; the empty value is 0."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


class Table:
    """Entries as columns, row *i* of each for the *i*-th entry in the order of the ids.

    Texts that recur (names, containers, publishers …) stand once in a list and as its index in a column; 0 means *not
    said*. The order in which entries came leaves no trace.
    """

    _NUMBERED = ("container", "publisher", "language", "places", "numbers", "first", "last", "original")
    _PLAIN = (
        "year",
        "kind",
        "total",
        "edition",
        "main",
        "generic",
        "editors",
        "abridged",
        "translated",
        "hosted",
        "notice",
    )

    def __init__(self, rows: Iterable[Row]) -> None:
        ids: list[str] = []
        titles: list[str] = []
        plain = {name: array("i") for name in self._PLAIN}
        numbered = {name: array("i") for name in self._NUMBERED}
        schemes = {scheme: array("i") for scheme in SCHEMES}
        values = {name: _Numbering() for name in (*self._NUMBERED, *SCHEMES)}
        for numbering in values.values():
            numbering[()] = 0
            dict.__setitem__(numbering, "", 0)
        persons = _Numbering()
        people: list[tuple[int, ...]] = []
        keys, owners = array("q"), array("i")
        for position, row in enumerate(rows):
            ids.append(row.id)
            titles.append(" ".join(row.title.words))
            plain["main"].append(row.title.main)
            plain["generic"].append(row.title.generic)
            plain["notice"].append(row.title.notice)
            plain["hosted"].append(bool(row.container))
            for name in ("year", "kind", "total", "edition", "editors", "abridged", "translated"):
                plain[name].append(getattr(row, name))
            numbered["numbers"].append(values["numbers"][row.title.numbers])
            for name in ("container", "publisher", "language", "places", "first", "last", "original"):
                numbered[name].append(values[name][getattr(row, name)])
            for scheme in SCHEMES:
                schemes[scheme].append(values[scheme][row.ids.get(scheme, "")])
            people.append(tuple(persons[one] for one in row.people))
            for feature in features(row):
                keys.append(hash(feature))
                owners.append(position)
        order = sorted(range(len(ids)), key=ids.__getitem__)
        if twice := next((ids[a] for a, b in pairwise(order) if ids[a] == ids[b]), ""):
            raise ValueError(f"the id {twice!r} stands twice")
        rank = np.empty(len(ids), np.int32)
        rank[order] = np.arange(len(ids), dtype=np.int32)
        self.ids = [ids[i] for i in order]
        self.titles = [titles[i] for i in order]
        self.people = [people[i] for i in order]
        self.values = {name: list(values[name]) for name in self._NUMBERED}
        self.persons: list[Person] = list(persons)
        positions = np.array(order, np.intp)
        self.plain = {name: np.frombuffer(column, np.int32)[positions] for name, column in plain.items()}
        self.column = {name: np.frombuffer(column, np.int32)[positions] for name, column in numbered.items()}
        self.scheme = {name: np.frombuffer(column, np.int32)[positions] for name, column in schemes.items()}
        self.keys = np.frombuffer(keys, np.int64)
        self.owners = rank[np.frombuffer(owners, np.int32)]
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
