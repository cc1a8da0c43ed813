"""Characters of a PDF page to runs: pieces of a line with place, size, links and italics."""

import ctypes
import re
from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from biblio.readers.pdf.areas import Area, read_areas
from biblio.readers.pdf.tags import Tag, read_tags

# PDFium marks a hyphen that it found at the end of a line, and then writes no line end
_HYPHENS = "\x02\ufffe"
_PIECE = re.compile(rf"[^\r\n{_HYPHENS}]+[{_HYPHENS}]?|[{_HYPHENS}]")
_BREAKABLE = re.compile(r"[ \u00a0]+(?=\S)")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\S+")
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"
}  # fmt: skip
# control characters, and the arrow with which a note of a web page leads back
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u21a9\ufe0e\ufffe\uffff"
_JUNK = re.compile(f"[{_CONTROLS}]")
_EDGE = re.compile(rf"[\s{_CONTROLS}]*+")
_NARROW_GAP = 0.8  # em: the least white between cells
_WIDE_GAP = 1.5  # em: more than a justified line stretches its spaces
RAISED = 0.85  # a number this much smaller than what stands before it is the mark of a note
_LONGEST_MARK = 3  # digits of the number of a note
_UPRIGHT = 0.1  # radians


@dataclass(slots=True)
class Span:
    """Characters ``start:end`` of a run that lead to ``url``; without one they are in italics."""

    start: int
    end: int
    url: str = ""


