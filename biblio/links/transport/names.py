"""Whether a host whose name was not found has lost its whole domain."""

import socket
from typing import TYPE_CHECKING, Any

from biblio.links.transport.messages import Answer, Token

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


class Names:
    """Asks the name server in threads of its own, for its answers may take long."""

    def __init__(self, resolver: Any = None) -> None:
        self._resolve = resolver or socket.getaddrinfo
        self._threads: ThreadPoolExecutor | None = None
        self._asked: dict[Future[bool], tuple[Token, Answer]] = {}

    def __bool__(self) -> bool:
        """Tell whether answers are awaited."""
        return bool(self._asked)

    def ask(self, host: str, token: Token, answer: Answer) -> None:
        """Begin to ask about the host of an answer whose error is ``dns``."""
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(4, thread_name_prefix="names")
        self._asked[self._threads.submit(self._gone, host)] = (token, answer)

    def _gone(self, host: str) -> bool:
        """Tell whether neither the host nor its registrable domain has a name any more."""
        from biblio.links.domains import registrable

        return all(
            self._unknown(name) for name in dict.fromkeys((host, registrable(host), f"www.{registrable(host)}"))
        )

    def _unknown(self, name: str) -> bool:
        try:
            self._resolve(name, 80)
        except socket.gaierror as error:
            return error.errno == socket.EAI_NONAME
        except (OSError, UnicodeError):
            return False
        return False

    def collect(self, done: list[tuple[Token, Answer]]) -> None:
        """Move the answers that are clear to ``done``; the error of a lost domain becomes ``no-domain``."""
        for future in [future for future in self._asked if future.done()]:
            token, answer = self._asked.pop(future)
            if future.result():
                answer.error = "no-domain"
            done.append((token, answer))

    def close(self) -> None:
        """Wait for nobody."""
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)
