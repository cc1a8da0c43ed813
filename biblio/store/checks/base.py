"""The checks of an opened library, and how they are written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from biblio.errors import StoreError
from biblio.store.checks.schema import migrations


class Opened:
    """The link checks of a library, with their tables in place."""

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
