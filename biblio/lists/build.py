"""What stands on a list, in which section and in which order."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from biblio.lists.references import people, year_of
from biblio.lists.rich import fine
from biblio.lists.words import Words
from biblio.model import Work
from biblio.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A work on a list: its level (``essential recommended further`` or empty) and the trainer's notes."""

    work: Work
    level: str = ""
    note: str = ""
    private_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a list.

    ``sort`` names the kind of works it receives where it has one, ``see_also`` holds works that stand in full in
    another section.
    """

    title: str
    anchor: str
    intro: str = ""
    sort: str = ""
    entries: tuple[Entry, ...] = ()
    sections: tuple["Section", ...] = ()
    see_also: tuple[Work, ...] = ()

    def walk(self) -> Iterator[Entry]:
        """Yield the entries of this section and of all below it."""
        yield from self.entries
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList:
    """A list to hand out.

    ``state`` is ``draft reviewed published`` or empty, ``date`` ISO 8601 or empty, ``levels`` the printed
    definitions of the levels that are used.
    """

    title: str
    lang: str = "fr"
    intro: str = ""
    state: str = ""
    date: str = ""
    style: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()

    def entries(self) -> Iterator[Entry]:
        """Yield every entry once, in the order of the list."""
        for section in self.sections:
            yield from section.walk()


SORTS = ("start", "articles", "books", "reports", "theses", "press", "media", "sites", "leads")
"""The sections of a list nobody has edited, in their order; the words for them are in `Words`."""

_SORT_OF_TYPE: Mapping[str, str] = {
    "article": "articles",
    "article-journal": "articles",
    "review": "articles",
    "review-book": "articles",
    "paper-conference": "articles",
    "periodical": "articles",
    "book": "books",
    "chapter": "books",
    "classic": "books",
    "collection": "books",
    "entry": "books",
    "entry-dictionary": "books",
    "entry-encyclopedia": "books",
    "report": "reports",
    "standard": "reports",
    "legislation": "reports",
    "bill": "reports",
    "legal_case": "reports",
    "regulation": "reports",
    "hearing": "reports",
    "treaty": "reports",
    "pamphlet": "reports",
    "thesis": "theses",
    "article-newspaper": "press",
    "article-magazine": "press",
    "webpage": "press",
    "post": "press",
    "post-weblog": "press",
    "interview": "press",
    "motion_picture": "media",
    "broadcast": "media",
    "song": "media",
    "speech": "media",
    "performance": "media",
    "figure": "sites",
    "graphic": "sites",
    "map": "sites",
    "dataset": "sites",
    "software": "sites",
    "event": "sites",
}

START_AT_MOST = 5
"""Works that stand under "to begin with": those cited in most places, as many as one reads in an evening."""

START_FROM = 8
"""Works a list must hold before a selection of the first to read is of use."""


def sort_of(work: Work) -> str:
    """Return the section of `SORTS` a work belongs to, by its kind and CSL type."""
    if work.kind == "pointer":
        return "leads"
    sort = _SORT_OF_TYPE.get(work.csl.get("type", ""))
    if work.kind == "resource":
        return sort if sort in ("media", "reports") else "sites"
    return sort or ("books" if work.ids.get("isbn") else "press" if work.urls else "books")


def alphabetical(work: Work) -> tuple[str, ...]:
    """Return the key of French alphabetical order: authors, year, title; without accents, œ as oe."""
    words = Words("fr")
    names = people(work.csl, words).replace("’", "").replace("-", " ")
    title = work.csl.get("title", "") or (work.urls[0] if work.urls else work.key)
    shown = [*names.split(","), year_of(work.csl), title] if names else [title, year_of(work.csl)]
    return (*(fold(part.replace("’", "")) for part in shown), work.key)


class Anchors:
    """Names of places on one page: ASCII, unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, title: str) -> str:
        """Return an anchor for ``title`` that was not given out before."""
        name = anchor = slug(title)
        number = 2
        while anchor in self._taken:
            anchor, number = f"{name}-{number}", number + 1
        self._taken.add(anchor)
        return anchor


