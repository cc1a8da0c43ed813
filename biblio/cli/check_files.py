"""``biblio check`` of files and addresses: one visit, no database."""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from biblio.cli.app import App
from biblio.cli.check import exit_code
from biblio.cli.checking import stamp
from biblio.links.check import check_urls
from biblio.links.queue import Queue
from biblio.model import Check


def check_files(
    app: App,
    urls: Iterable[str],
    queue: Queue,
    deadline: float | None,
    jsonl: bool,
    reports: Sequence[tuple[Path, str]],
    lang: str,
) -> int:
    """Check addresses, print each as it comes, write the reports; return the exit code."""
    # What a run builds is freed by reference counting; a collector that looks through it again and again is waste.
    gc.freeze()
    gc.set_threshold(100_000)
    kept: list[Check] = []
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for check in check_urls(urls, queue, deadline):
        counts[check.state] += 1
        reasons[check.reason] += 1
        if jsonl:
            sys.stdout.write(line(check))
        elif app.verbose or check.state not in ("ok", "paywalled"):
            click.echo(told(check))
        if reports:
            kept.append(check)
    sys.stdout.flush()
    if reports:
        from biblio.links.report import of_checks

        write_reports(app, reports, of_checks(kept, stamp(), lang))
    app.say(", ".join(f"{number} {state}" for state, number in counts.most_common()) or "no web address found")
    if reasons and set(reasons) <= {"own-network", "proxy", "not-asked"} and reasons["not-asked"] < reasons.total():
        return 3
    return exit_code(counts)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def line(check: Check) -> str:
    """Return a check as a line of JSON; the fields are those of the contract, ``detail`` says the reason in words."""
    return (
        _encode(
            {
                "url": check.url,
                "state": check.state,
                "verdict": check.verdict,
                "final": check.final or None,
                "permanent": check.permanent,
                "fragment_missing": check.fragment_missing,
                "status": check.status or None,
                "reason": check.reason,
                "detail": check.detail,
                "hops": [{"url": hop.url, "status": hop.status} for hop in check.hops],
                "ms": check.ms,
                "archived": check.archived or None,
            }
        )
        + "\n"
    )


_COLOURS = {"ok": "green", "moved": "blue", "dead": "red", "changed": "red", "suspect": "yellow"}


def told(check: Check) -> str:
    """Return a check for people: state, address, reason."""
    state = click.style(f"{check.state:<9}", fg=_COLOURS.get(check.state))
    return f"{state} {check.url}\n          {check.detail}"


def write_reports(app: App, reports: Sequence[tuple[Path, str]], report: object) -> None:
    """Write a report in every form that was asked for."""
    from biblio.cli.files import write_file
    from biblio.links.report import REPORTS, Report

    assert isinstance(report, Report)
    for path, form in reports:
        write_file(path, [REPORTS[form](report).encode("utf-8", "replace")])
        app.say(f"{path}: {len(report.rows)} links")
