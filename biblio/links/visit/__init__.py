"""One look at one link: which requests it takes and what they show. No I/O.

`visit` is a generator: it yields requests and is sent their answers, so that pacing and transport are others' work
and every path through it can be tested from a table of answers.
"""

from biblio.links.visit.fragments import checkable, missing_fragments
from biblio.links.visit.ladder import Visit, fingerprint, first_method, version, visit
from biblio.links.visit.sighting import Expected, Known, Sighting
from biblio.links.visit.wire import wire_url

__all__ = [
    "Expected",
    "Known",
    "Sighting",
    "Visit",
    "checkable",
    "fingerprint",
    "first_method",
    "missing_fragments",
    "version",
    "visit",
    "wire_url",
]
