"""``biblio why``: where a work was cited, in the words of the reports."""

import json
from dataclasses import asdict
from typing import Any

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="A JSON array of the places.")
@pass_app
def command(app: App, key: str, as_json: bool) -> None:
    """Print each passage that cites the work KEY: report, line, session, quote; and what was merged into it, why.

    `biblio show KEY --provenance` tells who said what of each field.
    """
    from biblio.cli.listing import one_line

    work = app.library.work(key)
    if as_json:
        click.echo(json.dumps([asdict(c) for c in work.citations], ensure_ascii=False, indent=2))
        return
    click.echo(f"{click.style(work.key, bold=True)}  {one_line(work)}")
    for merge in app.library.merges(key):
        click.echo(_told(merge))
    for number, place in enumerate(work.citations, 1):
        session = place.session
        where = [f"{place.report}:{place.line}"]
        if session:
            where.append(" ".join(filter(None, (session.number and f"session {session.number}", session.date))))
            where.append(session.title and f"« {session.title} »")
        if place.section and place.section != "front":
            where.append(place.section)
        click.echo(f"\n{number}. {' · '.join(filter(None, where))}")
        click.echo("\n".join(f"   │ {line}" for line in place.quote.splitlines()))
        if place.note:
            click.echo(f"   note: {place.note}")


def _told(merge: dict[str, Any]) -> str:
    """Return why two works were made one, and how to take that back."""
    by_hand = "shares an identifier or address" if merge["kind"] == "identity" else "merged by hand"
    why = json.loads(merge["value"]) or by_hand
    one, other = merge["key"] or "?", merge["other"] or "a work that had no key yet"
    return f"  {other} is {one}: {why}  (biblio undo {merge['number']})"
