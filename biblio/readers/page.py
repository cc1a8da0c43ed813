"""What DOCX and ODT have in common: paragraphs, list items, cells and notes on their way to a `Writer`."""

from biblio.readers.writer import Kind, Writer


class Passage:
    """Words kept for later, with their links and italics: what a note says, until the place where it is to stand."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, str]] = []

    def write(self, words: str) -> None:
        """Keep words."""
        self._calls.append(("write", words))

    def open_link(self, url: str) -> None:
        """Keep the start of a link."""
        self._calls.append(("open_link", url))

    def close_link(self) -> None:
        """Keep the end of a link."""
        self._calls.append(("close_link", ""))

    def open_emphasis(self) -> None:
        """Keep the start of italics."""
        self._calls.append(("open_emphasis", ""))

    def close_emphasis(self) -> None:
        """Keep the end of italics."""
        self._calls.append(("close_emphasis", ""))

    def play(self, writer: Writer) -> None:
        """Write all of it into the open block of ``writer``."""
        for name, argument in self._calls:
            method = getattr(writer, name)
            method(argument) if argument else method()


class Page:
    """What office documents have in common: paragraphs, list items, cells and notes, written to one `Writer`.

    ``out`` is where words go: the writer, or the note that is being read.
    """

    def __init__(self) -> None:
        self.writer = Writer()
        self.out: Writer | Passage = self.writer
        self._cells: list[int] = []  # cells met in each open row
        self._notes: list[tuple[int, Passage]] = []  # called, but not yet written
        self._called = 0

    def paragraph(self, kind: Kind = "paragraph", level: int = 0, label: str = "") -> None:
        """Begin a paragraph, list item or heading; in a cell, paragraphs are lines of the row."""
        writer = self.writer
        if self.out is not writer:
            self.out.write("\n")
        elif kind == "paragraph" and self._cells and writer.kind == "row":
            if not writer.blank and writer.last != "\t":
                writer.write("\n")
        else:
            prefix = "  " * (level - 1) + (label or "-") + " " if kind == "item" else ""
            writer.block(kind, level, prefix)
            if kind == "heading" and label:
                writer.write(label + " ")

    def end_paragraph(self) -> None:
        """End a paragraph; the notes that it called follow, but in a table after the row."""
        if self.out is self.writer and not self._cells:
            self._flush_notes()

    def row(self) -> None:
        """Begin a table row."""
        self.writer.block("row")
        self._cells.append(0)

    def cell(self) -> None:
        """Begin a cell. Where a heading or a list broke the row up, the table only lays out the page."""
        if not self._cells:
            return
        self._cells[-1] += 1
        if self.writer.kind != "row":
            self.writer.block()
        elif self._cells[-1] > 1 and not self.writer.blank:
            self.writer.write("\t")

    def end_row(self) -> None:
        """End a table row."""
        if self._cells:
            self._cells.pop()
        self.writer.end()
        if self._cells:  # the rest of a cell after a table in it
            self.writer.block()
        else:
            self._flush_notes()

    def call_note(self, passage: Passage) -> None:
        """Put the mark of a note here; its text follows the paragraph."""
        self._called += 1
        self.out.write(f"[^{self._called}]")
        self._notes.append((self._called, passage))

    def _flush_notes(self) -> None:
        while self._notes:
            number, passage = self._notes.pop(0)
            self.writer.block("note", 0, f"[^{number}]: ")
            passage.play(self.writer)
        self.writer.end()
