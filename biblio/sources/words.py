"""Questions in words: what of a citation is searched for, and how it is written for a search engine."""

import re

from biblio.model import Work
from biblio.text import fold

_SUBTITLE = re.compile(r"\s*(?: [:–—-] |(?<=\w)[.:;?!…] +(?=\w))")


def citation(work: Work) -> tuple[str, str, int | None]:
    """Return main title, first author's family name (or organisation) and year of what is cited."""
    csl = work.csl
    people = csl.get("author") or csl.get("editor") or []
    who = people[0] if people else {}
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    return (
        main_title(csl.get("title", "")),
        who.get("family") or who.get("literal") or "",
        parts[0][0] if parts[0] else None,
    )


def main_title(title: str) -> str:
    """Return a title without its subtitle, unless too little would be left to search for."""
    main = _SUBTITLE.split(title.strip(), maxsplit=1)[0]
    return main if len(main.split()) >= 3 else title.strip()


def question(work: Work) -> str:
    """Return what is searched for, in one comparable line; empty without both title and author."""
    title, family, year = citation(work)
    if work.kind != "work" or not family or len(fold(title)) < 6:
        return ""
    return f"{fold(title)} | {fold(family)} | {year or ''}"


def solr(text: str) -> str:
    """Return ``text`` as words for Solr or Lucene: nothing that its syntax knows is left."""
    return " ".join(word for word in fold(text).split() if word not in ("and", "or", "not"))[:300]


def cql(text: str) -> str:
    """Return ``text`` as a quoted string for CQL (SRU)."""
    return '"' + " ".join(fold(text).split())[:300] + '"'
