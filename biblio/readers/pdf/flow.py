"""Lines to paragraphs, items, headings, table rows and notes, with what was broken over lines put together again."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from urllib.parse import unquote

from biblio.readers.pdf.layout import Line, body_size
from biblio.readers.pdf.runs import Run, Span
from biblio.readers.writer import Kind, Writer

_BULLET = re.compile(r"([•◦▪■□●○‣⁃➢➔❖✓\uf0b7\uf0a7\uf0d8\uf076\uf02d])\s*")
_DASH = re.compile(r"([-–—→*])\s+|(\[?\d{1,3}[.)\]])\s+(?=\S)")
_NOTE = re.compile(r"[\[(]?(\d{1,3})[\])]?\.?\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"]\s*$")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.|(?:dx\.)?doi\.org/|doi:\s?10\.|10\.\d{4,9}/)\S*$", re.IGNORECASE)
_ADDRESS_PART = re.compile(r"[/_=&?%#~@+]|\d|\w[-.:]\w")
_ADDRESS_START = re.compile(r"(?:https?:|ftp:|www\.)", re.IGNORECASE)
_NO_END = "-=&?_%#~+@:\u2010\u00ad"  # signs that end no address, so that it must go on
_PIECE = re.compile(r"[^/\-?]*+[/\-?]?")  # where a line may break in an address
_SUFFIXES = frozenset({"html", "htm", "pdf", "php", "asp", "aspx", "fr", "org", "com"})
_HYPHENS = "-\u2010\u00ad"
_INSERTED = "\u2010\u00ad"  # no address has these: who set the page put them there
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# what French sets with a hyphen after a verb or pronoun: it stays when the line breaks there
_ENCLITICS = frozenset({"ce", "ci", "la", "là", "le", "les", "je", "tu", "il", "elle", "on", "nous", "vous", "ils"})
_ENCLITICS |= {"elles", "moi", "toi", "lui", "leur", "y", "en", "même", "mêmes", "être", "dire", "t"}
_SMALLER = 0.93  # of the body: the size of notes
_LARGER = 1.12  # of the body: the size of headings
_LONGEST_HEADING = 250
_LONGEST_WORD = 12  # lines that an address may run over
_MOST_HEADINGS = 0.25  # of all lines: beyond that the large font is the text
_LEADING = 1.2  # em, where a document has too few lines to measure it


class Flow:
    """Writes the lines of a document as blocks into ``writer``."""

    def __init__(self, lines: list[Line]) -> None:
        self.writer = Writer()
        self._body = body_size(lines)
        self._lines, self._notes = _part_notes(lines, self._body)
        self._by_number = _unique(self._notes)
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
        """Return the sizes of headings, with their levels."""
        sizes: Counter[float] = Counter()
        for line in self._lines:
            if line.size > _LARGER * self._body and len(line.text) <= _LONGEST_HEADING:
                sizes[_rounded(line.size)] += 1
        if not sizes or sum(sizes.values()) > _MOST_HEADINGS * len(self._lines):
            return {}
        return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1) if level <= 6}

    def _level(self, line: Line) -> int:
        return self._levels.get(_rounded(line.size), 0) if line.size > _LARGER * self._body else 0

    def _parts(self, paragraph: list[Line], line: Line) -> bool:
        """Tell whether a new block begins with ``line``."""
        above = paragraph[-1]
        if self._level(above) != self._level(line) or abs(above.size - line.size) > 0.08 * max(above.size, line.size):
            return True
        if len(line.cells) > 1 or any(len(each.cells) > 1 for each in paragraph):
            return not self._continues_row(paragraph, line)
        same_column = above.column == line.column
        if same_column and above.y - line.y > (self._leading + 0.35) * line.size:
            return True
        if _marker(line)[0] and self._begins_item(paragraph, line):
            return True
        if not self._level(line) and _fits([each.runs for each in paragraph], line.runs[0], above.right):
            return True
        return self._indented(paragraph, line) if same_column else False

    def _begins_item(self, paragraph: list[Line], line: Line) -> bool:
        """Tell whether a line with a marker is an item: a bullet always, others among items or after a short line."""
        if _marker(line)[1]:
            return True
        first = paragraph[0]
        if _marker(first)[0]:
            return abs(line.x0 - line.left - (first.x0 - first.left)) < line.size or line.x0 > first.x0
        return _fits([each.runs for each in paragraph], line.runs[0], paragraph[-1].right)

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

    def _continues_row(self, row: list[Line], line: Line) -> bool:
        """Tell whether a line goes on with the cells of a row: each goes on with one that was full."""
        above = row[-1]
        if above.column != line.column or above.y - line.y > (self._leading + 0.35) * line.size:
            return False
        columns = row[0].cells
        for cell in line.cells:
            index = _column_of(cell, columns)
            if abs(columns[index][0].x0 - cell[0].x0) > cell[0].size:
                return False
            over = [other for each in row for other in each.cells if _column_of(other, columns) == index]
            edge = columns[index + 1][0].x0 - 0.5 * cell[0].size if index + 1 < len(columns) else above.right
            if _fits(over, cell[0], edge):
                return False
        return True

    def _write_block(self, lines: list[Line]) -> None:
        writer = self.writer
        marker, glyph = _marker(lines[0])
        if any(len(line.cells) > 1 for line in lines):
            writer.block("row")
            self._write_row(lines)
        else:
            level = self._level(lines[0])
            kind: Kind = "heading" if level else "item" if marker else "paragraph"
            if kind == "item":
                level = self._nest(lines[0])
                writer.block(kind, level, "  " * (level - 1) + ("- " if glyph else f"{marker.strip()} "))
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

    def _write_row(self, lines: list[Line]) -> None:
        columns: list[list[list[Run]]] = [[cell] for cell in lines[0].cells]
        for line in lines[1:]:
            for cell in line.cells:
                columns[_column_of(cell, lines[0].cells)].append(cell)
        for index, cells in enumerate(columns):
            if index:
                self.writer.write("\t")
            right = columns[index + 1][0][0].x0 if index + 1 < len(columns) else lines[0].right
            self._write_lines(cells, 0, lines, right)
            self.writer.close_link()

    def _write_note(self, number: int, lines: list[Line]) -> None:
        match = _NOTE.match(lines[0].text)
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
                    glue = " " if following.x0 - run.x1 > 0.12 * run.size and not following.raised else ""
                else:
                    edge = right or where[index].right
                    cut, glue = self._join(tail, run, following, edge)
                    end -= cut
            _write_run(out, text, run.spans, start, end, len(run.text))
            if glue and not _goes_on(run, flat[position + 1][0]):
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

    def _join(self, tail: str, run: Run, following: Run, right: float) -> tuple[int, str]:
        """Return how many characters to cut off the end of a line, and what to set between it and the next."""
        text = run.text + ("-" if run.hyphen else "")
        word = text.rsplit(" ", 1)[-1] if " " in text else tail + text
        head = following.text.split(" ", 1)[0]
        hyphenated = text[-1] in _HYPHENS
        url = _shared_url(run, following)
        if url and (joined := _as_in(url, word, head, hyphenated)) is not None:
            return (1, "") if joined else (0, "")
        if _address_goes_on(word, following, right - run.x1):
            return (1 if text[-1] in _INSERTED else 0), ""
        if not hyphenated:
            return 0, " "
        return (1, "") if self._is_hyphenation(word[:-1], head) else (0, "")

    def _is_hyphenation(self, before: str, after: str) -> bool:
        """Tell a hyphen that a line end has put into a word from one that belongs to it."""
        left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if not left or not right or right[0][0].isupper() or right[0].lower() in _ENCLITICS:
            return False
        whole, compound = left[0] + right[0], f"{left[0]}-{right[0]}"
        if self._words[whole] != self._words[compound]:
            return self._words[whole] > self._words[compound]
        return not (self._words[left[0]] and self._words[right[0]] > 1)


def _column_of(cell: list[Run], columns: list[list[Run]]) -> int:
    """Return which column of a table a cell stands in: the one that begins nearest to it."""
    return min(range(len(columns)), key=lambda index: abs(columns[index][0].x0 - cell[0].x0))


def _last_word(lines: list[list[Run]]) -> str:
    """Return the last word of lines, with what stands of it in the lines before."""
    word = ""
    for runs in reversed(lines[-_LONGEST_WORD:]):
        text = " ".join(run.text for run in runs) + ("-" if runs[-1].hyphen else "")
        last = text.rsplit(" ", 1)[-1]
        word = last + word
        if last != text:
            break
    return word


def _fits(lines: list[list[Run]], following: Run, right: float) -> bool:
    """Tell whether the word that begins a line would have fitted at the end of the line before: the break was meant.

    An address and a hyphenated word are no whole words: they go on wherever they can.
    """
    tail = _last_word(lines)
    room = right - lines[-1][-1].x1
    if _address_goes_on(tail, following, room):
        return False
    if tail[-1] in _HYPHENS:
        word = following.text.split(" ", 1)[0]
        return room > following.head * (len(word.split("-", 1)[0]) + 1) / len(word) + following.size
    return following.head + 0.4 * following.size < room


def _address_goes_on(word: str, following: Run, room: float) -> bool:
    """Tell whether an address that ends a line, with ``room`` points to spare, goes on in the next one."""
    if not _ADDRESS.search(word):
        return False
    head, _, rest = following.text.partition(" ")
    plain = head.rstrip(".,;:)]»”\"'")
    if not plain or word[-1] in ",;)»" or _ADDRESS_START.match(plain):
        return False
    alike = _ADDRESS_PART.search(plain) is not None
    if word[-1] in _NO_END or word.endswith("://"):
        return plain[0].isalnum() or plain[0] in "/?#&=%_~-."
    if word[-1] == "/":
        piece = _PIECE.match(plain)
        share = len(piece[0]) / len(head) if piece else 0
        return room < share * following.head and (alike or not rest)
    if word[-1] == ".":
        return (not plain[0].isupper() and alike) or plain in _SUFFIXES
    return plain[0] in "/?#&=%_~" or (room < 1.6 * following.advance and (alike or not rest))


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


def _part_notes(lines: list[Line], body: float) -> tuple[list[Line], dict[int, dict[int, list[Line]]]]:
    """Take the footnotes out: lines in small print at the foot of a column, from the first that has a number on."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    notes: dict[int, dict[int, list[Line]]] = defaultdict(dict)
    taken: set[int] = set()
    for column in columns.values():
        number = 0
        foot = column[_foot(column, body) :]
        raised = bool(foot) and foot[0].runs[0].raised
        for line in foot:
            match = _NOTE.match(line.text)
            if match and line.runs[0].raised >= raised and (not number or int(match[1]) == number + 1):
                number = int(match[1])
                notes[line.page][number] = []
            if number:
                notes[line.page][number].append(line)
                taken.add(id(line))
    return [line for line in lines if id(line) not in taken], notes


