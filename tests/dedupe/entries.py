"""Entries for tests, out of the short form of the case files."""

from typing import Any, cast

from biblio.dedupe import Entry
from biblio.dedupe.names import split_names
from biblio.model import Item

ROLES = ("author", "editor", "translator")


def entry(name: str, said: dict[str, Any]) -> Entry:
    """Return an entry: names joined by "and", the year as text."""
    csl: dict[str, Any] = dict(said)
    for role in ROLES:
        if isinstance(csl.get(role), str):
            names, abridged = split_names(csl[role])
            csl[role] = [*names, {"literal": "et al."}] if abridged else names
    if isinstance(csl.get("issued"), str):
        csl["issued"] = {"raw": csl["issued"]}
    return Entry(id=name, csl=cast(Item, csl))
