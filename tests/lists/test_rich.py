import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.lists.rich import Run, looks_french, mend, plain, speak

EM = frozenset({"em"})


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("l'usager", "l’usager"),
        ("Titre : sous-titre", "Titre\u00a0: sous-titre"),
        ("Titre: sous-titre", "Titre\u00a0: sous-titre"),
        ("à 12:30 ou http://x", "à 12:30 ou http://x"),
        ("Quoi ? Qui! Où; là", "Quoi\u202f? Qui\u202f! Où\u202f; là"),
        ("«Mot» et « mot »", "«\u00a0Mot\u00a0» et «\u00a0mot\u00a0»"),
        ("« « L’État » »", "«\u00a0“L’État”\u00a0»"),
        ("« Le « care » en question »", "«\u00a0Le “care” en question\u00a0»"),
        ("« un » et « deux »", "«\u00a0un\u00a0» et «\u00a0deux\u00a0»"),
        ("Quelles compétences ?. Revue", "Quelles compétences\u202f? Revue"),
        ("J.-F.. Revue", "J.-F. Revue"),
        ("et la suite... Fin", "et la suite... Fin"),
        ("a,, b", "a, b"),
        ("gouvernement., 1-2", "gouvernement, 1-2"),
        ("pp. 8-75", "p.\u00a08–75"),
        ("p. 8\u201175", "p.\u00a08–75"),
        ("vol. 3, n° 12", "vol.\u00a03, n°\u00a012"),
        ("s. d.", "s.\u00a0d."),
        ("(2020, avril 12)", "(2020, 12\u00a0avril)"),
        ("Le Monde, mai 1.", "Le Monde, 1er\u00a0mai."),
        ("mai 1968", "mai 1968"),
    ],
)
def test_french_typography(typed: str, printed: str) -> None:
    assert plain(mend((Run(typed),), "fr")) == printed


def test_an_english_title_keeps_its_own_punctuation_in_a_french_list() -> None:
    runs = (Run("Participation: a ladder?", lang="en"), Run(", vol. 3"))
    assert plain(mend(runs, "fr")) == "Participation: a ladder?, vol.\u00a03"


def test_an_english_list_gets_no_french_spaces() -> None:
    assert plain(mend((Run("It's: 'quoted'? pp. 1-2"),), "en")) == "It’s: ’quoted’? pp. 1–2"


def test_addresses_stay_as_they_are() -> None:
    url = "https://x.org/l'a?b=1..2;c"
    assert mend((Run("Voir "), Run(url, href=url)), "fr")[-1].text == url


def test_formats_survive_mending_across_their_borders() -> None:
    runs = (Run("Titre", EM), Run(" : "), Run("sous-titre ?", EM), Run("."))
    assert mend(runs, "fr") == (Run("Titre", EM), Run("\u00a0: "), Run("sous-titre\u202f?", EM))


def test_a_phrase_is_found_whatever_its_capitals() -> None:
    made = speak((Run("Title. The Ladder. 1969"),), "the ladder", "en")
    assert made == (Run("Title. "), Run("The Ladder", lang="en"), Run(". 1969"))


@pytest.mark.parametrize(
    ("title", "french"),
    [("L’impératif délibératif", True), ("A ladder of citizen participation", False), ("Sur les communs", True),
     ("The moral economy of the crowd", False), ("Framapad", True)],
)  # fmt: skip
def test_french_is_told_from_english(title: str, french: bool) -> None:
    assert looks_french(title) is french


@given(
    st.lists(st.builds(Run, st.text(max_size=30), st.sampled_from([frozenset(), EM])), max_size=5),
    st.sampled_from(["fr", "en"]),
)
def test_mending_twice_changes_nothing_more_in_letters(runs: list[Run], lang: str) -> None:
    once = mend(tuple(runs), lang)
    letters = [c for c in plain(runs) if c.isalnum()]
    assert [c for c in plain(once) if c.isalnum()] == letters or "pp." in plain(runs)


@pytest.mark.parametrize("unit", ["« ", " :", "?.", ",,", "..", "a; ", "pp. 1-", "'", "avril 1", "\u2009"])
def test_long_hostile_text_is_mended(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    assert plain(mend((Run(text),), "fr"))
