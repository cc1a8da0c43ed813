"""The normal form: what formats hold, once and for all."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from biblio.formats import dates
from biblio.formats.clean import address, line, prose
from biblio.formats.names import read_names, write_names
from biblio.formats.normal import held, normal_item
from biblio.model import Work
from tests.works import works_strategy


@given(works_strategy())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_normal_form_of_the_normal_form_is_itself(work: Work) -> None:
    assert held(held(work)) == held(work)


@pytest.mark.parametrize(
    ("given_item", "normal"),
    [
        ({"volume": 12, "title": " a  b\n"}, {"volume": "12", "title": "a b"}),
        ({"title": "", "author": [{}], "issued": {}}, {}),
        ({"author": [{"given": "CNFPT"}]}, {"author": [{"literal": "CNFPT"}]}),
        ({"issued": {"date-parts": [["2010", "5"]]}}, {"issued": {"date-parts": [[2010, 5]]}}),
        ({"issued": {"date-parts": [[2010, 0]]}}, {"issued": {"date-parts": [[2010]]}}),
        ({"abstract": "un\r\n\r\n deux "}, {"abstract": "un\ndeux"}),
        ({"type": "nonsense"}, {}),
    ],
)
def test_an_item_is_cleaned(given_item: dict[str, Any], normal: dict[str, Any]) -> None:
    assert normal_item(given_item) == {"type": "document", **normal}


def test_an_identifier_known_in_one_place_is_known_in_both() -> None:
    work = held(
        Work(key="k", kind="work", csl={"DOI": "10.1000/X", "URL": "https://b.c"}, ids={"isbn": "9782707153401"})
    )
    assert work.ids == {"doi": "10.1000/x", "isbn": "9782707153401"}
    assert (work.csl["ISBN"], work.urls) == ("9782707153401", ("https://b.c",))


def test_the_private_note_stays_when_asked() -> None:
    assert held(Work(key="k", kind="work", csl={}, private_note="x"), private=False).private_note == ""


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("e\u0301\x00\u202e", "é"),
        ("«\u00a0a\u202f!\u00a0»", "«\u00a0a\u202f!\u00a0»"),
        ("a\tb", "a b"),
        ("\ud800", ""),
    ],
)
def test_a_line_keeps_french_spaces_and_loses_what_nobody_sees(raw: str, clean: str) -> None:
    assert line(raw) == clean
    assert prose(raw) == clean


def test_an_address_breaks_out_of_no_field() -> None:
    assert address(' https://a.b/{c} d\\e"<f>é%20') == "https://a.b/%7Bc%7D%20d%5Ce%22%3Cf%3Eé%20"


@pytest.mark.parametrize("text", ["2020", "2020-05", "2020-05-20", "2019/2020", "1950~", "0800"])
def test_a_date_is_read_as_it_is_written(text: str) -> None:
    date = dates.read(text)
    assert date and dates.iso(date) == text


@pytest.mark.parametrize(("text", "read"), [("..", None), ("", None), ("vers 1950", {"literal": "vers 1950"})])
def test_what_is_no_date_is_none_or_words(text: str, read: Any) -> None:
    assert dates.read(text) == read


def test_names_keep_their_parts() -> None:
    names: list[Any] = [
        {"family": "Certeau", "given": "Michel", "dropping-particle": "de"},
        {"family": "Almeida", "given": "F.", "dropping-particle": "d’"},
        {"family": "Lévi de Strauss", "given": "C."},
        {"literal": "Ministère de l’Écologie, du Climat and Co"},
    ]
    assert read_names(write_names(names, lambda text: text)) == names


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u1680", "\u202f", "\u3000"])
def test_no_space_stands_at_the_end_of_a_line_and_a_line_of_spaces_is_empty(space: str) -> None:
    assert line(f"{space}Le{space}soin{space}") == f"Le{space}soin"
    assert line(space) == ""
