"""Comparisons of pairs: each finds one of a few named levels, whose weights stand in `weights`."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from biblio.dedupe import names
from biblio.dedupe.columns import Ints
from biblio.dedupe.describe import JOINING
from biblio.dedupe.locators import PREPRINT, UNKNOWN, WEB
from biblio.dedupe.table import Table
from biblio.dedupe.words import PUBLISHING, SERIAL, STOP

Codes = NDArray[np.int8]

LEVELS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "missing",
        "equal, long",
        "equal",
        "equal, short",
        "equal, recurring heading",
        "misspelt, long",
        "misspelt",
        "without subtitle, long",
        "without subtitle",
        "without subtitle, short",
        "beginning of the other, long",
        "beginning of the other",
        "end of the other, long",
        "end of the other",
        "part of the other, long",
        "part of the other",
        "part and misspelt",
        "one word differs",
        "some words differ",
        "half differs",
        "differs",
        "in another language",
    ),
    "numbers": ("none", "equal", "one more", "differ"),
    "authors": (
        "missing",
        "all equal",
        "equal",
        "all but initials",
        "initials",
        "misspelt",
        "a shorter list",
        "some of them",
        "few of them",
        "others",
    ),
    "year": ("missing", "equal", "one apart", "two apart", "apart", "differs, same issue"),
    "container": ("missing", "equal", "abridged", "alike", "one missing", "differs"),
    "issue": ("missing", "equal", "in part", "differs, same pages", "differs"),
    "pages": ("missing", "equal", "same first page", "overlap", "differ"),
    "extent": ("missing", "equal", "differs"),
    "publisher": ("missing", "equal", "alike", "differs"),
    "kind": ("unknown", "equal", "compatible", "differs"),
    "edition": ("none", "equal", "one said", "differs"),
    "doi": ("missing", "equal", "registered twice", "differs"),
    "isbn": ("missing", "equal", "differs"),
    "platform": ("missing", "equal", "registered twice", "differs"),
}
"""What each comparison can find; the first level of each says nothing and weighs nothing."""

CODE = {name: {level: code for code, level in enumerate(levels)} for name, levels in LEVELS.items()}

_LONG, _SHORT = 5, 2


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


TITLE_AGREES = ("equal, long", "equal", "equal, short", "equal, recurring heading", "misspelt, long", "misspelt")
AUTHORS_AGREE = ("all equal", "equal", "all but initials", "initials", "misspelt")
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
    both = np.array([len(numbers) > 1 for numbers in table.values["places"]])
    issue = both[places[i]] & (places[i] == places[j]) & (container[i] == container[j]) & (container[i] != 0)
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


@lru_cache(1 << 16)
def container(a: str, b: str) -> int:
    """Compare two folded titles of journals, books or sites."""
    levels = CODE["container"]
    if not a or not b:
        return levels["one missing"] if a or b else levels["missing"]
    if a == b:
        return levels["equal"]
    all_a, all_b = a.split(), b.split()
    if (len(all_a) == 1 and is_acronym(a, all_b)) or (len(all_b) == 1 and is_acronym(b, all_a)):
        return levels["abridged"]
    words_a = [word for word in all_a if word not in STOP] or all_a
    words_b = [word for word in all_b if word not in STOP] or all_b
    if words_a == words_b:
        return levels["equal"]
    if abridges(words_a, words_b) or abridges(words_b, words_a):
        return levels["abridged"]
    if names_run(words_a, words_b) or names_run(words_b, words_a):
        return levels["abridged"]
    shared = _shared_beginnings(set(words_a), set(words_b))
    if shared >= 2 and shared >= 0.75 * min(len(set(words_a)), len(set(words_b))):
        return levels["abridged"]
    if fuzz.ratio(" ".join(words_a), " ".join(words_b)) >= 88:
        return levels["equal"]
    telling_a, telling_b = set(words_a) - SERIAL, set(words_b) - SERIAL
    common = telling_a & telling_b
    if common and 2 * len(common) >= min(len(telling_a), len(telling_b)):
        return levels["alike"]
    return levels["differs"]


def abridges(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether ``short`` may abridge ``long``: its beginning, the beginnings of its words, or their initials.

    >>> abridges(["rev", "fr", "sociol"], ["revue", "francaise", "sociologie"])
    True
    >>> abridges(["rfs"], ["revue", "francaise", "sociologie"])
    True
    """
    if len(short) == 1 and is_acronym(short[0], long):
        return True
    at = 0
    for word in short:
        while at < len(long) and not _short_for(word, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return _short_for(short[0], long[0])


def names_run(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether a word of ``short`` is made of the initials of words that stand together in ``long``.

    One that stands beside others needs more letters to be no accident.

    >>> names_run(["vldb"], "proceedings international conference very large data bases".split())
    True
    """
    fewest = 3 if len(short) == 1 else 4
    initials = "".join(word[0] for word in long)
    return any(len(word) >= fewest and word in initials for word in short)


def _shared_beginnings(a: Set[str], b: Set[str]) -> int:
    """Count the words of the smaller set that the other one has too, whole or abridged: "conf" for "conference"."""
    a, b = (a, b) if len(a) <= len(b) else (b, a)
    common = a & b
    rest = [word for word in a - common if len(word) >= _BEGINNING]
    others = [word for word in b - common if len(word) >= _BEGINNING]
    return len(common) + sum(any(x.startswith(y) or y.startswith(x) for y in others) for x in rest)


_BEGINNING = 4
"""Letters of a word that abridge it; shorter ones begin too many."""


def _short_for(short: str, word: str) -> bool:
    return word.startswith(short) or (len(short) > 2 and short[:2] == word[:2] and word.endswith(short[-2:]))


@lru_cache(1 << 16)
def publisher(a: str, b: str) -> int:
    """Compare two folded names of publishers or institutions, with or without their place."""
    levels = CODE["publisher"]
    if not a or not b:
        return levels["missing"]
    if a == b:
        return levels["equal"]
    words_a = [word for word in a.split() if word not in STOP]
    words_b = [word for word in b.split() if word not in STOP]
    telling_a = set(words_a) - PUBLISHING or set(words_a)
    telling_b = set(words_b) - PUBLISHING or set(words_b)
    shared = telling_a & telling_b
    if shared and 2 * len(shared) >= min(len(telling_a), len(telling_b)):
        return levels["alike"]
    if any(is_acronym(word, b.split()) for word in telling_a) or any(
        is_acronym(word, a.split()) for word in telling_b
    ):
        return levels["alike"]
    return levels["alike"] if fuzz.partial_ratio(a, b) >= 85 else levels["differs"]


def is_acronym(word: str, long: Sequence[str]) -> bool:
    """Tell whether a word is made of initials of others, in order, the first one's first.

    >>> is_acronym("pistes", "perspectives interdisciplinaires sur le travail et la sante".split())
    True
    """
    if not 2 <= len(word) <= 8 or len(long) < 2 or word[0] != long[0][0]:
        return False
    initials = iter(other[0] for other in long)
    return all(letter in initials for letter in word)


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
    agree &= ~np.array([page == "1" for page in table.values["first"]])[table.column["first"][i]]  # as all reports do
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


# -- titles -------------------------------------------------------------------------------------------------------


def _titles(table: Table, i: Ints, j: Ints) -> Codes:
    texts, main, generic = table.titles, table.plain["main"].tolist(), table.plain["generic"].tolist()
    found = np.empty(len(i), np.int8)
    for k, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        found[k] = title(texts[a], texts[b], main[a], main[b], generic[a] or generic[b])
    levels = CODE["title"]
    unlike = np.isin(found, [levels[name] for name in _MAY_HOLD_NAMES])
    for k in np.flatnonzero(unlike).tolist():
        found[k] = _without_names(table, int(i[k]), int(j[k]), found[k])
    unlike = np.isin(found, [levels["some words differ"], levels["half differs"], levels["differs"]])
    language = table.column["language"]
    translated = (language[i] != language[j]) & (language[i] != 0) & (language[j] != 0)
    found[unlike & translated] = levels["in another language"]
    return found


_MAY_HOLD_NAMES = (
    "beginning of the other, long",
    "beginning of the other",
    "end of the other, long",
    "end of the other",
    "part of the other, long",
    "part of the other",
    "part and misspelt",
    "one word differs",
    "some words differ",
)
_FEWEST = 3
"""Words that must be left of a title without names: "Sociologie de Bourdieu" is not "Sociologie"."""


def _without_names(table: Table, i: int, j: int, found: int) -> int:
    """Compare two titles again where one holds names of the authors: "Blum, A., La ville et ses marges"."""
    a, b = table.titles[i].split(), table.titles[j].split()
    names = {word for person in {*table.people[i], *table.people[j]} for word in table.persons[person].words}
    names -= {*a} & {*b}
    if names.isdisjoint(a) and names.isdisjoint(b):
        return found
    a, b = ([word for word in words if word not in names and len(word) > 1] for words in (a, b))
    if min(len(a), len(b)) < _FEWEST:
        return found
    again = title(" ".join(a), " ".join(b), len(a), len(b), 0)
    return again if LEVELS["title"][again] in TITLE_AGREES else found


def title(a: str, b: str, main_a: int, main_b: int, generic: int) -> int:
    """Compare two titles given as telling words joined by spaces, with the number of words before the first break."""
    levels = CODE["title"]
    if not a or not b:
        return levels["missing"]
    if a == b:
        if generic:
            return levels["equal, recurring heading"]
        return _sized(levels, "equal", a.count(" ") + 1)
    words_a, words_b = a.split(), b.split()
    set_a, set_b = set(words_a), set(words_b)
    rest_a = [word for word in words_a if word not in set_b]
    rest_b = [word for word in words_b if word not in set_a]
    shared = min(len(set_a) - len(rest_a), len(set_b) - len(rest_b))
    errors = _strike_misspelt(rest_a, rest_b, words_a, words_b) if rest_a and rest_b else 0
    shared += errors
    if not rest_a and not rest_b:
        if generic:
            return levels["equal, recurring heading"]
        if errors:
            return levels["misspelt, long" if shared >= _LONG else "misspelt"]
        return _sized(levels, "equal", len(set_a))
    if not rest_a or not rest_b:
        shorter, longer, main = (words_a, words_b, main_b) if not rest_a else (words_b, words_a, main_a)
        if errors:
            return levels["part and misspelt"]
        if len(shorter) >= main - 1 and set(longer[:main]) <= set(shorter):
            return _sized(levels, "without subtitle", shared)
        if longer[: len(shorter)] == shorter:
            part = "beginning of the other"
        elif longer[-len(shorter) :] == shorter:
            part = "end of the other"
        else:
            part = "part of the other"
        return levels[f"{part}, long" if shared >= _LONG else part]
    if abs(len(words_a) - len(words_b)) > 1 and fuzz.ratio("".join(words_a), "".join(words_b)) >= 92:
        return levels["misspelt"]  # words run together, as text out of PDF has them
    lost = min(len(rest_a), len(rest_b))
    if lost == 1 and shared >= 2:
        return levels["one word differs"]
    if shared > 2 * lost:
        return levels["some words differ"]
    return levels["half differs"] if shared >= lost else levels["differs"]


def _sized(levels: Mapping[str, int], name: str, words: int) -> int:
    return levels[f"{name}, long" if words >= _LONG else f"{name}, short" if words <= _SHORT else name]


_MOST_ERRORS = 5
"""Words of a title that errors may have changed; with more of them another title is the better explanation."""


def _strike_misspelt(rest_a: list[str], rest_b: list[str], words_a: list[str], words_b: list[str]) -> int:
    """Strike out words that differ from the other title's by errors only, or by a wrong split ("dis ent").

    Return how many; ``words_a`` and ``words_b`` are the whole titles, where a word may recur.
    """
    if min(len(rest_a), len(rest_b)) > _MOST_ERRORS:
        return 0
    if max(len(rest_a), len(rest_b)) <= 6:
        a, b = "".join(rest_a), "".join(rest_b)
        if abs(len(a) - len(b)) <= 2 and misspelt(a, b):
            errors = min(len(rest_a), len(rest_b))
            rest_a.clear()
            rest_b.clear()
            return errors
    errors = 0
    for word in list(rest_a):
        for other in rest_b:
            if misspelt(word, other):
                rest_a.remove(word)
                rest_b.remove(other)
                errors += 1
                break
        if not rest_b:
            break
    if rest_a and rest_b:
        for rest, words in ((rest_a, words_b), (rest_b, words_a)):
            if len(rest) <= 2 and all(any(misspelt(word, other) for other in words) for word in rest):
                errors += len(rest)
                rest.clear()
    return errors


def misspelt(a: str, b: str) -> bool:
    """Tell whether two words of a title differ by errors of typing or scanning only."""
    longer, shorter = (len(a), len(b)) if len(a) > len(b) else (len(b), len(a))
    if longer < 4 or longer - shorter > 3:
        return False
    allowed = 1 if longer < 6 else 2 if longer < 12 else 3
    return longer - shorter <= allowed and OSA.distance(a, b, score_cutoff=allowed) <= allowed


# -- names --------------------------------------------------------------------------------------------------------


def _authors(table: Table, i: Ints, j: Ints) -> Codes:
    people, judge = table.people, table.judged
    abridged = table.plain["abridged"].tolist()
    found = np.full(len(i), CODE["authors"]["others"], np.int8)
    some = np.flatnonzero(~table.names.strangers(i, j))
    for k, a, b in zip(some.tolist(), i[some].tolist(), j[some].tolist(), strict=True):
        found[k] = _lists(people[a], people[b], judge, bool(abridged[a] or abridged[b]))
    return found


_TELLING = 4
"""Names of the shorter list after which two lists without a common name are held for different."""


def _lists(a: tuple[int, ...], b: tuple[int, ...], judge: Callable[[int, int], int], abridged: bool) -> int:
    levels = CODE["authors"]
    if not a or not b:
        return levels["missing"]
    if a == b:
        return levels["all equal" if len(a) > 1 else "equal"]
    if len(a) > len(b):
        a, b = b, a
    left = list(b)
    found = []
    for position, one in enumerate(a, start=1):
        best, at = names.OTHER, -1
        for k, other in enumerate(left):
            how = names.SAME if one == other else judge(one, other) if one < other else judge(other, one)
            if how > best:
                best, at = how, k
                if best >= names.COMPATIBLE:  # lists keep their order as a rule: the first match is the one
                    break
        if best:
            found.append(best)
            del left[at]
        elif not found and position >= _TELLING:
            break
    if not found:
        return levels["others"]
    complete = len(found) == len(a) and (len(a) == len(b) or abridged)
    if complete:
        worst = min(found)
        if worst == names.SAME:
            return levels["all equal" if len(found) > 1 else "equal"]
        if worst == names.COMPATIBLE:
            return levels["all but initials" if len(found) > 1 else "initials"]
        return levels["misspelt"]
    if len(found) == len(a):
        return levels["a shorter list"]
    return levels["some of them" if 2 * len(found) >= len(a) else "few of them"]


# -- all of them --------------------------------------------------------------------------------------------------

_COMPARISONS: Mapping[str, Callable[[Table, Ints, Ints], Codes]] = {
    "title": _titles,
    "numbers": _numbers,
    "authors": _authors,
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
