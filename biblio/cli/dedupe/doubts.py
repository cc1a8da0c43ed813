"""Doubtful pairs for programs and spreadsheets: out to be filled in, and back answered."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biblio.cli.files import write_file
from biblio.cli.listing import people_of
from biblio.errors import FormatError, UsageError

if TYPE_CHECKING:
    from biblio.dedupe import Doubt, Relation
    from biblio.model import Item

ANSWERS = {"s": "same", "same": "same", "=": "same", "d": "different", "different": "different", "≠": "different"}
COLUMNS = ("answer", "a", "b", "score", "reason", "title_a", "title_b", "authors_a", "authors_b")


def write_doubts(path: str, pairs: Iterable[Doubt], items: Mapping[str, Item]) -> None:
    """Write pairs to a CSV file whose first column is to be filled in; ``items`` describe their works by key."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pair in pairs:
        a, b = items[pair.a], items[pair.b]
        shown = (a.get("title", ""), b.get("title", ""), people_of(a), people_of(b))
        writer.writerow(("", pair.a, pair.b, f"{pair.score:.1f}", pair.reason, *shown))
    write_file(Path(path), [buffer.getvalue().encode()])


def read_answers(path: str) -> list[tuple[str, str, str]]:
    """Return the answers of such a file, each with its two keys; lines without an answer are passed over.

    A spreadsheet may have saved it with semicolons and in another encoding: keys and answers are plain letters.
    Raises `UsageError` for a file that cannot be read, `FormatError` for one that holds no answers, or a wrong one.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name the file that --doubts wrote") from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    if missing := {"answer", "a", "b"} - set(rows.fieldnames or ()):
        raise FormatError(f"{path}: no column '{min(missing)}'", "fill in the file that --doubts wrote")
    found = []
    for row in rows:
        said = (row["answer"] or "").strip().lower()
        if not said:
            continue
        if said not in ANSWERS or not row["a"] or not row["b"]:
            raise FormatError(
                f"{path}, line {rows.line_num}: answer '{said}' for {row['a']} and {row['b']}",
                "write s (same) or d (different)",
            )
        found.append((ANSWERS[said], row["a"], row["b"]))
    return found


def echo_result(groups: Sequence[Sequence[str]], doubts: Iterable[Doubt], relations: Iterable[Relation]) -> None:
    """Print groups of keys, doubtful pairs and related works as one JSON object."""
    found = {
        "groups": groups,
        "doubts": [asdict(pair) for pair in doubts],
        "relations": [asdict(pair) for pair in relations],
    }
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
