"""One unit of a line → one mention."""

import re
from collections.abc import Iterator

from biblio.extract.confirm import NOTHING, Confirmation, confirmation
from biblio.extract.dates import HAS_YEAR, YEAR
from biblio.extract.find import Line
from biblio.extract.kinds import Place, place
from biblio.extract.mentions.assemble import Context, addresses, assemble
from biblio.extract.names import RUN
from biblio.extract.notes import note
from biblio.extract.nuclei import Nucleus, Unit, units
from biblio.extract.parse import Parsed, lead, parse
from biblio.extract.parse.plain import authors_first
from biblio.model import Mention

_TOPIC = re.compile(r"(?<=[a-zà-ÿ0-9)»][.;!?])\s+(?=Sur\s)")

SERIALS = frozenset({"article-newspaper", "article-magazine"})

EDGES = " \t\n,;:|–—→"

_PAIRS = {")": "(", "]": "[", "»": "«", "”": "“"}

_SENTENCE = re.compile(r"(?<=[^.\s][^.\s])[.!?…]\s+(?=[A-ZÀ-ÖØ-Þ«“])")


def _may_reference(text: str) -> bool:
    """Tell cheaply whether a line without nuclei may be a reference."""
    return bool(HAS_YEAR.search(text)) or "intitul" in text or "titré" in text or "entitled" in text


_RECOMMENDS = re.compile(
    rf"(?:\b(?:lire|relire|voir|cf\.?|citer?|cité|conseille|recommande|ouvrage|livre|article|photocopie)\b[^.;:,]{{0,30}}?\s|:\s)(?={RUN.pattern},)"
)
_UNTIL_YEAR = re.compile(
    rf"[^.;(]{{10,240}}?\b{YEAR}\b(?:,\s[^.;(]{{0,40}}p\.\s?[\d–-]+)?(?=\s?[.;(]|\s*\Z)|[^;]{{10,280}}\bp\.\s?\d+[–-]\d+(?=\s*\Z)"
)


def _recommended(text: str) -> Unit | None:
    """Return the reference that a sentence recommends: *Il conseille de lire Jane Jacobs, Déclin et …, 2012*."""
    if not (found := _RECOMMENDS.search(text)) or not (end := _UNTIL_YEAR.match(text, found.end())):
        return None
    return Unit(found.end(), end.end(), [])


def line_units(line: Line, text: str, unlinked: bool) -> Iterator[Unit]:
    """Yield the parts of a line, one a mention; the whole line where it may be a reference without marks."""
    found = units(text, unlinked=unlinked)
    if found:
        yield from found
    elif unlinked and _may_reference(text):
        yield Unit(0, len(text), [])
        if (cited := _recommended(text)) and not authors_first(text[lead(text) :]):
            yield cited


def read_unit(context: Context, line: Line, text: str, unit: Unit) -> Mention | None:
    """Return the mention that a unit makes; None where it cites nothing."""
    start, end = trimmed(text, unit, line)
    piece = text[start:end]
    here = line.view.urls(line.start + start, line.start + end)
    urls = addresses(here)
    first = urls[0] if urls else ""
    where = place(first) if first else None
    confirm = confirmation(first, serial=where.type in SERIALS) if where else NOTHING
    parsed = parse(piece, confirm)
    if not parsed.how and first:
        parsed = read_note(piece, confirm, where)
    if not first and not _cited(parsed, piece, unit.nuclei, line):
        return None
    source = line.view.span(line.start + start, line.start + end)
    return assemble(context, parsed, piece, source, urls, where, here)


def read_note(piece: str, confirm: Confirmation, where: Place | None) -> Parsed:
    """Read a free note by what its address leads to."""
    publication = bool(where and where.kind == "work")
    about = bool(where and where.kind != "work")
    return note(piece, confirm, publication=publication, about_person=about)


def _cited(parsed: Parsed, piece: str, nuclei: list[Nucleus], line: Line) -> bool:
    """Tell whether a unit without address cites a publication."""
    item = parsed.item
    if parsed.how == "legal":
        return line.block.kind != "paragraph" or len(piece) < 300
    if parsed.how == "serial":
        return line.block.kind != "paragraph" or len(piece) < 200
    if not item.get("title"):
        return False
    if parsed.how == "entitled":
        return bool(item.get("author"))
    if parsed.how == "plain":
        names = [*item.get("author", []), *item.get("editor", [])]
        return "issued" in item and any("given" in name or "literal" in name for name in names) and len(piece) < 900
    return bool(nuclei) and parsed.how in {"quoted", "italics", "label"}


def trimmed(text: str, unit: Unit, line: Line) -> tuple[int, int]:
    """Trim a unit: bullets and *cf.* before it, punctuation after it, other sentences of running prose."""
    start, end = unit.start, unit.end
    if unit.nuclei and line.block.kind == "paragraph":
        first, last = unit.nuclei[0], unit.nuclei[-1]
        if first.start - start > 160 and not authors_first(text[start : first.start]):
            for cut in _SENTENCE.finditer(text, start, first.start):
                start = cut.end()
        if end - last.end > 200 and (stop := _SENTENCE.search(text, last.end, end)):
            end = stop.start() + 1
    if unit.nuclei and (topic := [*_TOPIC.finditer(text, start, unit.nuclei[0].start)]):
        start = topic[-1].end()
    start += lead(text[start:end])
    while end > start and (text[end - 1] in EDGES or (text[end - 1] in _PAIRS and _unpaired(text, start, end))):
        end -= 1
    return start, end


def _unpaired(text: str, start: int, end: int) -> bool:
    """Tell whether the bracket or quotation mark that ends ``text[start:end]`` was opened outside of it."""
    closer = text[end - 1]
    return text.count(closer, start, end) > text.count(_PAIRS[closer], start, end)
