"""Files that go into lists: style sheet, script, comments of a list file."""

from functools import cache
from importlib import resources


@cache
def asset(name: str) -> str:
    """Return the text of a file of ``templates/``."""
    return (resources.files("biblio.lists") / "templates" / name).read_text(encoding="utf-8").strip()
