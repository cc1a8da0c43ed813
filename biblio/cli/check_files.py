"""``biblio check`` of files and addresses: one visit, no database."""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biblio.cli.app import App
from biblio.cli.check import exit_code
from biblio.cli.checking import stamp
from biblio.links.check import check_urls
from biblio.links.judge import REASONS
from biblio.links.queue import Queue
from biblio.model import Check

if TYPE_CHECKING:
    from biblio.links.errands import Errands


_FAILING = frozenset({"missing", "trouble", "gone", "no-domain", "changed"})


class Visit:
    """One stand-alone run: checks are printed as they come; what fails, once its copy was looked for.

    Without ``errands`` no copies are looked for. For people a verdict is printed at once and its copy afterwards.
    """

    def __init__(self, app: App, errands: Errands | None, *, jsonl: bool, keep: bool) -> None:
        self._app = app
        self._errands = errands
        self._jsonl = jsonl
        self._keep = keep
        self._failing: dict[str, Check] = {}
        self.done: list[Check] = []
        self.states: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def run(self, cited: Iterable[tuple[str, str]], queue: Queue, deadline: float | None) -> None:
        """Check addresses, each given with the date of what cites it (ISO 8601 or empty)."""
        # What a run builds is freed by reference counting; a collector that looks through it again is waste.
        gc.freeze()
        gc.set_threshold(100_000)
        dates = dict(cited)
        for check in check_urls(dates, queue, deadline):
            self._take(check)
        sys.stdout.flush()
        if self._errands is not None:
            self._look(self._errands, dates)

    def _take(self, check: Check) -> None:
        self.states[check.state] += 1
        self.reasons[check.reason] += 1
        if not self._jsonl and (self._app.verbose or check.state not in ("ok", "paywalled")):
            click.echo(told(check))
        if self._errands is not None and REASONS[check.reason].effect in _FAILING:
            self._failing[check.url] = check
        else:
            self._end(check)

    def _end(self, check: Check) -> None:
        if self._jsonl:
            sys.stdout.write(line(check))
        if self._keep:
            self.done.append(check)

    def _look(self, errands: Errands, dates: Mapping[str, str]) -> None:
        from biblio.cli.archiving import copies

        today = stamp()[:10]
        try:
            for url, copy in copies(self._app, errands, [(url, dates.get(url) or today) for url in self._failing]):
                check = self._failing.pop(url)
                if copy and not self._jsonl:
                    click.echo(f"{url}\n          archived copy of {copy.date}: {copy.url}")
                self._end(replace(check, archived=copy.url, archived_date=copy.date) if copy else check)
        finally:
            for check in self._failing.values():
                self._end(check)


def check_files(
    app: App,
    cited: Iterable[tuple[str, str]],
    queue: Queue,
    errands: Errands | None,
    deadline: float | None,
    jsonl: bool,
    reports: Sequence[tuple[Path, str]],
    lang: str,
) -> int:
    """Check addresses, print each, write the reports; return the exit code."""
    visit = Visit(app, errands, jsonl=jsonl, keep=bool(reports))
    visit.run(cited, queue, deadline)
    if reports:
        from biblio.links.report import of_checks

        write_reports(app, reports, of_checks(visit.done, stamp(), lang))
    app.say(", ".join(f"{number} {state}" for state, number in visit.states.most_common()) or "no web address found")
    reasons = visit.reasons
    if reasons and set(reasons) <= {"own-network", "proxy", "not-asked"} and reasons["not-asked"] < reasons.total():
        return 3
    return exit_code(visit.states)


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
                "archived_date": check.archived_date or None,
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
