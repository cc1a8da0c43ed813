"""Which fields a description of each type should have, and which it should not."""

from collections.abc import Iterator

from biblio.doctor.base import Problem
from biblio.formats.types import TYPES
from biblio.model import Work

_WRITER = ("author", "editor", "director", "editorial-director")

REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article-journal": (_WRITER, ("container-title",), ("issued",)),
    "article-magazine": (("container-title",), ("issued",)),
    "article-newspaper": (("container-title",), ("issued",)),
    "book": (_WRITER, ("issued",), ("publisher",)),
    "chapter": (_WRITER, ("container-title",), ("issued",), ("publisher",)),
    "entry-dictionary": (("container-title",),),
    "entry-encyclopedia": (("container-title",),),
    "legal_case": (("authority", "container-title"), ("issued",)),
    "legislation": (("issued",),),
    "motion_picture": (("URL", "publisher", "director", "author"),),
    "paper-conference": (_WRITER, ("container-title", "event-title"), ("issued",)),
    "patent": (("number",),),
    "post": (("URL",),),
    "post-weblog": (("URL",),),
    "report": (("author", "publisher"), ("issued",)),
    "review": (_WRITER, ("container-title",)),
    "review-book": (_WRITER, ("container-title",)),
    "standard": (("number", "title"),),
    "thesis": (("author",), ("publisher",), ("issued",), ("genre",)),
    "webpage": (("URL",),),
}
"""CSL type → groups of variables of which one should be there (besides the title, which all should have)."""

ODD: dict[str, tuple[str, ...]] = {
    "article-journal": ("ISBN", "edition", "number-of-pages"),
    "article-magazine": ("ISBN", "edition", "number-of-pages"),
    "article-newspaper": ("ISBN", "edition", "number-of-pages"),
    "book": ("container-title", "ISSN", "issue", "page"),
    "chapter": ("ISSN", "issue", "number-of-pages"),
    "post-weblog": ("ISBN", "volume", "page", "edition"),
    "report": ("issue",),
    "thesis": ("ISBN", "ISSN", "container-title", "volume", "issue", "edition"),
    "webpage": ("ISBN", "volume", "issue", "page", "edition"),
}
"""CSL type → variables that suggest another type."""


def known_type(work: Work) -> Iterator[Problem]:
    """Find types that CSL does not know."""
    kind = work.csl.get("type", "")
    if kind not in TYPES:
        yield Problem("type", f"« {kind} » is no type of CSL 1.0.2" if kind else "no type")


def missing(work: Work) -> Iterator[Problem]:
    """Find what a work of this type should have."""
    if work.kind != "work":
        return
    if not work.csl.get("title"):
        yield Problem("title", "no title")
    for group in REQUIRED.get(work.csl.get("type", ""), ()):
        if not any(variable in work.csl for variable in group):
            yield Problem(group[0], f"{work.csl.get('type')} without {' or '.join(group)}")


def odd(work: Work) -> Iterator[Problem]:
    """Find fields that a work of this type has no use for."""
    for variable in ODD.get(work.csl.get("type", ""), ()):
        if variable in work.csl:
            yield Problem(variable, f"{variable} in a {work.csl.get('type')}: is the type right?")
