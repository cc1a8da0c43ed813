"""``biblio status``: what the library holds."""

import json
import time
from typing import Any

import click

from biblio.cli.app import App, pass_app


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@pass_app
def command(app: App, as_json: bool) -> None:
    """Say what the library holds: reports, mentions, works, resources, pointers."""
    from biblio.cli.checking import alive, checks_of

    counts, reports = app.library.counts(), app.library.reports()
    if as_json:
        whole: dict[str, Any] = counts | {"library": str(app.db_path), "read": reports}
        whole["links"] = checks_of(app).health(int(time.time()), alive)
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    click.echo(f"{app.db_path}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    for report in reports:
        click.echo(f"  {report['read_at'][:10]}  {report['name']}  {report['mentions']} mentions")
