"""Duplicates in any bibliography file: its records as clusters, or merged into a clean file."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from biblio.cli.app import App
from biblio.errors import FormatError, UsageError

if TYPE_CHECKING:
    from biblio.dedupe import Clusters, Decisions, Entry
    from biblio.model import Work

WRITERS = {".bib": "biblatex", ".json": "csl-json", ".ris": "ris"}


def dedupe_file(
    app: App,
    file: str,
    output: str | None,
    doubts: str | None,
    answers: str | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Find the duplicates of a file, and write what was asked for."""
    from biblio.cli.dedupe.doubts import echo_result, read_answers, write_doubts
    from biblio.dedupe import Decisions

    form = WRITERS.get(Path(output).suffix.lower()) if output else None
    said = set(read_answers(answers)) if answers else set()
    decisions = Decisions(
        same=frozenset((a, b) for answer, a, b in said if answer == "same"),
        different=frozenset((a, b) for answer, a, b in said if answer == "different"),
    )
    found = _clusters(app, file, decisions, processes)
    if form:
        _write_merged(app, file, Path(str(output)), form, found)
    elif output:
        from biblio.cli.files import write_file

        write_file(Path(output), (text.encode() for text in _cluster_lines(found)))
    elif not as_json:
        for text in _cluster_lines(found):
            click.echo(text, nl=False)
    if doubts:
        wanted = {key for pair in found.doubts for key in (pair.a, pair.b)}
        write_doubts(doubts, found.doubts, {e.id: e.csl for e in entries(app, file) if e.id in wanted})
    if as_json:
        echo_result(found.duplicates(), found.doubts, found.relations)
    records = sum(map(len, found.groups))
    app.say(f"{records} records, {len(found.groups)} works, {len(found.doubts)} doubtful pairs")


def _clusters(app: App, file: str, decisions: Decisions, processes: int | None) -> Clusters:
    from biblio.dedupe import cluster
    from biblio.dedupe.csvfile import entry, records
    from biblio.dedupe.workers import available

    count = processes or available()
    if not _is_table(file):
        return cluster(entries(app, file), decisions, processes=count)
    with _opened(file) as lines:
        columns, rows = records(lines, file)
        return cluster(rows, decisions, processes=count, read=partial(entry, columns))


def _is_table(file: str) -> bool:
    return file.lower().endswith((".csv", ".tsv"))


def _opened(file: str) -> TextIO:
    try:
        return Path(file).open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}", "name a file that can be read") from error


def entries(app: App, file: str) -> Iterator[Entry]:
    """Yield the entries of a file, read as what it is; the keys of a .bib that stand twice get a number."""
    from biblio.dedupe import Entry
    from biblio.dedupe.csvfile import read_csv

    if _is_table(file):
        with _opened(file) as lines:
            yield from read_csv(lines, file)
    else:
        for work in _works(app, file):
            yield Entry.of(work)


def _works(app: App, file: str) -> Iterator[Work]:
    from dataclasses import replace

    from biblio.imports import read

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}", "name a file that can be read") from error
    try:
        result = read(data)
    except FormatError as error:
        raise FormatError(f"{file}: {error}", error.cure) from error
    for failure in result.failures:
        app.say(f"{file}:{failure.line}: {failure.reason}")
    seen: dict[str, int] = {}
    for number, work in enumerate(result.works, start=1):
        key = work.key or f"record{number}"
        seen[key] = seen.get(key, 0) + 1
        yield replace(work, key=key if seen[key] == 1 else f"{key}#{seen[key]}")


def _write_merged(app: App, file: str, output: Path, form: str, found: Clusters) -> None:
    from biblio.cli.files import write_file
    from biblio.dedupe import merged
    from biblio.exports import EXPORTERS
    from biblio.model import Work

    if _is_table(file):
        works = [Work(key=e.id, kind="work", csl=e.csl, ids=e.ids, urls=e.urls) for e in entries(app, file)]
    else:
        works = list(_works(app, file))
    by_key = {work.key: work for work in works}
    group_of = {key: group for group in found.groups for key in group}
    written: set[str] = set()
    clean = []
    for work in works:
        if work.key not in written:
            written.update(group_of[work.key])
            clean.append(merged([by_key[key] for key in group_of[work.key]]))
    write_file(output, EXPORTERS[form].chunks(clean))


def _cluster_lines(found: Clusters) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("record_id", "cluster_id"))
    for group in found.groups:
        writer.writerows((key, group[0]) for key in group)
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
