"""``biblio undo``: one decision is taken back."""

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("number", type=int)
@pass_app
def command(app: App, number: int) -> None:
    """Take back decision NUMBER, as `biblio decisions` lists them."""
    app.library.undo(number)
    app.say(f"decision {number} undone")
