"""Versions of one work: which one is cited, and one record out of several."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from biblio.ids import canonical_url
from biblio.model import Item, Work

RANKS: Mapping[str, int] = {
    "article-journal": 0,
    "book": 0,
    "chapter": 0,
    "thesis": 0,
    "report": 1,
    "paper-conference": 1,
    "article-magazine": 1,
    "article-newspaper": 1,
    "entry-encyclopedia": 1,
    "article": 3,
    "manuscript": 3,
    "webpage": 4,
    "post": 4,
    "post-weblog": 4,
    "document": 5,
}
"""Rank of a type among the versions of one work; what is not named stands at `OTHER`."""

OTHER = 2
_LOCATED = ("container-title", "publisher", "volume", "issue", "page")
_CONTRIBUTORS = ("author", "editor", "translator", "director", "container-author", "contributor")


def cited_rank(csl: Item) -> tuple[int, int, int, str]:
    """Return the sorting key of the version that is cited by default: the smallest.

    The published version (journal article, book, chapter, thesis) comes before reports and talks, those before
    preprints and deposits, those before web pages. Among equals: with a DOI, then the one that says best where it
    stands, then the first title in the alphabet, so that the choice never depends on order.
    """
    rank = RANKS.get(csl.get("type") or "document", OTHER)
    located = sum(bool(csl.get(name)) for name in _LOCATED)
    if rank == 0 and located == 0:
        rank = 3
    return (rank, 0 if csl.get("DOI") else 1, -located, str(csl.get("title") or ""))


def cited_first(works: Iterable[Work]) -> list[Work]:
    """Return the versions of one work, the one to cite first."""
    return sorted(works, key=lambda work: (*cited_rank(work.csl), work.key))


def merged(works: Sequence[Work]) -> Work:
    """Return one work out of several records of it.

    The version to cite gives key and fields; what it does not say comes from the next ones. All names come from one
    record. Addresses, identifiers, keywords, notes and themes are united; the keys of the others become aliases.
    """
    first, *others = cited_first(works)
    fields: dict[str, Any] = dict(first.csl)
    ids = dict(first.ids)
    named = any(fields.get(role) for role in _CONTRIBUTORS)
    for other in others:
        for name, value in other.csl.items():
            if not value or name in ("id", "custom") or (named and name in _CONTRIBUTORS):
                continue
            fields.setdefault(name, value)
        named = any(fields.get(role) for role in _CONTRIBUTORS)
        ids = {**other.ids, **ids}
    for name, glue in (("keyword", ", "), ("note", "\n")):
        if values := dict.fromkeys(str(work.csl[name]) for work in (first, *others) if work.csl.get(name)):  # type: ignore[literal-required]
            fields[name] = glue.join(values)
    urls: dict[str, str] = {}
    for url in (url for work in (first, *others) for url in work.urls):
        urls.setdefault(canonical_url(url), url)
    return replace(
        first,
        csl=cast(Item, fields),
        ids=ids,
        urls=tuple(urls.values()),
        aliases=tuple(dict.fromkeys(key for work in (first, *others) for key in (work.key, *work.aliases)))[1:],
        themes=tuple(dict.fromkeys(theme for work in (first, *others) for theme in work.themes)),
        citations=tuple(citation for work in (first, *others) for citation in work.citations),
        related=tuple(one for work in (first, *others) for one in work.related),
        note="\n".join(dict.fromkeys(work.note for work in (first, *others) if work.note)),
        private_note="\n".join(dict.fromkeys(work.private_note for work in (first, *others) if work.private_note)),
    )
