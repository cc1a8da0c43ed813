"""What people decide: values, merges, splits; remembered for ever, undone at any time."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from biblio.errors import UsageError
from biblio.store import works
from biblio.store.base import Opened
from biblio.store.facts import mention_rows, parts
from biblio.store.intake import fingerprint
from biblio.store.rows import dump, now

_DECISIONS = (
    "select d.id as number, d.time, d.kind, a.key as key, b.key as other, d.field, d.value, d.undone "
    "from decisions d left join works a on a.id = d.work_id left join works b on b.id = d.other_id"
)


class Deciding(Opened):
    """The decisions of a library."""

    def decide(self, key: str, field: str, value: Any) -> None:
        """Set a field by a person's word, for ever; None takes the field out."""
        work = self._id(key)
        with self.db.atomic():
            self._decide("field", work, field=field, value=value)
            works.rebuild(self.db, {work})

    def merge(self, key: str, other: str) -> int:
        """Declare two works one; ``key`` stays, the other becomes an alias. Return the decision's number."""
        kept, gone = self._id(key), self._id(other)
        if kept == gone:
            raise UsageError(f"{key} and {other} are one work already")
        with self.db.atomic():
            number = self._decide("same", kept, other=gone)
            works.rebuild(self.db, {kept, gone})
        return number

    def merge_all(self, reasons: Mapping[tuple[int, int], str]) -> None:
        """Make works (their numbers) one, pair by pair, the first of each stays; the reason of each is remembered."""
        found = list(reasons)
        with self.db.atomic():
            for (kept, other), reason in reasons.items():
                self._decide("same", kept, other=other, value=reason)
            works.rebuild(self.db, {work for pair in found for work in pair})

    def keep_apart(self, key: str, other: str) -> int:
        """Declare two works different, so that nothing joins them again. Return the decision's number."""
        a, b = self._id(key), self._id(other)
        if a == b:
            raise UsageError(f"{key} and {other} are one work", f"`biblio unmerge {key}` takes the last merge back")
        said = self.db.execute(
            "select id from decisions where kind = 'distinct' and undone is null "
            "and work_id in (?, ?) and other_id in (?, ?)",
            (a, b, a, b),
        ).fetchone()
        with self.db.atomic():
            return int(said[0]) if said else self._decide("distinct", a, other=b)

    def unmerge(self, key: str) -> list[str]:
        """Take back the last merge into the work of ``key``; return the keys of the works there are now."""
        work = self._id(key)
        members = dump(parts(self.db, work))
        last = self.db.execute(
            "select id from decisions where kind in ('same', 'identity') and undone is null "
            "and work_id in (select value from json_each(?)) order by id desc",
            (members,),
        ).fetchone()
        if not last:
            raise UsageError(f"{key} was not merged with anything", f"`biblio split {key} N` takes a mention out")
        self.undo(last[0])
        roots = "select coalesce(merged_into, id) from works where id in (select value from json_each(?))"
        return [w.key for w in works.read(self.db, f" and w.id in ({roots})", [members])]

    def undo(self, number: int) -> None:
        """Take back one decision; it stays in the history as undone."""
        row = self.db.execute(
            "select kind, work_id, other_id from decisions where id = ? and undone is null", (number,)
        ).fetchone()
        if not row:
            raise UsageError(f"no decision {number} in force", "`biblio decisions` lists them")
        kind, work, other = row
        with self.db.atomic():
            self.db.execute("update decisions set undone = ? where id = ?", (now(), number))
            if kind == "split":
                self.db.execute("update mentions set work_id = ? where work_id = ?", (other, work))
            touched = {w for w in (work, other) if w} or {w for (w,) in self.db.execute("select id from works")}
            works.rebuild(self.db, touched)

    def split(self, key: str, number: int) -> str:
        """Take the mention ``number`` (counted from 1, as `biblio why` prints them) out into a work of its own."""
        work = self._id(key)
        mentions = mention_rows(self.db, parts(self.db, work))
        if not 1 <= number <= len(mentions) or len(mentions) == 1:
            raise UsageError(
                f"{key} has {len(mentions)} mention(s): cannot split off number {number}", f"see `biblio why {key}`"
            )
        row = mentions[number - 1]
        with self.db.atomic():
            new = int(self.db.execute("insert into works (created) values (?)", (now(),)).lastrowid or 0)
            print_ = fingerprint(row["quote"], json.loads(row["urls"]))
            self._decide("split", new, other=row["work_id"], field=print_)
            self.db.execute("update mentions set work_id = ? where id = ?", (new, row["id"]))
            works.rebuild(self.db, {work, new})
            works.name_new(self.db, self.citekey)
        return works.read(self.db, " and w.id = ?", [new])[0].key

    def reject(self, key: str) -> None:
        """Leave a work out of everything that is listed; `undo` brings it back."""
        work = self._id(key)
        with self.db.atomic():
            self._decide("reject", work)
            works.rebuild(self.db, {work})

    def decisions(self) -> Iterator[dict[str, Any]]:
        """Yield the decisions, oldest first: number, time, kind, keys, field, value, undone."""
        yield from self.db.query(f"{_DECISIONS} order by d.id")

    def merges(self, key: str) -> list[dict[str, Any]]:
        """Return the decisions in force that made the work of ``key`` one, oldest first."""
        members = dump(parts(self.db, self._id(key)))
        return list(
            self.db.query(
                f"{_DECISIONS} where d.kind in ('same', 'identity') and d.undone is null "  # noqa: S608
                "and d.work_id in (select value from json_each(?)) order by d.id",
                (members,),
            )
        )
