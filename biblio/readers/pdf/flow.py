"""Lines to paragraphs, items, headings, table rows and notes, with what was broken over lines put together again."""

import re
from collections import Counter
from itertools import pairwise

from biblio.readers.pdf.joining import fits, join, link_goes_on
from biblio.readers.pdf.layout import Line, body_size
from biblio.readers.pdf.notes import MARK, part_notes, unique
from biblio.readers.pdf.runs import Run, Span
from biblio.readers.pdf.tables import Row
from biblio.readers.writer import Kind, Writer

_BULLET = re.compile(r"([•◦▪■□●○‣⁃➢➔❖✓\uf0b7\uf0a7\uf0d8\uf076\uf02d])\s*")
_DASH = re.compile(r"([-–—→*])\s+|(\[?\d{1,3}[.)\]])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"]\s*$")
_LARGER = 1.12  # of the body: the size of headings
_LONGEST_HEADING = 250
_SPACE = 0.17  # em, the least white between two words
_MOST_HEADINGS = 0.25  # of all lines: beyond that the large font is the text
_LEADING = 1.2  # em, where a document has too few lines to measure it


class Flow:
    """Writes the lines of a document as blocks into ``writer``."""

    def __init__(self, lines: list[Line]) -> None:
        self.writer = Writer()
        self._body = body_size(lines)
        self._lines, self._notes = part_notes(lines, self._body)
        self._by_number = unique(self._notes)
        self._words = Counter(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text))
        self._leading = self._measure_leading()
        self._levels = self._heading_sizes()
        self._indents: list[float] = []  # of the open items
        self._called: set[int] = set()
        self._pending: list[tuple[int, list[Line]]] = []
        self._count = 0

    def write(self) -> None:
        """Write all blocks."""
        paragraph: list[Line] = []
        page = 0
        for line in self._lines:
            if paragraph and self._parts(paragraph, line):
                self._write_block(paragraph)
                paragraph = []
                self._write_uncalled(page, line.page)
                page = line.page
            paragraph.append(line)
        if paragraph:
            self._write_block(paragraph)
        self._write_uncalled(page, page + 1_000_000)
        self.writer.end()

    def _measure_leading(self) -> float:
        """Return the usual distance of base lines, in em."""
        distances: Counter[float] = Counter()
        for above, below in pairwise(self._lines):
            if above.column == below.column and abs(above.size - below.size) < 0.2:
                distance = (above.y - below.y) / (above.size or 1)
                if 0.9 < distance < 2.2:
                    distances[round(distance, 2)] += 1
        return distances.most_common(1)[0][0] if distances else _LEADING

    def _heading_sizes(self) -> dict[float, int]:
        """Return the sizes of headings, with their levels; none where the file tags its headings itself."""
        if any(line.tag and line.tag.heading for line in self._lines):
            return {}
        sizes: Counter[float] = Counter()
        for line in self._lines:
            if line.size > _LARGER * self._body and len(line.text) <= _LONGEST_HEADING:
                sizes[_rounded(line.size)] += 1
        if not sizes or sum(sizes.values()) > _MOST_HEADINGS * len(self._lines):
            return {}
        return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1) if level <= 6}

    def _level(self, line: Line) -> int:
        if line.tag and line.tag.heading:
            return line.tag.heading
        return self._levels.get(_rounded(line.size), 0) if line.size > _LARGER * self._body else 0

    def _parts(self, paragraph: list[Line], line: Line) -> bool:
        """Tell whether a new block begins with ``line``."""
        above = paragraph[-1]
        if line.row or above.row:
            return True
        if above.tag and line.tag:
            same_page = above.page == line.page
            if same_page or (above.tag.heading, above.tag.item) != (line.tag.heading, line.tag.item):
                return above.tag is not line.tag
        if self._level(above) != self._level(line) or abs(above.size - line.size) > 0.08 * max(above.size, line.size):
            return True
        same_column = above.column == line.column
        if same_column and above.y - line.y > (self._leading + 0.35) * line.size:
            return True
        if _marker(line)[0] and self._begins_item(paragraph, line):
            return True
        if not self._level(line) and fits([each.runs for each in paragraph], line.runs[0], above.right):
            return True
        return self._indented(paragraph, line) if same_column else _moved(paragraph, line)

    def _begins_item(self, paragraph: list[Line], line: Line) -> bool:
        """Tell whether a line with a marker is an item: a bullet always, others among items or after a short line."""
        if _marker(line)[1]:
            return True
        first = paragraph[0]
        if _marker(first)[0]:
            return abs(line.x0 - line.left - (first.x0 - first.left)) < line.size or line.x0 > first.x0
        return fits([each.runs for each in paragraph], line.runs[0], paragraph[-1].right)

    def _indented(self, paragraph: list[Line], line: Line) -> bool:
        """Tell a first line by its indent, or an entry of a bibliography by its hanging."""
        above = paragraph[-1]
        step = line.x0 - above.x0
        if _marker(paragraph[0])[0]:
            return step < -0.8 * line.size and line.x0 < paragraph[0].x0 - 0.4 * line.size
        if len(paragraph) < 2:
            return False
        if step > 0.8 * line.size:
            return _SENTENCE_END.search(above.text) is not None
        return step < -0.8 * line.size

    def _write_block(self, lines: list[Line]) -> None:
        writer = self.writer
        marker, glyph = _marker(lines[0])
        if lines[0].row:
            writer.block("row")
            self._write_row(lines[0], lines[0].row)
        else:
            level = self._level(lines[0])
            tagged = lines[0].tag.item if lines[0].tag else 0
            kind: Kind = "heading" if level else "item" if marker or tagged else "paragraph"
            if kind == "item":
                level = self._nest(lines[0]) if marker else tagged
                bullet = "-" if glyph or not marker else marker.strip()
                writer.block(kind, level, "  " * (level - 1) + bullet + " ")
            else:
                self._indents = []
                writer.block(kind, level)
            runs = [line.runs for line in lines]
            self._write_lines(runs, len(marker) if kind == "item" else 0, lines)
        writer.end()
        writer.close_link()
        for number, note in self._pending:
            self._write_note(number, note)
        self._pending = []

    def _nest(self, line: Line) -> int:
        """Return the level of an item, by its indent among those that are open."""
        indent = line.x0 - line.left
        while self._indents and self._indents[-1] > indent - 0.8 * line.size:
            self._indents.pop()
        self._indents.append(indent)
        return len(self._indents)

    def _write_row(self, line: Line, cells: Row) -> None:
        for index, cell in enumerate(cells):
            if index:
                self.writer.write("\t")
            following = cells[index + 1] if index + 1 < len(cells) else []
            right = min((runs[0].x0 for runs in following), default=line.right)
            self._write_lines(cell, 0, [line], right)
            self.writer.close_link()

    def _write_note(self, number: int, lines: list[Line]) -> None:
        match = MARK.match(lines[0].text)
        self.writer.block("note", 0, f"[^{number}]: ")
        self._write_lines([line.runs for line in lines], match.end() if match else 0, lines)
        self.writer.end()
        self.writer.close_link()

    def _write_uncalled(self, first: int, after: int) -> None:
        """Write the notes of the pages before ``after`` whose marks were not found in the text."""
        for page in sorted(page for page in self._notes if first <= page < after):
            for lines in self._notes[page].values():
                if id(lines) not in self._called:
                    self._called.add(id(lines))
                    self.writer.block("note")
                    self._write_lines([line.runs for line in lines], 0, lines)
                    self.writer.end()
                    self.writer.close_link()

    def _write_lines(self, lines: list[list[Run]], skip: int, where: list[Line], right: float = 0.0) -> None:
        """Write the runs of lines one after the other, joining what the line ends have broken."""
        out = self.writer
        tail = ""
        flat = [(run, index) for index, runs in enumerate(lines) for run in runs]
        for position, (run, index) in enumerate(flat):
            text = run.text + ("-" if run.hyphen else "")
            end = len(text)
            start = min(skip, end)
            skip = max(0, skip - end - 1)
            if run.raised and self._call(run, where[min(index, len(where) - 1)]):
                out.close_link()
                text = f"[^{self._count}]"
                run = Run(text, run.x0, run.x1, run.y, run.size, run.order)
                start, end = 0, len(text)
            glue = ""
            if position + 1 < len(flat):
                following, next_index = flat[position + 1]
                if next_index == index:
                    apart = following.x0 - run.x1 > _SPACE * max(run.size, following.size)
                    glue = " " if apart and not following.raised and following.text[0] not in ",.)]" else ""
                else:
                    edge = right or where[index].right
                    cut, glue = join(tail, run, following, edge, self._words)
                    end -= cut
            _write_run(out, text, run.spans, start, end, len(run.text))
            if glue and not link_goes_on(run, flat[position + 1][0]):
                out.close_link()
            out.write(glue)
            words = text[start:end] + glue
            tail = words.rsplit(" ", 1)[-1] if " " in words else tail + words

    def _call(self, run: Run, line: Line) -> bool:
        """Take a raised number for the mark of a note, if there is such a note."""
        number = int(run.text) if run.text.isdecimal() else 0
        lines = self._notes.get(line.page, {}).get(number) or self._by_number.get(number)
        if not lines or id(lines) in self._called:
            return False
        self._called.add(id(lines))
        self._count += 1
        self._pending.append((self._count, lines))
        return True


