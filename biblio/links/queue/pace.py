"""How hard to ask, when to ask again."""

import random
import time
from dataclasses import dataclass

from biblio.links.transport import Answer

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_ERRORS_AGAIN = frozenset({"timeout", "reset", "empty", "dns", "unreachable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How hard to ask. Times in seconds.

    ``pause`` lies between two requests to a host, ``per_host`` and ``total`` bound those under way, ``retries``
    counts further tries after passing failures, ``patience`` is the longest Retry-After waited for within a run.
    """

    pause: float = 0.105
    per_host: int = 4
    total: int = 128
    retries: int = 2
    patience: float = 60.0
    robots: bool = True


def retry_delay(answer: Answer, tries: int, pace: Pace) -> float | None:
    """Return the seconds to wait before asking again, or None when the answer stands.

    ``tries`` counts the answers so far, this one included. Retry-After (seconds or a date) is obeyed up to
    ``pace.patience``; else the delay doubles from one second, with jitter so that a crowd does not come back at once.
    """
    if answer.status not in _AGAIN and answer.error not in _ERRORS_AGAIN:
        return None
    if tries > pace.retries:
        return None
    wanted = wait_wanted(answer)
    if wanted is not None:
        return wanted + 0.05 if wanted <= pace.patience else None
    return 2.0 ** (tries - 1) * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)


def wait_wanted(answer: Answer) -> float | None:
    """Return the seconds that an answer asks to wait (Retry-After, or a spent rate limit's reset), or None."""
    value = answer.header("retry-after")
    if not value and answer.header("x-ratelimit-remaining") == "0":
        value = answer.header("x-ratelimit-reset")
    if not value and answer.header("ratelimit-remaining") == "0":
        value = answer.header("ratelimit-reset")
    if not value:
        return None
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
        # Some services give the moment of the reset in place of the seconds to wait.
        return max(0.0, seconds - time.time()) if seconds > 1e9 else seconds
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
