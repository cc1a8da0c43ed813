"""Who is looked at before his day: one link of each host not seen lately, and the neighbours of what fails. Pure.

A page may rest for weeks; its host may not, for a lost domain, a move or a hijack takes every page with it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from biblio.links.memory import DAY, HOUR, Rhythm
from biblio.model import Standing

NEIGHBOURS = 3
"""Neighbours looked at for each link that fails or has just moved, less those found sound meanwhile."""
MOST = 50
"""Neighbours of one host called in one night."""
_SOUND = frozenset({"ok", "paywalled", "moved"})


def called(standings: Iterable[Standing], now: int, rhythm: Rhythm) -> list[str]:
    """Return the links to look at tonight besides those that are due; ``now`` in seconds since 1970.

    The neighbours of all that fails, host by host; then a link of each host that nobody looked at for
    ``rhythm.host`` days, longest unseen first: up to as many as a quiet night has links anyway, and the fewer the
    fuller this one is.
    """
    hosts: defaultdict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        hosts[standing.host].append(standing)
    found: list[str] = []
    unseen: list[tuple[int, str]] = []
    for links in hosts.values():
        if more := _neighbours(links, now):
            found += more
        elif (seen := _seen(links, now)) and now - seen >= rhythm.host * DAY - 12 * HOUR:
            unseen.append((seen, min(links, key=_longest_unseen).url))
    return found + [url for _, url in sorted(unseen)[: _room(hosts.values(), now, rhythm)]]


def _room(hosts: Collection[Sequence[Standing]], now: int, rhythm: Rhythm) -> int:
    quiet = sum(map(len, hosts)) // rhythm.rest
    due = sum(link.next_check <= now for links in hosts for link in links)
    return max(100, min(quiet, 4 * quiet - 3 * due))


def _longest_unseen(link: Standing) -> tuple[int, str]:
    return link.checked, link.url


def _seen(links: Sequence[Standing], now: int) -> int:
    """Return when a host was last seen: now if a link of it is due, 0 if none was ever looked at."""
    return now if any(link.next_check <= now for link in links) else max(link.checked for link in links)


def _neighbours(links: Sequence[Standing], now: int) -> list[str]:
    """Return whom to ask whether the whole host fails: more with each that fails, fewer with each found sound."""
    failing = [link for link in links if _fails(link, now)]
    if not failing:
        return []
    # Who was looked at in the night when the newest trouble was seen has had his look.
    begun = max(link.since for link in failing) - 12 * HOUR
    sound = sum(link.state in _SOUND and link.checked > begun and not _fails(link, now) for link in links)
    waiting = [link for link in links if 0 < link.checked < begun and link.next_check > now]
    most = max(0, min(MOST, NEIGHBOURS * len(failing) - sound))
    return [link.url for link in sorted(waiting, key=_longest_unseen)[:most]]


def _fails(link: Standing, now: int) -> bool:
    return link.state == "suspect" or (link.state == "moved" and now - link.since < 3 * DAY)