def _foot(column: list[Line], body: float) -> int:
    """Return where the notes of a column begin: at a raised number that was called above, or with small print."""
    called: set[str] = set()
    for index, line in enumerate(column):
        first, *others = line.runs
        if first.raised and first.text in called:
            return index
        called.update(run.text for run in others if run.raised)
    foot = len(column)
    while foot and column[foot - 1].size < _SMALLER * body:
        foot -= 1
    return foot


def _unique(notes: dict[int, dict[int, list[Line]]]) -> dict[int, list[Line]]:
    """Return the notes whose number only one page has: notes at the end of a text are called from other pages."""
    found: dict[int, list[list[Line]]] = defaultdict(list)
    for page in notes.values():
        for number, lines in page.items():
            found[number].append(lines)
    return {number: lines[0] for number, lines in found.items() if len(lines) == 1}


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


def _ends_with(run: Run) -> str:
    return next((span.url for span in run.spans if span.url and span.end >= len(run.text)), "")


def _goes_on(run: Run, following: Run) -> bool:
    """Tell whether a link goes on from one run to the next."""
    url = _ends_with(run)
    return bool(url) and any(span.url == url and span.start == 0 for span in following.spans)


def _shared_url(run: Run, following: Run) -> str:
    return _ends_with(run) if _goes_on(run, following) else ""


def _as_in(url: str, word: str, head: str, hyphenated: bool) -> bool | None:
    """Say how the two ends of a broken address stand in the link's target: True without hyphen, False as they are.

    None where they are no part of it.
    """
    head = head.rstrip(".,;:)]»”\"'>")
    word = word.lstrip("<([«“\"'")
    targets = (url, unquote(url))
    if any(word + head in target for target in targets):
        return False
    if hyphenated and any(word[:-1] + head in target for target in targets):
        return True
    return None
