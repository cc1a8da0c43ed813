"""Fields: one row a CSL variable, what it is called in each format; and which biblatex type may hold which field.

Sources: the biblatex manual 3.18 (sections 2.2 and 2.3), the data model of biber 2.18 (``biber-tool.conf``), BibTeX's
``btxdoc``, the RIS specification.
"""

from functools import cache
from typing import NamedTuple

NAMES = ("author", "editor", "translator", "director", "container-author", "editorial-director", "contributor")
"""CSL name variables that have a field somewhere."""


class FieldRow(NamedTuple):
    """Fields that may hold one CSL variable, in order of preference."""

    biblatex: tuple[str, ...]
    bibtex: tuple[str, ...]
    ris: str


FIELDS: dict[str, FieldRow] = {
    "author": FieldRow(("author",), ("author",), "AU"),
    "director": FieldRow(("author",), ("author",), "A3"),
    "container-author": FieldRow(("bookauthor",), (), ""),
    "editor": FieldRow(("editor",), ("editor",), "ED"),
    "editorial-director": FieldRow(("editor", "editora"), ("editor",), "ED"),
    "translator": FieldRow(("translator",), (), "A4"),
    "title": FieldRow(("title",), ("title",), "TI"),
    "title-short": FieldRow(("shorttitle",), (), "ST"),
    "original-title": FieldRow(("origtitle",), (), "OT"),
    "container-title": FieldRow(
        ("journaltitle", "booktitle", "howpublished", "organization"), ("journal", "booktitle", "howpublished"), "T2"
    ),
    "container-title-short": FieldRow(("shortjournal",), (), "J2"),
    "issued": FieldRow(("date",), ("year",), "DA"),
    "event-title": FieldRow(("eventtitle",), (), "C3"),
    "event-place": FieldRow(("venue",), (), ""),
    "event-date": FieldRow(("eventdate",), (), ""),
    "original-date": FieldRow(("origdate",), (), ""),
    "collection-title": FieldRow(("series",), ("series",), "T3"),
    "volume": FieldRow(("volume",), ("volume",), "VL"),
    "number-of-volumes": FieldRow(("volumes",), (), "NV"),
    "issue": FieldRow(("number",), ("number",), "IS"),
    "number": FieldRow(("number",), ("number",), "M1"),
    "collection-number": FieldRow(("number",), ("number",), ""),
    "page": FieldRow(("pages",), ("pages",), "SP"),
    "number-of-pages": FieldRow(("pagetotal",), (), ""),
    "edition": FieldRow(("edition",), ("edition",), "ET"),
    "version": FieldRow(("version",), (), ""),
    "section": FieldRow(("chapter",), ("chapter",), "SE"),
    "publisher": FieldRow(
        ("institution", "publisher", "organization", "howpublished"),
        ("school", "institution", "publisher", "organization", "howpublished"),
        "PB",
    ),
    "publisher-place": FieldRow(("location",), ("address",), "CY"),
    "genre": FieldRow(("type",), ("type",), "M3"),
    "status": FieldRow(("pubstate",), (), ""),
    "archive": FieldRow(("library",), (), "DB"),
    "archive_location": FieldRow((), (), "AN"),
    "language": FieldRow(("langid",), ("language",), "LA"),
    "DOI": FieldRow(("doi",), ("doi",), "DO"),
    "ISBN": FieldRow(("isbn",), ("isbn",), "SN"),
    "ISSN": FieldRow(("issn",), ("issn",), "SN"),
    "URL": FieldRow(("url",), ("url",), "UR"),
    "accessed": FieldRow(("urldate",), (), "Y2"),
    "abstract": FieldRow(("abstract",), ("abstract",), "AB"),
    "note": FieldRow(("note",), ("note",), "N1"),
}
"""CSL variable → its row, in the order in which fields are written."""

