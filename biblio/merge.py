"""How a work's description follows from all that is known of it.

Trust runs from a person's decision over the sources, in the order of `biblio.sources.SOURCES`, and imported
items to what the reports say. Nothing is averaged: each field is one candidate's value, with its origin.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from biblio.identity import identity
from biblio.ids import canonical_url, clean_url
from biblio.model import Facts, Ids, Item, Kind, Mention, Origin, Record, Related

CONTRIBUTORS = ("author", "editor", "translator", "director", "container-author", "contributor")
"""Taken together from one candidate: a list of editors beside another candidate's authors would name people twice."""

ID_FIELDS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN"}
"""Identifiers that CSL has a field for."""

VAGUE_TYPES = frozenset({"", "webpage", "document", "article"})
"""Types that say little; any other one is preferred to them."""

KINDS: tuple[Kind, ...] = ("work", "resource", "pointer")
"""The most telling kind first."""

DRAFTS = frozenset({"article", "manuscript"})
"""Types of what precedes a publication: a preprint (CSL's ``article``), a deposit, an unpublished paper."""

WORKING_PAPER = re.compile(
    r"document de travail|working paper|cahiers? de recherche|pr[ée]publication|preprint", re.I
)
"""Genres of reports that precede a publication."""

PUBLISHED = frozenset({"article-journal", "article-magazine", "article-newspaper", "book", "chapter"}) | frozenset(
    {"entry-encyclopedia", "paper-conference", "thesis"}
)

PLACE = frozenset(
    "type genre status number issued container-title container-title-short collection-title collection-number "
    "publisher publisher-place volume issue page edition number-of-pages event-title event-place event-date".split()
)
"""Where and when a version appeared: these fields belong together."""

