"""``biblio check``: check links, of the library or of any file, and say what changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import click

from biblio.cli.app import App, pass_app
from biblio.cli.checking import addresses, host_rules, pace_of, seconds, transport_of
from biblio.errors import UsageError


@click.command(
    epilog="Exit codes: 0 nothing to tell · 1 dead or changed links · 4 only doubtful ones · 3 our own network failed"
)
@click.argument("urls", nargs=-1, metavar="[URL...]")
@click.option("--from", "files", multiple=True, metavar="FILE", help="Check the links of any file; no database.")
@click.option("--due", is_flag=True, help="The nightly job: silent when nothing changed.")
@click.option("--all", "everything", is_flag=True, help="All links of the library, due or not.")
@click.option("--max-time", metavar="TIME", help="End cleanly after 90s, 20m, 1h …")
@click.option("--digest", metavar="FILE", help="Write what changed since the last digest here; empty if nothing did.")
@click.option("--report", "reports", multiple=True, metavar="FILE", help="Report as .html .md .json .csv .junit.xml.")
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", help="What to print.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
@click.option("--list", "lists", multiple=True, metavar="FILE", help="Tell what hurts this reading list (list file).")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of digest and reports.  [default: fr]")
@click.option("--archive", is_flag=True, help="Also ask the archive to keep pages (key in BIBLIO_ARCHIVE_KEY).")
@click.option(
    "--copies/--no-copies",
    "look",
    default=None,
    help="Look for archived copies of what fails.  [default: yes, but not for --from and -]",
)
@click.option("--fix", is_flag=True, help="Write new addresses of moved pages as decisions.")
@click.option("--timeout", type=float, metavar="S", help="Seconds for one answer.  [default: 15]")
@click.option("--retries", type=int, metavar="N", help="Further tries after passing failures.  [default: 2]")
@click.option("--pause", type=float, metavar="S", help="Seconds between requests to a host.  [default: 0.105]")
@click.option("--per-host", type=int, metavar="N", help="Requests at a time to a host.  [default: 4]")
@click.option("--total", type=int, metavar="N", help="Requests at a time in all.  [default: 128]")
@click.option("--allow-private", is_flag=True, help="Also ask addresses in private networks.")
@pass_app
def command(
    app: App,
    urls: tuple[str, ...],
    files: tuple[str, ...],
    due: bool,
    everything: bool,
    max_time: str | None,
    digest: str | None,
    reports: tuple[str, ...],
    lists: tuple[str, ...],
    lang: str | None,
    format_: str,
    as_json: bool,
    archive: bool,
    look: bool | None,
    fix: bool,
    timeout: float | None,
    retries: int | None,
    pause: float | None,
    per_host: int | None,
    total: int | None,
    allow_private: bool,
) -> None:
    """Check links and report what changed.

    Without URL and --from the links of the library that are due; each check is remembered, and a link counts as dead
    only after failures on several days. With URL ("-" is standard input) or --from a single visit judges.
    """
    report_files = [(Path(name), _writer(name)) for name in reports]
    limit = seconds(max_time) if max_time else None
    pace = pace_of(app, pause, per_host, total, retries)
    rules = host_rules(app)
    transport = transport_of(app, timeout, pace.total, allow_private)
    lang = lang or _language(app)
    jsonl = as_json or format_ == "jsonl"
    from biblio.links.queue import Queue

    queue = Queue(transport, pace=pace, rules=rules, doi_registry=_registry(app))
    deadline = time.monotonic() + limit if limit is not None else None
    try:
        if urls or files:
            if due or digest or fix or everything or lists or archive:
                raise UsageError(
                    "--due, --all, --digest, --list, --fix and --archive need the library", "leave URL and --from out"
                )
            from biblio.cli.check_files import check_files

            errands = None
            # Who names an address waits for its copy; a file may hold thousands, and archives bear 24 a minute.
            if look if look is not None else not files and "-" not in urls:
                from biblio.cli.archiving import errands_of

                errands = errands_of(app, transport, deadline)
            code = check_files(app, addresses(urls, files), queue, errands, deadline, jsonl, report_files, lang)
        else:
            from biblio.cli.check_library import Night

            night = Night(app, queue, transport, deadline, quiet=due, jsonl=jsonl, lang=lang)
            code = night.run(
                everything=everything,
                digest=digest,
                lists=[*lists, *app.config.get("check", {}).get("lists", [])],
                reports=report_files,
                fix=fix,
                look=look is not False,
                keep=archive,
            )
    finally:
        transport.close()
    sys.exit(code)


def _registry(app: App) -> str:
    return str(app.setting("check", "doi_registry", "https://doi.org/api/handles/"))


def _language(app: App) -> str:
    lang = str(app.setting("check", "lang", "fr"))
    if lang not in ("fr", "en"):
        raise UsageError(f"[check] lang = {lang!r}: no such language", "write fr or en")
    return lang


def _writer(name: str) -> str:
    known = (".html", ".md", ".json", ".csv", ".xml")
    suffix = Path(name).suffix.lower()
    if suffix not in known:
        raise UsageError(f"{name}: no report of this form", f"end the name in {' '.join(known)}")
    return suffix


def exit_code(states: Iterable[str]) -> int:
    """Return the exit code for new states: 1 where something is dead or changed, 4 for doubts alone, else 0."""
    found = set(states)
    if found & {"dead", "changed"}:
        return 1
    return 4 if found & {"suspect", "unsure", "blocked"} else 0
