"""``biblio add``: reports into the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from biblio.cli.app import App, pass_app

if TYPE_CHECKING:
    from biblio.cli.reports import Intake
    from biblio.store.intake import Added

LINES_SHOWN = 20
"""How many of the lines that a new version of a report adds are printed."""

WIDTH = 100


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@pass_app
def command(app: App, reports: tuple[str, ...]) -> None:
    """Extract what REPORTs cite and store it in the library.

    A REPORT is a file (Markdown, text, HTML, PDF, DOCX, ODT), an address (https://…), or - for stdin. Adding the same
    report again changes nothing; a new version replaces its mentions, keys and decisions stay, and the lines that it
    adds are shown.
    """
    from biblio.cli.reports import add_each

    app.may_create = True
    intake = add_each(app, reports)
    tell(app, intake)
    app.library.name_new()
    sys.exit(3 if intake.failed else 0)


def tell(app: App, intake: Intake) -> None:
    """Say on stderr what came of each report, and what a new version of it adds."""
    for added, lines in zip(intake.added, intake.new_lines, strict=True):
        app.say(describe(added))
        for line in lines[:LINES_SHOWN]:
            app.say(f"  + {_short(line)}")
        if len(lines) > LINES_SHOWN:
            app.say(f"  … and {len(lines) - LINES_SHOWN} more new lines")
        if app.verbose and not lines:
            for quote in added.new_quotes:
                app.say(f"  + {_short(quote)}")


def _short(text: str) -> str:
    from biblio.formats.clean import line

    told = line(text)
    return told if len(told) <= WIDTH else f"{told[: WIDTH - 1]}…"


def describe(added: Added) -> str:
    """Return one line on a report that was added."""
    if added.unchanged:
        return f"{added.report}: unchanged, {added.mentions} mentions"
    gone = f", {added.gone_mentions} gone" if added.gone_mentions else ""
    return f"{added.report}: {added.mentions} mentions ({added.new_mentions} new{gone}), {added.new_works} new works"
