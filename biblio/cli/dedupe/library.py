"""Duplicates in the library: only what has changed since the last time is compared, with what it can match."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from biblio.cli.app import App

if TYPE_CHECKING:
    from biblio.dedupe import Decisions, Doubt, Relation
    from biblio.dedupe.incremental import Bench, Keys, Pair
    from biblio.store import Library
    from biblio.store.comparisons import Alike, Comparisons

FEW, SHARE = 100, 0.1
"""As long as no more works have changed than this number or this part of all, each is looked up by itself; to compare
many, all with all is faster."""

RULES = ("biblio.dedupe", "biblio.ids", "biblio.text")
"""Where the rules of comparison stand: when one of them changes, everything is compared once more."""

Group = tuple[int, ...]


@dataclass
class Merges:
    """What a run merged: the key that stays, the key that becomes an alias, and why; and how much it compared."""

    merged: list[tuple[str, str, str]] = field(default_factory=list)
    compared: int = 0

    def groups(self) -> list[list[str]]:
        """Return the keys that now lead to one work, the one that stays first."""
        found: dict[str, list[str]] = {}
        for kept, other, _ in self.merged:
            found.setdefault(kept, [kept]).extend(found.pop(other, [other]))
        return list(found.values())


def dedupe_library(app: App, *, everything: bool = False) -> Merges:
    """Merge the works of the library that are one, each merge a decision, until nothing more is found.

    A merged work says more than its parts did, so it is compared again. The work that came first keeps its key. Pairs
    that a person declared different, split or unmerged stay apart.
    """
    from biblio.store.comparisons import Comparisons

    memory = Comparisons(app.library.db)
    app.library.name_new()
    found, groups = Merges(), list[Group]()
    changed, gone = memory.changed(), memory.gone()
    everything = everything or memory.rules() != rules()
    while True:
        with app.library.atomic():
            if everything or _are_many(memory, changed):
                bench, pairs = _compare_all(memory)
                found.compared += len(bench.keys)
            else:
                bench, pairs = _compare_changed(memory, changed, gone)
                found.compared += len(changed)
            groups = [tuple(map(number, group)) for group in bench.settle(pairs, library_decisions(memory))]
            _merge(app.library, memory, groups, found)
        if not groups:
            return found
        everything, changed, gone = False, [kept for kept, *_ in groups], [one for _, *rest in groups for one in rest]


def _merge(library: Library, memory: Comparisons, groups: Sequence[Group], found: Merges) -> None:
    keys = memory.keys({work for group in groups for work in group})
    evidence = _evidence(memory, groups)
    found.merged += [(keys[kept], keys[other], why) for (kept, other), why in evidence.items()]
    library.merge_all(evidence)


def _are_many(memory: Comparisons, changed: Sequence[int]) -> bool:
    return len(changed) > FEW and len(changed) > SHARE * len(memory.everyone())


def _compare_all(memory: Comparisons) -> tuple[Bench, list[Pair]]:
    memory.start_over(rules())
    bench = _bench(memory, memory.everyone())
    _remember(memory, bench.keys)
    pairs = bench.all_pairs()
    _keep(memory, pairs)
    return bench, pairs


def _compare_changed(memory: Comparisons, changed: Sequence[int], gone: Sequence[int]) -> tuple[Bench, list[Pair]]:
    """Compare works that have changed with what stands near them; return the groups' candidates, and their pairs.

    Those are the works that pairs hold for one: new pairs, and old ones that a decision no longer keeps apart.
    """
    from biblio.dedupe.incremental import WINDOW, Gist, plausible

    memory.forget([*gone, *changed])
    keys = _bench(memory, changed).keys
    _remember(memory, keys)
    sure, likely = set[tuple[str, str]](), set[tuple[str, str]]()
    for work in changed:
        one = keys[name(work)]
        for found, numbers in ((sure, one.sure), (likely, one.likely)):
            near = memory.near(work, one.gist.title, numbers, WINDOW)
            found.update((name(min(work, other)), name(max(work, other))) for other in near)
    gists = {name(work): Gist(title, *gist) for work, title, gist in memory.gists(_works(likely))}
    worth = sure.union(plausible(gists, sorted(likely)))
    _keep(memory, _bench(memory, _works(worth), known=True).pairs(worth))
    return _linked(memory)


def _linked(memory: Comparisons) -> tuple[Bench, list[Pair]]:
    """Return the works that pairs remembered hold for one: where all is settled, only what persons keep apart."""
    from biblio.dedupe.incremental import LINK

    pairs = [_pair(found) for found in memory.likely(LINK)]
    return _bench(memory, _works((pair.a, pair.b) for pair in pairs), known=True), pairs


def _bench(memory: Comparisons, works: Sequence[int], *, known: bool = False) -> Bench:
    from biblio.dedupe import Entry
    from biblio.dedupe.incremental import Bench

    return Bench(map(Entry.of, memory.works(works)), known=known)


def _remember(memory: Comparisons, keys: dict[str, Keys]) -> None:
    from biblio.store.comparisons import Seen

    memory.remember([Seen(number(one), k.gist.title, k.gist[1:], (*k.sure, *k.likely)) for one, k in keys.items()])


def _keep(memory: Comparisons, pairs: Sequence[Pair]) -> None:
    memory.keep((number(pair.a), number(pair.b), pair.score, pair.relation) for pair in pairs)


def _pair(found: Alike) -> Pair:
    from biblio.dedupe.incremental import Pair

    work, other, score, relation = found
    return Pair(name(work), name(other), score, relation)


def waiting_pairs(app: App) -> list[Doubt]:
    """Return the pairs that wait for a person, the most likely first, by their keys."""
    from biblio.dedupe.incremental import doubts
    from biblio.store.comparisons import Comparisons

    memory = Comparisons(app.library.db)
    found = doubts(map(_pair, memory.likely()), library_decisions(memory))
    keys = memory.keys({number(one) for doubt in found for one in (doubt.a, doubt.b)})
    return [replace(doubt, a=keys[number(doubt.a)], b=keys[number(doubt.b)]) for doubt in found]


def related_pairs(app: App) -> list[Relation]:
    """Return the works that are related and not the same, by their keys."""
    from biblio.dedupe import Relation
    from biblio.store.comparisons import Comparisons

    memory = Comparisons(app.library.db)
    found = memory.related()
    keys = memory.keys({work for pair in found for work in pair[:2]})
    return [Relation(a=keys[work], b=keys[other], relation=relation) for work, other, _, relation in found]


def take_answers(app: App, answers: Iterable[tuple[str, str, str]]) -> None:
    """Write down what a person said of pairs of works, all or nothing; those that are one already are passed over."""
    with app.library.atomic():
        for answer, a, b in answers:
            if app.library.work(a).key == app.library.work(b).key:
                continue
            app.library.merge(a, b) if answer == "same" else app.library.keep_apart(a, b)


def library_decisions(memory: Comparisons) -> Decisions:
    """Return what persons decided: what was declared different, split off or unmerged stays apart."""
    from biblio.dedupe import Decisions

    return Decisions(different=frozenset((name(a), name(b)) for a, b in memory.apart()))


def _evidence(memory: Comparisons, groups: Collection[Group]) -> dict[tuple[int, int], str]:
    """Return why each work of a group is one with the first."""
    from biblio.dedupe import Entry, explain

    entries = {number(work.key): Entry.of(work) for work in memory.works(sorted({w for g in groups for w in g}))}
    return {
        (kept, other): str(explain(entries[kept], entries[other])) for kept, *others in groups for other in others
    }


def _works(pairs: Iterable[tuple[str, str]]) -> list[int]:
    return sorted({number(one) for pair in pairs for one in pair})


def name(work: int) -> str:
    """Return the id of a work as an entry: sorted as text, it keeps the order of the numbers."""
    return f"#{work:09}"


def number(entry: str) -> int:
    """Return the work of an entry's id."""
    return int(entry[1:])


@cache
def rules() -> str:
    """Return a digest of the rules of comparison: of the very lines of code that they consist of."""
    digest = blake2b(digest_size=16)
    for module in map(import_module, RULES):
        file = Path(str(module.__file__))
        for source in sorted(file.parent.rglob("*.py")) if file.stem == "__init__" else [file]:
            digest.update(source.read_bytes())
    return digest.hexdigest()
