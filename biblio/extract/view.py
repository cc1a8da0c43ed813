"""A block as its reader sees it: markup gone, emphasis and links marked by one character each.

Parsers work on `View.text`; `View.span` leads every range of it back to the offsets of the document.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from unicodedata import is_normalized, normalize

EM, EM_END, LABEL, LABEL_END, URL = "\x01", "\x02", "\x03", "\x04", "\x05"
"""Marks in a view: words in italics, words that carry a link, and the place of an address (`View.anchors`)."""

MARKS = EM + EM_END + LABEL + LABEL_END
_ANY_MARK = re.compile(f"[{MARKS}]")
_ODD = re.compile("[\x01-\x07\u00a0\u2007\u202f\u2009\u200a\r\ufffe]")
_MARKUP = re.compile(
    r"\\(?P<escape>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:[a-zA-Z]{2,10}|\#\d{1,6}|\#[xX][0-9a-fA-F]{1,5});)"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,400}>)"
    r"|(?P<stars>\*{1,3}|(?<![^\W_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![^\W_]))"
    r"|(?P<call>\[\^[^\]\s]{1,60}\](?!:))"
    r"|(?P<drop>~~|\+\+|`{1,3}|[\u00ad\u200b-\u200d\u2060\ufeff])"
)
_ITALIC_TAGS = frozenset({"i", "em", "cite"})
_TAG_NAME = re.compile(r"</?([a-zA-Z]+)")
_HAS_MARKUP = re.compile(r"[\\&<*_`~+\[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """An address in a block: ``text[start:end]`` of the document, ``label`` where words carry it."""

    start: int
    end: int
    url: str
    label: tuple[int, int] | None = None
    cut: bool = False


@dataclass(slots=True)
class View:
    """What a reader sees of ``document.text[start:end]``."""

    start: int
    end: int
    text: str = ""
    anchors: list[Anchor] = field(default_factory=list)
    _at: list[int] = field(default_factory=list)
    _source: list[int] = field(default_factory=list)
    _linear: list[bool] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the document that ``self.text[start:end]`` stands for, marks included."""
        return self._offset(start), self._offset(end - 1, after=True) if end > start else self._offset(start)

    def _offset(self, position: int, *, after: bool = False) -> int:
        run = bisect_right(self._at, position) - 1
        source = self._source[run]
        if self._linear[run]:
            return source + position - self._at[run] + after
        return self._source[run + 1] if after else source

    def urls(self, start: int, end: int) -> list[Anchor]:
        """Return the addresses in ``self.text[start:end]``."""
        first = self.text.count(URL, 0, start)
        return self.anchors[first : first + self.text.count(URL, start, end)]


def bare(text: str) -> str:
    r"""Return a piece of a view without marks, spaces made single.

    >>> bare("XVIII. \\x01Geert Hofstede\\x02. Cultures")
    'XVIII. Geert Hofstede. Cultures'
    """
    if EM in text or LABEL in text or URL in text or EM_END in text or LABEL_END in text:
        text = _ANY_MARK.sub("", text.replace(URL, " "))
    return " ".join(text.split())


def build(
    text: str, start: int, end: int, anchors: list[Anchor], emphasis: list[tuple[int, int]], *, markup: bool
) -> View:
    """Build the view of ``text[start:end]``; ``anchors`` and ``emphasis`` lie in it, in order, not overlapping."""
    view = View(start, end, anchors=[anchor for anchor in anchors if anchor.url])
    parts: list[str] = []
    size = 0
    opened = -1  # index in parts of an italics mark that is still open

    def put(piece: str, source: int, linear: bool = False) -> None:
        nonlocal size
        view._at.append(size)
        view._source.append(source)
        view._linear.append(linear)
        parts.append(piece)
        size += len(piece)

    def plain(a: int, b: int) -> None:
        piece = text[a:b]
        if piece.isascii() or is_normalized("NFC", piece):
            put(_ODD.sub(" ", piece) if _ODD.search(piece) else piece, a, linear=True)
        else:
            for cluster in re.finditer(r".[\u0300-\u036f]*", piece, re.S):
                put(_ODD.sub(" ", normalize("NFC", cluster[0])), a + cluster.start())

    def marked(a: int, b: int) -> None:
        if not markup or not _HAS_MARKUP.search(text, a, b):
            if b > a:
                plain(a, b)
            return
        nonlocal opened
        position = a
        for found in _MARKUP.finditer(text, a, b):
            if found.start() > position:
                plain(position, found.start())
            position = found.end()
            kind = found.lastgroup
            if kind == "escape":
                put(found["escape"], found.start())
            elif kind == "entity":
                put(_ODD.sub(" ", unescape(found[0])), found.start())
            elif kind == "tag":
                put(_tag(found[0]), found.start())
            elif kind == "stars":
                mark = _star(text, *found.span(), opened >= 0)
                opened = len(parts) if mark == EM else -1 if mark == EM_END else opened
                put(mark, found.start())
            else:
                put("", found.start())
        if position < b:
            plain(position, b)

    position = start
    events = list(emphasis)
    for anchor in anchors:
        _emphasised(marked, put, position, anchor.start, events)
        if anchor.label:
            put(LABEL, anchor.start)
            _emphasised(marked, put, *anchor.label, events)
            put(LABEL_END, anchor.label[1])
            if anchor.url:
                put(URL, anchor.label[1])
        elif anchor.url:
            put(URL, anchor.start)
        position = anchor.end
    _emphasised(marked, put, position, end, events)
    put("", end)
    if opened >= 0:
        parts[opened] = " "
    view.text = "".join(parts)
    return view


def _emphasised(
    marked: Callable[[int, int], None],
    put: Callable[[str, int], None],
    start: int,
    end: int,
    events: list[tuple[int, int]],
) -> None:
    """Write ``start`` … ``end`` with marks where the document itself says that words are in italics."""
    while events and events[0][1] <= start:
        events.pop(0)
    while events and events[0][0] < end:
        a, b = events[0]
        a, stop = max(a, start), min(b, end)
        marked(start, a)
        put(EM, a)
        marked(a, stop)
        put(EM_END, stop)
        start = stop
        if b > end:
            break
        events.pop(0)
    marked(start, end)


def _star(text: str, start: int, end: int, opened: bool) -> str:
    """Return the mark that a run of ``*`` or ``_`` stands for: one or three signs are italics, two are bold."""
    if end - start == 2:
        return ""
    if opened and start and not text[start - 1].isspace():
        return EM_END
    return EM if not opened and end < len(text) and not text[end].isspace() else ""


def _tag(tag: str) -> str:
    name = _TAG_NAME.match(tag)
    low = name[1].lower() if name else ""
    if low in _ITALIC_TAGS:
        return EM_END if tag[1] == "/" else EM
    return "\n" if low in {"br", "p", "div", "li", "tr"} else " " if low == "td" else ""
