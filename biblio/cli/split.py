"""``biblio split``: a mention becomes a work of its own."""

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("key")
@click.argument("number", type=int)
@pass_app
def command(app: App, key: str, number: int) -> None:
    """Take mention NUMBER of the work KEY (as `biblio why KEY` counts them) out into a work of its own."""
    new = app.library.split(key, number)
    app.say(f"{new} is a work of its own; `biblio decisions` has the number with which `biblio undo` takes that back")
