"""The engine over real sockets: what it bears, cuts and refuses."""

import contextlib
import gzip
import resource
import socket
import time
from collections.abc import Iterator

import pytest

from biblio.addresses import check_url
from biblio.links.check import check_urls
from biblio.links.queue import Pace, Queue
from biblio.links.transport import Answer, Curl, Request
from biblio.model import Check
from tests.links.local import reply, web


@pytest.fixture
def curl() -> Iterator[Curl]:
    engine = Curl(user_agent="biblio test", timeout=1.0, connections=16, allow_private=True)
    yield engine
    engine.close()


@pytest.fixture
def guarded() -> Iterator[Curl]:
    engine = Curl(user_agent="biblio test", timeout=1.0, connections=16)
    yield engine
    engine.close()


def fetch(curl: Curl, *requests: Request) -> list[Answer]:
    for number, request in enumerate(requests):
        curl.start(request, number)
    found: dict[object, Answer] = {}
    end = time.monotonic() + 20
    while len(found) < len(requests) and time.monotonic() < end:
        found |= dict(curl.poll(0.5))
    return [found[number] for number in range(len(requests))]


def get(curl: Curl, url: str, **more: int) -> Answer:
    return fetch(curl, Request(url, **more))[0]  # type: ignore[arg-type]


def sending(data: bytes, then: float = 0.0) -> object:
    def handler(connection: socket.socket, method: str) -> None:
        connection.sendall(data)
        time.sleep(then)

    return handler


def test_an_answer_has_status_headers_and_body(curl: Curl) -> None:
    with web({"/1": reply(200, b"<p>x", 'ETag: "v1"', "Set-Cookie: a=1", "Set-Cookie: b=2")}) as here:
        answer = get(curl, here.base + "/1")
    assert (answer.status, answer.body, answer.header("etag")) == (200, b"<p>x", '"v1"')
    assert answer.headers("set-cookie") == ["a=1", "b=2"]


def test_we_say_who_we_are(curl: Curl) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        curl.start(Request(f"http://127.0.0.1:{listener.getsockname()[1]}/"), 1)
        curl.poll(0.3)
        connection, _ = listener.accept()
        for _ in range(10):
            curl.poll(0.05)
        with connection:
            assert b"\r\nUser-Agent: biblio test\r\n" in connection.recv(4096)


@pytest.mark.parametrize("limit", [10, 1000])
def test_a_body_is_read_up_to_its_limit(curl: Curl, limit: int) -> None:
    with web({"/1": reply(200, b"x" * 5000)}) as here:
        answer = get(curl, here.base + "/1", limit=limit)
    assert len(answer.body) == limit
    assert answer.cut


def test_two_hundred_megabytes_are_cut_after_the_first(curl: Curl) -> None:
    sent = 0

    def huge(connection: socket.socket, method: str) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 200000000\r\n\r\n")
        for _ in range(3000):
            connection.sendall(b"x" * 65536)
            sent += 65536

    with web({"/1": huge}) as here:
        answer = get(curl, here.base + "/1")
    assert answer.status == 200
    assert answer.size < 2_000_000
    assert sent < 20_000_000


def test_a_gzip_bomb_is_cut_before_it_bursts(curl: Curl) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = gzip.compress(b" " * 100_000_000, 9)
    after_making = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with web({"/1": reply(200, bomb, "Content-Encoding: gzip")}) as here:
        answer = get(curl, here.base + "/1")
    assert answer.status == 200
    assert answer.cut
    assert len(answer.body) <= 256 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, after_making) < 20_000


def test_headers_without_end_are_cut(curl: Curl) -> None:
    def endless(connection: socket.socket, method: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            connection.sendall(b"X-%d: %s\r\n" % (number, b"y" * 500))

    with web({"/1": endless}) as here:
        answer = get(curl, here.base + "/1")
    assert answer.status == 0
    assert answer.error == "too-large"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x00\x01\x02 not http\r\n\r\n" * 4, "garbage"),
        (b"", "empty"),
        (b"HTTP/1.1 200", "garbage"),
    ],
)
def test_what_is_not_http_is_garbage_or_nothing(curl: Curl, data: bytes, error: str) -> None:
    with web({"/1": sending(data)}) as here:  # type: ignore[dict-item]
        answer = get(curl, here.base + "/1")
    assert (answer.status, answer.error) in ((0, error), (0, "reset"), (0, "empty"))