def _moved(paragraph: list[Line], line: Line) -> bool:
    """Tell whether the next column begins at another indent than the paragraph at the end of the last one."""
    last = paragraph[-1]
    inner = last.runs[1] if len(paragraph) == 1 and _marker(last)[0] and len(last.runs) > 1 else last.runs[0]
    return abs((line.x0 - line.left) - (inner.x0 - last.left)) > 2 * line.size


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _marker(line: Line) -> tuple[str, bool]:
    """Return the bullet, dash or number that a line begins with, and whether it is a bullet beyond doubt."""
    text = line.text
    if match := _BULLET.match(text):
        return match[0], True
    if match := _DASH.match(text):
        return match[0], match[1] is not None and match[1] in "→"
    return "", False


def _write_run(out: Writer, text: str, spans: list[Span], start: int, end: int, length: int) -> None:
    """Write ``text[start:end]`` with its links and italics; a link that reaches the end stays open."""
    cuts = sorted({start, end, *(p for s in spans for p in (s.start, s.end) if start < p < min(end, length))})
    for begin, stop in pairwise(cuts):
        url = next((s.url for s in spans if s.url and s.start <= begin < s.end), "")
        slanted = any(not s.url and s.start <= begin < s.end for s in spans)
        _lead_to(out, url)
        if slanted:
            out.open_emphasis()
        out.write(text[begin:stop])
        if slanted:
            out.close_emphasis()


def _lead_to(out: Writer, url: str) -> None:
    if not url:
        out.close_link()
    elif out.url != url:
        out.open_link(url)
