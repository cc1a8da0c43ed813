"""``biblio dedupe``: works that are one, in the library or in any bibliography file."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biblio.cli.app import App, pass_app
from biblio.errors import FormatError, UsageError

if TYPE_CHECKING:
    from biblio.dedupe import Clusters, Decisions, Doubt, Entry
    from biblio.model import Work

ANSWERS = {"s": "same", "same": "same", "=": "same", "d": "different", "different": "different", "≠": "different"}
DOUBT_COLUMNS = ("answer", "a", "b", "score", "reason", "title_a", "title_b", "authors_a", "authors_b")
WRITERS = {".bib": "biblatex", ".json": "csl-json", ".ris": "ris"}


@click.command(epilog="Exit codes: 0 done · 4 doubtful pairs wait for `biblio dedupe --review` (library only)")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("-o", "--output", metavar="OUT", help="clusters.csv, or clean.bib/.json/.ris with merged records.")
@click.option("--explain", nargs=2, metavar="A B", help="Print why two works are one or not.")
@click.option("--review", is_flag=True, help="Answer the doubtful pairs, one key each; resumable.")
@click.option("--doubts", metavar="CSV", help="Write the doubtful pairs here, to be filled in.")
@click.option("--answers", metavar="CSV", help="Take the answers (s, d) of such a file.")
@click.option("--dry-run", is_flag=True, help="Library: say what would be merged, merge nothing.")
@click.option(
    "--processes", type=click.IntRange(1), help="Processes for a large file. Default: what the machine has."
)
@click.option("--json", "as_json", is_flag=True, help="Groups, doubts and relations, or the explanation, as JSON.")
@pass_app
def command(
    app: App,
    file: str | None,
    output: str | None,
    explain: tuple[str, str] | None,
    review: bool,
    doubts: str | None,
    answers: str | None,
    dry_run: bool,
    processes: int | None,
    as_json: bool,
) -> None:
    """Find records that are one work: identifiers decide, then vetoes, then the sum of the evidence.

    Without FILE the works of the library are merged; each merge is a decision that `biblio undo` takes back, and
    nothing is deleted. FILE (.bib, CSL-JSON, RIS, or CSV with the columns record_id, title, author, year …) is only
    read: without -o the clusters go to standard output as CSV (record_id,cluster_id).
    """
    if file and (review or dry_run):
        raise UsageError(
            "--review and --dry-run work on the library", "leave FILE out, or use --doubts and --answers"
        )
    if output and not file:
        raise UsageError("-o needs a FILE", "`biblio export` writes the library")
    if explain:
        _explain(app, file, explain, as_json)
    elif file:
        _dedupe_file(app, file, output, doubts, answers, processes, as_json)
    else:
        _dedupe_library(app, review, doubts, answers, dry_run, as_json)


# -- the library --------------------------------------------------------------------------------------------------


def dedupe_library(app: App, *, dry_run: bool = False) -> Clusters:
    """Merge the works of the library that are one, each merge a decision; return what was found.

    The work that came first keeps its key. Pairs that a person declared different, split or unmerged stay apart.
    """
    from biblio.dedupe import Entry, cluster, explain

    works = [work for work in app.library.works() if work.kind != "pointer"]
    found = cluster(map(Entry.of, works), library_decisions(app, works))
    known = {work.key: (position, work) for position, work in enumerate(works)}
    for group in found.duplicates():
        kept, *others = sorted(group, key=lambda key: known[key][0])
        for key in others:
            evidence = explain(Entry.of(known[kept][1]), Entry.of(known[key][1]))
            if not dry_run:
                app.library.merge(kept, key)
            app.say(f"{key} is {kept}: {evidence}")
    return found


def library_decisions(app: App, works: Iterable[Work]) -> Decisions:
    """Return what persons decided: what was declared distinct, split off or unmerged stays apart."""
    from biblio.dedupe import Decisions

    now = {alias: work.key for work in works for alias in (work.key, *work.aliases)}
    different = set()
    for row in app.library.decisions():
        apart = row["kind"] in ("distinct", "split") and not row["undone"]
        taken_back = row["kind"] in ("same", "identity") and row["undone"]
        if apart or taken_back:
            a, b = now.get(row["key"], ""), now.get(row["other"], "")
            if a and b and a != b:
                different.add((a, b))
    return Decisions(different=frozenset(different))


def _dedupe_library(
    app: App, review: bool, doubts: str | None, answers: str | None, dry_run: bool, as_json: bool
) -> None:
    if answers:
        _take_answers(app, _read_answers(answers))
    found = dedupe_library(app, dry_run=dry_run)
    works = {work.key: work for work in app.library.works() if work.kind != "pointer"}
    waiting = [pair for pair in found.doubts if pair.a in works and pair.b in works]
    if review:
        waiting = _review(app, waiting, works)
    if doubts:
        from biblio.dedupe import Entry

        _write_doubts(doubts, waiting, {key: Entry.of(work) for key, work in works.items()})
    if as_json:
        _echo_json(found)
    merged = sum(len(group) - 1 for group in found.duplicates())
    said = "would be merged" if dry_run else "merged"
    app.say(f"{merged} works {said}, {len(waiting)} doubtful pairs" + (": biblio dedupe --review" if waiting else ""))
    sys.exit(4 if waiting else 0)


def _take_answers(app: App, answers: Iterable[tuple[str, str, str]]) -> None:
    for answer, a, b in answers:
        if app.library.work(a).key == app.library.work(b).key:
            continue
        app.library.merge(a, b) if answer == "same" else app.library.keep_apart(a, b)


def _review(app: App, pairs: list[Doubt], works: dict[str, Work]) -> list[Doubt]:
    """Ask for each pair; answers are stored as they come. Return the pairs left."""
    from biblio.cli.dedupe_review import side_by_side

    left = list(pairs)
    for number, pair in enumerate(pairs, start=1):
        if app.library.work(pair.a).key == app.library.work(pair.b).key:
            left.remove(pair)
            continue
        click.echo(f"\n{number}/{len(pairs)}  {pair.reason}")
        click.echo(side_by_side(works[pair.a], works[pair.b]))
        click.echo("[s]ame  [d]ifferent  [l]ater  [q]uit ", nl=False, err=True)
        key = click.getchar().lower()
        click.echo(key, err=True)
        if key in ("q", "\x03", "\x04", ""):
            break
        if key in ANSWERS:
            _take_answers(app, [(ANSWERS[key], pair.a, pair.b)])
            left.remove(pair)
    return left


# -- files --------------------------------------------------------------------------------------------------------


def _dedupe_file(
    app: App,
    file: str,
    output: str | None,
    doubts: str | None,
    answers: str | None,
    processes: int | None,
    as_json: bool,
) -> None:
    from biblio.dedupe import Decisions, cluster
    from biblio.dedupe.workers import available

    form = WRITERS.get(Path(output).suffix.lower()) if output else None
    said = set(_read_answers(answers)) if answers else set()
    decisions = Decisions(
        same=frozenset((a, b) for answer, a, b in said if answer == "same"),
        different=frozenset((a, b) for answer, a, b in said if answer == "different"),
    )
    found = cluster(_entries(app, file), decisions, processes=processes or available())
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
        _write_doubts(doubts, found.doubts, {e.id: e for e in _entries(app, file) if e.id in wanted})
    if as_json:
        _echo_json(found)
    records = sum(map(len, found.groups))
    app.say(f"{records} records, {len(found.groups)} works, {len(found.doubts)} doubtful pairs")


def _entries(app: App, file: str) -> Iterator[Entry]:
    """Yield the entries of a file, read as what it is; the keys of a .bib that stand twice get a number."""
    from biblio.dedupe import Entry
    from biblio.dedupe.csvfile import read_csv

    if file.lower().endswith((".csv", ".tsv")):
        try:
            with Path(file).open(encoding="utf-8-sig", errors="replace", newline="") as lines:
                yield from read_csv(lines, file)
        except OSError as error:
            raise UsageError(f"{file}: {error.strerror}", "name a file that can be read") from error
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

    if file.lower().endswith((".csv", ".tsv")):
        works = [Work(key=e.id, kind="work", csl=e.csl, ids=e.ids, urls=e.urls) for e in _entries(app, file)]
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


# -- explanations and doubts --------------------------------------------------------------------------------------


def _explain(app: App, file: str | None, keys: tuple[str, str], as_json: bool) -> None:
    from biblio.dedupe import Entry, explain

    if file:
        entries = {entry.id: entry for entry in _entries(app, file) if entry.id in keys}
        if missing := [key for key in keys if key not in entries]:
            raise UsageError(f"{file} has no record {missing[0]}", "the ids are those of the file")
        a, b = (entries[key] for key in keys)
    else:
        a, b = (Entry.of(app.library.work(key)) for key in keys)
    evidence = explain(a, b)
    click.echo(json.dumps(asdict(evidence), ensure_ascii=False, indent=2) if as_json else str(evidence))


def _echo_json(found: Clusters) -> None:
    click.echo(
        json.dumps(
            {
                "groups": found.duplicates(),
                "doubts": [asdict(pair) for pair in found.doubts],
                "relations": [asdict(pair) for pair in found.relations],
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def _write_doubts(path: str, pairs: Iterable[Doubt], entries: dict[str, Entry]) -> None:
    from biblio.cli.files import write_file
    from biblio.cli.listing import people_of

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(DOUBT_COLUMNS)
    for pair in pairs:
        a, b = entries[pair.a].csl, entries[pair.b].csl
        shown = (a.get("title", ""), b.get("title", ""), people_of(a), people_of(b))
        writer.writerow(("", pair.a, pair.b, f"{pair.score:.1f}", pair.reason, *shown))
    write_file(Path(path), [buffer.getvalue().encode()])


def _read_answers(path: str) -> list[tuple[str, str, str]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name the file that --doubts wrote") from error
    found = []
    for row in rows:
        said = (row.get("answer") or "").strip().lower()
        if not said:
            continue
        if said not in ANSWERS or not row.get("a") or not row.get("b"):
            raise FormatError(f"{path}: answer {said!r} for {row.get('a')} and {row.get('b')}", "write s or d")
        found.append((ANSWERS[said], row["a"], row["b"]))
    return found
