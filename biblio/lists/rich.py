"""Formatted references as runs of text, and the typography that style engines leave undone.

French rules: *Lexique des règles typographiques en usage à l'Imprimerie nationale* (no-break space before a colon
and inside guillemets, narrow no-break space before ``; ? !``), ISO 690:2021 for « p. » and page ranges.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

NBSP = "\u00a0"
NARROW = "\u202f"


class Run(NamedTuple):
    """A stretch of text in one format.

    ``marks`` holds HTML element names (``em strong sup sub``) or ``small-caps``; ``href`` is the address it leads
    to; ``lang`` its language (BCP 47) where it is not that of the list.
    """

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    lang: str = ""


Runs = tuple[Run, ...]


def plain(runs: Sequence[Run]) -> str:
    """Return the text of ``runs`` without formats."""
    return "".join(run.text for run in runs)


_WEB = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)


def is_web(url: str) -> bool:
    """Tell whether ``url`` may become a link: http or https, without spaces, quotes or angle brackets."""
    return bool(_WEB.fullmatch(url))


class _Rule(NamedTuple):
    """Replace group ``fix`` of each match by ``by``; only a text with one of ``needs`` can match."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    by: str


def _rules(*rules: tuple[str, str, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(tuple(needs.split("|")), re.compile(pattern), by) for needs, pattern, by in rules)


_COMMON = _rules(
    ("'", r"(?P<fix>')", "’"),
    ("Retrieved ", r"\bRetrieved(?P<fix> )(?=https?:)", " from "),
    (" .|\u00a0.|..", r"(?<!\.)\.(?P<fix>[ \u00a0]?\.)(?!\.)", ""),
    ("?.|!.", r"[?!](?P<fix>\.)(?!\.)", ""),
    (",,|, ,|,\u00a0,", r",(?P<fix>(?:[ \u00a0]?,)+)", ""),
    (",.", r"(?P<fix>,)\.", ""),
    (".,", r"(?<=[^\W\d_]{7})(?P<fix>\.),", ""),
    (":", r":(?P<fix>[ \u00a0\u202f]:)", ""),
    (" .|\u00a0.|\u202f.", r"(?P<fix>\s)\.(?=\s|$)", ""),
    ("  ", r" (?P<fix> +)", ""),
    ("\u2011", r"(?<=\d)(?P<fix>\u2011)(?=\d)", "–"),
    ("-", r"\bpp?\.[ \u00a0]?\w{1,9}(?P<fix>-)(?=\w)", "–"),
)

# What an engine or a person typed with a plain space: right in French whatever the language of the title.
_FRENCH = _rules(
    (" ;| ?| !|\u2009", r"(?P<fix>[ \u2009])(?=[;?!])", NARROW),
    (" :|\u2009", r"(?P<fix>[ \u2009])(?=:(?!\w))", NBSP),
    ("«", r"«(?P<fix>[ \u2009\u202f])", NBSP),
    ("»", r"(?P<fix>[ \u2009\u202f])»", NBSP),
    ("pp.", r"\bp(?P<fix>p)\.(?=[ \u00a0]?\d)", ""),
    ("Consulté ", r"\bConsulté(?P<fix> )(?=https?:)", f" à l’adresse{NBSP}: "),
    ("s. d.", r"\bs\.(?P<fix> )d\.", NBSP),
    (". |° |ᵒ |o |s ", r"(?i:\b(?:p|vol|n|art|chap|t)\.|\bn[°ᵒos]{1,2})(?P<fix> )(?=\d)", NBSP),
)

# Spaces that are missing; in a French text only: an English title keeps its own punctuation.
_FRENCH_TEXT = _rules(
    (";|?|!", r"(?P<fix>)(?=[;?!](?:\s|$|»))(?<=[\w)»])", NARROW),
    (":", r"(?P<fix>)(?=:\s)(?<=[\w)»])", NBSP),
    ("«", r"«(?P<fix>)(?=[^\s])", NBSP),
    ("»", r"(?P<fix>)(?=»)(?<=[^\s])", NBSP),
)


_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"]
_MONTHS += ["novembre", "décembre"]
_MONTH_FIRST = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})(?=[^\w\u00a0 ]|$)")

Edit = tuple[int, int, str]
"""Replace ``text[start:end]`` by a string."""


