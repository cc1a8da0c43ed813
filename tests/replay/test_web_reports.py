"""``biblio add https://…``: reports read through the client, with their links, behind a proxy."""

from pathlib import Path

import pytest

from biblio.cli.app import App
from biblio.cli.web import read_web
from biblio.errors import FetchError
from biblio.readers import Limits
from tests.replay.conftest import Start
from tests.replay.proxy import Answer, Asked
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
