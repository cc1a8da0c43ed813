"""The systems asked for metadata, one module each, in order of trust."""

from biblio.sources import crossref, hal, openedition, persee, web
from biblio.sources.base import Lookup, Pace, Request, Response, Source

SOURCES: tuple[Source, ...] = (
    hal.SOURCE,
    openedition.SOURCE,
    persee.SOURCE,
    crossref.SOURCE,
    web.SOURCE,
)

__all__ = ["SOURCES", "Lookup", "Pace", "Request", "Response", "Source"]
