"""``biblio run``: everything, from reports to bibliography and reading list."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biblio.cli.app import App, pass_app
from biblio.errors import BiblioError

if TYPE_CHECKING:
    from biblio.model import Work

BIBLIOGRAPHIES = {"bibliography.bib": "biblatex", "bibliography.json": "csl-json"}
LISTS = {"reading-list.md": "md", "reading-list.html": "html"}


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the results."
)
@click.option("--offline", is_flag=True, help="Ask no source: only what the reports say.")
@click.option("--title", default="", help="Title of the reading list.")
@pass_app
def command(app: App, reports: tuple[str, ...], output: Path, offline: bool, title: str) -> None:
    """Do everything for REPORTs: extract, enrich, deduplicate, export, reading lists.

    Writes bibliography.bib, bibliography.json (CSL-JSON), reading-list.md and reading-list.html into the folder, with
    the works that these reports cite; the library keeps everything, so that later runs know keys and decisions.
    """
    from biblio.cli.add import tell
    from biblio.cli.reports import add_each

    app.may_create = True
    intake = add_each(app, reports)
    tell(app, intake)
    if not intake.added:
        raise BiblioError("none of the reports could be read", "see the lines above")
    names = {added.report for added in intake.added}
    if not offline:
        _enrich(app, names)
    _dedupe(app)
    works = _cited_in(app.library.works(), names)
    _write(app, works, output, title)
    _summarise(app, works, output)
    sys.exit(3 if intake.failed else 0)


def _cited_in(works: list[Work], names: set[str]) -> list[Work]:
    return [work for work in works if any(c.report in names for c in work.citations)]


def _enrich(app: App, names: set[str]) -> None:
    """Ask the sources; a network that fails leaves what the reports say."""
    from biblio.cli.enrich import enrich_works

    try:
        enrich_works(app, _cited_in(app.library.works(named=False), names))
    except BiblioError as error:
        app.complain(error)


def _dedupe(app: App) -> None:
    """Merge what is one; doubtful pairs are left for a person."""
    from biblio.cli.dedupe import count
    from biblio.cli.dedupe.library import dedupe_library, waiting_pairs

    if merged := dedupe_library(app).merged:
        app.say(f"{count(len(merged), 'work')} merged into another that is the same: biblio decisions")
    if doubts := waiting_pairs(app):
        app.say(f"{count(len(doubts), 'doubtful pair')}: biblio dedupe --review")


def _write(app: App, works: list[Work], output: Path, title: str) -> None:
    from biblio.cli.files import write_file
    from biblio.cli.reading_list import coins, report_addresses
    from biblio.exports import EXPORTERS
    from biblio.lists import reading_list, render
    from biblio.lists.references import engine_missing, references

    for name, form in BIBLIOGRAPHIES.items():
        write_file(output / name, EXPORTERS[form].chunks(works))
    listed, formatted = reading_list(works, title=title), references(works)
    if message := engine_missing():
        app.say(message)
    addresses = report_addresses(app, output)
    files = [("BibTeX", "bibliography.bib"), ("CSL-JSON", "bibliography.json")]
    for name, form in LISTS.items():
        page = render(listed, format=form, references=formatted, reports=addresses, coins=coins, files=files)
        write_file(output / name, [page])


def _summarise(app: App, works: list[Work], output: Path) -> None:
    kinds = Counter(work.kind for work in works)
    themes = Counter(theme for work in works for theme in work.themes[:1])
    mentions = sum(len(work.citations) for work in works)
    click.echo(
        f"{mentions} mentions → {kinds['work']} works, {kinds['resource']} resources, {kinds['pointer']} leads "
        f"to follow up, under {len(themes)} themes"
    )
    for theme, _ in app.library.themes():
        if theme in themes:
            click.echo(f"  {themes[theme]:4}  {theme}")
    click.echo(f"written to {output}/: {', '.join([*BIBLIOGRAPHIES, *LISTS])}")
    app.say(f"library: {app.db_path}  (biblio list, biblio why KEY, biblio reading-list --theme …)")
