"""The tables of link checks."""

from sqlite_utils import Database, Migrations

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
