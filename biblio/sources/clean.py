"""Values as they should be: what services write into their fields, repaired.

Every function takes a value as a service gives it and returns it clean, or empty where nothing usable is left.
"""

import html
import re
from collections.abc import Iterable
from typing import Any, cast

from biblio.model import Date, Item, Name

_LONGEST = 50_000  # characters: longer than any abstract

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.{0,500}?-->", re.DOTALL)
_BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u0080-\u009f\u200b\ufeff\ufffd]")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_ISO = re.compile(r"(1[4-9]\d\d|20\d\d)(?:[-/](\d\d?)(?:[-/](\d\d?))?)?(?!\d)")
_FRENCH_DAY = re.compile(r"(\d\d?)/(\d\d?)/(1[4-9]\d\d|20\d\d)")
_RANGE = re.compile(
    r"([A-Za-z]{0,4}\d{1,7}|[ivxlcdm]{1,9})\s*[-‐‑–—]{1,2}\s*([A-Za-z]{0,4}\d{1,7}|[ivxlcdm]{1,9})", re.I
)
_ONE_PAGE = re.compile(r"(?:pp?\.?\s*)?([A-Za-z]{0,4}\d{1,7}[a-z]?|[ivxlcdm]{1,9})", re.I)
_COUNT = re.compile(r"(\d{1,5})\s*(?:pp?|pages)\b\.?", re.I)
_VOLUME = re.compile(r"^(?:vol(?:ume)?s?|tomes?|t)\b\.?\s*", re.I)
_ISSUE = re.compile(r"^(?:num[ée]ros?\b|issues?\b|n[°ºo]s?\.?|n\.?)\s*(?=\d|hors)", re.I)
_PARTICLES = frozenset(
    str.split("de du des d le la les l van von der den di da dos del della el al ben bin ter ten zu y")
)
_LANGUAGES = {
    "fre": "fr", "fra": "fr", "french": "fr", "français": "fr", "eng": "en", "english": "en", "anglais": "en",
    "ger": "de", "deu": "de", "spa": "es", "ita": "it", "por": "pt", "dut": "nl", "nld": "nl", "cat": "ca",
    "ara": "ar", "rus": "ru", "lat": "la", "gre": "el", "ell": "el", "chi": "zh", "zho": "zh", "jpn": "ja",
    "pol": "pl", "rum": "ro", "ron": "ro", "tur": "tr", "bre": "br", "oci": "oc",
}  # fmt: skip


def first(value: Any) -> str:
    """Return a value that a service gives as a string, a number, a list or nothing, as one string."""
    if isinstance(value, list):
        value = next((item for item in value if item), "")
    if isinstance(value, dict):
        value = value.get("$") or value.get("name") or value.get("#text") or ""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def every(value: Any) -> list[Any]:
    """Return what a service gives as one thing, a list of things or nothing, as a list."""
    if value is None or value == "" or value == {}:
        return []
    return list(value) if isinstance(value, list) else [value]


def plain(value: Any) -> str:
    """Return text without markup: tags and entities gone, blanks single, no-break blanks kept.

    Entities are decoded twice at most: ``&amp;#x27E8;`` is a common habit, more would be an attack.
    """
    text = first(value)[:_LONGEST]
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    return _BLANKS.sub(" ", _CONTROL.sub("", _TAG.sub("", text))).strip()


