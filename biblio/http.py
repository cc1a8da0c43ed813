"""The only client: identity, pacing per host, retries, cache, limits, address guard.

Whatever the sources ask for goes through `Client.fetch`, which never raises for what the network does: a failure is
a `Response` with a ``problem``. Blocked is blocked: a bot wall is recorded and not tried again with other headers.
"""

import asyncio
import email.utils
import random
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from biblio import __version__
from biblio.addresses import check_url, is_public
from biblio.errors import AddressRefused, FetchError
from biblio.sources.base import Pace, Request, Response

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Answers that say "there is no such thing", each service in its own way; kept for a while, asked again later.
_MISSES = frozenset({400, 404, 410})
_WALLS = (b"captcha-delivery.com", b"datadome", b"cf-challenge", b"challenge-platform", b"just a moment", b"anubis")
_WALLS_READ = 20_000
ROBOT_CHECK = " with a robot check"
POLITE = Pace(per_second=1.0, parallel=1)


class Cache(Protocol):
    """Where raw answers are kept."""

    def get(self, request: Request) -> Response | None:
        """Return the kept answer, unless it is a miss that has grown too old."""

    def put(self, request: Request, response: Response) -> None:
        """Keep an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of one answer is taken: decompressed bytes, seconds, redirects, tries.

    ``wait`` is the longest pause, in seconds, that a service may ask for before it is given up.
    """

    size: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 8
    tries: int = 3
    wait: float = 120.0
    backoff: float = 1.0


