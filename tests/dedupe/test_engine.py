"""Whole decisions: cases, order, clusters, decisions."""

import random
from pathlib import Path
from typing import Any

import pytest

from biblio.dedupe import Clusters, Decisions, Entry, cluster, explain
from tests.conftest import json_lines
from tests.dedupe.entries import entry

CASES = list(json_lines(Path(__file__).parent / "cases" / "pairs.jsonl"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_pair_is_judged_as_the_case_says(case: dict[str, Any]) -> None:
    evidence = explain(entry("a", case["a"]), entry("b", case["b"]))
    same = evidence.verdict == "same"
    assert same == (case["verdict"] == "same"), str(evidence)
    if "veto" in case:
        assert case["veto"] in evidence.vetoes, str(evidence)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_clustering_finds_the_pair_and_agrees_with_its_explanation(case: dict[str, Any]) -> None:
    entries = [entry("a", case["a"]), entry("b", case["b"])]
    assert (len(cluster(entries).groups) == 1) == (explain(*entries).verdict == "same")


def corpus() -> list[Entry]:
    return [entry(f"{side}{number:03}", case[side]) for number, case in enumerate(CASES) for side in ("a", "b")]


def test_shuffled_ten_times_the_clusters_are_identical() -> None:
    entries = corpus()
    expected = cluster(entries)
    for seed in range(10):
        random.Random(seed).shuffle(entries)
        assert cluster(entries) == expected


def test_the_number_of_processes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = cluster(corpus())
    monkeypatch.setattr("biblio.dedupe.score.CHUNK", 16)
    monkeypatch.setattr("biblio.dedupe.engine.CHUNK", 16)
    assert [cluster(corpus(), processes=processes) for processes in (1, 2, 3)] == [expected] * 3


def test_an_id_that_stands_twice_is_refused_across_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("biblio.dedupe.engine.CHUNK", 1)
    with pytest.raises(ValueError, match="'a' stands twice"):
        cluster([entry("a", {"title": "Un"}), entry("b", {}), entry("a", {"title": "Deux"})], processes=2)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        cluster([entry("a", {"title": "Un"}), entry("a", {"title": "Deux"})])


def chain() -> list[Entry]:
    """The first and the second edition, and a note that might be either."""
    said = {"title": "Guide de l'enquête de terrain", "author": "Beaud, Stéphane and Weber, Florence"}
    return [
        entry("first", said | {"type": "book", "issued": "1997", "publisher": "La Découverte"}),
        entry("note", said),
        entry("second", said | {"type": "book", "issued": "2003", "publisher": "La Découverte", "edition": "2"}),
    ]


def group_of(found: Clusters, name: str) -> tuple[str, ...]:
    return next(group for group in found.groups if name in group)


def test_a_note_that_might_be_either_edition_does_not_chain_them() -> None:
    found = cluster(chain())
    assert "second" not in group_of(found, "first")


def test_editions_are_related_works() -> None:
    found = cluster(chain()[::2])
    assert [(one.a, one.b, one.relation) for one in found.relations] == [("first", "second", "edition")]


def test_a_person_who_says_different_is_obeyed() -> None:
    a, b = (entry(name, CASES[0]["a"]) for name in "ab")
    assert len(cluster([a, b]).groups) == 1
    apart = cluster([a, b], Decisions(different=frozenset({("b", "a")})))
    assert len(apart.groups) == 2
    assert apart.doubts == []


def test_a_person_who_says_same_is_obeyed_against_a_veto() -> None:
    entries = [*chain(), entry("other", {"title": "Tout autre chose", "author": "Martin, Luc"})]
    found = cluster(entries, Decisions(same=frozenset({("first", "second"), ("other", "first")})))
    assert set(group_of(found, "first")) >= {"first", "second", "other"}


def test_where_both_were_said_the_pair_stays_apart() -> None:
    a, b = (entry(name, CASES[0]["a"]) for name in "ab")
    both = frozenset({("a", "b")})
    assert len(cluster([a, b], Decisions(same=both, different=both)).groups) == 2


def test_a_decision_on_entries_that_are_gone_is_no_error() -> None:
    found = cluster([entry("a", CASES[0]["a"])], Decisions(same=frozenset({("a", "gone")})))
    assert found.groups == [("a",)]


def test_a_pair_near_the_threshold_waits_for_a_person() -> None:
    a = entry("a", {"title": "Carnets de terrain", "author": "Roux, Paul", "issued": "2001"})
    b = entry("b", {"title": "Carnets de terrain, suite et fin", "author": "Roux, Paul", "issued": "2002"})
    found = cluster([a, b])
    assert len(found.groups) == 2
    assert [(doubt.a, doubt.b) for doubt in found.doubts] == [("a", "b")] or explain(a, b).verdict == "different"


def test_a_thousand_equal_records_are_one_work() -> None:
    said = CASES[0]["a"]
    found = cluster(entry(f"r{number:04}", said) for number in range(1000))
    assert len(found.groups) == 1


def test_one_of_a_thousand_equal_records_can_be_told_apart() -> None:
    said = CASES[0]["a"]
    entries = [entry(f"r{number:04}", said) for number in range(1000)]
    found = cluster(entries, Decisions(different=frozenset({("r0007", "r0500")})))
    group = group_of(found, "r0007")
    assert "r0500" not in group
    assert max(map(len, found.groups)) >= 998


def test_explanations_read_as_people_speak() -> None:
    text = str(explain(*(entry(side, CASES[0][side]) for side in ("a", "b"))))
    assert text.startswith("same (+")
    assert "authors +" in text
    assert "(misspelt)" in text


def test_a_shared_identifier_is_named() -> None:
    case = next(case for case in CASES if "HAL" in case["name"])
    assert explain(entry("a", case["a"]), entry("b", case["b"])).identifiers == ("same hal",)
