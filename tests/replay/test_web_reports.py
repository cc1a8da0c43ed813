"""``biblio add https://…``: reports read through the client, with their links, behind a proxy."""

import sqlite3
import zlib
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from biblio.cli import cli
from biblio.cli.app import App
from biblio.cli.web import read_web
from biblio.errors import FetchError
from biblio.readers import Limits
from tests.replay.conftest import Start
from tests.replay.proxy import Answer, Asked, Proxy
from tests.replay.world import DATADOME, HTML

PAD = "# Atelier du 12 mars\n\n- Weller, *L'État au guichet* <https://example.org/weller>\n"
WIKI = "======Ressources======\n - [[https://example.org/weller Weller, L'État au guichet]]\n"
POST = (
    '<html><head><title>Atelier</title></head><body><nav><a href="/menu">Menu du site</a></nav>'
    "<article><h1>Atelier</h1>"
    + "<p>"
    + "Les participants ont parlé de la crise et de leurs métiers, longuement. " * 12
    + '</p><p>Lire <a href="https://example.org/weller">Weller</a>, L\'État au guichet.</p></article></body></html>'
)
PLAIN = {"content-type": "text/plain; charset=utf-8"}


class Site:
    """A pad, a wiki, a blog post, a file and a wall."""

    def answer(self, asked: Asked) -> Answer:
        answers = {
            "https://pad.example.org/p/atelier": Answer(body=b"<html><title>Etherpad</title>", headers=HTML),
            "https://pad.example.org/p/atelier/export/txt": Answer(body=PAD.encode(), headers=PLAIN),
            "https://wiki.example.org/?Crise": Answer(body=b"<html><head>yeswiki</head>", headers=HTML),
            "https://wiki.example.org/?Crise/raw": Answer(body=WIKI.encode(), headers=PLAIN),
            "https://blog.example.org/atelier": Answer(body=POST.encode(), headers=HTML),
            "https://blog.example.org/cr.md": Answer(body=PAD.encode(), headers=PLAIN),
            "https://wall.example.org/": DATADOME,
        }
        return answers.get(asked.url, Answer(status=404))


@pytest.mark.parametrize(
    "address",
    [
        "https://pad.example.org/p/atelier",
        "https://wiki.example.org/?Crise",
        "https://blog.example.org/atelier",
        "https://blog.example.org/cr.md",
    ],
)
def test_a_report_on_the_web_is_read_with_its_links(start: Start, address: str) -> None:
    start(Site())
    document = read_web(App(), address, Limits())
    assert "L'État au guichet" in document.text
    assert "https://example.org/weller" in {link.url for link in document.links}
    assert "Menu du site" not in document.text


def test_a_wall_says_what_to_do(start: Start, tmp_path: Path) -> None:
    start(Site())
    with pytest.raises(FetchError, match="blocked") as caught:
        read_web(App(), "https://wall.example.org/", Limits())
    assert "save the page as a file" in caught.value.cure


ADDRESS = "https://pad.example.org/p/atelier"
NEW = "- Crozier, *Le Phénomène bureaucratique* <https://example.org/crozier>"
LATER = PAD.replace("\n\n", f"\n\n{NEW}\n")


class Pad(Site):
    """A pad that people go on writing."""

    text = PAD

    def answer(self, asked: Asked) -> Answer:
        if asked.url == f"{ADDRESS}/export/txt":
            return Answer(body=self.text.encode(), headers=PLAIN) if self.text else Answer(status=404)
        return super().answer(asked)


@pytest.fixture
def pad() -> Pad:
    return Pad()


@pytest.fixture
def proxy(pad: Pad, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proxy:
    """The pad behind its proxy; the current folder is empty."""
    monkeypatch.chdir(tmp_path)
    return start(pad)


def biblio(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def kept(url: str) -> list[tuple[str, str]]:
    """Return time and text of each answer kept for an address, the oldest first."""
    with sqlite3.connect("biblio.db") as connection:
        rows = connection.execute("select time, body from answers where url = ? order by id", (url,)).fetchall()
    return [(time, zlib.decompress(body).decode()) for time, body in rows]


def test_a_page_is_asked_anew_and_kept_as_read_each_time_with_its_date(proxy: Proxy, pad: Pad) -> None:
    assert biblio("add", ADDRESS).exit_code == 0
    asked = len(proxy.log)
    pad.text = LATER
    assert biblio("add", ADDRESS).exit_code == 0
    assert len(proxy.log) == 2 * asked
    assert len(kept(ADDRESS)) == 2
    times, texts = zip(*kept(f"{ADDRESS}/export/txt"), strict=True)
    assert texts == (PAD, LATER)
    assert all(datetime.fromisoformat(time).tzinfo for time in times)


def test_both_versions_of_the_text_stay_in_the_library(proxy: Proxy, pad: Pad) -> None:
    biblio("add", ADDRESS)
    pad.text = LATER
    biblio("add", ADDRESS)
    with sqlite3.connect("biblio.db") as connection:
        rows = connection.execute("select current, text from reports order by id").fetchall()
    assert [(current, zlib.decompress(text).decode()) for current, text in rows] == [(0, PAD), (1, LATER)]


def test_a_later_version_of_a_page_shows_what_was_added(proxy: Proxy, pad: Pad) -> None:
    first = biblio("add", ADDRESS)
    assert "  + " not in first.stderr
    pad.text = LATER
    summary, *new = biblio("add", ADDRESS).stderr.splitlines()
    assert "(1 new)" in summary
    assert new == [f"  + {NEW}"]


def test_a_page_that_did_not_change_is_said_to_be_unchanged(proxy: Proxy) -> None:
    biblio("add", ADDRESS)
    (line,) = biblio("add", ADDRESS).stderr.splitlines()
    assert "unchanged" in line


def test_a_page_that_is_gone_leaves_what_was_read_of_it(proxy: Proxy, pad: Pad) -> None:
    biblio("add", "https://blog.example.org/cr.md")
    biblio("add", ADDRESS)
    before = biblio("list", "--json").stdout
    proxy.web = Empty()
    gone = biblio("add", ADDRESS)
    assert gone.exit_code == 3
    assert f"{ADDRESS}: HTTP 404" in gone.stderr
    assert biblio("list", "--json").stdout == before


class Empty:
    """A web without pages."""

    def answer(self, asked: Asked) -> Answer:
        return Answer(status=404)


def test_extract_reads_a_page_without_a_database(proxy: Proxy, tmp_path: Path) -> None:
    result = biblio("extract", ADDRESS)
    assert result.exit_code == 0
    assert "https://example.org/weller" in result.stdout
    assert not list(tmp_path.glob("*.db*"))


def test_run_keeps_pages_too_and_shows_what_was_added(proxy: Proxy, pad: Pad) -> None:
    biblio("run", "--offline", ADDRESS, "-o", "out")
    pad.text = LATER
    assert f"  + {NEW}" in biblio("run", "--offline", ADDRESS, "-o", "out").stderr
    assert [text for _, text in kept(f"{ADDRESS}/export/txt")] == [PAD, LATER]
