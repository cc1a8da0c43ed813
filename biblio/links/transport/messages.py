"""Requests, answers, and who carries them."""

from dataclasses import dataclass, field
from typing import Any, Protocol

MAX_DRAIN = 128 * 1024
"""Bytes read past what is kept, to keep the connection for the next request; a longer body is cut."""

Token = Any


@dataclass(slots=True)
class Request:
    """One request. ``limit`` bounds the bytes of (decompressed) body that are kept; ``delay`` is in seconds."""

    url: str
    method: str = "GET"
    limit: int = 256 * 1024
    headers: tuple[str, ...] = ()
    delay: float = 0.0
    body: bytes | None = None


@dataclass(slots=True)
class Answer:
    """What came back. ``status`` 0 goes with an ``error``; ``cut`` says that the body is not whole.

    ``error`` is empty or one of ``timeout dns no-domain refused unreachable reset empty garbage tls too-large
    private bad-url proxy``. ``size`` counts the bytes received, ``ms`` the milliseconds taken.
    """

    status: int = 0
    head: bytes = b""
    body: bytes = b""
    error: str = ""
    detail: str = ""
    cut: bool = False
    size: int = 0
    ms: int = 0
    _low: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str:
        """Return the first value of a header (``name`` in lower case), or an empty string."""
        low = self._low
        if not low:
            low = self._low = self.head.lower()
        at = low.find(b"\n" + name.encode() + b":")
        if at < 0:
            return ""
        start = at + len(name) + 2
        end = self.head.find(b"\n", start)
        return _text(self.head[start : end if end >= 0 else None].strip())

    def headers(self, name: str) -> list[str]:
        """Return every value of a header (``name`` in lower case)."""
        prefix = name.encode() + b":"
        lines = self.head.split(b"\n")
        return [_text(line[len(prefix) :].strip()) for line in lines if line[: len(prefix)].lower() == prefix]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


class Transport(Protocol):
    """Carries requests; `poll` is the only call that waits."""

    def start(self, request: Request, token: Token) -> None:
        """Begin a request; its answer comes out of a later `poll` with ``token``."""

    def poll(self, seconds: float) -> list[tuple[Token, Answer]]:
        """Wait at most ``seconds`` for answers and return those that came."""

    def close(self) -> None:
        """Give up all that is under way and free everything."""
