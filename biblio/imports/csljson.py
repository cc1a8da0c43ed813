"""CSL-JSON files (Zotero's, pandoc's, ours) as works."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from biblio.errors import FormatError
from biblio.formats.normal import held, normal_item
from biblio.formats.types import DEFAULT, TYPES
from biblio.imports.base import ImportResult, text_of
from biblio.model import Kind, Related, Work


def read(data: bytes) -> ImportResult:
    """Return the items of a CSL-JSON array, object with ``items``, or JSON Lines, as works.

    Raises `FormatError` where the file is no JSON at all.
    """
    result = ImportResult()
    text = text_of(data)
    for line, item in _items(text):
        if not isinstance(item, Mapping) or not isinstance(item.get("type", ""), str):
            result.fail(line, "not a CSL item", json.dumps(item, ensure_ascii=False)[:500])
        else:
            if (kind := item.get("type", DEFAULT)) not in TYPES:
                result.fail(line, f"unknown type {kind}: taken for a document")
            result.add(_work(item), line)
    return result


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield each item with the line it begins on."""
    decoder = json.JSONDecoder()
    place, line = _start(text), 1
    counted = 0
    while place < len(text):
        char = text[place]
        if char in ", \t\n]}":
            place += 1
            continue
        line += text.count("\n", counted, place)
        counted = place
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"line {line}: not JSON: {error}", "give a CSL-JSON array") from error
        yield line, item


def _start(text: str) -> int:
    """Return where the first item stands: after the bracket of the array, which ``{"items": [`` may precede."""
    stripped = len(text) - len(text.lstrip())
    if text[stripped : stripped + 1] == "[":
        return stripped + 1
    if text[stripped : stripped + 1] != "{":
        raise FormatError("not CSL-JSON: it begins with neither [ nor {", "give a CSL-JSON array")
    head = text[stripped : stripped + 200].replace(" ", "").replace("\n", "")
    return text.index("[", stripped) + 1 if head.startswith('{"items":[') else stripped


def _work(csl: Mapping[str, Any]) -> Work:
    item = dict(csl)
    key = str(item.pop("id", ""))
    custom = item.get("custom")
    extra = custom.get("biblio") if isinstance(custom, dict) else None
    extra = extra if isinstance(extra, dict) else {}
    if isinstance(custom, dict) and "biblio" in custom:
        item["custom"] = {name: value for name, value in custom.items() if name != "biblio"}
        if not item["custom"]:
            del item["custom"]
    if extra.get("keyword") is False:
        item.pop("keyword", None)
    kind = extra.get("kind")
    return held(
        Work(
            key=key.rstrip("/").rpartition("/")[2] if key.startswith("http") else key,
            kind=cast(Kind, kind) if kind in ("resource", "pointer") else "work",
            csl=normal_item(item),
            ids=_texts_by_name(extra.get("ids")),
            urls=_texts(extra.get("urls")),
            themes=_texts(extra.get("themes")),
            aliases=_texts(extra.get("aliases")),
            related=tuple(_related(one) for one in extra.get("related") or () if isinstance(one, dict)),
            note=str(extra.get("note") or ""),
            private_note=str(extra.get("private_note") or ""),
        )
    )


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def _texts_by_name(values: Any) -> dict[str, str]:
    return (
        {name: value for name, value in values.items() if isinstance(value, str)} if isinstance(values, dict) else {}
    )


def _related(one: Mapping[str, Any]) -> Related:
    csl = one.get("csl")
    return Related(
        relation=str(one.get("relation") or ""),
        csl=normal_item(csl if isinstance(csl, dict) else {}),
        url=str(one.get("url") or ""),
        source=str(one.get("source") or ""),
    )
