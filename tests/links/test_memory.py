"""What checks add up to over days."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.links.judge import REASONS, Finding
from biblio.links.memory import DAY, HOUR, Nights, is_due, postponed, remember, transition, window
from biblio.model import LinkMemory

START = 20_000 * DAY
LINK = LinkMemory(url="https://revue.fr/1")


def after(*visits: tuple[float, str]) -> LinkMemory:
    """The memory after visits at these days with these reasons."""
    memory = LINK
    for days, reason in visits:
        memory = remember(memory, Finding(reason), int(START + days * DAY))
    return memory


@pytest.mark.parametrize(
    ("visits", "state"),
    [
        ([(0, "ok")], "ok"),
        ([(0, "moved")], "moved"),
        ([(0, "not-found")], "suspect"),
        ([(0, "not-found"), (1, "not-found"), (2, "not-found"), (2.9, "not-found")], "suspect"),
        ([(0, "not-found"), (3, "not-found"), (5, "not-found")], "suspect"),
        ([(0, "not-found"), (3, "not-found"), (6, "not-found")], "dead"),
        ([(0, "not-found"), (3, "ok"), (6, "not-found"), (9, "not-found")], "suspect"),
        ([(0, "timeout"), (3, "timeout"), (6, "timeout")], "suspect"),
        ([(0, "timeout"), (3, "timeout"), (6, "not-found")], "suspect"),
        ([(0, "timeout"), (3, "timeout"), (6, "not-found"), (7, "not-found")], "dead"),
        ([(0, "timeout"), (3, "timeout"), (6, "timeout"), (9, "timeout")], "dead"),
        ([(0, "timeout"), (3, "timeout"), (6, "timeout"), (7.4, "timeout")], "suspect"),
        ([(0, "timeout"), (3, "timeout"), (6, "timeout"), (7.6, "server-error")], "dead"),
        ([(0, "not-found"), (2.97, "not-found"), (5.94, "not-found")], "dead"),
        ([(0, "gone")], "dead"),
        ([(0, "no-domain")], "suspect"),
        ([(0, "no-domain"), (0.3, "no-domain")], "suspect"),
        ([(0, "no-domain"), (1, "no-domain")], "dead"),
        ([(0, "no-domain"), (1, "ok"), (2, "no-domain")], "suspect"),
        ([(0, "soft-404")], "suspect"),
        ([(0, "soft-404"), (1, "soft-404")], "changed"),
        ([(0, "soft-404"), (1, "home-page")], "changed"),
        ([(0, "soft-404"), (1, "soft-404"), (2, "ok")], "ok"),
        ([(0, "forbidden")], "blocked"),
        ([(d, "forbidden") for d in range(0, 90, 3)], "blocked"),
        ([(d, "throttled") for d in range(0, 90, 3)], "blocked"),
        ([(d, "tls") for d in range(0, 90, 3)], "unsure"),
        ([(d, "own-network") for d in range(0, 90, 3)], "new"),
        ([(0, "ok"), (30, "own-network")], "ok"),
        ([(0, "not-found"), (3, "own-network"), (6, "own-network")], "suspect"),
        ([(0, "timeout"), (3, "timeout"), *((d, "tls") for d in range(5, 60, 5)), (60, "timeout")], "suspect"),
        ([(0, "soft-404"), *((d, "forbidden") for d in range(5, 60, 5)), (60, "soft-404")], "suspect"),
        ([(0, "not-found"), (3, "throttled"), (4, "not-found"), (7, "not-found")], "dead"),
        ([(0, "gone"), (1, "forbidden")], "dead"),
        ([(0, "gone"), (1, "ok")], "ok"),
    ],
)
def test_visits_add_up_to_a_state(visits: list[tuple[float, str]], state: str) -> None:
    assert after(*visits).state == state


def test_a_clock_set_back_condemns_nobody() -> None:
    assert after((10, "not-found"), (0, "not-found"), (5, "not-found"), (8, "not-found")).state == "suspect"


REASON_CODES = st.sampled_from(sorted(REASONS))


@given(st.lists(st.tuples(st.floats(0, 5), REASON_CODES), max_size=30))
def test_nothing_dies_of_one_bad_week(visits: list[tuple[float, str]]) -> None:
    reasons = [(day, reason) for day, reason in sorted(visits) if reason not in ("gone", "no-domain")]
    assert after(*reasons).state != "dead"


@given(st.lists(st.tuples(st.floats(0.1, 9), REASON_CODES), max_size=30))
def test_the_next_check_lies_ahead_and_within_a_month(gaps: list[tuple[float, str]]) -> None:
    day, memory = 0.0, LINK
    for gap, reason in gaps:
        day += gap
        now = int(START + day * DAY)
        memory = remember(memory, Finding(reason), now)
        earliest, latest = window(memory, now)
        assert earliest <= latest
        assert now - DAY < earliest
        assert latest <= now + 30 * DAY


def test_a_failing_link_is_looked_at_every_night() -> None:
    memory = LINK
    for night in range(6):
        memory = remember(memory, Finding("not-found"), START + night * DAY)
        assert memory.state == "suspect"
        assert window(memory, START + night * DAY) == (START + night * DAY + 12 * HOUR, START + (night + 1) * DAY)


def test_a_stable_link_rests_for_weeks_and_one_that_recovered_for_days() -> None:
    assert window(after((0, "ok")), START) == (START + 22 * DAY, START + 30 * DAY)
    assert window(after((0, "not-found"), (1, "ok")), START + DAY)[1] == START + 4 * DAY


def test_no_rest_is_longer_than_the_one_that_was_asked_for() -> None:
    for visits in ([(0, "ok")], [(0, "forbidden")], [(0, "tls")], [(-40, "not-found"), (-9, "ok"), (0, "ok")]):
        assert window(after(*visits), START, rest=3)[1] <= START + 3 * DAY


def test_what_was_not_judged_comes_back_within_a_week() -> None:
    assert postponed(START) == (START + 12 * HOUR, START + 7 * DAY)


def test_checks_spread_evenly_over_the_nights_of_their_window() -> None:
    nights = Nights()
    for _ in range(7000):
        nights.place(START, START + 6 * DAY)
    assert set(nights.load.values()) == {1000}


def test_a_few_new_links_are_due_at_once_and_many_over_a_month() -> None:
    assert set(Nights().first(10, START)) == {START}
    nights = Nights()
    list(nights.first(3000, START, at_once=500))
    assert len(nights.load) == 30
    assert set(nights.load.values()) == {100}


def test_a_date_from_a_clock_that_ran_ahead_is_due() -> None:
    assert is_due(replace(LINK, next_check=START + 400 * DAY), START)
    assert not is_due(replace(LINK, next_check=START + 20 * DAY), START)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ok", "ok", ""), ("ok", "dead", "dead"), ("suspect", "dead", "dead"), ("dead", "dead", ""),
        ("suspect", "changed", "changed"), ("dead", "ok", "recovered"), ("changed", "moved", "recovered"),
        ("ok", "moved", "moved"), ("new", "moved", "moved"), ("moved", "ok", ""), ("ok", "suspect", "suspect"),
        ("suspect", "ok", ""), ("ok", "blocked", ""), ("new", "ok", ""), ("dead", "suspect", "suspect"),
    ],
)  # fmt: skip
def test_a_change_has_its_name(old: str, new: str, told: str) -> None:
    assert transition(old, new) == told
