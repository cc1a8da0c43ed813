"""What goes into the queue and what comes out of it."""

from dataclasses import dataclass

from biblio.links.judge import Finding
from biblio.links.visit import Known, Sighting

UNKNOWN = Known()


@dataclass(slots=True)
class Target:
    """A URL to visit, without fragment; the fragments wanted of it; what is known of it."""

    url: str
    fragments: tuple[str, ...] = ()
    known: Known = UNKNOWN


@dataclass(slots=True)
class Result:
    """The end of a visit: what was seen (None if the link was not asked) and what it means."""

    target: Target
    finding: Finding
    seen: Sighting | None = None
