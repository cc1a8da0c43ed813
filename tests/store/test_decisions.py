"""A person's word wins, lasts, and can be taken back."""

import pytest

from biblio.errors import UsageError
from biblio.store import Library
from tests.store.conftest import add, cite
from tests.store.test_library import dump


@pytest.fixture
def two(library: Library) -> Library:
    """A library with two works that are one."""
    add(
        library,
        cite("a", author="Dejourns", title="Travail vivant"),
        cite("b", author="Dejours", title="Travail, vivre"),
    )
    library.works()
    return library


def test_a_value_set_by_hand_wins_over_the_report_and_says_so(two: Library) -> None:
    two.decide("dejourns1", "title", "Travail vivant, tome 1")
    work = two.work("dejourns1")
    assert (work.csl["title"], work.origins["title"].source) == ("Travail vivant, tome 1", "person")


def test_a_value_set_by_hand_survives_a_new_version_of_the_report(two: Library) -> None:
    two.decide("dejourns1", "title", "À la main")
    add(two, cite("a", author="Dejourns", title="Travail vivant (corrigé)"), text="nouvelle version")
    assert two.work("dejourns1").csl["title"] == "À la main"


def test_a_field_taken_out_stays_out(two: Library) -> None:
    two.decide("dejourns1", "author", None)
    assert "author" not in two.work("dejourns1").csl


def test_an_identifier_set_by_hand_is_exported_as_field(two: Library) -> None:
    two.decide("dejourns1", "ids.doi", "10.3917/x")
    work = two.work("dejourns1")
    assert (work.ids["doi"], work.csl["DOI"]) == ("10.3917/x", "10.3917/x")


def test_merged_works_are_listed_once_under_the_key_that_stays(two: Library) -> None:
    two.merge("dejours1", "dejourns1")
    (work,) = two.works()
    assert (work.key, work.aliases, len(work.citations)) == ("dejours1", ("dejourns1",), 2)
    assert two.work("dejourns1").key == "dejours1"


def test_a_merge_taken_back_leaves_the_database_as_it_was(two: Library) -> None:
    before = dump(two)
    two.merge("dejours1", "dejourns1")
    assert dump(two) != before
    assert sorted(two.unmerge("dejours1")) == ["dejourns1", "dejours1"]
    assert dump(two) == before


def test_a_chain_of_merges_is_taken_back_one_by_one(two: Library) -> None:
    add(two, cite("c", author="Roy", title="Une chose"), name="c.md", text="c")
    two.works()
    two.merge("dejours1", "dejourns1")
    two.merge("roy1", "dejourns1")
    assert [w.key for w in two.works()] == ["roy1"]
    two.unmerge("roy1")
    assert sorted(w.key for w in two.works()) == ["dejours1", "roy1"]


def test_a_merge_survives_adding_the_reports_again(two: Library) -> None:
    two.merge("dejours1", "dejourns1")
    add(two, cite("a", author="Dejourns", title="Travail vivant"), cite("nouveau", title="Neuf"), text="v2")
    assert two.work("dejourns1").key == "dejours1"


def test_works_kept_apart_are_not_joined_by_an_address(library: Library) -> None:
    one, other = "https://exemple.fr/un", "https://exemple.fr/deux"
    add(library, cite("a", one, title="Premier"), cite("b", other, title="Second"))
    first, second = (w.key for w in library.works())
    library.keep_apart(first, second)
    add(library, cite("c", one, other), name="c.md", text="c")
    assert len(library.works()) == 2


def test_saying_twice_that_two_works_differ_is_one_decision(two: Library) -> None:
    assert two.keep_apart("dejours1", "dejourns1") == two.keep_apart("dejourns1", "dejours1")
    with pytest.raises(UsageError):
        two.keep_apart("dejours1", "DEJOURS1")


def test_a_mention_split_off_has_its_own_work_and_stays_there(library: Library) -> None:
    mentions = [cite("livre", "https://exemple.fr/x"), cite("autre chose", "https://exemple.fr/x")]
    add(library, *mentions)
    key = library.works()[0].key
    new = library.split(key, 2)
    assert [c.quote for c in library.work(new).citations] == ["autre chose"]
    add(library, *mentions, text="relu")
    assert [c.quote for c in library.work(new).citations] == ["autre chose"]


def test_a_split_taken_back_leaves_one_work(library: Library) -> None:
    add(library, cite("livre", "https://exemple.fr/x"), cite("autre chose", "https://exemple.fr/x"))
    library.split(library.works()[0].key, 2)
    (number,) = [d["number"] for d in library.decisions() if d["kind"] == "split"]
    library.undo(number)
    assert [len(w.citations) for w in library.works()] == [2]


def test_a_rejected_work_is_not_listed_until_that_is_undone(two: Library) -> None:
    two.reject("dejourns1")
    assert [w.key for w in two.works()] == ["dejours1"]
    two.undo(1)
    assert len(two.works()) == 2


def test_what_cannot_be_undone_is_refused(two: Library) -> None:
    with pytest.raises(UsageError):
        two.undo(99)
    with pytest.raises(UsageError):
        two.unmerge("dejours1")
    with pytest.raises(UsageError):
        two.merge("dejours1", "dejours1")
