"""Years, places, pages, editions and identifiers as platforms write them."""

import pytest

from biblio.dedupe import locators


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1998", 1998), ("cop. 1998", 1998), ("[2003]", 2003), ("2003a", 2003), ("DL 2011", 2011), ("s. d.", 0)],
)
def test_a_year_is_found_in_what_catalogues_write(text: str, expected: int) -> None:
    assert locators.year(text) == expected


@pytest.mark.parametrize(
    ("volume", "issue", "expected"),
    [
        ("36", "2", ("2", "36")),
        ("", "64", ("64",)),
        ("64", "", ("64",)),
        ("Vol. 12", "n° 3", ("12", "3")),
        ("", "78 | 2010", ("78",)),
        ("41", "2018/2", ("41",)),
        ("152 (5 Supplement 1)", "", ("152", "5")),
        ("", "", ()),
    ],
)
def test_volume_and_issue_are_one_bag_of_numbers(volume: str, issue: str, expected: tuple[str, ...]) -> None:
    assert locators.places(volume, issue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pp. 303-333", ("303", "333", 0)),
        ("303-33", ("303", "333", 0)),
        ("3–9", ("3", "9", 0)),
        ("205 -- 226", ("205", "226", 0)),
        ("p. 40", ("40", "", 0)),
        ("S498", ("498", "", 0)),
        ("1 vol. (320 p.)", ("", "", 320)),
        ("", ("", "", 0)),
    ],
)
def test_pages_give_first_last_or_extent(text: str, expected: tuple[str, str, int]) -> None:
    assert locators.pages(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2e éd.", 2), ("2e édition revue et augmentée", 2), ("Nouvelle édition", 99), ("", 0), ("Poche", 0)],
)
def test_an_edition_is_a_number_or_a_new_one(text: str, expected: int) -> None:
    assert locators.edition(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://doi.org/10.3917/RFP.116.0303", "10.3917/rfp.116.0303"),
        ("10.1016/S0008-6363%2896%2900210-6", "10.1016/s0008-6363(96)00210-6"),
        ("http://dx.doi.org/10.1016/S0008-6363%2896%2900210-6", "10.1016/s0008-6363(96)00210-6"),
        ("10.1002/14651858.CD003311.pub2", "10.1002/14651858.cd003311"),
        ("10.25300/MISQ/2020/15273)", "10.25300/misq/2020/15273"),
        ("none", ""),
    ],
)
def test_one_doi_has_one_form(text: str, expected: str) -> None:
    assert locators.doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2-07-036024-5", "9782070360246"),
        ("0957-9672 (Print)\n0957-9672", ""),
        ("978-3-662-45670-5; 978-3-662-45669-9", "9783662456705"),
        ("123", ""),
    ],
)
def test_the_first_isbn_of_a_field_is_taken_and_no_issn(text: str, expected: str) -> None:
    assert locators.isbn(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08-Sep", ("8", "9", 0)),
        ("Aug-13", ("8", "13", 0)),
        ("23-sept", ("23", "29", 0)),
        ("août-13", ("8", "13", 0)),
        ("12 mars 1998", ("12", "", 0)),
    ],
)
def test_pages_are_found_again_where_a_spreadsheet_took_them_for_a_date(
    text: str, expected: tuple[str, str, int]
) -> None:
    assert locators.pages(text) == expected


def test_the_pages_of_a_supplement_are_the_same_however_they_are_marked() -> None:
    assert locators.pages("S62-S68") == locators.pages("62S-68S") == locators.pages("62-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Esprit", ("Esprit", "", "", False)),
        ("Vet. Rec.166 (17) ()(pp 518-523) 2010.Date of Publication: 2010", ("Vet. Rec", "166", "17", False)),
        ("Molecular Brain.9 (1) (no pagination) 2016.Article Number: 11", ("Molecular Brain", "9", "1", False)),
        (
            "Int. clin. psychopharmacology.8 Suppl 1 ()(pp 3-62) 1993",
            ("Int. clin. psychopharmacology", "8", "", False),
        ),
        ("Neurology. Conference: 68th Annual Meeting", ("Neurology", "", "", True)),
        ("Conference: 68th Annual Meeting", ("Conference: 68th Annual Meeting", "", "", True)),
    ],
)
def test_a_journal_is_told_from_what_a_database_glues_to_it(text: str, expected: tuple[str, str, str, bool]) -> None:
    assert locators.host(text) == expected
