"""What comes back: decompressed within limits, and recognised where it is a wall."""

import zlib
from collections.abc import AsyncIterator

import httpx

from biblio.errors import FetchError

ROBOT_CHECK = " with a robot check"
_WALLS = (b"captcha-delivery.com", b"datadome", b"cf-challenge", b"challenge-platform", b"just a moment", b"anubis")
_WALLS_READ = 20_000


async def decoded(answer: httpx.Response, limit: int) -> AsyncIterator[bytes]:
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


def blocked(status: int, body: bytes) -> str:
    """Return ``blocked`` for an answer that only a browser, a licence or a login would pass."""
    if status in (401, 402, 403, 407, 451):
        wall = any(mark in body[:_WALLS_READ].lower() for mark in _WALLS)
        return f"blocked: HTTP {status}{ROBOT_CHECK if wall else ''}"
    return ""
