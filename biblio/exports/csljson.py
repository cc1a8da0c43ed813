"""CSL-JSON: the array of items that citation processors read (https://github.com/citation-style-language/schema)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from biblio.exports.archived import copies
from biblio.exports.base import Options, cited_in
from biblio.formats.normal import held
from biblio.model import Work


def write(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield the array, one item a line; what CSL has no variable for stands under ``custom.biblio``."""
    yield "["
    for number, work in enumerate(works):
        text = json.dumps(item(work, options), ensure_ascii=False, sort_keys=True)
        yield f"{',' if number else ''}\n{text}"
    yield "\n]\n"


def item(work: Work, options: Options) -> dict[str, Any]:
    """Return one work as a CSL-JSON item."""
    clean = held(work, private=options.private)
    csl: dict[str, Any] = {**clean.csl, "id": work.key}
    extra: dict[str, Any] = {}
    if clean.kind != "work":
        extra["kind"] = clean.kind
    for name in ("ids", "urls", "themes", "aliases", "note", "private_note"):
        if value := getattr(clean, name):
            extra[name] = value
    if clean.urls == (csl.get("URL"),):
        del extra["urls"]
    if clean.related:
        extra["related"] = [
            {"relation": related.relation, "csl": related.csl, "url": related.url, "source": related.source}
            for related in clean.related
        ]
    if work.related_works:
        extra["related_works"] = [{"relation": other.relation, "id": other.key} for other in work.related_works]
    if clean.themes and "keyword" not in csl:
        csl["keyword"] = ", ".join(clean.themes)
        extra["keyword"] = False
    if options.tells_citations and work.citations:
        extra["cited"] = cited_in(work.citations, options.lang).split("\n")
    if found := copies(work):
        # Not CSL's archive and archive_location: those name the holdings of a library of papers.
        extra["archived"] = found
    if extra:
        custom = csl.get("custom")
        csl["custom"] = {**(custom if isinstance(custom, dict) else {}), "biblio": extra}
    return csl
