"""Names of journals, books and conferences, as two sources write them."""

import pytest

from biblio.dedupe.compare import LEVELS
from biblio.dedupe.compare.hosts import container


def level(a: str, b: str) -> str:
    return LEVELS["container"][container(a, b)]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("rfs", "revue francaise de sociologie"),
        ("vldb", "proceedings of the 25th international conference on very large data bases"),
        ("icis transforming society", "international conference on information systems"),
        ("proc acm sigmod conf", "acm sigmod conference"),
        ("rev fr sociol", "revue francaise de sociologie"),
    ],
)
def test_an_abridged_name_is_known_from_either_side(short: str, long: str) -> None:
    assert level(short, long) == level(long, short) == "abridged"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sociologie du travail", "espaces et societes"),
        ("acta physica", "annales de chimie"),
        ("rfs", "revue d economie politique"),
    ],
)
def test_other_journals_are_told_apart_from_either_side(one: str, other: str) -> None:
    assert level(one, other) == level(other, one) == "differs"
