"""Entries out of CSV: one record a line, columns as the deduplication benchmarks have them."""

import csv
from collections.abc import Iterable, Iterator

from biblio.dedupe.model import Entry
from biblio.dedupe.names import split_names
from biblio.errors import FormatError
from biblio.model import Item

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


def read_csv(lines: Iterable[str], name: str) -> Iterator[Entry]:
    """Yield the entries of a CSV file with a header; ``record_id`` (or ``id``, ``ID``) names them.

    Without such a column, entries are numbered from 1. Raises `FormatError` for a file without the column ``title``
    or with an identifier that stands twice.
    """
    limit = csv.field_size_limit(1 << 30)
    try:
        rows = csv.DictReader(line.replace("\0", "") for line in lines)
        columns = rows.fieldnames or []
        if "title" not in columns:
            raise FormatError(
                f"{name}: no column 'title'", "name the columns in the first line: record_id, title, author …"
            )
        key = next((column for column in ("record_id", "id", "ID") if column in columns), "")
        seen: set[str] = set()
        for number, row in enumerate(rows, start=1):
            record = (row.get(key) or "") if key else str(number)
            if not record or record in seen:
                raise FormatError(
                    f"{name}, line {rows.line_num}: record {record or 'without id'} stands twice or has no name",
                    "give each record an id of its own",
                )
            seen.add(record)
            yield Entry(id=record, csl=item(row))
    except csv.Error as error:
        raise FormatError(f"{name}: {error}", "write it as CSV with a header line") from error
    finally:
        csv.field_size_limit(limit)


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
