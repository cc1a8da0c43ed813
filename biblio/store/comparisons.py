"""What deduplication remembers in a library: which works it has seen, under which keys, and which pairs were alike.

A cache: it follows from the works, tells which of them have changed since, and can be thrown away at any time.
Works go by their number, the first one lowest.
"""

import json
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from biblio.model import Work
from biblio.store.intake import chunks
from biblio.store.rows import dump

_COMPARED = "w.merged_into is null and w.hidden = 0 and w.digest != 0"
"""The works that deduplication compares, in the words of the index ``works_to_compare``."""

_APART = (
    "((d.kind in ('distinct', 'split') and d.undone is null) "
    "or (d.kind in ('same', 'identity') and d.undone is not null))"
)
"""Decisions that keep works apart, in the words of the index ``decisions_apart``: an undone merge is one of them."""


class Seen(NamedTuple):
    """A work that was compared: the title it is sorted by, what tells it apart at a glance, where others find it."""

    work: int
    title: str
    gist: Sequence[Any]
    keys: Sequence[int]


Alike = tuple[int, int, float, str]
"""Two works, the score of the pair, and its relation or nothing."""


class Comparisons:
    """What deduplication remembers of the works of an open library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def start_over(self, rules: str) -> None:
        """Forget everything; what is remembered from now on was found by ``rules``."""
        for name in ("pairs", "compared_under", "compared"):
            self._db.execute(f"delete from {name}")  # noqa: S608
        self._db.execute("insert or replace into settings values ('dedupe rules', ?)", (rules,))

    def rules(self) -> str:
        """Return the digest of the rules by which all that is remembered was found; empty before the first time."""
        row = self._db.execute("select value from settings where name = 'dedupe rules'").fetchone()
        return str(row[0]) if row else ""

    def everyone(self) -> list[int]:
        """Return all works that deduplication compares."""
        return self._numbers(f"select w.id from works w where {_COMPARED} order by w.id")  # noqa: S608

    def changed(self) -> list[int]:
        """Return the works that are new or described otherwise than when they were compared."""
        return self._numbers(
            "select w.id from works w left join compared c on c.work_id = w.id "  # noqa: S608
            f"where {_COMPARED} and c.digest is not w.digest order by w.id"
        )

    def gone(self) -> list[int]:
        """Return the works that were compared and are no longer there to be: merged, rejected, no longer cited."""
        return self._numbers(
            "select c.work_id from compared c where not exists "  # noqa: S608
            f"(select 1 from works w indexed by works_to_compare where w.id = c.work_id and {_COMPARED}) "
            "order by c.work_id"
        )

    def _numbers(self, query: str) -> list[int]:
        return [work for (work,) in self._db.execute(query)]

    def works(self, numbers: Sequence[int]) -> Iterator[Work]:
        """Yield works with what deduplication compares of them, each named by its number as ``#000000012``."""
        for chunk in chunks(numbers):
            for work, csl, ids, urls in self._db.execute(
                "select id, csl, ids, urls from works where id in (select value from json_each(?)) order by id",
                (dump(chunk),),
            ):
                yield Work(
                    key=f"#{work:09}",  # sorted as text, it keeps the order of the numbers
                    kind="work",
                    csl=json.loads(csl),
                    ids=json.loads(ids),
                    urls=tuple(json.loads(urls)),
                )

    def forget(self, works: Collection[int]) -> None:
        """Forget the keys and pairs of works that changed or went."""
        for work, keys in self._db.execute(
            "select work_id, keys from compared where work_id in (select value from json_each(?))",
            (dump(sorted(works)),),
        ).fetchall():
            self._db.conn.executemany(
                "delete from compared_under where key = ? and work_id = ?", [(key, work) for key in array("q", keys)]
            )
        each = [(work,) for work in sorted(works)]
        for column in ("work_id", "other_id"):
            self._db.conn.executemany(f"delete from pairs where {column} = ?", each)  # noqa: S608
        self._db.conn.executemany("delete from compared where work_id = ?", each)

    def remember(self, seen: Collection[Seen]) -> None:
        """Note works as compared the way they are now."""
        self._db.conn.executemany(
            "insert into compared select id, digest, ?, ?, ? from works where id = ?",
            [(one.title, dump(one.gist), array("q", one.keys).tobytes(), one.work) for one in seen],
        )
        under = sorted((key, one.work) for one in seen for key in one.keys)
        self._db.conn.executemany("insert or ignore into compared_under values (?, ?)", under)

    def gists(self, works: Collection[int]) -> Iterator[tuple[int, str, list[Any]]]:
        """Yield works that were compared, with their title and their gist."""
        for work, title, gist in self._db.execute(
            "select work_id, title, gist from compared where work_id in (select value from json_each(?))",
            (dump(sorted(works)),),
        ):
            yield work, title, json.loads(gist)

    def near(self, work: int, title: str, keys: Iterable[int], window: int) -> set[int]:
        """Return the works that share one of ``keys``: at most ``window`` on either side, sorted by title."""
        found = set[int]()
        for key in keys:
            for side, order in ((">", ""), ("<", "desc")):
                found.update(
                    other
                    for (other,) in self._db.execute(
                        "select u.work_id from compared_under u join compared c on c.work_id = u.work_id "  # noqa: S608
                        f"where u.key = ? and (c.title, c.work_id) {side} (?, ?) "
                        f"order by c.title {order}, c.work_id {order} limit ?",
                        (key, title, work, window),
                    )
                )
        return found

    def keep(self, pairs: Iterable[Alike]) -> None:
        """Remember pairs."""
        self._db.conn.executemany("insert or replace into pairs values (?, ?, ?, ?)", pairs)

    def likely(self, least: float = float("-inf")) -> list[Alike]:
        """Return the pairs that may be one work and score ``least`` or more."""
        return self._pairs("relation = '' and score >= ?", least)

    def related(self) -> list[Alike]:
        """Return the pairs of related works."""
        return self._pairs("relation != ?", "")

    def _pairs(self, where: str, value: float | str) -> list[Alike]:
        return self._db.execute(f"select * from pairs where {where} order by work_id, other_id", (value,)).fetchall()  # noqa: S608

    def apart(self) -> set[tuple[int, int]]:
        """Return the pairs of works that a person declared different, split, or took apart after a merge."""
        found = self._db.execute(
            "select coalesce(a.merged_into, a.id), coalesce(b.merged_into, b.id) from decisions d "  # noqa: S608
            f"join works a on a.id = d.work_id join works b on b.id = d.other_id where {_APART}"
        )
        return {(a, b) for a, b in found if a != b}

    def keys(self, works: Collection[int]) -> dict[int, str]:
        """Return the citekeys of works; those without one yet go by their number, as ``#12``."""
        return dict(
            self._db.execute(
                "select id, coalesce(key, '#' || id) from works where id in (select value from json_each(?))",
                (dump(sorted(works)),),
            ).fetchall()
        )
