"""Answers of the sources in the library: raw answers, records, and what was asked with which verdict."""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlite_utils import Database

from biblio.merge import derive
from biblio.model import Facts, Item, Record, Work
from biblio.store import rows, works
from biblio.store.answers import MISSES_LAST, migrations, older
from biblio.store.facts import all_facts
from biblio.store.rows import dump

# The verdict of a source is the best of its lookups.
_RANK = "case verdict when 'found' then 0 when 'different' then 1 when 'not found' then 2 else 3 end"


class Outcome(Protocol):
    """What `biblio.enrich.Outcome` holds; the library does not know the stage that made it."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def question(self) -> str: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def time(self) -> str: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def records(self) -> tuple[Record, ...]: ...  # noqa: D102


class Records:
    """What sources said of the works of an open library."""

    def __init__(self, db: Database) -> None:
        self._db = db
        migrations.apply(db)

    def cited(self, keys: Collection[str] | None = None) -> list[Work]:
        """Return works as reports, imports and people describe them, without what sources said before.

        This is what answers are judged against: a record must not confirm itself.
        """
        known = self._keys(keys)
        found = []
        for root, facts in all_facts(self._db, list(known)).items():
            imports = tuple(record for record in facts.records if record.source == "import")
            about = derive(Facts(mentions=facts.mentions, records=imports, decisions=facts.decisions))
            found.append(Work(key=known[root], kind=about.kind, csl=about.csl, ids=about.ids, urls=about.urls))
        return found

    def _keys(self, keys: Collection[str] | None = None) -> dict[int, str]:
        # A work without a key yet goes by its number: citekeys are made when the author's name is known for sure.
        listed = self._db.execute(f"select id, coalesce(key, '#' || id) from ({works.LISTED}) order by id")  # noqa: S608
        wanted = None if keys is None else {key.lower() for key in keys}
        return {work: key for work, key in listed if wanted is None or key.lower() in wanted}

    def asked(self) -> dict[tuple[str, str, str], str]:
        """Return the verdict of each question that need not be asked again: (key, source, question) → verdict.

        What failed is asked again, a miss when it has grown old; a bot wall stays a bot wall until ``--refresh``.
        """
        keys = self._keys()
        return {
            (keys[work], source, question): verdict
            for work, source, question, verdict, time, note in self._db.execute(
                "select work_id, source, question, verdict, time, note from lookups"
            )
            if work in keys
            and (verdict != "not checked" or note.startswith("blocked"))
            and not (verdict == "not found" and time and older(time, MISSES_LAST))
        }

    def kept(self) -> dict[str, list[Record]]:
        """Return the current records of each work by key, those beside it (reviews, candidates) too."""
        keys = self._keys()
        found: dict[str, list[Record]] = defaultdict(list)
        for row in self._db.query("select * from records where current = 1 order by id"):
            if row["work_id"] in keys:
                found[keys[row["work_id"]]].append(rows.record(row))
        return found

    def save(self, outcomes: Iterable[Outcome]) -> None:
        """Keep outcomes with their records, all or nothing; `derive` then makes the works follow from them.

        A question asked again retires the records of its earlier answer; they stay in the database.
        """
        ids = {key: work for work, key in self._keys().items()}
        with self._db.atomic():
            for outcome in outcomes:
                if (work := ids.get(outcome.key)) is None:
                    continue
                if outcome.verdict == "not checked" and self._is_settled(work, outcome):
                    continue
                self._retire(work, outcome)
                saved = [self._insert(work, record) for record in outcome.records]
                self._db.execute(
                    "insert or replace into lookups (work_id, source, question, verdict, time, note, records) "
                    "values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        work,
                        outcome.source,
                        outcome.question,
                        outcome.verdict,
                        outcome.time,
                        outcome.note,
                        dump(saved),
                    ),
                )
                self._db.execute(
                    "insert or replace into verdicts select work_id, source, verdict, time, note from lookups "  # noqa: S608
                    f"where work_id = ? and source = ? order by {_RANK}, time desc limit 1",
                    (work, outcome.source),
                )

    def derive(self) -> None:
        """Derive the works whose records are newer than their description, also those of a run that was killed."""
        with self._db.atomic():
            waiting = {work for (work,) in self._db.execute("select distinct work_id from lookups where derived = 0")}
            works.rebuild(self._db, waiting)
            self._db.execute("update lookups set derived = 1 where derived = 0")

    def _is_settled(self, work: int, outcome: Outcome) -> bool:
        """Tell whether an earlier run got an answer: a failure today does not unsay it."""
        row = self._db.execute(
            "select 1 from lookups where work_id = ? and source = ? and question = ? and verdict != 'not checked'",
            (work, outcome.source, outcome.question),
        ).fetchone()
        return row is not None

    def _retire(self, work: int, outcome: Outcome) -> None:
        self._db.execute(
            "update records set current = 0 where id in (select value from lookups, json_each(lookups.records) "
            "where work_id = ? and source = ? and question = ?)",
            (work, outcome.source, outcome.question),
        )

    def _insert(self, work: int, record: Record) -> int:
        cursor = self._db.execute(
            "insert into records (work_id, source, url, time, relation, csl, ids, raw, note) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                work,
                record.source,
                record.url,
                record.time,
                record.relation,
                dump(record.csl),
                dump(record.ids),
                zlib.compress(record.raw),
                record.note,
            ),
        )
        return int(cursor.lastrowid or 0)

    def raw(self, key: str, source: str) -> list[bytes]:
        """Return the raw answers of a source about a work, as received, newest first."""
        found = self._db.execute(
            "select raw from records where current = 1 and source = ? and work_id in "
            "(select value from json_each(?)) order by id desc",
            (source, dump(list(self._keys([key])))),
        )
        return [zlib.decompress(raw) for (raw,) in found]

    def verdicts(self, keys: Collection[str] | None = None) -> list[dict[str, str]]:
        """Return ``key, source, verdict, time, note`` of each work and source asked, in the order of the works."""
        known = self._keys(keys)
        return [
            {"key": known[work], "source": source, "verdict": verdict, "time": time, "note": note}
            for work, source, verdict, time, note in self._db.execute(
                "select work_id, source, verdict, time, note from verdicts order by work_id, time, source"
            )
            if work in known
        ]

    def preview(self, outcomes: Iterable[Outcome]) -> list[tuple[str, str, Any, Any, str]]:
        """Return ``key, field, value now, value then, source`` of each field that ``outcomes`` would change."""
        fresh: Mapping[str, list[Record]] = defaultdict(list)
        for outcome in outcomes:
            fresh[outcome.key].extend(outcome.records)
        known = self._keys(fresh)
        changes: list[tuple[str, str, Any, Any, str]] = []
        for root, facts in all_facts(self._db, list(known)).items():
            key = known[root]
            asked = {(record.source, record.url) for record in fresh[key]}
            kept = tuple(record for record in facts.records if (record.source, record.url) not in asked)
            now = derive(facts)
            then = derive(Facts(mentions=facts.mentions, records=(*kept, *fresh[key]), decisions=facts.decisions))
            changes += _differences(
                key, now.csl, then.csl, {name: origin.source for name, origin in then.origins.items()}
            )
        return changes


def _differences(
    key: str, now: Item, then: Item, origins: Mapping[str, str]
) -> Sequence[tuple[str, str, Any, Any, str]]:
    return [
        (key, name, now.get(name), then.get(name), origins.get(name, ""))
        for name in sorted({*now, *then})
        if now.get(name) != then.get(name)
    ]


def raw_text(raw: bytes) -> str:
    """Return a raw answer readable: JSON with indents, anything else as it is."""
    text = raw.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        return text
