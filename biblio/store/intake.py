"""Reports and imported items into the library: which work each mention belongs to."""

import hashlib
import json
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from biblio.identity import contradicts, identity, other_version
from biblio.model import Document, Ids, Item, Mention
from biblio.store.rows import dump, mention_row, now
from biblio.store.schema import table
from biblio.text import fold

CHUNK = 1000
"""Rows written or works derived at a time: bounds memory."""

ThemesOf = Callable[[Mention], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding a report changed; ``touched`` holds the ids of works to derive again."""

    report: str
    mentions: int
    new_mentions: int = 0
    gone_mentions: int = 0
    new_works: int = 0
    unchanged: bool = False
    new_quotes: tuple[str, ...] = ()
    touched: frozenset[int] = frozenset()


@dataclass
class Recognition:
    """Finds the work a citation belongs to, or makes one; batches its look-ups."""

    db: Database
    known: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    described: dict[int, tuple[Item, Ids]] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)

    def prepare(self, features: Iterable[str]) -> None:
        """Load what the library knows under these features."""
        for feature, work, csl, ids in self.db.execute(
            "select f.feature, w.id, w.csl, w.ids from features f join works w on w.id = f.work_id "
            "where f.feature in (select value from json_each(?)) order by w.id",
            (dump(sorted(set(features))),),
        ):
            self.known[feature].append(work)
            self.described[work] = (json.loads(csl), json.loads(ids))

    def work_for(self, features: Sequence[str], csl: Item, ids: Ids, kind: str) -> int:
        """Return the work that shares a feature and contradicts nothing; else a new one.

        Where the features lead to several works, they are joined, as one identifier makes one work.
        """
        matches: dict[int, None] = {}
        for feature in features:
            for work in self.known.get(feature, ()):
                known_csl, known_ids = self.described.get(work, (Item(), {}))
                if work in matches or contradicts(csl, ids, known_csl, known_ids):
                    continue
                if not (feature.startswith("title:") and other_version(csl, known_csl)):
                    matches[work] = None
        work = min(matches) if matches else self._create(csl, ids, kind)
        for other in matches:
            if other != work and join(self.db, work, other):
                self.joined |= {work, other}
        for feature in features:
            if work not in self.known[feature]:
                self.known[feature].append(work)
        return work

    def _create(self, csl: Item, ids: Ids, kind: str) -> int:
        cursor = self.db.execute("insert into works (created, kind) values (?, ?)", (now(), kind))
        work = int(cursor.lastrowid or 0)
        self.described[work] = (csl, ids)
        self.created.append(work)
        return work


def join(db: Database, work: int, other: int) -> bool:
    """Note that two works share an identifier or address; False where they are one already or were kept apart."""
    told = db.execute(
        "select 1 from decisions where kind in ('same', 'identity', 'distinct') "
        "and (kind != 'distinct' or undone is null) "
        "and ((work_id = ? and other_id = ?) or (work_id = ? and other_id = ?))",
        (work, other, other, work),
    ).fetchone()
    if told:
        return False
    table(db, "decisions").insert({"time": now(), "kind": "identity", "work_id": work, "other_id": other})
    return True


def add_report(
    db: Database, document: Document, mentions: Sequence[Mention], address: str, themes_of: ThemesOf
) -> Added:
    """Store a report and its mentions; a report known already is replaced, an unchanged one left alone."""
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    old = _current(db, address, digest)
    lines = _line_finder(document.text)
    rows = [
        mention_row(m, lines(m.start)) | {"themes": dump(themes_of(m)), "features": _features(m)} for m in mentions
    ]
    if old and old["digest"] == digest and _same_mentions(db, old["id"], rows):
        return Added(report=document.name, mentions=len(rows), unchanged=True)
    recognition = Recognition(db)
    recognition.prepare(feature for row in rows for feature in row["features"])
    before = _assignments(db, old["id"]) if old else {}
    previous = set().union(*before.values()) if before else set()
    report_id = _insert_report(db, document, address, digest, old)
    inserted, new_quotes = [], []
    for mention, row in zip(mentions, rows, strict=True):
        features = row.pop("features")
        kept = before.get(fingerprint(mention.quote, mention.urls)) or split_target(db, mention)
        work = kept.pop() if kept else recognition.work_for(features, mention.csl, mention.ids, mention.kind)
        if not kept and work not in previous:
            new_quotes.append(mention.quote)
        inserted.append(row | {"report_id": report_id, "work_id": work})
    table(db, "mentions").insert_all(inserted, batch_size=CHUNK)
    touched = {row["work_id"] for row in inserted} | previous | recognition.joined
    return Added(
        report=document.name,
        mentions=len(rows),
        new_mentions=len(new_quotes),
        gone_mentions=max(0, len(previous) - len(previous & {row["work_id"] for row in inserted})),
        new_works=len(recognition.created),
        new_quotes=tuple(new_quotes),
        touched=frozenset(touched),
    )


def fingerprint(quote: str, urls: Sequence[str]) -> str:
    """Return what stays the same of a mention when the report around it changes."""
    return hashlib.sha256("\n".join([fold(quote), *urls]).encode("utf-8", "surrogatepass")).hexdigest()


def split_target(db: Database, mention: Mention) -> set[int]:
    """Return the work that a person split this mention off to, if so."""
    row = db.execute(
        "select work_id from decisions where kind = 'split' and field = ? and undone is null order by id desc",
        (fingerprint(mention.quote, mention.urls),),
    ).fetchone()
    return {row[0]} if row else set()


def _features(mention: Mention) -> tuple[str, ...]:
    return identity(mention.kind, mention.csl, mention.ids, mention.urls, mention.quote)


def _current(db: Database, address: str, digest: str) -> dict[str, Any] | None:
    """Return the current version of a report: known by its address, or moved and unchanged."""
    found = db.query(
        "select id, digest from reports where current = 1 and (address = ? or digest = ?) "
        "order by address = ? desc, id limit 1",
        (address, digest, address),
    )
    return next(iter(found), None)


def _same_mentions(db: Database, report_id: int, rows: list[dict[str, Any]]) -> bool:
    columns = [name for name in (rows[0] if rows else {}) if name != "features"]
    if not columns:
        return not table(db, "mentions").count_where("report_id = ? and current = 1", [report_id])
    names = ", ".join(f'"{name}"' for name in columns)
    stored = db.execute(
        f"select {names} from mentions where report_id = ? and current = 1 order by id",  # noqa: S608
        (report_id,),
    ).fetchall()
    return stored == [tuple(row[name] for name in columns) for row in rows]


def _assignments(db: Database, report_id: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for quote, urls, work in db.execute(
        "select quote, urls, work_id from mentions where report_id = ? and current = 1", (report_id,)
    ):
        found[fingerprint(quote, json.loads(urls))].add(work)
    return found


def _insert_report(db: Database, document: Document, address: str, digest: str, old: dict[str, Any] | None) -> int:
    if old:
        db.execute("update reports set current = 0 where id = ?", (old["id"],))
        db.execute("update mentions set current = 0 where report_id = ?", (old["id"],))
    row = {
        "name": document.name,
        "address": address,
        "digest": digest,
        "format": document.format,
        "title": document.title,
        "date": document.date,
        "read_at": now(),
        "text": zlib.compress(document.text.encode("utf-8", "surrogatepass")),
    }
    return int(table(db, "reports").insert(row).last_pk)  # type: ignore[arg-type]


def _line_finder(text: str) -> Callable[[int], int]:
    """Return a function from offsets to line numbers, counted from 1."""
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return lambda offset: bisect_right(starts, offset)


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield ``values`` in runs that fit into one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
