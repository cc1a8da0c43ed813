"""The stage as a whole: `extract` turns a Document into its mentions."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from biblio.extract.backrefs import Reference, as_mention, may_refer, references, resolve
from biblio.extract.confirm import NOTHING, Confirmation, confirmation
from biblio.extract.dates import HAS_YEAR
from biblio.extract.find import Line, anchors, lines, skipped
from biblio.extract.kinds import Place, classify, place
from biblio.extract.names import people
from biblio.extract.notes import note
from biblio.extract.nuclei import AGAIN, Nucleus, Unit, units
from biblio.extract.parse import Parsed, lead, parse
from biblio.extract.pointers import pointers
from biblio.extract.sessions import Part, at, outline
from biblio.extract.tables import columns, headless, row
from biblio.extract.titles import clean_title, is_address
from biblio.extract.view import EM, EM_END, LABEL, URL, Anchor, bare, build
from biblio.ids import derived_ids, ids_from_text, ids_from_url
from biblio.model import Block, Document, Item, Kind, Mention, Name

_TOPIC = re.compile(r"(?<=[a-zà-ÿ0-9)»][.;!?])\s+(?=Sur\s)")
_SERIALS = frozenset({"article-newspaper", "article-magazine", "entry-encyclopedia"})
_EDGES = " \t\n,;:|–—→"
_PAIRS = {")": "(", "]": "[", "»": "«", "”": "“"}
_IDENTIFIERS = (
    "10.",
    "isbn",
    "issn",
    "doi",
    "hal-",
    "ark:",
    "hdl",
    "arxiv",
    "halshs-",
    "tel-",
    "dumas-",
    "ppn",
    "978",
    "979",
)
_SENTENCE = re.compile(r"(?<=[^.\s][^.\s])[.!?…]\s+(?=[A-ZÀ-ÖØ-Þ«“])")


@dataclass(frozen=True, slots=True)
class _Context:
    """What surrounds a unit."""

    document: Document
    part: Part


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
    tables = _Tables(document, block_starts)

    def listed(position: int) -> bool:
        return at(parts, starts, position).resources

    for line, unlinked in lines(document, found, hidden, listed):
        part = at(parts, starts, line.view.span(line.start, line.end)[0])
        context = _Context(document, part)
        text = line.text
        if _only_address(text) and (labelled := _labelled(context, line, block_starts)):
            yield labelled
            continue
        if line.block.kind == "row":
            for mention in _row(context, line, tables):
                made_before.append(mention)
                yield mention
            continue
        cited = False
        previous: list[Name] = []
        for unit in _units(line, text, unlinked):
            made = _mention(context, line, text, unit)
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
                and (before := _bounds(text, unit, line)[0]) > 40
            ):
                yield from _pointers(context, line, text[:before].rstrip())
            yield mention
        if not cited and may_refer(text):
            for reference in references(text):
                cited = True
                yield _back(context, line, reference, made_before)
        if not cited and part.resources and line.block.kind in {"item", "row", "paragraph"}:
            yield from _pointers(context, line, text)


class _Tables:
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


def _row(context: _Context, line: Line, tables: _Tables) -> Iterator[Mention]:
    """Read a table row: one mention, by the columns of its table where a head row names them."""
    fields, head = tables.columns(line.block)
    if head:
        return
    raw = line.view.text[line.start : line.end]
    here = line.view.urls(line.start, line.end)
    urls = _unique(here)
    where = place(urls[0]) if urls else None
    parsed = row(raw, fields) if fields else headless(raw)
    if parsed is None:
        found = units(line.text, unlinked=True)
        if len([unit for unit in found if unit.linked]) > 1 and not any(
            n.titled for unit in found for n in unit.nuclei
        ):
            for unit in found:
                if made := _mention(context, line, line.text, unit):
                    yield made[1]
            return
        whole = Unit(0, len(line.text), [n for unit in found for n in unit.nuclei])
        if made := _mention(context, line, line.text, whole):
            yield made[1]
        return
    if not urls and not (parsed.item.get("author") or parsed.item.get("issued")):
        return
    start, end = line.start, line.end
    while end > start and line.view.text[end - 1] in " \t|":
        end -= 1
    while start < end and line.view.text[start] in " \t|":
        start += 1
    yield _made(context, parsed, bare(raw), line.view.span(start, end), urls, where, here)


def _back(context: _Context, line: Line, reference: Reference, before: list[Mention]) -> Mention:
    source = line.view.span(line.start + reference.start, line.start + reference.end)
    base = Mention(
        report=context.document.name,
        session=context.part.session,
        section=context.part.section,
        start=source[0],
        end=source[1],
        quote=context.document.text[source[0] : source[1]],
        kind="pointer",
    )
    return as_mention(base, reference, resolve(reference, before))


def _only_address(text: str) -> bool:
    """Tell whether a line is one address and nothing else (but *lien :*)."""
    return (
        text.count(URL) == 1
        and not bare(text[lead(text) :].split(URL)[0].split(LABEL)[0]).strip(" :-–")
        and not text.split(URL)[1].strip(_EDGES + ".<>+*")
    )


def _labelled(context: _Context, line: Line, block_starts: list[int]) -> Mention | None:
    """Read an address that stands under its title: a line in italics, or one whose words the address confirms."""
    anchor = line.view.urls(line.start, line.end)[0]
    document = context.document
    if line.start or (anchor.label and not is_address(document.text[slice(*anchor.label)])):
        return None
    k = bisect_left(block_starts, line.block.start) - 1
    if (
        k < 0
        or document.blocks[k].kind not in {"paragraph", "heading"}
        or document.blocks[k].end - document.blocks[k].start > 300
    ):
        return None
    block = document.blocks[k]
    between = document.text[block.end : line.block.start]
    if between.strip(" \t\n*_-–#") or between.count("\n") > 3 or "://" in document.text[block.start : block.end]:
        return None
    view = build(document.text, block.start, block.end, [], [], markup=document.format in {"markdown", "text"})
    text = view.text.strip()
    where = place(anchor.url)
    confirm = confirmation(anchor.url, serial=where.type in _SERIALS)
    if len(text) > 300 or text.count(".") > 2:
        return None
    if text.startswith(EM) and text.rstrip(" .").endswith(EM_END) and text.count(EM) == 1:
        parsed = _under_italics(text)
    else:
        parsed = _note(f"{text} : {URL}", confirm, where)
        if not parsed.item.get("title") or not confirm.name(parsed.item["title"]):
            return None
    start = block.start
    end = line.view.span(line.start, line.end)[1]
    return _made(context, parsed, text, (start, end), (anchor.url,), where, [anchor])


def _under_italics(text: str) -> Parsed:
    """Read a line that is all in italics: *Title – Author – Institution*."""
    parsed = Parsed(how="italics")
    title, *others = re.split(r"\s[-–—]\s", bare(text))
    parsed.item["title"] = clean_title(title)
    for other in others:
        if who := people(other):
            parsed.item["author"] = who.names
            break
    return parsed


def _pointers(context: _Context, line: Line, text: str) -> Iterator[Mention]:
    """Yield what a line of a list of resources names without title or address."""
    for pointer in pointers(text):
        source = line.view.span(line.start + pointer.start, line.start + pointer.end)
        yield Mention(
            report=context.document.name,
            session=context.part.session,
            section=context.part.section,
            start=source[0],
            end=source[1],
            quote=context.document.text[source[0] : source[1]],
            kind="pointer",
            csl={"author": pointer.names},
            confidence=0.4,
            note="named without title or address: find the work",
        )


def _may_reference(text: str) -> bool:
    """Tell cheaply whether a line without nuclei may be a reference."""
    return bool(HAS_YEAR.search(text)) or "intitul" in text or "titré" in text or "entitled" in text


def _units(line: Line, text: str, unlinked: bool) -> Iterator[Unit]:
    found = units(text, unlinked=unlinked)
    if found:
        yield from found
    elif unlinked and _may_reference(text):
        yield Unit(0, len(text), [])


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


def _mention(context: _Context, line: Line, text: str, unit: Unit) -> tuple[Parsed, Mention] | None:
    start, end = _bounds(text, unit, line)
    piece = text[start:end]
    here = line.view.urls(line.start + start, line.start + end)
    urls = _unique(here)
    first = urls[0] if urls else ""
    where = place(first) if first else None
    confirm = confirmation(first, serial=where.type in _SERIALS) if where else NOTHING
    parsed = parse(piece, confirm)
    if not parsed.how and first:
        parsed = _note(piece, confirm, where)
    if not first and not _cited(parsed, piece, unit.nuclei, line):
        return None
    source = line.view.span(line.start + start, line.start + end)
    return parsed, _made(context, parsed, piece, source, urls, where, here)


def _note(piece: str, confirm: Confirmation, where: Place | None) -> Parsed:
    publication = bool(where and where.kind == "work")
    about = bool(where and where.kind != "work")
    return note(piece, confirm, publication=publication, about_person=about)


def _cited(parsed: Parsed, piece: str, nuclei: list[Nucleus], line: Line) -> bool:
    """Tell whether a unit without address cites a publication."""
    item = parsed.item
    if parsed.how == "legal":
        return line.block.kind != "paragraph" or len(piece) < 300
    if not item.get("title"):
        return False
    if parsed.how == "entitled":
        return bool(item.get("author"))
    if parsed.how == "plain":
        names = [*item.get("author", []), *item.get("editor", [])]
        return "issued" in item and any("given" in name or "literal" in name for name in names) and len(piece) < 900
    return bool(nuclei) and parsed.how in {"quoted", "italics", "label"}


def _bounds(text: str, unit: Unit, line: Line) -> tuple[int, int]:
    """Trim a unit: bullets and *cf.* before it, punctuation after it, other sentences of running prose."""
    start, end = unit.start, unit.end
    if unit.nuclei and line.block.kind == "paragraph":
        first, last = unit.nuclei[0], unit.nuclei[-1]
        if first.start - start > 160:
            for cut in _SENTENCE.finditer(text, start, first.start):
                start = cut.end()
        if end - last.end > 200 and (stop := _SENTENCE.search(text, last.end, end)):
            end = stop.start() + 1
    if unit.nuclei and (topic := [*_TOPIC.finditer(text, start, unit.nuclei[0].start)]):
        start = topic[-1].end()
    start += lead(text[start:end])
    while end > start and (text[end - 1] in _EDGES or (text[end - 1] in _PAIRS and _unpaired(text, start, end))):
        end -= 1
    return start, end


def _unpaired(text: str, start: int, end: int) -> bool:
    """Tell whether the bracket or quotation mark that ends ``text[start:end]`` was opened outside of it."""
    closer = text[end - 1]
    return text.count(closer, start, end) > text.count(_PAIRS[closer], start, end)


def _unique(found: list[Anchor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.url for a in found))


def _made(
    context: _Context,
    parsed: Parsed,
    piece: str,
    source: tuple[int, int],
    urls: tuple[str, ...],
    where: Place | None,
    here: list[Anchor],
) -> Mention:
    document, part = context.document, context.part
    item = parsed.item
    words = bare(piece) if parsed.how != "entitled" else ""
    kind, type_ = classify(
        item,
        words,
        parsed.head,
        part.section,
        where,
        italics=parsed.how in {"italics", "row"},
        chapter=parsed.chapter,
    )
    csl: Item = {"type": type_}
    csl.update(item)
    ids: dict[str, str] = {}
    derived: dict[str, str] = {}
    for url in urls:
        for scheme, value in ids_from_url(url).items():
            ids.setdefault(scheme, value)
    if _may_identify(words):
        for scheme, value in ids_from_text(words).items():
            ids.setdefault(scheme, value)
    for url in urls:
        for scheme, value in derived_ids(url, ids).items():
            derived.setdefault(scheme, value)
    listed = tuple(url for url in urls if not re.match(r"10\.\d{4,9}/", url))
    return Mention(
        report=document.name,
        session=part.session,
        section=part.section,
        start=source[0],
        end=source[1],
        quote=document.text[source[0] : source[1]],
        kind=kind,
        urls=listed,
        ids=ids,
        derived_ids=derived,
        csl=csl,
        confidence=_confidence(parsed, kind, ids),
        note="; ".join([*parsed.notes, *(["the address is cut in the report"] if any(a.cut for a in here) else [])]),
    )


def _may_identify(words: str) -> bool:
    low = words.lower()
    return any(sign in low for sign in _IDENTIFIERS)


def _confidence(parsed: Parsed, kind: Kind, ids: dict[str, str]) -> float:
    score = 0.5
    item = parsed.item
    score += 0.2 if item.get("title") else 0.0
    score += 0.1 if item.get("author") or item.get("editor") else 0.0
    score += 0.1 if item.get("issued") else 0.0
    score += 0.2 if ids else 0.0
    score -= 0.1 * len(parsed.notes)
    return round(min(1.0, max(0.1, score)), 2)


__all__ = ["extract"]
