"""Where a work stands: year, volume, issue, pages, edition, kind, identifiers."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from biblio.ids import parse_doi, parse_isbn
from biblio.text import fold

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d{1,9}")
_YEARLY = re.compile(r"(?:1[5-9]|20)\d\d\s*/\s*\d")
_RANGE = re.compile(r"([a-z]{0,3}\d{1,9}[a-z]?)\s*(?:[-–—−]{1,3}|\bà\b)\s*([a-z]{0,3}\d{1,9}[a-z]?)", re.IGNORECASE)
_PAGE = re.compile(r"[a-z]{0,3}\d{1,9}", re.IGNORECASE)
_MONTHS = {
    name: str(number)
    for number, names in enumerate(
        "jan janv|feb fev fevr|mar mars|apr avr|may mai|jun juin|jul juil|aug aout|sep sept|oct|nov|dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_DATED = re.compile(r"(?:(\d{1,2})[- ]([a-zéû]{3,5})|([a-zéû]{3,5})[- ](\d{1,2}))\.?", re.IGNORECASE)
_TOTAL = re.compile(r"(\d{1,5})\s*(?:p\b|pages?\b|f\b|ff\b|feuillets)", re.IGNORECASE)


def year(text: str) -> int:
    """Return the first year in a text, or 0.

    >>> year("cop. 1998"), year("2003a"), year("s. d.")
    (1998, 2003, 0)
    """
    found = _YEAR.search(text)
    return int(found[0]) if found else 0


def undated(text: str) -> str:
    """Return the range of numbers that a spreadsheet took for a date and wrote with a month, or the text as it is.

    >>> undated("08-Sep"), undated("mars-62"), undated("21-Jul"), undated("12-14")
    ('8-9', '3-62', '21-7', '12-14')
    """
    found = _DATED.fullmatch(text.strip())
    month = _MONTHS.get(fold(found[2] or found[3])) if found else None
    if not found or not month:
        return text
    return f"{int(found[1])}-{month}" if found[1] else f"{month}-{int(found[4])}"


_MEETING = re.compile(r"\.?\s*\bConference(?: Publication)?:.*", re.DOTALL)
_GLUED = re.compile(r"\.\s?(\d{1,4})\b[^.(]{0,20}(?:\(([^()]{0,20})\))?[ ()]*\((?:pp|no pagination)\b.*", re.DOTALL)


def host(text: str) -> tuple[str, str, str, bool]:
    """Return the name of a journal, the volume and issue glued to it, and whether a meeting's abstracts are meant.

    Embase writes all into one field: "Vet. Rec.166 (17) ()(pp 518-523) 2010", "Neurology. Conference: 68th …".

    >>> host("Psychiatrische Praxis.16 (Suppl 1) ()(pp 18-24) 1989.Date of Publication: 1989")
    ('Psychiatrische Praxis', '16', 'Suppl 1', False)
    """
    volume = issue = ""
    if glued := _GLUED.search(text):
        text, volume, issue = text[: glued.start()], glued[1], glued[2] or ""
    meeting = _MEETING.search(text)
    return (text[: meeting.start()] if meeting else "") or text, volume, issue, meeting is not None


def places(volume: str, issue: str) -> tuple[str, ...]:
    """Return the numbers of volume and issue as one sorted bag.

    Platforms disagree on which of the two a journal's only number is. "2003/2" and "64 | 2003" repeat the year:
    the first says which issue *of the year*, a count of its own, and is left out.
    """
    found = []
    for position, text in enumerate((volume, issue)):
        text = text[:60]
        if not text:
            continue
        if len(text) <= 9 and text.isdecimal():  # as a rule
            found.append(text.lstrip("0") or "0")
            continue
        text = undated(text)
        if _YEARLY.search(text):
            continue
        numbers = _NUMBER.findall(text.partition("|")[0])
        if numbers:
            found.append(numbers[0].lstrip("0") or "0")
            if position == 0 and len(numbers) > 1:
                found.append(numbers[1].lstrip("0") or "0")  # "152 (5 Supplement 1)"
    return tuple(sorted(found[:3]))


def pages(text: str) -> tuple[str, str, int]:
    """Return first page, last page and number of pages, each empty or 0 where not said.

    Letters are left out: of a supplement's page, one writes "S12", the next "12S", the third "12".

    >>> pages("pp. 303-33"), pages("p. S12"), pages("1 vol. (320 p.)")
    (('303', '333', 0), ('12', '', 0), ('', '', 320))
    """
    if not text:
        return "", "", 0
    text = undated(text[:80])
    if found := _RANGE.search(text):
        first, last = _page(found[1]), _page(found[2])
        if first.isdecimal() and last.isdecimal() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return first, last, 0
    if found := _TOTAL.search(text):
        return "", "", int(found[1])
    first_only = _PAGE.search(text.replace("p.", " ").replace("pp", " "))
    return (_page(first_only[0]), "", 0) if first_only else ("", "", 0)


def _page(text: str) -> str:
    digits = "".join(filter(str.isdecimal, text))
    return digits.lstrip("0") or digits


def edition(text: str) -> int:
    """Return the number of an edition: 0 where none is said, 99 for a new one without number."""
    if not text:
        return 0
    if found := _NUMBER.search(text[:60]):
        return min(int(found[0]), 98)
    return 99 if "nouvelle" in fold(text[:60]) or "revised" in text.lower() else 0


UNKNOWN, ARTICLE, CHAPTER, TALK, BOOK, THESIS, REPORT, PREPRINT, WEB, REVIEW, PRESS = range(11)
"""Kinds of works as far as they keep records apart."""

KINDS: Mapping[str, int] = {
    "article-journal": ARTICLE,
    "article-magazine": PRESS,
    "article-newspaper": PRESS,
    "article": PREPRINT,
    "manuscript": PREPRINT,
    "chapter": CHAPTER,
    "entry": CHAPTER,
    "entry-dictionary": CHAPTER,
    "entry-encyclopedia": CHAPTER,
    "paper-conference": TALK,
    "speech": TALK,
    "book": BOOK,
    "thesis": THESIS,
    "report": REPORT,
    "standard": REPORT,
    "webpage": WEB,
    "post": WEB,
    "post-weblog": WEB,
    "review": REVIEW,
    "review-book": REVIEW,
}


_SEPARATOR = re.compile(r"[;,/()\n]")


def isbn(text: str) -> str:
    """Return the first ISBN of a field, with thirteen digits, or nothing: the field may hold an ISSN, or several."""
    for part in _SEPARATOR.split(text[:200]) if text else ():
        if (part := part.strip()) and (found := parse_isbn(part)):
            return found
    return ""


_VERSION = re.compile(r"(?:\.pub\d{1,2}|[./]?v\d{1,2})$")


def doi(text: str) -> str:
    """Return the DOI of a field without the mark of a version, or nothing.

    Cochrane reviews (``.pub3``), arXiv, Research Square and figshare (``v2``, ``/v2``, ``.v2``) count the versions of
    one work in the suffix.
    """
    at = text.find("10.", 0, 300)
    if at < 0:
        return ""
    # Databases export what stood in an address: "10.1016/S0008-6363%2896%2900210-6".
    found = parse_doi(unquote(text[at : at + 300].split(maxsplit=1)[0]))
    return _VERSION.sub("", found) if found else ""


_COCHRANE = re.compile(r"cd\d{6}")


def cochrane(text: str) -> str:
    """Return the number of a Cochrane review, which all its updates share, or nothing."""
    found = _COCHRANE.search(text[:120].lower())
    return found[0] if found else ""
