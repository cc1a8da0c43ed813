"""Archived copies for `check`: looked for beside what fails, and made of what is sound."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from biblio.cli.app import App
from biblio.cli.checking import number
from biblio.links.archive import WAYBACK, Copy, nearest
from biblio.links.errands import PAUSE, Errands
from biblio.links.hosts import host_of
from biblio.links.saving import SAVE, allowance, save

if TYPE_CHECKING:
    from biblio.links.transport import Transport


def errands_of(app: App, transport: Transport, deadline: float | None) -> Errands:
    """Return the runner of requests to archives, at the pace of ``[check] archive_pause`` (seconds)."""
    return Errands(transport, pause=number(app, "archive_pause", PAUSE), deadline=deadline)


def copies(app: App, errands: Errands, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Copy | None]]:
    """Yield addresses with their copy nearest to a date, as many as ``[check] archive_budget`` and time allow.

    ``wanted`` holds addresses with the date, ISO 8601 or empty. None stands where no archive has a good copy.
    """
    archives = app.config.get("check", {}).get("archives", [WAYBACK])
    for url, date in islice(wanted, _budget(app)):
        copy = errands.run(nearest(url, date, archives))
        if errands.late:
            app.say("time was up before every archived copy was looked up")
            return
        yield url, copy
        if all(host_of(base) in errands.closed for base in archives):
            break
    for host, why in errands.closed.items():
        app.say(f"{host}: no archived copies from there ({why}); run again later, or leave them out by --no-copies")


def kept(app: App, errands: Errands, urls: Iterable[str]) -> Iterator[tuple[str, Copy | None]]:
    """Have pages kept, one after the other; yield each with its copy, or None where there is none (yet)."""
    key = os.environ.get("BIBLIO_ARCHIVE_KEY", "")
    if not key:
        app.say("no page was saved: BIBLIO_ARCHIVE_KEY (access:secret) is not set")
        return
    address = str(app.setting("check", "archive_save", SAVE))
    free, why = errands.run(allowance(key, address)) or (0, "time was up")
    if not free:
        app.say(f"no page was saved: {why}")
    for url in islice(urls, min(free, _budget(app) // 4)):
        saved = errands.run(save(url, key, address))
        if saved is None:
            app.say("time was up before every page was saved")
            return
        if saved.error:
            app.say(f"{url}: not saved: {saved.error}")
        yield url, saved.copy
        if saved.stop:
            return


def _budget(app: App) -> int:
    return int(number(app, "archive_budget", 24))
