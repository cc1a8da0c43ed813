"""Archived copies: the one nearest to the day of the session, checked not to be an error page. No I/O.

The generators yield requests and are sent answers, like `biblio.links.visit`; `drive` runs one over a transport at
the pace that the archive asks for. https://archive.org/help/wayback_api.php,
https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server, https://web.archive.org/save (SPN2).
"""

import json
import re
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote, urlencode, urljoin

from biblio.links.page import Page, parked, soft_404
from biblio.links.transport import Answer, Request, Transport
from biblio.links.visit import wire_url

WAYBACK = "https://web.archive.org/web/"
"""The form ``<base><YYYYMMDD…>/<url>`` is common to the archives that run pywb or OpenWayback."""
CDX = "https://web.archive.org/cdx/search/cdx"
SAVE = "https://web.archive.org/save"
PAUSE = 60 / 24
"""Seconds between two requests: the archive bears 24 a minute."""
_STAMP = re.compile(r"/(\d{8,14})(?:[a-z]{2}_)?/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An archived copy: its address and its date (ISO 8601, day)."""

    url: str
    date: str


Search = Generator[Request, Answer, Copy | None]
T = TypeVar("T")


def nearest(url: str, date: str, archives: Sequence[str] = (WAYBACK,), cdx: str = CDX) -> Search:
    """Find the copy of ``url`` nearest to ``date`` (ISO 8601 or empty) in the first archive that has a good one."""
    stamp = re.sub(r"\D", "", date)[:8]
    for base in archives:
        answer = yield Request(f"{base}{stamp or '2'}/{wire_url(url)}", limit=64 * 1024)
        place = answer.header("location") if 300 <= answer.status < 400 else ""
        if answer.status == 200 and _STAMP.search(answer.header("content-location")):
            place = answer.header("content-location")
        if not place and base == WAYBACK:
            # The redirect misses captures at times; the index is the archive's own last word.
            answer = yield Request(_cdx(cdx, url, stamp), limit=64 * 1024)
            place = _of_cdx(answer, base, url)
        copy = _copy(urljoin(base, place), url) if place else None
        if copy is not None and (yield from _good(copy)):
            return copy
    return None


def _cdx(base: str, url: str, stamp: str) -> str:
    query = {"url": url, "output": "json", "filter": "statuscode:200", "limit": "1", "fl": "timestamp,original"}
    return f"{base}?{urlencode(query | ({'closest': stamp, 'sort': 'closest'} if stamp else {}))}"


def _of_cdx(answer: Answer, base: str, url: str) -> str:
    try:
        _, (stamp, original, *_) = json.loads(answer.body)
    except (ValueError, TypeError):
        return ""
    return f"{base}{stamp}/{original or url}"


def _copy(place: str, url: str) -> Copy | None:
    match = _STAMP.search(place)
    if match is None:
        return None
    try:
        day = datetime.strptime(match[1][:8], "%Y%m%d").date()
    except ValueError:
        return None
    return Copy(url=place, date=day.isoformat())


def _good(copy: Copy) -> Generator[Request, Answer, bool]:
    """Read the copy itself, without the archive's own banner, and tell whether it is a page worth showing."""
    answer = yield Request(_STAMP.sub(lambda match: f"/{match[1]}id_/", copy.url, count=1), limit=64 * 1024)
    if not 200 <= answer.status < 300:
        return False
    kind = answer.header("content-type")
    page = Page(answer.body, kind, answer.cut)
    return "html" not in kind or not (soft_404(page) or parked(page))


def save(url: str, key: str, address: str = SAVE) -> Generator[Request, Answer, str]:
    """Ask the archive to keep a page (``key`` is ``access:secret``); return the number of the job, or nothing."""
    answer = yield Request(
        address,
        method="POST",
        body=f"url={quote(url, safe='')}&skip_first_archive=1&if_not_archived_within=30d".encode(),
        headers=("Accept: application/json", f"Authorization: LOW {key}"),
        limit=16 * 1024,
    )
    try:
        return str(json.loads(answer.body).get("job_id") or "")
    except (ValueError, AttributeError):
        return ""


def drive(
    search: Generator[Request, Answer, T],
    transport: Transport,
    pause: float = PAUSE,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Run a generator of requests over a transport, one after the other, ``pause`` seconds apart."""
    request = next(search)
    while True:
        transport.start(request, search)
        answers: list[tuple[object, Answer]] = []
        while not answers:
            answers = transport.poll(1.0)
        sleep(pause)
        try:
            request = search.send(answers[0][1])
        except StopIteration as end:
            result: T = end.value
            return result
