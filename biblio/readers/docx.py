"""Word documents (DOCX): WordprocessingML by the standard library, as a stream.

Specification: ECMA-376, Office Open XML, part 1 (https://ecma-international.org/publications-and-standards/standards/ecma-376/).
Links stand in relationships and in field codes; notes in parts of their own.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from biblio.model import Document
from biblio.readers.archive import HEADING_NAME, Archive, numeral
from biblio.readers.limits import Limits
from biblio.readers.writer import Page, Passage

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
# revisions that are gone, and the second copy of a text box for old programs
_SKIPPED = frozenset(
    {"w:del", "w:moveFrom", "mc:Fallback", "w:pPrChange", "w:rPrChange", "w:sectPrChange", "w:tblPrChange"}
)
_TEXT = {"w:tab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": "\u00ad"}
_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_OFF = frozenset({"0", "false", "off", "none"})
_HYPERLINK = re.compile(r'\s*HYPERLINK\b\s*(?:"([^"]*)"|([^\s"\\]\S*))?', re.IGNORECASE)
_PLACE = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))')
_BODY_TEXT = 9  # the outline level that is none


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a Word document."""
    archive = Archive(data, name, "DOCX", limits)
    main = _main_part(archive)
    styles = _Styles.read(archive, _beside(main, "styles.xml"))
    lists = _Lists.read(archive, _beside(main, "numbering.xml"))
    notes: dict[tuple[str, str], Passage] = {}
    for kind in ("footnote", "endnote"):
        part = _beside(main, f"{kind}s.xml")
        if part in archive:
            reader = _NoteReader(kind, notes, styles, lists, _links(archive, part))
            archive.parse(part, _PREFIXES, reader.start, reader.end, reader.data)
    body = _BodyReader(notes, styles, lists, _links(archive, main))
    archive.parse(main, _PREFIXES, body.start, body.end, body.data)
    title = body.title or archive.title("docProps/core.xml")
    return body.page.writer.document(name, "docx", title=title)


def _beside(part: str, other: str) -> str:
    return posixpath.join(posixpath.dirname(part), other)


def _main_part(archive: Archive) -> str:
    """Return the part with the text: nearly always ``word/document.xml``, but a relationship decides."""
    main = "word/document.xml"

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal main
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            main = attributes.get("Target", main).lstrip("/")

    if "_rels/.rels" in archive:
        archive.parse("_rels/.rels", {}, start, lambda _: None, lambda _: None)
    if main not in archive:
        raise archive.damaged(f"it has no part '{main}'")
    return main


def _links(archive: Archive, part: str) -> dict[str, str]:
    """Return the addresses that a part refers to, by the identifier of the relationship."""
    folder, base = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    found: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/hyperlink"):
            found[attributes.get("Id", "")] = attributes.get("Target", "").strip()

    if relations in archive:
        archive.parse(relations, {}, start, lambda _: None, lambda _: None)
    return found