@dataclass(slots=True)
class Run:
    """A piece of a line. Lengths are in points, ``y`` is the base line and grows upwards, ``size`` that of the font.

    ``hyphen`` tells that PDFium found a hyphen at its end, ``raised`` a small number as marks of notes are,
    ``tag`` the block that the file itself puts it into.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int
    head: float = 0.0  # the width of its first word
    hyphen: bool = False
    raised: bool = False
    tag: Tag | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def advance(self) -> float:
        """The mean width of a character."""
        return (self.x1 - self.x0) / max(1, len(self.text))


@dataclass(slots=True)
class PageRuns:
    """The runs of one page, in the order in which the file draws them."""

    runs: list[Run]
    width: float
    height: float


def read_page(pdf: pdfium.PdfDocument, number: int) -> PageRuns:
    """Return what stands on a page; may raise `pypdfium2.PdfiumError`."""
    page = pdf[number]
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            reader = _Reader(text.raw, read_areas(pdf.raw, page.raw), read_tags(page.raw))
            return PageRuns(reader.read(), width, height)
        finally:
            text.close()
    finally:
        page.close()


class _Reader:
    """Reads the characters of one page."""

    def __init__(self, text: Any, areas: list[Area], tags: dict[int, Tag]) -> None:
        self._text = text
        self._areas = areas
        self._tags = tags
        self._left, self._right, self._bottom, self._top = (ctypes.c_double() for _ in range(4))
        self._matrix = raw.FS_MATRIX()
        self._slanted: dict[int, bool] = {}  # by text object
        self._characters = self._read_characters()

    def _read_characters(self) -> str:
        """Return the characters of the page, index by index as PDFium counts them."""
        count = max(0, raw.FPDFText_CountChars(self._text))
        buffer = (ctypes.c_ushort * (count + 1))()
        if raw.FPDFText_GetText(self._text, 0, count, buffer) == count + 1:
            return bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass") if count else ""
        return "".join(chr(raw.FPDFText_GetUnicode(self._text, index) or 0xFFFD) for index in range(count))

    def read(self) -> list[Run]:
        """Return the runs of the page."""
        runs: list[Run] = []
        for piece in _PIECE.finditer(self._characters):
            start, end = piece.span()
            hyphen = self._characters[end - 1] in _HYPHENS
            end -= hyphen
            for first, last, raised in self._parts(start, end):
                if run := self._run(first, last, len(runs)):
                    run.raised = raised
                    run.hyphen = hyphen and last == end
                    runs.append(run)
        return runs

    def _parts(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """Cut a line at wide gaps, and around small raised numbers."""
        gaps = [(space.start(), space.end()) for space in _BREAKABLE.finditer(self._characters, start, end)]
        gaps = [gap for gap in gaps if gap[0] > start]
        widths = [self._gap(before - 1, after) for before, after in gaps]
        parts: list[tuple[int, int, bool]] = []
        begin = start
        usual = min(widths, default=0.0)
        if usual > _NARROW_GAP * self._size(start) and all(self._thing(a - 1) != self._thing(b) for a, b in gaps):
            usual = 0.0  # words that are all far apart and drawn apart: none of these distances is that of two words
        for (before, after), width in zip(gaps, widths, strict=True):
            if self._is_wide(before, after, width, usual):
                parts += self._around_marks(begin, before)
                begin = after
        return [*parts, *self._around_marks(begin, end)]

    def _is_wide(self, space: int, after: int, width: float, usual: float) -> bool:
        """Tell white between two cells from a space between two words, which a justified line may have stretched.

        A space that is no character but a mere distance (PDFium calls it generated) is sooner one between cells, and
        what was drawn as one thing is sooner one line.
        """
        em = self._size(space - 1)
        if width < _NARROW_GAP * em or width < 2 * usual:
            return False
        if raw.FPDFText_IsGenerated(self._text, space) and self._thing(space - 1) != self._thing(after):
            return True
        return width > _WIDE_GAP * em and usual > 0 and width > 3 * usual

    def _thing(self, index: int) -> int:
        """Return which text object of the page a character belongs to."""
        thing = raw.FPDFText_GetTextObject(self._text, index)
        return (ctypes.cast(thing, ctypes.c_void_p).value or 0) if thing else 0

    def _around_marks(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """Cut out small raised numbers, also those that follow another number."""
        parts: list[tuple[int, int, bool]] = []
        begin = start
        for digits in _DIGITS.finditer(self._characters, start, end):
            first, last = self._mark(*digits.span(), start, end)
            if first < last:
                parts += [(begin, first, False)] if first > begin else []
                parts.append((first, last, True))
                begin = last
        return [*parts, (begin, end, False)] if begin < end else parts

    def _mark(self, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        """Return what is small among the digits ``first:last`` of a line ``start:end``: nothing, or one to three."""
        mark = last
        if last - first > 1 and self._size(last - 1) < RAISED * self._size(first):
            while self._size(mark - 1) < RAISED * self._size(first):
                mark -= 1
        elif last - first <= _LONGEST_MARK:
            beside = first - 1 if first > start else last
            # PDFium gives its own spaces no true size
            while start < beside < first and self._characters[beside].isspace():
                beside -= 1
            if beside < end and self._size(first) < RAISED * self._size(beside):
                mark = first
        return (mark, last) if last - mark <= _LONGEST_MARK else (last, last)

    def _box(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetCharBox(self._text, index, self._left, self._right, self._bottom, self._top)
        return self._left.value, self._right.value

    def _gap(self, before: int, after: int) -> float:
        """Return the width of the white between two characters of a line."""
        return self._box(after)[0] - self._box(before)[1]

    def _size(self, index: int) -> float:
        size = raw.FPDFText_GetFontSize(self._text, index)
        raw.FPDFText_GetMatrix(self._text, index, self._matrix)
        return float(size * hypot(self._matrix.c, self._matrix.d) or size)

    def _run(self, start: int, end: int, order: int) -> Run | None:
        start, end = self._inner(start, end)
        if start >= end or abs(raw.FPDFText_GetCharAngle(self._text, start)) > _UPRIGHT:
            return None
        stripped = self._characters[start:end]
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._text, start, x, y)
        left, right = self._box(start)[0], self._box(end - 1)[1]
        run = Run(stripped, min(left, right), max(left, right), y.value, self._size(start), order)
        run.head = self._box(start + len(stripped.split(None, 1)[0]) - 1)[1] - left
        run.tag = self._tag(start)
        run.spans = [*self._link_spans(run, start, end), *self._italic_spans(start, end)]
        return _tidy(run)

    def _inner(self, start: int, end: int) -> tuple[int, int]:
        """Leave out the spaces and control characters at both ends."""
        blank = _EDGE.match(self._characters, start, end)
        start = blank.end() if blank else start
        while end > start and _EDGE.fullmatch(self._characters, end - 1, end):
            end -= 1
        return start, end

    def _tag(self, index: int) -> Tag | None:
        thing = raw.FPDFText_GetTextObject(self._text, index) if self._tags else None
        return self._tags.get(raw.FPDFPageObj_GetMarkedContentID(thing)) if thing else None

    def _link_spans(self, run: Run, start: int, end: int) -> list[Span]:
        spans = []
        middle = run.y + run.size * 0.25
        for area in self._areas:
            if area.bottom <= middle <= area.top and area.left < run.x1 and run.x0 < area.right:
                inside = [i for i in range(start, end) if area.left <= sum(self._box(i)) / 2 <= area.right]
                if inside:
                    spans.append(Span(inside[0] - start, inside[-1] + 1 - start, area.url))
        return spans

    def _italic_spans(self, start: int, end: int) -> list[Span]:
        spans: list[Span] = []
        for word in _WORD.finditer(self._characters, start, end):
            if self._is_slanted(word.start()):
                if spans and not self._characters[start + spans[-1].end : word.start()].strip():
                    spans[-1].end = word.end() - start
                else:
                    spans.append(Span(word.start() - start, word.end() - start))
        for span in spans:  # the comma after a title is seldom part of it
            while span.end - span.start > 1 and not self._is_slanted(start + span.end - 1):
                span.end -= 1
        return spans

    def _is_slanted(self, index: int) -> bool:
        thing = raw.FPDFText_GetTextObject(self._text, index)
        if not thing:
            return False
        address = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if address not in self._slanted:
            font = raw.FPDFTextObj_GetFont(thing)
            angle = ctypes.c_int(0)
            raw.FPDFFont_GetItalicAngle(font, angle)
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.lower()
            self._slanted[address] = angle.value != 0 or b"italic" in name or b"oblique" in name
        return self._slanted[address]


def _tidy(run: Run) -> Run:
    """Undo ligatures and surrogate pairs, drop control characters; spans follow."""
    text = run.text
    if text.isascii() and not _JUNK.search(text):
        return run
    pieces = []
    for index, character in enumerate(text):
        if "\ud800" <= character <= "\udbff" and index + 1 < len(text) and "\udc00" <= text[index + 1] <= "\udfff":
            pieces.append((character + text[index + 1]).encode("utf-16", "surrogatepass").decode("utf-16"))
        elif "\udc00" <= character <= "\udfff" and index and "\ud800" <= text[index - 1] <= "\udbff":
            pieces.append("")  # the second half of a pair
        elif "\ud800" <= character <= "\udfff":
            pieces.append("\ufffd")
        elif _JUNK.match(character):
            pieces.append("")
        else:
            pieces.append(_LIGATURES.get(character, character))
    run.text = "".join(pieces)
    if len(run.text) != len(text) or run.text != text:
        at = [0]
        for piece in pieces:
            at.append(at[-1] + len(piece))
        for span in run.spans:
            span.start, span.end = at[span.start], at[span.end]
    return run
