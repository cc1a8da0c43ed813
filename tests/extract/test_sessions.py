"""Sessions and sections from headings of every shape."""

import pytest

from biblio.extract.sessions import Part, at, outline
from biblio.model import Session
from biblio.readers import read_bytes


def part(text: str, name: str = "report.md") -> Part:
    """Return what stands above *ici on parle*."""
    document = read_bytes(text.encode(), name)
    parts = outline(document)
    return at(parts, [p.start for p in parts], document.text.index("ici on parle"))


SHAPES = [
    ("SESSION 1 – La gestion de crise\n\nici on parle", "La gestion de crise", "1", ""),
    ("Session 2 : Le numérique\n\nici on parle", "Le numérique", "2", ""),
    ("# Session 3 — L'inclusion\n\nici on parle", "L'inclusion", "3", ""),
    ("## Séance n° 4 : Évaluer\n\nici on parle", "Évaluer", "4", ""),
    ("**Atelier 2 – Sobriété foncière**\n\nici on parle", "Sobriété foncière", "2", ""),
    ("### **Table ronde 1 : les communs**\n\nici on parle", "les communs", "1", ""),
    ("SÉANCE 5 | L'EAU\n\nici on parle", "L'EAU", "5", ""),
    ("Atelier B – Financer\n\nici on parle", "Financer", "B", ""),
    ("Session 1 - \"La gestion de crise\"\n\nici on parle", "La gestion de crise", "1", ""),
    ("## Séance 1 : Gouverner (12 janvier 2022)\n\nici on parle", "Gouverner", "1", "2022-01-12"),
    ("## Session 2 (14/03/2023) – Eau\n\nici on parle", "Eau", "2", "2023-03-14"),
    ("14 mars 2023\n\nSESSION 1 – Eau\n\nici on parle", "Eau", "1", "2023-03-14"),
    ("# 20 mai 2020\n\n## Session 1 – Crise\n\nici on parle", "Crise", "1", "2020-05-20"),
    ("Lieux et proximité\n\nSESSION A1 | le 20 mai 2020\n\nici on parle", "Lieux et proximité", "A1", "2020-05-20"),
    ("# 28.09.2022 - Comment apprend-on ?\n\nici on parle", "Comment apprend-on ?", "", "2022-09-28"),
    ("### 27/03/2020\n\nici on parle", "", "", "2020-03-27"),
    ("Module II – Le droit\n\nici on parle", "Le droit", "II", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "number", "date"), SHAPES)
def test_a_heading_makes_a_session(text: str, title: str, number: str, date: str) -> None:
    assert part(text).session == Session(title=title, number=number, date=date)


@pytest.mark.parametrize(
    "text",
    [
        "# Compte rendu\n\nici on parle",
        "Sommaire\n\nSession 1 – La crise ....... 3\nSession 2 – Le numérique ....... 6\n\nici on parle",
        "Session 1 a été annulée, on y reviendra.\n\nici on parle",
        "On se retrouve à la session 2 pour la suite.\n\nici on parle",
        "- **Jeanne Moreau** (ville de Rennes)\n\nici on parle",
        "RESSOURCES\n\nici on parle",
    ],
)
def test_what_is_no_session_makes_none(text: str) -> None:
    assert part(text).session is None


def test_the_table_of_contents_lends_its_days_to_the_sessions_it_lists() -> None:
    text = (
        "SOMMAIRE\n\n20 Mai 2020\nSession 1 – La crise.....\t2\n3 Juillet 2020\nSession 1 – Le management.....\t9\n\n"
        "SESSION 1 – La crise\n\nrien\n\nSESSION 1 – Le management\n\nici on parle"
    )
    assert part(text).session == Session(title="Le management", number="1", date="2020-07-03")


def test_a_section_keeps_the_session_above_it() -> None:
    found = part("SESSION 1 – La crise\n\nTERRAINS\n\n- un\n\nRESSOURCES\n\nici on parle")
    assert (found.session and found.session.title, found.section, found.resources) == ("La crise", "RESSOURCES", True)


def test_a_heading_above_the_sessions_ends_the_last_one() -> None:
    assert part("# Jour 1\n\n## Atelier 1 : Eau\n\ntexte\n\n# Annexes\n\nici on parle").session is None


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("## Études et rapports\n\nici on parle", "Études et rapports"),
        ("**Sélection de vidéos :**\n\nici on parle", "Sélection de vidéos"),
        ("````{dropdown} Identité numérique\nici on parle\n````", "Identité numérique"),
        ("PISTES DE RÉFLEXION\n\nici on parle", "PISTES DE RÉFLEXION"),
        ("Références\n\nici on parle", "Références"),
        ("<h2>Pour aller plus loin</h2>\n\nici on parle", "Pour aller plus loin"),
    ],
)
def test_the_nearest_heading_is_the_section(text: str, section: str) -> None:
    assert part(text).section == section


def test_headings_of_a_web_page_make_sessions() -> None:
    page = "<html><body><h1>Journée</h1><h2>Session 1 : L'eau</h2><p>ici on parle</p></body></html>"
    assert part(page, "page.html").session == Session(title="L'eau", number="1")
