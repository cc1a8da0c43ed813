"""One entry as it is compared: folded, cut to bounded lengths, numbers and names read."""

import re
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from biblio.dedupe import locators
from biblio.dedupe.model import Entry
from biblio.dedupe.names import Person, people
from biblio.dedupe.titles import Title, title
from biblio.ids import canonical_url, ids_from_url
from biblio.merge import is_draft
from biblio.model import Item, Name
from biblio.text import fold

JOINING = ("doi", "hal", "openedition", "persee", "cairn", "arxiv", "nnt", "pmid", "cochrane")
"""Schemes that give a work one identifier each: equal ones join, two different ones contradict."""

SHARED = ("isbn", "url", "handle", "ark", "ppn", "theses_sujet", "youtube", "jstor")
"""Schemes whose identifiers may be several for one work, or one for several: equal ones speak for a pair, different
ones say nothing."""

SCHEMES = JOINING + SHARED
_KNOWN = frozenset(SCHEMES)
MOST_URLS = 8
"""Addresses of one entry that are read."""


_QUALIFIER = re.compile(r"\([^()]{1,40}\)")
"""What MEDLINE puts after the names of journals: "Clin Toxicol (Phila)"."""


_fold = lru_cache(1 << 15)(fold)  # journals and publishers recur


@lru_cache(1 << 15)
def _host(text: str) -> tuple[str, str, str, bool]:
    name, volume, issue, meeting = locators.host(text)
    return fold(_QUALIFIER.sub("", name)), volume, issue, meeting


class Row(NamedTuple):
    """An entry prepared for comparison; empty and 0 mean *not said*."""

    id: str
    title: Title
    original: str
    people: tuple[Person, ...]
    editors: bool
    abridged: bool
    year: int
    kind: int
    container: str
    places: tuple[str, ...]
    first: str
    last: str
    total: int
    edition: int
    publisher: str
    language: str
    translated: bool
    ids: dict[str, str]


def describe(entry: Entry) -> Row:
    """Prepare an entry: linear in what is read of it, which is bounded whatever the entry holds."""
    csl = entry.csl
    names: list[Name] = csl.get("author") or []
    editors = not names
    if editors:
        names = csl.get("editor") or csl.get("director") or csl.get("contributor") or []
    issued = csl.get("issued") or {}
    parts = issued.get("date-parts") or [[]]
    year = parts[0][0] if parts and parts[0] and isinstance(parts[0][0], int) else 0
    if not year:
        year = locators.year(str(issued.get("raw") or issued.get("literal") or "")[:80])
    first, last, total = locators.pages(_text(csl, "page"))
    if not last and first == str(year):  # Embase has the year there until an article is paged
        first = ""
    if not total and "number-of-pages" in csl:
        total = locators.pages(_text(csl, "number-of-pages") + " p")[2]
    container, volume, issue, meeting = _host(_text(csl, "container-title"))
    kind = locators.PREPRINT if is_draft(csl) else locators.KINDS.get(csl.get("type") or "", locators.UNKNOWN)
    if kind == locators.PREPRINT and container and csl.get("type") == "article":
        kind = locators.ARTICLE
    if meeting and kind in (locators.ARTICLE, locators.UNKNOWN):
        kind = locators.TALK
    number = "" if kind == locators.PREPRINT else _text(csl, "number")  # a working paper's is that of its series
    subtitle = csl.get("custom", {}).get("subtitle", "")
    abridged = any(name.get("literal") == "et al." for name in names)
    persons = people(name for name in names if name.get("literal") != "et al.") if abridged else people(names)
    publisher = _fold(_text(csl, "publisher") or _text(csl, "authority"))
    said = {word for one in persons for word in one.words}
    return Row(
        entry.id,
        title(_text(csl, "title", 4000), str(subtitle)[:4000], (container, publisher), said),
        " ".join(title(original).words) if (original := _text(csl, "original-title")) else "",
        persons,
        editors,
        abridged,
        year,
        kind,
        container,
        locators.places(_text(csl, "volume") or volume, _text(csl, "issue") or number or issue),
        first,
        last,
        total,
        locators.edition(_text(csl, "edition")),
        publisher,
        _text(csl, "language")[:2].lower(),
        bool(csl.get("translator")),
        identifiers(entry, container),
    )


def _text(csl: Item, name: str, longest: int = 300) -> str:
    value = csl.get(name)
    return str(value)[:longest] if value else ""


def identifiers(entry: Entry, container: str) -> dict[str, str]:
    """Return the identifiers of an entry by scheme, from its fields, its identifiers and its addresses.

    An address that names no item of a known platform stands for itself, in its canonical form.
    """
    csl = entry.csl
    found: dict[str, str] = {}
    for url in (*entry.urls[:MOST_URLS], _text(csl, "URL", 2000)):
        if url:
            ids = ids_from_url(url)
            found |= ids
            if not ids:
                found["url"] = canonical_url(url)
    found |= entry.ids
    if said := locators.doi(_text(csl, "DOI") or found.get("doi", "")):
        found["doi"] = said
    if said := locators.isbn(_text(csl, "ISBN")):
        found["isbn"] = said
    if container.startswith("cochrane database"):
        fields = (_text(csl, "DOI"), _text(csl, "page"), _text(csl, "issue"), _text(csl, "volume"))
        if said := locators.cochrane(" ".join(fields)):
            found["cochrane"] = said
    return {scheme: value for scheme, value in found.items() if scheme in _KNOWN}


KEY_WORDS = 3
KEY_NAMES = 2
_SHORT = 4


def features(row: Row) -> list[str]:
    """Return what an entry can be found by: any true duplicate shares at least one of these with it, as a rule.

    They depend on the entry alone, so an index of them answers for entries that come later.
    """
    return [*identifying(row), *telling(row)]


def identifying(row: Row) -> list[str]:
    """Return the features that are identifiers."""
    return [f"{scheme}:{value}" for scheme, value in row.ids.items()]


def telling(row: Row) -> list[str]:
    """Return the features out of title, names, year and pages; at most some thirty."""
    words = [word for word in dict.fromkeys(row.title.words) if len(word) >= _SHORT]
    lead = words[:KEY_WORDS]
    long = sorted(words, key=_by_length)[:KEY_WORDS]
    chosen = list(dict.fromkeys([*lead, *long]))
    names = list(dict.fromkeys(word for one in row.people[:KEY_NAMES] for word in one.words if len(word) > 2))[:6]
    found = [f"n:{name} {word}" for word in chosen for name in names]
    found += [f"w:{a} {b}" for a, b in combinations(sorted(chosen), 2)]
    if row.year:
        found += [f"y:{name} {row.year}" for name in names]
    if row.first:
        found += [f"p:{place} {row.first}" for place in row.places]
        if row.last:
            found.append(f"r:{row.first} {row.last}")
        if row.container:
            found.append(f"c:{row.container[:6]} {row.first}")
    if len(chosen) < 2:
        found.append(f"t:{' '.join(row.title.words)[:80]}")
    return found


def _by_length(word: str) -> tuple[int, str]:
    return -len(word), word
