"""A host's line of tasks and what the host has shown in this run."""

from collections import deque
from typing import TYPE_CHECKING

from biblio.links.hosts import HostRule
from biblio.links.queue.pace import Pace
from biblio.links.target import Target
from biblio.links.transport import Request
from biblio.links.visit import Visit

if TYPE_CHECKING:
    from protego import Protego


class Task:
    """A link on its way: its visit, the request that is next or under way and the host it waits at."""

    __slots__ = ("home", "host", "request", "target", "tries", "visit")

    def __init__(self, target: Target, home: "Host") -> None:
        self.target = target
        self.home = home
        self.visit: Visit | None = None
        self.request: Request | None = None
        self.host: Host | None = None
        self.tries = 0


class Host:
    """A host's queue and what it has shown in this run."""

    __slots__ = (
        "active", "allowed", "base", "blocked_until", "down", "head_works", "limit", "listed", "name", "next_time",
        "pages", "pause", "queue", "robots_state", "silent",
    )  # fmt: skip

    def __init__(self, name: str, pace: Pace, rule: HostRule | None) -> None:
        self.name = name
        self.queue: deque[Task] = deque()
        self.base = rule.pause if rule and rule.pause is not None else pace.pause
        self.limit = rule.concurrency if rule and rule.concurrency else pace.per_host
        self.pause = self.base
        self.active = self.pages = self.silent = 0
        self.next_time = self.blocked_until = 0.0
        self.listed = False
        self.down = ""
        self.head_works: bool | None = None
        self.robots_state = "unknown"
        self.allowed: Protego | None = None
