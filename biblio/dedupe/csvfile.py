"""Entries out of CSV: one record a line, columns as the deduplication benchmarks have them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from biblio.dedupe.model import Entry
from biblio.dedupe.names import split_names
from biblio.errors import FormatError
from biblio.model import Item

if TYPE_CHECKING:
    import _csv

_COLUMNS = {
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "doi": "DOI",
    "isbn": "ISBN",
    "language": "language",
    "url": "URL",
    "edition": "edition",
}
_TYPES = {
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "collection": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "misc": "document",
    "unpublished": "manuscript",
    "online": "webpage",
}


Columns = Sequence[str]
Record = tuple[str, list[str]]
"""The id of a record, and its values in the order of the columns."""


def read_csv(lines: Iterable[str], name: str) -> Iterator[Entry]:
    """Return the entries of a CSV file; raises as `records` does."""
    columns, rows = records(lines, name)
    return map(partial(entry, columns), rows)


def records(lines: Iterable[str], name: str) -> tuple[Columns, Iterator[Record]]:
    """Return the columns of a CSV file and its records, named by the column ``record_id``, ``id`` or ``ID``.

    Without such a column, records are numbered from 1. Raises `FormatError` for a file without the column ``title``,
    and while records are read where an id stands twice.
    """
    reader = csv.reader(line.replace("\0", "") for line in lines)
    try:
        columns = next(reader, [])
    except csv.Error as error:
        raise FormatError(f"{name}: {error}", "write it as CSV with a header line") from error
    if "title" not in columns:
        raise FormatError(
            f"{name}: no column 'title'", "name the columns in the first line: record_id, title, author …"
        )
    return columns, _rows(reader, columns, name)


def _rows(reader: "_csv.Reader", columns: Columns, name: str) -> Iterator[Record]:
    at = next((columns.index(column) for column in ("record_id", "id", "ID") if column in columns), -1)
    limit = csv.field_size_limit(1 << 30)
    seen: set[str] = set()
    try:
        for number, values in enumerate(filter(None, reader), start=1):
            record = (values[at] if at < len(values) else "") if at >= 0 else str(number)
            if not record or record in seen:
                raise FormatError(
                    f"{name}, line {reader.line_num}: record {record or 'without id'} stands twice or has no name",
                    "give each record an id of its own",
                )
            seen.add(record)
            yield record, values
    except csv.Error as error:
        raise FormatError(f"{name}: {error}", "write it as CSV with a header line") from error
    finally:
        csv.field_size_limit(limit)


def entry(columns: Columns, record: Record) -> Entry:
    """Return a record as an entry."""
    name, values = record
    return Entry(id=name, csl=item(dict(zip(columns, values, strict=False))))


def item(row: dict[str, str]) -> Item:
    """Return one line of such a file as a CSL item."""
    csl: dict[str, object] = {}
    for column, field in _COLUMNS.items():
        if value := row.get(column):
            csl[field] = value
    if said := row.get("title"):
        csl["title"] = said
    if subtitle := row.get("subtitle"):
        csl["custom"] = {"subtitle": subtitle}
    kind = row.get("type") or ""
    csl["type"] = _TYPES.get(kind, kind)
    journal, book = row.get("journal"), row.get("booktitle")
    if container := journal or book:
        csl["container-title"] = container
    if journal and kind in ("", "misc", "article"):
        csl["type"] = "article-journal"
    if publisher := row.get("publisher") or row.get("institution"):
        csl["publisher"] = publisher
    for column in ("author", "editor"):
        if text := row.get(column):
            names, abridged = split_names(text)
            csl[column] = [*names, {"literal": "et al."}] if abridged else names
    if year := row.get("year"):
        csl["issued"] = {"raw": year}
    return csl  # type: ignore[return-value]
