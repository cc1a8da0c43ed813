"""Whether two names can mean the same person or organisation."""

from collections.abc import Sequence
from typing import Literal

from biblio.enrich.titles import nearly
from biblio.model import Item, Name
from biblio.text import fold

Likeness = Literal["same", "misspelt", "other"]

_PARTICLES = frozenset(
    str.split("de du des d le la les l van von der den di da dos del della el al ben bin ter ten zu")
)


def creators(item: Item) -> list[Name]:
    """Return who made a work: its authors, or its editors where it has none."""
    return item.get("author") or item.get("editor") or []


def everybody(item: Item) -> list[Name]:
    """Return all persons and organisations that a description names as involved."""
    found = (
        item.get("author"),
        item.get("editor"),
        item.get("translator"),
        item.get("director"),
        item.get("contributor"),
    )
    return [who for people in found for who in people or []]


def words_of_names(item: Item) -> set[str]:
    """Return the folded words of all names of a description, with initials as reports write them ("JM", "J", "M")."""
    words: set[str] = set()
    for who in everybody(item):
        given = fold(who.get("given", "")).split()
        words.update(fold(f"{who.get('family', '')} {who.get('literal', '')}").split(), given)
        words.update(word[0] for word in given)
        words.add("".join(word[0] for word in given))
    return words - _PARTICLES


def likeness(cited: Name, found: Name) -> Likeness:
    """Compare a name of a citation with one of a record.

    Family names must agree, particles, hyphens and one part of a double name apart; given names must not contradict
    each other, initials counting as names. A letter or two wrong in a long family name is a misspelling.
    """
    if "family" not in cited or "family" not in found:
        return _organisations(cited, found)
    if _whole(cited) == _whole(found):
        return "same"
    if not _given_agree(cited.get("given", ""), found.get("given", "")):
        return "other"
    family, other = _family(cited), _family(found)
    if not family or not other:
        return "other"
    if family == other or "".join(family) == "".join(other):
        return "same"
    # "Bernard" for "Bernard-Schweitzer", "García" for "García Márquez".
    short, long = sorted((family, other), key=len)
    if (long[: len(short)] == short or long[-len(short) :] == short) and len("".join(short)) >= 4:
        return "same"
    return "misspelt" if nearly("".join(family), "".join(other)) and len("".join(family)) >= 5 else "other"


def _family(who: Name) -> list[str]:
    words = fold(who["family"]).split()
    return [word for word in words if word not in _PARTICLES] or words


def _whole(who: Name) -> list[str]:
    return sorted(fold(f"{who.get('given', '')} {who.get('family', '')} {who.get('literal', '')}").split())


def _given_agree(cited: str, found: str) -> bool:
    one, other = fold(cited).split(), fold(found).split()
    if not one or not other:
        return True
    # "JM", "J.-M.", "J", "Jean-Marc": initials against initials, names against names.
    first, second = _spread(one, other), _spread(other, one)
    a, b = first[0], second[0]
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return a == b or nearly(a, b) or a.startswith(b) or b.startswith(a)


def _spread(words: list[str], other: list[str]) -> list[str]:
    """Return ``["j", "m"]`` for ``["jm"]``, where the other name begins with these letters."""
    if (
        len(words) == 1
        and 2 <= len(words[0]) <= 3
        and words[0] == "".join(word[0] for word in other)[: len(words[0])]
    ):
        return list(words[0])
    return words


def _organisations(cited: Name, found: Name) -> Likeness:
    if _whole(cited) == _whole(found):
        return "same"
    one, other = _written(cited), _written(found)
    if not one or not other:
        return "other"
    if one == other:
        return "same"
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and 2 <= len(short[0]) <= 8 and short[0] == _acronym(long):
        return "same"
    # An organisation with and without its address or mother house.
    if "literal" in cited and "literal" in found and len(short) > 1 and long[: len(short)] == short:
        return "same"
    # "Weller" alone, read as an organisation, is the person of that family name.
    if len(short) == 1 and len(short[0]) >= 4 and short[0] in long and ("family" in cited or "family" in found):
        return "same"
    return "other"


def _written(who: Name) -> list[str]:
    words = fold(who.get("literal") or f"{who.get('given', '')} {who.get('family', '')}").split()
    return words[1:] if len(words) > 1 and words[0] in ("la", "le", "les", "l", "the") else words


def _acronym(words: Sequence[str]) -> str:
    return "".join(
        word[0]
        for word in words
        if word
        not in ("de", "du", "des", "d", "l", "la", "le", "les", "et", "of", "the", "and", "pour", "en", "a", "sur")
    )


def first_authors_agree(cited: Item, found: Item) -> Likeness:
    """Compare whom two descriptions name first; a list in another order still agrees."""
    ours, theirs = creators(cited), creators(found)
    if not ours or not theirs:
        return "other"
    if (direct := likeness(ours[0], theirs[0])) != "other":
        return direct
    reordered = any(likeness(ours[0], who) == "same" for who in theirs) and any(
        likeness(who, theirs[0]) == "same" for who in ours
    )
    return "same" if reordered else "other"


def best_likeness(cited: Item, found: Item) -> Likeness:
    """Compare whom a citation names first with everybody a record names."""
    ours = creators(cited)
    if not ours:
        return "other"
    degrees = {likeness(ours[0], who) for who in everybody(found)}
    return "same" if "same" in degrees else "misspelt" if "misspelt" in degrees else "other"
