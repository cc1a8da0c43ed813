"""The YAML head of a Markdown file, as Jekyll, Hugo and pandoc write it."""

import re
from typing import NamedTuple

_BLOCK = re.compile(
    r"---[ \t]*\n(?=[\w-]+[ \t]*:)((?:(?!---[ \t]*$|\.\.\.[ \t]*$).*\n){0,300}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_FIELD = re.compile(r"^(title|titre|date)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


class FrontMatter(NamedTuple):
    """Title and date as they stand there; ``end`` is the offset after it, 0 where there is none."""

    end: int = 0
    title: str = ""
    date: str = ""


def front_matter(text: str) -> FrontMatter:
    """Return what stands in the head of ``text``; only the two fields that a report has are read."""
    match = _BLOCK.match(text)
    if not match:
        return FrontMatter()
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(match[1])}
    return FrontMatter(match.end(), fields.get("title") or fields.get("titre", ""), fields.get("date", ""))
