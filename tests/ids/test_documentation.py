"""docs/identifiers.md says what the program does: every line of its tables is run."""

import re
from pathlib import Path

import pytest

from biblio.ids import SCHEMES, canonical_url, derived_ids, ids_from_url, parse, platform, url_of
from biblio.ids.platforms import PLATFORMS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "identifiers.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, without its head."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(cell: str) -> dict[str, str]:
    return dict(re.findall(r"`(\w+)` ([^\s,]+)", cell))


@pytest.mark.parametrize(("scheme", "names", "value", "address"), rows("Schemes"))
def test_a_documented_value_has_the_documented_address(scheme: str, names: str, value: str, address: str) -> None:
    value = value.strip("`")
    assert parse(scheme.strip("`"), value) == value
    assert url_of(scheme.strip("`"), value) == address
    assert SCHEMES[scheme.strip("`")].names == names


@pytest.mark.parametrize(("name", "url", "ids", "canonical"), rows("Platforms"))
def test_a_documented_address_is_read_as_documented(name: str, url: str, ids: str, canonical: str) -> None:
    assert (platform(url), ids_from_url(url), canonical_url(url)) == (name, named(ids), canonical)


@pytest.mark.parametrize(("wrapper", "url", "meant"), rows("Addresses inside addresses"))
def test_a_documented_wrapper_is_undone(wrapper: str, url: str, meant: str) -> None:
    assert wrapper and canonical_url(url) == meant


@pytest.mark.parametrize(("url", "candidate", "fails"), rows("Candidates by rule"))
def test_a_documented_candidate_is_suggested(url: str, candidate: str, fails: str) -> None:
    assert derived_ids(url, ids_from_url(url)) == named(candidate)


def test_every_scheme_and_platform_is_documented() -> None:
    assert {row[0].strip("`") for row in rows("Schemes")} == set(SCHEMES)
    sisters = {"wikisource", "wiktionary", "wikiversity"}
    assert {row[0] for row in rows("Platforms")} == PLATFORMS - sisters
