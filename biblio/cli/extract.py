"""``biblio extract``: what reports cite, without a database."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from biblio.cli.app import App, pass_app
from biblio.model import Mention


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "csv"]),
    default="table",
    show_default=True,
    help="How to print the mentions.",
)
@pass_app
def command(app: App, reports: tuple[str, ...], format_: str) -> None:
    """Print what reports cite: one mention a line, with its quote and offsets.

    REPORT is a file (Markdown, text, HTML, PDF, DOCX, ODT); "-" is standard input. Offsets count the code points of
    what `biblio text REPORT` prints.
    """
    mentions = _Mentions(app, reports)
    _PRINTERS[format_](iter(mentions))
    if mentions.failed:
        sys.exit(3)


class _Mentions:
    """The mentions of several reports, one after the other; ``failed`` counts the reports that cannot be read."""

    def __init__(self, app: App, names: tuple[str, ...]) -> None:
        self.app, self.names, self.failed = app, names, 0

    def __iter__(self) -> Iterator[Mention]:
        from biblio.cli.reports import read_each
        from biblio.extract.mentions import extract

        for _, document in read_each(self.app, self.names):
            if document is None:
                self.failed += 1
            else:
                yield from extract(document)


def as_json(mention: Mention) -> dict[str, Any]:
    """Return the object of the ``extract --format jsonl`` contract."""
    session = mention.session
    return {
        "report": mention.report,
        "session": {"title": session.title, "date": session.date, "number": session.number} if session else None,
        "section": mention.section,
        "start": mention.start,
        "end": mention.end,
        "quote": mention.quote,
        "kind": mention.kind,
        "urls": list(mention.urls),
        "ids": dict(mention.ids),
        "derived_ids": dict(mention.derived_ids),
        "csl": dict(mention.csl),
        "confidence": mention.confidence,
        "note": mention.note,
    }


def _jsonl(mentions: Iterator[Mention]) -> None:
    for mention in mentions:
        click.echo(json.dumps(as_json(mention), ensure_ascii=False))


COLUMNS = (
    "report",
    "session",
    "section",
    "kind",
    "type",
    "authors",
    "title",
    "container",
    "year",
    "url",
    "ids",
    "start",
    "end",
    "note",
)


def _row(mention: Mention) -> dict[str, str]:
    csl = mention.csl
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    container: str = csl.get("container-title") or ""
    return {
        "report": mention.report,
        "session": mention.session.title if mention.session else "",
        "section": mention.section,
        "kind": mention.kind,
        "type": csl.get("type", ""),
        "authors": "; ".join(name.get("literal") or name.get("family", "") for name in _people(mention)),
        "title": csl.get("title", ""),
        "container": container,
        "year": str(parts[0][0]) if parts[0] else "",
        "url": " ".join(mention.urls),
        "ids": " ".join(f"{scheme}:{value}" for scheme, value in mention.ids.items()),
        "start": str(mention.start),
        "end": str(mention.end),
        "note": mention.note,
    }


def _people(mention: Mention) -> list[Any]:
    return [*mention.csl.get("author", []), *mention.csl.get("editor", [])]


def _csv(mentions: Iterator[Mention]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_row, mentions))


def _table(mentions: Iterator[Mention]) -> None:
    for mention in mentions:
        row = _row(mention)
        what = ", ".join(
            part for part in (row["authors"], row["title"] or _shortened(mention.quote), row["year"]) if part
        )
        click.echo(f"{row['kind']:8} {row['type']:17.17} {what}")
        for url in mention.urls:
            click.echo(f"{'':27}{url}")


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    return f"“{words[:70]}…”" if len(words) > 72 else f"“{words}”"


_PRINTERS = {"table": _table, "jsonl": _jsonl, "csv": _csv}