NOT_FIELDS = frozenset({"id", "custom"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One voice on a work: what ``origin`` says of it, in the order of trust."""

    origin: Origin
    csl: Item
    ids: Ids = field(default_factory=dict)
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the facts of one work amount to; the fields are those of `biblio.model.Work`."""

    kind: Kind
    csl: Item
    ids: Ids
    urls: tuple[str, ...]
    origins: Mapping[str, Origin]
    related: tuple[Related, ...]
    access: str = ""
    open_url: str = ""
    note: str = ""
    private_note: str = ""


def candidates(facts: Facts) -> list[Candidate]:
    """Return every voice on the work, most trusted first; a person's decisions come as one candidate a field."""
    records = sorted((r for r in facts.records if r.relation == "same"), key=_distrust)
    mentions = sorted(facts.mentions, key=lambda m: (-m.confidence, -len(m.csl)))
    return [
        *_decided(facts.decisions),
        *(
            Candidate(origin=Origin(source=r.source, detail=r.url, time=r.time), csl=r.csl, ids=r.ids)
            for r in records
        ),
        *(_from_mention(m) for m in mentions),
    ]


def _decided(decisions: Mapping[str, tuple[Any, str]]) -> Iterator[Candidate]:
    for name, (value, time) in decisions.items():
        if value is not None and not name.startswith("ids.") and name not in {"kind", "note", "private_note"}:
            yield Candidate(origin=Origin(source="person", time=time), csl=cast(Item, {name: value}))


def _from_record(record: Record) -> Candidate:
    origin = Origin(source=record.source, detail=record.url, time=record.time)
    return Candidate(origin=origin, csl=record.csl, ids=record.ids, urls=record.urls)


def _from_mention(mention: Mention) -> Candidate:
    origin = Origin(source="report", detail=mention.report)
    return Candidate(origin=origin, csl=mention.csl, ids=mention.ids, urls=mention.urls)


def _distrust(record: Record) -> tuple[int, str]:
    """Rank a record: sources in their order of trust, then imported items, then what is unknown."""
    from biblio.sources import SOURCES

    order = [source.name for source in SOURCES]
    return (order.index(record.source) if record.source in order else len(order), record.time)


def derive(facts: Facts) -> Description:
    """Compute a work's description from its facts; the same facts give the same description."""
    voices = candidates(facts)
    removed = {name for name, (value, _) in facts.decisions.items() if value is None}
    csl, origins = _fields(voices, removed)
    ids, urls = _identifiers(facts, voices)
    for scheme, name in ID_FIELDS.items():
        if scheme in ids and name not in csl and name not in removed:
            cast(dict[str, Any], csl)[name] = ids[scheme]
            origins[name] = next(
                (v.origin for v in voices if v.ids.get(scheme) == ids[scheme]), Origin(source="person")
            )
    if urls and "URL" not in csl and "URL" not in removed:
        csl["URL"] = clean_url(urls[0])
        origins["URL"] = next((v.origin for v in voices if urls[0] in v.urls), Origin(source="report"))
    access, open_url = _open_copy(facts)
    imports = [r for r in facts.records if r.source == "import"]
    return Description(
        kind=_kind(facts),
        csl=csl,
        ids=ids,
        urls=urls,
        origins=origins,
        related=_related(facts.records),
        access=access,
        open_url=open_url,
        note=_note("note", facts, (r.note for r in imports)),
        private_note=_note("private_note", facts, (r.private_note for r in imports)),
    )


def _note(name: str, facts: Facts, imported: Iterable[str]) -> str:
    """Return the note that a person decided on, else all that imported items say, no paragraph twice."""
    if name in facts.decisions:
        return str(facts.decisions[name][0] or "")
    first, *others = list(filter(None, imported)) or [""]
    paragraphs = dict.fromkeys(first.split("\n"))
    more = dict.fromkeys(p for other in others for p in other.split("\n") if p not in paragraphs)
    return "\n".join([first, *more])


def _related(records: Iterable[Record]) -> tuple[Related, ...]:
    """Return what stands beside the work; an imported item that a source or another file names too is left out."""
    beside: list[Related] = []
    seen = set[tuple[str, ...]]()
    for r in sorted((r for r in records if r.relation != "same"), key=_distrust):
        # Written to a file and read back, an item without an address has that of the record.
        url = r.csl.get("URL") or r.url
        known = (r.relation, canonical_url(url) if url else "", *identity("work", r.csl, {}, ()))
        if r.source != "import" or known not in seen:
            beside.append(Related(relation=r.relation, csl=r.csl, url=r.url, source=r.source))
        seen.add(known)
    return tuple(beside)


def is_draft(csl: Item) -> bool:
    """Tell whether a description is of a version that precedes publication."""
    kind = csl.get("type", "")
    return kind in DRAFTS or (kind == "report" and bool(WORKING_PAPER.search(csl.get("genre", ""))))


def is_published(csl: Item) -> bool:
    """Tell whether a description is of a published version, and says where it appeared."""
    return csl.get("type", "") in PUBLISHED and bool(csl.get("container-title") or csl.get("publisher"))


def _drafts(voices: list[Candidate]) -> list[Candidate]:
    """Return the voices that speak of a draft of what another one knows as published."""
    published = any(is_published(voice.csl) for voice in voices)
    return [voice for voice in voices if is_draft(voice.csl)] if published else []


def _fields(voices: list[Candidate], removed: set[str]) -> tuple[Item, dict[str, Origin]]:
    """Return each field as the most trusted voice has it; the published version alone says where it appeared."""
    drafts = _drafts(voices)
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    people_from: Origin | None = None
    for voice in voices:
        if people_from is None and any(voice.csl.get(role) for role in CONTRIBUTORS):
            people_from = voice.origin
        for name, value in voice.csl.items():
            if name in NOT_FIELDS or name in removed or not value or (name in PLACE and voice in drafts):
                continue
            if name in CONTRIBUTORS and voice.origin != people_from and voice.origin.source != "person":
                continue
            vague = name == "type" and values.get("type", "") in VAGUE_TYPES and value not in VAGUE_TYPES
            # Cairn's DOIs hold the first page alone: a range that begins there says more.
            whole = name == "page" and str(value).startswith(f"{values.get(name)}-")
            if name not in values or ((vague or whole) and origins[name].source != "person"):
                values[name], origins[name] = value, voice.origin
    return cast(Item, dict(sorted(values.items()))), dict(sorted(origins.items()))


def _identifiers(facts: Facts, voices: list[Candidate]) -> tuple[dict[str, str], tuple[str, ...]]:
    ids: dict[str, str] = {}
    drafts = _drafts(voices)
    for voice in (*(voice for voice in voices if voice not in drafts), *drafts):
        for scheme, value in voice.ids.items():
            ids.setdefault(scheme, value)
    for name, (value, _) in facts.decisions.items():
        if name.startswith("ids."):
            ids.pop(name[4:], None)
            if value:
                ids[name[4:]] = str(value)
    cited = [url for mention in facts.mentions for url in mention.urls]
    cited += [url for record in facts.records for url in record.urls]
    decided = facts.decisions.get("URL", (None, ""))[0]
    urls = dict.fromkeys([*([str(decided)] if decided else []), *cited])
    return dict(sorted(ids.items())), tuple(urls)


def _kind(facts: Facts) -> Kind:
    decided = facts.decisions.get("kind", (None, ""))[0]
    if decided in {"work", "resource", "pointer"}:
        return cast(Kind, decided)
    kinds = {mention.kind for mention in facts.mentions}
    for record in (r for r in facts.records if r.relation == "same"):
        kinds.add(cast(Kind, record.kind or ("resource" if record.csl.get("type", "") in VAGUE_TYPES else "work")))
    return next((kind for kind in KINDS if kind in kinds), "pointer")


def _open_copy(facts: Facts) -> tuple[str, str]:
    """Return access and free copy as the most trusted record that speaks of them has it."""
    for record in sorted((r for r in facts.records if r.relation == "same"), key=_distrust):
        custom = record.csl.get("custom", {})
        if custom.get("open_url") or custom.get("access"):
            return str(custom.get("access") or "open"), str(custom.get("open_url") or "")
    return "", ""
