"""``biblio check`` of the library: what is due, what changed, what to tell."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biblio.cli.app import App
from biblio.cli.check import exit_code
from biblio.cli.check_files import line, told, write_reports
from biblio.cli.checking import alive, checks_of, rhythm_of, stamp
from biblio.errors import UsageError
from biblio.links.hosts import host_of
from biblio.links.memory import BEYOND, Nights
from biblio.links.night import Observed, expectations, known_of, links_of, run_night
from biblio.links.queue import Queue
from biblio.links.report import Report, digest, hurts, of_memories
from biblio.links.rota import called
from biblio.links.transport import Transport
from biblio.model import LinkMemory, Work

if TYPE_CHECKING:
    from biblio.links.archive import Copy


class Night:
    """One run over the links of the library."""

    def __init__(
        self,
        app: App,
        queue: Queue,
        transport: Transport,
        deadline: float | None,
        *,
        quiet: bool,
        jsonl: bool,
        lang: str,
    ) -> None:
        self._app = app
        self._queue = queue
        self._transport = transport
        self._deadline = deadline
        self._quiet = quiet
        self._jsonl = jsonl
        self._lang = lang
        self._checks = checks_of(app)
        self._seen: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self._essential: set[str] = set()
        self._lists: dict[str, list[str]] = {}

    def run(
        self,
        *,
        everything: bool,
        digest: str | None,
        lists: Sequence[str],
        reports: Sequence[tuple[Path, str]],
        fix: bool,
        look: bool,
        keep: bool,
    ) -> int:
        """Check what is due, tell what changed, write the reports; return the exit code."""
        works = self._app.library.works()
        self._read_lists(lists, works)
        now, rhythm = int(time.time()), rhythm_of(self._app)
        nights = Nights(self._checks.load(now), rhythm.rest)
        self._checks.cite((url for work in works for url in links_of(work)), host_of, lambda n: nights.first(n, now))
        self._checks.call(called(self._checks.standings(), now, rhythm), now)
        due = self._checks.memories() if everything else self._checks.due(now, now + BEYOND)
        run = self._checks.begin(now, os.getpid(), len(due), alive)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
        outcome = "interrupted"
        try:
            self._visit(run, due, works, nights)
            outcome = self._outcome(len(due))
            if look or keep:
                self._archive(run, works, look, keep)
        finally:
            self._checks.end(run, int(time.time()), outcome)
        self._checks.set_head_works(self._queue.hosts_head())
        if fix:
            self._fix(works)
        self._tell(digest, reports, works)
        if outcome == "own network":
            self._app.say("nothing answered anywhere: our own network; no link was judged")
            return 3
        return exit_code(self._new)

    def _visit(self, run: int, due: list[LinkMemory], works: list[Work], nights: Nights) -> None:
        known = known_of(due, expectations(works), self._checks.head_works())
        acknowledged = self._checks.acknowledged()
        for observed in run_night(due, known, self._queue, nights, self._deadline):
            self._checks.save(run, observed.check, observed.memory, observed.event, observed.old)
            self._seen[observed.check.reason] += 1
            if observed.event and observed.check.url not in acknowledged:
                self._new[observed.event] += 1
            self._print(observed)

    def _print(self, observed: Observed) -> None:
        if self._jsonl:
            click.echo(line(observed.check), nl=False)
        elif self._app.verbose or (observed.event and not self._quiet):
            click.echo(told(observed.check))

    def _outcome(self, due: int) -> str:
        if self._seen and set(self._seen) <= {"own-network", "proxy"}:
            return "own network"
        return "done" if self._seen.total() >= due else "time was up"

    def _read_lists(self, names: Sequence[str], works: list[Work]) -> None:
        """Learn from list files which works stand on which reading list, and which are essential there."""
        if not names:
            return
        from biblio.lists.listfile import ListFile

        for name in names:
            try:
                text = Path(name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise UsageError(f"{name}: {error}", "name a list file of `biblio reading-list`") from error
            found = ListFile.parse(text, name).reading_list(works)
            for entry in (entry for section in found.sections for entry in section.entries):
                self._lists.setdefault(entry.work.key, []).append(found.title)
                if entry.level == "essential":
                    self._essential.add(entry.work.key)

    # -- telling ---------------------------------------------------------------------------------------------------

    def _tell(self, path: str | None, reports: Sequence[tuple[Path, str]], works: list[Work]) -> None:
        events = self._checks.untold()
        report = self._report(events, works)
        write_reports(self._app, reports, report)
        text = digest(report)
        if path:
            self._checks.tell([event["id"] for event in events], int(time.time()), path, text)
            self._deliver(path)
        elif text and not self._jsonl:
            click.echo(text, nl=False)
            self._checks.written([self._checks.tell([event["id"] for event in events], int(time.time()), "-", text)])
        if not self._quiet:
            states = self._checks.counts()
            self._app.say(
                f"{self._seen.total()} checked; of {sum(states.values())} links "
                + ", ".join(f"{number} {state}" for state, number in states.items())
            )

    def _deliver(self, path: str) -> None:
        """Write to ``path`` what was bound to it and never reached it, be it in a run that was killed."""
        from biblio.cli.files import write_file

        waiting = self._checks.unwritten(path)
        text = "\n".join(text for _, text in waiting if text)
        if text or Path(path).exists():
            write_file(Path(path), [text.encode()])
        self._checks.written(number for number, _ in waiting)

    def _report(self, events: list[dict[str, Any]], works: list[Work]) -> Report:
        latest = {event["url"]: event["kind"] for event in events}
        history = [
            (stamp(run["finished"])[:10], run["states"]) for run in self._checks.runs() if run["outcome"] == "done"
        ]
        return of_memories(
            self._checks.memories(),
            stamp(),
            events=latest,
            hurt=hurts(works, self._essential, self._lists),
            acknowledged=self._checks.acknowledged(),
            history=history,
            lang=self._lang,
        )

    # -- afterwards ------------------------------------------------------------------------------------------------

    def _archive(self, run: int, works: list[Work], look: bool, keep: bool) -> None:
        """Look for copies of what fails or is about to, and have sound pages kept, as long as time lasts."""
        from biblio.cli.archiving import copies, errands_of, kept

        errands = errands_of(self._app, self._transport, self._deadline)
        dates, memories = _cited_on(works), [m for m in self._checks.memories() if not m.archived]
        lost = ((m.url, dates.get(m.url, "")) for m in memories if m.state in ("suspect", "dead", "changed"))
        self._note(run, copies(self._app, errands, lost if look else ()))
        if keep:
            # Who was looked at last comes first, so that pages that cannot be kept do not stand in the way for ever.
            sound = sorted((m for m in memories if m.state == "ok"), key=lambda m: -m.checked)
            self._note(run, kept(self._app, errands, (m.url for m in sound)))

    def _note(self, run: int, found: Iterator[tuple[str, Copy | None]]) -> None:
        for url, copy in found:
            if copy:
                self._checks.set_archived(url, copy.url, copy.date)
            self._checks.beat(run, int(time.time()))

    def _fix(self, works: list[Work]) -> None:
        """Write the new address of each moved page as a person's decision on its works."""
        moved = {memory.url: memory.final for memory in self._checks.memories("moved") if memory.final}
        for work in works:
            new = moved.get(work.csl.get("URL", ""))
            if new:
                self._app.library.decide(work.key, "URL", new)
                self._app.say(f"{work.key}: URL is now {new}")


def _cited_on(works: list[Work]) -> dict[str, str]:
    """Return, for each link, the earliest date of a session that cites it."""
    found: dict[str, str] = {}
    for work in works:
        for citation in work.citations:
            date = citation.session.date if citation.session else ""
            for url in citation.urls if date else ():
                found[url] = min(date, found.get(url, date))
    return found