def test_a_page_that_breaks_off_or_drips_is_there(curl: Curl) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<title>x</title>"
    with web({"/cut": sending(head), "/drip": sending(head, 5)}) as here:  # type: ignore[dict-item]
        answers = fetch(curl, Request(here.base + "/cut"), Request(here.base + "/drip"))
    assert [(answer.status, answer.cut, answer.error) for answer in answers] == [(200, True, "")] * 2


def test_no_answer_and_no_server_are_told_apart(curl: Curl) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        hanging, closed = silent.getsockname()[1], free.getsockname()[1]
        answers = fetch(curl, Request(f"http://127.0.0.1:{hanging}/"), Request(f"http://127.0.0.1:{closed}/"))
    assert [answer.error for answer in answers] == ["timeout", "refused"]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://2130706433:{port}/", "http://[::1]:{port}/",
     "http://169.254.169.254/latest/", "http://10.0.0.1/", ],
)  # fmt: skip
def test_a_private_address_is_not_connected_to(guarded: Curl, url: str) -> None:
    with web() as here:
        answer = get(guarded, url.format(port=here.port))
        assert answer.error == "private"
        assert not here.asked


def test_what_is_no_web_address_is_not_opened(guarded: Curl) -> None:
    assert get(guarded, "file:///etc/passwd").error == "bad-url"