def slug(title: str) -> str:
    """Return ``title`` as a file name or anchor: ASCII words joined by hyphens, at most 60 characters."""
    ascii_text = unicodedata.normalize("NFKD", fold(title)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text)[:60].strip("-") or "x"


def by_sort(entries: Sequence[Entry], words: Words, anchors: Anchors, *, start: bool = True) -> tuple[Section, ...]:
    """Return one section for each sort of work that occurs, ordered as in `SORTS`, alphabetical inside."""
    first = _to_begin_with(entries) if start else []
    chosen = {entry.work.key for entry in first}
    groups: dict[str, list[Entry]] = {"start": first} if first else {}
    for entry in sorted(entries, key=lambda entry: alphabetical(entry.work)):
        if entry.work.key not in chosen:
            groups.setdefault(sort_of(entry.work), []).append(entry)
    return tuple(
        Section(
            title=words[sort],
            anchor=anchors(words[sort]),
            intro=words["leads.intro"] if sort == "leads" else "",
            sort=sort,
            entries=tuple(groups[sort]),
        )
        for sort in SORTS
        if groups.get(sort)
    )


def _to_begin_with(entries: Sequence[Entry]) -> list[Entry]:
    if len(entries) < START_FROM:
        return []
    counted = [(_places(entry.work), entry) for entry in entries if entry.work.kind == "work"]
    often = [(count, entry) for count, entry in counted if count > 1]
    often.sort(key=lambda pair: (-pair[0], alphabetical(pair[1].work)))
    return [entry for _, entry in often[:START_AT_MOST]]


def _places(work: Work) -> int:
    """Return in how many sessions of how many reports a work is cited."""
    return len({(citation.report, citation.session.title if citation.session else "") for citation in work.citations})


def by_theme(entries: Iterable[Entry], words: Words) -> tuple[Section, ...]:
    """Return one section a main theme, in the order of the sessions they come from, each divided by sort.

    Leads of all themes come last, in a section of their own.
    """
    anchors = Anchors()
    themes: dict[str, list[Entry]] = {}
    leads: list[Entry] = []
    for entry in entries:
        if entry.work.kind == "pointer":
            leads.append(entry)
        else:
            themes.setdefault(entry.work.themes[0] if entry.work.themes else "", []).append(entry)
    elsewhere: dict[str, list[Work]] = {}
    for group in themes.values():
        for entry in group:
            for theme in entry.work.themes[1:]:
                elsewhere.setdefault(theme, []).append(entry.work)
    last = themes.pop("", [])
    first = _first_places(entry.work for group in themes.values() for entry in group)
    sections = [
        Section(
            title=fine(theme, words.lang),
            anchor=anchors(theme),
            sections=by_sort(group, words, anchors, start=False),
            see_also=tuple(sorted(elsewhere.get(theme, ()), key=alphabetical)),
        )
        for theme, group in sorted(themes.items(), key=lambda pair: first.get(pair[0], _LAST))
    ]
    if last:
        title = words["other"] if sections else words["works"]
        sections.append(
            Section(title=title, anchor=anchors(title), sections=by_sort(last, words, anchors, start=False))
        )
    return (*sections, *by_sort(leads, words, anchors))


_LAST = (1_000_000_000, 0)
"""After all places in reports: themes that are no session's title."""


def _first_places(works: Iterable[Work]) -> dict[str, tuple[int, int]]:
    """Return where each session's title first stands: the report's rank, the offset."""
    ranks: dict[str, int] = {}
    first: dict[str, tuple[int, int]] = {}
    for citation in (citation for work in works for citation in work.citations):
        place = (ranks.setdefault(citation.report, len(ranks)), citation.start)
        if citation.session:
            title = citation.session.title
            first[title] = min(first.get(title, place), place)
    return first
