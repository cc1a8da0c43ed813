"""``biblio add``: reports into the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from biblio.cli.app import App, pass_app

if TYPE_CHECKING:
    from biblio.store.intake import Added


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@pass_app
def command(app: App, reports: tuple[str, ...]) -> None:
    """Extract what REPORTs cite and store it in the library.

    A REPORT is a file (Markdown, text, HTML, PDF, DOCX, ODT), an address (https://…), or - for stdin. Adding the same
    report again changes nothing; a new version replaces its mentions, keys and decisions stay.
    """
    from biblio.cli.reports import add_each

    app.may_create = True
    intake = add_each(app, reports)
    for added in intake.added:
        app.say(describe(added))
        if app.verbose:
            for quote in added.new_quotes:
                app.say(f"  + {' '.join(quote.split())[:100]}")
    app.library.name_new()
    sys.exit(3 if intake.failed else 0)


def describe(added: Added) -> str:
    """Return one line on a report that was added."""
    if added.unchanged:
        return f"{added.report}: unchanged, {added.mentions} mentions"
    gone = f", {added.gone_mentions} gone" if added.gone_mentions else ""
    return f"{added.report}: {added.mentions} mentions ({added.new_mentions} new{gone}), {added.new_works} new works"