@dataclass(slots=True)
class _Gate:
    """The door of one host: one request a slot, so many at a time, shut while the host asks for patience."""

    interval: float
    parallel: int
    inside: int = 0
    next_slot: float = 0.0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a slot, and hold it."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.inside < self.parallel)
            self.inside += 1
        try:
            loop = asyncio.get_running_loop()
            slot = self.next_slot = max(loop.time(), self.next_slot) + self.interval
            await asyncio.sleep(slot - self.interval - loop.time())
            yield
        finally:
            async with self.changed:
                self.inside -= 1
                self.changed.notify()

    def rest(self, seconds: float) -> None:
        self.next_slot = max(self.next_slot, asyncio.get_running_loop().time() + seconds)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Follow what a service says of its limits, as Crossref does in its ``x-rate-limit`` headers."""
        try:
            count = float(headers.get("x-rate-limit-limit", ""))
            span = float(headers.get("x-rate-limit-interval", "").rstrip("s"))
            if count > 0 and 0 < span <= 60:
                self.interval = max(span / count, 0.02)
            self.parallel = min(max(int(headers.get("x-concurrency-limit", self.parallel)), 1), 8)
        except ValueError:
            return


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves names itself and connects only to an address that has passed the guard."""

    def __init__(self, allow_private: bool) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"{host}: name not found") from error
        addresses = list(dict.fromkeys(str(address[4][0]) for address in found))
        allowed = [address for address in addresses if self._allow_private or is_public(address)]
        if not allowed:
            raise AddressRefused(
                f"{host} leads to {', '.join(addresses)}, in a private network", "allow it with --allow-private"
            )
        for address in allowed[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, *args, **kwargs)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(allowed[-1], port, *args, **kwargs)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a pool with our network backend, which httpx itself offers no way to pass."""

    def __init__(self, context: ssl.SSLContext, allow_private: bool) -> None:
        super().__init__(verify=context)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, http2=True, max_connections=50, network_backend=_GuardedBackend(allow_private)
        )


class _Router(httpx.AsyncBaseTransport):
    """Sends each request through the proxy that the environment names for it, or directly.

    ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` as the standard library reads them.
    """

    def __init__(self, allow_private: bool) -> None:
        context = httpx.create_ssl_context()
        self._context = context
        self._direct = _GuardedTransport(context, allow_private)
        self._proxied: dict[str, httpx.AsyncHTTPTransport] = {}

    def proxy_for(self, url: httpx.URL) -> str:
        proxies = getproxies()
        proxy = proxies.get(url.scheme) or proxies.get("all") or ""
        if not proxy or proxy_bypass(f"{url.host}:{url.port}" if url.port else url.host):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self.proxy_for(request.url)
        if not proxy:
            return await self._direct.handle_async_request(request)
        if proxy not in self._proxied:
            self._proxied[proxy] = httpx.AsyncHTTPTransport(verify=self._context, http2=True, proxy=proxy)
        return await self._proxied[proxy].handle_async_request(request)

    async def aclose(self) -> None:
        for transport in (self._direct, *self._proxied.values()):
            await transport.aclose()


class Client:
    """An HTTP client for metadata services and pages; use it in ``async with``.

    ``contact`` is the mail address or page that the User-Agent names. ``paces`` hold per host, ``default_pace`` for
    all others; ``rewrites`` replace the beginnings of addresses (base addresses are configuration). ``offline``
    answers from ``cache`` only, ``refresh`` asks again what it holds. ``sent`` counts the requests that went out.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        cache: Cache | None = None,
        offline: bool = False,
        refresh: bool = False,
        allow_private: bool = False,
        paces: Mapping[str, Pace] | None = None,
        default_pace: Pace = POLITE,
        rewrites: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.sent = 0
        self._cache = cache
        self._offline = offline
        self._refresh = refresh
        self._allow_private = allow_private
        self._paces = dict(paces or {})
        self._default_pace = default_pace
        self._rewrites = dict(rewrites or {})
        self._limits = limits or Limits()
        self._gates: dict[str, _Gate] = {}
        self._walls: set[str] = set()
        self._flights: dict[Request, asyncio.Future[Response]] = {}
        about = contact if contact.startswith("http") else f"mailto:{contact}" if contact else "no contact configured"
        self._agent = f"biblio/{__version__} ({about})"
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http:
            await self._http.aclose()

    async def fetch(self, request: Request) -> Response:
        """Return the answer to ``request``, from the cache or asked for; its ``problem`` says why there is none.

        The same request in flight twice is sent once.
        """
        if flying := self._flights.get(request):
            return await asyncio.shield(flying)
        flight: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._flights[request] = flight
        try:
            response = await self._answer(request)
            flight.set_result(response)
            return response
        finally:
            flight.cancel()
            del self._flights[request]

    async def _answer(self, request: Request) -> Response:
        if self._cache and not self._refresh and (kept := self._cache.get(request)):
            return replace(kept, cached=True)
        if self._offline:
            return Response(url=request.url, status=0, problem="offline, and not in the cache")
        response = await self._ask(request)
        if self._cache and (response.ok or (not response.problem and response.status in _MISSES)):
            self._cache.put(request, response)
        return response

    async def _ask(self, request: Request) -> Response:
        response = Response(url=request.url, status=0)
        for attempt in range(1, self._limits.tries + 1):
            try:
                response, wait = await self._follow(request)
            except TimeoutError:
                response, wait = _failed(request, f"no answer within {self._limits.seconds:g} s"), None
            except FetchError as error:
                return _failed(request, str(error))
            except httpx.TransportError as error:
                response, wait = _failed(request, _told(error)), None
            except (httpx.InvalidURL, ValueError) as error:
                return _failed(request, f"{request.url[:200]}: {error}")
            if response.status not in _RETRIED and response.status:
                return response
            if attempt == self._limits.tries:
                break
            pause = wait if wait is not None else random.uniform(0.5, 1) * self._limits.backoff * 2 ** (attempt - 1)  # noqa: S311
            if pause > self._limits.wait:
                return replace(response, problem=f"HTTP {response.status}: asks to wait {pause:.0f} s")
            if response.status == 429 or wait is not None:
                self._gate(self._target(request.url)).rest(pause)
            else:
                await asyncio.sleep(pause)
        return replace(
            response, problem=response.problem or f"HTTP {response.status} after {self._limits.tries} tries"
        )

    def _target(self, url: str) -> str:
        best = max((base for base in self._rewrites if url.startswith(base)), key=len, default="")
        return self._rewrites[best] + url[len(best) :] if best else url

    def _gate(self, url: str) -> _Gate:
        host = urlsplit(url).netloc.lower()
        if host not in self._gates:
            pace = self._paces.get(host, self._default_pace)
            self._gates[host] = _Gate(1 / pace.per_second, pace.parallel)
        return self._gates[host]

    async def _follow(self, request: Request) -> tuple[Response, float | None]:
        url = self._target(request.url)
        for _ in range(self._limits.redirects + 1):
            check_url(url, self._allow_private)
            gate = self._gate(url)
            host = urlsplit(url).netloc.lower()
            if host in self._walls:
                raise FetchError(f"blocked: {host} answers robots with a check")
            # A long queue is no slow answer: time runs from the moment the request goes out.
            async with gate.turn(), asyncio.timeout(self._limits.seconds):
                self.sent += 1
                status, headers, body = await self._get(url, request.accept)
            gate.learn(headers)
            if status in _REDIRECTS and "location" in headers:
                url = urljoin(url, headers["location"])
                continue
            problem = _blocked(status, body)
            if problem.endswith(ROBOT_CHECK):
                # One refusal is enough: the site's other pages are not tried in this run.
                self._walls.add(host)
            response = Response(
                url=request.url,
                status=status,
                body=body,
                content_type=headers.get("content-type", ""),
                final=url,
                time=datetime.now(UTC).isoformat(timespec="seconds"),
                problem=problem,
            )
            return response, _retry_after(headers)
        raise FetchError(f"{request.url[:200]}: more than {self._limits.redirects} redirects")

    async def _get(self, url: str, accept: str) -> tuple[int, dict[str, str], bytes]:
        if self._http is None:
            self._http = httpx.AsyncClient(transport=_Router(self._allow_private), timeout=self._limits.seconds)
        headers = {"user-agent": self._agent, "accept": accept, "accept-encoding": "gzip, deflate"}
        async with self._http.stream("GET", url, headers=headers) as answer:
            body = b"".join([part async for part in _decoded(answer, self._limits.size)])
            return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body


async def _decoded(answer: httpx.Response, limit: int) -> AsyncIterator[bytes]:
    """Yield the decompressed body; raises `FetchError` beyond ``limit`` bytes, before they are unpacked."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"{answer.url}: unknown compression {coding}")
    inflate = None if coding in ("identity", "") else zlib.decompressobj(zlib.MAX_WBITS | 32)
    left = limit
    async for chunk in answer.aiter_raw(65536):
        try:
            part = inflate.decompress(chunk, left + 1) if inflate else chunk
        except zlib.error as error:
            raise FetchError(f"{answer.url}: broken compression ({error})") from error
        left -= len(part)
        if left < 0:
            raise FetchError(f"{answer.url}: larger than {limit} bytes")
        yield part
    if inflate and not inflate.eof:
        raise httpx.RemoteProtocolError("compressed answer cut short")


def _failed(request: Request, problem: str) -> Response:
    return Response(url=request.url, status=0, problem=problem, time=datetime.now(UTC).isoformat(timespec="seconds"))


def _told(error: httpx.TransportError) -> str:
    kind = (
        "the connection was cut"
        if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError)
        else "no connection"
    )
    return f"{kind}: {error}" if str(error) else f"{kind} ({type(error).__name__})"


def _blocked(status: int, body: bytes) -> str:
    """Return ``blocked`` for an answer that only a browser, a licence or a login would pass."""
    if status in (401, 402, 403, 407, 451):
        wall = any(mark in body[:_WALLS_READ].lower() for mark in _WALLS)
        return f"blocked: HTTP {status}{ROBOT_CHECK if wall else ''}"
    return ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until.tzinfo else None
