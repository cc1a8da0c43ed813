"""``biblio unmerge``: the last merge of a work is taken back."""

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("key")
@pass_app
def command(app: App, key: str) -> None:
    """Take back the last merge into the work KEY; both works are as they were."""
    app.say(f"now apart: {', '.join(app.library.unmerge(key))}")
