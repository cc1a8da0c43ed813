"""Comparisons of pairs: each finds one of a few named levels, whose weights stand in `biblio.dedupe.weights`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import Ints
from biblio.dedupe.compare.hosts import container, publisher
from biblio.dedupe.compare.levels import AUTHORS_AGREE, CODE, LEVELS, TITLE_AGREES, Codes
from biblio.dedupe.compare.people import authors
from biblio.dedupe.compare.titles import titles
from biblio.dedupe.describe import JOINING
from biblio.dedupe.locators import PREPRINT, UNKNOWN, WEB
from biblio.dedupe.table import Table

__all__ = ["AUTHORS_AGREE", "CODE", "LEVELS", "STEPS", "TITLE_AGREES", "Codes", "compare"]

_COSTLY = (("authors",), ("container", "publisher"), ("title",))
STEPS = (tuple(name for name in LEVELS if name not in sum(_COSTLY, ())), *_COSTLY)
"""Comparisons in the order in which they are made: each step leaves fewer pairs to the next one, which costs more."""


def compare(
    table: Table,
    i: Ints,
    j: Ints,
    names: Collection[str] = tuple(LEVELS),
    known: Mapping[str, Codes] = MappingProxyType({}),
) -> dict[str, Codes]:
    """Return what comparisons find for the pairs ``(i[k], j[k])``, as codes into `LEVELS`, beside what is known."""
    levels = {**known, **{name: _COMPARISONS[name](table, i, j) for name in names}}
    if "title" in levels and "authors" in levels:
        agree = _everything_agrees(levels)
        for name in ("doi", "platform"):
            levels[name][agree & (levels[name] == CODE[name]["differs"])] = CODE[name]["registered twice"]
    return levels


def _everything_agrees(levels: Mapping[str, Codes]) -> NDArray[np.bool_]:
    """Tell which pairs agree in title, authors, year, container and first page: one publication.

    JSTOR (10.2307) and publishers give the same article two DOIs; co-authors deposit it twice in HAL.
    """
    agree = np.ones(len(levels["title"]), np.bool_)
    for name, wanted in _AGREEMENT.items():
        agree &= np.isin(levels[name], [CODE[name][level] for level in wanted])
    return agree


_AGREEMENT: Mapping[str, Sequence[str]] = {
    "title": ("equal, long", "equal", "misspelt, long", "misspelt"),
    "authors": (*AUTHORS_AGREE, "a shorter list", "some of them"),
    "year": ("equal",),
    "container": ("equal", "abridged"),
    "issue": ("missing", "equal", "in part"),
    "pages": ("equal", "same first page", "overlap"),
}


def _same(a: Ints, b: Ints) -> Codes:
    """Missing 0, equal 1, different 2."""
    return np.where((a == 0) | (b == 0), 0, np.where(a == b, 1, 2)).astype(np.int8)


def _once(a: Ints, b: Ints) -> Codes:
    """Missing 0, equal 1, different 3."""
    return np.where((a == 0) | (b == 0), 0, np.where(a == b, 1, 3)).astype(np.int8)


def _years(table: Table, i: Ints, j: Ints) -> Codes:
    """Compare years; where volume and issue of one journal are equal, one of two years is a mistake."""
    a, b = table.plain["year"][i], table.plain["year"][j]
    code = np.where((a == 0) | (b == 0), 0, 1 + np.minimum(np.abs(a - b), 3)).astype(np.int8)
    container, places = table.column["container"], table.column["places"]
    issue = (
        table.full_places[places[i]] & (places[i] == places[j]) & (container[i] == container[j]) & (container[i] != 0)
    )
    code[(code > CODE["year"]["equal"]) & issue] = CODE["year"]["differs, same issue"]
    return code


def _kinds(a: Ints, b: Ints) -> Codes:
    soft = np.isin(a, (PREPRINT, WEB)) | np.isin(b, (PREPRINT, WEB))
    unknown = (a == UNKNOWN) | (b == UNKNOWN)
    return np.where(unknown, 0, np.where(a == b, 1, np.where(soft, 2, 3))).astype(np.int8)


def _editions(a: Ints, b: Ints) -> Codes:
    said = (a > 1).astype(np.int8) + (b > 1)
    agree = (a == b) | (a == 99) | (b == 99)
    return np.where(said == 0, 0, np.where(said == 1, 2, np.where(agree, 1, 3))).astype(np.int8)


def _platforms(table: Table, i: Ints, j: Ints) -> Codes:
    """Compare identifiers that a platform gives a work once: equal wins over different."""
    equal = np.zeros(len(i), np.bool_)
    differs = np.zeros(len(i), np.bool_)
    for scheme, column in table.scheme.items():
        if scheme in ("doi", "isbn"):
            continue
        a, b = column[i], column[j]
        both = (a != 0) & (b != 0)
        equal |= both & (a == b)
        if scheme in JOINING:
            differs |= both & (a != b)
    return np.where(equal, 1, np.where(differs, 3, 0)).astype(np.int8)


def _texts(table: Table, name: str, i: Ints, j: Ints, judge: Callable[[str, str], int]) -> Codes:
    """Compare each pair of different texts once: containers and publishers recur."""
    column, values = table.column[name], table.values[name]
    a, b = column[i].astype(np.int64), column[j].astype(np.int64)
    codes, inverse = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_inverse=True)
    answers = [judge(values[code >> 32], values[code & 0xFFFFFFFF]) for code in codes.tolist()]
    return np.asarray(answers, np.int8)[inverse]


def _numbers(table: Table, i: Ints, j: Ints) -> Codes:
    values = table.values["numbers"]
    levels = CODE["numbers"]

    @cache
    def judge(a: int, b: int) -> int:
        left, right = set(values[a]), set(values[b])
        if not left and not right:
            return levels["none"]
        if left == right:
            return levels["equal"]
        return levels["differ"] if left - right and right - left else levels["one more"]

    column = table.column["numbers"]
    return np.fromiter(map(judge, column[i].tolist(), column[j].tolist()), np.int8, len(i))


def _places(table: Table, i: Ints, j: Ints) -> Codes:
    values = table.values["places"]
    levels = CODE["issue"]

    @cache
    def judge(a: int, b: int) -> int:
        left, right = values[a], values[b]
        if not left or not right:
            return levels["missing"]
        if left == right:
            return levels["equal"]
        shared = set(left) & set(right)
        if not shared:
            return levels["differs"]
        return levels["differs"] if len(left) == len(right) else levels["in part"]

    column = table.column["places"]
    found = np.fromiter(map(judge, column[i].tolist(), column[j].tolist()), np.int8, len(i))
    agree = np.isin(_pages(table, i, j), [CODE["pages"]["equal"], CODE["pages"]["same first page"]])
    agree &= ~table.opening_pages[table.column["first"][i]]  # as all reports do
    found[(found == levels["differs"]) & agree] = levels["differs, same pages"]
    return found


def _pages(table: Table, i: Ints, j: Ints) -> Codes:
    levels = CODE["pages"]
    first, last = table.column["first"], table.column["last"]
    a, b, c, d = first[i], first[j], last[i], last[j]
    missing = (a == 0) | (b == 0)
    known = (c != 0) & (d != 0)
    same_last = known & (c == d)
    code = np.where(a == b, np.where(same_last, levels["equal"], levels["same first page"]), levels["differ"])
    code = np.where((a != b) & same_last, levels["overlap"], code)
    return np.where(missing, levels["missing"], code).astype(np.int8)


_COMPARISONS: Mapping[str, Callable[[Table, Ints, Ints], Codes]] = {
    "title": titles,
    "numbers": _numbers,
    "authors": authors,
    "year": _years,
    "container": lambda table, i, j: _texts(table, "container", i, j, container),
    "issue": _places,
    "pages": _pages,
    "extent": lambda table, i, j: _same(table.plain["total"][i], table.plain["total"][j]),
    "publisher": lambda table, i, j: _texts(table, "publisher", i, j, publisher),
    "kind": lambda table, i, j: _kinds(table.plain["kind"][i], table.plain["kind"][j]),
    "edition": lambda table, i, j: _editions(table.plain["edition"][i], table.plain["edition"][j]),
    "doi": lambda table, i, j: _once(table.scheme["doi"][i], table.scheme["doi"][j]),
    "isbn": lambda table, i, j: _same(table.scheme["isbn"][i], table.scheme["isbn"][j]),
    "platform": _platforms,
}
