"""References that a trainer writes into a list file by hand."""

from collections.abc import Mapping
from typing import Any

from biblio.model import Name, Work

_TEXTS = (
    ("title", "title"),
    ("container", "container-title"),
    ("publisher", "publisher"),
    ("place", "publisher-place"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("pages", "page"),
    ("url", "URL"),
    ("doi", "DOI"),
    ("isbn", "ISBN"),
    ("language", "language"),
    ("abstract", "abstract"),
)


def own_work(item: Mapping[str, Any], key: str) -> Work:
    """Return the work that a trainer wrote into the file: ``title author year type url`` and the like."""
    csl: dict[str, Any] = {name: str(item[field_]) for field_, name in _TEXTS if item.get(field_)}
    for role in ("author", "editor"):
        if names := strings(item.get(role, ())):
            csl[role] = [parse_name(name) for name in names]
    if str(item.get("year", "")).isdigit():
        csl["issued"] = {"date-parts": [[int(item["year"])]]}
    csl["type"] = str(item.get("type") or ("webpage" if item.get("url") else "book"))
    url = csl.get("URL", "")
    return Work(key=key, kind="work", csl=csl, urls=(url,) if url else ())  # type: ignore[arg-type]


def parse_name(text: str) -> Name:
    """Return "Tronto, Joan" as family and given name, a text without comma as an organisation's name."""
    family, comma, given = text.partition(",")
    if comma:
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": text.strip()}


def strings(value: Any) -> tuple[str, ...]:
    """Return a string or an array of strings as a tuple."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(part) for part in value)
