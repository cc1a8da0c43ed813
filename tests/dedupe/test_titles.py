"""Titles as they are compared."""

import pytest

from biblio.dedupe.titles import title


@pytest.mark.parametrize(
    "text",
    [
        "Cours de philosophie. Tome 2",
        "Cours de philosophie, t. 2",
        "Cours de philosophie - Tome II",
        "Cours de philosophie (vol. 2)",
        "Cours de philosophie. 2",
        "« Cours de philosophie. II »",
        "Cours de philosophie (2e partie)",
        "Cours de philosophie (deuxième partie)",
    ],
)
def test_a_volume_is_a_number_however_it_is_written(text: str) -> None:
    read = title(text)
    assert read.numbers == ("2",)
    assert read.words == ("cours", "philosophie")


def test_a_capital_in_the_middle_of_a_title_is_no_number() -> None:
    assert title("Henry V d'après Shakespeare").numbers == ()


def test_roman_centuries_are_numbers_on_both_sides_alike() -> None:
    assert title("Paris au XIX siècle").numbers == title("PARIS AU XIX siècle").numbers == ("19",)


def test_marks_entities_and_line_ends_are_taken_off() -> None:
    assert title("<i>Enquêter</i> &amp; décrire les prati- ques").words == ("enqueter", "decrire", "pratiques")


def test_accents_that_stand_apart_do_not_break_words() -> None:
    assert title("E\u0301le\u0301ments de sociologie").words == ("elements", "sociologie")


def test_a_subtitle_is_the_same_in_the_title_and_in_its_field() -> None:
    joined, apart = title("La ville : enquête à Lyon"), title("La ville", "Enquête à Lyon")
    assert joined.words == apart.words
    assert joined.main == apart.main == 1


def test_the_site_after_the_title_of_a_page_is_left_out() -> None:
    assert title("Agir ensemble | ADEME", hosts=("ademe",)).words == ("agir", "ensemble")
    assert title("Agir ensemble - Une enquête", hosts=("ademe",)).words == ("agir", "ensemble", "enquete")


def test_the_authors_after_a_slash_are_left_out_but_not_a_parallel_title() -> None:
    names = {"anne", "dupont"}
    assert title("La ville / Anne Dupont ; préface de Luc Roux", names=names).words == ("ville",)
    assert title("La ville / The city", names=names).words == ("ville", "city")


@pytest.mark.parametrize("text", ["Introduction", "ÉDITORIAL", "Avant-propos", "Comptes rendus"])
def test_headings_that_recur_are_known(text: str) -> None:
    assert title(text).generic


@pytest.mark.parametrize("text", ["Erratum: La ville", "Compte rendu de : La ville", "Réponse à Paul Roux"])
def test_a_notice_is_about_another_work(text: str) -> None:
    assert title(text).notice


def test_a_title_of_small_words_keeps_them() -> None:
    assert title("Et par où ?").words == ("et", "par", "ou")
