"""Entries in, clusters out."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, TypeVar

import numpy as np

from biblio.dedupe import block
from biblio.dedupe.clusters import Ruling, groups
from biblio.dedupe.columns import Columns
from biblio.dedupe.compare import LEVELS, compare
from biblio.dedupe.describe import describe
from biblio.dedupe.model import Clusters, Decisions, Doubt, Entry, Evidence, Relation
from biblio.dedupe.score import CERTAIN, DOUBTFUL, SAME, Scored, score
from biblio.dedupe.table import CHUNK, Table
from biblio.dedupe.vetoes import RELATIONS, VETOES, Found, joined
from biblio.dedupe.weights import PRIOR, WEIGHTS
from biblio.dedupe.workers import mapped, parts

Item = TypeVar("Item")


def _itself(item: Any) -> Entry:
    entry: Entry = item
    return entry


def cluster(
    items: Iterable[Item],
    decisions: Decisions | None = None,
    *,
    processes: int = 1,
    read: Callable[[Item], Entry] = _itself,
) -> Clusters:
    """Group entries that are one work.

    Same entries, same result, in whatever order they come and with however many processes. Entries are read once and
    not kept, so a generator will do. ``read`` makes an entry of an item where it is none yet, which the processes
    share. Raises `ValueError` where an id stands twice.
    """
    table = Table(mapped(partial(described, read=read), parts(items, CHUNK), processes))
    return cluster_table(table, decisions or Decisions(), processes)


def described(items: Iterable[Item], read: Callable[[Item], Entry] = _itself) -> Columns:
    """Return some entries as columns of a table."""
    return Columns(map(describe, map(read, items)))


def cluster_table(table: Table, decisions: Decisions, processes: int = 1) -> Clusters:
    """Group the entries of a table."""
    scored = score(table, *block.candidates(table, processes=processes), processes, least=DOUBTFUL)
    ruling = _ruling(table, decisions)
    found = groups(table, scored, ruling, processes)
    label = np.arange(len(table))
    for members in found:
        label[members] = members[0]
    alone = np.setdiff1d(np.arange(len(table)), np.array([k for members in found for k in members], np.int64))
    ordered = sorted([*found, *([k] for k in alone.tolist())])
    between = scored[label[scored.i] != label[scored.j]]
    return Clusters(
        groups=[tuple(table.ids[k] for k in members) for members in ordered],
        doubts=_doubts(table, between, ruling),
        relations=_relations(table, between),
    )


def _ruling(table: Table, decisions: Decisions) -> Ruling:
    position = {name: k for k, name in enumerate(table.ids)} if decisions.same or decisions.different else {}

    def known(pairs: Collection[tuple[str, str]]) -> set[tuple[int, int]]:
        at = [(position.get(a, -1), position.get(b, -1)) for a, b in pairs]
        return {(min(pair), max(pair)) for pair in at if min(pair) >= 0 and pair[0] != pair[1]}

    return Ruling(len(table), known(decisions.same), known(decisions.different))


def _doubts(table: Table, between: Scored, ruling: Ruling) -> list[Doubt]:
    """Return the pairs that a person should see: near the threshold, or alike in two clusters that do not agree."""
    open_ = ~between.apart & (between.score >= DOUBTFUL)
    decided = np.isin(between.i.astype(np.int64) * ruling.n + between.j, ruling.different)
    pairs = between[open_ & ~decided]
    found = [
        Doubt(
            a=table.ids[i],
            b=table.ids[j],
            score=value,
            reason="alike, but their clusters are not" if value >= SAME else "near the threshold",
        )
        for i, j, value in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.score.tolist(), strict=True)
    ]
    return sorted(found, key=lambda doubt: (-doubt.score, doubt.a, doubt.b))


def _relations(table: Table, between: Scored) -> list[Relation]:
    pairs = between[between.relation > 0]
    names = list(RELATIONS.values())
    found = [
        Relation(a=table.ids[i], b=table.ids[j], relation=names[code - 1])
        for i, j, code in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.relation.tolist(), strict=True)
    ]
    return sorted(found, key=lambda one: (one.a, one.b))


def explain(a: Entry, b: Entry) -> Evidence:
    """Return why two entries are held for one work, or not; symmetric but for the names of the two sides."""
    left, right = describe(a)._replace(id="1"), describe(b)._replace(id="2")
    table = Table.of([left, right])
    i, j = np.array([0], np.int32), np.array([1], np.int32)
    levels = compare(table, i, j)
    found = Found(table, i, j, levels)
    shared = [f"same {scheme}" for scheme in left.ids if left.ids[scheme] == right.ids.get(scheme)]
    join = bool(joined(found)[0])
    vetoes = tuple(name for name, rule in VETOES.items() if rule(found)[0]) if not join else ()
    weights = {}
    for name, names in LEVELS.items():
        level = names[levels[name][0]]
        if weight := WEIGHTS[name].get(level, 0.0):
            weights[name] = (level, weight)
    total = round(PRIOR + sum(weight for _, weight in weights.values()), 4)
    verdict = "same" if join or total >= SAME else "doubtful" if total >= DOUBTFUL else "different"
    return Evidence(
        a=a.id,
        b=b.id,
        verdict="different" if vetoes else verdict,
        score=CERTAIN if join else total,
        identifiers=tuple(shared),
        vetoes=vetoes,
        weights=weights,
    )
