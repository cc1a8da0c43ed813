"""HTML: wiki pages, pads and blog posts saved as files.

All text is kept in reading order, but for what is clearly marked as no part of it: scripts, menus, site footers. The
page is read as a stream, so that a large or deeply nested one costs little memory (docs/decisions/0011).
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from biblio.model import Document
from biblio.readers.decode import decode
from biblio.readers.limits import Limits
from biblio.readers.writer import Writer

_CHUNK = 65_536
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hgroup hr main menu ol p pre section summary table tbody tfoot thead ul"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = _set("ul ol menu")
_ITALICS = _set("i em cite dfn")
_FRAMES = _set("iframe embed video audio source")
_VOID = _set("area base br col embed hr img input link meta source track wbr")

_SILENT = _set("script style noscript template nav svg button select option textarea object canvas")
_SILENT_ROLES = _set("navigation banner contentinfo search menu menubar toolbar dialog alertdialog")
# whole words of id and class: HTML 4 sites and the wiki engines have no better mark for menus
_SILENT_NAMES = _set(
    "nav navbar navigation menu breadcrumb breadcrumbs site-header site-footer footer sr-only visually-hidden "
    "screen-reader-text skip-link mw-navigation mw-head mw-panel mw-editsection printfooter jump-to-nav siteSub "
    "dokuwiki__header dokuwiki__footer dokuwiki__aside dw__toc yeswiki-topnav cookie-banner"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DATES = _set("article:published_time citation_publication_date citation_date dc.date dcterms.date date")


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read an HTML page."""
    text, warnings = _decode(data, name)
    page: Any = _Page(name, limits)
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
    parser.close()
    document: Document = page.document(warnings)
    return document


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or charset in ("utf-8", "utf8", "utf-16"):
        return decode(data, name)
    if charset in ("iso-8859-1", "latin1", "us-ascii", "ascii"):
        charset = "cp1252"  # as browsers do: https://encoding.spec.whatwg.org/#names-and-labels
    try:
        return data.decode(charset, "replace"), ()
    except LookupError:
        return decode(data, name)


class _Page:
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

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Meet the start of an element."""
        if tag not in _VOID:
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
        if tag in _VOID or tag in ("html", "body", "main", "article"):
            return False
        if tag in _SILENT or (tag == "footer" and not self._content):
            return True
        if not attributes:
            return False
        if (
            attributes.get("role") in _SILENT_ROLES
            or attributes.get("aria-hidden") == "true"
            or "hidden" in attributes
        ):
            return True
        names = {attributes.get("id", ""), *attributes.get("class", "").split()}
        return bool(names & _SILENT_NAMES) or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))

    def _head(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif (attributes.get("property") or attributes.get("name") or "").lower() in _DATES:
            self.date = self.date or attributes.get("content", "").strip()

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        writer = self.writer
        if tag == "a":
            if url := self._address(attributes.get("href", "")):
                writer.open_link(url)
                self._anchors = len(self._stack)
        elif tag == "br":
            self._line_break()
        elif tag in _ITALICS:
            writer.open_emphasis()
        elif tag in _HEADINGS:
            writer.block("heading", _HEADINGS[tag])
        elif tag == "li":
            self._item(attributes)
        elif tag == "tr":
            writer.block("row")
            self._cells.append(0)
        elif tag in ("td", "th"):
            self._cell()
        elif tag in _BLOCKS:
            self._open_block(tag, attributes)
        elif tag in _FRAMES:
            self._frame(attributes)
        elif tag == "img" and (words := attributes.get("alt", "")) and self._anchors:
            self.data(words)
        elif tag == "code" and self._pre and writer.blank:
            writer.rename("code")

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _LISTS:
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
            self._break_in_cell = True
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
        self._break_in_cell = False
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
        if tag in _VOID:
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
            self.writer.close_link()
            self._anchors = 0
        elif tag in _ITALICS:
            self.writer.close_emphasis()
        elif tag == "tr":
            if self._cells:
                self._cells.pop()
            self.writer.block()
        elif tag in _HEADINGS or tag == "li":
            self.writer.block("paragraph", len(self._lists))
        elif tag in _BLOCKS:
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
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
        if self._break_in_cell and words.strip():
            self._break_in_cell = False
            self.writer.write("\n")
        if self._in_title:
            self.title += words
        elif self._pre:
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
        title = " ".join(self.title.split())
        return self.writer.document(self.name, "html", title=title, date=self.date, warnings=warnings)