_EVERYWHERE = (
    "abstract addendum annotation authortype doi eprint eprintclass eprinttype entrysubtype ids keywords langid"
    " library note options origdate origtitle pubstate related relatedstring relatedtype shortjournal shorttitle"
    " title url urldate verba date"
)
_BOOKISH = (
    "editor editora translator edition isbn language location number pages publisher series volume volumes chapter"
)

_LEGAL: dict[str, frozenset[str]] = {
    name: frozenset(f"{fields} {_EVERYWHERE}".split())
    for name, fields in {
        "article": "author editor editora translator journaltitle volume number issue pages series issn version eid",
        "book": f"author pagetotal {_BOOKISH}",
        "booklet": "author editor location howpublished pages pagetotal type chapter",
        "collection": f"pagetotal {_BOOKISH}",
        "dataset": "author editor edition location number organization publisher series type version",
        "inbook": f"author bookauthor booktitle {_BOOKISH}",
        "incollection": f"author booktitle {_BOOKISH}",
        "inproceedings": "author editor booktitle eventtitle eventdate venue isbn location number organization pages"
        " publisher series volume volumes chapter",
        "inreference": f"author booktitle {_BOOKISH}",
        "manual": "author editor edition isbn location number organization pages pagetotal publisher series type"
        " version chapter",
        "misc": "author editor howpublished location organization type version",
        "online": "author editor organization version",
        "patent": "author location number type version",
        "periodical": "editor editora issn issue number series volume",
        "report": "author institution location number pages pagetotal type version chapter",
        "software": "author editor howpublished location organization type version",
        "thesis": "author institution location pages pagetotal type chapter",
        "unpublished": "author eventtitle eventdate venue howpublished location type",
    }.items()
}

_MISC = _LEGAL["misc"]
_ORDER = (
    "author authortype bookauthor editor editortype editora editoratype translator title shorttitle origtitle"
    " journaltitle shortjournal booktitle entrysubtype date origdate eventtitle venue eventdate series volume volumes"
    " number pages pagetotal edition version chapter type howpublished institution organization publisher location"
    " pubstate addendum langid doi eprint eprinttype eprintclass isbn issn url urldate library abstract note"
    " annotation keywords options related relatedstring relatedtype ids verba"
)
BIBLATEX_ORDER: dict[str, int] = {name: place for place, name in enumerate(_ORDER.split())}
"""biblatex field → its place in an entry."""

INTEGERS = frozenset({"volume", "volumes"})
"""biblatex fields that biber takes for integers."""


@cache
def places(entry_type: str) -> dict[str, tuple[str, ...]]:
    """Return, for each CSL variable, the fields that may hold it in a biblatex entry of this type, best first."""
    return {
        variable: tuple(field for field in row.biblatex if legal(entry_type, field))
        for variable, row in FIELDS.items()
    }


def legal(entry_type: str, field: str) -> bool:
    """Tell whether biber's data model lets an entry of this type hold the field."""
    return field in _LEGAL.get(entry_type, _MISC)


@cache
def variable_of(entry_type: str, field: str) -> str:
    """Return the CSL variable that a reader takes a biblatex field for, empty for none.

    It is the first in the order of `FIELDS` that would be written into this field of this type; where a writer puts
    another there it says so (`biblio.exports.biblatex`).
    """
    if field == "howpublished":
        return "publisher"
    for variable, row in FIELDS.items():
        if field == next((name for name in row.biblatex if legal(entry_type, name)), None):
            if variable in _NUMBERS and variable != _NUMBERED.get(entry_type, "number"):
                continue
            return variable
    return next((variable for variable, row in FIELDS.items() if field in row.biblatex), "")


_NUMBERS = ("issue", "number", "collection-number")
_NUMBERED = {"article": "issue", "periodical": "issue"} | dict.fromkeys(
    ("book", "collection", "inbook", "incollection", "inreference", "inproceedings"), "collection-number"
)
"""What ``number`` means: the issue of a journal, the number within a series, a report's own number."""
