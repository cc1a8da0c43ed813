"""Builds a Document out of what a parser meets: blocks, words, links, notes, in reading order.

Used for the formats whose text is made by the reader (HTML, DOCX, ODT). Blocks are parted by a blank line, list
items, rows and notes by a line end. The text comes out in NFC, with all offsets following.
"""

import unicodedata
from collections.abc import Sequence
from typing import Literal

from biblio.model import Block, Document, Heading, Link

Kind = Literal["paragraph", "item", "heading", "row", "note", "code"]

_CLOSE = frozenset({"item", "row"})  # set without a blank line between two of them


class Writer:
    """Collects one Document. ``write`` adds words to the open block; a block without words leaves no trace."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._blocks: list[Block] = []
        self._links: list[tuple[int, int, str]] = []
        self._emphasis: list[tuple[int, int]] = []
        self._invisible: list[tuple[int, int]] = []
        self._kind: Kind = "paragraph"
        self._level = 0
        self._prefix = ""
        self._start = 0
        self._last = ""  # the end of what was written into the open block
        self._last_kind = ""
        self._link: tuple[int, str] | None = None
        self._slanted: int | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the open block."""
        return self._kind

    @property
    def blank(self) -> bool:
        """Whether the open block has no words yet."""
        return not self._last

    @property
    def last(self) -> str:
        """The last character of the open block, or nothing."""
        return self._last

    @property
    def url(self) -> str:
        """The address that the words written now lead to, or nothing."""
        return self._link[1] if self._link else ""

    def block(self, kind: Kind = "paragraph", level: int = 0, prefix: str = "") -> None:
        """Close the open block and begin another; ``prefix`` (a bullet) is written before it but not part of it."""
        self.end()
        self._kind, self._level, self._prefix = kind, level, prefix

    def rename(self, kind: Kind, level: int = 0) -> None:
        """Make the open block one of another kind."""
        self._kind, self._level = kind, level

    def write(self, words: str) -> None:
        """Add words to the open block; space at its beginning is dropped."""
        if not self._last:
            words = words.lstrip()
            if not words:
                return
            self._separate()
        elif not words:
            return
        self._parts.append(words)
        self._size += len(words)
        self._last = words[-1]

    def _separate(self) -> None:
        if self._size:
            together = self._kind == "note" or (self._kind in _CLOSE and self._last_kind in (self._kind, "note"))
            self._add("\n" if together else "\n\n")
        self._add(self._prefix)
        self._start = self._size
        if self._link:
            self._link = (self._size, self._link[1])
        if self._slanted is not None:
            self._slanted = self._size

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def end(self) -> None:
        """Close the open block; what follows is a paragraph until `block` says otherwise."""
        if self._last:
            link, slanted = self._link, self._slanted is not None
            self.close_link()
            self.close_emphasis()
            while self._parts[-1] != (trimmed := self._parts[-1].rstrip()):
                self._size -= len(self._parts[-1]) - len(trimmed)
                self._parts[-1] = trimmed
                if not trimmed:
                    self._parts.pop()
            self._blocks.append(Block(start=self._start, end=self._size, kind=self._kind, level=self._level))
            self._last_kind, self._last = self._kind, ""
            if link:
                self.open_link(link[1])
            if slanted:
                self.open_emphasis()
        self._kind, self._level, self._prefix = "paragraph", 0, ""

    def open_link(self, url: str) -> None:
        """Let the words that follow lead to ``url``."""
        self.close_link()
        self._link = (self._size, url)

    def close_link(self) -> None:
        """End the open link, if any."""
        if self._link:
            start, url = self._link
            if self._size > start and self._last:
                self._links.append((start, self._size, url))
            self._link = None

    def open_emphasis(self) -> None:
        """Let the words that follow be in italics."""
        if self._slanted is None:
            self._slanted = self._size

    def close_emphasis(self) -> None:
        """End the italics, if any."""
        if self._slanted is not None and self._size > self._slanted and self._last:
            self._emphasis.append((self._slanted, self._size))
        self._slanted = None

    def invisible(self, markup: str) -> None:
        """Write something that is not for readers, as a paragraph of its own that is no block."""
        kind, level, prefix = self._kind, self._level, self._prefix
        self.end()
        self._add("\n\n" if self._size else "")
        self._invisible.append((self._size, self._size + len(markup)))
        self._add(markup)
        self._kind, self._level, self._prefix = kind, level, prefix

    def document(
        self, name: str, format: str, *, title: str = "", date: str = "", warnings: Sequence[str] = ()
    ) -> Document:
        """Return the Document of all that was written."""
        self.end()
        return make_document(
            "".join(self._parts),
            name,
            format,
            blocks=self._blocks,
            links=self._links,
            emphasis=self._emphasis,
            invisible=self._invisible,
            title=title,
            date=date,
            warnings=warnings,
        )


