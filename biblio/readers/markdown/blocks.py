"""The block structure of Markdown: paragraphs, lists, headings, tables, notes, code.

The rules are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and of GitHub's tables, with three
liberties that reports ask for: an indented line is text and not code, a fence that never closes opens nothing, and
the bullets that word processors leave behind (•, –, →) begin an item.
"""

import re
from dataclasses import dataclass

from biblio.model import Block, Heading
from biblio.readers.markdown.inline import address, normal_label
from biblio.readers.markdown.plain import plain

_LINE = re.compile(
    r"""(?P<lead>[ \t\u00a0]*+(?:>[ \t\u00a0]*+)*+)
    (?: (?P<blank>\Z)
      | (?P<atx>\#{1,6})(?=[ \t\u00a0]|\Z)
      | (?P<rule>(?:\*[ \t]*+){3,}+\Z|(?:_[ \t]*+){3,}+\Z|(?:-[ \t]*+){2,}+\Z|=++[ \t]*+\Z)
      | (?P<item>[-*+•◦▪■□●○‣⁃➢➔→–—]|\d{1,3}[.)])(?=[ \t\u00a0]|\Z)
      | (?P<fence>`{3,}+|~{3,}+|:{3,}+)
      | (?P<note>\[\^[^\]\s]{1,100}\]:)
      | (?P<row>\|)
      | (?P<wiki>={2,6}+)(?=[^=])
      | (?P<html><)
    )?+""",
    re.VERBOSE,
)
_DELIMITERS = re.compile(r"[ \t]*+\|?+[ \t]*+:?+-++:?+[ \t]*+(?:\|[ \t]*+:?+-++:?+[ \t]*+)*+\|?+[ \t]*+")
_GRID = re.compile(r"[ \t]*+\+[-=+:]++[ \t]*+")
_WIKI_END = re.compile(r"[ \t]*(={2,6})[ \t]*\Z")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]*+>(.*)</h\1>[ \t]*+", re.IGNORECASE)
_TAGS_ONLY = re.compile(r"(?:[ \t]*+</?[A-Za-z][A-Za-z0-9-]*+(?:[\s/][^<>]*+)?+>)++[ \t]*+")
_RAW = re.compile(r"<(script|style)\b", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:script|style)[ \t]*>", re.IGNORECASE)
_ADDRESS_IN_TAG = re.compile(r"\b(?:href|src)\s*=", re.IGNORECASE)
_DEFINITION = re.compile(
    r"""[ ]{0,3}\[(?!\^)(?P<label>[^\[\]\n\\]{1,999})\]:[ \t]*+(?:\n[ \t]*+)?+
    (?:<(?P<angle>[^<>\n]*+)>|(?P<url>[^\s<]\S*+))
    (?:[ \t]++(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\)))?+[ \t]*+$""",
    re.VERBOSE | re.MULTILINE,
)
_TARGET = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/.#]|[^/\s]*\.[^\s]", re.IGNORECASE)
_LONGEST_SETEXT = 120
_FENCE_LENGTH = 8  # longer ones count as this long, so that failed searches for an end stay few
# directives of MyST and Quarto whose body is prose; in all others it is code, data or options
# fmt: off
_PROSE = frozenset(
    (
        "admonition", "attention", "aside", "callout-note", "callout-tip", "callout-important",
        "callout-warning", "callout-caution", "card", "caution", "danger", "dropdown", "epigraph", "error",
        "figure", "grid", "grid-item", "highlights", "hint", "important", "margin", "note", "pull-quote",
        "seealso", "sidebar", "tab-item", "tab-set", "tip", "topic", "warning",
    )
)
# fmt: on


