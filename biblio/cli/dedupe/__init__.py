"""``biblio dedupe``: works that are one, in the library or in any bibliography file."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from biblio.cli.app import App, pass_app
from biblio.errors import UsageError


@click.command(epilog="Exit codes: 0 done · 4 doubtful pairs wait for `biblio dedupe --review` (library only)")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("-o", "--output", metavar="OUT", help="clusters.csv, or clean.bib/.json/.ris with merged records.")
@click.option("--explain", nargs=2, metavar="A B", help="Print why two works are one or not.")
@click.option("--review", is_flag=True, help="Answer the doubtful pairs, one key each; resumable.")
@click.option("--doubts", metavar="CSV", help="Write the doubtful pairs here, to be filled in.")
@click.option("--answers", metavar="CSV", help="Take the answers (s, d) of such a file.")
@click.option("--dry-run", is_flag=True, help="Library: say what would be merged, merge nothing.")
@click.option("--all", "everything", is_flag=True, help="Library: compare all works again, not what has changed.")
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
    everything: bool,
    processes: int | None,
    as_json: bool,
) -> None:
    """Find records that are one work: identifiers decide, then vetoes, then the sum of the evidence.

    Without FILE the works of the library are merged: those that are new or have changed are compared with what they
    may match. Each merge is a decision that `biblio undo` takes back, and nothing is deleted. FILE (.bib, CSL-JSON,
    RIS, or CSV with the columns record_id, title, author, year …) is only read: without -o the clusters go to
    standard output as CSV (record_id,cluster_id).
    """
    if file and (review or dry_run or everything):
        raise UsageError(
            "--review, --dry-run and --all work on the library", "leave FILE out, or use --doubts and --answers"
        )
    if output and not file:
        raise UsageError("-o needs a FILE", "`biblio export` writes the library")
    if explain:
        _explain(app, file, explain, as_json)
    elif file:
        from biblio.cli.dedupe.files import dedupe_file

        dedupe_file(app, file, output, doubts, answers, processes, as_json)
    elif dry_run:
        with app.library.rehearsal():
            waiting = _library(app, review, doubts, answers, "would be merged", everything, as_json)
        sys.exit(4 if waiting else 0)
    else:
        sys.exit(4 if _library(app, review, doubts, answers, "merged", everything, as_json) else 0)


def _library(
    app: App, review: bool, doubts: str | None, answers: str | None, said: str, everything: bool, as_json: bool
) -> int:
    """Merge what is one in the library, ask or tell what is doubtful; return how many pairs wait for a person."""
    from biblio.cli.dedupe.doubts import echo_result, read_answers, write_doubts
    from biblio.cli.dedupe.library import dedupe_library, related_pairs, take_answers, waiting_pairs

    if answers:
        take_answers(app, read_answers(answers))
    found = dedupe_library(app, everything=everything)
    for kept, other, evidence in found.merged:
        app.say(f"{other} is {kept}: {evidence}")
    waiting = waiting_pairs(app)
    if review:
        from biblio.cli.dedupe.review import review_pairs

        waiting = review_pairs(app, waiting)
    if doubts:
        keys = {key for pair in waiting for key in (pair.a, pair.b)}
        write_doubts(doubts, waiting, {work.key: work.csl for work in app.library.works(keys=keys)} if keys else {})
    if as_json:
        echo_result(found.groups(), waiting, related_pairs(app))
    left = len(waiting)
    told = f"{count(found.compared, 'work')} compared, {len(found.merged)} {said}, {count(left, 'doubtful pair')}"
    app.say(told + (": biblio dedupe --review" if left else ""))
    return left


def count(number: int, what: str) -> str:
    """Return a number with its noun: ``1 work``, ``2 works``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _explain(app: App, file: str | None, keys: tuple[str, str], as_json: bool) -> None:
    from biblio.dedupe import Entry, explain

    if file:
        from biblio.cli.dedupe.files import entries

        found = {entry.id: entry for entry in entries(app, file) if entry.id in keys}
        if missing := [key for key in keys if key not in found]:
            raise UsageError(f"{file} has no record {missing[0]}", "the ids are those of the file")
        a, b = (found[key] for key in keys)
    else:
        a, b = (Entry.of(app.library.work(key)) for key in keys)
    evidence = explain(a, b)
    click.echo(json.dumps(asdict(evidence), ensure_ascii=False, indent=2) if as_json else str(evidence))
