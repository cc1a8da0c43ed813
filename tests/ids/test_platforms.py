"""Addresses: platform, identifiers and canonical form, from written cases, real cases and generated URLs."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.ids import (
    canonical_url,
    clean_url,
    complete_url,
    derived_ids,
    ids_from_text,
    ids_from_url,
    parse,
    platform,
    url_of,
)
from biblio.ids.platforms import PLATFORMS
from tests.conftest import json_lines

CASES = list(json_lines(Path(__file__).parent / "cases" / "addresses.jsonl"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["url"][:80])
def test_an_address_says_what_stands_in_it(case: dict) -> None:
    assert ids_from_url(case["url"]) == case["ids"]
    assert platform(case["url"]) == case["platform"]
    assert canonical_url(case["url"]) == case.get("canonical", canonical_url(case["url"]))


def test_all_real_addresses_give_their_identifiers_and_nothing_else(shared: Path) -> None:
    cases = list(json_lines(shared / "cases" / "url_ids.jsonl"))
    wrong = [
        (case["url"], ids_from_url(case["url"]))
        for case in cases
        if ids_from_url(case["url"]) != case["ids_from_url"]
    ]
    assert len(cases) > 400 and not wrong


def test_the_identifiers_of_the_real_reports_come_from_their_urls(shared: Path) -> None:
    for mention in json_lines(shared / "gold" / "references.jsonl"):
        found = {scheme: value for url in mention["urls"] for scheme, value in ids_from_url(url).items()}
        assert found == mention["ids"]


def test_every_platform_has_a_case() -> None:
    assert {case["platform"] for case in CASES} >= PLATFORMS - {"wikisource", "wiktionary", "wikiversity"}


def test_identifiers_from_addresses_are_in_the_agreed_form() -> None:
    for case in CASES:
        for scheme, value in case["ids"].items():
            assert parse(scheme, value) == value


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if len(case["ids"]) == 1 and "isbn" not in case["ids"]],
    ids=lambda case: case["url"][:80],
)
def test_the_canonical_address_of_an_identifier_leads_back_to_it(case: dict) -> None:
    ((scheme, value),) = case["ids"].items()
    if scheme != "openedition":
        assert ids_from_url(url_of(scheme, value))[scheme] == value


def test_a_clean_address_keeps_the_server_that_answers() -> None:
    url = "http://www.exemple.fr/page/?b=2&a=1&utm_source=lettre#section"
    assert clean_url(url) == "http://www.exemple.fr/page/?b=2&a=1"
    assert canonical_url(url) == "https://exemple.fr/page?a=1&b=2"


def test_an_archived_copy_is_followed_and_compared_as_its_original() -> None:
    url = "https://web.archive.org/web/20200520101010/http://www.exemple.fr/page?utm_source=a&b=1"
    assert clean_url(url) == url
    assert canonical_url(url) == "https://exemple.fr/page?b=1"
    archived = "https://web.archive.org/web/2016/http://sdt.revues.org/25120"
    assert clean_url(archived) == "https://journals.openedition.org/sdt/25120"
    proxied = "https://ezproxy.univ-exemple.fr/login?url=https://www.exemple.fr/page"
    assert clean_url(proxied) == "https://www.exemple.fr/page"


def test_what_was_written_without_scheme_becomes_a_url_that_can_be_asked() -> None:
    written = ["www.exemple.fr/a", "exemple.fr", "10.4000/sdt.25120", "DOI: 10.4000/sdt.25120", "//exemple.fr/a"]
    doi = "https://doi.org/10.4000/sdt.25120"
    assert list(map(complete_url, written)) == [
        "https://www.exemple.fr/a",
        "https://exemple.fr",
        doi,
        doi,
        "https://exemple.fr/a",
    ]
    assert complete_url("http://exemple.fr") == "http://exemple.fr"
    assert complete_url("mailto:a@exemple.fr") == "mailto:a@exemple.fr"


def test_changing_a_result_does_not_change_the_next_one() -> None:
    ids_from_url("https://hal.science/hal-03165842")["hal"] = "autre"
    assert ids_from_url("https://hal.science/hal-03165842") == {"hal": "hal-03165842"}


PARTS = st.sampled_from(
    [
        "https://",
        "http://",
        "//",
        "www.",
        "hal.science",
        "/hal-01234567",
        "/",
        "?",
        "&",
        "=",
        "#",
        "#/",
        "#!",
        "%",
        "%2F",
        "%25",
        "%c3",
        "/..",
        "/./",
        "web.archive.org/web/2020/",
        "ezproxy.x.fr/login?url=",
        "shs-cairn-info.",
        "proxy.univ.fr",
        ":80",
        ":443",
        ":8080",
        "@",
        "é",
        "x.fr",
        "user@",
        "/index.html",
        "doi.org/",
        "10.1234/abc",
        "[::1]",
        "fr.wikipedia.org/wiki/",
        "fr.m.wikipedia.org",
        "www.amazon.fr/dp/2130608736",
        "youtu.be/",
        "73Do0OScoOU",
        "sdt.revues.org",
        "--9782707198297",
        "www.google.com/url?q=",
        "utm_source=x",
        ";jsessionid=1",
        "0-www-jstor-org.",
        "\n",
        " ",
        "ª",
        "hal-amu.archives-ouvertes.fr",
        "carnet.hypotheses.org",
        "?p=12",
        "/12",
        "books.google.fr/books?id=abcDEF_12-34",
        "docs.google.com/document/d/",
    ]
)
URLS = st.lists(PARTS | st.text(max_size=3), max_size=9).map("".join)


@settings(max_examples=3000, deadline=None)
@given(URLS)
def test_canonical_forms_are_stable_for_any_text(url: str) -> None:
    canonical, clean = canonical_url(url), clean_url(url)
    assert canonical_url(canonical) == canonical
    assert clean_url(clean) == clean
    assert canonical_url(clean) == canonical
    assert platform(url) in PLATFORMS


@settings(max_examples=1500, deadline=None)
@given(URLS)
def test_any_text_gives_identifiers_in_the_agreed_form(url: str) -> None:
    ids = ids_from_url(url)
    for scheme, value in (*ids.items(), *derived_ids(url, ids).items(), *ids_from_text(url).items()):
        assert parse(scheme, value) == value


@settings(max_examples=1500, deadline=None)
@given(URLS)
def test_a_canonical_address_keeps_the_identifiers(url: str) -> None:
    ids = ids_from_url(url)
    again = ids_from_url(canonical_url(url))
    assert {scheme: again.get(scheme) for scheme in ids} == ids, json.dumps([url, canonical_url(url)])
