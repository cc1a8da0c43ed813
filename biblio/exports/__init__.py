"""Bibliographies out of works: `EXPORTERS`, one registry, one function a format."""

from biblio.exports import biblatex, csljson
from biblio.exports.base import Exporter, Options
from biblio.exports.citekeys import citekey

EXPORTERS: dict[str, Exporter] = {
    "biblatex": Exporter(biblatex.write, ".bib", "biblatex, UTF-8"),
    "csl-json": Exporter(csljson.write, ".json", "CSL-JSON"),
}
"""Name of the format → its exporter."""

__all__ = ["EXPORTERS", "Exporter", "Options", "citekey"]
