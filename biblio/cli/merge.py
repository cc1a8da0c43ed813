"""``biblio merge``: two works are one."""

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.argument("key")
@click.argument("others", nargs=-1, required=True)
@pass_app
def command(app: App, key: str, others: tuple[str, ...]) -> None:
    """Make OTHERS one work with KEY. KEY stays; the other keys become aliases and are exported as such."""
    with app.library.atomic():
        for other in others:
            app.library.merge(key, other)
    app.say(f"{key} now stands for {', '.join(others)}; `biblio unmerge {key}` takes the last merge back")
