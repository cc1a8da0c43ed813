"""The raw answers of services and pages, in the library: what a client need not ask again."""

import zlib
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database, Migrations

from biblio.sources.base import Request, Response

MISSES_LAST = timedelta(days=30)
"""How long "there is no such thing" is believed before it is asked again."""

migrations = Migrations("biblio.answers")


@migrations()
def answers(db: Database) -> None:
    """Create the tables of raw answers and of questions asked."""
    for statement in _TABLES.split(";\n\n"):
        db.execute(statement)


_TABLES = """\
create table answers (
    id integer primary key,
    url text not null,
    accept text not null,
    status integer not null,
    content_type text not null,
    final text not null,
    time text not null,
    body blob not null
) strict;

create index answers_by_request on answers (url, accept);

create table lookups (
    work_id integer not null references works (id),
    source text not null,
    question text not null,
    verdict text not null,
    time text not null,
    note text not null,
    records text not null,
    derived integer not null default 0,
    primary key (work_id, source, question)
) strict, without rowid"""


class Answers:
    """The raw answers of services and pages, each kept as received; a client's cache."""

    def __init__(self, db: Database, read_only: bool = False) -> None:
        self._db = db
        self._read_only = read_only
        migrations.apply(db)

    def get(self, request: Request) -> Response | None:
        """Return the newest answer to a request, unless it is a miss that has grown too old."""
        row = self._db.execute(
            "select status, content_type, final, time, body from answers where url = ? and accept = ? "
            "order by id desc limit 1",
            (request.url, request.accept),
        ).fetchone()
        if row is None:
            return None
        status, content_type, final, time, body = row
        if status >= 400 and older(time, MISSES_LAST):
            return None
        return Response(
            url=request.url,
            status=status,
            body=zlib.decompress(body),
            content_type=content_type,
            final=final,
            time=time,
        )

    def put(self, request: Request, response: Response) -> None:
        """Keep an answer beside the earlier ones."""
        if self._read_only:
            return
        with self._db.atomic():
            self._db.execute(
                "insert into answers (url, accept, status, content_type, final, time, body) "
                "values (?, ?, ?, ?, ?, ?, ?)",
                (
                    request.url,
                    request.accept,
                    response.status,
                    response.content_type,
                    response.final,
                    response.time,
                    zlib.compress(response.body),
                ),
            )


def older(time: str, age: timedelta) -> bool:
    """Tell whether a moment (ISO 8601) lies further back than ``age``, or is none."""
    try:
        return datetime.fromisoformat(time) < datetime.now(UTC) - age
    except ValueError:
        return True
