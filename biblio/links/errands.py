"""Errands: requests that wait for one another, run at the pace of whoever answers them."""

import time
from collections.abc import Callable, Generator
from typing import TypeVar

from biblio.links.hosts import host_of
from biblio.links.transport import Answer, Request, Transport

PAUSE = 60 / 24
"""Seconds between two requests: the Wayback Machine bears 24 a minute."""

T = TypeVar("T")


class Errands:
    """Runs generators that yield requests and are sent answers, one request after the other, ``pause`` seconds apart.

    A host that does not answer, or asks to be left alone (429), is not asked again: ``closed`` says why. Once
    ``deadline`` (of ``clock``) would pass, nothing more is asked and ``late`` is set.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        pause: float = PAUSE,
        deadline: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._pause = pause
        self._deadline = deadline
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self.closed: dict[str, str] = {}
        self.late = False

    def run(self, errand: Generator[Request, Answer, T]) -> T | None:
        """Return what an errand comes to, or None when time is up on the way."""
        try:
            request = next(errand)
            while (answer := self._ask(request)) is not None:
                request = errand.send(answer)
        except StopIteration as end:
            result: T = end.value
            return result
        errand.close()
        return None

    def _ask(self, request: Request) -> Answer | None:
        host = host_of(request.url)
        if host in self.closed:
            return Answer(error="unreachable", detail=self.closed[host])
        wait = max(self._next - self._clock(), request.delay)
        if self._deadline is not None and self._clock() + wait >= self._deadline:
            self.late = True
            return None
        if wait > 0:
            self._sleep(wait)
        self._next = self._clock() + self._pause
        answer = self._carry(request)
        if answer.status in (0, 429):
            self.closed[host] = f"HTTP {answer.status}" if answer.status else answer.detail or answer.error
        return answer

    def _carry(self, request: Request) -> Answer:
        self._transport.start(request, self)
        while True:
            for token, answer in self._transport.poll(1.0):
                if token is self:
                    return answer
