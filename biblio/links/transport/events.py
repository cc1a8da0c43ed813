"""Which sockets are ready, by the fastest means that the system has."""

import select
import selectors
from typing import Protocol


class Events(Protocol):
    """What `select.epoll` and its kin have in common. Events are bits: 1 to read, 4 to write."""

    def register(self, fd: int, mask: int, /) -> None:
        """Begin to watch a socket."""

    def modify(self, fd: int, mask: int, /) -> None:
        """Watch a socket for something else."""

    def unregister(self, fd: int, /) -> None:
        """Watch a socket no more."""

    def poll(self, seconds: float, /) -> list[tuple[int, int]]:
        """Wait for sockets to be ready; return them with their events."""

    def close(self) -> None:
        """Free what the system holds."""


class _Selector:
    """`Events` where there is no epoll."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self.unregister = self._selector.unregister
        self.close = self._selector.close

    def register(self, fd: int, mask: int) -> None:
        self._selector.register(fd, (mask & 1) | (mask & 4) >> 1)

    def modify(self, fd: int, mask: int) -> None:
        self._selector.modify(fd, (mask & 1) | (mask & 4) >> 1)

    def poll(self, seconds: float) -> list[tuple[int, int]]:
        return [(key.fd, (mask & 1) | (mask & 2) << 1) for key, mask in self._selector.select(seconds)]


def events() -> Events:
    """Return the fastest that this system has."""
    # The bookkeeping of `selectors` costs a tenth of a fast run.
    return select.epoll() if hasattr(select, "epoll") else _Selector()  # type: ignore[return-value]
