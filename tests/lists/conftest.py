"""What the tests of reading lists share."""

import shutil

import pytest

from biblio.lists import engine
from biblio.model import Work


@pytest.fixture(scope="session")
def works() -> list[Work]:
    from tests.lists.library import works

    return works()


@pytest.fixture
def pandoc() -> str:
    if not engine.pandoc():
        pytest.skip("needs pandoc: pip install 'biblio[lists]'")
    return engine.pandoc()


@pytest.fixture
def without_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.pandoc.cache_clear()
    monkeypatch.setattr(engine, "pandoc", lambda: "")


@pytest.fixture(scope="session")
def soffice() -> str:
    return shutil.which("soffice") or pytest.skip("needs LibreOffice: apt-get install libreoffice-writer")
