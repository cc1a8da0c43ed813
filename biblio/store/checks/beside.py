"""The state of links beside the works that cite them, for exports and lists."""

from collections.abc import Mapping
from dataclasses import replace

from sqlite_utils import Database

from biblio.model import LinkState, Work


def link_states(db: Database) -> dict[str, LinkState]:
    """Return what the checks know of each link that was checked; nothing where no check was ever made."""
    if not db["links"].exists():
        return {}
    rows = db.execute(
        "select url, state, date(checked, 'unixepoch'), archived, archived_date from links where checked > 0"
    )
    return {
        url: LinkState(url=url, state=state, checked=checked, archived=archived, archived_date=day)
        for url, state, checked, archived, day in rows
    }


def with_links(db: Database, works: list[Work]) -> list[Work]:
    """Return works with the state of their links, for exports and lists."""
    known = link_states(db)
    return [_with_links(work, known) for work in works] if known else works


def _with_links(work: Work, known: Mapping[str, LinkState]) -> Work:
    urls = dict.fromkeys((*work.urls, *(url for citation in work.citations for url in citation.urls)))
    found = tuple(known[url] for url in urls if url in known)
    return replace(work, links=found) if found else work