@dataclass(slots=True)
class _Style:
    """What a style says of a paragraph or a run; None where it says nothing and its parent decides."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    italic: bool | None = None


class _Styles:
    """The styles of a document by identifier."""

    def __init__(self) -> None:
        self.by_id: dict[str, _Style] = {}
        self._open = _Style()

    @classmethod
    def read(cls, archive: Archive, part: str) -> "_Styles":
        styles = cls()
        if part in archive:
            archive.parse(part, _PREFIXES, styles._start, lambda _: None, lambda _: None)
        return styles

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            self._open = self.by_id.setdefault(attributes.get("w:styleId", ""), _Style())
        elif name == "w:name":
            self._open.name = value
        elif name == "w:basedOn":
            self._open.parent = value
        elif name == "w:outlineLvl":
            self._open.outline = _number(value)
        elif name == "w:numId":
            self._open.list_id = value
        elif name == "w:ilvl":
            self._open.list_level = _number(value)
        elif name == "w:i":
            self._open.italic = value not in _OFF

    def resolve(self, identifier: str) -> _Style:
        """Return a style with all that it inherits."""
        found = _Style()
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


class _Lists:
    """The list definitions of a document, and the numbers that their lists have come to."""

    def __init__(self) -> None:
        self._levels: dict[str, dict[int, _Level]] = defaultdict(dict)  # by abstract list
        self._abstract: dict[str, str] = {}
        self._counters: dict[str, list[int]] = {}
        self._in_abstract = self._in_list = ""
        self._level = _Level()

    @classmethod
    def read(cls, archive: Archive, part: str) -> "_Lists":
        lists = cls()
        if part in archive:
            archive.parse(part, _PREFIXES, lists._start, lambda _: None, lambda _: None)
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
            self._levels[self._in_abstract].setdefault(_number(attributes.get("w:ilvl", "")) or 0, self._level)
        elif name == "w:start":
            self._level.first = _number(value) or 0
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


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 6 else None


@dataclass(slots=True)
class _Field:
    """A field code that is being read; ``opened`` once it has made a link."""

    code: list[str] = field(default_factory=list)
    opened: bool = False
    shown: bool = False


class _Reader:
    """Turns the elements of a part into blocks and links."""

    def __init__(
        self, notes: dict[tuple[str, str], Passage], styles: _Styles, lists: _Lists, links: Mapping[str, str]
    ) -> None:
        self.page = Page()
        self.title = ""
        self._notes = notes
        self._styles = styles
        self._lists = lists
        self._links = links
        self._skipped = 0
        self._text = self._code = False
        self._in_properties = self._in_run = False
        self._style = _Style()
        self._style_id = ""
        self._italic = self._vanished = False
        self._fields: list[_Field] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Meet the start of an element."""
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name in _TEXT:
            if self._in_run:
                self._write(_TEXT[name])
        elif handler := getattr(self, f"_{name[2:]}_start", None) if name.startswith("w:") else None:
            handler(attributes)

    def end(self, name: str) -> None:
        """Meet the end of an element."""
        if self._skipped:
            self._skipped -= 1
        elif handler := getattr(self, f"_{name[2:]}_end", None) if name.startswith("w:") else None:
            handler()

    def data(self, words: str) -> None:
        """Meet text."""
        if self._skipped:
            return
        if self._text:
            self._write(words)
        elif self._code and self._fields:
            self._fields[-1].code.append(words)

    def _write(self, words: str) -> None:
        if not self._vanished:
            if self._italic:
                self.page.out.open_emphasis()
            self.page.out.write(words)

    def _p_start(self, _: Mapping[str, str]) -> None:
        self._style, self._style_id = _Style(), ""
        self.page.paragraph()

    def _pPr_start(self, _: Mapping[str, str]) -> None:  # noqa: N802 (the element's name)
        self._in_properties = True

    def _pPr_end(self) -> None:  # noqa: N802
        self._in_properties = False
        inherited = self._styles.resolve(self._style_id)
        own = self._style
        outline = own.outline if own.outline is not None else inherited.outline
        list_id = own.list_id if own.list_id is not None else inherited.list_id
        level = (own.list_level if own.list_level is not None else inherited.list_level) or 0
        label = self._lists.label(list_id, min(level, 8)) if list_id and list_id != "0" else ""
        if outline is not None and outline < _BODY_TEXT:
            self.page.paragraph("heading", outline + 1, label.strip("-"))
        elif label:
            self.page.paragraph("item", level + 1, label)

    def _p_end(self) -> None:
        self.page.end_paragraph()

    def _pStyle_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        self._style_id = attributes.get("w:val", "")

    def _outlineLvl_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        self._style.outline = _number(attributes.get("w:val", ""))

    def _numId_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        self._style.list_id = attributes.get("w:val", "")

    def _ilvl_start(self, attributes: Mapping[str, str]) -> None:
        self._style.list_level = _number(attributes.get("w:val", ""))

    def _r_start(self, _: Mapping[str, str]) -> None:
        self._in_run, self._italic, self._vanished = True, False, False

    def _r_end(self) -> None:
        if self._italic:
            self.page.out.close_emphasis()
        self._in_run = self._italic = self._vanished = False

    def _i_start(self, attributes: Mapping[str, str]) -> None:
        if not self._in_properties:
            self._italic = attributes.get("w:val", "") not in _OFF

    def _rStyle_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        if not self._in_properties:
            self._italic = bool(self._styles.resolve(attributes.get("w:val", "")).italic)

    def _vanish_start(self, attributes: Mapping[str, str]) -> None:
        if not self._in_properties:
            self._vanished = attributes.get("w:val", "") not in _OFF

    def _t_start(self, _: Mapping[str, str]) -> None:
        self._text = True

    def _t_end(self) -> None:
        self._text = False

    def _br_start(self, _: Mapping[str, str]) -> None:
        self._write("\n")

    def _hyperlink_start(self, attributes: Mapping[str, str]) -> None:
        url, place = self._links.get(attributes.get("r:id", ""), ""), attributes.get("w:anchor", "")
        if url:
            self.page.out.open_link(f"{url}#{place}" if place and "#" not in url else url)

    def _hyperlink_end(self) -> None:
        self.page.out.close_link()

    def _fldSimple_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        if url := _field_url(attributes.get("w:instr", "")):
            self.page.out.open_link(url)

    def _fldSimple_end(self) -> None:  # noqa: N802
        self.page.out.close_link()

    def _instrText_start(self, _: Mapping[str, str]) -> None:  # noqa: N802
        self._code = True

    def _instrText_end(self) -> None:  # noqa: N802
        self._code = False

    def _fldChar_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        kind = attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            if url := _field_url("".join(self._fields[-1].code)):
                self.page.out.open_link(url)
                self._fields[-1].opened = True
        elif kind == "end" and self._fields and self._fields.pop().opened:
            self.page.out.close_link()

    def _footnoteReference_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        self._call("footnote", attributes.get("w:id", ""))

    def _endnoteReference_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        self._call("endnote", attributes.get("w:id", ""))

    def _call(self, kind: str, identifier: str) -> None:
        if passage := self._notes.get((kind, identifier)):
            self.page.call_note(passage)

    def _tr_start(self, _: Mapping[str, str]) -> None:
        self.page.row()

    def _tr_end(self) -> None:
        self.page.end_row()

    def _tc_start(self, _: Mapping[str, str]) -> None:
        self.page.cell()


