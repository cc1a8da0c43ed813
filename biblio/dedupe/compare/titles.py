"""Titles of two works, word by word."""

from collections.abc import Mapping

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from biblio.dedupe.columns import Ints
from biblio.dedupe.compare.levels import CODE, LEVELS, LONG, SHORT, TITLE_AGREES, Codes
from biblio.dedupe.names import strike
from biblio.dedupe.table import Table


def titles(table: Table, i: Ints, j: Ints) -> Codes:
    """Compare the titles of pairs."""
    texts, main, generic = table.titles, table.plain["main"], table.plain["generic"]
    pairs = (i, j, main[i], main[j], generic[i] | generic[j])
    found = np.empty(len(i), np.int8)
    for k, (a, b, main_a, main_b, recurs) in enumerate(zip(*(side.tolist() for side in pairs), strict=True)):
        found[k] = title(texts[a], texts[b], main_a, main_b, recurs)
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
            return levels["misspelt, long" if shared >= LONG else "misspelt"]
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
        return levels[f"{part}, long" if shared >= LONG else part]
    if abs(len(words_a) - len(words_b)) > 1 and fuzz.ratio("".join(words_a), "".join(words_b)) >= 92:
        return levels["misspelt"]  # words run together, as text out of PDF has them
    lost = min(len(rest_a), len(rest_b))
    if lost == 1 and shared >= 2:
        return levels["one word differs"]
    if shared > 2 * lost:
        return levels["some words differ"]
    return levels["half differs"] if shared >= lost else levels["differs"]


def _sized(levels: Mapping[str, int], name: str, words: int) -> int:
    return levels[f"{name}, long" if words >= LONG else f"{name}, short" if words <= SHORT else name]


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
    errors = strike(rest_a, rest_b, misspelt)
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
