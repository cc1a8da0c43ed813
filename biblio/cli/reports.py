"""Reports on the command line: read, extract, store; shared by ``extract``, ``add`` and ``run``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from biblio.cli.app import App
from biblio.errors import BiblioError, UsageError

if TYPE_CHECKING:
    from biblio.http import Cache
    from biblio.model import Document
    from biblio.store.intake import Added


@dataclass
class Intake:
    """What came of a list of reports: those stored, and how many could not be read.

    ``new_lines`` holds, for each of ``added``, the lines that its earlier version had not; none for a first version.
    """

    added: list[Added] = field(default_factory=list)
    new_lines: list[list[str]] = field(default_factory=list)
    failed: int = 0


def read_each(app: App, reports: Iterable[str], cache: Cache | None = None) -> Iterator[tuple[str, Document | None]]:
    """Yield address and document of each report; None, after one line on stderr, where it cannot be read.

    A report is a path, an address of the web, or ``-`` for stdin. ``cache`` keeps the pages as read.
    """
    for report in reports:
        try:
            yield address_of(report), read_one(app, report, cache)
        except UsageError:
            raise
        except BiblioError as error:
            app.complain(error)
            yield report, None


def address_of(report: str) -> str:
    """Return what a report is known by in the library: its URL or absolute path."""
    return report if is_web(report) or report == "-" else str(Path(report).resolve())


def is_web(report: str) -> bool:
    """Tell an address of the web from a path."""
    return report.startswith(("https://", "http://"))


def read_one(app: App, report: str, cache: Cache | None = None) -> Document:
    """Read one report; raises `ReportError` or `FetchError`."""
    from biblio.readers import Limits, read, read_bytes

    limits = Limits.of(app.config.get("limits", {}))
    if report == "-":
        return read_bytes(sys.stdin.buffer.read(), "stdin", limits)  # no suffix: the content tells the format
    if is_web(report):
        from biblio.cli.web import read_web

        return read_web(app, report, limits, cache)
    return read(Path(report), limits)


def add_each(app: App, reports: Sequence[str]) -> Intake:
    """Read, extract and store reports, pages also as received; one that fails does not stop the others."""
    from biblio.cli.vocabulary import refresh_themes, themes_of
    from biblio.extract.mentions import extract

    intake = Intake()
    refresh_themes(app)
    find_themes = themes_of(app)
    for address, document in read_each(app, reports, _answers(app) if any(map(is_web, reports)) else None):
        if document is None:
            intake.failed += 1
            continue
        for warning in document.warnings:
            app.say(f"{document.name}: {warning}")
        before = app.library.report_text(address)
        intake.added.append(app.library.add_report(document, list(extract(document)), address, find_themes))
        intake.new_lines.append(_new_lines(before, document.text))
    return intake


def _answers(app: App) -> Cache:
    from biblio.store.answers import Answers

    return Answers(app.library.db)


def _new_lines(before: str, after: str) -> list[str]:
    if not before or before == after:
        return []
    from biblio.sources.pages import added

    return added(before, after)
