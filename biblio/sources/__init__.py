"""The systems asked for metadata, one module each, in order of trust."""

from biblio.sources import (
    arxiv,
    bnf,
    cairn,
    crossref,
    datacite,
    doi,
    hal,
    isidore,
    openalex,
    openedition,
    persee,
    sudoc,
    theses,
    web,
    youtube,
)
from biblio.sources.base import Lookup, Pace, Request, Response, Source

SOURCES: tuple[Source, ...] = (
    hal.SOURCE,
    openedition.SOURCE,
    persee.SOURCE,
    cairn.SOURCE,
    theses.SOURCE,
    crossref.SOURCE,
    datacite.SOURCE,
    doi.SOURCE,
    openalex.SOURCE,
    sudoc.SOURCE,
    bnf.SOURCE,
    isidore.SOURCE,
    arxiv.SOURCE,
    youtube.SOURCE,
    web.SOURCE,
)

__all__ = ["SOURCES", "Lookup", "Pace", "Request", "Response", "Source"]
