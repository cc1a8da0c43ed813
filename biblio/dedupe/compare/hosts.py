"""Names of journals, books, conferences and publishers, whole and abridged."""

from collections.abc import Sequence, Set
from functools import lru_cache

from rapidfuzz import fuzz

from biblio.dedupe.compare.levels import CODE
from biblio.dedupe.words import PUBLISHING, SERIAL, STOP


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
