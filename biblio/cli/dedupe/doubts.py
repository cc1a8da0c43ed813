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

    Raises `UsageError` for a file that cannot be read, `FormatError` for an answer that is neither.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name the file that --doubts wrote") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError(f"{path}: {error}", "save it as CSV in UTF-8") from error
    found = []
    for number, row in enumerate(rows, start=2):
        said = (row.get("answer") or "").strip().lower()
        if not said:
            continue
        if said not in ANSWERS or not row.get("a") or not row.get("b"):
            raise FormatError(
                f"{path}, line {number}: answer {said!r} for {row.get('a')} and {row.get('b')}", "write s or d"
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
