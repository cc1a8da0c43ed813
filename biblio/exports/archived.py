"""The archived copies of a work's lost links, as exports tell them beside the original.

Reading an export back leaves them alone: they are found by the link checks, and stay in the library.
"""

import re
from collections.abc import Callable

from biblio.exports.base import Options
from biblio.formats.clean import address, line
from biblio.model import Work

LOST = frozenset({"dead", "changed", "suspect"})
"""States of a link in which the original may no longer be what was cited; in any other it is enough by itself."""

_WEB = re.compile(r"https?://[^\s<>]+")
_WORDS = {
    "fr": ("Copie archivée", "Copie archivée le {}", "\u00a0: "),
    "en": ("Archived copy", "Archived copy of {}", ": "),
}


def copies(work: Work) -> list[dict[str, str]]:
    """Return the copies of lost links: ``url`` (the original), ``archived``, ``date`` (ISO 8601) where known."""
    found = {
        copy: {"url": address(state.url), "archived": copy, "date": line(state.archived_date[:10])}
        for state in work.links
        if state.state in LOST and _WEB.fullmatch(copy := address(state.archived))
    }
    return [{name: value for name, value in copy.items() if value} for copy in found.values()]


def sentence(
    found: list[dict[str, str]],
    options: Options,
    escape: Callable[[str], str],
    link: Callable[[str], str],
) -> str:
    """Say where the copies are, words written by ``escape`` and addresses by ``link``; empty without a copy."""
    undated, dated, colon = _WORDS[options.lang]
    return ", ".join(
        escape((dated.format(copy["date"]) if "date" in copy else undated) + colon) + link(copy["archived"])
        for copy in found
    )
