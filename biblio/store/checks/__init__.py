"""Link checks in the library: links and what they add up to, every check, runs, what is still to be told.

Times are integers, seconds since 1970 (UTC): a hundred thousand links leave a million rows a year, and SQLite
reads them as ``datetime(time, 'unixepoch')``. ``checks`` is only appended to; ``links`` holds what they add up to;
``events`` what changed; an event is told once, in the digest it belongs to.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from biblio.store.checks.beside import link_states, with_links
from biblio.store.checks.figures import STUCK
from biblio.store.checks.links import Linked
from biblio.store.checks.runs import Running
from biblio.store.checks.telling import Telling

__all__ = ["STUCK", "Checks", "link_states", "open_checks", "with_links"]


class Checks(Linked, Running, Telling):
    """The link checks of a library."""


def open_checks(path: Path) -> Checks:
    """Open the checks of a library file without the rest of the library, for benchmarks and monitors."""
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("pragma journal_mode = wal")
    return Checks(Database(connection, execute_plugins=False))
