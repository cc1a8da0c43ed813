"""An intercepting proxy on a real socket: it ends TLS with its own authority and hands each request to a web."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import trustme


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host sends back; ``pause`` is waited before it, ``cut`` ends the connection after so many bytes.

    ``stream`` sends its chunks one by one instead of ``body``, endlessly if it likes.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    cut: int | None = None
    stream: Callable[[], AsyncIterator[bytes]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it reached the web."""

    host: str
    url: str
    headers: dict[str, str]
    secure: bool


class Web(Protocol):
    """Something that answers for all hosts."""

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to one request."""


class Proxy:
    """A proxy for `Web` in a thread of its own; use it in ``with``. ``log`` holds every request that came through."""

    def __init__(self, web: Web, folder: Path) -> None:
        self.web = web
        self.log: list[Asked] = []
        self.authority = trustme.CA()
        self.ca_file = folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(self.ca_file))
        self.port = 0
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a machine behind this proxy has in its environment."""
        return {"HTTPS_PROXY": self.url, "HTTP_PROXY": self.url, "SSL_CERT_FILE": str(self.ca_file), "NO_PROXY": ""}

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secure_host = ""
        while line := await reader.readline():
            method, target, _ = line.decode("latin-1").split(" ", 2)
            headers = await self._headers(reader)
            if method == "CONNECT":
                secure_host = target.rpartition(":")[0]
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.drain()
                await writer.start_tls(self._context(secure_host))
                continue
            host = secure_host or urlsplit(target).netloc
            url = f"https://{host}{target}" if secure_host else target
            asked = Asked(host=host, url=url, headers=headers, secure=bool(secure_host))
            self.log.append(asked)
            if not await self._send(writer, self.web.answer(asked)):
                return

    async def _headers(self, reader: asyncio.StreamReader) -> dict[str, str]:
        headers = {}
        while (line := await reader.readline()) not in (b"\r\n", b"\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        return headers

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> bool:
        if answer.pause:
            await asyncio.sleep(answer.pause)
        head = f"HTTP/1.1 {answer.status} Replayed\r\n"
        headers = dict(answer.headers)
        if answer.stream:
            headers["connection"] = "close"
        else:
            headers.setdefault("content-length", str(len(answer.body)))
        writer.write((head + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n").encode())
        if answer.stream:
            async for chunk in answer.stream():
                writer.write(chunk)
                await writer.drain()
            return False
        writer.write(answer.body if answer.cut is None else answer.body[: answer.cut])
        await writer.drain()
        return answer.cut is None

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.authority.issue_cert(host).configure_cert(context)
            self._contexts[host] = context
        return self._contexts[host]
