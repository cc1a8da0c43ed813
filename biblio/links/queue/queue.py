"""The queue itself: a line of tasks for each host, one transport for all."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from biblio.links.hosts import BUILT_IN, HostRules, host_of
from biblio.links.judge import Finding, assess
from biblio.links.network import SILENT, Network
from biblio.links.queue.line import Host, Task
from biblio.links.queue.pace import Pace, retry_delay, wait_wanted
from biblio.links.target import Result, Target
from biblio.links.transport import Answer, Request, Transport
from biblio.links.visit import Sighting, visit, wire_url

if TYPE_CHECKING:
    pass

ROBOT = "biblio"
"""The name that robots.txt is read for."""
_DOWN_AFTER = 5
"""Links of a host that nobody answers for in a row, after which the host counts as down."""
_PROBE = object()


class Queue:
    """Visits many links over one transport: iterate over `run`; `hosts_head` tells who answers HEAD well."""

    def __init__(
        self,
        transport: Transport,
        *,
        pace: Pace | None = None,
        rules: HostRules = BUILT_IN,
        doi_registry: str = "https://doi.org/api/handles/",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._pace = pace or Pace()
        self._rules = rules
        self._registry = doi_registry
        self._clock = clock
        self._hosts: dict[str, Host] = {}
        self._heap: list[tuple[float, int, Host]] = []
        self._delayed: list[tuple[float, int, Task]] = []
        self._number = count()
        self._active = 0
        self._early: list[Result] = []
        self._network = Network()
        self._probes = 0

    def run(self, targets: Iterable[Target], deadline: float | None = None) -> Iterator[Result]:
        """Visit all targets and yield each result as it comes, in no order.

        After ``deadline`` (of the clock) nothing new is asked; what is left is yielded as ``not-asked``.
        """
        for target in targets:
            host = self._host(target.url)
            host.pages += 1
            self._enqueue(host, Task(target, host))
        while True:
            now = self._clock()
            if deadline is not None and now >= deadline:
                deadline = None
                yield from self._abandon("not-asked")
            self._wake(now)
            self._start(now)
            if self._early:
                yield from self._early
                self._early.clear()
            if not self._active and not self._heap and not self._delayed and not self._probe_at_end():
                yield from self._network.settle()
                return
            for token, answer in self._transport.poll(self._wait(now, deadline)):
                self._active -= 1
                yield from self._arrived(token, answer)

    def hosts_head(self) -> dict[str, bool]:
        """Return the hosts of which it was seen whether they answer HEAD as they answer GET."""
        return {host.name: host.head_works for host in self._hosts.values() if host.head_works is not None}

    # -- pacing ----------------------------------------------------------------------------------------------------

    def _host(self, url: str) -> Host:
        name = host_of(url)
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(name, self._pace, self._rules.find(url))
        return host

    def _enqueue(self, host: Host, task: Task, first: bool = False) -> None:
        task.host = host
        if first:
            host.queue.appendleft(task)
        else:
            host.queue.append(task)
        self._list(host)

    def _list(self, host: Host) -> None:
        if not host.listed and host.queue and host.active < host.limit and host.robots_state != "asked":
            host.listed = True
            heappush(self._heap, (max(host.next_time, host.blocked_until), next(self._number), host))

    def _wake(self, now: float) -> None:
        while self._delayed and self._delayed[0][0] <= now:
            task = heappop(self._delayed)[2]
            assert task.host is not None
            self._enqueue(task.host, task)

    def _wait(self, now: float, deadline: float | None) -> float:
        soonest = now + 1.0
        if self._heap and self._active < self._pace.total:
            soonest = min(soonest, self._heap[0][0])
        if self._delayed:
            soonest = min(soonest, self._delayed[0][0])
        if deadline is not None:
            soonest = min(soonest, deadline)
        return max(0.0, soonest - now)

    def _start(self, now: float) -> None:
        heap, total = self._heap, self._pace.total
        while heap and self._active < total and heap[0][0] <= now:
            host = heappop(heap)[2]
            host.listed = False
            if max(host.next_time, host.blocked_until) > now:
                self._list(host)
                continue
            if not host.queue or host.active >= host.limit:
                continue
            if host.robots_state == "unknown" and self._pace.robots and host.pages > 1:
                self._ask_robots(host, host.queue[0].target.url)
                continue
            task = host.queue.popleft()
            self._send(host, task, now)
            self._list(host)

    def _send(self, host: Host, task: Task, now: float) -> None:
        if task.request is None:
            known = task.target.known
            if known.head_works is None and host.head_works is not None:
                known = replace(known, head_works=host.head_works)
            if host.down or not self._may_ask(host, task.target.url):
                return self._short_cut(host, task)
            task.visit = visit(task.target.url, task.target.fragments, known, self._rules, self._registry)
            task.request = next(task.visit)
            if task.request.url != task.target.url and self._host(task.request.url) is not host:
                return self._enqueue(self._host(task.request.url), task, first=True)
        host.active += 1
        host.next_time = now + host.pause
        self._active += 1
        self._transport.start(task.request, task)
        return None

    def _short_cut(self, host: Host, task: Task) -> None:
        """End a task without asking: its host is down, or robots are not welcome at its address."""
        finding = Finding(host.down, f"{_DOWN_AFTER} × {host.name}") if host.down else Finding("robots")
        self._early.append(Result(task.target, finding))

    # -- robots.txt ------------------------------------------------------------------------------------------------

    def _ask_robots(self, host: Host, url: str) -> None:
        host.robots_state = "asked"
        host.active += 1
        self._active += 1
        parts = urlsplit(url)
        place = wire_url(f"{parts.scheme}://{parts.netloc}/robots.txt")
        self._transport.start(Request(place, limit=512 * 1024), host)

    def _robots_came(self, host: Host, answer: Answer) -> None:
        # A host without a readable robots.txt forbids nothing; one in trouble shows it at its pages soon enough.
        host.robots_state = "known"
        host.active -= 1
        if answer.status == 200 and b"isallow" in answer.body:
            from protego import Protego

            host.allowed = Protego.parse(answer.body.decode("utf-8", "replace"))
            delay = host.allowed.crawl_delay(ROBOT)
            if delay:
                host.base = host.pause = max(host.base, min(float(delay), 10.0))
                host.limit = 1
        host.next_time = max(host.next_time, self._clock() + host.pause)
        self._list(host)

    @staticmethod
    def _may_ask(host: Host, url: str) -> bool:
        return host.allowed is None or bool(host.allowed.can_fetch(wire_url(url), ROBOT))

    # -- answers ---------------------------------------------------------------------------------------------------

    def _arrived(self, token: object, answer: Answer) -> Iterator[Result]:
        if isinstance(token, Host):
            self._robots_came(token, answer)
            return
        if token is _PROBE:
            yield from self._probed(answer)
            return
        assert isinstance(token, Task) and token.host is not None
        host = token.host
        host.active -= 1
        token.tries += 1
        now = self._clock()
        self._adjust(host, answer, now)
        delay = retry_delay(answer, token.tries, self._pace)
        if delay is not None:
            heappush(self._delayed, (now + delay, next(self._number), token))
        else:
            yield from self._advance(token, answer)
        self._list(host)

    def _adjust(self, host: Host, answer: Answer, now: float) -> None:
        if answer.status == 429 or (answer.status == 503 and b"ratelimit" in answer.head.lower()):
            if now >= host.blocked_until:
                host.pause = min(max(host.pause * 2, 0.05), 10.0)
            wanted = wait_wanted(answer)
            host.blocked_until = max(
                host.blocked_until, now + min(1.0 if wanted is None else wanted, self._pace.patience)
            )
            return
        if answer.status and host.pause > host.base:
            host.pause = max(host.base, host.pause * 0.9)
        if answer.status < 400 and answer.header("x-ratelimit-remaining") == "0":
            host.blocked_until = now + min(wait_wanted(answer) or 0.0, self._pace.patience)

    def _advance(self, task: Task, answer: Answer) -> Iterator[Result]:
        assert task.visit is not None
        try:
            task.request = task.visit.send(answer)
        except StopIteration as end:
            yield from self._finished(task, end.value)
            return
        task.tries = 0
        self._enqueue(self._host(task.request.url), task, first=True)

    def _finished(self, task: Task, seen: Sighting) -> Iterator[Result]:
        host = task.home
        if seen.head_failed is not None:
            host.head_works = not seen.head_failed
        error = seen.answer.error
        result = Result(task.target, assess(seen, task.target.known), seen)
        if error in SILENT:
            host.silent += 1
            if host.silent >= _DOWN_AFTER:
                host.down = error
            self._network.hold(result, host.name)
            if self._network.suspicious and not self._probes and not self._probe():
                yield from self._outage()
            return
        host.silent, host.down = 0, ""
        if not error:
            self._network.answered(host.name, seen.final)
            if self._network.held and not self._network.suspicious and not self._probes:
                yield from self._network.release()
        yield result

    # -- our own network -------------------------------------------------------------------------------------------

    def _probe_at_end(self) -> bool:
        """Ask whether the network still works before failures that nothing followed are believed."""
        return bool(self._network.held) and self._network.many and self._probe()

    def _probe(self) -> bool:
        """Ask again, in the background, what answered last in this run; False when nothing ever did."""
        for url in self._network.good.values():
            self._probes += 1
            self._active += 1
            self._transport.start(Request(wire_url(url), "HEAD"), _PROBE)
        return bool(self._network.good)

    def _probed(self, answer: Answer) -> Iterator[Result]:
        self._probes -= 1
        if answer.status:
            yield from self._network.release()
        elif not self._probes and self._network.held:
            yield from self._outage()

    def _outage(self) -> Iterator[Result]:
        yield from self._network.condemn()
        yield from self._abandon("own-network")

    def _abandon(self, reason: str) -> Iterator[Result]:
        """Give up every link that waits; the requests under way come to their end, without further tries."""
        self._pace = replace(self._pace, retries=0)
        waiting = [task for _, _, task in self._delayed]
        self._delayed.clear()
        self._heap.clear()
        for host in self._hosts.values():
            waiting.extend(host.queue)
            host.queue.clear()
            host.listed = False
        for task in waiting:
            yield Result(task.target, Finding(reason))
