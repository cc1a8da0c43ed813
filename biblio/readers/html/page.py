"""The elements of a page, one after the other, to blocks and links."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from biblio.model import Document
from biblio.readers.html.tags import (
    BLOCKS,
    DATES,
    FRAMES,
    HEADINGS,
    INLINE,
    ITALICS,
    LISTS,
    SILENT,
    SILENT_NAMES,
    SILENT_ROLES,
    VOID,
)
from biblio.readers.limits import Limits
from biblio.readers.writer import Writer

_SPACES = re.compile(r"[ \t\n\r\f]+")
_NOTE_MARK = re.compile(r"\s*[\[(]?(\d{1,3})[\])]?\s*")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ARROWS = "↩↑^↵⤴\ufe0e"  # with which a note leads back


class Page:
    """Target of the parser: turns tags and text into blocks."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.writer = Writer()
        self.title = self.date = self.base = ""
        self._stack: list[str] = []
        self._silent_from = 0  # depth at which a silent element began; 0 outside
        self._in_title = False
        self._content = 0  # open <main> and <article>: a footer in them is part of the text
        self._pre = 0
        self._lists: list[int] = []  # number of the last item; -1 for bullets
        self._cells: list[int] = []  # cells met in each open row
        self._anchors = 0
        self._break_in_cell = False
        self._cell_is_blank = False
        self._place = ""  # of the inner link that is open
        self._words: list[str] | None = None  # of the inner link that is open
        self._notes: dict[str, str] = {}  # place → number, of the notes that were called

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Meet the start of an element."""
        if tag not in VOID:
            self._stack.append(tag)
            self.limits.check("depth", len(self._stack), self.name, "elements are nested too deeply")
        if self._silent_from:
            return
        if tag == "title" and "body" not in self._stack:
            self._in_title = True
        elif tag in ("meta", "base"):
            self._head(tag, attributes)
        elif self._is_silent(tag, attributes):
            self._silent_from = len(self._stack)
        else:
            self._open(tag, attributes)

    def _is_silent(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag in VOID or tag in ("html", "body", "main", "article"):
            return False
        if tag in SILENT or (tag == "footer" and not self._content):
            return True
        if not attributes:
            return False
        if (
            attributes.get("role") in SILENT_ROLES
            or attributes.get("aria-hidden") == "true"
            or "hidden" in attributes
        ):
            return True
        if tag == "div" and attributes.get("title") in ("header", "footer"):  # LibreOffice
            return True
        names = {attributes.get("id", ""), *attributes.get("class", "").split()}
        return bool(names & SILENT_NAMES) or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))

    def _head(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif (attributes.get("property") or attributes.get("name") or "").lower() in DATES:
            self.date = self.date or attributes.get("content", "").strip()

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        writer = self.writer
        if self._words is not None and tag not in INLINE:
            self._close_inner_link()
        place = attributes.get("id") or (attributes.get("name", "") if tag == "a" else "")
        if place in self._notes:
            self._open_note(tag, self._notes.pop(place))
            if tag != "a":
                return
        if tag == "a":
            self._open_link(attributes.get("href", ""))
        elif tag == "br":
            self._line_break()
        elif tag in ITALICS:
            writer.open_emphasis()
        elif tag in HEADINGS:
            writer.block("heading", HEADINGS[tag])
        elif tag == "li":
            self._item(attributes)
        elif tag == "tr":
            writer.block("row")
            self._cells.append(0)
        elif tag in ("td", "th"):
            self._cell()
        elif tag in BLOCKS:
            self._open_block(tag, attributes)
        elif tag in FRAMES:
            self._frame(attributes)
        elif tag == "img" and (words := attributes.get("alt", "")) and self._anchors:
            self.data(words)
        elif tag == "code" and self._pre and writer.blank:
            writer.rename("code")

    def _open_link(self, href: str) -> None:
        url = self._address(href)
        if url.startswith("#"):
            self._place, self._words = url[1:], []
        elif url:
            self.writer.open_link(url)
            self._anchors = len(self._stack)

    def _close_inner_link(self) -> None:
        """End a link to a place in the page: a number calls a note, an arrow leads back from one."""
        words, self._words = "".join(self._words or ()), None
        number = _NOTE_MARK.fullmatch(words)
        if self.writer.kind == "note" and self.writer.blank and number:
            return  # the number that a note begins with
        if number and self._place:
            self._notes[self._place] = number[1]
            self.writer.write(f"[^{number[1]}]")
        else:
            self._write(words.rstrip(_ARROWS))

    def _open_note(self, tag: str, number: str) -> None:
        """Begin the text of a note that was called above; it may begin with the block or with an anchor in it."""
        if tag in INLINE and not self.writer.blank:
            self.writer.block()
        self.writer.block("note", 0, f"[^{number}]: ")

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in LISTS:
            first = attributes.get("start", "1") if tag == "ol" else ""
            self._lists.append(int(first) - 1 if first.isdecimal() and len(first) < 10 else 0 if first else -1)
        elif tag == "pre":
            self._pre += 1
        elif tag in ("main", "article"):
            self._content += 1
        self._break()

    def _break(self) -> None:
        """Begin a paragraph, unless an item or a cell that has no words yet can hold it."""
        writer = self.writer
        if writer.blank:
            if writer.kind == "heading":
                writer.block()
        elif writer.kind == "row" and self._cells:
            self._break_in_cell = not self._cell_is_blank
        else:
            writer.block("paragraph", len(self._lists))

    def _line_break(self) -> None:
        if self.writer.last == "\n" and self.writer.kind != "row" and not self._pre:
            self.writer.block("paragraph", len(self._lists))
        elif not self.writer.blank:
            self.writer.write("\n")

    def _item(self, attributes: Mapping[str, str]) -> None:
        depth = max(1, len(self._lists))
        mark = "-"
        if self._lists and self._lists[-1] >= 0:
            value = attributes.get("value", "")
            self._lists[-1] = int(value) if value.isdecimal() and len(value) < 10 else self._lists[-1] + 1
            mark = f"{self._lists[-1]}."
        self.writer.block("item", depth, "  " * (depth - 1) + mark + " ")

    def _cell(self) -> None:
        if not self._cells:
            return
        self._cells[-1] += 1
        self._break_in_cell, self._cell_is_blank = False, True
        if self.writer.kind != "row":  # a heading or a list broke the row up: a table that only lays out the page
            self.writer.block()
        elif self._cells[-1] > 1 and not self.writer.blank:
            self.writer.write("\t")

    def _frame(self, attributes: Mapping[str, str]) -> None:
        if url := self._address(attributes.get("src", "")):
            self.writer.block("paragraph", len(self._lists))
            self.writer.open_link(url)
            self.writer.write(url)
            self.writer.end()
            self.writer.close_link()

    def _address(self, href: str) -> str:
        url = "".join(href.split("\n")).replace("\t", "").replace("\r", "").strip()
        if not url or url == "#" or url.lower().startswith(("javascript:", "data:", "about:", "blob:")):
            return ""
        if url.startswith("//"):
            return f"https:{url}"
        if self.base and "://" not in url and not url.startswith(("#", "mailto:", "tel:")):
            try:
                return urljoin(self.base, url)
            except ValueError:
                return url
        return url.replace(" ", "%20")

    def end(self, tag: str) -> None:
        """Meet the end of an element."""
        if tag in VOID:
            return
        if self._stack and self._stack[-1] == tag:
            self._stack.pop()
        if self._silent_from:
            if len(self._stack) < self._silent_from:
                self._silent_from = 0
            return
        if tag == "title":
            self._in_title = False
        elif tag == "a":
            if self._words is not None:
                self._close_inner_link()
            self.writer.close_link()
            self._anchors = 0
        elif tag in ITALICS:
            self.writer.close_emphasis()
        elif tag == "tr":
            if self._cells:
                self._cells.pop()
            self.writer.block()
        elif tag in HEADINGS or tag == "li":
            self.writer.block("paragraph", len(self._lists))
        elif tag in BLOCKS:
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        if tag in LISTS and self._lists:
            self._lists.pop()
        elif tag == "pre" and self._pre:
            self._pre -= 1
        elif tag in ("main", "article") and self._content:
            self._content -= 1
        if not self.writer.blank:
            self._break()

    def data(self, words: str) -> None:
        """Meet text."""
        if self._silent_from:
            return
        if self._in_title:
            self.title += words
        elif self._words is not None:
            self._words.append(words)
        else:
            self._write(words)

    def _write(self, words: str) -> None:
        if self._cells and not self._pre:
            if words.strip():
                self._cell_is_blank = False
            elif self._break_in_cell or self._cell_is_blank:
                return
        if self._break_in_cell:
            self._break_in_cell = False
            self.writer.write("\n")
        if self._pre:
            self.writer.write(words.replace("\r\n", "\n"))
        else:
            words = _SPACES.sub(" ", words)
            if words[:1] == " " and self.writer.last in (" ", "\n", "\t"):
                words = words[1:]
            self.writer.write(words)

    def comment(self, words: str) -> None:
        """Meet a comment; only those that steer this program are kept."""
        if words.strip().startswith("biblio:") and not self._silent_from:
            self.writer.invisible(f"<!--{words}-->")

    def close(self) -> None:
        """Meet the end of the page."""

    def document(self, warnings: tuple[str, ...]) -> Document:
        """Return what was read."""
        self._close_inner_link()
        title = " ".join(self.title.split())
        return self.writer.document(self.name, "html", title=title, date=self.date, warnings=warnings)
