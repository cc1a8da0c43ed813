"""RIS: one tag a line, as EndNote, Zotero and library catalogues read it.

Specification: https://refdb.sourceforge.net/manual/ch07.html (RIS format); the types of EndNote and Zotero added.
"""

import re
from collections.abc import Iterable, Iterator
from typing import cast

from biblio.exports.archived import copies
from biblio.exports.base import Options, cited_in
from biblio.formats.fields import FIELDS
from biblio.formats.names import with_particle
from biblio.formats.normal import held
from biblio.formats.types import row
from biblio.model import Date, Item, Name, Work

END = "\r\n"
END_OF_PARAGRAPH = "\n"
_NAMES = {"author": "AU", "editor": "ED", "editorial-director": "ED", "translator": "A4", "director": "A3"}
_TEXTS = {
    variable: places.ris
    for variable, places in FIELDS.items()
    if places.ris and places.ris not in ("AU", "ED", "A3", "A4", "DA", "Y2", "SP", "UR", "N1")
}
_RANGE = re.compile(r"([^\s,;–-]+)[-–]([^\s,;–-]+)")


def write(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield one record a work."""
    for work in works:
        tags = [f"TY  - {row(work.csl.get('type', '')).ris}", *_tags(work, options), "ER  - ", "", ""]
        yield END.join(tags)


def _tags(source: Work, options: Options) -> Iterator[str]:
    work = held(source, private=options.private)
    item = work.csl
    yield f"ID  - {work.key}"
    for variable, tag in _NAMES.items():
        for name in cast(list[Name], item.get(variable, ())):
            yield f"{tag}  - {person(name)}"
    for variable, tag in _TEXTS.items():
        if value := item.get(variable):
            yield f"{tag}  - {str(value).replace(END_OF_PARAGRAPH, ' ')}"
    yield from _dated("PY", "DA", item.get("issued"))
    yield from _dated("", "Y2", item.get("accessed"))
    yield from _pages(item)
    for url in work.urls:
        yield f"UR  - {url}"
    for copy in copies(source):
        # L2 is the link to the full text, beside UR; it holds an address alone, in which web archives put the date.
        yield f"L2  - {copy['archived']}"
    for theme in work.themes:
        yield f"KW  - {theme}"
    cited = cited_in(source.citations, options.lang) if options.tells_citations else ""
    for note in (item.get("note", ""), work.note, cited, work.private_note):
        for paragraph in filter(None, note.split(END_OF_PARAGRAPH)):
            yield f"N1  - {paragraph}"


def person(name: Name) -> str:
    """Return a name as RIS has it: ``Family, Given, Suffix``, the particle before the family name."""
    if "family" not in name:
        return name.get("literal", "").replace(",", " ")
    particle = " ".join(part for part in (name.get("dropping-particle"), name.get("non-dropping-particle")) if part)
    parts = [with_particle(particle, name["family"]), name.get("given", ""), name.get("suffix", "")]
    return ", ".join(part.replace(",", " ") for part in parts if part)


def _dated(year_tag: str, tag: str, date: Date | None) -> Iterator[str]:
    if not date:
        return
    parts = date.get("date-parts")
    if not parts:
        if text := date.get("literal") or date.get("raw"):
            yield f"{tag}  - {text}"
        return
    year, month, day = (*parts[0], 0, 0)[:3]
    if year_tag:
        yield f"{year_tag}  - {year}"
    yield f"{tag}  - {year:04}/{f'{month:02}' if month else ''}/{f'{day:02}' if day else ''}"


def _pages(item: Item) -> Iterator[str]:
    page = item.get("page")
    if not page:
        return
    if match := _RANGE.fullmatch(page):
        yield f"SP  - {match[1]}"
        yield f"EP  - {match[2]}"
    else:
        yield f"SP  - {page}"
