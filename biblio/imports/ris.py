"""RIS files (EndNote's, Zotero's, Cairn's, ours) as works."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

from biblio.formats.clean import line as clean_line
from biblio.formats.languages import code
from biblio.formats.names import split_particle
from biblio.formats.normal import held
from biblio.formats.types import DEFAULT, FROM_RIS
from biblio.imports.base import ImportResult, text_of
from biblio.model import Date, Item, Name, Work

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_NUMBER = re.compile(r"\d+")
_NAMES = {
    "author": ("AU", "A1"),
    "editor": ("ED", "A2"),
    "director": ("A3",),
    "translator": ("A4",),
}
_TEXTS = {
    "title": ("TI", "T1", "CT"),
    "container-title": ("T2", "JO", "JF", "BT"),
    "container-title-short": ("J2", "JA", "J1"),
    "collection-title": ("T3",),
    "title-short": ("ST",),
    "original-title": ("OT",),
    "event-title": ("C3",),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "number": ("M1",),
    "number-of-volumes": ("NV",),
    "edition": ("ET",),
    "section": ("SE",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "genre": ("M3",),
    "archive": ("DB",),
    "archive_location": ("AN",),
    "abstract": ("AB", "N2"),
    "DOI": ("DO",),
}
"""CSL variable → RIS tags that may hold it, the usual one first."""
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]\b(?![-\d])")

Record = tuple[int, dict[str, list[str]]]


def read(data: bytes) -> ImportResult:
    """Return the records of a RIS file as works; lines outside a record and unknown types are reported."""
    result = ImportResult()
    for line, tags in _records(text_of(data), result):
        result.add(_work(line, tags, result), line)
    return result


def _records(text: str, result: ImportResult) -> Iterator[Record]:
    tags: dict[str, list[str]] | None = None
    start, last = 0, ""
    for number, row in enumerate(text.split("\n"), 1):
        match = _TAG.fullmatch(row.rstrip().lstrip("\ufeff"))
        if match is None:
            if tags is not None and last and row.strip():
                tags[last][-1] = f"{tags[last][-1]} {row.strip()}"
            elif row.strip():
                result.fail(number, "text outside a record (a record begins with TY and ends with ER)", row.strip())
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            if tags is not None:
                result.fail(start, "record without its end (ER)")
                yield start, tags
            tags, start = defaultdict(list), number
        elif tag == "ER":
            if tags is not None:
                yield start, tags
            tags, last = None, ""
            continue
        if tags is None:
            result.fail(number, "tag outside a record", row.strip())
        else:
            tags[tag].append(value)
            last = tag
    if tags is not None:
        result.fail(start, "record without its end (ER)")
        yield start, tags


def _first(tags: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    return next((value for name in names for value in tags.get(name, ()) if value), "")


def _work(line: int, tags: Mapping[str, list[str]], result: ImportResult) -> Work:
    kind = _first(tags, ("TY",)).upper()
    if kind not in FROM_RIS:
        result.fail(line, f"unknown type {kind}: taken for a document")
    item: dict[str, Any] = {"type": FROM_RIS.get(kind, DEFAULT)}
    for variable, names in _TEXTS.items():
        if value := _first(tags, names):
            item[variable] = value
    for variable, names in _NAMES.items():
        if people := [person for name in names for value in tags.get(name, ()) if (person := _name(value))]:
            item[variable] = people
    if notes := [note for note in tags.get("N1", ()) if note]:
        item["note"] = "\n".join(notes)
    item |= _numbers(tags)
    for variable, dated in (("issued", _date(_first(tags, ("DA", "PY", "Y1")), _first(tags, ("PY",)))),
                            ("accessed", _date(_first(tags, ("Y2",)), ""))):  # fmt: skip
        if dated:
            item[variable] = dated
    if language := _first(tags, ("LA",)):
        item["language"] = code(language)
    urls = tags.get("UR", [])
    return held(
        Work(
            key=re.sub(r"\s+", "", clean_line(_first(tags, ("ID",)))),
            kind="work",
            csl=cast(Item, item),
            urls=tuple(url for value in urls for url in value.split()),
            themes=tuple(tags.get("KW", ())),
            note="\n".join(tags.get("N2", ())) if "AB" in tags or (kind in FROM_RIS and "N2" in tags) else "",
        )
    )


def _name(text: str) -> Name | None:
    """Return a name: ``Family, Given, Suffix``, an organisation where there is no comma."""
    text = clean_line(text)
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return {"literal": text} if text else None
    particle, family = split_particle(parts[0])
    name: dict[str, str] = {"family": family, "given": parts[1], "dropping-particle": particle}
    name["suffix"] = " ".join(parts[2:])
    return cast(Name, {part: value for part, value in name.items() if value}) if family else {"literal": text}


def _numbers(tags: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    first, last = _first(tags, ("SP",)), _first(tags, ("EP",))
    if first:
        found["page"] = f"{first}-{last}" if last and last != first else first
    for value in tags.get("SN", ()):
        variable = "ISSN" if _ISSN.match(value) and len(_NUMBER.findall(value)) <= 2 else "ISBN"
        found.setdefault(variable, value)
    return found


def _date(text: str, year: str) -> Date | None:
    """Return the date of ``YYYY/MM/DD/other`` or any other spelling that begins with a year."""
    parts = [int(part) for part in text.split("/")[:3] if part.strip().isdigit() and len(part) < 5]
    if text and text[:4].isdigit() and parts:
        return {"date-parts": [parts]}
    return {"date-parts": [[int(year)]]} if year.isdigit() and len(year) < 5 else {"literal": text} if text else None
