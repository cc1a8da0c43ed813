"""A replay web behind its proxy, and what a machine behind that proxy has in its environment."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.replay.proxy import Proxy, Web

Start = Callable[[Web], Proxy]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a proxy for a web and put this process behind it."""
    with ExitStack() as stack:

        def begin(web: Web) -> Proxy:
            proxy = stack.enter_context(Proxy(web, tmp_path))
            for name, value in proxy.environment.items():
                monkeypatch.setenv(name, value)
                monkeypatch.delenv(name.lower(), raising=False)
            return proxy

        yield begin