def make_document(
    text: str,
    name: str,
    format: str,
    *,
    blocks: Sequence[Block],
    links: Sequence[tuple[int, int, str]],
    emphasis: Sequence[tuple[int, int]] = (),
    invisible: Sequence[tuple[int, int]] = (),
    title: str = "",
    date: str = "",
    warnings: Sequence[str] = (),
) -> Document:
    """Return the Document with ``text`` in NFC and spaces at the ends of links and italics left out of them."""
    trimmed_links = [(*_trim(text, start, end), url) for start, end, url in links]
    trimmed_emphasis = [_trim(text, start, end) for start, end in emphasis]
    if not unicodedata.is_normalized("NFC", text):
        offsets = {offset for block in blocks for offset in (block.start, block.end)}
        offsets.update(offset for link in trimmed_links for offset in link[:2])
        offsets.update(offset for span in (*trimmed_emphasis, *invisible) for offset in span)
        text, at = _compose(text, offsets)
        blocks = [Block(start=at[b.start], end=at[b.end], kind=b.kind, level=b.level) for b in blocks]
        trimmed_links = [(at[start], at[end], url) for start, end, url in trimmed_links]
        trimmed_emphasis = [(at[start], at[end]) for start, end in trimmed_emphasis]
        invisible = [(at[start], at[end]) for start, end in invisible]
    return Document(
        name=name,
        text=text,
        format=format,
        headings=tuple(
            Heading(start=b.start, end=b.end, level=b.level, text=" ".join(text[b.start : b.end].split()))
            for b in blocks
            if b.kind == "heading"
        ),
        blocks=tuple(blocks),
        links=tuple(
            Link(start=start, end=end, url=url, hidden=not shows(text[start:end], url))
            for start, end, url in sorted(trimmed_links)
            if start < end
        ),
        emphasis=_joined(text, trimmed_emphasis),
        invisible=tuple(sorted(invisible)),
        title=title,
        date=date,
        warnings=tuple(warnings),
    )


def shows(words: str, url: str) -> bool:
    """Tell whether ``words`` write out the address they lead to."""
    said = words.strip(" \t\n<>()[].,;")
    return said == url or _bare(said) == _bare(url)


def _bare(url: str) -> str:
    for scheme in ("https://", "http://", "mailto:"):
        url = url.removeprefix(scheme)
    return unicodedata.normalize("NFC", url.rstrip("/"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), max(start, start + len(words.rstrip()))


def _joined(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join italics that only a space parts: word processors cut runs at every correction."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start >= joined[-1][1] and text[joined[-1][1] : start] in ("", " "):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _compose(text: str, offsets: set[int]) -> tuple[str, dict[int, int]]:
    """Return ``text`` in NFC, and where each of ``offsets`` has gone.

    An offset between a letter and its mark moves after the mark.
    """
    parts: list[str] = []
    at: dict[int, int] = {}
    done = size = 0
    for offset in sorted(offsets | {len(text)}):
        cut = max(offset, done)
        while 0 < cut < len(text) and unicodedata.combining(text[cut]) and not text[cut - 1].isspace():
            cut += 1
        part = unicodedata.normalize("NFC", text[done:cut])
        parts.append(part)
        size += len(part)
        done = cut
        at[offset] = size
    return "".join(parts), at
