"""The doctor finds each ill, mends what is safe, and leaves the sound alone."""

from typing import Any

import pytest
from hypothesis import given, settings

from biblio.doctor import BIB_CHECKS, CHECKS, LIBRARY_CHECKS, examine, examine_entries, fixed
from biblio.imports.base import ImportResult
from biblio.imports.bibfile import entries
from biblio.model import Work
from tests.doctor.cases import ILL, SOUND
from tests.works import generated, works_strategy


def work(changes: dict[str, Any], **more: Any) -> Work:
    csl = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    return Work(key=more.pop("key", "k"), kind="work", csl=csl, **more)  # type: ignore[arg-type]


def test_a_sound_description_is_left_alone() -> None:
    assert list(examine([work({})])) == []


@pytest.mark.parametrize(
    ("check", "changes", "field", "fix"), ILL, ids=[f"{case[0]}-{place}" for place, case in enumerate(ILL)]
)
def test_an_ill_is_found(check: str, changes: dict[str, Any], field: str, fix: Any) -> None:
    found = [finding for finding in examine([work(changes)], {check}) if finding.field == field]
    assert found, f"{check} says nothing of {changes}"
    if fix is ...:
        assert not found[0].fixable
    else:
        assert found[0].fix == fix
        assert not [f for f in examine([fixed(work(changes), found)], {check}) if f.field == field]


def test_every_check_has_a_case() -> None:
    assert {case[0] for case in ILL} == CHECKS.keys() - {"identifier"}


def test_other_identifiers_have_the_form_of_their_scheme() -> None:
    found = list(examine([work({}, ids={"hal": "hal-01234567v2", "arxiv": "x"})], {"identifier"}))
    assert [(finding.field, finding.fixable) for finding in found] == [("ids.hal", True), ("ids.arxiv", False)]
    assert fixed(work({}, ids={"hal": "hal-01234567v2"}), found).ids == {"hal": "hal-01234567"}


@pytest.mark.parametrize(
    "name", ["Data & Society", "fablabs et makers de France", "Office des choix scientifiques et techniques"]
)
def test_an_organisation_with_and_is_one(name: str) -> None:
    assert list(examine([work({"author": [{"literal": name}]})])) == []


def test_two_works_with_one_identifier_or_key_are_found() -> None:
    one, two = work({}, ids={"doi": "10.1/x"}), work({}, ids={"doi": "10.1/x"}, key="K")
    found = list(examine([one, two], LIBRARY_CHECKS))
    assert [(finding.check, finding.key) for finding in found] == [("duplicate-key", "K"), ("duplicate-id", "K")]


def test_two_chapters_of_one_book_and_two_articles_of_one_journal_are_no_duplicates() -> None:
    chapters = [
        work({"type": "chapter"}, ids={"isbn": "9782707153401", "issn": "0751-7971"}, key=key) for key in "ab"
    ]
    assert list(examine(chapters, {"duplicate-id"})) == []


def test_fixing_again_changes_nothing() -> None:
    for one in generated(300, hostile=0.2):
        once = fixed(one, examine([one]))
        for _ in range(3):
            once = fixed(once, examine([once]))
        assert fixed(once, examine([once])) == once


@given(works_strategy())
@settings(max_examples=200, deadline=None)
def test_no_work_crashes_the_doctor(one: Work) -> None:
    for finding in examine([one]):
        assert finding.check in CHECKS | LIBRARY_CHECKS
    fixed(one, examine([one]))


BAD_BIB = r"""
@article{né, title = {A & B}}
@boook{b, title = {{Tout entier}}, file = {/home/x.pdf}, foo = {1}, note = {}}
@book{c, title = {Un $ seul}, year = {ca 2010}, crossref = {absent}}
@book{d, title = {accolade \{ ouverte \}}, url = {https://a.b/c_d%20}, abstract = {Coût : 3 \$ et $x_1$}}
"""


def test_what_is_wrong_in_a_file_is_found_where_it_stands() -> None:
    found = list(examine_entries(entries(BAD_BIB, ImportResult())))
    assert [(finding.line, finding.check) for finding in found] == [
        (2, "bib-key"),
        (2, "bib-escape"),
        (3, "bib-type"),
        (3, "bib-private"),
        (3, "bib-field"),
        (3, "bib-empty"),
        (3, "bib-case"),
        (4, "bib-math"),
        (4, "bib-crossref"),
        (4, "bib-year"),
        (5, "bib-braces"),
    ]
    assert {finding.check for finding in found} | {"parse"} == BIB_CHECKS.keys()


LONG = ("<", "&", " ", "\\", "et ", "1-", "(", "9", "p ", "in ", ", ", "Ã", "{")


@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_is_examined(piece: str) -> None:
    text = piece[0] + piece * 100_000 + "x"
    one = work({"title": text, "page": text, "container-title": text, "edition": text, "author": [{"literal": text}]})
    assert list(examine([one]))  # in quadratic time this would not end
