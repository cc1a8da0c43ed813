"""Which pairs are compared."""

import numpy as np

from biblio.dedupe.block import candidates, distinct
from biblio.dedupe.describe import describe
from biblio.dedupe.table import Table
from tests.dedupe.entries import entry

SAID = {"title": "Guide de l'enquête de terrain", "author": "Beaud, Stéphane and Weber, Florence"}


def pairs(*said: dict[str, str], window: int = 24) -> list[tuple[int, int]]:
    table = Table.of(describe(entry(f"e{number:03}", one)) for number, one in enumerate(said))
    i, j = candidates(table, window)
    return list(zip(i.tolist(), j.tolist(), strict=True))


def test_a_pair_that_shares_many_features_stands_once() -> None:
    assert pairs(SAID, SAID) == [(0, 1)]


def test_years_apart_make_no_pair_unless_an_edition_is_named() -> None:
    assert pairs(SAID | {"issued": "1997"}, SAID | {"issued": "2003"}) == []
    assert pairs(SAID | {"issued": "1997"}, SAID | {"issued": "2003", "edition": "2"}) == [(0, 1)]


def test_a_shared_identifier_makes_a_pair_whatever_the_year_and_the_title() -> None:
    ids = {"DOI": "10.3917/rfp.116.0303"}
    assert pairs(SAID | ids | {"issued": "1997"}, ids | {"title": "Errata", "issued": "2003"}) == [(0, 1)]


def test_an_entry_has_at_most_a_window_of_pairs_under_one_feature() -> None:
    found = pairs(*[{"title": "Introduction"}] * 50, window=4)
    assert len(found) == 46 * 4 + 3 + 2 + 1


def test_the_number_of_processes_changes_no_pair() -> None:
    said = [SAID, SAID | {"issued": "1997"}, {"title": "Introduction"}, {"title": "Introduction"}] * 5
    table = Table.of(describe(entry(f"e{number:03}", one)) for number, one in enumerate(said))
    alone, together = candidates(table), candidates(table, processes=2)
    assert [side.tolist() for side in alone] == [side.tolist() for side in together]


def test_no_entries_make_no_pairs() -> None:
    assert pairs() == []


def test_codes_come_in_order_and_once() -> None:
    parts = [np.array([7, 3, 3], np.int64), np.array([3, 1], np.int64)]
    assert distinct(parts).tolist() == [1, 3, 7]


def test_what_very_many_share_is_followed_less_far() -> None:
    found = pairs(*[{"title": "Introduction"}] * 800, window=24)
    assert len(found) == 796 * 4 + 3 + 2 + 1
