"""Keys that a file once held: a manuscript may cite them, so that none may go unnoticed."""

import json
import re
from collections.abc import Iterable

from biblio.model import Work

_ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)\w+[ \t]*[{(][ \t]*([^\s,{}()]+)[ \t]*,", re.MULTILINE | re.I
)
_ALIASES = re.compile(r"^[ \t]*ids[ \t]*=[ \t]*[{\"]([^{}\"]*)[}\"]", re.MULTILINE | re.IGNORECASE)
_RIS = re.compile(r"^ID  - (.*\S)", re.MULTILINE)
_ADDED = re.compile(r"(.+)-[0-9]+")


def held_keys(text: str) -> list[str]:
    """Return the keys and aliases in an earlier export (biblatex, BibTeX, CSL-JSON or RIS), in their order."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("[", "{"):
        try:
            items = json.loads(text.lstrip("\ufeff"))
        except ValueError:
            return []
        found = [str(item["id"]) for item in items if isinstance(item, dict) and "id" in item]
    elif start == "T":
        found = _RIS.findall(text)
    else:
        aliases = [alias.strip() for names in _ALIASES.findall(text) for alias in names.split(",")]
        found = [*_ENTRY.findall(text), *aliases]
    return list(dict.fromkeys(key for key in found if key))


def dropped_keys(old_text: str, works: Iterable[Work]) -> list[str]:
    """Return the keys of an earlier export that a new one of ``works`` would no longer resolve, aliases counted.

    Entries that only stood beside a work (its reviews) do not count: nobody cites them by key.
    """
    kept = {key.lower() for work in works for key in (work.key, *work.aliases)}
    old = held_keys(old_text)
    owners = {key.lower() for key in old}
    return [
        key
        for key in old
        if key.lower() not in kept
        and not ((match := _ADDED.fullmatch(key)) and match[1].lower() in owners and match[1].lower() in kept)
    ]
