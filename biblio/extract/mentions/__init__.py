"""The stage as a whole: `extract` turns a Document into its mentions."""

import re
from collections.abc import Iterator

from biblio.extract.backrefs import may_refer, references
from biblio.extract.find import anchors, lines, skipped
from biblio.extract.mentions.above import only_address, under_title
from biblio.extract.mentions.assemble import Context
from biblio.extract.mentions.others import pointing, refer_back
from biblio.extract.mentions.rows import Tables, read_row
from biblio.extract.mentions.units import line_units, read_unit, trimmed
from biblio.extract.nuclei import AGAIN, Unit
from biblio.extract.sessions import at, outline
from biblio.model import Document, Item, Mention, Name


def extract(document: Document) -> list[Mention]:
    """Return what a report cites, in the order of the text."""
    return sorted(_mentions(document), key=lambda mention: (mention.start, mention.end))


def _mentions(document: Document) -> Iterator[Mention]:
    hidden = skipped(document)
    found = anchors(document, hidden)
    parts = outline(document)
    starts = [part.start for part in parts]
    carried: tuple[int, list[Name]] = (-1, [])
    block_starts = [block.start for block in document.blocks]
    made_before: list[Mention] = []
    tables = Tables(document, block_starts)

    def listed(position: int) -> bool:
        return at(parts, starts, position).resources

    for line, unlinked in lines(document, found, hidden, listed):
        part = at(parts, starts, line.view.span(line.start, line.end)[0])
        context = Context(document, part)
        text = line.text
        if only_address(text) and (labelled := under_title(context, line, block_starts)):
            yield labelled
            continue
        if line.block.kind == "row":
            for mention in read_row(context, line, tables):
                made_before.append(mention)
                yield mention
            continue
        cited = False
        previous: list[Name] = []
        for unit in line_units(line, text, unlinked):
            made = read_unit(context, line, text, unit)
            if made is None:
                continue
            _parsed, mention = made
            if carried[0] == line.block.start and carried[1] and _inherits(mention, text, unit):
                mention = _with_author(mention, carried[1])
            if (
                previous
                and not mention.csl.get("author")
                and AGAIN.search(text[: unit.start] + text[unit.start : unit.nuclei[0].start] if unit.nuclei else "")
            ):
                mention = _with_author(mention, previous)
            previous = mention.csl.get("author", [])
            if unit.start == 0 and _heads_a_list(text, unit) and mention.csl.get("author"):
                carried = (line.block.start, mention.csl["author"])
            cited = True
            made_before.append(mention)
            if (
                part.resources
                and unit.start == 0
                and unit.nuclei[:1]
                and unit.nuclei[0].start > 40
                and (before := trimmed(text, unit, line)[0]) > 40
            ):
                yield from pointing(context, line, text[:before].rstrip())
            yield mention
        if not cited and may_refer(text):
            for reference in references(text):
                cited = True
                yield refer_back(context, line, reference, made_before)
        if not cited and part.resources and line.block.kind in {"item", "row", "paragraph"}:
            yield from pointing(context, line, text)


_LIST_HEAD = re.compile(
    r"^\W*(?:travaux|travail|recherches?|articles?|textes?|ouvrages?|écrits|publications)\s(?:de\s|d['’])[^:.;]{3,80}\s?:\s",
    re.I,
)


def _heads_a_list(text: str, unit: Unit) -> bool:
    return bool(_LIST_HEAD.match(text))


def _inherits(mention: Mention, text: str, unit: Unit) -> bool:
    return (
        unit.start > 0
        and not mention.csl.get("author")
        and not mention.csl.get("title")
        and bool(re.match(r"\W*sur\s", text[unit.start :], re.I))
    )


def _with_author(mention: Mention, names: list[Name]) -> Mention:
    from dataclasses import replace

    csl: Item = {**mention.csl, "author": names}
    return replace(mention, csl=csl, note="author carried over from the head of the list")


__all__ = ["extract"]
