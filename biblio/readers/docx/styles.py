"""Styles and list definitions of a Word document."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from biblio.readers.archive import Archive
from biblio.readers.numbering import HEADING_NAME, numeral

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
OFF = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True)
class Style:
    """What a style says of a paragraph or a run; None where it says nothing and its parent decides."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    italic: bool | None = None


class Styles:
    """The styles of a document by identifier."""

    def __init__(self) -> None:
        self.by_id: dict[str, Style] = {}
        self._open = Style()

    @classmethod
    def read(cls, archive: Archive, part: str) -> Self:
        """Read the styles part; a document may have none."""
        styles = cls()
        if part in archive:
            archive.parse(part, PREFIXES, styles._start, lambda _: None, lambda _: None)
        return styles

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            self._open = self.by_id.setdefault(attributes.get("w:styleId", ""), Style())
        elif name == "w:name":
            self._open.name = value
        elif name == "w:basedOn":
            self._open.parent = value
        elif name == "w:outlineLvl":
            self._open.outline = number(value)
        elif name == "w:numId":
            self._open.list_id = value
        elif name == "w:ilvl":
            self._open.list_level = number(value)
        elif name == "w:i":
            self._open.italic = value not in OFF

    def resolve(self, identifier: str) -> Style:
        """Return a style with all that it inherits."""
        found = Style()
        seen: set[str] = set()
        while identifier in self.by_id and identifier not in seen:
            seen.add(identifier)
            style = self.by_id[identifier]
            found.name = found.name or style.name
            found.outline = style.outline if found.outline is None else found.outline
            found.list_id = style.list_id if found.list_id is None else found.list_id
            found.list_level = style.list_level if found.list_level is None else found.list_level
            found.italic = style.italic if found.italic is None else found.italic
            if found.outline is None and (named := HEADING_NAME.fullmatch(style.name)):
                found.outline = int(named[1]) - 1
            identifier = style.parent
        return found


@dataclass(slots=True)
class _Level:
    """One level of a list: number format, label with ``%1`` for the number, first number."""

    format: str = "decimal"
    text: str = "%1."
    first: int = 1


class Lists:
    """The list definitions of a document, and the numbers that their lists have come to."""

    def __init__(self) -> None:
        self._levels: dict[str, dict[int, _Level]] = defaultdict(dict)  # by abstract list
        self._abstract: dict[str, str] = {}
        self._counters: dict[str, list[int]] = {}
        self._in_abstract = self._in_list = ""
        self._level = _Level()

    @classmethod
    def read(cls, archive: Archive, part: str) -> Self:
        """Read the numbering part; a document may have none."""
        lists = cls()
        if part in archive:
            archive.parse(part, PREFIXES, lists._start, lambda _: None, lambda _: None)
        return lists

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self._in_abstract = attributes.get("w:abstractNumId", "")
        elif name == "w:num":
            self._in_list = attributes.get("w:numId", "")
        elif name == "w:abstractNumId":
            self._abstract[self._in_list] = value
        elif name == "w:lvl":
            self._level = _Level()
            self._levels[self._in_abstract].setdefault(number(attributes.get("w:ilvl", "")) or 0, self._level)
        elif name == "w:start":
            self._level.first = number(value) or 0
        elif name == "w:numFmt":
            self._level.format = value
        elif name == "w:lvlText":
            self._level.text = value

    def label(self, list_id: str, level: int) -> str:
        """Count one more item of a list, and return its number as printed; ``-`` for bullets."""
        abstract = self._abstract.get(list_id, "")
        levels = self._levels.get(abstract, {})
        counters = self._counters.setdefault(abstract, [])
        del counters[level + 1 :]
        while len(counters) <= level:
            counters.append(levels.get(len(counters), _Level()).first - 1)
        counters[level] += 1
        shape = levels.get(level, _Level(format="bullet"))
        if shape.format == "bullet":
            return "-"
        label = shape.text if shape.format != "none" else ""
        for place, number in enumerate(counters, 1):
            if f"%{place}" in label:
                format = _FORMATS.get(levels.get(place - 1, shape).format, "1")
                label = label.replace(f"%{place}", numeral(number, format))
        return label.strip()


def number(value: str) -> int | None:
    """Return a small number out of an attribute, None for anything else."""
    return int(value) if value.isdecimal() and len(value) < 6 else None
