"""How fast a host is asked, and how long it is left alone."""

import asyncio
import email.utils
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(slots=True)
class Gate:
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
        """Let nobody in for so many seconds."""
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


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until.tzinfo else None
