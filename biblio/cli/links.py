"""``biblio links``: what is known of the links; acknowledge trouble, mute hosts, forget old checks."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import click

from biblio.cli.app import App, pass_app
from biblio.cli.checking import checks_of, day, stamp
from biblio.errors import UsageError

STATES = ("ok", "moved", "blocked", "paywalled", "unsure", "suspect", "changed", "dead", "new")


@click.command()
@click.argument("action", required=False, metavar="[ack|mute|unmute|purge]")
@click.argument("what", required=False, metavar="[URL|HOST|DATE]")
@click.option("--state", type=click.Choice(STATES), help="Only links in this state.")
@click.option("--host", help="Only links of this host.")
@click.option("--history", metavar="URL", help="Every check of one link, newest first.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@pass_app
def command(
    app: App,
    action: str | None,
    what: str | None,
    state: str | None,
    host: str | None,
    history: str | None,
    as_json: bool,
) -> None:
    """List the links of the library with what the checks know of them.

    \b
    biblio links ack URL      its trouble is known: no finding until it recovers
    biblio links mute HOST    check no links of this host (unmute: again)
    biblio links purge DATE   forget the single checks before a day (2026-01-31)
    """  # noqa: D301 (click's mark for lines that stay as they are)
    if action:
        _act(app, action, what)
    elif history:
        _history(app, history, as_json)
    else:
        _list(app, state or "", (host or "").lower(), as_json)


def _act(app: App, action: str, what: str | None) -> None:
    if action not in ("ack", "mute", "unmute", "purge"):
        raise UsageError(f"{action}: no such action", "ack URL, mute HOST, unmute HOST, purge DATE")
    if not what:
        raise UsageError(f"{action}: of what?", f"biblio links {action} {'URL' if action == 'ack' else 'HOST'}")
    checks = checks_of(app)
    if action == "ack":
        checks.acknowledge(what)
        app.say(f"{what}: known; told again after it has recovered")
    elif action == "purge":
        try:
            before = int(time.mktime(time.strptime(what, "%Y-%m-%d")))
        except ValueError:
            raise UsageError(f"{what}: not a day", "write it as 2026-01-31") from None
        app.say(f"{checks.purge(before)} checks forgotten")
    else:
        checks.mute(what, action == "mute")
        app.say(f"{what}: links are {'not checked any more' if action == 'mute' else 'checked again'}")


def _history(app: App, url: str, as_json: bool) -> None:
    checks = checks_of(app)
    memory = checks.memory(url)
    rows = list(checks.history(url))
    if as_json:
        shown = [{"run": run} | asdict(check) | {"time": stamp(check.time)} for run, check in rows]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    click.echo(f"{url}\n{memory.state} since {day(memory.since)}; next check {day(memory.next_check)}")
    for _, check in rows:
        click.echo(
            f"  {stamp(check.time)}  {check.state:<9} {check.method} {check.status or '-':<4} {check.ms:>6} ms  "
            f"{check.detail}"
        )
        for hop in check.hops:
            click.echo(f"      {hop.status} {hop.url}")


def _list(app: App, state: str, host: str, as_json: bool) -> None:
    checks = checks_of(app)
    memories = checks.memories(state, host)
    if as_json:
        known = checks.acknowledged()
        shown = [
            {
                "url": m.url,
                "state": m.state,
                "reason": m.reason,
                "detail": m.detail,
                "since": day(m.since),
                "checked": day(m.checked),
                "next_check": day(m.next_check),
                "failures": m.fails,
                "final": m.final or None,
                "archived": m.archived or None,
                "archived_date": m.archived_date or None,
                "acknowledged": m.url in known,
            }
            for m in memories
        ]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for m in memories:
        click.echo(f"{m.state:<9} {m.url}")
        if m.state not in ("ok", "new"):
            click.echo(f"          {m.detail} since {day(m.since)}, checked {day(m.checked)}")
        if m.archived:
            click.echo(f"          archived copy of {m.archived_date}: {m.archived}")
