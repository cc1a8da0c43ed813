"""Parts to one `Mention`: identifiers, kind and type, confidence, note."""

import re
from dataclasses import dataclass

from biblio.extract.kinds import Place, classify
from biblio.extract.parse import Parsed
from biblio.extract.sessions import Part
from biblio.extract.view import Anchor, bare
from biblio.ids import derived_ids, ids_from_text, ids_from_url
from biblio.model import Document, Item, Kind, Mention

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


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a unit."""

    document: Document
    part: Part


def addresses(found: list[Anchor]) -> tuple[str, ...]:
    """Return the addresses of anchors, each once, in order."""
    return tuple(dict.fromkeys(a.url for a in found))


def assemble(
    context: Context,
    parsed: Parsed,
    piece: str,
    source: tuple[int, int],
    urls: tuple[str, ...],
    where: Place | None,
    here: list[Anchor],
) -> Mention:
    """Make a mention of what was parsed; ``source`` is its range in the document."""
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
