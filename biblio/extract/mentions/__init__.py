"""The stage as a whole: `extract` turns a Document into its mentions."""

import re
from collections.abc import Iterator
from dataclasses import replace

from biblio.extract.backrefs import may_refer, references
from biblio.extract.find import Line, anchors, lines, skipped
from biblio.extract.mentions.above import only_address, under_title
from biblio.extract.mentions.assemble import Context
from biblio.extract.mentions.others import pointing, refer_back
from biblio.extract.mentions.rows import Tables, read_row
from biblio.extract.mentions.units import line_units, read_unit, trimmed
from biblio.extract.nuclei import AGAIN, Unit
from biblio.extract.sessions import Part, at, outline
from biblio.model import Document, Mention, Name

_LIST_HEAD = re.compile(
    r"\W*(?:travaux|travail|recherches?|articles?|textes?|ouvrages?|écrits|publications)\s(?:de\s|d['’])[^:.;]{3,80}\s?:\s",
    re.I,
)
"""*Travaux de Laure Bereni :* names the author of all that a bullet lists."""
_TOPIC = re.compile(r"\W*sur\s", re.I)


_NOTE = re.compile(r"\s{0,3}\[\^([^\[\]\s]{1,100})\]:")
_CALL = re.compile(r"\[\^([^\[\]\s]{1,100})\](?!:)")


def extract(document: Document) -> list[Mention]:
    """Return what a report cites, in the order of the text."""
    return sorted(_Report(document).mentions(), key=lambda mention: (mention.start, mention.end))


class _Report:
    """One report on its way: where its sessions begin, its tables, and the mentions that later ones may refer to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts = outline(document)
        self.starts = [part.start for part in self.parts]
        self.block_starts = [block.start for block in document.blocks]
        self.tables = Tables(document, self.block_starts)
        self.calls = {call[1]: call.start() for call in reversed(list(_CALL.finditer(document.text)))}
        self.before: list[Mention] = []
        self.head: tuple[int, list[Name]] = (-1, [])  # block, and the authors of all that it lists

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions of all lines that may cite."""
        hidden = skipped(self.document)
        found = anchors(self.document, hidden)
        for line, unlinked in lines(self.document, found, hidden, self._lists_resources):
            part = self._part(line)
            context = Context(self.document, part)
            if line.block.kind == "row":
                made = list(read_row(context, line, self.tables))
            elif only_address(line.text) and (titled := under_title(context, line, self.block_starts)):
                made = [titled]
            else:
                made = list(self._line(context, line, unlinked=unlinked))
            self.before += made
            yield from made

    def _part(self, line: Line) -> Part:
        """Return the part of the report a line belongs to; a note's, wherever it stands, is that of its call."""
        position = line.view.span(line.start, line.end)[0]
        if line.block.kind == "note":
            text = self.document.text
            if label := _NOTE.match(text, text.rfind("\n", 0, line.block.start) + 1):
                position = self.calls.get(label[1], position)
        return at(self.parts, self.starts, position)

    def _lists_resources(self, position: int) -> bool:
        return at(self.parts, self.starts, position).resources

    def _line(self, context: Context, line: Line, *, unlinked: bool) -> Iterator[Mention]:
        text = line.text
        cited = False
        for mention in self._units(context, line, text, unlinked=unlinked):
            cited = True
            yield mention
        if not cited and may_refer(text):
            for reference in references(text):
                cited = True
                yield refer_back(context, line, reference, self.before)
        if not cited and context.part.resources and line.block.kind in {"item", "paragraph"}:
            yield from pointing(context, line, text)

    def _units(self, context: Context, line: Line, text: str, *, unlinked: bool) -> Iterator[Mention]:
        authors: list[Name] = []
        for unit in line_units(line, text, unlinked):
            mention = read_unit(context, line, text, unit)
            if mention is None:
                continue
            if context.part.resources and unit.start == 0 and unit.nuclei and unit.nuclei[0].start > 40:
                begin = trimmed(text, unit, line)[0]
                if begin > 40:  # a sentence about somebody's work stands before the one that cites
                    yield from pointing(context, line, text[:begin].rstrip())
            mention = self._with_authors(mention, text, unit, line, authors)
            authors = mention.csl.get("author", [])
            if unit.start == 0 and authors and _LIST_HEAD.match(text):
                self.head = (line.block.start, authors)
            yield mention

    def _with_authors(self, mention: Mention, text: str, unit: Unit, line: Line, previous: list[Name]) -> Mention:
        """Carry authors over: from the head of a list, or from the work before (*…, 1991, et plus récemment …*)."""
        if mention.csl.get("author") or unit.start == 0:
            return mention
        if self.head[0] == line.block.start and not mention.csl.get("title") and _TOPIC.match(text, unit.start):
            names = self.head[1]
        elif previous and unit.nuclei and AGAIN.search(text[: unit.nuclei[0].start]):
            names = previous
        else:
            return mention
        return replace(
            mention, csl={**mention.csl, "author": names}, note="author carried over from the words before"
        )


__all__ = ["extract"]
