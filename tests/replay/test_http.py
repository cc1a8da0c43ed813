"""The client against a web that misbehaves, over real sockets and TLS, behind a proxy with its own authority."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from biblio.http import Client, Limits
from biblio.sources import Pace, Request, Response
from biblio.store.answers import Answers
from tests.replay.conftest import Start
from tests.replay.proxy import Answer, Asked
from tests.replay.world import DATADOME

FAST = Pace(per_second=1000, parallel=4)
QUICK = Limits(seconds=2, backoff=0.01, size=100_000)
ADDRESS = "https://api.example.org/works/1"


class Script:
    """A web that answers the n-th request for a URL with the n-th answer of its list, the last one for ever."""

    def __init__(self, **answers: list[Answer]) -> None:
        self.answers = answers
        self.count: dict[str, int] = {}

    def answer(self, asked: Asked) -> Answer:
        name = asked.url.rpartition("/")[2] or "root"
        place = self.count[name] = self.count.get(name, 0) + 1
        listed = self.answers.get(name) or self.answers.get("any") or [Answer(status=404)]
        return listed[min(place, len(listed)) - 1]


def ask(url: str = ADDRESS, times: int = 1, **options: Any) -> tuple[list[Response], int]:
    async def talk() -> tuple[list[Response], int]:
        settings = {"contact": "team@example.org", "default_pace": FAST, "limits": QUICK, **options}
        async with Client(**settings) as client:
            found = await asyncio.gather(*(client.fetch(Request(url=url)) for _ in range(times)))
            return list(found), client.sent

    return asyncio.run(talk())


def one(url: str = ADDRESS, **options: Any) -> Response:
    return ask(url, **options)[0][0]


def test_a_service_is_asked_through_the_proxy_with_its_own_certificate(start: Start) -> None:
    proxy = start(Script(any=[Answer(body=b"{}")]))
    assert one().body == b"{}"
    assert proxy.log[0].secure
    assert proxy.log[0].headers["user-agent"].endswith("(mailto:team@example.org)")


def test_an_authority_that_is_not_trusted_is_a_problem_and_not_a_crash(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(Script(any=[Answer(body=b"{}")]))
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificate" in one().problem.lower()


def test_hosts_of_no_proxy_are_asked_directly(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = start(Script(any=[Answer(body=b"direct")]))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    url = f"{proxy.url}/"
    assert one(url, allow_private=True).body == b"direct"
    assert proxy.log[-1].url == "/"


def test_a_private_address_is_refused(start: Start) -> None:
    proxy = start(Script())
    assert "private" in one("http://127.0.0.1:1/x").problem
    assert "private" in one("http://[::ffff:10.0.0.1]/x").problem
    assert "only http" in one("file:///etc/passwd").problem
    assert not proxy.log


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    name = socket.gethostname()
    try:
        socket.getaddrinfo(name, 80)
    except OSError:
        pytest.skip("this machine's own name has no address")
    assert "private network" in one(f"http://{name}/").problem


def test_a_redirect_to_a_private_address_is_refused(start: Start) -> None:
    proxy = start(Script(any=[Answer(status=302, headers={"location": "http://192.168.1.1/admin"})]))
    assert "private" in one().problem
    assert len(proxy.log) == 1


def test_a_redirect_is_followed_and_the_last_address_told(start: Start) -> None:
    start(Script(**{"1": [Answer(status=301, headers={"location": "../moved"})], "moved": [Answer(body=b"here")]}))
    assert one().final == "https://api.example.org/moved"


def test_redirects_without_end_are_given_up(start: Start) -> None:
    start(Script(any=[Answer(status=302, headers={"location": "/again"})]))
    assert "redirects" in one().problem


def test_a_service_that_recovers_is_asked_again(start: Start) -> None:
    start(Script(any=[Answer(status=503), Answer(status=502), Answer(body=b"well")]))
    assert one().body == b"well"


def test_a_service_that_stays_down_is_a_problem_and_is_not_kept(start: Start, tmp_path: Path) -> None:
    start(Script(any=[Answer(status=500)]))
    cache = Answers(Database(tmp_path / "a.db"))
    assert "HTTP 500 after 3 tries" in one(cache=cache).problem
    assert cache.get(Request(url=ADDRESS)) is None


@pytest.mark.parametrize("wait", ["0", "Mon, 23 Nov 2020 08:00:00 GMT", ""])
def test_too_many_requests_are_followed_by_patience(start: Start, wait: str) -> None:
    headers = {"retry-after": wait} if wait else {}
    start(Script(any=[Answer(status=429, headers=headers), Answer(body=b"well")]))
    assert one().body == b"well"


def test_a_service_that_asks_to_wait_for_hours_is_left_for_another_day(start: Start) -> None:
    proxy = start(Script(any=[Answer(status=429, headers={"retry-after": "7200"})]))
    assert "wait 7200 s" in one().problem
    assert len(proxy.log) == 1


def test_a_robot_check_is_recorded_and_never_tried_again(start: Start) -> None:
    proxy = start(Script(any=[DATADOME]))
    assert one().problem == "blocked: HTTP 403 with a robot check"
    assert len(proxy.log) == 1


def test_an_answer_cut_short_is_a_problem(start: Start) -> None:
    start(Script(any=[Answer(body=b"x" * 1000, cut=100)]))
    assert "cut" in one().problem


def test_compressed_answers_are_unpacked_and_a_bomb_is_not(start: Start) -> None:
    packed = {"content-encoding": "gzip"}
    small, bomb = gzip.compress(b"hello"), gzip.compress(b"\0" * 50_000_000)
    start(Script(small=[Answer(body=small, headers=packed)], bomb=[Answer(body=bomb, headers=packed)]))
    assert one("https://api.example.org/small").body == b"hello"
    assert "larger than" in one("https://api.example.org/bomb").problem


def test_compression_that_is_broken_or_cut_short_is_a_problem(start: Start) -> None:
    packed = {"content-encoding": "gzip"}
    start(
        Script(
            broken=[Answer(body=b"no gzip at all", headers=packed)],
            short=[Answer(body=gzip.compress(b"hello" * 100)[:-12], headers=packed)],
            odd=[Answer(body=b"x", headers={"content-encoding": "br"})],
        )
    )
    for name in ("broken", "short", "odd"):
        assert "compress" in one(f"https://api.example.org/{name}").problem


def endless(chunk: bytes, pause: float) -> Callable[[], AsyncIterator[bytes]]:
    async def chunks() -> AsyncIterator[bytes]:
        while True:
            yield chunk
            await asyncio.sleep(pause)

    return chunks


def test_an_answer_without_end_is_cut_off(start: Start) -> None:
    start(Script(any=[Answer(stream=endless(b"x" * 10_000, 0))]))
    assert "larger than" in one().problem


def test_an_answer_that_drips_is_given_up(start: Start) -> None:
    start(Script(any=[Answer(stream=endless(b"x", 0.05))]))
    assert "no answer within" in one(limits=Limits(seconds=0.3, tries=1)).problem


def test_the_same_question_in_flight_is_sent_once(start: Start) -> None:
    proxy = start(Script(any=[Answer(body=b"{}", pause=0.05)]))
    found, sent = ask(times=5)
    assert len(proxy.log) == sent == 1
    assert {response.body for response in found} == {b"{}"}


def test_answers_and_misses_are_kept(start: Start, tmp_path: Path) -> None:
    proxy = start(Script(**{"1": [Answer(body=b"{}")]}))
    cache = Answers(Database(tmp_path / "a.db"))
    for _ in range(2):
        assert one(cache=cache).body == b"{}"
        assert one("https://api.example.org/none", cache=cache).status == 404
    assert len(proxy.log) == 2
    assert one(cache=cache).cached


def test_offline_sends_nothing(start: Start) -> None:
    proxy = start(Script(any=[Answer(body=b"{}")]))
    assert one(offline=True).problem == "offline, and not in the cache"
    assert not proxy.log


def test_refresh_asks_again_and_keeps_both_answers(start: Start, tmp_path: Path) -> None:
    start(Script(any=[Answer(body=b"old"), Answer(body=b"new")]))
    database = Database(tmp_path / "a.db")
    cache = Answers(database)
    one(cache=cache)
    assert one(cache=cache, refresh=True).body == b"new"
    assert one(cache=cache, offline=True).body == b"new"
    assert database["answers"].count == 2


def test_a_base_address_can_be_replaced(start: Start) -> None:
    proxy = start(Script(any=[Answer(body=b"{}")]))
    found = one(rewrites={"https://api.example.org/": "https://mirror.example.net/api/"})
    assert proxy.log[0].url == "https://mirror.example.net/api/works/1"
    assert found.url == ADDRESS


def test_no_more_requests_are_under_way_than_the_host_allows(start: Start) -> None:
    class Counting:
        now = most = 0

        def answer(self, asked: Asked) -> Answer:
            return Answer(stream=self.chunks)

        async def chunks(self) -> AsyncIterator[bytes]:
            self.now += 1
            self.most = max(self.most, self.now)
            yield b"x"
            await asyncio.sleep(0.02)
            self.now -= 1

    web = Counting()
    start(web)

    async def talk() -> None:
        async with Client(default_pace=Pace(per_second=1000, parallel=2), limits=QUICK) as client:
            await asyncio.gather(*(client.fetch(Request(url=f"{ADDRESS}?{n}")) for n in range(12)))

    asyncio.run(talk())
    assert web.most == 2


def test_the_limits_that_a_service_names_are_followed(start: Start) -> None:
    polite = {"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s", "x-concurrency-limit": "3"}
    start(Script(any=[Answer(body=b"{}", headers=polite)]))

    async def talk() -> tuple[float, int]:
        async with Client(default_pace=FAST, limits=QUICK) as client:
            await client.fetch(Request(url=ADDRESS))
            (gate,) = client._gates.values()
            return gate.interval, gate.parallel

    assert asyncio.run(talk()) == (0.02, 3)


def test_a_site_with_a_robot_check_is_left_alone_for_the_run(start: Start) -> None:
    proxy = start(Script(any=[DATADOME]))

    async def talk() -> list[Response]:
        async with Client(default_pace=FAST, limits=QUICK) as client:
            return [await client.fetch(Request(url=f"{ADDRESS}?{n}")) for n in range(3)]

    assert [response.problem.partition(":")[0] for response in asyncio.run(talk())] == ["blocked"] * 3
    assert len(proxy.log) == 1


def test_without_a_network_the_rest_is_not_tried() -> None:
    sockets = [socket.socket() for _ in range(6)]
    for closed in sockets:
        closed.bind(("127.0.0.1", 0))
    urls = [f"http://127.0.0.1:{closed.getsockname()[1]}/" for closed in sockets]

    async def talk() -> tuple[list[Response], int]:
        async with Client(default_pace=FAST, limits=QUICK, allow_private=True) as client:
            return [await client.fetch(Request(url=url)) for url in urls], client.sent

    responses, sent = asyncio.run(talk())
    assert all(response.problem for response in responses)
    assert "is there a network?" in responses[-1].problem
    assert sent == 3 * QUICK.tries + 1  # three hosts tried as often as any, the fourth once
    for closed in sockets:
        closed.close()
