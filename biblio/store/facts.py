"""What the library knows of works: mentions, records, decisions, gathered from the parts that were merged."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from biblio.model import Facts, Mention, Record
from biblio.store import rows
from biblio.store.intake import chunks
from biblio.store.rows import dump

MENTIONS = """
select m.*, r.name as report from mentions m join reports r on r.id = m.report_id
where m.current = 1 and m.work_id in (select value from json_each(?)) order by r.id, m.start"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A work with its parts (root first) and the facts of each, and the themes it is cited under."""

    root: int
    mentions: dict[int, list[Mention]]
    records: dict[int, list[Record]]
    facts: Facts
    themes: list[str]


def gather(db: Database, roots: Sequence[int]) -> Iterator[Gathered]:
    """Yield works with all that is known of them and of the parts merged into them."""
    parts = parts_of(db, roots)
    everyone = [work for members in parts.values() for work in members]
    mentions, themes = _mentions_by_work(db, everyone)
    records, decisions = _records_by_work(db, everyone), _decisions_by_work(db, everyone)
    imported_themes = _imported_themes(db, everyone)
    for root, members in parts.items():
        facts = Facts(
            mentions=tuple(m for work in members for m in mentions[work]),
            records=tuple(r for work in members for r in records[work]),
            decisions={f: v for work in reversed(members) for f, v in decisions[work].items()},
        )
        yield Gathered(
            root=root,
            mentions={work: mentions[work] for work in members},
            records={work: records[work] for work in members},
            facts=facts,
            themes=[t for by_work in (themes, imported_themes) for work in members for t in by_work[work]],
        )


def facts(db: Database, root: int) -> Facts:
    """Return all that is known of a work and the parts merged into it."""
    return next(gather(db, [root])).facts


def all_facts(db: Database, roots: Sequence[int]) -> dict[int, Facts]:
    """Return what `facts` does for many works at once."""
    return {work.root: work.facts for chunk in chunks(roots) for work in gather(db, chunk)}


def parts(db: Database, root: int) -> list[int]:
    """Return the ids of a work and of the works merged into it, the work itself first."""
    return parts_of(db, [root])[root]


def mention_rows(db: Database, members: Sequence[int]) -> list[dict[str, Any]]:
    """Return the rows of the current mentions of these works, in the order of reports and text."""
    return list(db.query(MENTIONS, (dump(members),)))


def parts_of(db: Database, roots: Sequence[int]) -> dict[int, list[int]]:
    """Return the parts of each work, the work itself first."""
    members = {root: [root] for root in roots}
    for work, root in db.execute(
        "select id, merged_into from works where merged_into in (select value from json_each(?)) order by id",
        (dump(roots),),
    ):
        members[root].append(work)
    return members


def _mentions_by_work(db: Database, works: Sequence[int]) -> tuple[dict[int, list[Mention]], dict[int, list[str]]]:
    mentions: dict[int, list[Mention]] = defaultdict(list)
    themes: dict[int, list[str]] = defaultdict(list)
    for row in db.query(MENTIONS, (dump(works),)):
        mentions[row["work_id"]].append(rows.mention(row))
        themes[row["work_id"]].extend(json.loads(row["themes"]))
    return mentions, themes


def _records_by_work(db: Database, works: Sequence[int]) -> dict[int, list[Record]]:
    records: dict[int, list[Record]] = defaultdict(list)
    for row in db.query(
        "select work_id, source, url, time, relation, csl, ids, note from records "
        "where current = 1 and work_id in (select value from json_each(?))",
        (dump(works),),
    ):
        records[row["work_id"]].append(rows.record(row))
    for row in db.query(
        "select * from imports where work_id in (select value from json_each(?)) order by id", (dump(works),)
    ):
        records[row["work_id"]].extend(rows.imported(row))
    return records


def _decisions_by_work(db: Database, works: Sequence[int]) -> dict[int, dict[str, tuple[Any, str]]]:
    decided: dict[int, dict[str, tuple[Any, str]]] = defaultdict(dict)
    for work, field, value, time in db.execute(
        "select work_id, field, value, time from decisions "
        "where kind = 'field' and undone is null and work_id in (select value from json_each(?)) order by id",
        (dump(works),),
    ):
        decided[work][field] = (json.loads(value), time)
    return decided


def _imported_themes(db: Database, works: Sequence[int]) -> dict[int, list[str]]:
    themes: dict[int, list[str]] = defaultdict(list)
    for work, labels in db.execute(
        "select work_id, themes from imports where work_id in (select value from json_each(?)) order by id",
        (dump(works),),
    ):
        themes[work].extend(json.loads(labels))
    return themes
