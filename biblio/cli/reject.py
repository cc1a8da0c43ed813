"""``biblio reject``: a work that is none."""

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("keys", nargs=-1, required=True)
@pass_app
def command(app: App, keys: tuple[str, ...]) -> None:
    """Leave KEYS out of lists and exports: not a citation after all. `biblio undo` brings them back."""
    for key in keys:
        app.library.reject(key)
    app.say(f"left out: {', '.join(keys)}")