def title(value: Any) -> str:
    """Return a title clean: no markup, no full stop at its end, not said twice over."""
    text = plain(value).rstrip(" /:;,")
    if text.endswith(".") and not text.endswith(("..", "etc.")):
        text = text[:-1]
    half, rest = text[: len(text) // 2], text[len(text) // 2 :]
    # Some deposits repeat the title in its own field: "X X", "X : X".
    if len(half) > 15 and half.strip(" :.") == rest.strip(" :."):
        text = half.strip(" :.")
    return text


def with_subtitle(main: str, sub: str) -> str:
    """Join a title and its subtitle as French catalogues do, unless the subtitle already stands there."""
    if not sub or sub in main:
        return main
    return f"{main} {sub}" if main.endswith(("?", "!", "…")) else f"{main} : {sub}" if main else sub


def name(value: str) -> Name:
    """Return the CSL name of ``Family, Given`` or ``Given Family``; a single word is a literal.

    Life dates and roles after the name, as the BnF and the Sudoc write them, are dropped.
    """
    text = (
        re.sub(r"\s*\(.{0,80}?\).*$", "", plain(value)).strip(" ,;.") if "(" in value else plain(value).strip(" ,;")
    )
    if "," in text:
        family, _, given = text.partition(",")
        return person(given, family)
    words = text.split()
    if len(words) < 2:
        return Name(literal=text) if text else Name()
    capital = [word for word in words if len(word) > 2 and word.isupper()]
    if capital and len(capital) < len(words) and (words[0] in capital) != (words[-1] in capital):
        families = [word for word in words if word in capital]
        return person(" ".join(word for word in words if word not in capital), " ".join(families))
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower().rstrip("'’") in _PARTICLES:
        cut -= 1
    return person(" ".join(words[:cut]), " ".join(words[cut:]))


def person(given: Any, family: Any) -> Name:
    """Return the CSL name of a person; CAPITALS in names are repaired, particles stay where the source has them."""
    family_name, given_name = _lower_capitals(plain(family).strip(" ,")), _lower_capitals(plain(given).strip(" ,"))
    if not family_name:
        return Name(literal=given_name) if given_name else Name()
    return Name(family=family_name, given=given_name) if given_name else Name(family=family_name)


def _lower_capitals(text: str) -> str:
    # "J. K." and "INRA" in a given name stay: only runs of four letters and more are shouted names.
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 3 or any(char.islower() for char in letters) or "." in text:
        return text
    return re.sub(
        r"[^\W\d_]+",
        lambda word: word[0].lower() if word[0].lower() in _PARTICLES else word[0].capitalize(),
        text,
    )


def names(values: Iterable[str]) -> list[Name]:
    """Return the CSL names of ``values`` in order, each once."""
    found: list[Name] = []
    for value in values:
        one = name(value)
        if one and one not in found:
            found.append(one)
    return found


def date(value: Any) -> Date | None:
    """Return the CSL date of ``2019``, ``2019-12-08``, ``2019/12``, ``16/09/2022``, ``DL 2023``, ``[2021]`` ….

    The dirt after a date ("2024-09-07BST21:13:02") is ignored; None where no year stands there.
    """
    text = first(value).strip()
    if day := _FRENCH_DAY.match(text):
        parts = [int(day[3]), int(day[2]), int(day[1])]
        # theses.fr writes the first of January where only the year is known.
        return _date(parts if parts[1:] != [1, 1] else parts[:1])
    if (iso := _ISO.match(text)) and iso[2]:
        return _date([int(part) for part in iso.groups() if part])
    years = [int(year) for year in _YEAR.findall(text)]
    if not years:
        return None
    if len(years) == 2 and years[0] < years[1]:
        return Date({"date-parts": [[years[0]], [years[1]]]})
    return Date({"date-parts": [[years[0]]]})


def _date(parts: list[int]) -> Date:
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        parts = parts[:1]
    if len(parts) > 2 and not 1 <= parts[2] <= 31:
        parts = parts[:2]
    return Date({"date-parts": [parts]})


def date_parts(value: Any) -> Date | None:
    """Return the CSL date of Crossref's ``{"date-parts": [[2014, 12, 14]]}``; None for ``[[null]]``."""
    try:
        parts = [int(part) for part in value["date-parts"][0] if part]
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return _date(parts[:3]) if parts and 1000 <= parts[0] <= 2999 else None


def year(when: Date | None) -> int | None:
    """Return the year of a CSL date."""
    parts = (when or {}).get("date-parts")
    return int(parts[0][0]) if parts and parts[0] and parts[0][0] else None


def pages(value: Any) -> Item:
    """Return ``page`` or ``number-of-pages`` of "pp. 537-566", "19p", "051910"; nothing for "à paraître"."""
    text = plain(value)
    if whole := _COUNT.fullmatch(text.strip(". ")):
        return Item({"number-of-pages": whole[1]})
    if span := _RANGE.search(text):
        start, end = span.groups()
        return Item(page=start if start == end else f"{start}-{_full_end(start, end)}")
    one = _ONE_PAGE.fullmatch(text.strip(" .,"))
    return Item(page=one[1]) if one else Item()


def _full_end(start: str, end: str) -> str:
    # "123-45" is 123-145.
    if start.isdigit() and end.isdigit() and len(end) < len(start) and int(end) < int(start):
        return start[: len(start) - len(end)] + end
    return end


def span(start: Any, end: Any) -> Item:
    """Return ``page`` of a first and a last page; the first may hold the whole range, as on HAL's pages."""
    begin, finish = plain(start), plain(end)
    if finish and begin and finish != begin and not _RANGE.search(begin):
        return pages(f"{begin}-{finish}")
    return pages(begin)


def volume(value: Any) -> str:
    """Return a volume without its label; empty where the field holds the issue's title instead of a number."""
    text = _VOLUME.sub("", plain(value)).strip(" .,")
    return text if (any(char.isdigit() for char in text) and len(text) <= 20) or _roman(text) else ""


def issue(value: Any) -> str:
    """Return an issue number without its label ("Vol. 11, n°1" → "1"); empty where it holds words."""
    text = plain(value)
    if match := re.search(r"(?:n[°ºo]s?|num[ée]ro|issue)\.?\s*(\S[^,;]{0,19})$", text, re.I):
        text = match[1]
    text = _ISSUE.sub("", text).strip(" .,")
    return text if (any(char.isdigit() for char in text) and len(text) <= 20) or _roman(text) else ""


def _roman(text: str) -> bool:
    return bool(text) and len(text) <= 8 and all(char in "IVXLCDM" for char in text)


def language(value: Any) -> str:
    """Return an ISO 639-1 code for ``fre``, ``fra``, ``fr-FR``, ``French``; other codes as they are."""
    code = first(value).strip().lower().replace("_", "-").partition("-")[0]
    code = _LANGUAGES.get(code, code)
    return code if 2 <= len(code) <= 3 and code.isalpha() and code not in ("und", "mul", "zxx") else ""


def abstract(value: Any) -> str:
    """Return an abstract without JATS markup and without its heading."""
    return re.sub(
        r"^(?:Abstract|Résumé|Summary)\b[\s:.]*(?=[A-ZÀ-Ý«\"'])", "", plain(first(value).replace("><", "> <"))
    )


def compact(**fields: Any) -> Item:
    """Return a CSL item of the fields that hold something; ``_`` in a name stands for ``-``."""
    known = {key.replace("_", "-"): value for key, value in fields.items()}
    return cast(Item, {key: value for key, value in known.items() if value})


def flagged(item: Item, **custom: Any) -> Item:
    """Return ``item`` with what CSL has no field for, under ``custom``.

    ``open_url`` is a free copy, ``access`` ``open`` or ``closed``, ``retraction`` a notice, ``titles`` the title in
    other languages, ``flags`` what looked wrong at the source, ``review`` whether the source calls it a review.
    """
    extra = {key: value for key, value in custom.items() if value}
    if not extra:
        return item
    return Item({**item, "custom": {**item.get("custom", {}), **extra}})
