"""Identifiers in running text: labels, check digits, false friends."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.ids import SCHEMES, ids_from_text

LINES = (Path(__file__).parent / "cases" / "texts.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_a_text_gives_the_identifiers_that_stand_in_it(line: str) -> None:
    text, expected = line.split("\t")
    assert ids_from_text(text) == json.loads(expected)


LABELLED = {
    "doi": "DOI : {}", "hal": "HAL Id : {}", "arxiv": "arXiv:{}", "nnt": "NNT {}", "ark": "{}", "handle": "hdl:{}",
    "ppn": "PPN : {}", "isbn": "ISBN {}", "issn": "ISSN {}", "idref": "IdRef : {}",
}  # fmt: skip


@settings(max_examples=200)
@given(st.permutations(sorted(LABELLED)), st.integers(1, 4), st.sampled_from([" ; ", ", ", "\n", " – ", " (voir) "]))
def test_several_identifiers_of_one_text_do_not_hide_each_other(schemes: list[str], count: int, between: str) -> None:
    wanted = {scheme: SCHEMES[scheme].example for scheme in schemes[:count]}
    text = between.join(LABELLED[scheme].format(value) for scheme, value in wanted.items())
    assert ids_from_text(f"Dupont M., 2018{between}{text}{between}p. 12.") == wanted


@settings(max_examples=500)
@given(st.text())
def test_any_text_gives_known_schemes_only(text: str) -> None:
    assert set(ids_from_text(text)) <= set(SCHEMES)
