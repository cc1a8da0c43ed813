"""Runs and their checks: one at a time, every check for ever."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import fields

from sqlite_utils import Database

from biblio.errors import StoreError
from biblio.model import Check, Hop, LinkMemory
from biblio.store.checks.figures import STUCK, Figures
from biblio.store.checks.links import MEMORY

_KEPT = tuple(name for name in MEMORY if name not in ("url", "archived", "archived_date"))
_UPDATE = f"update links set {', '.join(f'{name} = ?' for name in _KEPT)} where id = ?"  # noqa: S608


class Running(Figures):
    """Beginning and ending a run, saving and reading checks."""

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
