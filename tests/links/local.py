"""A local web over real sockets that answers as a table says, byte for byte."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


def reply(status: int = 200, body: bytes = b"<title>x</title>", *headers: str, kind: str = "text/html") -> bytes:
    """A whole answer."""
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


Handler = Callable[[socket.socket, str], None]


@dataclass
class Web:
    """The address of a running web, and the requests it has had: time, method and path."""

    base: str
    host: str
    port: int
    asked: list[tuple[float, str, str]] = field(default_factory=list)


@contextmanager
def web(pages: Mapping[str, bytes | Handler] | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[Web]:
    """Serve ``pages`` (path → whole answer, or a function that is given socket and method) until left."""
    listener = socket.create_server((host, port), backlog=512)
    listener.settimeout(0.2)
    running = Web(f"http://{host}:{listener.getsockname()[1]}", host, listener.getsockname()[1])
    done = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            data = b""
            while b"\r\n\r\n" not in data:
                more = connection.recv(65536)
                if not more:
                    return
                data += more
            method, path, _ = data.split(b"\r\n", 1)[0].decode().split(" ", 2)
            running.asked.append((time.monotonic(), method, path))
            answer = (pages or {}).get(path, reply(404, b"<title>404</title>"))
            if callable(answer):
                answer(connection, method)
            else:
                connection.sendall(answer.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n" if method == "HEAD" else answer)

    def guarded(connection: socket.socket) -> None:
        with suppress(OSError, ValueError):  # the client went away, as some tests want it to
            serve(connection)

    def loop() -> None:
        while not done.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                continue
            threading.Thread(target=guarded, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        done.set()
        thread.join(2)
        listener.close()
