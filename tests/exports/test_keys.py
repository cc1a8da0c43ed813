"""No key of an earlier export goes unnoticed."""

import pytest

from biblio.exports import EXPORTERS, Options, dropped_keys
from biblio.model import Related, Work
from tests.works import generated

WORKS = list(generated(40, seed=9))


@pytest.mark.parametrize("name", ["biblatex", "bibtex", "zotero", "csl-json", "ris"])
def test_the_same_works_drop_no_key(name: str) -> None:
    assert dropped_keys(EXPORTERS[name].text(WORKS, Options(pointers=True)), WORKS) == []


@pytest.mark.parametrize("name", ["biblatex", "bibtex", "zotero", "csl-json", "ris"])
def test_a_work_that_is_gone_is_named(name: str) -> None:
    old = EXPORTERS[name].text(WORKS, Options(pointers=True))
    assert WORKS[7].key in dropped_keys(old, WORKS[:7] + WORKS[8:])


def test_a_merged_work_still_resolves_through_its_alias() -> None:
    old = "@book{ancienne,\n  title = {A},\n}\n"
    assert dropped_keys(old, [Work(key="neuve", kind="work", csl={"type": "book"}, aliases=("Ancienne",))]) == []


def test_an_alias_of_the_old_file_counts_as_a_key() -> None:
    assert dropped_keys("@book{a,\n  ids = {b,c},\n}\n", [Work(key="a", kind="work", csl={})]) == ["b", "c"]


def test_a_record_beside_a_work_is_no_key_that_anyone_cites() -> None:
    review = Related(relation="review-of", csl={"type": "review", "title": "CR"})
    work = Work(key="a", kind="work", csl={"type": "book"}, related=(review,))
    old = EXPORTERS["biblatex"].text([work])
    assert "@misc{a-1," in old
    assert dropped_keys(old, [Work(key="a", kind="work", csl={})]) == []


def test_comments_strings_and_foreign_text_hold_no_keys() -> None:
    assert dropped_keys("@string{a = {b}}\n@comment{x, y}\nBonjour @you, ça va", []) == []
