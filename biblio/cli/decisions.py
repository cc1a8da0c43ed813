"""``biblio decisions``: what people decided, with the numbers that ``biblio undo`` takes."""

import json

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@pass_app
def command(app: App, as_json: bool) -> None:
    """List all decisions: merges, values set by hand, splits, themes renamed; undone ones are marked."""
    rows = list(app.library.decisions())
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        what = " ".join(filter(None, (row["kind"], row["key"], row["other"])))
        value = f" {row['field']} = {row['value']}" if row["kind"] in ("field", "theme") else ""
        value += f"  {why}" if row["kind"] == "same" and (why := json.loads(row["value"])) else ""
        undone = f"  (undone {row['undone'][:10]})" if row["undone"] else ""
        click.echo(f"{row['number']:4}  {row['time'][:10]}  {what}{value}{undone}")
