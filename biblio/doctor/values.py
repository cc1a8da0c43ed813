"""Dates, pages, numbers, languages and texts that are not what they should be."""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, cast

from biblio.doctor.base import NO_FIX, Problem
from biblio.doctor.identifiers import this_year
from biblio.formats.clean import line, prose
from biblio.formats.dates import iso
from biblio.formats.languages import LANGID, code
from biblio.formats.latex import decode
from biblio.formats.normal import PROSE
from biblio.model import Date, Item, Work

_DATES = ("issued", "accessed", "original-date", "event-date")
_PAGE_LABEL = re.compile(r"^(?:pages?|pp?)\s*\.?\s*(?=[\dA-Za-z])", re.IGNORECASE)
_PAGE_RANGE = re.compile(r"(\d+)\s*[-–—]\s*(\d+)")
_PAGES = re.compile(r"[\w.:/()*'’ ]+(?:[-–][\w.:/()*'’ ]+)?(?:[,;] ?[\w.:/()*'’ ]+(?:[-–][\w.:/()*'’ ]+)?)*")
_LABEL = re.compile(
    r"^(?:volumes?|vol\.?|tome|t\.|numéros?|num\.|n[°º]s?|nos?\.?|issue|no\.)\s*(?=\d)", re.IGNORECASE
)
_ORDINAL = re.compile(
    r"(\d+)\s*(?:re|ère|e|ᵉ|ème|eme|nd|rd|th|st)?\s*(?:éd(?:\.|ition)?|ed(?:\.|ition)?)?", re.IGNORECASE
)
_TAG = re.compile(r"</?(?:i|b|em|strong|sup|sub|span|p|br|a|sc|scp|div|font|cite|u)(?: [^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d?);", re.IGNORECASE)
_LATEX = re.compile(r"\\(?:['`^\"~=.]\s*\{?\\?[a-zA-Z]|c\{?[a-zA-Z]|[a-z]{2,12}\{|oe\b|og\b|fg\b|&|%|_)|[{}]")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€™œžŸš“”‘’…–—¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_LONGEST_NUMBER = 200
_FIRST_PRINT = 1450


def dates(work: Work) -> Iterator[Problem]:
    """Find days that the calendar does not have and years that cannot be."""
    for name in _DATES:
        date = cast(Date | None, work.csl.get(name))
        parts = (date or {}).get("date-parts")
        if not date or not parts:
            continue
        shown = "/".join("-".join(map(str, one)) for one in parts)
        if iso(date) is None:
            yield Problem(name, f"{shown}: no such day")
        elif parts[0][0] > this_year() + 1:
            yield Problem(name, f"{shown} is in the future")
        elif name == "issued" and parts[0][0] < _FIRST_PRINT:
            yield Problem(name, f"{shown} is before printing")
        elif len(parts) == 2 and parts[1] < parts[0][: len(parts[1])]:
            yield Problem(name, f"{shown} ends before it begins", cast(Any, {**date, "date-parts": parts[::-1]}))
    issued, accessed = (iso(cast(Date, work.csl.get(name) or {})) or "" for name in ("issued", "accessed"))
    if issued and accessed and accessed[: len(issued)] < issued[: len(accessed)]:
        yield Problem("accessed", f"read on {accessed}, before it was published ({issued})")


def undated(work: Work) -> Iterator[Problem]:
    """Find years given as text."""
    issued = work.csl.get("issued", {})
    if "date-parts" in issued:
        return
    text = issued.get("literal") or issued.get("raw") or ""
    years = _YEAR.findall(text)
    if len(years) == 1 and text.strip(" .()[]") == years[0]:
        yield Problem("issued", f"« {text} » is a year written as text", {"date-parts": [[int(years[0])]]})
    elif years:
        yield Problem("issued", f"« {text} »: the year is only in words")


def pages(work: Work) -> Iterator[Problem]:
    """Find pages with labels, reversed ranges, or no page at all."""
    value = work.csl.get("page")
    if value is None:
        return
    if len(value) > _LONGEST_NUMBER:
        yield Problem("page", f"« {_short(value)} » is no page or range")
        return
    bare = _PAGE_LABEL.sub("", value).strip(" .")
    if bare != value:
        yield Problem("page", f"« {value} »: the label is the style's business", bare)
    elif "--" in value or "—" in value:
        yield Problem("page", f"« {value} »: one hyphen between pages", re.sub(" ?(?:-{2,}|—) ?", "-", value))
    elif not _PAGES.fullmatch(value):
        yield Problem("page", f"« {value} » is no page or range")
    for first, last in _PAGE_RANGE.findall(value):
        if len(first) == len(last) and int(first) > int(last):
            yield Problem("page", f"« {first}-{last} » runs backwards")


def numbers(work: Work) -> Iterator[Problem]:
    """Find labels before volumes and issues, and editions in words."""
    for name in ("volume", "issue"):
        value = str(work.csl.get(name, ""))[:_LONGEST_NUMBER]
        bare = _LABEL.sub("", value)
        if bare != value:
            yield Problem(name, f"« {value} »: the label is the style's business", bare)
    edition = work.csl.get("edition", "")[:_LONGEST_NUMBER]
    match = _ORDINAL.fullmatch(edition.strip())
    if match and match[1] != edition:
        yield Problem("edition", f"« {edition} » is edition {match[1]}", match[1])


def language(work: Work) -> Iterator[Problem]:
    """Find languages given by name instead of their code (BCP 47)."""
    value = work.csl.get("language")
    if value is None or value.split("-")[0].lower() in LANGID:
        return
    found = code(value)
    known = found in LANGID
    yield Problem("language", f"« {value} » is no language code", found if known else NO_FIX)


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, str) and name not in ("id", "type", "URL", "DOI", "ISBN", "ISSN", "language"):
            yield name, value


def markup(work: Work) -> Iterator[Problem]:
    """Find what is left of HTML: tags, entities."""
    for name, value in _texts(work.csl):
        if _TAG.search(value) or _ENTITY.search(value):
            plain = line(html.unescape(_TAG.sub("", html.unescape(value))))
            yield Problem(name, f"HTML in « {_short(value)} »", plain or NO_FIX)


def latex(work: Work) -> Iterator[Problem]:
    """Find what is left of LaTeX: accents, commands, braces."""
    for name, value in _texts(work.csl):
        if _LATEX.search(value):
            plain = decode(value)
            safe = plain != value and "\\" not in plain and value.count("{") == value.count("}")
            yield Problem(name, f"LaTeX in « {_short(value)} »", plain if safe else NO_FIX)


def encoding(work: Work) -> Iterator[Problem]:
    """Find texts read in a wrong encoding, composed in a way that does not compare, or with control characters."""
    for name, value in _texts(work.csl):
        if "\ufffd" in value:
            yield Problem(name, f"characters were lost in « {_short(value)} »")
        elif _MOJIBAKE.search(value) and (mended := _mended(value)):
            yield Problem(name, f"« {_short(value)} » was read in a wrong encoding", mended)
        else:
            clean = prose(value) if name in PROSE else line(value)
            if clean != value:
                composed = unicodedata.is_normalized("NFC", value)
                what = "spaces or control characters" if composed else "accents apart from their letters"
                yield Problem(name, f"{what} in « {_short(value)} »", clean or NO_FIX)


def _mended(value: str) -> str:
    """Return a text that was UTF-8 read as Windows-1252, empty where it was not."""
    for wrong in ("cp1252", "latin-1"):
        try:
            return value.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def _short(value: str) -> str:
    shown = line(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
