"""Themes: the session's title first, then what the words of quote and title bring up."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.errors import FormatError
from biblio.extract.themes import parse_vocabulary, themes_of
from biblio.model import Item, Mention, Session

SHIPPED = Path(__file__).parents[2] / "data" / "themes.toml"
SMALL = """
[[theme]]
slug = "crise"
fr = "Gestion de crise"
keywords = ["cellule de crise", "résilien*"]

[[theme]]
slug = "psy"
fr = "Santé au travail"
broader = "management"
keywords = ["risque psychosocial"]

[[theme]]
slug = "management"
fr = "Management"
"""


def mention(quote: str, title: str = "", session: str = "") -> Mention:
    return Mention(
        report="cr.md",
        session=Session(title=session) if session else None,
        section="front",
        start=0,
        end=len(quote),
        quote=quote,
        kind="work",
        csl=Item(title=title) if title else Item(),
    )


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("les cellules de crise", ("Gestion de crise",)),
        ("La RESILIENCE des organisations", ("Gestion de crise",)),
        ("la crise du logement", ()),
        ("un management agile", ("Management",)),
        ("des risques psychosociaux", ()),
        ("le risque psychosocial", ("Santé au travail", "Management")),
        ("gestion de crise et management", ("Gestion de crise", "Management")),
        ("démanagement", ()),
    ],
)
def test_keywords_are_found_as_words_in_any_case_and_number(quote: str, expected: tuple[str, ...]) -> None:
    assert themes_of(mention(quote), parse_vocabulary(SMALL)) == expected


def test_the_session_is_the_first_theme_and_stands_once() -> None:
    vocabulary = parse_vocabulary(SMALL)
    assert themes_of(mention("le management", session="La ville"), vocabulary) == ("La ville", "Management")
    assert themes_of(mention("gestion de crise", session="La gestion de CRISE"), vocabulary) == (
        "La gestion de CRISE",
    )


def test_the_title_counts_as_the_quote_does() -> None:
    assert themes_of(mention("<https://x.fr>", title="Résilient !"), parse_vocabulary(SMALL)) == ("Gestion de crise",)


@pytest.mark.parametrize(
    "text",
    [
        "[[theme]\n",
        '[[theme]]\nfr = "Sans slug"',
        '[[theme]]\nslug = "a"\nfr = "A"\nbroader = "absent"',
        '[[theme]]\nslug = "a"\nfr = "A"\n[[theme]]\nslug = "a"\nfr = "B"',
        '[[theme]]\nslug = "a"\nfr = "A"\nkeywords = "mot"',
        '[[theme]]\nslug = "a"\nfr = "A"\nkeywords = ["*"]',
    ],
)
def test_a_vocabulary_with_a_mistake_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        parse_vocabulary(text)


def test_terms_that_are_broader_than_each_other_do_not_loop() -> None:
    text = '[[theme]]\nslug = "a"\nfr = "Alpha"\nbroader = "b"\n[[theme]]\nslug = "b"\nfr = "Beta"\nbroader = "a"'
    assert themes_of(mention("alpha"), parse_vocabulary(text)) == ("Alpha", "Beta")


def test_an_empty_vocabulary_finds_nothing() -> None:
    assert themes_of(mention("tout"), parse_vocabulary("")) == ()


def test_the_vocabulary_that_is_shipped_is_sound() -> None:
    vocabulary = parse_vocabulary(SHIPPED.read_text(encoding="utf-8"))
    assert len(vocabulary) > 8
    assert "Données et algorithmes" in themes_of(mention("Nos vies à l'heure des big data"), vocabulary)


@given(st.text(), st.text())
def test_any_text_has_themes_or_none(quote: str, title: str) -> None:
    assert isinstance(themes_of(mention(quote, title), parse_vocabulary(SMALL)), tuple)