def mend(runs: Sequence[Run], lang: str) -> Runs:
    """Return ``runs`` with apostrophes, spaces and punctuation as they should be in a list in ``lang``.

    In a French list missing spaces are put in, but not where a run is in another language. Addresses that are shown
    as such stay untouched.
    """
    text = plain(runs)
    owner = array("I")
    for index, run in enumerate(runs):
        owner.extend(array("I", (index,)) * len(run.text))
    addresses = [bool(run.href) and "/" in run.text for run in runs]
    foreign = [before or bool(run.lang) for before, run in zip(addresses, runs, strict=True)]
    for rule in _COMMON if lang != "fr" else _COMMON + _FRENCH:
        text, owner = _apply(_matches(rule, text), text, owner, addresses)
    text, owner = _apply(_inner_quotes(text, "«»“”" if lang == "fr" else "“”‘’"), text, owner, addresses)
    if lang == "fr":
        for rule in _FRENCH_TEXT:
            text, owner = _apply(_matches(rule, text), text, owner, foreign)
        text, owner = _apply(_day_first(text), text, owner, foreign)
    return _regroup(text, owner, runs)


def _matches(rule: _Rule, text: str) -> Iterator[Edit]:
    if any(map(text.__contains__, rule.needs)):
        for match in rule.pattern.finditer(text):
            yield *match.span("fix"), rule.by


def _inner_quotes(text: str, marks: str) -> Iterator[Edit]:
    """Quotes inside quotes take the second pair of ``marks``, without the spaces of the first."""
    opening, closing, inner_opening, inner_closing = tuple(marks)
    if text.count(opening) < 2:
        return
    depth = 0
    for match in re.finditer(rf"{opening}\s?|\s?{closing}", text):
        opens = match[0][0] == opening
        depth += opens
        if depth > 1:
            yield *match.span(), inner_opening if opens else inner_closing
        depth = max(0, depth - (not opens))


def _day_first(text: str) -> Iterator[Edit]:
    """Styles made for English print "avril 12" with French months."""
    if not any(map(text.__contains__, _MONTHS)):
        return
    for match in _MONTH_FIRST.finditer(text):
        yield *match.span(), f"{'1er' if match[2] == '1' else match[2]}{NBSP}{match[1]}"


def _apply(edits: Iterable[Edit], text: str, owner: "array[int]", closed: Sequence[bool]) -> "tuple[str, array[int]]":
    """Return text and owners after ``edits``, but for those in runs that are ``closed``."""
    pieces: list[str] = []
    owners = array("I")
    done = 0
    for start, end, by in edits:
        index = owner[start - 1 if start and (start == end or start == len(owner)) else start]
        if closed[index] or (start < end and closed[owner[end - 1]]):
            continue
        pieces += text[done:start], by
        owners += owner[done:start]
        owners.extend([index] * len(by))
        done = end
    if not pieces:
        return text, owner
    pieces.append(text[done:])
    owners += owner[done:]
    return "".join(pieces), owners


def _regroup(text: str, owner: Sequence[int], runs: Sequence[Run]) -> Runs:
    grouped: list[Run] = []
    start = 0
    for index, members in groupby(owner):
        end = start + len(list(members))
        grouped.append(runs[index]._replace(text=text[start:end]))
        start = end
    return tuple(grouped)


def speak(runs: Sequence[Run], phrase: str, lang: str) -> Runs:
    """Return ``runs`` with the language of ``phrase``, where it stands whole in one of them, set to ``lang``.

    Case is not looked at: styles capitalise English titles.
    """
    lower = phrase.lower()
    for index, run in enumerate(runs):
        start = run.text.lower().find(lower)
        if start >= 0 and phrase and not run.href:
            end = start + len(phrase)
            cut = ((run.text[:start], run.lang), (run.text[start:end], lang), (run.text[end:], run.lang))
            parts = (run._replace(text=text, lang=spoken) for text, spoken in cut if text)
            return (*runs[:index], *parts, *runs[index + 1 :])
    return tuple(runs)


def fine(text: str, lang: str) -> str:
    """Return a heading or another short text with its typography mended, unless it is in another language."""
    if lang == "fr" and not looks_french(text):
        return text
    return plain(mend((Run(text),), lang)) if text else ""


_FRENCH_WORDS = re.compile(
    r"\b(?:le|la|les|des|du|une|et|dans|pour|sur|au|aux|en|est|que|qui|quoi|par|ou|avec|sans|chez|entre|vers)\b"
    r"|[àâçèêëîïœùû]|\b[dljnsctm]’",
    re.IGNORECASE,
)
_ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|in|for|to|with|from|how|is|are|by|at|an|on)\b", re.IGNORECASE)


def looks_french(text: str, language: str = "") -> bool:
    """Tell whether ``text`` is French: by its ``language`` (BCP 47) where known, else by its function words."""
    if language:
        return language.lower().startswith("fr")
    return len(_FRENCH_WORDS.findall(text)) >= len(_ENGLISH_WORDS.findall(text))
