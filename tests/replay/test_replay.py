"""All cases with known metadata, cited as loosely as reports do, through the whole client and all sources."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from biblio.enrich import Outcome, enrich, judge
from biblio.http import Client
from biblio.ids import ids_from_url
from biblio.merge import derive
from biblio.model import Facts, Item, Name, Record, Work
from biblio.sources import SOURCES, Pace, clean
from biblio.text import fold
from tests.conftest import json_lines
from tests.replay.conftest import Start
from tests.replay.world import World

FAST = Pace(per_second=1000, parallel=4)


def cited(number: int, truth: Mapping[str, Any]) -> Work:
    """Return a work as a report would cite it: in one of six habits."""
    csl = Item()
    title, people = truth["title"], truth.get("authors") or []
    first = people[0] if people else None
    habit = number % 6
    if habit in (0, 1, 2):
        csl["title"] = title.partition(" : ")[0] if habit else title.lower()
    if habit in (0, 1, 3) and first:
        given = first.get("given", "")
        who = Name(literal=first["literal"]) if "literal" in first else Name(family=first["family"])
        if "family" in who and given and habit != 1:
            who["given"] = "".join(f"{part[0]}." for part in given.replace("-", " ").split())
        csl["author"] = [who]
    if habit == 1 and truth.get("year"):
        csl["issued"] = {"date-parts": [[int(truth["year"])]]}
    url = truth["url"]
    return Work(key=f"w{number}", kind="work", csl=csl, ids=ids_from_url(url), urls=(url,))


def run(works: Sequence[Work]) -> tuple[dict[str, list[Outcome]], int]:
    async def all_of_them() -> tuple[dict[str, list[Outcome]], int]:
        outcomes: dict[str, list[Outcome]] = {}
        async with Client(contact="team@example.org", default_pace=FAST) as client:
            async for batch in enrich(works, SOURCES, client.fetch):
                for outcome in batch:
                    outcomes.setdefault(outcome.key, []).append(outcome)
            return outcomes, client.sent

    return asyncio.run(all_of_them())


@pytest.fixture(scope="module")
def truths(shared: Path) -> list[dict[str, Any]]:
    rows = json_lines(shared / "cases" / "url_ids.jsonl")
    return [row for row in rows if row["grade"] == "A" and row["title"] and row["type"]]


def test_what_the_sources_know_is_found_and_nothing_else(truths: list[dict[str, Any]], start: Start) -> None:
    world = World(truths)
    start(world)
    works = [cited(number, truth) for number, truth in enumerate(truths)]
    outcomes, _ = run(works)
    wrong, lost, right, compared, bad = [], [], 0, 0, []
    for work, truth in zip(works, truths, strict=True):
        records = [r for outcome in outcomes.get(work.key, []) for r in outcome.records if r.relation == "same"]
        if not records:
            lost.append((work.key, truth["url"], [(o.source, o.verdict, o.note) for o in outcomes.get(work.key, [])]))
            continue
        wrong += [(truth["url"], record.csl["title"]) for record in records if not is_of(record, truth, truths)]
        found = derive(Facts(records=tuple(records))).csl
        for name, ok in fields(found, truth).items():
            compared += 1
            right += ok
            if not ok:
                bad.append((name, truth["url"], found.get(name), truth.get(name)))
    print(f"\nworks {len(works)}, lost {len(lost)}, wrong {len(wrong)}, fields {right}/{compared}")
    for line in [*wrong, *lost, *bad]:
        print(line)
    print(Counter(name for name, *_ in bad))
    assert not wrong
    assert len(lost) <= 0.05 * len(works)
    assert right >= 0.98 * compared


def test_no_case_is_taken_for_another(truths: list[dict[str, Any]]) -> None:
    works = [cited(6 * number, truth) for number, truth in enumerate(truths)]
    taken = []
    for work, truth in list(zip(works, truths, strict=True))[::3]:
        for other in truths:
            if fold(other["title"]) == fold(truth["title"]):
                continue
            csl = Item(title=other["title"], author=[Name(**who) for who in other["authors"] or []])  # type: ignore[typeddict-item]
            record = Record(source="s", url="u", time="t", csl=csl, ids=other["ids"])
            taken += [
                (how, work.csl["title"], other["title"])
                for how in ("id", "rule", "text")
                if judge(work.csl, {}, record, how).relation == "same"
            ]
    assert not taken


def is_of(record: Record, truth: Mapping[str, Any], truths: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a record describes the case itself, or another case that is the same work."""
    same = [one for one in truths if one["title"] == truth["title"] and one["authors"] == truth["authors"]]
    return any(fold(record.csl.get("title", "")) == fold(clean.title(one["title"])) for one in [truth, *same])


def fields(found: Item, truth: Mapping[str, Any]) -> dict[str, bool]:
    """Compare the fields that the case knows."""
    # One case has its title twice over, as the deposit had it; once is right.
    checks = {"title": fold(found.get("title", "")) == fold(clean.title(truth["title"]))}
    if truth["authors"]:
        checks["author"] = [whole(who) for who in found.get("author", [])] == [whole(who) for who in truth["authors"]]
    if truth["year"]:
        checks["issued"] = str((found.get("issued", {}).get("date-parts") or [[""]])[0][0]) == truth["year"]
    if truth["container"]:
        place = found.get("container-title") or found.get("event-title") or ""
        checks["container"] = fold(place) == fold(truth["container"])
    for name, key in (("volume", "volume"), ("issue", "issue"), ("pages", "page")):
        if truth[name]:
            checks[name] = fold(str(found.get(key, ""))) == fold(truth[name])
    if truth["ids"].get("doi"):
        checks["doi"] = found.get("DOI", "").lower() == truth["ids"]["doi"]
    return checks


def whole(who: Mapping[str, Any]) -> str:
    return fold(f"{who.get('given', '')} {who.get('family', '')} {who.get('literal', '')}")
