"""A page in two hundred bytes, to know it again."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from biblio.text import fold

SKETCH = 32
"""Hashes kept of a page's words: enough to tell the same page from another one (bottom-k sketch)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A page in two hundred bytes: its title, a sketch of its words, and what its server says of its version.

    ``title_seen`` and ``author_seen`` tell whether the page showed the title and an author of the cited work.
    """

    title: str = ""
    sketch: tuple[int, ...] = ()
    version: str = ""
    title_seen: bool = False
    author_seen: bool = False

    def dump(self) -> str:
        """Return the fingerprint as JSON."""
        return json.dumps(
            [self.title, list(self.sketch), self.version, self.title_seen, self.author_seen],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def load(cls, text: str) -> "Fingerprint | None":
        """Read what `dump` wrote; None for an empty or foreign text."""
        try:
            title, sketch, version, title_seen, author_seen = json.loads(text)
            return cls(
                title=title, sketch=tuple(sketch), version=version, title_seen=title_seen, author_seen=author_seen
            )
        except (ValueError, TypeError):
            return None


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of a text's words (bottom-k sketch), for `alike`."""
    found = {zlib.crc32(word.encode()) for word in fold(text).split() if len(word) > 3}
    return tuple(sorted(found)[:SKETCH])


def alike(one: Iterable[int], other: Iterable[int]) -> float:
    """Estimate the share of words that two pages have in common, from 0 to 1."""
    a, b = set(one), set(other)
    if not a or not b:
        return 0.0
    union = sorted(a | b)[:SKETCH]
    return sum(1 for value in union if value in a and value in b) / len(union)


def shows(text: str, phrase: str) -> bool:
    """Tell whether a folded text shows a title or a name: most of its longer words, in whatever order."""
    wanted = {word for word in fold(phrase).split() if len(word) > 3} or set(fold(phrase).split())
    if not wanted:
        return False
    there = set(text.split())
    return sum(1 for word in wanted if word in there) >= 0.6 * len(wanted)
