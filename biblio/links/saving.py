"""Having pages kept by the Wayback Machine (Save Page Now 2, https://web.archive.org/save). No I/O.

The generators yield requests and are sent answers; `biblio.links.errands` runs them. Keys come from
https://archive.org/account/s3.php, as ``access:secret``.
"""

import json
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from biblio.links.archive import WAYBACK, Copy, copy_at
from biblio.links.transport import Answer, Request

SAVE = "https://web.archive.org/save"
POLLS, EVERY = 20, 6.0
"""How often, and how many seconds apart, an archive is asked whether it has kept a page."""
_FULL = frozenset({"error:user-session-limit", "error:too-many-daily-captures", "error:unauthorized"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of a page that was to be kept: its copy, or why there is none.

    ``stop`` says that no other page would fare better now.
    """

    copy: Copy | None = None
    error: str = ""
    stop: bool = False


def allowance(key: str, address: str = SAVE) -> Generator[Request, Answer, tuple[int, str]]:
    """Ask how many pages may be handed in now; where it is none, the second value says why."""
    answer = yield Request(f"{address}/status/user", headers=_headers(key), limit=16 * 1024)
    said = _read(answer)
    try:
        today = int(said["daily_captures_limit"]) - int(said["daily_captures"])
        free = min(int(said["available"]), today)
    except (KeyError, TypeError, ValueError):
        return 0, _refused(said, answer).error
    return (free, "") if free > 0 else (0, "the captures of today are used up")


def save(url: str, key: str, address: str = SAVE) -> Generator[Request, Answer, Saved]:
    """Hand a page in and ask for it until it is kept, refused, or `POLLS` answers have said *pending*."""
    form = f"url={quote(url, safe='')}&skip_first_archive=1&if_not_archived_within=30d".encode()
    answer = yield Request(address, method="POST", body=form, headers=_headers(key), limit=16 * 1024)
    said = _read(answer)
    job = str(said.get("job_id") or "")
    if not job:
        return _refused(said, answer)
    for _ in range(POLLS):
        place = f"{address}/status/{quote(job, safe='')}"
        answer = yield Request(place, headers=_headers(key), limit=64 * 1024, delay=EVERY)
        said = _read(answer)
        if said.get("status") == "success":
            copy = copy_at(f"{WAYBACK}{said.get('timestamp')}/{said.get('original_url') or url}")
            return Saved(copy=copy, error="" if copy else "the archive names no date")
        if said.get("status") != "pending":
            return _refused(said, answer)
    return Saved(error="the archive has not finished yet; a later run will find the copy")


def _headers(key: str) -> tuple[str, ...]:
    return ("Accept: application/json", f"Authorization: LOW {key}")


def _refused(said: dict[str, Any], answer: Answer) -> Saved:
    kind = str(said.get("status_ext") or "")
    why = str(said.get("message") or kind or answer.detail or answer.error or f"HTTP {answer.status}")
    return Saved(error=why[:200], stop=kind in _FULL or answer.status in (0, 401, 403, 429))


def _read(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