def test_a_name_that_leads_into_a_private_network_is_refused_at_the_socket(
    guarded: Curl, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The check of the name is switched off: the address itself must be what stops the connection.
    monkeypatch.setattr("biblio.links.transport.curl.check_url", lambda url, allow_private: None)
    with web() as here:
        answer = get(guarded, f"http://localhost:{here.port}/")
        assert answer.error == "private"
        assert "127.0.0.1" in answer.detail or "::1" in answer.detail
        assert not here.asked


def checked(curl: Curl, *urls: str, **pace: float) -> dict[str, Check]:
    options = {"pause": 0, "retries": 0, "robots": False} | pace
    return {check.url: check for check in check_urls(urls, Queue(curl, pace=Pace(**options)))}  # type: ignore[arg-type]


def test_a_redirect_into_a_private_network_is_refused_after_a_good_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Curl(user_agent="biblio test", timeout=1.0, allow_private=False)
    with web({"/secret": reply()}, host="127.0.0.2") as inner:
        with web({"/good": reply(), "/bad": reply(302, b"", f"Location: {inner.base}/secret")}) as outer:
            # The outer web stands for a public one.
            monkeypatch.setattr("biblio.links.transport.curl.is_public", lambda address: address == "127.0.0.1")
            monkeypatch.setattr(
                "biblio.links.transport.curl.check_url",
                lambda url, allow: check_url(url, allow or url.startswith(outer.base)),
            )
            found = checked(engine, outer.base + "/good", outer.base + "/bad")
        assert found[outer.base + "/good"].state == "ok"
        assert found[outer.base + "/bad"].reason == "private"
        assert not inner.asked
    engine.close()


def test_what_is_no_address_ends_no_run_and_condemns_nobody(curl: Curl) -> None:
    odd = [
        "http://[::1",
        "http://",
        "http://a b/",
        "http://\udce9.fr/",
        "http://x:99999/",
        "mailto:a@b.fr",
        "",
    ]
    with web({"/ok": reply()}) as here:
        found = checked(curl, *odd, here.base + "/ok")
    assert found[here.base + "/ok"].state == "ok"
    assert {found[url].verdict for url in odd} == {"unsure"}


def test_hostile_pages_do_not_end_a_run(curl: Curl) -> None:
    pages = {
        "/garbage": sending(b"\x00\xff" * 1000), "/empty": sending(b""),
        "/bomb": reply(200, gzip.compress(b"<p>" * 3_000_000), "Content-Encoding: gzip"),
        "/lie": reply(200, b"not gzip", "Content-Encoding: gzip"), "/deep": reply(200, b"<div>" * 60_000),
        "/location": reply(302, b"", "Location: http://[::1"),
        "/cookie": reply(200, b"x", "Set-Cookie: " + "a" * 9000),
        "/charset": reply(200, b"\xff\xfe", kind="text/html; charset=\"; rm -rf"), "/ok": reply(),
    }  # fmt: skip
    with web(pages) as here:  # type: ignore[arg-type]
        found = checked(curl, *(here.base + path for path in pages))
    assert len(found) == len(pages)
    assert found[here.base + "/ok"].state == "ok"


def test_a_host_is_never_asked_faster_than_its_pace(curl: Curl) -> None:
    with web({f"/{n}": reply() for n in range(30)}) as here:
        found = checked(curl, *(f"{here.base}/{n}" for n in range(30)), pause=0.05)
        times = [moment for moment, _, _ in here.asked]
    assert all(check.state == "ok" for check in found.values())
    assert len([1 for t in times if t < times[0] + 0.5]) <= 11


def test_too_many_requests_slow_a_host_down_and_condemn_nobody(curl: Curl) -> None:
    bucket: list[float] = []

    def limited(connection: socket.socket, method: str) -> None:
        now = time.monotonic()
        bucket[:] = [t for t in bucket if now - t < 0.5]
        if len(bucket) >= 10:
            connection.sendall(reply(429, b"", "Retry-After: 1"))
            return
        bucket.append(now)
        connection.sendall(reply())

    with web({f"/{n}": limited for n in range(30)}) as here:
        found = checked(curl, *(f"{here.base}/{n}" for n in range(30)), retries=4)
    assert {check.verdict for check in found.values()} <= {"alive", "unsure"}
    assert sum(check.verdict == "alive" for check in found.values()) >= 25


def test_what_fails_once_is_asked_again(curl: Curl) -> None:
    tries: list[str] = []

    def once(connection: socket.socket, method: str) -> None:
        tries.append(method)
        connection.sendall(reply() if len(tries) > 1 else reply(503, b"", "Retry-After: 0"))

    with web({"/1": once}) as here:
        assert checked(curl, here.base + "/1", retries=1)[here.base + "/1"].state == "ok"
    assert len(tries) == 2


def test_robots_are_obeyed_where_more_than_one_page_is_asked(curl: Curl) -> None:
    rules = reply(200, b"User-agent: *\nDisallow: /prive/\n", kind="text/plain")
    with web({"/robots.txt": rules, "/prive/1": reply(), "/2": reply()}) as here:
        found = checked(curl, here.base + "/prive/1", here.base + "/2", robots=True)
        assert found[here.base + "/prive/1"].reason == "robots"
        assert found[here.base + "/2"].state == "ok"
        assert "/prive/1" not in [path for _, _, path in here.asked]
        here.asked.clear()
        assert checked(curl, here.base + "/prive/1", robots=True)[here.base + "/prive/1"].state == "ok"
        assert [path for _, _, path in here.asked] == ["/prive/1"]


def test_one_visit_answers_for_all_fragments_of_a_page(curl: Curl) -> None:
    with web({"/1": reply(200, b'<p id="a">x</p>')}) as here:
        found = checked(curl, here.base + "/1#a", here.base + "/1#b", here.base + "/1")
        assert len(here.asked) == 1
    assert {url.rpartition("/")[2]: (c.fragment_missing, c.reason) for url, c in found.items()} == {
        "1#a": (False, "ok"), "1#b": (True, "anchor"), "1": (False, "ok"),
    }  # fmt: skip


def test_time_that_is_up_ends_a_run_cleanly(curl: Curl) -> None:
    with web({f"/{n}": reply() for n in range(50)}) as here:
        queue = Queue(curl, pace=Pace(pause=0.05, robots=False))
        start = time.monotonic()
        found = list(check_urls([f"{here.base}/{n}" for n in range(50)], queue, deadline=start + 0.5))
    assert len(found) == 50
    assert 0 < sum(check.reason == "not-asked" for check in found) < 50


def test_a_certificate_nobody_vouches_for_is_unsure(curl: Curl) -> None:
    import ssl
    import threading

    import trustme

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                context.wrap_socket(connection, server_side=True)

        threading.Thread(target=serve, daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        found = checked(curl, url)[url]
    assert (found.reason, found.verdict) == ("tls", "unsure")


def test_a_proxy_carries_the_requests_and_literal_private_addresses_stay_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = "http://revue.invalid/1"
    with web({target: reply(200, b"<title>via</title>")}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base)
        monkeypatch.setenv("no_proxy", "direct.invalid")
        engine = Curl(user_agent="biblio test", timeout=1.0)
        answers = fetch(engine, Request(target), Request("http://10.0.0.1/"), Request("http://direct.invalid/"))
        engine.close()
        assert [path for _, _, path in proxy.asked] == [target]
    assert (answers[0].status, answers[0].body) == (200, b"<title>via</title>")
    assert answers[1].error == "private"
    assert answers[2].error in ("dns", "no-domain")
