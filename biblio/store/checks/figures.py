"""Counts, past runs, and what a monitor wants to know."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from biblio.store.checks.base import Opened

STUCK = 900
"""Seconds without a sign of life after which a run counts as stuck and another may take over."""


class Figures(Opened):
    """Figures over links and runs."""

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


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
