"""What is new, as an Atom feed (RFC 4287)."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from biblio.lists import html
from biblio.lists.pages import Page
from biblio.lists.references import main_url
from biblio.lists.rich import Runs, plain
from biblio.lists.words import Words
from biblio.model import Work

NEW_AT_MOST = 50
"""Entries of the feed: what a reader that looks in once a month may have missed."""

_NAMESPACE = uuid.UUID("b3c2a0de-5a0f-4c7e-9d53-6f0a9d3c8a11")
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A work that came into the library at ``time`` (ISO 8601), and the page it stands on."""

    work: Work
    page: Page
    time: str


def newest(made: Iterable[Page], read_at: Mapping[str, str]) -> list[New]:
    """Return the works that came last, newest first."""
    found: dict[str, New] = {}
    for page in made:
        for work in page.works:
            if work.key not in found and (time := first_known(work, read_at)):
                found[work.key] = New(work=work, page=page, time=time)
    return sorted(found.values(), key=lambda new: (new.time, new.work.key), reverse=True)[:NEW_AT_MOST]


def first_known(work: Work, read_at: Mapping[str, str]) -> str:
    """Return when the first report that cites ``work`` was read, else when any source first told of it."""
    cited = [read_at[citation.report] for citation in work.citations if citation.report in read_at]
    return min(cited or [origin.time for origin in work.origins.values() if origin.time], default="")


def shown(runs: Runs, work: Work) -> str:
    """Return a reference as one line of text, without its address."""
    text = plain([run for run in runs if not run.href])
    for tail in ("Disponible à l’adresse\u00a0:", "Available from:"):
        text = text.strip().removesuffix(tail)
    return text.strip() or work.key


def feed(news: Sequence[New], references: Mapping[str, Runs], words: Words, title: str = "") -> bytes:
    """Return an Atom feed (RFC 4287) of what is new; its links are relative to the feed."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": words.lang})

    def put(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        node = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        node.text = _xml(text) or None
        return node

    heading = title or words["index"]
    put(root, "title", heading)
    put(root, "id", uuid.uuid5(_NAMESPACE, heading).urn)
    put(root, "updated", _rfc3339(news[0].time if news else ""))
    put(root, "link", rel="self", href="feed.xml")
    put(root, "link", rel="alternate", type="text/html", href="index.html")
    put(put(root, "author"), "name", heading)
    for new in news:
        entry = put(root, "entry")
        put(
            entry, "title", " ".join((new.work.csl.get("title") or shown(references[new.work.key], new.work)).split())
        )
        put(entry, "id", uuid.uuid5(_NAMESPACE, new.work.key).urn)
        put(entry, "updated", _rfc3339(new.time))
        put(entry, "link", rel="alternate", type="text/html", href=f"{new.page.name}.html#{html.place(new.work)}")
        if url := main_url(new.work):
            put(entry, "link", rel="related", href=url)
        for theme in new.work.themes:
            put(entry, "category", term=_xml(theme))
        put(entry, "summary", plain(references[new.work.key]))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _xml(text: str) -> str:
    """Return ``text`` without the characters that XML 1.0 cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def _rfc3339(time: str) -> str:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return "1970-01-01T00:00:00Z"
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
