"""``biblio enrich``: ask the sources about the works."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from biblio.cli.app import App, pass_app
from biblio.cli.network import client

if TYPE_CHECKING:
    from biblio.enrich import Outcome
    from biblio.http import Client
    from biblio.model import Work
    from biblio.sources import Source
    from biblio.store.records import Records

FOUND, DIFFERENT, NOT_FOUND, NOT_CHECKED = "found", "different", "not found", "not checked"


@dataclass
class Tally:
    """What a run has seen so far: verdicts by source, outcomes for a preview, requests sent."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: list[Outcome] = field(default_factory=list)
    sent: int = 0
    interrupted: bool = False

    @property
    def failed(self) -> int:
        """How many questions got no answer."""
        return sum(count for (_, verdict), count in self.counts.items() if verdict == NOT_CHECKED)


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY...]")
@click.option("--source", "names", multiple=True, metavar="NAME", help="Ask only this source (repeatable).")
@click.option("--offline", is_flag=True, help="Use answers that are already here; send nothing.")
@click.option("--refresh", is_flag=True, help="Ask again what has been answered.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--allow-private", is_flag=True, help="Allow addresses of private networks.")
@click.option("--json", "as_json", is_flag=True, help="Verdicts as JSON lines on stdout.")
@pass_app
def command(
    app: App,
    keys: tuple[str, ...],
    names: tuple[str, ...],
    offline: bool,
    refresh: bool,
    dry_run: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Ask HAL, OpenEdition, Persée, Cairn, Crossref … about works, all or those with KEYs.

    Identifiers are asked first, words last; a record is accepted only when it is the cited work. What has been
    answered is not asked again; interrupting loses nothing. Every field keeps its origin (biblio show KEY).
    """
    from biblio.store.records import Records

    for key in keys:
        app.library.work(key)
    chosen = _chosen(names)
    tally = enrich_works(
        app,
        app.library.works(keys=keys) if keys else None,
        sources=chosen,
        offline=offline,
        refresh=refresh,
        dry_run=dry_run,
        allow_private=allow_private,
    )
    records = Records(app.library.db)
    if dry_run:
        _show(records.preview(tally.outcomes))
    else:
        app.library.name_new()
    if as_json:
        for verdict in map(_as_dict, tally.outcomes) if dry_run else records.verdicts(keys or None):
            click.echo(json.dumps(verdict, ensure_ascii=False))
    asked = sum(tally.counts.values())
    sys.exit(3 if tally.interrupted or (asked and tally.failed == asked and not offline) else 0)


def _chosen(names: Sequence[str]) -> list[Source]:
    from biblio.sources import SOURCES

    known = [source.name for source in SOURCES]
    if unknown := sorted(set(names) - set(known)):
        raise click.UsageError(f"no source {', '.join(unknown)}; there are {', '.join(known)}")
    return [source for source in SOURCES if not names or source.name in names]


def enrich_works(
    app: App,
    works: Sequence[Work] | None = None,
    *,
    sources: Sequence[Source] | None = None,
    offline: bool = False,
    refresh: bool = False,
    dry_run: bool = False,
    allow_private: bool = False,
) -> Tally:
    """Ask the sources about ``works`` (all, by default), save what they say, and tell the figures on stderr.

    A failing network leaves the works as they are. Interrupting keeps what has arrived.
    """
    from biblio.sources import SOURCES
    from biblio.store.answers import Answers
    from biblio.store.records import Records

    chosen = list(SOURCES if sources is None else sources)
    records = Records(app.library.db)
    cache = Answers(app.library.db, read_only=dry_run)
    http = client(app, cache, offline=offline, refresh=refresh, allow_private=allow_private)
    tally = Tally()
    keys = None if works is None else [work.key for work in works]
    try:
        asyncio.run(_enrich(app, http, records, chosen, keys, tally, refresh=refresh, dry_run=dry_run))
    except KeyboardInterrupt:
        tally.interrupted = True
        app.say("interrupted; what has arrived is kept, the next run goes on from here")
    finally:
        if not dry_run:
            records.derive()
        tally.sent = http.sent
        _summarise(app, tally, chosen)
    return tally


async def _enrich(
    app: App,
    http: Client,
    records: Records,
    chosen: Sequence[Source],
    keys: Sequence[str] | None,
    tally: Tally,
    *,
    refresh: bool,
    dry_run: bool,
) -> None:
    from biblio.enrich import enrich

    cited = records.cited(keys)
    asked = {} if refresh else records.asked()
    kept = {} if refresh else records.kept()
    async with http:
        async for outcomes in enrich(cited, chosen, http.fetch, asked=asked, records=kept):
            if dry_run:
                tally.outcomes.extend(outcomes)
            else:
                records.save(outcomes)
            for outcome in outcomes:
                tally.counts[outcome.source, outcome.verdict] += 1
                if app.verbose:
                    why = f" ({outcome.note})" if outcome.note else ""
                    app.say(f"{outcome.key}: {outcome.source}: {outcome.verdict}{why}")
            _progress(app, tally, len(cited))


def _progress(app: App, tally: Tally, works: int) -> None:
    if app.quiet or app.verbose or not sys.stderr.isatty():
        return
    by_source: Counter[str] = Counter()
    for (source, verdict), count in tally.counts.items():
        by_source[source] += count if verdict == FOUND else 0
    told = " · ".join(f"{source} {count}" for source, count in by_source.items())
    click.echo(f"\r\x1b[K{works} works: {told}", nl=False, err=True)


def _summarise(app: App, tally: Tally, chosen: Sequence[Source]) -> None:
    if not app.quiet and sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    for source in chosen:
        counts = {verdict: count for (name, verdict), count in tally.counts.items() if name == source.name}
        if counts:
            told = ", ".join(
                f"{counts[verdict]} {verdict}"
                for verdict in (FOUND, DIFFERENT, NOT_FOUND, NOT_CHECKED)
                if verdict in counts
            )
            app.say(f"{source.title}: {told}")
    app.say(f"{tally.sent} request{'' if tally.sent == 1 else 's'} sent")


def _show(changes: Sequence[tuple[str, str, Any, Any, str]]) -> None:
    for key, name, now, then, source in changes:
        if now is not None:
            click.echo(f"- {key} {name}: {_short(now)}")
        if then is not None:
            click.echo(f"+ {key} {name}: {_short(then)}  [{source}]")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:199] + "…"


def _as_dict(outcome: Outcome) -> dict[str, str]:
    return {name: getattr(outcome, name) for name in ("key", "source", "verdict", "time", "note")}
