"""``biblio search``: works by words, accents and case folded."""

import sys

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON array with everything known.")
@pass_app
def command(app: App, words: tuple[str, ...], as_json: bool) -> None:
    """List the works that have all WORDS (or words beginning so) in title, names, container or quotes.

    Exit code 1 when there is none.
    """
    from biblio.cli.listing import echo_works

    found = app.library.works(text=" ".join(words))
    echo_works(found, as_json)
    sys.exit(0 if found else 1)
