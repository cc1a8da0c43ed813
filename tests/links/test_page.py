"""What a page says of itself."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.links.page import (
    Fingerprint,
    Page,
    alike,
    challenge,
    decode,
    gambling,
    parked,
    paywalled,
    plain,
    says_not_found,
    shows,
    sketch,
    soft_404,
    visible_text,
)
from tests.conftest import json_lines

CASES = list(json_lines(Path(__file__).with_name("cases") / "soft404.jsonl"))
PROSE = "<p>Ce travail rend compte d'entretiens menés dans six villes, page après page, et n'existe qu'en ligne.</p>"


def made(case: dict[str, Any]) -> Page:
    body = PROSE * 40 if case.get("long") else f"<p>{case.get('body', '')}</p>"
    h1 = f"<h1>{case['h1']}</h1>" if "h1" in case else ""
    nav = f"<nav>{case['nav']}</nav>" if "nav" in case else ""
    source = f"<!doctype html><html><head><title>{case['title']}</title></head><body>{nav}{h1}{body}</body></html>"
    return Page(source.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['title']} {case.get('body', '')}"[:50])
def test_a_soft_404_is_told_from_a_page(case: dict[str, Any]) -> None:
    assert bool(soft_404(made(case))) is case["gone"]


def test_scripts_do_not_hide_that_a_page_says_it_is_gone() -> None:
    page = made(CASES[0])
    page = Page(
        page.body.replace(b"Page introuvable", b"Mairie").replace(
            b"</head>", b"<script>" + b"x=1;" * 9000 + b"</script></head>"
        )
    )
    assert soft_404(page)


@pytest.mark.parametrize(
    "body",
    [
        "<title>exemple.fr</title><p>Ce nom de domaine est à vendre. Acheter ce domaine.",
        "<title>exemple.fr</title><p>This domain is for sale! Inquire about this domain",
        "<title>x</title><script src='https://sedoparking.com/frmpark/x.js'></script>",
        "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
        "<title>Account Suspended</title>",
    ],
)
def test_a_parked_domain_shows(body: str) -> None:
    assert parked(Page(body.encode()))


def test_a_page_about_domains_is_not_parked() -> None:
    assert not parked(Page(f"<title>Le droit des noms de domaine</title>{PROSE * 40}<p>Un domaine à vendre".encode()))
    assert not parked(Page(b"<title>Observatoire</title><p>Related searches"))


def test_a_gambling_title_is_a_hijack_unless_the_work_is_about_gambling() -> None:
    page = Page(b"<title>Situs judi slot gacor</title>")
    assert gambling(page, "La gestion de crise")
    assert not gambling(page, "Sociologie du casino et des machines à sous")
    assert not gambling(Page(b"<title>Le Casino de Dieppe</title>"), "Dieppe")


def test_a_wall_against_robots_shows() -> None:
    assert challenge(Page("<title>Un instant…</title>".encode()))
    assert challenge(Page(b"<title>revue.fr</title><script src='https://geo.captcha-delivery.com/x'></script>"))
    assert not challenge(Page(f"<title>Revue</title>{PROSE * 40}".encode()))


def test_a_page_that_is_not_free_declares_it() -> None:
    assert paywalled(Page(b'<script>{"isAccessibleForFree": "False"}</script>'))
    assert not paywalled(Page(b'<script>{"isAccessibleForFree": true}</script>'))


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("été".encode(), "text/html; charset=utf-8", "été"),
        ("été".encode("latin-1"), "text/html; charset=iso-8859-1", "été"),
        (b'<meta charset="windows-1252">' + "été".encode("cp1252"), "text/html", '<meta charset="windows-1252">été'),
        ("été à Nîmes, façade".encode("cp1252"), "", "été à Nîmes, façade"),
        ("été".encode(), "text/html; charset=inconnu", "été"),
    ],
)
def test_a_page_is_decoded_as_it_says_or_as_it_must(body: bytes, kind: str, text: str) -> None:
    assert decode(body, kind) == text


def test_the_text_leaves_out_what_no_reader_reads() -> None:
    page = (
        "<head><title>t</title></head><nav>menu</nav><p>Un&nbsp;texte <b>gras</b></p>"
        "<script>var x='<p>non'</script><footer>pied</footer>"
    )
    assert visible_text(page) == "Un texte gras"


def test_a_page_is_recognized_after_small_changes_and_not_after_great_ones() -> None:
    words = [f"mot{n}important" for n in range(300)]
    one, other = " ".join(words), " ".join([*words[:290], *(f"autre{n}" for n in range(10))])
    assert alike(sketch(one), sketch(other)) > 0.8
    assert alike(sketch(one), sketch(" ".join(f"rien{n}commun" for n in range(300)))) == 0.0


def test_a_title_is_found_whatever_its_case_and_accents() -> None:
    assert shows("joan tronto un monde vulnerable pour une politique du care", "Un monde vulnérable")
    assert not shows("boutique en ligne", "Un monde vulnérable")


def test_a_fingerprint_survives_its_storage() -> None:
    kept = Fingerprint(title="Été « x »", sketch=(1, 2), version='W/"1"', title_seen=True)
    assert Fingerprint.load(kept.dump()) == kept
    assert Fingerprint.load("") is None
    assert Fingerprint.load("{}") is None


@given(st.text(), st.text())
def test_any_page_is_read(one: str, other: str) -> None:
    page = Page(f"{one}<title>{other}</title>".encode("utf-8", "replace"))
    assert isinstance(soft_404(page), str)
    assert isinstance(parked(page), str)
    assert "\n" not in page.title
    assert isinstance(page.anchors(), frozenset)


@pytest.mark.parametrize(
    "unit", ["<", "<title>", "<script", "id='", 'id="', "<a ", "page ", "&amp", "<!--", "<h1", "404 - "]
)
def test_a_hostile_megabyte_is_read_in_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        page = Page((unit * (size // len(unit))).encode())
        start = time.process_time()
        soft_404(page), parked(page), page.anchors(), plain(page.html), says_not_found(page.html)
        return time.process_time() - start

    seconds(10_000)
    # A quadratic step would take a hundred times as long for ten times the size.
    assert seconds(1_000_000) < 40 * max(seconds(100_000), 0.005)
