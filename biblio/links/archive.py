"""Archived copies: the one nearest to the day of the session, checked not to be an error page. No I/O.

The generators yield requests and are sent answers, like `biblio.links.visit`; `biblio.links.errands` runs them.
https://archive.org/help/wayback_api.php, https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server.
"""

import json
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urljoin

from biblio.links.page import Page, parked, soft_404
from biblio.links.transport import Answer, Request
from biblio.links.visit import wire_url

WAYBACK = "https://web.archive.org/web/"
"""The form ``<base><YYYYMMDD…>/<url>`` is common to the archives that run pywb or OpenWayback."""
CDX = "https://web.archive.org/cdx/search/cdx"
_STAMP = re.compile(r"/(\d{8,14})(?:[a-z]{2}_)?/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An archived copy: its address and its date (ISO 8601, day)."""

    url: str
    date: str


Search = Generator[Request, Answer, Copy | None]


def nearest(url: str, date: str, archives: Sequence[str] = (WAYBACK,), cdx: str = CDX) -> Search:
    """Find the copy of ``url`` nearest to ``date`` (ISO 8601 or empty) in the first archive that has a good one."""
    stamp = re.sub(r"\D", "", date)[:8]
    for base in archives:
        first = copy_at((yield from _redirect(base, url, stamp)))
        if first is not None and (yield from _good(first)):
            return first
        if base != WAYBACK:
            continue
        # The redirect misses captures at times, and leads to captures of error pages; the index is the last word.
        answer = yield Request(_cdx(cdx, url, stamp), limit=64 * 1024)
        second = copy_at(_of_cdx(answer, base, url))
        if second is not None and second != first and (yield from _good(second)):
            return second
    return None


def _redirect(base: str, url: str, stamp: str) -> Generator[Request, Answer, str]:
    answer = yield Request(f"{base}{stamp or '2'}/{wire_url(url)}", limit=64 * 1024)
    place = answer.header("location") if 300 <= answer.status < 400 else ""
    if answer.status == 200 and _STAMP.search(answer.header("content-location")):
        place = answer.header("content-location")
    return urljoin(base, place) if place else ""


def _cdx(base: str, url: str, stamp: str) -> str:
    query = {"url": url, "output": "json", "filter": "statuscode:200", "limit": "1", "fl": "timestamp,original"}
    return f"{base}?{urlencode(query | ({'closest': stamp, 'sort': 'closest'} if stamp else {}))}"


def _of_cdx(answer: Answer, base: str, url: str) -> str:
    try:
        _, (stamp, original, *_) = json.loads(answer.body)
    except (ValueError, TypeError):
        return ""
    return f"{base}{stamp}/{original or url}"


def copy_at(place: str) -> Copy | None:
    """Return the copy at an archive's address, or None where that bears no date."""
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