def shadow(text: str) -> str:
    """Return ``text`` with each line end a line feed, offsets unchanged."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for other in ("\f", "\v", "\x85", "\u2028", "\u2029"):
        if other in text:
            text = text.replace(other, "\n")
    return text


@dataclass(frozen=True, slots=True)
class Definition:
    """A line ``[label]: url``."""

    start: int
    end: int
    url: str
    url_start: int
    url_end: int


class Blocks:
    """Reads the block structure of ``text`` from ``start`` on into ``blocks``, ``headings``, ``definitions``."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.start = start
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.invisible: list[tuple[int, int]] = []
        self.definitions: dict[str, Definition] = {}
        self._definition_at = self._find_definitions()
        self._kind = ""  # of the open block, "" for none
        self._begin = self._end = self._level = self._lines = 0
        self._indents: list[int] = []  # of the open list items
        self._in_note = self._in_table = False
        self._prose_fences: list[str] = []
        self._unclosed: dict[str, int] = {}
        self._last_comment_end = text.rfind("-->")
        self._no_raw_end = False

    def scan(self) -> None:
        """Read the text line by line."""
        text, size, match, find = self.text, len(self.text), _LINE.match, self.text.find
        position = self.start
        while position < size:
            end = find("\n", position)
            if end < 0:
                end = size
            if position in self._definition_at:
                self._close()
                position = self._definition_at[position]
                continue
            line = match(text, position, end)
            assert line is not None
            kind = line.lastgroup
            begin = line.end("lead")
            if kind == "blank":
                self._close()
                self._in_table = False
            elif kind is None or kind == "lead":
                self._plain_line(position, begin, end)
            elif kind == "item":
                self._item_line(line, begin, end)
            else:
                position = getattr(self, f"_{kind}_line")(line, begin, end)
                continue
            position = end + 1
        self._close()

    def _find_definitions(self) -> dict[int, int]:
        """Return where link definitions stand: offset of the line → offset after it."""
        text, places = self.text, {}
        at = text.find("]:", self.start)
        while at >= 0:
            begin = text.rfind("\n", max(0, at - 1005), at) + 1
            found = _DEFINITION.match(text, begin) if begin or at < 1005 else None
            after = at + 2
            if found and _TARGET.match(found["url"] or found["angle"]):
                group = "url" if found["url"] else "angle"
                whole = begin + len(found[0]) - len(found[0].lstrip()), found.end()
                definition = Definition(*whole, address(found[group]), *found.span(group))
                if self.definitions.setdefault(normal_label(found["label"]), definition) is definition:
                    places[begin] = found.end() + 1
                    after = found.end()
            at = text.find("]:", after)
        return places

    def _open(self, kind: str, begin: int, end: int, level: int = 0) -> None:
        self._close()
        self._kind, self._begin, self._level, self._lines = kind, begin, level, 0
        self._extend(begin, end)

    def _extend(self, begin: int, end: int) -> None:
        self._end = begin + len(self.text[begin:end].rstrip())
        self._lines += 1

    def _close(self) -> None:
        if self._kind and self._end > self._begin:
            self._add(self._kind, self._begin, self._end, self._level)
        self._kind = ""

    def _add(self, kind: str, begin: int, end: int, level: int = 0) -> None:
        self.blocks.append(Block(start=begin, end=end, kind=kind, level=level))  # type: ignore[arg-type]

    def _add_heading(self, begin: int, end: int, level: int) -> None:
        text = self.text[begin:end]
        begin, end = begin + len(text) - len(text.lstrip()), begin + len(text.rstrip())
        self._kind, self._in_note, self._in_table = "", False, False
        self._indents.clear()
        if begin < end:
            self.headings.append(Heading(start=begin, end=end, level=level, text=plain(self.text[begin:end])))
            self._add("heading", begin, end, level)

    def _width(self, position: int, begin: int) -> int:
        return len(self.text[position:begin].replace(">", " ").expandtabs(4)) if begin > position else 0

    def _plain_line(self, position: int, begin: int, end: int) -> None:
        if self._in_table and "|" in self.text[begin:end]:
            self._row(begin, end)
        elif self._kind and self._kind != "row":
            if self.text[begin] in "-:|" and self._lines == 1 and _DELIMITERS.fullmatch(self.text, begin, end):
                self._kind, self._in_table = "row", True
                self._close()
            else:
                self._extend(begin, end)
        elif self.text[begin] == "+" and _GRID.fullmatch(self.text, begin, end):
            self._close()
        else:
            self._in_table = False
            width = self._width(position, begin)
            if width < 2:
                self._indents.clear()
                self._in_note = False
            level = sum(indent < width for indent in self._indents)
            self._open("note" if self._in_note else "paragraph", begin, end, level)

    def _item_line(self, line: re.Match[str], begin: int, end: int) -> None:
        marker = line["item"]
        if self._kind == "paragraph" and marker[0].isdigit() and marker[:-1] != "1":
            self._extend(begin, end)  # a number that happens to begin a line of a paragraph
            return
        width = self._width(line.start(), begin)
        while self._indents and self._indents[-1] > width - 2:
            self._indents.pop()
        self._indents.append(width)
        self._in_table = False
        content = self.text[line.end() : end]
        self._open("item", line.end() + len(content) - len(content.lstrip()), end, len(self._indents))

    def _atx_line(self, line: re.Match[str], begin: int, end: int) -> int:
        self._close()
        content = self.text[line.end() : end].rstrip()
        shorn = content.rstrip("#")
        if shorn.endswith((" ", "\t")):
            content = shorn
        self._add_heading(line.end(), line.end() + len(content), len(line["atx"]))
        return end + 1

    def _rule_line(self, line: re.Match[str], begin: int, end: int) -> int:
        sign = self.text[begin]
        title = self.text[self._begin : self._end]
        underlined = sign in "=-" and self._kind == "paragraph" and self._lines == 1
        if underlined and " " not in line["rule"].strip() and len(title) <= _LONGEST_SETEXT and "://" not in title:
            self._add_heading(self._begin, self._end, 1 if sign == "=" else 2)
        else:
            self._close()
        return end + 1

    def _fence_line(self, line: re.Match[str], begin: int, end: int) -> int:
        mark, info = line["fence"], self.text[line.end() : end].strip()
        if not info and self._prose_fences and mark.startswith(self._prose_fences[-1]):
            self._prose_fences.pop()
        elif mark[0] == ":":
            pass  # a container of pads and pandoc: the line is markup, its body is prose
        elif info.startswith("{") and info[1:].partition("}")[0].strip(" .") in _PROSE:
            self._prose_fences.append(mark)
        elif "`" not in info and (stop := self._fence_end(mark, end)):
            self._close()
            self._add("code", begin, stop)
            return self._after_line(stop)
        elif info:
            self._plain_line(line.start(), begin, end)
            return end + 1
        self._close()
        return end + 1

    def _fence_end(self, mark: str, start: int) -> int:
        """Return the offset after the fence that closes ``mark``, 0 where there is none."""
        sign, length = mark[0], min(len(mark), _FENCE_LENGTH)
        if length >= self._unclosed.get(sign, _FENCE_LENGTH + 1):
            return 0
        closing = re.compile(rf"^[ \t>]*+{sign}{{{length},}}+[ \t]*+$", re.MULTILINE).search(self.text, start)
        if closing:
            return closing.end()
        self._unclosed[sign] = length
        return 0

    def _note_line(self, line: re.Match[str], begin: int, end: int) -> int:
        content = self.text[line.end() : end]
        self._indents.clear()
        self._in_note = True
        self._open("note", line.end() + len(content) - len(content.lstrip()), end)
        return end + 1

    def _row_line(self, line: re.Match[str], begin: int, end: int) -> int:
        self._close()
        if not _DELIMITERS.fullmatch(self.text, begin, end):
            self._in_table = True
            self._row(begin, end)
        return end + 1

    def _row(self, begin: int, end: int) -> None:
        self._open("row", begin, end)
        self._close()

    def _wiki_line(self, line: re.Match[str], begin: int, end: int) -> int:
        closing = _WIKI_END.search(self.text, max(line.end(), end - 40), end)
        if closing and closing[1] == line["wiki"]:
            self._close()
            self._add_heading(line.end(), closing.start(), len(line["wiki"]))
        else:
            self._plain_line(line.start(), begin, end)
        return end + 1

    def _html_line(self, line: re.Match[str], begin: int, end: int) -> int:
        text = self.text
        if text.startswith("<!--", begin) and begin < self._last_comment_end:
            self._close()
            stop = text.find("-->", begin + 4) + 3
            if stop > 2:
                self.invisible.append((begin, stop))
                return self._after_line(stop)
        if not self._no_raw_end and _RAW.match(text, begin, end):
            if closing := _RAW_END.search(text, end):
                self._close()
                self.invisible.append((begin, closing.end()))
                return self._after_line(closing.end())
            self._no_raw_end = True
        if heading := _HTML_HEADING.fullmatch(text, begin, end):
            self._close()
            self._add_heading(heading.start(2), heading.end(2), int(heading[1]))
        elif _TAGS_ONLY.fullmatch(text, begin, end) and not _ADDRESS_IN_TAG.search(text, begin, end):
            self._close()
        else:
            self._plain_line(line.start(), begin, end)
        return end + 1

    def _after_line(self, position: int) -> int:
        """Return the start of the next line if nothing more stands on this one, else ``position``."""
        end = self.text.find("\n", position)
        end = len(self.text) if end < 0 else end
        return position if self.text[position:end].strip() else end + 1
