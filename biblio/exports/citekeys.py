"""Citekeys like ``wellerUsager2010``: readable, ASCII, unique without regard to case, given once and for ever."""

import re
from collections.abc import Collection, Iterator
from itertools import count, product
from string import ascii_lowercase
from urllib.parse import urlsplit

from biblio.errors import UsageError
from biblio.formats.dates import year
from biblio.model import Item, Name
from biblio.text import fold

FORMULA = "{family}{title}{year}"
_TOKEN = re.compile(r"\{(\w+)\}")
_SAFE = re.compile(r"[A-Za-z0-9_:.+/-]*")
_LONGEST_WORD = 20
_EMPTY = """
a an and as at au aux avec c ce ces cet cette chez comment d dans de des du e en entre et etc for from how il
in is it its j l la le les leur leurs m mes n nos notre of on or ou par pas pour pourquoi qu quand que quel
quelle quelles quels qui quoi s sa sans se ses si son sous sur t the their to un une vers vos votre vs what when
where who why with y
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())
"""Words that tell nothing: articles, prepositions and question words of French and English."""


def citekey(item: Item, taken: Collection[str], formula: str = FORMULA) -> str:
    """Return a new citekey for an item; a letter is added where the key is in ``taken`` (lower-case keys).

    ``formula`` is text with tokens in braces: ``{family}`` of the first author (else editor, else organisation),
    ``{families}`` of up to three, ``{title}`` its first telling word, ``{titles}`` three of them, ``{year}``,
    ``{type}``. Raises `UsageError` for another token, or a character that BibTeX keys cannot have.

    >>> citekey({"author": [{"family": "Weller"}], "title": "L’usager"}, {"wellerusager"})
    'wellerUsagera'
    """
    check_formula(formula)
    tokens = _TOKEN.split(formula)
    base = ""
    for place, part in enumerate(tokens):
        if place % 2 == 0:
            base += part
            continue
        word = _TOKENS[part](item)
        base += word[:1].upper() + word[1:] if base else word
    base = base.strip("_:.+/-") or _from_address(item) or "ref"
    return next(key for key in _numbered(base) if key.lower() not in taken)


def check_formula(formula: str) -> None:
    """Raise `UsageError` for a formula that cannot make citekeys."""
    if unknown := [token for token in _TOKEN.findall(formula) if token not in _TOKENS]:
        raise UsageError(f"citekey formula {formula}: no token {{{unknown[0]}}}", f"use {', '.join(_TOKENS)}")
    if not _TOKEN.search(formula) or not _SAFE.fullmatch(_TOKEN.sub("", formula)):
        raise UsageError(
            f"citekey formula {formula}: it needs a token, and only letters, digits and _:.+/- around it"
        )


def _numbered(base: str) -> Iterator[str]:
    yield base
    separator = "" if not base[-1].isalpha() or base[-1].islower() else "-"
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            yield f"{base}{separator}{''.join(letters)}"


def _ascii_words(text: str) -> list[str]:
    words = (re.sub(r"[^a-z0-9]+", "", word)[:_LONGEST_WORD] for word in fold(text).split())
    return [word for word in words if word]


def _telling(text: str) -> list[str]:
    words = _ascii_words(text)
    return [word for word in words if word not in _EMPTY_WORDS] or words


def _people(item: Item) -> list[Name]:
    return item.get("author") or item.get("editor") or item.get("director") or []


def _surname(name: Name) -> str:
    if "family" in name:
        return "".join(_ascii_words(name["family"]))
    return next(iter(_telling(name.get("literal", ""))), "")


def _families(item: Item, most: int) -> str:
    first, *others = [surname for name in _people(item)[:most] if (surname := _surname(name))] or [""]
    return first + "".join(other.capitalize() for other in others)


def _title(item: Item, most: int) -> str:
    title = item.get("title") or item.get("container-title") or ""
    first, *others = _telling(title)[:most] or [""]
    return first + "".join(other.capitalize() for other in others)


def _from_address(item: Item) -> str:
    """Return a word of the host and the longest part of the path: ``fingConnecteurRecherche``."""
    try:
        address = urlsplit(item.get("URL", ""))
        host = (address.hostname or "").removeprefix("www.").partition(".")[0]
    except ValueError:
        return ""
    first = "".join(_ascii_words(host))
    part = max(address.path.split("/"), key=len).rpartition(".")
    words = [word for word in _ascii_words(part[0] or part[2]) if word != first and word not in _EMPTY_WORDS]
    return first + "".join(word.capitalize() for word in words[:2])


_TOKENS = {
    "family": lambda item: _families(item, 1),
    "families": lambda item: _families(item, 3),
    "title": lambda item: _title(item, 1 if _people(item) else 2),
    "titles": lambda item: _title(item, 3),
    "year": lambda item: year(item.get("issued")).lstrip("-"),
    "type": lambda item: "".join(_ascii_words(item.get("type", ""))),
}
