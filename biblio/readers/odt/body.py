"""The text of an OpenDocument text, element by element."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from biblio.readers.numbering import numeral
from biblio.readers.odt.styles import Level, Styles
from biblio.readers.page import Page, Passage

# deletions, comments, the marks of notes (set anew), descriptions of images, formulas
_SKIPPED = frozenset(
    {"text:tracked-changes", "office:annotation", "text:note-citation", "svg:title", "svg:desc", "office:forms"}
    | {"draw:object", "text:ruby-text", "text:hidden-text"}
)
_SPACES = re.compile(r"[ \t\r\n]+")
_LARGEST_SPACE = 1000


@dataclass(slots=True)
class _List:
    style: str
    number: int | None = None  # of the last item; None before the first
    labelled: bool = True  # whether the open item has had its bullet


class Body:
    """Turns the elements of the text into blocks and links."""

    def __init__(self, styles: Styles) -> None:
        self.page = Page()
        self._title: list[str] = []
        self._in_title = False
        self._styles = styles
        self._skipped = 0
        self._in_text = False
        self._paragraphs = 0  # open ones: text boxes nest them
        self._lists: list[_List] = []
        self._lists_outside: list[list[_List]] = []  # a note begins its lists anew
        self._spans: list[bool] = []
        self._headings: dict[int, int] = {}
        self._passage: Passage | None = None
        self._space = True  # whether space that follows is dropped

    @property
    def title(self) -> str:
        """The words of the first paragraph of style Title."""
        return " ".join("".join(self._title).split())

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Meet the start of an element."""
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif not self._in_text:
            if name == "office:text":
                self._in_text = True
            else:
                self._styles.start(name, attributes)
        elif handler := getattr(self, f"_{name.translate(_METHOD)}_start", None):
            handler(attributes)

    def end(self, name: str) -> None:
        """Meet the end of an element."""
        if self._skipped:
            self._skipped -= 1
        elif not self._in_text:
            self._styles.end(name)
        elif name == "office:text":
            self._in_text = False
        elif handler := getattr(self, f"_{name.translate(_METHOD)}_end", None):
            handler()

    def data(self, words: str) -> None:
        """Meet text: white space is one space, and none at the start of a paragraph (part 3, section 6.1.2)."""
        if self._skipped or not self._paragraphs:
            return
        words = _SPACES.sub(" ", words)
        if self._space and words[:1] == " ":
            words = words[1:]
        if words:
            self._space = words[-1] == " "
            self.page.out.write(words)
            if self._in_title:
                self._title.append(words)

    def _text_p_start(self, attributes: Mapping[str, str]) -> None:
        style = attributes.get("text:style-name", "")
        level = self._styles.heading_level(style)
        self._in_title = not self._title and self._styles.is_title(style)
        if level:
            self.page.paragraph("heading", level)
        else:
            self._open_paragraph()
        self._paragraphs += 1
        self._space = True

    def _text_p_end(self) -> None:
        self._in_title = False
        self._paragraphs -= 1
        self._space = True
        self.page.end_paragraph()

    def _text_h_start(self, attributes: Mapping[str, str]) -> None:
        shown = attributes.get("text:outline-level", "1")
        level = max(1, int(shown)) if shown.isdecimal() and len(shown) < 3 else 1
        self.page.paragraph("heading", level, self._heading_label(level))
        if self._lists:
            self._lists[-1].labelled = True
        self._paragraphs += 1
        self._space = True

    _text_h_end = _text_p_end

    def _heading_label(self, level: int) -> str:
        """Count one more heading, and return its number where the document numbers its chapters."""
        shape = self._styles.outline.get(level, Level())
        self._headings = {at: number for at, number in self._headings.items() if at <= level}
        self._headings[level] = self._headings.get(level, shape.first - 1) + 1
        if not shape.format:
            return ""
        return f"{shape.before}{numeral(self._headings[level], shape.format)}{shape.after}".strip()

    def _open_paragraph(self) -> None:
        """Begin a paragraph; the first of a list item carries its label."""
        if not self._lists:
            self.page.paragraph()
        elif self._lists[-1].labelled:
            self.page.paragraph("paragraph", len(self._lists))
        else:
            self._lists[-1].labelled = True
            self.page.paragraph("item", len(self._lists), self._item_label())

    def _item_label(self) -> str:
        open_list = self._lists[-1]
        shape = self._styles.lists.get(open_list.style, {}).get(len(self._lists), Level())
        open_list.number = shape.first if open_list.number is None else open_list.number + 1
        if not shape.format:
            return "-"
        return f"{shape.before}{numeral(open_list.number, shape.format)}{shape.after}".strip()

    def _text_list_start(self, attributes: Mapping[str, str]) -> None:
        inherited = self._lists[-1].style if self._lists else ""
        self._lists.append(_List(attributes.get("text:style-name", inherited)))

    def _text_list_end(self) -> None:
        if self._lists:
            self._lists.pop()

    def _text_list_item_start(self, attributes: Mapping[str, str]) -> None:
        if self._lists:
            first = attributes.get("text:start-value", "")
            if first.isdecimal():
                self._lists[-1].number = int(first) - 1
            self._lists[-1].labelled = False

    def _text_span_start(self, attributes: Mapping[str, str]) -> None:
        self._spans.append(self._styles.is_italic(attributes.get("text:style-name", "")))
        if self._spans[-1]:
            self.page.out.open_emphasis()

    def _text_span_end(self) -> None:
        if self._spans and self._spans.pop():
            self.page.out.close_emphasis()

    def _text_a_start(self, attributes: Mapping[str, str]) -> None:
        url = attributes.get("xlink:href", "").strip()
        if url and not url.startswith("#"):
            self.page.out.open_link(url)

    def _text_a_end(self) -> None:
        self.page.out.close_link()

    _draw_a_start = _text_a_start
    _draw_a_end = _text_a_end

    def _text_s_start(self, attributes: Mapping[str, str]) -> None:
        count = attributes.get("text:c", "1")
        self.page.out.write(" " * min(int(count) if count.isdecimal() else 1, _LARGEST_SPACE))

    def _text_tab_start(self, _: Mapping[str, str]) -> None:
        self.page.out.write("\t")

    def _text_line_break_start(self, _: Mapping[str, str]) -> None:
        self.page.out.write("\n")

    def _text_note_body_start(self, _: Mapping[str, str]) -> None:
        self._passage = self.page.out = Passage()
        self._lists_outside.append(self._lists)
        self._lists = []

    def _text_note_body_end(self) -> None:
        self.page.out = self.page.writer
        self._lists = self._lists_outside.pop() if self._lists_outside else []
        if self._passage:
            self.page.call_note(self._passage)
        self._passage = None
        self._space = False

    def _table_table_row_start(self, _: Mapping[str, str]) -> None:
        self.page.row()

    def _table_table_row_end(self) -> None:
        self.page.end_row()

    def _table_table_cell_start(self, _: Mapping[str, str]) -> None:
        self.page.cell()


_METHOD = str.maketrans(":-", "__")
