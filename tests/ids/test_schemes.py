"""Identifiers as values: what people write, and the one form that is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.ids import SCHEMES, ids_from_url, is_item_id, parse, parse_isbn, parse_issn, url_of

WRITTEN = [
    ("doi", "10.3917/RFAS.191.0011", "10.3917/rfas.191.0011"),
    ("doi", "DOI : 10.3917/rfas.191.0011.", "10.3917/rfas.191.0011"),
    ("doi", "doi:10.1016/S0140-6736(05)67889-0", "10.1016/s0140-6736(05)67889-0"),
    ("doi", "(10.1177/0539018406067105)", None),
    ("doi", "10.1177/0539018406067105)", "10.1177/0539018406067105"),
    ("doi", "https://dx.doi.org/10.1177%2F0539018406067105", "10.1177/0539018406067105"),
    ("doi", "https://doi.org/10.1002/abc%3C1::AID%3E2", "10.1002/abc<1::aid>2"),
    ("doi", "10.1234/abc%25", "10.1234/abc%25"),
    ("doi", "info:doi/10.4000/11qri", "10.4000/11qri"),
    ("doi", "urn:doi:10.4000/11qri", "10.4000/11qri"),
    ("doi", "10.4000/", None),
    ("doi", "10.4/abc", None),
    ("doi", "11.4000/abc", None),
    ("doi", "10.4000/abc def", None),
    ("isbn", "978-2-7071-9829-7", "9782707198297"),
    ("isbn", "ISBN : 2-13-060873-6", "9782130608738"),
    ("isbn", "978 2 7071 9829 7", "9782707198297"),
    ("isbn", "978\u20112\u20117071\u20119829\u20117", "9782707198297"),
    ("isbn", "0-8044-2957-X", "9780804429573"),
    ("isbn", "978-2-7071-9829-8", None),
    ("isbn", "2-13-060873-7", None),
    ("isbn", "977-2-7071-9829-7", None),
    ("isbn", "", None),
    ("issn", "0035-2969", "0035-2969"),
    ("issn", "ISSN 0035‑2969", "0035-2969"),
    ("issn", "e-ISSN : 1958-5691", "1958-5691"),
    ("issn", "00352969", "0035-2969"),
    ("issn", "2434-561x", "2434-561X"),
    ("issn", "0035-2968", None),
    ("hal", "HAL-03165842v2", "hal-03165842"),
    ("hal", "HAL Id : halshs-01234567", "halshs-01234567"),
    ("hal", "⟨tel-01234567⟩", "tel-01234567"),
    ("hal", "sic_00123456", "sic_00123456"),
    ("hal", "hal", None),
    ("arxiv", "arXiv:2203.02155v2", "2203.02155"),
    ("arxiv", "hep-th/9901001", "hep-th/9901001"),
    ("arxiv", "2203.1", None),
    ("nnt", "NNT : 2019pa01h078", "2019PA01H078"),
    ("nnt", "2019PA01H0789", None),
    ("theses_sujet", "S210987", "s210987"),
    ("ppn", "PPN 01234567x", "01234567X"),
    ("ppn", "1234", None),
    ("idref", "027058123", "027058123"),
    ("handle", "hdl:20.500.13089/11qri", "20.500.13089/11qri"),
    ("handle", "https://hdl.handle.net/2268/123456", "2268/123456"),
    ("handle", "10.4000/11qri", None),
    ("ark", "ark:12148/bpt6k123456z", "ark:/12148/bpt6k123456z"),
    ("ark", "ark:/12148/bpt6k123456z/f12.item", "ark:/12148/bpt6k123456z"),
    ("ark", "ark:/1/x", None),
    ("youtube", "dQw4w9WgXcQ", "dQw4w9WgXcQ"),
    ("youtube", "dQw4w9WgXcQQ", None),
    ("jstor", "3322012", "3322012"),
    ("jstor", "i123456", None),
    ("isidore", "10670/1.ABC123", "10670/1.abc123"),
    ("idhal", "Marie-Dupont", "marie-dupont"),
    ("hal_docid", "00214365", "214365"),
    ("openedition", "SDT/25120", "sdt/25120"),
    ("openedition", "sdt", None),
    ("persee", "Reso_0751-7971_1990_num_8_43_1796", "reso_0751-7971_1990_num_8_43_1796"),
    ("persee", "reso_0751", None),
    ("cairn", "rfas_191_0011", "RFAS_191_0011"),
    ("cairn", "revue-projet-2015-3-p-12.htm", "revue-projet-2015-3-page-12"),
    ("cairn", "revue-projet-2015-3.htm", None),
    ("cairn", "revue-projet", None),
    ("cairn", "titre--9782130608738.htm", "titre--9782130608738"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "written", "value"), WRITTEN)
def test_what_people_write_becomes_the_agreed_form_or_nothing(scheme: str, written: str, value: str | None) -> None:
    assert parse(scheme, written) == value


def test_every_scheme_has_written_cases() -> None:
    assert {scheme for scheme, *_ in WRITTEN} == set(SCHEMES)


@pytest.mark.parametrize("name", SCHEMES)
def test_an_example_is_in_the_agreed_form_and_has_an_address(name: str) -> None:
    scheme = SCHEMES[name]
    assert parse(name, scheme.example) == scheme.example
    address = url_of(name, scheme.example)
    assert address.startswith("https://") and address.isascii()


@pytest.mark.parametrize("name", [name for name in SCHEMES if name != "issn"])
def test_the_address_of_an_example_gives_it_back(name: str) -> None:
    example = SCHEMES[name].example
    assert ids_from_url(url_of(name, example))[name] == example


def test_only_identifiers_of_one_work_make_two_mentions_the_same() -> None:
    assert is_item_id("doi") and is_item_id("cairn")
    assert not any(map(is_item_id, ("isbn", "issn", "idhal", "idref", "inconnu")))


def test_an_unknown_scheme_is_an_error() -> None:
    with pytest.raises(KeyError):
        parse("inconnu", "x")


@given(st.integers(0, 10**9 - 1))
def test_one_check_digit_in_ten_or_eleven_is_right(number: int) -> None:
    digits = f"{number:09d}"
    assert sum(parse_isbn(digits + check) is not None for check in "0123456789X") == 1
    assert sum(parse_isbn(f"978{digits}{check}") is not None for check in "0123456789") == 1
    assert sum(parse_issn(digits[:7] + check) is not None for check in "0123456789X") == 1


@given(st.sampled_from(sorted(SCHEMES)), st.text())
def test_parsing_is_idempotent_for_any_text(scheme: str, text: str) -> None:
    value = parse(scheme, text)
    assert value is None or parse(scheme, value) == value
