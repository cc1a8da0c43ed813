"""Formatted references as runs of text, and the typography that style engines leave undone.

French rules: *Lexique des règles typographiques en usage à l'Imprimerie nationale* (no-break space before a colon
and inside guillemets, narrow no-break space before ``; ? !``), ISO 690:2021 for « p. » and page ranges.
"""

import re
from array import array
from collections.abc import Sequence
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
    (" .|\u00a0.|..", r"(?<!\.)\.(?P<fix>[ \u00a0]?\.)(?!\.)", ""),
    ("?.|!.", r"[?!](?P<fix>\.)(?!\.)", ""),
    (",,|, ,|,\u00a0,", r",(?P<fix>(?:[ \u00a0]?,)+)", ""),
    (",.", r"(?P<fix>,)\.", ""),
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


def mend(runs: Sequence[Run], lang: str, *, french_text: bool = True) -> Runs:
    """Return ``runs`` with apostrophes, spaces and punctuation as they should be in a list in ``lang``.

    ``french_text`` tells that the words themselves are French, so that missing spaces are put in. Addresses that
    are shown as such stay untouched.
    """
    rules = _COMMON if lang != "fr" else _COMMON + _FRENCH + (_FRENCH_TEXT if french_text else ())
    text = plain(runs)
    owner = array("I")
    for index, run in enumerate(runs):
        owner.extend(array("I", (index,)) * len(run.text))
    shown_address = [bool(run.href) and "/" in run.text for run in runs]
    for needs, pattern, by in rules:
        if not any(map(text.__contains__, needs)):
            continue
        pieces: list[str] = []
        owners = array("I")
        done = 0
        for match in pattern.finditer(text):
            start, end = match.span("fix")
            index = owner[min(start, len(owner) - 1)]
            if shown_address[index]:
                continue
            if start == end and start:
                index = owner[start - 1]
            pieces += text[done:start], by
            owners += owner[done:start]
            owners.extend([index] * len(by))
            done = end
        if not pieces:
            continue
        pieces.append(text[done:])
        owners += owner[done:]
        text, owner = "".join(pieces), owners
    return _regroup(text, owner, runs)


def _regroup(text: str, owner: Sequence[int], runs: Sequence[Run]) -> Runs:
    grouped: list[Run] = []
    start = 0
    for index, members in groupby(owner):
        end = start + sum(1 for _ in members)
        grouped.append(runs[index]._replace(text=text[start:end]))
        start = end
    return tuple(grouped)


def speak(runs: Sequence[Run], phrase: str, lang: str) -> Runs:
    """Return ``runs`` with the language of ``phrase``, where it stands whole in one of them, set to ``lang``."""
    for index, run in enumerate(runs):
        before, found, after = run.text.partition(phrase)
        if found and not run.href:
            parts = (run._replace(text=before), run._replace(text=phrase, lang=lang), run._replace(text=after))
            return (*runs[:index], *(part for part in parts if part.text), *runs[index + 1 :])
    return tuple(runs)


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
