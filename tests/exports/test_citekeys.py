"""Citekeys: readable, ASCII, unique, from a formula."""

import re
from typing import Any

import pytest
from hypothesis import given

from biblio.errors import UsageError
from biblio.exports import citekey
from tests.works import generated, works_strategy

WELLER: dict[str, Any] = {
    "type": "article-journal",
    "author": [{"family": "Weller", "given": "Jean-Marc"}, {"family": "Le Goff", "given": "Jacques"}],
    "title": "L’usager dans tous ses États",
    "issued": {"date-parts": [[2010]]},
}


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (WELLER, "wellerUsager2010"),
        ({**WELLER, "title": "À quoi sert l’œuvre ?"}, "wellerSert2010"),
        ({**WELLER, "issued": {"literal": "s. d."}}, "wellerUsager"),
        ({"author": [{"literal": "Ministère de l’Écologie"}], "title": "Plan"}, "ministerePlan"),
        ({"editor": [{"family": "Lévi-Strauss"}], "title": "Mythes"}, "levistraussMythes"),
        ({"title": "Bretagne créative"}, "bretagneCreative"),
        ({"URL": "https://www.bretagne-creative.net"}, "bretagnecreative"),
        ({"URL": "https://fing.org/actions/connecteur-recherche.html"}, "fingConnecteurRecherche"),
        ({"URL": "https://hal.science/hal-02065122"}, "hal02065122"),
        ({"URL": "https://[broken"}, "ref"),
        ({"title": "为人民服务"}, "ref"),
        ({}, "ref"),
    ],
)
def test_a_key_is_made_of_author_title_and_year(item: dict[str, Any], key: str) -> None:
    assert citekey(item, set()) == key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formula", "key"),
    [
        ("{families}:{year}", "wellerLegoff:2010"),
        ("{family}_{titles}", "weller_UsagerTousEtats"),
        ("{type}{year}", "articlejournal2010"),
    ],
)
def test_the_formula_can_be_chosen(formula: str, key: str) -> None:
    assert citekey(WELLER, set(), formula) == key  # type: ignore[arg-type]


@pytest.mark.parametrize("formula", ["{name}", "fixed", "{family} {year}", "{family},{year}", "{family}{"])
def test_a_formula_that_cannot_make_keys_is_refused(formula: str) -> None:
    with pytest.raises(UsageError):
        citekey(WELLER, set(), formula)  # type: ignore[arg-type]


def test_a_letter_tells_apart_what_differs_in_capitals_only() -> None:
    assert citekey(WELLER, {"wellerusager2010", "wellerusager2010a"}) == "wellerUsager2010b"  # type: ignore[arg-type]


def test_keys_stay_unique_after_the_alphabet() -> None:
    taken: set[str] = set()
    for _ in range(800):
        taken.add(citekey(WELLER, taken).lower())  # type: ignore[arg-type]
    assert len(taken) == 800


@given(works_strategy())
def test_any_work_gets_a_key_that_bibtex_takes(work: Any) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_:.+/-]+", citekey(work.csl, set()))


def test_generated_works_get_one_key_each() -> None:
    taken: set[str] = set()
    for work in generated(1000):
        key = citekey(work.csl, taken)
        assert key.lower() not in taken
        taken.add(key.lower())
