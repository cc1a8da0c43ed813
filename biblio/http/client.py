"""The client itself."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

import httpx

from biblio import __version__
from biblio.addresses import check_url
from biblio.errors import FetchError
from biblio.http.answers import ROBOT_CHECK, blocked, decoded
from biblio.http.pacing import Gate, retry_after
from biblio.http.transport import Router
from biblio.sources.base import Pace, Request, Response

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Answers that say "there is no such thing"; kept for a while, asked again later.
_MISSES = frozenset({404, 410})
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


_NO_NETWORK = 4
"""Hosts that could not be connected to, with no answer from any, after which the rest is not tried."""


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
        self._gates: dict[str, Gate] = {}
        self._walls: set[str] = set()
        self._answered = False
        self._silent: set[str] = set()
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
            if not self._answered and len(self._silent) >= _NO_NETWORK:
                return _failed(request, "nothing has answered yet: is there a network?")
            try:
                response, wait = await self._follow(request)
            except TimeoutError:
                response, wait = _failed(request, f"no answer within {self._limits.seconds:g} s"), None
            except FetchError as error:
                return _failed(request, str(error))
            except httpx.ConnectError as error:
                self._silent.add(urlsplit(request.url).netloc)
                response, wait = _failed(request, _told(error)), None
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

    def _gate(self, url: str) -> Gate:
        host = urlsplit(url).netloc.lower()
        if host not in self._gates:
            pace = self._paces.get(host, self._default_pace)
            self._gates[host] = Gate(1 / pace.per_second, pace.parallel)
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
            self._answered = True
            gate.learn(headers)
            if status in _REDIRECTS and "location" in headers:
                url = urljoin(url, headers["location"])
                continue
            problem = blocked(status, body)
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
            return response, retry_after(headers)
        raise FetchError(f"{request.url[:200]}: more than {self._limits.redirects} redirects")

    async def _get(self, url: str, accept: str) -> tuple[int, dict[str, str], bytes]:
        if self._http is None:
            self._http = httpx.AsyncClient(transport=Router(self._allow_private), timeout=self._limits.seconds)
        headers = {"user-agent": self._agent, "accept": accept, "accept-encoding": "gzip, deflate"}
        async with self._http.stream("GET", url, headers=headers) as answer:
            body = b"".join([part async for part in decoded(answer, self._limits.size)])
            return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body


def _failed(request: Request, problem: str) -> Response:
    return Response(url=request.url, status=0, problem=problem, time=datetime.now(UTC).isoformat(timespec="seconds"))


def _told(error: httpx.TransportError) -> str:
    kind = (
        "the connection was cut"
        if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError)
        else "no connection"
    )
    return f"{kind}: {error}" if str(error) else f"{kind} ({type(error).__name__})"
