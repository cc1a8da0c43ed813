"""What the checks of a link add up to over days, and when it is next due. Pure.

A link is dead after three failures at least three days apart; where the failures may be mere trouble of the server
(no answer, 5xx) the first must also lie eight nights back. 410 kills at once, a lost domain when it is seen twice, a
changed page is believed when it is seen twice. What says nothing of the link (robots, walls, our own network) moves
nothing.
"""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, replace

from biblio.links.judge import REASONS, Finding
from biblio.model import LinkMemory

HOUR, DAY = 3600, 86400
FAILURES = 3
APART = 3 * DAY - HOUR
"""Three days, less an hour: a nightly run does not begin to the minute."""
TROUBLE = 8 * DAY - 12 * HOUR
CONFIRM = 12 * HOUR
STALE = 10 * DAY
"""Age after which a failure or a change, with nothing like it since, no longer counts against a link."""
STABLE = 30
"""Days between two checks of a link that gives no trouble, at most."""
BEYOND = (STABLE + 2) * DAY
"""No next check lies farther ahead, unless a clock was wrong."""

GOOD = frozenset({"ok", "moved", "paywalled"})
ALARMS = frozenset({"dead", "changed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How long nobody looks, in days: ``rest`` at a link that gives no trouble, ``host`` at any link of a host."""

    rest: int = STABLE
    host: int = 2


RHYTHM = Rhythm()


def remember(memory: LinkMemory, finding: Finding, now: int) -> LinkMemory:
    """Return the memory of a link after one more check; ``now`` in seconds since 1970. The next date is set apart."""
    reason = REASONS[finding.reason]
    if reason.effect == "none":
        return replace(memory, checked=max(now, 0))
    state, changes = memory.state, {"checked": now, "reason": finding.reason, "detail": finding.sentence}
    match reason.effect:
        case "good":
            return _good(memory, finding, now)
        case "neutral":
            # A wall says nothing of the page behind it: it neither clears nor adds to what is held against a link.
            state = state if state in ALARMS else reason.state
            return _enter(memory, state, now, **changes)
        case "gone":
            return _enter(
                memory,
                "dead",
                now,
                **changes,
                fails=max(memory.fails, 1),
                last_fail=now,
                first_fail=memory.first_fail or now,
            )
        case "no-domain" | "changed":
            return _confirm(memory, finding, now)
        case _:
            return _fail(memory, finding, now)


def _enter(memory: LinkMemory, state: str, now: int, **changes: object) -> LinkMemory:
    since = memory.since if state == memory.state else now
    return replace(memory, state=state, since=since, **changes)  # type: ignore[arg-type]


def _good(memory: LinkMemory, finding: Finding, now: int) -> LinkMemory:
    trouble = bool(memory.fails or memory.pending or memory.state in ALARMS)
    return _enter(
        memory,
        REASONS[finding.reason].state,
        now,
        checked=now,
        reason=finding.reason,
        detail=finding.sentence,
        last_ok=now,
        fails=0,
        first_fail=0,
        last_fail=0,
        pending="",
        pending_since=0,
        recovered=now if trouble else memory.recovered,
    )


def _fail(memory: LinkMemory, finding: Finding, now: int) -> LinkMemory:
    if memory.fails and now - memory.last_fail > STALE:
        # Between walls, or after weeks without a run, an old failure is no part of the same trouble.
        memory = replace(memory, fails=0, first_fail=0, last_fail=0)
    counts = not memory.fails or now - memory.last_fail >= APART
    fails = memory.fails + counts
    first = memory.first_fail or now
    # One page not found amid an outage is a slip of a server in trouble, no third proof of a loss.
    missing = all(code in REASONS and REASONS[code].effect == "missing" for code in (memory.reason, finding.reason))
    old_enough = missing or now - first >= TROUBLE
    condemned = fails >= FAILURES and old_enough
    state = memory.state if memory.state in ALARMS else "suspect"
    return _enter(
        memory,
        "dead" if condemned else state,
        now,
        checked=now,
        reason=finding.reason,
        detail=finding.sentence,
        fails=fails,
        first_fail=first,
        last_fail=now if counts else memory.last_fail,
    )


def _confirm(memory: LinkMemory, finding: Finding, now: int) -> LinkMemory:
    effect = REASONS[finding.reason].effect
    target = "dead" if effect == "no-domain" else "changed"
    if now - memory.pending_since > STALE:
        memory = replace(memory, pending="", pending_since=0)
    seen_before = memory.pending == effect and now - memory.pending_since >= CONFIRM
    held = memory.state in ALARMS and not (memory.state == "changed" and target == "dead")
    state = memory.state if held else target if seen_before else "suspect"
    counts = effect == "no-domain" and (not memory.fails or now - memory.last_fail >= APART)
    return _enter(
        memory,
        state,
        now,
        checked=now,
        reason=finding.reason,
        detail=finding.sentence,
        pending=effect,
        pending_since=memory.pending_since if memory.pending == effect else now,
        fails=memory.fails + counts,
        first_fail=memory.first_fail or now,
        last_fail=now if counts else memory.last_fail,
    )


def window(memory: LinkMemory, now: int, rest: int = STABLE) -> tuple[int, int]:
    """Return the earliest and latest moment of the next check, in seconds since 1970; ``rest`` in days."""
    if memory.state == "suspect":
        # Every night, though failures count three days apart: one good answer between two outages clears a link.
        return now + CONFIRM, now + DAY
    if memory.reason in ("throttled", "tls"):
        return now + min(2, rest) * DAY, now + min(5, rest) * DAY
    days = rest
    if memory.recovered:
        # Who has failed lately is looked at more often, the less the longer it has held.
        days = min(rest, max(3, (now - memory.recovered) // DAY))
    elif memory.state in ("blocked", "unsure"):
        days = max(1, rest // 2)
    # Half a night of slack, for runs begin at no fixed hour.
    return now + days * DAY * 3 // 4 - 12 * HOUR, now + days * DAY


def postponed(now: int, rest: int = STABLE) -> tuple[int, int]:
    """Return the window of a link that was not judged: soon, but not all of them the very next night."""
    return now + CONFIRM, now + max(1, min(7, rest // 4)) * DAY


class Nights:
    """Spreads checks over nights: each goes to the least loaded night of its window.

    ``load`` maps a night (days since 1970) to the number of checks already due then, and is kept up to date;
    ``rest`` is how many days a link may rest.
    """

    def __init__(self, load: MutableMapping[int, int] | None = None, rest: int = STABLE) -> None:
        self.load: MutableMapping[int, int] = {} if load is None else load
        self.rest = rest

    def place(self, earliest: int, latest: int) -> int:
        """Return a moment between the two (seconds since 1970), in the least loaded night."""
        first = -(-earliest // DAY)
        last = max(first, latest // DAY)
        night = min(range(first, last + 1), key=lambda night: (self.load.get(night, 0), -night))
        self.load[night] = self.load.get(night, 0) + 1
        return max(earliest, night * DAY)

    def first(self, count: int, now: int, at_once: int = 5000) -> Iterable[int]:
        """Yield the first dates of ``count`` new links: at once for a few, else over the nights of one rest."""
        for _ in range(count):
            yield now if count <= at_once else self.place(now, now + (self.rest - 1) * DAY)


def is_due(memory: LinkMemory, now: int) -> bool:
    """Tell whether a link is due; a date beyond every window means that the clock was wrong, and is due as well."""
    return memory.next_check <= now or memory.next_check > now + BEYOND


def transition(old: str, new: str) -> str:
    """Name what is worth telling when a link's state goes from ``old`` to ``new``, or return an empty string.

    One of ``dead``, ``changed``, ``recovered``, ``moved``, ``suspect``.
    """
    if old == new:
        return ""
    if new in ALARMS:
        return new
    if old in ALARMS and new in GOOD:
        return "recovered"
    if new == "moved" and old not in ALARMS:
        return "moved"
    return "suspect" if new == "suspect" else ""
