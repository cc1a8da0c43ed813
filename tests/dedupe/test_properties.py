"""What holds for any input, however hostile."""

from itertools import combinations
from typing import Any, cast

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.dedupe import Decisions, Entry, cluster, explain
from biblio.dedupe.describe import describe, features
from biblio.dedupe.score import score
from biblio.dedupe.table import Table
from biblio.model import Item

WORDS = st.sampled_from(
    ["travail", "énigme", "ville", "Tome", "1", "2", "II", "partie", "Introduction", "2012", ":", "/"]
)
NAMES = st.sampled_from(["Dejours, Christophe", "Dejourns C.", "Roux", "R. Paul", "MARTIN Sophie", "Martin, B.", "…"])
TITLES = st.lists(WORDS, max_size=7).map(" ".join)
SOME = st.one_of(st.none(), st.text(max_size=20))


def fields() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["book", "article-journal", "chapter", "thesis", "article", "report", "?"]),
            "title": TITLES | st.text(max_size=60),
            "author": st.lists(NAMES.map(lambda text: {"literal": text}), max_size=4),
            "issued": st.integers(1990, 1994).map(lambda year: {"date-parts": [[year]]}),
            "container-title": st.sampled_from(["Empan", "Revue française de sociologie", "RFS"])
            | st.text(max_size=9),
            "volume": st.sampled_from(["1", "2", "vol. 3", "2012/1"]),
            "issue": st.sampled_from(["1", "n° 77", "78 | 2010"]),
            "page": st.sampled_from(["1-9", "7", "131-50", "S12", "320 p.", "-"]),
            "edition": st.sampled_from(["1", "2e éd.", "3", "nouvelle édition"]),
            "DOI": st.sampled_from(["10.1/a", "10.3917/x.1", "https://doi.org/10.3917/X.1", "10.3917/x.2"]),
            "ISBN": st.sampled_from(["9782070360246", "2-07-036024-5", "x"]),
            "URL": st.sampled_from(
                ["https://hal.science/hal-02065122v2", "https://shs.hal.science/hal-02065122", "ftp:"]
            ),
            "publisher": SOME,
            "language": st.sampled_from(["fr", "en", "français"]),
        },
    )


def entries(most: int = 12) -> st.SearchStrategy[list[Entry]]:
    return st.lists(fields(), min_size=1, max_size=most).map(
        lambda items: [Entry(id=f"e{number}", csl=cast(Item, csl)) for number, csl in enumerate(items)]
    )


@given(fields(), fields())
@settings(max_examples=150, deadline=None)
def test_the_judgement_is_symmetric(a: dict[str, Any], b: dict[str, Any]) -> None:
    one, other = Entry(id="a", csl=cast(Item, a)), Entry(id="b", csl=cast(Item, b))
    there, back = explain(one, other), explain(other, one)
    assert (there.verdict, there.score, set(there.vetoes)) == (back.verdict, back.score, set(back.vetoes))
    assert dict(there.weights) == dict(back.weights)


@given(fields())
@settings(max_examples=100, deadline=None)
def test_an_entry_never_contradicts_itself(csl: dict[str, Any]) -> None:
    evidence = explain(Entry(id="a", csl=cast(Item, csl)), Entry(id="b", csl=cast(Item, csl)))
    assert not set(evidence.vetoes) - {"a heading that recurs"}
    assert all(weight > -1.5 for _, weight in evidence.weights.values())


@given(entries())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_cluster_holds_a_vetoed_pair(items: list[Entry]) -> None:
    table = Table.of(map(describe, items))
    position = {name: number for number, name in enumerate(table.ids)}
    found = cluster(items)
    assert sorted(name for group in found.groups for name in group) == sorted(position)
    for group in found.groups:
        for a, b in combinations([position[name] for name in group], 2):
            pair = score(table, np.array([min(a, b)], np.int32), np.array([max(a, b)], np.int32))
            assert not pair.apart[0]


@given(entries(8), st.randoms())
@settings(max_examples=50, deadline=None)
def test_the_order_of_entries_changes_nothing(items: list[Entry], random: Any) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert cluster(shuffled) == cluster(items)


@given(entries(6), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_decisions_are_kept(items: list[Entry], pairs: set[tuple[int, int]], same: bool) -> None:
    said = frozenset((f"e{a}", f"e{b}") for a, b in pairs if a != b)
    found = cluster(items, Decisions(same=said) if same else Decisions(different=said))
    group_of = {name: group for group in found.groups for name in group}
    for a, b in said:
        if a in group_of and b in group_of:
            assert (group_of[a] is group_of[b]) == same


HOSTILE = [
    "a" * 1_000_000,
    "a " * 500_000,
    ": " * 500_000,
    "- " * 500_000,
    "<" * 1_000_000,
    "&amp;" * 200_000,
    "(" * 1_000_000,
    "1 II " * 200_000,
    "et al., " * 120_000,
    "A.B" * 330_000,
    "10.3917/" * 120_000,
    "https://" * 120_000,
    "\u0301" * 1_000_000,
    "\x00\x01\x02\x1b\u202e\ud800",
    "",
    " ",
    "𝕿𝖗𝖆𝖛𝖆𝖎𝖑 ﬁn ß İ ŉ",
    "مدينة 城市 город",
]
EVERY_FIELD = ("title", "container-title", "volume", "issue", "page", "edition", "DOI", "ISBN", "URL", "publisher")


def test_hostile_fields_neither_crash_nor_stall() -> None:
    items = [
        Entry(
            id=f"h{number}",
            csl=cast(
                Item,
                dict.fromkeys(EVERY_FIELD, text)
                | {"author": [{"literal": text}] * 50, "issued": {"raw": text}, "custom": {"subtitle": text}},
            ),
            ids={"doi": text, "hal": text},
            urls=(text,) * 50,
        )
        for number, text in enumerate(HOSTILE)
    ]
    items += [Entry(id=f"again{entry.id}", csl=entry.csl, urls=entry.urls) for entry in items]
    found = cluster(items)
    assert sum(map(len, found.groups)) == len(items)
    assert all(len(list(features(describe(entry)))) < 100 for entry in items)


def test_nothing_at_all_is_no_work_twice() -> None:
    assert cluster([]).groups == []
    assert len(cluster([Entry(id="a", csl={}), Entry(id="b", csl={})]).groups) == 2
