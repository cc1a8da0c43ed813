"""Work in several processes."""

import os
from collections.abc import Iterator

import pytest

from biblio.dedupe.workers import AHEAD, available, mapped, parts


def test_results_come_in_the_order_of_the_parts() -> None:
    offset = 7
    assert list(mapped(lambda part: part + offset, range(20), 3)) == list(range(7, 27))


def test_a_single_part_needs_no_process() -> None:
    assert list(mapped(lambda _: os.getpid(), [1], 4)) == [os.getpid()]


def test_many_parts_are_worked_on_elsewhere() -> None:
    assert os.getpid() not in set(mapped(lambda _: os.getpid(), range(8), 2))


def test_where_a_system_cannot_fork_this_process_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    assert set(mapped(lambda _: os.getpid(), range(8), 2)) == {os.getpid()}


def test_parts_are_taken_as_they_are_needed() -> None:
    taken = []

    def source() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = mapped(str, source(), 2)
    assert next(results) == "0"
    assert len(taken) <= 2 * AHEAD + 1
    results.close()  # type: ignore[attr-defined]


def test_an_error_in_a_child_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        list(mapped(lambda part: 1 // part, range(4), 2))


def test_items_are_cut_into_parts() -> None:
    assert list(parts("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]


def test_this_machine_has_a_processor() -> None:
    assert available() >= 1
