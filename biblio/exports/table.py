"""Tables for colleagues: CSV, and XLSX (with the ``xlsx`` extra)."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from biblio.errors import UsageError
from biblio.exports.base import Options, cited_in
from biblio.exports.ris import person
from biblio.formats import dates
from biblio.formats.normal import held
from biblio.formats.types import row
from biblio.model import Name, Work

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_WIDTHS = {"titre": 60, "auteurs": 30, "dans": 30, "adresse": 40, "résumé": 60, "cité": 60}


def _names(names: Iterable[Name]) -> str:
    return " ; ".join(person(name) for name in names)


def _date(work: Work) -> str:
    issued = work.csl.get("issued", {})
    return dates.iso(issued) or issued.get("literal") or issued.get("raw") or ""


COLUMNS: dict[str, tuple[str, Callable[[Work], str]]] = {
    "clé": ("key", lambda work: work.key),
    "sorte": ("kind", lambda work: work.kind),
    "type": ("type", lambda work: row(work.csl["type"]).french),
    "auteurs": ("authors", lambda work: _names(work.csl.get("author", ()))),
    "sous la direction de": ("editors", lambda work: _names(work.csl.get("editor", ()))),
    "année": ("year", lambda work: dates.year(work.csl.get("issued"))),
    "date": ("date", _date),
    "titre": ("title", lambda work: work.csl.get("title", "")),
    "dans": ("in", lambda work: work.csl.get("container-title", "")),
    "volume": ("volume", lambda work: work.csl.get("volume", "")),
    "numéro": ("issue", lambda work: work.csl.get("issue") or work.csl.get("number", "")),
    "pages": ("pages", lambda work: work.csl.get("page", "")),
    "éditeur": ("publisher", lambda work: work.csl.get("publisher", "")),
    "lieu": ("place", lambda work: work.csl.get("publisher-place", "")),
    "langue": ("language", lambda work: work.csl.get("language", "")),
    "thèmes": ("themes", lambda work: " ; ".join(work.themes)),
    "DOI": ("DOI", lambda work: work.csl.get("DOI", "")),
    "ISBN": ("ISBN", lambda work: work.csl.get("ISBN", "")),
    "ISSN": ("ISSN", lambda work: work.csl.get("ISSN", "")),
    "identifiants": ("identifiers", lambda work: " ".join(f"{name}:{value}" for name, value in work.ids.items())),
    "adresse": ("address", lambda work: work.urls[0] if work.urls else ""),
    "autres adresses": ("other addresses", lambda work: " ".join(work.urls[1:])),
    "résumé": ("abstract", lambda work: work.csl.get("abstract", "")),
    "note": ("note", lambda work: work.note),
}
"""French heading → (English heading, what stands in the column)."""
_PRIVATE = {"note privée": "private note", "cité": "cited"}


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before what could begin one.

    See https://owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RISKY) else text


def _rows(works: Iterable[Work], options: Options) -> Iterator[list[str]]:
    columns = {**{name: english for name, (english, _) in COLUMNS.items()}, **(_PRIVATE if options.private else {})}
    yield list(columns if options.lang == "fr" else columns.values())
    for work in works:
        clean = held(work, private=options.private)
        cells = [value(clean) for _, value in COLUMNS.values()]
        if options.private:
            cells += [clean.private_note, cited_in(work.citations, options.lang) if options.cited else ""]
        yield cells


def write_csv(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield CSV as RFC 4180 has it, with the mark by which spreadsheets know UTF-8; formulas are made text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    for cells in _rows(works, options):
        writer.writerow([safe_cell(cell) for cell in cells])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(works: Iterable[Work], options: Options) -> Iterator[bytes]:
    """Yield a workbook of one sheet with filters and a frozen heading; every cell is text.

    Raises `UsageError` without XlsxWriter.
    """
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise UsageError("a workbook needs XlsxWriter", "pip install 'biblio[xlsx]', or -f csv") from error
    from datetime import UTC, datetime

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same works, the same bytes
    sheet = book.add_worksheet("Références" if options.lang == "fr" else "References")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    place, headings = 0, list[str]()
    for place, cells in enumerate(_rows(works, options)):
        headings = headings or cells
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell[:32767], wrapped if place else bold)
    for column, name in enumerate([*COLUMNS, *_PRIVATE][: len(headings)]):
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, place, len(headings) - 1)
    book.close()
    yield buffer.getvalue()
