"""Where a work stands: year, volume, issue, pages, edition, kind, identifiers."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from biblio.text import fold

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d{1,9}")
_YEARLY = re.compile(r"(?:1[5-9]|20)\d\d\s*/\s*\d")
_RANGE = re.compile(r"([a-z]{0,3}\d{1,9}[a-z]?)\s*(?:[-–—−]{1,3}|\bà\b)\s*([a-z]{0,3}\d{1,9}[a-z]?)", re.IGNORECASE)
_PAGE = re.compile(r"[a-z]{0,3}\d{1,9}", re.IGNORECASE)
_TOTAL = re.compile(r"(\d{1,5})\s*(?:p\b|pages?\b|f\b|ff\b|feuillets)", re.IGNORECASE)


def year(text: str) -> int:
    """Return the first year in a text, or 0.

    >>> year("cop. 1998"), year("2003a"), year("s. d.")
    (1998, 0, 0)
    """
    found = _YEAR.search(text)
    return int(found[0]) if found else 0


def places(volume: str, issue: str) -> tuple[str, ...]:
    """Return the numbers of volume and issue as one sorted bag.

    Platforms disagree on which of the two a journal's only number is. "2003/2" and "64 | 2003" repeat the year:
    the first says which issue *of the year*, a count of its own, and is left out.
    """
    found = []
    for text in (volume, issue):
        text = text[:60]
        if _YEARLY.search(text):
            continue
        numbers = _NUMBER.findall(text.partition("|")[0])
        if numbers:
            found.append(numbers[0].lstrip("0") or "0")
            if text is volume and len(numbers) > 1:
                found.append(numbers[1].lstrip("0") or "0")  # "152 (5 Supplement 1)"
    return tuple(sorted(found[:3]))


def pages(text: str) -> tuple[str, str, int]:
    """Return first page, last page and number of pages, each empty or 0 where not said.

    >>> pages("pp. 303-33"), pages("p. S12"), pages("1 vol. (320 p.)")
    (('303', '333', 0), ('s12', '', 0), ('', '', 320))
    """
    text = text[:80]
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
    text = text.lower()
    return text.lstrip("0") or text


def edition(text: str) -> int:
    """Return the number of an edition: 0 where none is said, 99 for a new one without number."""
    found = _NUMBER.search(text[:60])
    if found:
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


def isbn13(text: str) -> str:
    """Return the first ISBN of a text with thirteen digits, or nothing; ten-digit ones are converted (ISO 2108).

    >>> isbn13("2-07-036024-8")
    '9782070360246'
    """
    for found in re.findall(r"[\dXx-]{10,20}", text[:200].replace(" ", "").replace("\u2010", "-")):
        digits = found.replace("-", "").upper()
        if len(digits) == 13 and digits.startswith(("978", "979")) and digits.isdecimal():
            return digits
        if len(digits) == 10 and digits[:9].isdecimal():
            body = "978" + digits[:9]
            total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
            return body + str(-total % 10)
    return ""


_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}")
_VERSION = re.compile(r"(?:\.pub\d{1,2}|[./]?v\d{1,2})$")


def doi(text: str) -> str:
    """Return the DOI in a text, or nothing: in lower case, unescaped, without the mark of a version.

    Case does not matter (DOI Handbook, 3.4). Cochrane reviews (``.pub3``), arXiv, Research Square and figshare
    (``v2``, ``/v2``, ``.v2``) count the versions of one work in the suffix.
    """
    if "10." not in text[:300]:
        return ""
    text = text[:300].lower()
    found = _DOI.search(unquote(text) if "%" in text else text)
    return _VERSION.sub("", found[0].rstrip(".,;>")) if found else ""


_COCHRANE = re.compile(r"cd\d{6}")


def cochrane(text: str) -> str:
    """Return the number of a Cochrane review, which all its updates share, or nothing."""
    found = _COCHRANE.search(text[:120].lower())
    return found[0] if found else ""


_HAL = re.compile(r"\b((?:hal|halshs|tel|hprints|cel|dumas|medihal|inserm|pasteur|inria|sic|edutice|ijn|mem|lirmm)-\d{6,9})")
_OPENEDITION = re.compile(r"(?:journals|books)\.openedition\.org/([\w-]+)/(?:pdf/)?(\d+)|([\w-]+)\.revues\.org/(?:pdf/)?(\d+)")
_PERSEE = re.compile(r"persee\.fr/.*?([a-z]+_[\dx]{4}-[\dx]{4}_\d{4}_\w+)")
_CAIRN = re.compile(r"cairn\.info/(?:article-|revue-)?([\w-]+?)(?:--(97[89]\d{10}))?(?:-page-(\d+))?(?:\.(?:htm|pdf)|[?#/]|$)")


def addresses(urls: Iterable[str]) -> dict[str, str]:
    """Return what URLs identify, by scheme: HAL, OpenEdition, Persée and Cairn pages, else the address itself."""
    found: dict[str, str] = {}
    for url in urls:
        url = url[:500].strip().lower()
        if not url:
            continue
        if doi_of := doi(url):
            if "doi.org/" in url:
                found.setdefault("doi", doi_of)
            continue
        if "hal" in url and (m := _HAL.search(url)):
            found.setdefault("hal", m[1])
        elif ("openedition" in url or "revues.org" in url) and (m := _OPENEDITION.search(url)):
            found.setdefault("openedition", f"{m[1] or m[3]}/{m[2] or m[4]}")
        elif "persee" in url and (m := _PERSEE.search(url)):
            found.setdefault("persee", m[1])
        elif "cairn" in url and (m := _CAIRN.search(url)):
            found.setdefault("cairn", f"{m[2] or m[1]}:{m[3] or ''}")
        else:
            found.setdefault("url", plain(url))
    return found


_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|xtor)=[^&]*&?")


def plain(url: str) -> str:
    """Return an address without what does not change the page: scheme, ``www``, fragment, tracking, last slash."""
    url = url.partition("#")[0]
    address, _, query = url.partition("?")
    query = _TRACKING.sub("", query).rstrip("&")
    address = re.sub(r"^https?://(?:www\d?\.)?", "", address).rstrip("/")
    return f"{address}?{query}" if query else address
