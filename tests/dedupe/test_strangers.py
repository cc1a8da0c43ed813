"""What is told of names before they are compared one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch

from biblio.dedupe import names, strangers
from biblio.dedupe.names import Person, person
from biblio.dedupe.strangers import Names


def are_strangers(a: list[Person], b: list[Person]) -> bool:
    numbers = list(range(len(a) + len(b)))
    known = Names([numbers[: len(a)], numbers[len(a) :]], [*a, *b])
    there, back = known.strangers(np.array([0, 1], np.int32), np.array([1, 0], np.int32))
    assert there == back
    return bool(there)


def people(*texts: str) -> list[Person]:
    return [one for text in texts if (one := person({"literal": text}))]


WORDS = st.text("abçé", min_size=1, max_size=9) | st.sampled_from(
    ["dejours", "dejourns", "christophe", "la", "naour"]
)
PERSONS = st.builds(Person, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.text("abç", max_size=3))


@given(st.lists(PERSONS, min_size=1, max_size=4), st.lists(PERSONS, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_no_two_names_of_strangers_match(a: list[Person], b: list[Person]) -> None:
    if are_strangers(a, b):
        assert all(names.match(one, other) == names.OTHER for one in a for other in b)


def test_names_without_a_common_word_are_strangers() -> None:
    assert are_strangers(people("Paul Roux", "Luc Blanc"), people("Anne Petit"))


def test_a_misspelt_word_makes_lists_worth_a_look() -> None:
    assert not are_strangers(people("Paul Roux", "Christophe Dejours"), people("Dejourns"))


def test_words_run_together_and_turned_initials_make_lists_worth_a_look() -> None:
    assert not are_strangers(people("La Naour"), people("Lanaour"))
    assert not are_strangers(people("Xu J. M."), people("Jun-Mei X."))


def test_lists_without_names_tell_nothing() -> None:
    assert not are_strangers([], people("Paul Roux"))


def test_long_lists_are_crossed_in_parts(monkeypatch: MonkeyPatch) -> None:
    lists = [people(*(f"{letter * 5} {sign * 4}" for letter in "abcdef")) for sign in "xyzx"]
    persons = [one for each in lists for one in each]
    known = Names([range(6 * k, 6 * k + 6) for k in range(4)], persons)
    i, j = np.triu_indices(4, 1)
    whole = known.strangers(i.astype(np.int32), j.astype(np.int32)).tolist()
    monkeypatch.setattr(strangers, "CHUNK", 10)
    assert known.strangers(i.astype(np.int32), j.astype(np.int32)).tolist() == whole