class _BodyReader(_Reader):
    """Reads the text itself; knows the title that a paragraph of style Title gives."""

    def __init__(
        self, notes: dict[tuple[str, str], Passage], styles: _Styles, lists: _Lists, links: Mapping[str, str]
    ) -> None:
        super().__init__(notes, styles, lists, links)
        self._title: list[str] | None = None

    def _pPr_end(self) -> None:  # noqa: N802
        super()._pPr_end()
        if not self.title and self._styles.resolve(self._style_id).name.lower() in ("title", "titre"):
            self._title = []

    def _write(self, words: str) -> None:
        super()._write(words)
        if self._title is not None:
            self._title.append(words)

    def _p_end(self) -> None:
        super()._p_end()
        if self._title is not None:
            self.title, self._title = " ".join("".join(self._title).split()), None


class _NoteReader(_Reader):
    """Reads the part with the footnotes or endnotes."""

    def __init__(
        self,
        kind: str,
        notes: dict[tuple[str, str], Passage],
        styles: _Styles,
        lists: _Lists,
        links: Mapping[str, str],
    ) -> None:
        super().__init__(notes, styles, lists, links)
        self._kind = kind

    def _footnote_start(self, attributes: Mapping[str, str]) -> None:
        self.page.out = passage = Passage()
        if "w:type" not in attributes:  # the others are the lines that part notes from the text
            self._notes[(self._kind, attributes.get("w:id", ""))] = passage

    _endnote_start = _footnote_start


def _field_url(code: str) -> str:
    """Return the address in a HYPERLINK field code; empty for other codes and for places in the document itself."""
    match = _HYPERLINK.match(code)
    url = (match[1] or match[2] or "").strip() if match else ""
    if not url:
        return ""
    place = _PLACE.search(code)
    return f"{url}#{place[1] or place[2]}" if place and "#" not in url else url
