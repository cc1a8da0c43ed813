"""The words of the domain as immutable values.

A bibliographic description is a CSL-JSON item from end to end (`Item`): what a report says of a work, what a
source answers, what a work is and what is exported have one form, specified at
https://docs.citationstyles.org/en/stable/specification.html (CSL 1.0.2) and
https://github.com/citation-style-language/schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypedDict

Kind = Literal["work", "resource", "pointer"]

Name = TypedDict(
    "Name",
    {
        "family": str,
        "given": str,
        "literal": str,
        "non-dropping-particle": str,
        "dropping-particle": str,
        "suffix": str,
    },
    total=False,
)
"""A CSL name: ``family`` with ``given``, or ``literal`` alone for an organisation."""

Date = TypedDict("Date", {"date-parts": list[list[int]], "raw": str, "literal": str, "circa": bool}, total=False)
"""A CSL date: ``{"date-parts": [[2020, 5, 20]]}``, a second list for the end of a range; ``literal`` for
what has no number ("à paraître", "s. d.")."""

Item = TypedDict(
    "Item",
    {
        "id": str,
        "type": str,
        "title": str,
        "title-short": str,
        "container-title": str,
        "container-title-short": str,
        "collection-title": str,
        "collection-number": str,
        "original-title": str,
        "author": list[Name],
        "editor": list[Name],
        "translator": list[Name],
        "director": list[Name],
        "contributor": list[Name],
        "container-author": list[Name],
        "reviewed-title": str,
        "reviewed-author": list[Name],
        "issued": Date,
        "accessed": Date,
        "original-date": Date,
        "event-date": Date,
        "event-title": str,
        "event-place": str,
        "publisher": str,
        "publisher-place": str,
        "volume": str,
        "issue": str,
        "number": str,
        "number-of-pages": str,
        "number-of-volumes": str,
        "edition": str,
        "page": str,
        "genre": str,
        "medium": str,
        "status": str,
        "version": str,
        "section": str,
        "dimensions": str,
        "archive": str,
        "archive_location": str,
        "authority": str,
        "language": str,
        "abstract": str,
        "keyword": str,
        "note": str,
        "annote": str,
        "URL": str,
        "DOI": str,
        "ISBN": str,
        "ISSN": str,
        "custom": dict[str, Any],
    },
    total=False,
)
"""A CSL-JSON item holding only what is known; an absent key means *not said*, never an empty value."""

Ids = Mapping[str, str]
"""Identifiers by scheme: ``doi hal idhal cairn openedition persee isbn issn arxiv nnt theses_sujet idref ppn
handle ark jstor isidore youtube …``; the forms are those of `biblio.ids`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading at ``text[start:end]``; ``level`` 1 is the highest."""

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text that belongs together, ``text[start:end]``.

    ``kind`` is ``paragraph``, ``item`` (list item; ``level`` counts its nesting from 1), ``heading``, ``row``
    (a table row, its cells joined by tabs), ``note`` (a footnote's text) or ``code``.
    """

    start: int
    end: int
    kind: Literal["paragraph", "item", "heading", "row", "note", "code"]
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The words ``text[start:end]`` lead to ``url``.

    ``hidden`` tells a link whose address is not visible in the text (an annotation, an anchor) from one that is
    written out there. Where markup is part of the text (Markdown), the range covers all of it: ``[words](url)``,
    ``<url>``, ``<a href="url">words</a>``; a reference ``[words][label]`` is hidden, its address standing elsewhere.
    """

    start: int
    end: int
    url: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report as it was read. All offsets are code points into ``text``.

    For Markdown and plain text ``text`` is the file as decoded, unchanged; else it is what the reader made of it.
    Sequences are in the order of the text. ``name`` is the file's name, without folders. ``emphasis`` holds the
    ``(start, end)`` of words set in italics where the text itself shows no mark of it (DOCX, ODT, HTML, PDF):
    italics are how most citations mark a title. ``invisible`` are ranges that a reader of the rendered report does
    not see: front matter, comments, image addresses, link definitions in use. In other formats than Markdown a note
    is ``[^1]`` at its place and a block ``[^1]: ...`` after the one that calls it, and list items have their bullet.
    """

    name: str
    text: str
    format: str
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    emphasis: tuple[tuple[int, int], ...] = ()
    invisible: tuple[tuple[int, int], ...] = ()
    title: str = ""
    date: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A part of a report with a title of its own; ``date`` is ISO 8601 or empty, ``number`` as printed."""

    title: str
    date: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One cited work or resource at one place of a report.

    ``quote`` is ``document.text[start:end]``, to the letter. ``csl`` holds only what the text says, ``ids`` what
    stands in text and URLs themselves, ``derived_ids`` what a rule merely suggests. ``confidence`` runs from 0 to 1.
    """

    report: str
    session: Session | None
    section: str
    start: int
    end: int
    quote: str
    kind: Kind
    urls: tuple[str, ...] = ()
    ids: Ids = field(default_factory=dict)
    derived_ids: Ids = field(default_factory=dict)
    csl: Item = field(default_factory=lambda: Item())
    confidence: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one source says of one work.

    ``source`` names the source (``hal``, ``crossref`` …), ``url`` the address asked, ``time`` the moment of the
    answer (ISO 8601, UTC), ``raw`` the answer as received. ``relation`` says how the record stands to the cited work:
    ``same`` (its fields may be merged), else ``review-of``, ``see-also`` … (kept and shown, never merged).
    ``urls`` are addresses of the work, ``kind`` is what it is (a `Kind`), where the record says so. Of an imported
    item ``url`` is the file, ``note`` and ``private_note`` are the notes of those who kept it; of any other, ``note``
    says what is peculiar about the answer.
    """

    source: str
    url: str
    time: str
    csl: Item
    ids: Ids = field(default_factory=dict)
    urls: tuple[str, ...] = ()
    relation: str = "same"
    kind: str = ""
    raw: bytes = b""
    note: str = ""
    private_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A redirect that was followed: ``url`` answered with ``status``."""

    url: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One observation of one link at one time, and what it was judged to mean.

    ``time`` counts seconds since 1970 (UTC), ``ms`` milliseconds, ``size`` bytes received; ``status`` is that of the
    last answer, 0 for none. ``reason`` is a code of the table in docs/link-states.md, ``detail`` says it in a
    sentence. ``verdict`` is ``alive``, ``dead`` or ``unsure``. ``permanent`` tells that every hop was 301 or 308.
    """

    url: str
    time: int
    state: str
    verdict: str
    reason: str
    detail: str
    method: str = "GET"
    status: int = 0
    final: str = ""
    permanent: bool = False
    fragment_missing: bool = False
    hops: tuple[Hop, ...] = ()
    ms: int = 0
    size: int = 0
    archived: str = ""
    archived_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMemory:
    """What the checks of one link add up to; times in seconds since 1970 (UTC), 0 for never.

    ``since`` is when the state began, ``fails`` counts failures at least three days apart, from ``first_fail`` to
    ``last_fail``; ``pending`` names a change or a lost domain seen once, at ``pending_since``, still to be confirmed.
    ``recovered`` is the end of the last trouble. ``fingerprint`` is the last good page, as JSON.
    """

    url: str
    state: str = "new"
    reason: str = ""
    detail: str = ""
    since: int = 0
    checked: int = 0
    next_check: int = 0
    last_ok: int = 0
    fails: int = 0
    first_fail: int = 0
    last_fail: int = 0
    pending: str = ""
    pending_since: int = 0
    recovered: int = 0
    final: str = ""
    status: int = 0
    fingerprint: str = ""
    archived: str = ""
    archived_date: str = ""


class Standing(NamedTuple):
    """Where a link stands, as far as its neighbours on the host are concerned; times as in `LinkMemory`."""

    url: str
    host: str
    state: str
    since: int
    checked: int
    next_check: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a field's value came from.

    ``source`` is ``report``, ``person`` or a source's name; ``detail`` the report's name or the address asked;
    ``time`` ISO 8601 (UTC).
    """

    source: str
    detail: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a work was cited: what a reading list shows as the reason it is there."""

    report: str
    session: Session | None
    section: str
    quote: str
    start: int
    end: int
    line: int = 0
    urls: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A record that stands beside a work: a review of it, a translation, an earlier version."""

    relation: str
    csl: Item
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedWork:
    """Another work of the library that deduplication found to be near and not the same.

    ``relation`` is a value of `biblio.dedupe.vetoes.RELATIONS`: another ``edition``, ``part`` or ``version``, a
    ``translation``, a ``review``; which way round is not told.
    """

    relation: str
    key: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """What the link checks know of one URL: ``state`` and its date, the archived copy and its date (ISO 8601)."""

    url: str
    state: str
    checked: str = ""
    archived: str = ""
    archived_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One cited thing, computed from mentions, records and decisions.

    ``key`` is the frozen citekey, ``aliases`` older keys that must keep resolving. ``csl`` is the description,
    ``origins`` names the origin of each of its fields. ``themes`` are labels in French, the main one first.
    ``access`` is ``open``, ``closed`` or empty (unknown); ``open_url`` a free copy that a source named.
    """

    key: str
    kind: Kind
    csl: Item
    ids: Ids = field(default_factory=dict)
    urls: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    themes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    related_works: tuple[RelatedWork, ...] = ()
    links: tuple[LinkState, ...] = ()
    access: str = ""
    open_url: str = ""
    note: str = ""
    private_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one work, for `biblio.merge` to derive its description from.

    ``mentions`` stand in the order they were added; ``records`` hold answers of sources and, with source ``import``,
    imported items; ``decisions`` maps a field of the item (or ``ids.SCHEME``, ``kind``, ``note``, ``private_note``,
    ``url``) to the value a person gave and when; None as value takes the field out.
    """

    mentions: tuple[Mention, ...] = ()
    records: tuple[Record, ...] = ()
    decisions: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
