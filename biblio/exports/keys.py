"""Citekeys in a file: each once, and none that it held before lost unnoticed, for manuscripts cite them."""

import json
import re
from collections.abc import Iterable

from biblio.model import Work

_ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)\w+[ \t]*[{(][ \t]*([^\s,{}()]+)[ \t]*,", re.MULTILINE | re.I
)
_ALIASES = re.compile(r"^[ \t]*ids[ \t]*=[ \t]*[{\"]([^{}\"]*)[}\"]", re.MULTILINE | re.IGNORECASE)
_RIS = re.compile(r"^ID  - (.*\S)", re.MULTILINE)
_UNSAFE = re.compile(r"[^A-Za-z0-9_:.+/-]+")
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


class Keys:
    """Citekeys and aliases as one file may hold them: plain characters, each once without regard to case."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._wanted = {safe_key(key).lower() for key in keys}
        self._taken: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Tell whether a work of this key is written."""
        return safe_key(key).lower() in self._wanted

    def entry(self, key: str) -> str:
        """Return the key under which an entry is written."""
        safe = safe_key(key)
        unique, number = safe, 1
        while unique.lower() in self._taken or (number > 1 and unique.lower() in self._wanted):
            number += 1
            unique = f"{safe}-{number}"
        self._taken.add(unique.lower())
        return unique

    def alias(self, key: str) -> bool:
        """Tell whether an alias can be written, and take it."""
        lowered = key.lower()
        if key != safe_key(key) or lowered in self._wanted or lowered in self._taken:
            return False
        self._taken.add(lowered)
        return True


def safe_key(key: str) -> str:
    """Return a citekey without characters that BibTeX, biber or LaTeX stumble over."""
    return _UNSAFE.sub("-", key).strip("-") or "sans-cle"
