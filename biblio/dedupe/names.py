"""Names: order, initials, particles, compounds, capitals, "et al." and misspellings do not make another person."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from rapidfuzz.distance import OSA

from biblio.dedupe.words import PARTICLES
from biblio.model import Name
from biblio.text import fold

MOST = 30
"""Names of one work that are compared; the authors of larger collaborations are told by the first ones."""

_NOISE = re.compile(
    r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|\b(?:dir|éds?|eds?|coord|coords|org)\b\.?|\d{4}-(?:\d{4}|\.{2,4})?|…"
)
_ETAL = re.compile(r"(?:\b(?:et|and|&)\s+al\b\.?|\bet\s+alii\b|\bet\s+autres\b|\bothers\b)", re.IGNORECASE)
_RAW = re.compile(r"[^\W\d_]+\.?")
_LONGEST = 120


class Person(NamedTuple):
    """A name for comparison, free of the order its parts came in: full words and initials."""

    words: tuple[str, ...]
    initials: str


def person(name: Name) -> Person | None:
    """Return a CSL name for comparison, or nothing where it holds no letter ("et al.")."""
    text = name.get("literal") or ""
    if not text:
        parts = (name.get("non-dropping-particle"), name.get("family"), name.get("given"))
        text = " ".join(part for part in parts if part)
    return _person(text[:_LONGEST])


@lru_cache(1 << 17)
def _person(text: str) -> Person | None:
    bare = _NOISE.sub(" ", normalize("NFC", text))
    words: list[str] = []
    initials: list[str] = []
    last = ""
    for raw in _RAW.findall(bare):
        word = fold(raw)
        if not word or (word in PARTICLES and len(word) > 1 and not raw.endswith(".")):
            continue
        if len(word) == 1 or (raw.endswith(".") and len(word) <= 2):
            initials.append(word[0])
        else:
            words.append(word)
            last = raw
    if len(words) > 1 and len(last) <= 3 and last.isupper() and not bare[: bare.find(last)].isupper():
        initials.extend(words.pop())  # "Dupont JP", as the Vancouver style writes initials
    if not words:
        return None
    return Person(tuple(words), "".join(initials))


def abridged(text: str) -> bool:
    """Tell whether a list of names says that it is not complete ("et al.")."""
    return _ETAL.search(text) is not None


SAME, COMPATIBLE, MISSPELT, OTHER = 3, 2, 1, 0
"""How two names stand to each other."""

_SHORTEST, _LONG = 4, 7
ERRORS = 2
"""Errors that a name of `_LONG` letters and more may hold; one of `_SHORTEST` and more may hold one."""


def misspelt(a: str, b: str) -> bool:
    """Tell whether two words differ by typing or scanning errors only: one in short words, two in long ones."""
    longer, shorter = (len(a), len(b)) if len(a) > len(b) else (len(b), len(a))
    if longer < _SHORTEST or longer - shorter > ERRORS:
        return False
    allowed = 1 if longer < _LONG else ERRORS
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


def match(a: Person, b: Person) -> int:
    """Compare two names: `SAME`, `COMPATIBLE` (initials), `MISSPELT` or `OTHER`.

    >>> match(Person(("dejours", "christophe"), ""), Person(("christophe", "dejourns"), ""))
    1
    """
    if a == b:
        return SAME if len(a.words) > 1 else COMPATIBLE
    shared = set(a.words) & set(b.words)
    rest_a = [word for word in a.words if word not in shared]
    rest_b = [word for word in b.words if word not in shared]
    errors = strike(rest_a, rest_b, misspelt) if rest_a and rest_b else 0
    matched = len(shared) + errors
    if not matched:
        if "".join(a.words) == "".join(b.words):
            return COMPATIBLE
        return MISSPELT if a.initials and b.initials and _turned_round(a, b) else OTHER
    if rest_a and rest_b:
        return COMPATIBLE if _same_start(rest_a, rest_b) and not errors else OTHER
    if not _initials_agree(a, b, rest_a, rest_b):
        return OTHER
    if errors:
        return MISSPELT
    return SAME if matched > 1 else COMPATIBLE


def traits(one: Person) -> set[str]:
    """Return what `match` may find equal in two names of one person, when no word is misspelt.

    The words, those words run together ("La Naour", "Lanaour"), and the letters that `_turned_round` compares.
    """
    found = {*one.words, "".join(one.words)}
    if one.initials:
        found.add("." + "".join(sorted(one.initials + "".join(word[0] for word in one.words))))
    return found


def strike(rest_a: list[str], rest_b: list[str], alike: Callable[[str, str], bool]) -> int:
    """Strike out of both lists words that are alike, each with one of the other list; return how many."""
    errors = 0
    for word in list(rest_a):
        for other in rest_b:
            if alike(word, other):
                rest_a.remove(word)
                rest_b.remove(other)
                errors += 1
                break
    return errors


def _turned_round(a: Person, b: Person) -> bool:
    """Tell whether one side shortens what the other spells out: "Xu J. M." and "Jun-Mei X."."""
    left = sorted(a.initials + "".join(word[0] for word in a.words))
    right = sorted(b.initials + "".join(word[0] for word in b.words))
    return left == right and len(left) > 2


def _same_start(rest_a: Sequence[str], rest_b: Sequence[str]) -> bool:
    """Shortened given names: "Fred" for "Frédéric"; "Alex" for "Alexandre"."""
    a, b = "".join(rest_a), "".join(rest_b)
    shorter = min(len(a), len(b))
    return shorter >= 3 and a[:shorter] == b[:shorter]


def _initials_agree(a: Person, b: Person, rest_a: Sequence[str], rest_b: Sequence[str]) -> bool:
    """Tell whether what is left beside the shared words may stand for the same given names."""
    left = a.initials + "".join(word[0] for word in rest_a)
    right = b.initials + "".join(word[0] for word in rest_b)
    return not left or not right or bool(set(left) & set(right))


def split_names(text: str) -> tuple[list[Name], bool]:
    """Split a field of names as platforms write it, and tell whether it is abridged.

    Names are joined by " and ", ";" or "&"; by commas where each part is a whole name ("A. Blum, M. Furst");
    by nothing where EndNote lost the separators ("Adeli K.Lewis G. F.").
    """
    text = normalize("NFC", text[:8000])
    short = abridged(text)
    if short:
        text = _ETAL.sub(" ", text)
    names = []
    for piece in re.split(r"\s+(?:and|et|&)\s+|\s*[;\n]\s*|,\s+and\s+", text):
        names += _split_piece(piece.strip(" ,."))
    return [_name(part) for part in names[:MOST] if part], short


_GLUED = re.compile(
    r"(?<=[A-Z]\.)(?=[A-Z][^\W\d_])"  # Adeli K.|Lewis G. F.
    r"|(?<=[a-zà-ÿ][a-zà-ÿ])(?<!\bMac)(?=[A-Z][a-zà-ÿ])"  # Taylor Katy|McGuire William
    # Khan KS|Mignini L
    r"|(?<= [A-Z])(?=[A-Z][a-zà-ÿ]{2})|(?<= [A-Z]{2})(?=[A-Z][a-zà-ÿ]{2})|(?<= [A-Z]{3})(?=[A-Z][a-zà-ÿ]{2})"
)


def _split_piece(piece: str) -> list[str]:
    if not piece:
        return []
    if "," not in piece:
        return _GLUED.split(piece)
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    if len(parts) < 2:
        return [piece]
    if len(parts) == 2:
        whole = all(_is_whole(part) for part in parts)
        return parts if whole else [f"{parts[0]}, {parts[1]}"]
    if all(_is_whole(part) for part in parts):
        return parts
    if len(parts) % 2 == 0 and all(_is_initials(part) for part in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    if _is_initials(parts[1]):  # "Blum, A., Furst, M. and …": the odd one out ends the list
        pairs, rest = [], parts
        while len(rest) > 1 and _is_initials(rest[1]):
            pairs.append(f"{rest[0]}, {rest[1]}")
            rest = rest[2:]
        return [*pairs, *rest]
    return parts if len(parts) > 2 else [piece]


def _is_initials(part: str) -> bool:
    return re.fullmatch(r"(?:[^\W\d_]{1,2}\.?[\s-]?){1,4}", part) is not None


def _is_whole(part: str) -> bool:
    """Tell whether a part holds given name or initials and a family name, in this order."""
    return re.match(r"[^\W\d_]\.[\s-]?(?:[^\W\d_]\.[\s-]?){0,3}[^\W\d_]{2}", part) is not None


def _name(text: str) -> Name:
    family, comma, given = text.partition(",")
    if comma and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": text.strip()}


def people(names: Iterable[Name]) -> tuple[Person, ...]:
    """Return the first `MOST` names for comparison."""
    found = []
    for _, name in zip(range(MOST), names, strict=False):
        if (one := person(name)) is not None:
            found.append(one)
    return tuple(found)
