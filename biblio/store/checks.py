"""Link checks in the library: links and what they add up to, every check, runs, what is still to be told.

Times are integers, seconds since 1970 (UTC): a hundred thousand links leave a million rows a year, and SQLite
reads them as ``datetime(time, 'unixepoch')``. ``checks`` is only appended to; ``links`` holds what they add up to;
``events`` what changed; an event is told once, in the digest it belongs to.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from biblio.errors import StoreError, UsageError
from biblio.model import Check, Hop, LinkMemory, LinkState, Standing, Work

STUCK = 900
"""Seconds without a sign of life after which a run counts as stuck and another may take over."""

migrations = Migrations("biblio.checks")


@migrations()
def checks(db: Database) -> None:
    """Create the tables of link checks."""
    for statement in _TABLES.split(";\n\n"):
        db.execute(statement)


_TABLES = """\
create table links (
    id integer primary key,
    url text not null unique,
    host text not null,
    cited integer not null default 1,
    acknowledged integer not null default 0,
    state text not null default 'new',
    reason text not null default '',
    detail text not null default '',
    since integer not null default 0,
    checked integer not null default 0,
    next_check integer not null default 0,
    last_ok integer not null default 0,
    fails integer not null default 0,
    first_fail integer not null default 0,
    last_fail integer not null default 0,
    pending text not null default '',
    pending_since integer not null default 0,
    recovered integer not null default 0,
    final text not null default '',
    status integer not null default 0,
    fingerprint text not null default '',
    archived text not null default '',
    archived_date text not null default ''
) strict;

create index links_due on links (next_check) where cited = 1;

create table checks (
    id integer primary key,
    link_id integer not null references links (id),
    run_id integer not null,
    time integer not null,
    state text not null,
    verdict text not null,
    reason text not null,
    detail text not null,
    method text not null,
    status integer not null,
    final text not null,
    permanent integer not null,
    fragment_missing integer not null,
    hops text,
    ms integer not null,
    size integer not null
) strict;

create index checks_of_link on checks (link_id, time);

create table check_runs (
    id integer primary key,
    pid integer not null,
    started integer not null,
    heartbeat integer not null,
    finished integer,
    outcome text not null default '',
    due integer not null default 0,
    checked integer not null default 0,
    states text not null default '{}'
) strict;

create table events (
    id integer primary key,
    link_id integer not null references links (id),
    run_id integer not null,
    time integer not null,
    kind text not null,
    old text not null,
    new text not null,
    digest_id integer
) strict;

create index events_untold on events (id) where digest_id is null;

create table digests (
    id integer primary key,
    time integer not null,
    path text not null,
    text text not null,
    written integer not null default 0
) strict;

