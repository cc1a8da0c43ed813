"""Many visits at once, on a transport and a clock of the test's own."""

import random
from collections import defaultdict
from itertools import pairwise

import pytest

from biblio.links.check import check_urls
from biblio.links.queue import Pace, Queue, retry_delay, wait_wanted
from biblio.links.transport import Answer, Request
from biblio.model import Check

PACE = Pace()


class Clocked:
    """A transport without a network: answers at once, or after the time-out; the clock only moves in `poll`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.down: dict[str, str] = {}
        self.network_down: tuple[float, float] = (-1.0, -1.0)
        self.sent: dict[str, list[float]] = defaultdict(list)
        self._waiting: list[tuple[float, object, Request]] = []

    def start(self, request: Request, token: object) -> None:
        host = request.url.split("/")[2]
        self.sent[host].append(self.now)
        silent = host in self.down or self._cut()
        self._waiting.append((self.now + (15.0 if silent else 0.01), token, request))

    def _cut(self) -> bool:
        return self.network_down[0] <= self.now < self.network_down[1]

    def poll(self, seconds: float) -> list[tuple[object, Answer]]:
        soonest = min((when for when, _, _ in self._waiting), default=self.now + seconds)
        self.now = max(self.now, min(self.now + max(seconds, 0.001), soonest))
        ready = [entry for entry in self._waiting if entry[0] <= self.now]
        self._waiting = [entry for entry in self._waiting if entry[0] > self.now]
        return [(token, self._answer(request)) for _, token, request in ready]

    def _answer(self, request: Request) -> Answer:
        host = request.url.split("/")[2]
        if self._cut() or host in self.down:
            return Answer(error=self.down.get(host, "timeout"))
        status = 404 if "/404" in request.url or request.url.endswith("robots.txt") else 200
        return Answer(status=status, head=f"HTTP/1.1 {status} X\r\n\r\n".encode())

    def close(self) -> None:
        """Nothing to free."""


def run(transport: Clocked, urls: list[str], **pace: float) -> dict[str, Check]:
    queue = Queue(transport, pace=Pace(**{"robots": False, "retries": 0} | pace), clock=lambda: transport.now)  # type: ignore[arg-type]
    return {check.url: check for check in check_urls(urls, queue)}


def urls(hosts: int, each: int, path: str = "p") -> list[str]:
    return [f"https://h{host}.fr/{path}{number}" for number in range(each) for host in range(hosts)]


def test_every_link_gets_its_check() -> None:
    found = run(Clocked(), urls(50, 20))
    assert len(found) == 1000
    assert {check.state for check in found.values()} == {"ok"}


def test_the_pause_holds_for_each_host_by_itself() -> None:
    transport = Clocked()
    run(transport, urls(3, 30), pause=0.5)
    for times in transport.sent.values():
        gaps = [later - sooner for sooner, later in pairwise(times)]
        assert min(gaps) >= 0.499
    assert transport.now < 17


def test_a_host_that_is_down_costs_a_few_time_outs_and_all_its_links_share_the_finding() -> None:
    transport = Clocked()
    transport.down = {"h0.fr": "timeout"}
    found = run(transport, urls(10, 100))
    assert len(transport.sent["h0.fr"]) < 20
    mine = [check for url, check in found.items() if "//h0.fr/" in url]
    assert {check.reason for check in mine} == {"timeout"}
    assert len(mine) == 100
    assert {check.state for url, check in found.items() if "//h0.fr/" not in url} == {"ok"}


def test_when_nothing_answers_it_is_our_own_network() -> None:
    transport = Clocked()
    transport.network_down = (0.0, 1e9)
    found = run(transport, urls(100, 5))
    assert {check.reason for check in found.values()} == {"own-network"}
    assert transport.now < 200


def test_a_network_that_fails_in_the_midst_condemns_nobody() -> None:
    transport = Clocked()
    transport.network_down = (2.0, 1e9)
    found = run(transport, urls(60, 40), pause=0.3)
    reasons = {check.reason for check in found.values()}
    assert reasons == {"ok", "own-network"}
    assert len(found) == 2400


def test_no_link_is_lost_when_the_network_fails_between_two_tries() -> None:
    transport = Clocked()
    transport.network_down = (2.0, 1e9)
    found = run(transport, urls(60, 40), pause=0.3, retries=2)
    assert len(found) == 2400
    assert {check.reason for check in found.values()} == {"ok", "own-network"}


def test_no_link_is_lost_when_time_is_up_between_two_tries() -> None:
    transport = Clocked()
    transport.down = {"h0.fr": "timeout", "h1.fr": "timeout"}
    queue = Queue(transport, pace=Pace(robots=False, retries=5, pause=0.3), clock=lambda: transport.now)
    found = list(check_urls(urls(60, 100), queue, deadline=20.0))
    assert len(found) == 6000
    assert transport.now < 40


def test_some_hosts_silent_among_many_that_answer_are_their_own_trouble() -> None:
    transport = Clocked()
    transport.down = {f"h{number}.fr": "timeout" for number in range(8)}
    found = run(transport, urls(60, 10), pause=0.3)
    assert {check.reason for url, check in found.items() if url.split("/")[2] in transport.down} == {"timeout"}
    assert all(check.state == "ok" for url, check in found.items() if url.split("/")[2] not in transport.down)


def test_one_silent_link_alone_is_reported_as_silent() -> None:
    transport = Clocked()
    transport.down = {"h0.fr": "timeout"}
    assert run(transport, ["https://h0.fr/1"])["https://h0.fr/1"].reason == "timeout"


def head(status: int, **headers: str) -> Answer:
    lines = "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in headers.items())
    return Answer(status=status, head=f"HTTP/1.1 {status} X{lines}\r\n\r\n".encode())


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (head(200), False), (head(404), False), (head(410), False), (head(403), False), (head(408), True),
        (head(429), True), (head(500), True), (head(503), True), (head(501), False), (Answer(error="timeout"), True),
        (Answer(error="reset"), True), (Answer(error="refused"), False), (Answer(error="tls"), False),
        (Answer(error="no-domain"), False), (head(429, Retry_After="3600"), False),
    ],
)  # fmt: skip
def test_passing_failures_are_asked_again(answer: Answer, again: bool) -> None:
    assert (retry_delay(answer, 1, PACE) is not None) is again
    assert retry_delay(answer, PACE.retries + 1, PACE) is None


def test_waits_grow_and_are_never_the_same_for_all() -> None:
    random.seed(1)
    first = [retry_delay(head(500), 1, PACE) or 0 for _ in range(20)]
    third = [retry_delay(head(500), 2, PACE) or 0 for _ in range(20)]
    assert max(first) <= 1.0 <= min(third)
    assert len(set(first)) > 10


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "7"}, 7.0), ({}, None), ({"Retry_After": "bientôt"}, None),
        ({"Retry_After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "9"}, 9.0),
        ({"X_RateLimit_Remaining": "5", "X_RateLimit_Reset": "9"}, None), ({"Retry_After": "9" * 400}, 1e12),
        ({"RateLimit_Remaining": "0", "RateLimit_Reset": "3"}, 3.0),
    ],
)  # fmt: skip
def test_what_a_server_asks_to_wait_is_read(headers: dict[str, str], seconds: float | None) -> None:
    wanted = wait_wanted(head(429, **headers))
    if seconds == 1e12:
        assert wanted is not None and wanted > 1e9
    else:
        assert wanted == seconds
