"""``biblio themes``: the subject headings of the reading lists."""

import json

import click

from biblio.cli.app import App, pass_app


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON array of label and count.")
@click.pass_context
@pass_app
def command(app: App, ctx: click.Context, as_json: bool) -> None:
    """List the themes with the number of works under each; rename or merge them.

    A theme is a session's title or a term of the vocabulary (data/themes.toml, or `[themes] file` in the
    configuration), which you may edit: works get their themes anew when it has changed.
    """
    from biblio.cli.vocabulary import refresh_themes

    refresh_themes(app)
    if ctx.invoked_subcommand:
        return
    rows = app.library.themes()
    if as_json:
        click.echo(
            json.dumps([{"theme": label, "works": count} for label, count in rows], ensure_ascii=False, indent=2)
        )
        return
    for label, count in rows:
        click.echo(f"{count:5}  {label}")


@command.command()
@click.argument("old")
@click.argument("new")
@pass_app
def rename(app: App, old: str, new: str) -> None:
    """Call the theme OLD by the name NEW."""
    app.library.rename_theme(old, new)
    app.say(f"« {old} » is now « {new} »")


@command.command()
@click.argument("theme")
@click.argument("others", nargs=-1, required=True)
@pass_app
def merge(app: App, theme: str, others: tuple[str, ...]) -> None:
    """Put all works of OTHERS under THEME."""
    label = app.library.theme(theme)
    for other in others:
        app.library.rename_theme(other, label)
    app.say(f"« {label} » now holds the works of {', '.join(others)}")
