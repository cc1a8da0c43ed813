"""The tables of a library, as migrations that only go forward.

Facts are appended: ``reports``, ``mentions``, ``imports``, ``records``, ``decisions``. Derived from them, and
rebuilt at will: the description columns of ``works``, ``features`` and ``cited_under``; what deduplication has seen
of those: ``compared``, ``compared_under`` and ``pairs``. Identities are frozen: a
row of ``works`` and its keys in ``citekeys`` are never deleted; a merge only fills ``merged_into``.
JSON stands in columns named after what it holds: ``csl``, ``ids``, ``urls`` …; times are ISO 8601, UTC.
"""

from typing import cast

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

migrations = Migrations("biblio.library")


def table(db: Database, name: str) -> Table:
    """Return the table ``name`` (sqlite-utils types it as table or view)."""
    return cast(Table, db[name])


@migrations()
def library(db: Database) -> None:
    """Create the library."""
    for statement in _LIBRARY.split(";\n\n"):
        db.execute(statement)


@migrations()
def comparisons(db: Database) -> None:
    """Add what deduplication remembers, and the index without which each derived work cost a scan of all features.

    Works derived before have no digest yet: -1 says that they are there to be compared.
    """
    for statement in _COMPARISONS.split(";\n\n"):
        db.execute(statement)
    db.execute(
        "update works set digest = -1 where kind != 'pointer' and id in (select coalesce(part.merged_into, part.id) "
        "from works part where part.id in (select work_id from mentions where current = 1) "
        "or part.id in (select work_id from imports))"
    )


_LIBRARY = """\
create table reports (
    id integer primary key,
    name text not null,
    address text not null,
    digest text not null,
    format text not null,
    title text not null,
    date text not null,
    read_at text not null,
    text blob not null,
    current integer not null default 1
) strict;

create index reports_by_address on reports (address, current);

create table works (
    id integer primary key,
    key text unique collate nocase,
    created text not null,
    merged_into integer references works (id),
    hidden integer not null default 0,
    kind text not null default 'work',
    csl text not null default '{}',
    ids text not null default '{}',
    urls text not null default '[]',
    origins text not null default '{}',
    related text not null default '[]',
    access text not null default '',
    open_url text not null default '',
    note text not null default '',
    private_note text not null default '',
    words text not null default ''
) strict;

create index works_merged on works (merged_into);

create table citekeys (
    key text primary key collate nocase,
    work_id integer not null references works (id)
) strict;

create table mentions (
    id integer primary key,
    report_id integer not null references reports (id),
    work_id integer not null references works (id),
    start integer not null,
    "end" integer not null,
    line integer not null,
    quote text not null,
    kind text not null,
    session text,
    section text not null,
    urls text not null,
    ids text not null,
    derived_ids text not null,
    csl text not null,
    confidence real not null,
    themes text not null,
    note text not null,
    current integer not null default 1
) strict;

create index mentions_by_work on mentions (work_id, current);

create index mentions_by_report on mentions (report_id);

create table imports (
    id integer primary key,
    work_id integer not null references works (id),
    file text not null,
    time text not null,
    kind text not null,
    csl text not null,
    ids text not null,
    urls text not null,
    themes text not null,
    note text not null,
    private_note text not null,
    related text not null
) strict;

create index imports_by_work on imports (work_id);

create table records (
    id integer primary key,
    work_id integer not null references works (id),
    source text not null,
    url text not null,
    time text not null,
    relation text not null,
    csl text not null,
    ids text not null,
    raw blob not null,
    note text not null,
    current integer not null default 1
) strict;

create index records_by_work on records (work_id, current);

create table verdicts (
    work_id integer not null references works (id),
    source text not null,
    verdict text not null,
    time text not null,
    note text not null,
    primary key (work_id, source)
) strict, without rowid;

create table decisions (
    id integer primary key,
    time text not null,
    kind text not null,
    work_id integer references works (id),
    other_id integer references works (id),
    field text not null default '',
    value text not null default 'null',
    undone text
) strict;

create index decisions_by_work on decisions (work_id);

create table features (
    feature text not null,
    work_id integer not null references works (id),
    primary key (feature, work_id)
) strict, without rowid;

create table cited_under (
    work_id integer not null references works (id),
    position integer not null,
    theme text not null,
    primary key (work_id, position)
) strict, without rowid;

create index works_of_theme on cited_under (theme);

create table settings (
    name text primary key,
    value text not null
) strict, without rowid"""

_COMPARISONS = """\
alter table works add column digest integer not null default 0;

create index works_to_compare on works (id, digest) where merged_into is null and hidden = 0 and digest != 0;

create table compared (
    work_id integer primary key references works (id),
    digest integer not null,
    title text not null,
    gist text not null,
    keys blob not null
) strict;

create index compared_as on compared (work_id, digest);

create table compared_under (
    key integer not null,
    work_id integer not null references works (id),
    primary key (key, work_id)
) strict, without rowid;

create table pairs (
    work_id integer not null references works (id),
    other_id integer not null references works (id),
    score real not null,
    relation text not null,
    primary key (work_id, other_id)
) strict, without rowid;

create index pairs_by_other on pairs (other_id);

create index features_by_work on features (work_id);

create index decisions_by_other on decisions (other_id);

create index decisions_apart on decisions (work_id, other_id)
    where (kind in ('distinct', 'split') and undone is null)
    or (kind in ('same', 'identity') and undone is not null)"""
