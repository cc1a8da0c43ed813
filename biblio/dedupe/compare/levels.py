"""What each comparison can find. Its weight stands in `biblio.dedupe.weights`."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int8]

LEVELS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "missing",
        "equal, long",
        "equal",
        "equal, short",
        "equal, recurring heading",
        "misspelt, long",
        "misspelt",
        "without subtitle, long",
        "without subtitle",
        "without subtitle, short",
        "beginning of the other, long",
        "beginning of the other",
        "end of the other, long",
        "end of the other",
        "part of the other, long",
        "part of the other",
        "part and misspelt",
        "one word differs",
        "some words differ",
        "half differs",
        "differs",
        "in another language",
    ),
    "numbers": ("none", "equal", "one more", "differ"),
    "authors": (
        "missing",
        "all equal",
        "equal",
        "all but initials",
        "initials",
        "misspelt",
        "a shorter list",
        "some of them",
        "few of them",
        "others",
    ),
    "year": ("missing", "equal", "one apart", "two apart", "apart", "differs, same issue"),
    "container": ("missing", "equal", "abridged", "alike", "one missing", "differs"),
    "issue": ("missing", "equal", "in part", "differs, same pages", "differs"),
    "pages": ("missing", "equal", "same first page", "overlap", "differ"),
    "extent": ("missing", "equal", "differs"),
    "publisher": ("missing", "equal", "alike", "differs"),
    "kind": ("unknown", "equal", "compatible", "differs"),
    "edition": ("none", "equal", "one said", "differs"),
    "doi": ("missing", "equal", "registered twice", "differs"),
    "isbn": ("missing", "equal", "differs"),
    "platform": ("missing", "equal", "registered twice", "differs"),
}
"""What each comparison can find; the first level of each says nothing and weighs nothing."""

CODE = {name: {level: code for code, level in enumerate(levels)} for name, levels in LEVELS.items()}

TITLE_AGREES = ("equal, long", "equal", "equal, short", "equal, recurring heading", "misspelt, long", "misspelt")
AUTHORS_AGREE = ("all equal", "equal", "all but initials", "initials", "misspelt")

LONG = 5
"""Telling words from which on a title is long."""

SHORT = 2
"""Telling words up to which it is short."""
