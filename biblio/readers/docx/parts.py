"""The parts of a Word document that hold text, element by element."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from biblio.readers.docx.styles import OFF, Lists, Style, Styles, number
from biblio.readers.page import Page, Passage

# revisions that are gone, and the second copy of a text box for old programs
_SKIPPED = frozenset(
    {"w:del", "w:moveFrom", "mc:Fallback", "w:pPrChange", "w:rPrChange", "w:sectPrChange", "w:tblPrChange"}
)
_TEXT = {"w:tab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": "\u00ad"}
_HYPERLINK = re.compile(r'\s*HYPERLINK\b\s*(?:"([^"]*)"|([^\s"\\]\S*))?', re.IGNORECASE)
_PLACE = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))')
_BODY_TEXT = 9  # the outline level that is none


@dataclass(slots=True)
class _Field:
    """A field code that is being read; ``opened`` once it has made a link."""

    code: list[str] = field(default_factory=list)
    opened: bool = False
    shown: bool = False


class _Reader:
    """Turns the elements of a part into blocks and links."""

    def __init__(
        self, notes: dict[tuple[str, str], Passage], styles: Styles, lists: Lists, links: Mapping[str, str]
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
        self._style = Style()
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
        self._style, self._style_id = Style(), ""
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
        self._style.outline = number(attributes.get("w:val", ""))

    def _numId_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        self._style.list_id = attributes.get("w:val", "")

    def _ilvl_start(self, attributes: Mapping[str, str]) -> None:
        self._style.list_level = number(attributes.get("w:val", ""))

    def _r_start(self, _: Mapping[str, str]) -> None:
        self._in_run, self._italic, self._vanished = True, False, False

    def _r_end(self) -> None:
        if self._italic:
            self.page.out.close_emphasis()
        self._in_run = self._italic = self._vanished = False

    def _i_start(self, attributes: Mapping[str, str]) -> None:
        if not self._in_properties:
            self._italic = attributes.get("w:val", "") not in OFF

    def _rStyle_start(self, attributes: Mapping[str, str]) -> None:  # noqa: N802
        if not self._in_properties:
            self._italic = bool(self._styles.resolve(attributes.get("w:val", "")).italic)

    def _vanish_start(self, attributes: Mapping[str, str]) -> None:
        if not self._in_properties:
            self._vanished = attributes.get("w:val", "") not in OFF

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


class BodyReader(_Reader):
    """Reads the text itself; knows the title that a paragraph of style Title gives."""

    def __init__(
        self, notes: dict[tuple[str, str], Passage], styles: Styles, lists: Lists, links: Mapping[str, str]
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


class NoteReader(_Reader):
    """Reads the part with the footnotes or endnotes."""

    def __init__(
        self,
        kind: str,
        notes: dict[tuple[str, str], Passage],
        styles: Styles,
        lists: Lists,
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
