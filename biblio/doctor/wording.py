"""Titles, containers and names that hold something else."""

import re
from collections.abc import Iterator
from typing import cast

from biblio.doctor.base import NO_FIX, Problem
from biblio.formats.fields import NAMES
from biblio.model import Name, Work
from biblio.text import fold

_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_MEDIUM = re.compile(r"\[(?:en ligne|online|html|pdf|vidéo|video)\]\.?$", re.IGNORECASE)
_PAGES_IN = re.compile(r"\b(?:pp?\.|pages?)\s*\d+", re.IGNORECASE)
_YEAR_IN = re.compile(r"[,(] ?(?:1[6-9]|20)\d\d ?\)?$")
_IN = re.compile(r"^(?:in|dans)\s*[:.]?\s+(?=[A-ZÀ-Þ«])", re.IGNORECASE)
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"))
_ET_AL = re.compile(r"(?:,\s*)?\bet\.?\s+al(?:ii|\.)?\.?$|\bet coll(?:\.|aborateurs)?$", re.IGNORECASE)
_SEVERAL = re.compile(r" (?:et|and|&) |[;/]")
_PERSON = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}")
_ROLE = re.compile(r"\((?:dir|éd|ed|eds|coord|trad)s?\.?\)|\b(?:dir|coord)\.$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:université|ministère|ministry|university|institut|conseil|association|agence|centre national|fondation|"
    r"commission|observatoire|département|region|région|ville de|mairie|syndicat|haut conseil|cour des)\b",
    re.IGNORECASE,
)
_SHORTEST_CAPITALS = 12


def title(work: Work) -> Iterator[Problem]:
    """Find titles in capitals, with an address, a medium, a full stop, or brackets that do not close."""
    value = work.csl.get("title")
    if not value:
        return
    if _URL.search(value):
        yield Problem("title", f"an address in the title « {value} »")
    elif medium := _MEDIUM.search(value):
        bare = value[: medium.start()].rstrip()
        yield Problem("title", f"« {medium[0]} » is no part of the title", bare or NO_FIX)
    elif value.endswith(".") and not value.endswith(("...", "etc.")) and not re.search(r"\b\w\.$", value):
        yield Problem("title", "a full stop ends the title", value.rstrip("."))
    if len(value) >= _SHORTEST_CAPITALS and value.isupper():
        yield Problem("title", f"the title is in capitals: « {value} »")
    for opening, closing in _PAIRS:
        if value.count(opening) != value.count(closing):
            yield Problem("title", f"{opening} and {closing} do not pair in « {value} »")
    container = work.csl.get("container-title", "")
    if container and fold(container) == fold(value):
        yield Problem("container-title", "title and container are the same")


def container(work: Work) -> Iterator[Problem]:
    """Find containers that hold pages, a year, an address or the word "in"."""
    value = " ".join(work.csl.get("container-title", "").split())
    if not value:
        return
    if _URL.search(value):
        yield Problem("container-title", f"an address in « {value} »")
    elif _PAGES_IN.search(value):
        yield Problem("container-title", f"pages in « {value} »")
    elif (found := _YEAR_IN.search(value)) and work.csl.get("issued"):
        yield Problem("container-title", f"the year in « {value} »", value[: found.start()].rstrip(" ,") or NO_FIX)
    elif found := _IN.match(value):
        yield Problem("container-title", f"« {found[0].strip()} » is no part of the container", value[found.end() :])


def names(work: Work) -> Iterator[Problem]:
    """Find names that hold several persons, roles, "et al.", digits or addresses, and organisations split in two."""
    for variable in NAMES:
        people = cast(list[Name], work.csl.get(variable, []))
        for place, name in enumerate(people):
            yield from _name(variable, people, place, name)
        whole = [tuple(sorted(cast(dict[str, str], name).items())) for name in people]
        if len(set(whole)) < len(whole):
            unique = [name for place, name in enumerate(people) if name not in people[:place]]
            yield Problem(variable, "the same person twice", unique)


def _name(variable: str, people: list[Name], place: int, name: Name) -> Iterator[Problem]:
    family, given, literal = (name.get(part, "") for part in ("family", "given", "literal"))
    particle = name.get("dropping-particle") or name.get("non-dropping-particle") or ""
    text = " ".join(" ".join(str(part) for part in (literal, given, particle, family) if part).split())
    others = [one for index, one in enumerate(people) if index != place]
    if _ET_AL.search(text) or fold(text) in ("et al", "others", "collectif inconnu"):
        bare = _ET_AL.sub("", text).strip(" ,")
        yield Problem(variable, f"« {text} »: « et al. » is nobody", NO_FIX if bare else others or None)
    elif re.search(r"[@\d]|https?:", text):
        yield Problem(variable, f"« {text} » is hardly a name")
    elif _ROLE.search(text):
        yield Problem(variable, f"« {text} »: the role is no part of the name")
    elif family and given and _ORGANISATION.search(text):
        whole = cast(Name, {"literal": text})
        yield Problem(
            variable,
            f"« {text} » is an organisation, taken for a person",
            [*people[:place], whole, *people[place + 1 :]],
        )
    elif _SEVERAL.search(str(family)) or _are_persons(str(literal)):
        yield Problem(variable, f"« {text} »: more than one person?")
    elif "," in str(family) or "," in str(given):
        yield Problem(variable, f"a comma inside the name « {text} »")
    elif family and given and len(str(family)) > 2 and str(family).isupper():
        yield Problem(
            variable,
            f"« {family} » in capitals",
            [*people[:place], {**name, "family": _capitalised(str(family))}, *people[place + 1 :]],
        )


def _are_persons(text: str) -> bool:
    """Tell « Jean Weller et Paul Roy » from « Data & Society »: two parts or more, each a given and a family name."""
    parts = _SEVERAL.split(text)
    return (
        len(parts) > 1 and not _ORGANISATION.search(text) and all(_PERSON.fullmatch(part.strip()) for part in parts)
    )


def _capitalised(family: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), family)
