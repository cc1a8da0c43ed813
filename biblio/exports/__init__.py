"""Bibliographies out of works: `EXPORTERS`, one registry, one function a format."""

from biblio.exports.base import Exporter, Options
from biblio.exports.citekeys import citekey
from biblio.exports.keys import dropped_keys

EXPORTERS: dict[str, Exporter] = {
    "biblatex": Exporter("biblatex", "write", ".bib", "biblatex, UTF-8"),
    "bibtex": Exporter("bibtex", "write", ".bib", "classic BibTeX, LaTeX escapes"),
    "csl-json": Exporter("csljson", "write", ".json", "CSL-JSON, for citation processors"),
    "ris": Exporter("ris", "write", ".ris", "RIS, for EndNote and catalogues"),
    "zotero": Exporter("bibtex", "write_zotero", ".bib", "BibTeX of which Zotero reads every field"),
    "csv": Exporter("table", "write_csv", ".csv", "a table, UTF-8"),
    "xlsx": Exporter("table", "write_xlsx", ".xlsx", "a workbook (extra: xlsx)"),
    "markdown": Exporter("markdown", "write", ".md", "one line per reference"),
    "coins": Exporter("coins", "write", ".html", "COinS spans for a web page"),
}
"""Name of the format → its exporter."""

__all__ = ["EXPORTERS", "Exporter", "Options", "citekey", "dropped_keys"]
