"""The part of a work that bibliography formats hold, in one normal form.

`held` is what "lossless" means: a work written to biblatex or CSL-JSON and read back equals ``held(work)``. Facts of
the library (citations, origins, link checks, access) stay in the library.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from biblio.formats.clean import address, line, prose
from biblio.formats.fields import NAMES
from biblio.formats.types import DEFAULT, TYPES
from biblio.ids import parse_doi, parse_isbn, parse_issn
from biblio.model import Date, Ids, Item, Kind, Name, Related, Work

_NUMBER = re.compile(r"-?[0-9]{1,6}")
PROSE = frozenset({"abstract", "note", "annote"})
"""Variables whose paragraphs are kept, parted by one line feed; all others are one line."""
DATES = frozenset(
    {"issued", "accessed", "original-date", "event-date", "submitted", "available-date", "container", "locator-date"}
)
_NAME_PARTS = frozenset({"family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix"})
_NAME_VARIABLES = frozenset(NAMES) | {
    "collection-editor",
    "compiler",
    "composer",
    "curator",
    "chair",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
}


def _name(name: Mapping[str, Any]) -> Name | None:
    clean = {}
    for part, raw in name.items():
        if part in _NAME_PARTS and isinstance(raw, str) and (text := line(raw)):
            clean[part] = text
    if "family" in clean:
        clean.pop("literal", None)
    elif "literal" in clean:
        clean = {"literal": clean["literal"]}
    elif "given" in clean:
        clean = {"literal": clean["given"]}
    else:
        return None
    return cast(Name, clean)


def _parts(raw: Any) -> list[list[int]]:
    dates = []
    for parts in raw[:2] if isinstance(raw, list) else ():
        numbers: list[int] = []
        for part in parts[:3] if isinstance(parts, list) else ():
            text = str(part).strip()
            if isinstance(part, bool) or not _NUMBER.fullmatch(text):
                break
            if numbers and int(text) < 1:
                break
            numbers.append(int(text))
        if not numbers:
            break
        dates.append(numbers)
    return dates


def _is_usual(raw: Any) -> bool:
    """Tell a list of one date of positive whole numbers."""
    if type(raw) is not list or len(raw) != 1 or type(raw[0]) is not list or not 1 <= len(raw[0]) <= 3:
        return False
    return all(type(part) is int and 0 < part < 10_000 for part in raw[0])


def _date(date: Mapping[str, Any]) -> Date | None:
    clean: dict[str, Any] = {}
    if len(date) == 1 and _is_usual(date.get("date-parts")):
        return cast(Date, date)
    if parts := _parts(date.get("date-parts")):
        clean["date-parts"] = parts
    for name in ("raw", "literal", "season"):
        if (value := date.get(name)) is not None and (text := line(str(value))):
            clean[name] = text
    if clean and date.get("circa"):
        clean["circa"] = True
    return cast(Date, clean) if clean else None


def _plain(value: Any) -> Any:
    """Clean the texts inside a value of unknown shape."""
    if isinstance(value, str):
        return line(value)
    if isinstance(value, Mapping):
        return {line(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Iterable):
        return [_plain(inner) for inner in value]
    return value


def _value(variable: str, value: Any) -> Any:
    if isinstance(value, str):
        if variable in PROSE:
            return prose(value)
        return address(value) if variable == "URL" else line(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if variable in DATES and isinstance(value, Mapping):
        return _date(value)
    if variable in _NAME_VARIABLES and isinstance(value, list | tuple):
        return [name for raw in value if isinstance(raw, Mapping) and (name := _name(raw))]
    return _plain(value)


_UNLIKE = PROSE | {"URL", "id"}


def normal_item(item: Mapping[str, Any]) -> Item:
    """Return a CSL item with clean values, without empty ones; numbers become text, ``type`` is one of CSL's."""
    clean: dict[str, Any] = {}
    for variable, raw in item.items():
        if type(raw) is str and variable not in _UNLIKE:
            value: Any = line(raw)
        else:
            value = _value(variable, raw) if variable != "id" else None
        if value or value == 0:
            clean[variable] = value
    if clean.get("type") not in TYPES:
        clean["type"] = DEFAULT
    return cast(Item, clean)


IDENTIFIERS = (("DOI", "doi", parse_doi), ("ISBN", "isbn", parse_isbn), ("ISSN", "issn", parse_issn))


def _identified(item: dict[str, Any], ids: dict[str, str]) -> None:
    """Make an identifier known in one of the two places known in both."""
    for variable, scheme, parse in IDENTIFIERS:
        if variable in item:
            if scheme not in ids and (value := parse(item[variable])):
                ids[scheme] = value
        elif scheme in ids:
            item[variable] = ids[scheme]


def held(work: Work, *, private: bool = True) -> Work:
    """Return the part of a work that formats hold; without its private note for the public profile.

    Identifiers and addresses known in ``csl`` or beside it are known in both; ``urls`` begins with ``csl.URL``.
    """
    return assemble(
        key=work.key,
        kind=work.kind,
        csl=work.csl,
        ids=work.ids,
        urls=work.urls,
        themes=work.themes,
        aliases=work.aliases,
        related=work.related,
        note=work.note,
        private_note=work.private_note if private else "",
    )


def assemble(
    *,
    key: str,
    kind: Kind,
    csl: Mapping[str, Any],
    ids: Ids,
    urls: Iterable[str],
    themes: Iterable[str],
    aliases: Iterable[str] = (),
    related: Iterable[Related] = (),
    note: str = "",
    private_note: str = "",
) -> Work:
    """Return a work of these parts in the normal form that `held` describes."""
    item = cast(dict[str, Any], normal_item(csl))
    known = {scheme: value for scheme, raw in sorted(ids.items()) if (value := line(raw))}
    _identified(item, known)
    addresses = dict.fromkeys(url for raw in (item.get("URL", ""), *urls) if (url := address(raw)))
    if addresses:
        item["URL"] = next(iter(addresses))
    return Work(
        key=key,
        kind=kind,
        csl=cast(Item, item),
        ids=known,
        urls=tuple(addresses),
        themes=tuple(dict.fromkeys(theme for raw in themes if (theme := line(raw)))),
        aliases=tuple(dict.fromkeys(alias for raw in aliases if (alias := line(raw)) and alias != key)),
        related=tuple(map(_related, related)),
        note=prose(note),
        private_note=prose(private_note),
    )


def _related(related: Related) -> Related:
    item = normal_item(related.csl)
    url = item.get("URL") or address(related.url)
    if url:
        item["URL"] = url
    return Related(
        relation=line(related.relation),
        csl=item,
        url=url,
        source=line(related.source),
    )
