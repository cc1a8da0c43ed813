"""An opened library: the connection, keys to works, decisions written down."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from biblio.errors import StoreError, UsageError
from biblio.store.rows import dump, now
from biblio.store.schema import migrations, table
from biblio.store.works import Citekey

BUSY_SECONDS = 30.0
"""How long a writer waits for another: a nightly check and a trainer may share one library."""


class _TakenBackError(Exception):
    """Ends a rehearsal."""


class Opened:
    """A library file, open; created where there is none.

    ``citekey`` makes the key that a work gets, for ever, when it is first listed. Raises `StoreError` when the file
    is no library or cannot be opened.
    """

    def __init__(self, path: Path, citekey: Citekey) -> None:
        self.path = path
        self.citekey = citekey
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
            self.db = Database(connection, execute_plugins=False)
            self.db.execute("pragma journal_mode = wal")
            self.db.execute("pragma foreign_keys = on")
            migrations.apply(self.db)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{path}: {error}", "name a library (SQLite file) that you may write with --db"
            ) from error

    def atomic(self) -> AbstractContextManager[Database]:
        """Do what is done inside all or not at all."""
        return self.db.atomic()

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Take back at the end what is done inside: to tell what would happen."""
        try:
            with self.db.atomic():
                yield
                raise _TakenBackError
        except _TakenBackError:
            pass

    def _id(self, key: str) -> int:
        if key.startswith("#") and key[1:].isdigit():
            row = self.db.execute("select id, merged_into from works where id = ?", (int(key[1:]),)).fetchone()
        else:
            row = self.db.execute(
                "select w.id, w.merged_into from citekeys c join works w on w.id = c.work_id where c.key = ?", (key,)
            ).fetchone()
        if row:
            return int(row[1] or row[0])
        near = get_close_matches(key, [k for (k,) in self.db.execute("select key from citekeys")], 3)
        cure = f"did you mean {', '.join(near)}?" if near else "`biblio list` shows all keys"
        raise UsageError(f"no work with the key '{key}'", cure)

    def _decide(
        self, kind: str, work: int | None, *, other: int | None = None, field: str = "", value: Any = None
    ) -> int:
        row = {"time": now(), "kind": kind, "work_id": work, "other_id": other, "field": field, "value": dump(value)}
        return int(table(self.db, "decisions").insert(row).last_pk)  # type: ignore[arg-type]
