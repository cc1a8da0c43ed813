"""The incremental way: what is kept of a comparison, and taken up again."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path

from biblio.dedupe import Decisions, Entry, cluster
from biblio.dedupe.incremental import Bench, Pair, doubts, plausible
from tests.conftest import json_lines
from tests.dedupe.entries import entry

CASES = list(json_lines(Path(__file__).parent / "cases" / "pairs.jsonl"))


def corpus() -> list[Entry]:
    return [entry(f"{side}{number:03}", case[side]) for number, case in enumerate(CASES) for side in ("a", "b")]


def test_settling_what_was_remembered_gives_the_clusters_of_all_entries() -> None:
    bench = Bench(corpus())
    assert bench.settle(bench.all_pairs(), Decisions()) == sorted(cluster(corpus()).duplicates())


def test_pairs_that_share_a_key_are_all_that_need_be_compared() -> None:
    bench = Bench(corpus())
    sure, likely = [
        {(a, b) for a, b in combinations(sorted(bench.keys), 2) if set(one(bench.keys[a])) & set(one(bench.keys[b]))}
        for one in (lambda keys: keys.sure, lambda keys: keys.likely)
    ]
    worth = plausible({name: keys.gist for name, keys in bench.keys.items()}, sorted(likely))
    assert len(worth) < len(likely)
    assert set(bench.pairs(sure.union(worth))) == set(bench.all_pairs())


def test_keys_are_the_same_in_every_process() -> None:
    told = "from biblio.dedupe import Entry; from biblio.dedupe.incremental import Bench; "
    told += "print(Bench([Entry(id='a', csl={'title': 'Le travail comme énigme', 'DOI': '10.1/a'})]).keys)"
    said = {
        subprocess.run(
            [sys.executable, "-c", told], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1 and b"sure" in said.pop()


def test_a_group_that_a_person_took_apart_is_not_settled_again() -> None:
    a, b = entry("a", CASES[0]["a"]), entry("b", CASES[0]["a"])
    bench = Bench([a, b])
    assert bench.settle(bench.all_pairs(), Decisions()) == [("a", "b")]
    assert bench.settle(bench.all_pairs(), Decisions(different=frozenset({("b", "a")}))) == []


def test_doubts_are_likely_pairs_that_nobody_has_decided_the_likeliest_first() -> None:
    pairs = [Pair("a", "b", -2.0), Pair("a", "c", 1.0), Pair("b", "c", 1.5), Pair("c", "d", 9.0, "edition")]
    found = doubts(pairs, Decisions(different=frozenset({("c", "b")})))
    assert [(doubt.a, doubt.b) for doubt in found] == [("a", "c"), ("a", "b")]
