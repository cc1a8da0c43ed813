"""``biblio list``: the works of the library."""

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.option("--theme", default="", help="Only works cited under this theme.")
@click.option("--report", default="", help="Only works cited in this report (file name).")
@click.option("--session", default="", help="Only works cited in sessions with these words in the title.")
@click.option("--kind", type=click.Choice(["work", "resource", "pointer"]), help="Only works of this kind.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array with everything known.")
@pass_app
def command(app: App, theme: str, report: str, session: str, kind: str | None, as_json: bool) -> None:
    """List works: key, authors, year, title."""
    from biblio.cli.listing import echo_works

    echo_works(app.library.works(theme=theme, report=report, session=session, kind=kind or ""), as_json)
