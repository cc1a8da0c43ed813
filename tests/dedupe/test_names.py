"""Names as they are compared."""

import pytest

from biblio.dedupe.names import COMPATIBLE, MISSPELT, OTHER, SAME, match, person, split_names
from biblio.model import Name


def judged(a: str, b: str) -> int:
    left, right = person({"literal": a}), person({"literal": b})
    assert left is not None
    assert right is not None
    assert match(left, right) == match(right, left)
    return match(left, right)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Christophe Dejours", "DEJOURS Christophe", SAME),
        ("Christophe Dejours", "Dejours C.", COMPATIBLE),
        ("Christophe Dejours", "Dejours", COMPATIBLE),
        ("Christophe Dejours", "Christophe Dejourns", MISSPELT),
        ("Dejourns C.", "Christophe Dejours", MISSPELT),
        ("Jean-Pierre La Naour", "Naour J.-P.", COMPATIBLE),
        ("Jean-Pierre Naour", "NAOUR Jean Pierre (1950-....)", SAME),
        ("Michel de Certeau", "Certeau, Michel de", SAME),
        ("Marie-Anne Petit-Roux", "Petit-Roux M.A.", SAME),
        ("Bernard Petit-Roux", "Petit-Roux M.", OTHER),
        ("Slavin SA", "Slavin S. A.", COMPATIBLE),
        ("Xu J. M.", "Jun-Mei X.", MISSPELT),
        ("Fred Martin", "Frédéric Martin", COMPATIBLE),
        ("Sophie Martin", "Bernard Martin", OTHER),
        ("S. Martin", "B. Martin", OTHER),
        ("Marie Dupont", "Marie Durand", OTHER),
        ("Paul Roux", "Luc Blanc", OTHER),
    ],
)
def test_two_names_are_one_person_or_not(a: str, b: str, expected: int) -> None:
    assert judged(a, b) == expected


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Dejours, Christophe and Molinier, Pascale", ["Dejours", "Molinier"]),
        ("A. Blum, M. Furst, and R. E. Schapire", ["A. Blum", "M. Furst", "R. E. Schapire"]),
        ("Blum, A., Furst, M., Kearns, M. & Rudich, S.", ["Blum", "Furst", "Kearns", "Rudich"]),
        ("Petit A ; Roux B", ["Petit A", "Roux B"]),
        ("Adeli K.Lewis G. F.", ["Adeli K.", "Lewis G. F"]),
        ("Taylor KatyMcGuire William", ["Taylor Katy", "McGuire William"]),
        ("Khan KSMignini L", ["Khan KS", "Mignini L"]),
        ("Petit et Roux", ["Petit", "Roux"]),
        ("", []),
    ],
)
def test_a_field_of_names_is_split_as_platforms_join_them(text: str, families: list[str]) -> None:
    names, _ = split_names(text)
    assert [name.get("family") or name.get("literal") for name in names] == families


@pytest.mark.parametrize("text", ["Petit A. et al.", "Petit, Anne, et al.", "Petit and al."])
def test_a_list_that_is_not_complete_says_so(text: str) -> None:
    names, abridged = split_names(text)
    assert abridged
    assert len(names) == 1


def test_a_name_without_letters_is_nobody() -> None:
    assert person(Name(literal="(dir.) 1950-2001")) is None
