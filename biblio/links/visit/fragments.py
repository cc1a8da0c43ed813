"""Places in a page that an address names after its #."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from biblio.links.page import Page
from biblio.text import fold

_ID_LIKE = re.compile(r"[^\s=/!&?#<>]+")
_TEXT = ":~:text="


def checkable(fragment: str) -> bool:
    """Tell whether a fragment can name a place in a page: neither empty, ``top``, a viewer's nor a tracker's."""
    if _TEXT in fragment:
        return True
    return bool(fragment) and fragment.lower() != "top" and _ID_LIKE.fullmatch(unquote(fragment)) is not None


def missing_fragments(page: Page, wanted: Iterable[str]) -> frozenset[str]:
    """Return those of the wanted fragments that lead nowhere in the page.

    A page that was cut, or whose text is made by scripts, cannot tell.
    """
    if page.cut or (b"<script" in page.low and len(page.text) < 500):
        return frozenset()
    anchors = page.anchors()
    return frozenset(fragment for fragment in wanted if not _present(page, anchors, fragment))


def _present(page: Page, anchors: frozenset[str], fragment: str) -> bool:
    name, _, directive = fragment.partition(":~:")
    if directive:
        texts = [part.partition("=")[2] for part in directive.split("&") if part.startswith("text=")]
        text = fold(page.text)
        return any(_text_present(text, wanted) for wanted in texts) or not texts
    plain = unquote(name)
    # GitHub and its kin prefix the anchors of what users wrote.
    return bool({name, plain, f"user-content-{plain}", f"user-content-{plain.lower()}"} & anchors)


def _text_present(text: str, wanted: str) -> bool:
    """Look up a text directive ``[prefix-,]start[,end][,-suffix]`` (https://wicg.github.io/scroll-to-text-fragment/)."""
    parts = [unquote(part) for part in wanted.split(",") if not part.endswith("-") and not part.startswith("-")]
    at = 0
    for part in parts:
        at = text.find(fold(part), at)
        if at < 0:
            return False
    return True
