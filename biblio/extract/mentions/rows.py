"""One row of a table → one mention."""

from bisect import bisect_left
from collections.abc import Iterator

from biblio.extract.find import Line
from biblio.extract.kinds import place
from biblio.extract.mentions.assemble import Context, addresses, assemble
from biblio.extract.mentions.units import read_unit
from biblio.extract.nuclei import Unit, units
from biblio.extract.tables import columns, headless, row
from biblio.extract.view import bare, build
from biblio.model import Block, Document, Mention


class Tables:
    """Knows the columns of a report's tables, read once a table."""

    def __init__(self, document: Document, block_starts: list[int]) -> None:
        self._document = document
        self._starts = block_starts
        self._known: dict[int, dict[int, str]] = {}

    def columns(self, block: Block) -> tuple[dict[int, str], bool]:
        """Return the columns of the table that a row stands in, and whether the row is its head."""
        blocks, text = self._document.blocks, self._document.text
        k = bisect_left(self._starts, block.start)
        first = k
        while first > 0 and blocks[first - 1].kind == "row" and first not in self._known:
            if text.count("\n", blocks[first - 1].end, blocks[first].start) > 2:
                break
            first -= 1
        if first not in self._known:
            head = blocks[first]
            view = build(text, head.start, min(head.end, head.start + 500), [], [], markup=True)
            self._known[first] = columns(view.text)
        self._known[k] = self._known[first]
        return self._known[first], first == k and bool(self._known[first])


def read_row(context: Context, line: Line, tables: Tables) -> Iterator[Mention]:
    """Read a table row: one mention, by the columns of its table where a head row names them."""
    fields, head = tables.columns(line.block)
    if head:
        return
    raw = line.view.text[line.start : line.end]
    here = line.view.urls(line.start, line.end)
    urls = addresses(here)
    where = place(urls[0]) if urls else None
    parsed = row(raw, fields) if fields else headless(raw)
    if parsed is None:
        found = units(line.text, unlinked=True)
        if len([unit for unit in found if unit.linked]) > 1 and not any(
            n.titled for unit in found for n in unit.nuclei
        ):
            for unit in found:
                if made := read_unit(context, line, line.text, unit):
                    yield made
            return
        whole = Unit(0, len(line.text), [n for unit in found for n in unit.nuclei])
        if made := read_unit(context, line, line.text, whole):
            yield made
        return
    if not urls and not (parsed.item.get("author") or parsed.item.get("issued")):
        return
    start, end = line.start, line.end
    while end > start and line.view.text[end - 1] in " \t|":
        end -= 1
    while start < end and line.view.text[start] in " \t|":
        start += 1
    yield assemble(context, parsed, bare(raw), line.view.span(start, end), urls, where, here)
