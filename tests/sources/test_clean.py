"""Dirty values as services write them, and what is left of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.sources import clean


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("pp. 537-566", {"page": "537-566"}),
        ("444–445", {"page": "444-445"}),
        ("p. 12", {"page": "12"}),
        ("123-45", {"page": "123-145"}),
        ("57-57", {"page": "57"}),
        ("051910", {"page": "051910"}),
        ("e12-e20", {"page": "e12-e20"}),
        ("xii-xx", {"page": "xii-xx"}),
        ("19p", {"number-of-pages": "19"}),
        ("312 pages", {"number-of-pages": "312"}),
        ("à paraître", {}),
        ("", {}),
        (None, {}),
    ],
)
def test_pages(given: Any, wanted: dict[str, str]) -> None:
    assert clean.pages(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Vol. 11, n°1", "1"),
        ("n° 40", "40"),
        ("N.S.10", "N.S.10"),
        ("numéro 3", "3"),
        (["40"], "40"),
        ("56-57", "56-57"),
        ("HS", ""),
        ("Religions et médias", ""),
    ],
)
def test_issues(given: Any, wanted: str) -> None:
    assert clean.issue(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Vol. 52", "52"),
        ("tome XIV", "XIV"),
        ("52-1", "52-1"),
        ("Epistémologies, théories et pratiques", ""),
        (None, ""),
    ],
)
def test_volumes(given: Any, wanted: str) -> None:
    assert clean.volume(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("2019", [[2019]]),
        ("2019-12", [[2019, 12]]),
        ("2019/12/08", [[2019, 12, 8]]),
        ("2024-09-07BST21:13:02", [[2024, 9, 7]]),
        ("16/09/2022", [[2022, 9, 16]]),
        ("01/01/1985", [[1985]]),
        ("DL 2023", [[2023]]),
        ("cop. 1998", [[1998]]),
        ("[2021]", [[2021]]),
        ("1975-1980", [[1975], [1980]]),
        ("2019-00-00", [[2019]]),
        (2018, [[2018]]),
    ],
)
def test_dates(given: Any, wanted: list[list[int]]) -> None:
    assert clean.date(given) == {"date-parts": wanted}


@pytest.mark.parametrize("value", ["", None, "à paraître", "s. d.", {"date-parts": [[None]]}])
def test_no_date(value: Any) -> None:
    assert clean.date(value) is None
    assert clean.date_parts(value) is None


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Hottin, Christian", {"family": "Hottin", "given": "Christian"}),
        (" Chavagneux, Christian ", {"family": "Chavagneux", "given": "Christian"}),
        ("Marlène Dulaurans", {"family": "Dulaurans", "given": "Marlène"}),
        ("Antoine de Ravignan", {"family": "de Ravignan", "given": "Antoine"}),
        ("Emmanuel BLANCHARD", {"family": "Blanchard", "given": "Emmanuel"}),
        ("BLANCHARD Emmanuel", {"family": "Blanchard", "given": "Emmanuel"}),
        ("DE LA TOUR, Anne", {"family": "de la Tour", "given": "Anne"}),
        ("Panchaud, Martin (1982-....)", {"family": "Panchaud", "given": "Martin"}),
        ("V. Thouret", {"family": "Thouret", "given": "V."}),
        ("corpsetmedecine", {"literal": "corpsetmedecine"}),
        ("", {}),
    ],
)
def test_names(given: str, wanted: dict[str, str]) -> None:
    assert clean.name(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Le <i>guichet</i> &amp;#x27E8;1&amp;#x27E9;", "Le guichet ⟨1⟩"),
        ("Un titre.", "Un titre"),
        ("Et cætera, etc.", "Et cætera, etc."),
        ("Que faire\u00a0?", "Que faire\u00a0?"),
        ("Habiter les friches Habiter les friches", "Habiter les friches"),
        (["Premier", "Second"], "Premier"),
        ({"$": "Titre", "@xml:lang": "fr"}, "Titre"),
        ("\u0098Les \u009crivages", "Les rivages"),
    ],
)
def test_titles(given: Any, wanted: str) -> None:
    assert clean.title(given) == wanted


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["$", "name", "x"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(values)
def test_any_value_is_cleaned_and_none_raises(value: Any) -> None:
    for function in (clean.title, clean.volume, clean.issue, clean.language, clean.abstract, clean.plain):
        assert isinstance(function(value), str)
    clean.pages(value)
    clean.date(value)
    clean.date_parts(value)


@given(st.text(max_size=60))
def test_any_name_is_read(text: str) -> None:
    who = clean.name(text)
    assert set(who) <= {"family", "given", "literal"}
    assert all(who.values())


def test_a_megabyte_of_dirt_is_cleaned_in_linear_time() -> None:
    for dirt in (
        "<" * 1_000_000,
        "&amp;" * 200_000,
        "1-" * 500_000,
        " " * 1_000_000,
        "n°" * 500_000,
        "<!--" * 250_000,
    ):
        clean.title(dirt)
        clean.pages(dirt)
        clean.issue(dirt)
        clean.name(dirt)
        clean.date(dirt)
        clean.abstract(dirt)
