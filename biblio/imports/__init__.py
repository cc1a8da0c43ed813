"""Bibliography files as works: .bib (BibTeX, biblatex), CSL-JSON, RIS; what fails is kept and listed by line."""

from biblio.errors import FormatError
from biblio.imports import bibtex, csljson, ris
from biblio.imports.base import Failure, ImportResult, text_of

READERS = {"bibtex": bibtex.read, "csl-json": csljson.read, "ris": ris.read}
"""Name of the format → the function that reads it."""


def sniff(data: bytes) -> str:
    """Return the name of the format that a file is in, by what stands in it; raises `FormatError` for none."""
    head = text_of(data[:200_000]).lstrip()
    if head.startswith(("[", "{")):
        return "csl-json"
    if any(line.startswith("TY  -") for line in head.split("\n")):
        return "ris"
    if "@" in head or not head:
        return "bibtex"
    raise FormatError("neither BibTeX nor CSL-JSON nor RIS", "name the format with --format")


def read(data: bytes, format_name: str = "") -> ImportResult:
    """Return the works of a bibliography file; the format is told by its content where it is not given.

    Raises `FormatError` where the file is in none of them; single entries that fail are in ``failures``.
    """
    return READERS[format_name or sniff(data)](data)


__all__ = ["READERS", "Failure", "ImportResult", "read", "sniff"]
