"""Works as lines for people and as objects for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from biblio.model import Item, Work

NAMES_SHOWN = 2


def echo_works(works: Iterable[Work], as_json: bool) -> None:
    """Print works: a line each, or one JSON array."""
    if as_json:
        click.echo(json.dumps([work_object(w) for w in works], ensure_ascii=False, indent=2))
        return
    for work in works:
        click.echo(f"{click.style(work.key, bold=True)}  {one_line(work)}")


def work_object(work: Work) -> dict[str, Any]:
    """Return a work as a plain object, empty fields left out."""
    return {name: value for name, value in asdict(work).items() if value not in ("", (), {}, None)}


def one_line(work: Work) -> str:
    """Return author, year, title and container of a work in one line, with its kind where it is no publication."""
    csl = work.csl
    quote = " ".join(work.citations[0].quote.split())[:80] if work.citations else ""
    title = csl.get("title") or (work.urls[0] if work.urls else "") or f"« {quote} »"
    year = f" ({when})" if (when := year_of(csl)) else ""
    container = f", {csl['container-title']}" if csl.get("container-title") else ""
    kind = "" if work.kind == "work" else f" [{work.kind}]"
    people = people_of(csl)
    return f"{people}{year}{'. ' if people or year else ''}{title}{container}{kind}"


def people_of(csl: Item) -> str:
    """Return the first authors, else editors, by family name."""
    people = csl.get("author") or csl.get("editor") or []
    names = [n.get("family") or n.get("literal") or "" for n in people]
    return ", ".join(names[:NAMES_SHOWN]) + (" et al." if len(names) > NAMES_SHOWN else "")


def year_of(csl: Item) -> str:
    """Return the year of a CSL item as text, or what stands in its place."""
    issued = csl.get("issued", {})
    parts = issued.get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else str(issued.get("literal") or issued.get("raw") or "")
