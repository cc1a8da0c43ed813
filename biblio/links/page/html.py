"""A page as far as it was read: title, heading, text, anchors."""

import html
import re
from itertools import repeat
from operator import itemgetter

MAX_SHORT = 1500
"""Characters of text under which a page is short: it can hold a message but hardly a work."""
_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer", "header", "aside", "head"})
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]*")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})")
_ANCHOR = re.compile(r"""\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_START = 8192
_HIDING = frozenset({b"scr", b"sty", b"nav"})
_FIRST_THREE = itemgetter(slice(3))
_TAG_ENDS = frozenset({b">", b" ", b"\n", b"\t", b"\r"})


class Page:
    """A page as far as it was read. ``cut`` tells that its end is missing.

    Most pages are judged by a look at their bytes; they are decoded only where more is asked.
    """

    __slots__ = ("_html", "_low", "_short", "_start", "_text", "_title", "body", "content_type", "cut")

    def __init__(self, body: bytes, content_type: str = "", cut: bool = False) -> None:
        self.body = body
        self.content_type = content_type
        self.cut = cut
        self._low = self._start = b""
        self._html: str | None = None
        self._text: str | None = None
        self._title: str | None = None
        self._short: bool | None = None

    def __len__(self) -> int:
        """Return the bytes read."""
        return len(self.body)

    @property
    def html(self) -> str:
        """The page, decoded."""
        if self._html is None:
            self._html = decode(self.body, self.content_type)
        return self._html

    @property
    def title(self) -> str:
        """The text of the ``title`` element."""
        if self._title is None:
            self._title = self._element(b"title")
        return self._title

    @property
    def heading(self) -> str:
        """The text of the first ``h1`` element."""
        return self._element(b"h1")

    @property
    def text(self) -> str:
        """The text a reader sees, without navigation, header and footer; blanks collapsed."""
        if self._text is None:
            self._text = visible_text(self.html)
        return self._text

    def anchors(self) -> frozenset[str]:
        """Return every ``id`` and ``name`` of the page."""
        found = (a or b or c for a, b, c in _ANCHOR.findall(self.html))
        return frozenset(html.unescape(name) if "&" in name else name for name in found)

    @property
    def short(self) -> bool:
        """Tell whether the page holds so little text that a message may be all of it."""
        if self._short is None:
            # A beginning with text enough spares reading the rest.
            self._short = not _shows_much(self.start) and len(self.text) <= MAX_SHORT
        return self._short

    @property
    def low(self) -> bytes:
        """The bytes of the page, ASCII letters in lower case."""
        if not self._low:
            self._low = self.body.lower()
        return self._low

    @property
    def start(self) -> bytes:
        """The first bytes of the page, ASCII letters in lower case: most pages are judged by these alone."""
        if not self._start:
            self._start = self.body[:_START].lower()
        return self._start

    def _element(self, name: bytes) -> str:
        opened, end = _inside(self.start, name)
        if end < 0 and len(self.body) > _START:
            opened, end = _inside(self.low, name)
        if end < 0:
            return ""
        source = self.body[opened + 1 : end]
        if source.isascii():
            return plain(source.decode("ascii"))
        return plain(decode(source, self.content_type if "charset" in self.content_type else _charset(self.body)))


def _inside(low: bytes, name: bytes) -> tuple[int, int]:
    """Return where the first element of a name opens (its ``>``) and ends; ends at -1 where there is none whole."""
    size = len(name) + 1
    start = low.find(b"<" + name)
    while start >= 0 and low[start + size : start + size + 1] not in _TAG_ENDS:
        start = low.find(b"<" + name, start + 1)
    opened = low.find(b">", start) if start >= 0 else -1
    return opened, low.find(b"</" + name, opened, opened + 4000) if opened >= 0 else -1


def _shows_much(source: bytes) -> bool:
    """Tell whether a piece of HTML in lower case surely shows more text than a short page: no part of it is hidden.

    No loop in Python, for every page passes here.
    """
    if len(source) <= 2 * MAX_SHORT:
        return False
    parts = source.split(b"<")
    if not _HIDING.isdisjoint(map(_FIRST_THREE, parts)):
        return False
    # A tag is the "<", what follows up to the ">", and the ">".
    tags = sum(map(bytes.find, parts[1:], repeat(b">"))) + 2 * (len(parts) - 1)
    return len(source) - tags > 2 * MAX_SHORT


def _charset(body: bytes) -> str:
    """Return ``charset=…`` of a page's ``meta`` element, or an empty string."""
    named = _CHARSET.search(body[:2048])
    return f"charset={named[1].decode('ascii')}" if named else ""


def decode(body: bytes, content_type: str) -> str:
    """Decode a page by its header, its ``meta`` element, UTF-8, else Windows-1252."""
    named = _CHARSET.search(content_type.encode("ascii", "ignore"))
    if named is None and not body.isascii():
        named = _CHARSET.search(body[:2048])
    for charset in (named[1].decode("ascii") if named else "utf-8", "utf-8"):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeError):
            continue
    # A page cut inside a character is still UTF-8.
    text = body.decode("utf-8", "replace")
    return text if text.count("\ufffd") < 3 else body.decode("cp1252", "replace")


def plain(source: str) -> str:
    """Return the text of a piece of HTML, tags dropped and blanks collapsed."""
    if "<" in source:
        head, *parts = source.split("<")
        source = " ".join([head, *(part.partition(">")[2] for part in parts)])
    return " ".join(html.unescape(source).split())


def visible_text(source: str) -> str:
    """Return what a reader sees of a page, in linear time whatever its markup."""
    head, *parts = source.split("<")
    kept, skipping, depth = [head], "", 0
    for part in parts:
        tag, closed, rest = part.partition(">")
        low = tag.lower()
        name = _TAG_NAME.match(low, 1 if low.startswith("/") else 0)
        if not closed or name is None:
            if not skipping and not low.startswith(("!", "?")):
                kept.append(rest)
            continue
        if skipping:
            if name[0] == skipping:
                depth += -1 if low.startswith("/") else 1
                if depth == 0:
                    skipping = ""
                    kept.append(rest)
            continue
        if name[0] in _SKIPPED and not low.startswith("/") and not low.endswith("/"):
            skipping, depth = name[0], 1
            continue
        kept.append(rest)
    return " ".join(html.unescape(" ".join(kept)).split())