create table link_hosts (
    host text primary key,
    head_works integer,
    muted integer not null default 0
) strict, without rowid"""

_MEMORY = tuple(field.name for field in fields(LinkMemory))
_KEPT = tuple(name for name in _MEMORY if name not in ("url", "archived", "archived_date"))
_UPDATE = f"update links set {', '.join(f'{name} = ?' for name in _KEPT)} where id = ?"  # noqa: S608
_SELECT = f"select {', '.join(_MEMORY)} from links"  # noqa: S608 (names of our own fields)


class Checks:
    """The link checks of a library."""

    def __init__(self, db: Database) -> None:
        self._db = db
        migrations.apply(db)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Make all that is written within one step; raises `StoreError` when it cannot be written."""
        try:
            with self._db.atomic():
                yield
        except sqlite3.Error as error:
            raise StoreError(
                f"the checks cannot be saved: {error}", "make room or close what holds the library; then run again"
            ) from error

    # -- links -----------------------------------------------------------------------------------------------------

    def cite(self, urls: Iterable[str], host_of: Callable[[str], str], first: Callable[[int], Iterable[int]]) -> int:
        """Make the cited links those of ``urls``; return how many are new.

        ``first`` gives the first dates of so many new links. Links no longer cited keep their history and rest.
        """
        wanted = dict.fromkeys(urls)
        with self._writing():
            known = {url for (url,) in self._db.execute("select url from links")}
            self._db.execute("create temp table if not exists cited_now (url text primary key)")
            self._db.execute("delete from cited_now")
            self._db.conn.executemany("insert into cited_now values (?)", [(url,) for url in wanted])
            self._db.execute(
                "update links set cited = (url in (select url from cited_now)) "
                "where cited != (url in (select url from cited_now))"
            )
            new = [url for url in wanted if url not in known]
            self._db.conn.executemany(
                "insert into links (url, host, next_check) values (?, ?, ?)",
                [(url, host_of(url), date) for url, date in zip(new, first(len(new)), strict=True)],
            )
        return len(new)

    def due(self, now: int, beyond: int) -> list[LinkMemory]:
        """Return the cited links that are due, longest overdue first, muted hosts left out.

        A date after ``beyond`` was set by a clock that was wrong, and is due as well.
        """
        return self._memories(
            "where cited = 1 and (next_check <= ? or next_check > ?) "
            "and host not in (select host from link_hosts where muted = 1) order by next_check, id",
            (now, beyond),
        )

    def standings(self) -> Iterator[Standing]:
        """Yield where each cited link stands, muted hosts left out."""
        rows = self._db.execute(
            "select url, host, state, since, checked, next_check from links where cited = 1 "
            "and host not in (select host from link_hosts where muted = 1)"
        )
        return map(Standing._make, rows)

    def call(self, urls: Iterable[str], now: int) -> None:
        """Make links due now, before their date."""
        with self._writing():
            self._db.conn.executemany("update links set next_check = ? where url = ?", [(now, url) for url in urls])

    def memories(self, state: str = "", host: str = "") -> list[LinkMemory]:
        """Return what is known of the cited links, of one state or host if asked."""
        where, values = "where cited = 1", list[str]()
        for column, value in (("state", state), ("host", host)):
            if value:
                where += f" and {column} = ?"
                values.append(value)
        return self._memories(f"{where} order by id", values)

    def memory(self, url: str) -> LinkMemory:
        """Return what is known of one link; raises `UsageError` where there is none of that address."""
        found = self._memories("where url = ?", (url,))
        if not found:
            raise UsageError(f"{url}: no link of the library", "`biblio links` lists them")
        return found[0]

    def _memories(self, where: str, values: Sequence[Any]) -> list[LinkMemory]:
        return [
            LinkMemory(**dict(zip(_MEMORY, row, strict=True)))
            for row in self._db.execute(f"{_SELECT} {where}", values)
        ]

    def load(self, now: int) -> dict[int, int]:
        """Return how many checks are due in each coming night (days since 1970)."""
        rows = self._db.execute(
            "select next_check / 86400, count(*) from links where cited = 1 and next_check > ? group by 1", (now,)
        )
        return dict(rows.fetchall())

    def set_archived(self, url: str, copy: str, date: str) -> None:
        """Note the archived copy of a link and its date; empty for *there is none* is not noted."""
        with self._writing():
            self._db.execute("update links set archived = ?, archived_date = ? where url = ?", (copy, date, url))

    def acknowledge(self, url: str) -> None:
        """Note that a person knows of a link's trouble: it is no finding any more until it has recovered."""
        self.memory(url)
        with self._writing():
            self._db.execute("update links set acknowledged = 1 where url = ?", (url,))

    def acknowledged(self) -> set[str]:
        """Return the links whose trouble is known."""
        return {url for (url,) in self._db.execute("select url from links where acknowledged = 1")}

    def mute(self, host: str, muted: bool = True) -> None:
        """Stop (or begin again) checking the links of a host."""
        with self._writing():
            self._db.execute(
                "insert into link_hosts (host, muted) values (?, ?) "
                "on conflict (host) do update set muted = excluded.muted",
                (host.lower(), int(muted)),
            )

    def muted(self) -> list[str]:
        """Return the hosts whose links are not checked."""
        return [host for (host,) in self._db.execute("select host from link_hosts where muted = 1 order by host")]

    def head_works(self) -> dict[str, bool]:
        """Return the hosts of which it is known whether they answer HEAD as they answer GET."""
        rows = self._db.execute("select host, head_works from link_hosts where head_works is not null")
        return {host: bool(works) for host, works in rows}

    def set_head_works(self, hosts: Mapping[str, bool]) -> None:
        """Note which hosts answer HEAD as they answer GET."""
        with self._writing():
            self._db.conn.executemany(
                "insert into link_hosts (host, head_works) values (?, ?) "
                "on conflict (host) do update set head_works = excluded.head_works",
                [(host, int(works)) for host, works in hosts.items()],
            )

    # -- runs ------------------------------------------------------------------------------------------------------

    def begin(self, now: int, pid: int, due: int, alive: Callable[[int], bool]) -> int:
        """Begin a run and return its number; raises `StoreError` while another is at work.

        A run whose process is gone, or that gave no sign of life for `STUCK` seconds, is closed: this one goes on
        where it stopped, since every check was saved as it came.
        """
        with self._writing():
            # Taking the write lock first makes looking and entering one step.
            self._db.execute("update check_runs set heartbeat = heartbeat where 0")
            for number, other, heartbeat in self._db.execute(
                "select id, pid, heartbeat from check_runs where finished is null"
            ).fetchall():
                running = other != pid and alive(other)
                # A heartbeat from the future was written by a clock that has been set back since.
                if running and 0 <= now - heartbeat < STUCK:
                    raise StoreError(
                        f"another run (process {other}) is checking links; last sign of life {now - heartbeat} s ago",
                        "wait for its end; `biblio status --json` shows it",
                    )
                outcome = "stuck" if running else "interrupted"
                self._db.execute(
                    "update check_runs set finished = ?, outcome = ? where id = ?", (now, outcome, number)
                )
            cursor = self._db.execute(
                "insert into check_runs (pid, started, heartbeat, due) values (?, ?, ?, ?)", (pid, now, now, due)
            )
            return int(cursor.lastrowid or 0)

    def beat(self, run: int, now: int) -> None:
        """Give a sign of life; raises `StoreError` if another run took over meanwhile."""
        with self._writing():
            self._beat(run, now, 0)

    def _beat(self, run: int, now: int, more: int) -> None:
        changed = self._db.execute(
            "update check_runs set heartbeat = ?, checked = checked + ? where id = ? and finished is null",
            (now, more, run),
        ).rowcount
        if not changed:
            raise StoreError("this run was held for stuck and another took over", "nothing is lost; nothing to do")

    def end(self, run: int, now: int, outcome: str) -> None:
        """Close a run; ``outcome`` is ``done``, ``time was up`` or ``own network``."""
        with self._writing():
            self._db.execute(
                "update check_runs set finished = ?, outcome = ?, states = ? where id = ?",
                (now, outcome, json.dumps(self.counts()), run),
            )

    def save(self, run: int, check: Check, memory: LinkMemory, event: str, old: str) -> None:
        """Save one check, what the link's checks now add up to, and what there is to tell, all or nothing."""
        with self._writing():
            self._beat(run, check.time, 1)
            self.append(run, check, memory, event, old)

    def append(self, run: int, check: Check, memory: LinkMemory, event: str, old: str) -> None:
        """Do as `save` within a transaction of the caller's, without a sign of life."""
        row = self._db.execute("select id, acknowledged from links where url = ?", (check.url,)).fetchone()
        if row is None:
            return
        link, acknowledged = row
        self._db.execute(
            "insert into checks (link_id, run_id, time, state, verdict, reason, detail, method, status, final, "
            "permanent, fragment_missing, hops, ms, size) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                link, run, check.time, check.state, check.verdict, check.reason,
                "" if check.reason == "ok" else check.detail, check.method, check.status, check.final,
                check.permanent, check.fragment_missing,
                json.dumps([[hop.status, hop.url] for hop in check.hops]) if check.hops else None,
                check.ms, check.size,
            ),
        )  # fmt: skip
        self._db.execute(_UPDATE, [getattr(memory, name) for name in _KEPT] + [link])
        if event and not (acknowledged and event != "recovered"):
            self._db.execute(
                "insert into events (link_id, run_id, time, kind, old, new) values (?, ?, ?, ?, ?, ?)",
                (link, run, check.time, event, old, memory.state),
            )
        if event == "recovered":
            self._db.execute("update links set acknowledged = 0 where id = ?", (link,))

    def batch(self) -> AbstractContextManager[Database]:
        """Return a transaction for many calls of `append`."""
        return self._db.atomic()

    def compact(self) -> None:
        """Write everything into the file itself, without holes."""
        self._db.execute("pragma wal_checkpoint(truncate)")
        self._db.execute("vacuum")

    def history(self, url: str) -> Iterator[tuple[int, Check]]:
        """Yield the checks of a link, newest first, each with the number of its run."""
        rows = self._db.query(
            "select c.*, l.url from checks c join links l on l.id = c.link_id where l.url = ? "
            "order by c.time desc, c.id desc",
            (url,),
        )
        names = {field.name for field in fields(Check)}
        for row in rows:
            values = {name: value for name, value in row.items() if name in names}
            values["hops"] = tuple(Hop(status=status, url=hop) for status, hop in json.loads(row["hops"] or "[]"))
            values["permanent"], values["fragment_missing"] = bool(row["permanent"]), bool(row["fragment_missing"])
            yield row["run_id"], Check(**values)

    def purge(self, before: int) -> int:
        """Forget the checks made before a moment; what they add up to stays. Return how many went."""
        with self._writing():
            return self._db.execute("delete from checks where time < ?", (before,)).rowcount

    # -- telling ---------------------------------------------------------------------------------------------------

    def untold(self) -> list[dict[str, Any]]:
        """Return the events that no digest has told: id, url, time, kind, old, new."""
        return list(
            self._db.query(
                "select e.id, l.url, e.time, e.kind, e.old, e.new from events e join links l on l.id = e.link_id "
                "where e.digest_id is null order by e.id"
            )
        )

    def tell(self, events: Iterable[int], now: int, path: str, text: str) -> int:
        """Bind events to the digest that tells them, in one step; the text can be written again after a crash."""
        with self._writing():
            cursor = self._db.execute("insert into digests (time, path, text) values (?, ?, ?)", (now, path, text))
            digest = int(cursor.lastrowid or 0)
            self._db.conn.executemany(
                "update events set digest_id = ? where id = ?", [(digest, id_) for id_ in events]
            )
            return digest

    def unwritten(self, path: str) -> list[tuple[int, str]]:
        """Return the digests meant for a path that never reached it: number and text."""
        rows = self._db.execute("select id, text from digests where path = ? and written = 0 order by id", (path,))
        return rows.fetchall()

    def written(self, digests: Iterable[int]) -> None:
        """Note that digests have reached their reader; their text is not needed any more."""
        with self._writing():
            self._db.conn.executemany(
                "update digests set written = 1, text = '' where id = ?", [(number,) for number in digests]
            )

    # -- figures ---------------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """Return the number of cited links by state."""
        return dict(
            self._db.execute(
                "select state, count(*) from links where cited = 1 group by state order by state"
            ).fetchall()
        )

    def runs(self, most: int = 400) -> list[dict[str, Any]]:
        """Return the last runs, oldest first: started, finished, outcome, due, checked, states."""
        rows = self._db.query("select * from check_runs order by id desc limit ?", (most,))
        return [row | {"states": json.loads(row["states"])} for row in rows][::-1]

    def health(self, now: int, alive: Callable[[int], bool]) -> dict[str, Any]:
        """Return what a monitor wants to know: last success, what is overdue, whether a run is stuck."""
        (last,) = self._db.execute("select max(finished) from check_runs where outcome = 'done'").fetchone()
        overdue, oldest = self._db.execute(
            "select count(*), min(next_check) from links where cited = 1 and next_check <= ? "
            "and host not in (select host from link_hosts where muted = 1)",
            (now - 86400,),
        ).fetchone()
        running = [
            {"pid": pid, "started": _iso(started), "checked": checked, "stuck": now - beat >= STUCK or not alive(pid)}
            for pid, started, beat, checked in self._db.execute(
                "select pid, started, heartbeat, checked from check_runs where finished is null"
            )
        ]
        return {
            "last_success": _iso(last) if last else None,
            "hours_ago": round((now - last) / 3600, 1) if last else None,
            "overdue": overdue,
            "oldest_overdue": _iso(oldest) if overdue and oldest else None,
            "running": running,
            "states": self.counts(),
        }


def link_states(db: Database) -> dict[str, LinkState]:
    """Return what the checks know of each link that was checked; nothing where no check was ever made."""
    if not db["links"].exists():
        return {}
    rows = db.execute(
        "select url, state, date(checked, 'unixepoch'), archived, archived_date from links where checked > 0"
    )
    return {
        url: LinkState(url=url, state=state, checked=checked, archived=archived, archived_date=day)
        for url, state, checked, archived, day in rows
    }


def with_links(db: Database, works: list[Work]) -> list[Work]:
    """Return works with the state of their links, for exports and lists."""
    known = link_states(db)
    return [_with_links(work, known) for work in works] if known else works


def _with_links(work: Work, known: Mapping[str, LinkState]) -> Work:
    urls = dict.fromkeys((*work.urls, *(url for citation in work.citations for url in citation.urls)))
    found = tuple(known[url] for url in urls if url in known)
    return replace(work, links=found) if found else work


def _iso(seconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_checks(path: Path) -> Checks:
    """Open the checks of a library file without the rest of the library, for benchmarks and monitors."""
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("pragma journal_mode = wal")
    return Checks(Database(connection, execute_plugins=False))
