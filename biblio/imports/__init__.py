"""Bibliography files as works: .bib (BibTeX, biblatex), CSL-JSON, RIS; what fails is kept and listed by line."""

from biblio.imports.base import Failure, ImportResult

__all__ = ["Failure", "ImportResult"]
