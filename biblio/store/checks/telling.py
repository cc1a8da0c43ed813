"""What changed and in which digest it was told."""

from collections.abc import Iterable
from typing import Any

from biblio.store.checks.base import Opened


class Telling(Opened):
    """Events wait until a digest tells them, once."""

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
