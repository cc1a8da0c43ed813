"""BibTeX and biblatex files (classic, Zotero's, JabRef's, ours) as works."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from biblio.formats import dates, rest
from biblio.formats.fields import BIBLATEX_ORDER, variable_of
from biblio.formats.languages import code
from biblio.formats.latex import decode
from biblio.formats.names import read_names
from biblio.formats.normal import assemble
from biblio.formats.types import DEFAULT, FROM_BIBLATEX, TYPES
from biblio.formats.words import EPRINTS, GENRES, RELATIONS
from biblio.ids import parse
from biblio.imports.base import ImportResult, text_of
from biblio.imports.bibfile import Raw, entries
from biblio.model import Date, Kind, Related, Work

ALIASES = {
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "journal": "journaltitle",
    "primaryclass": "eprintclass",
    "school": "institution",
    "tags": "keywords",
    "hyphenation": "langid",
    "language": "langid",
    "lastchecked": "urldate",
}
"""Field names of BibTeX, Zotero and JabRef → biblatex's."""
KINDS = {
    "bookinbook": ("inbook", ""),
    "conference": ("inproceedings", ""),
    "electronic": ("online", ""),
    "mastersthesis": ("thesis", "Mémoire de master"),
    "mvbook": ("book", ""),
    "mvcollection": ("collection", ""),
    "mvproceedings": ("collection", ""),
    "mvreference": ("collection", ""),
    "phdthesis": ("thesis", "Thèse de doctorat"),
    "proceedings": ("collection", ""),
    "reference": ("collection", ""),
    "review": ("article", ""),
    "suppbook": ("inbook", ""),
    "suppcollection": ("incollection", ""),
    "suppperiodical": ("article", ""),
    "techreport": ("report", ""),
    "www": ("online", ""),
}
"""Entry types that share another's fields → that type, and the genre that the type itself tells."""
_SUBTYPES = {name.replace("_", "-"): name for name in TYPES} | {
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
}
"""``entrysubtype`` → CSL type: ours, and what biblatex styles (APA, MLA, Chicago) know."""
_SUBTITLES = {"title": "subtitle", "booktitle": "booksubtitle", "journaltitle": "journalsubtitle"}
_SUBTITLE_FIELDS = frozenset(_SUBTITLES.values())
_NAMES = frozenset({"author", "editor", "editora", "translator", "bookauthor"})
_DATES = frozenset({"date", "origdate", "eventdate", "urldate"})
_LIST = re.compile(r"\s*[,;]\s*")
_MONTHS = {
    name[:4]: number
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
} | {"juin": 6, "juil": 7, "june": 6, "july": 7}
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_URL_ESCAPE = re.compile(r"\{?\\textasciitilde(?:\{\}|\})?|\\([%_#&~$])")
_CROSSREF = re.compile(r"\bcrossref\s*=\s*[{\"]\s*([^\s{}\",]+)", re.IGNORECASE)
_OWN = frozenset(
    {"title", "subtitle", "author", "ids", "crossref", "related", "keywords", "abstract", "note", "pages"}
)
_ADDED = re.compile(r"(.+)-[0-9]+")
_PROBLEM = "key {} is already that of line {}: kept without a key"


def read(data: bytes) -> ImportResult:
    """Return the entries of a .bib file as works; what does not parse is a failure, the rest goes on.

    An entry whose key came before is kept without a key, and reported. Records that our exporter wrote beside a work
    (``related``) return to it.
    """
    result = ImportResult()
    places: dict[str, int] = {}
    text = text_of(data)
    parents = _parents(text)
    for raw in entries(text, result):
        if parent := parents.get(raw.fields.get("crossref", "").lower()):
            raw = _with_inherited(raw, parent)
        work = _work(raw)
        owner = _owner(raw)
        if owner in places:
            index = places[owner]
            beside = result.works[index]
            result.works[index] = replace(beside, related=(*beside.related, _related(work, raw.fields)))
            continue
        if (key := raw.key.lower()) in places:
            result.fail(raw.line, _PROBLEM.format(raw.key, result.lines[places[key]]), raw.key)
            work = replace(work, key="")
        else:
            places[key] = len(result.works)
        result.add(work, raw.line)
    return result


def _parents(text: str) -> dict[str, Raw]:
    """Return the entries that others of the file refer to by ``crossref``, by their keys in lower case."""
    wanted = {key.lower() for key in _CROSSREF.findall(text)} if "crossref" in text.lower() else set()
    if not wanted:
        return {}
    return {key: raw for raw in entries(text, ImportResult()) if (key := raw.key.lower()) in wanted}


def _with_inherited(raw: Raw, parent: Raw) -> Raw:
    """Return an entry with what it inherits: the parent's title becomes that of the container."""
    inherited = {name: value for name, value in parent.fields.items() if name not in _OWN}
    if title := parent.fields.get("title"):
        inherited["journaltitle" if raw.kind == "article" else "booktitle"] = title
    return raw._replace(fields=inherited | raw.fields)


def _owner(raw: Raw) -> str:
    """Return the key (lower case) of the work that an exported related record belongs to, empty for any other."""
    target = raw.fields.get("related", "")
    match = _ADDED.fullmatch(raw.key)
    return target.lower() if target and match and match[1] == target else ""


def _related(work: Work, fields: Mapping[str, str]) -> Related:
    other = rest.load(fields.get("verba", ""))
    relation = {written: name for name, written in RELATIONS.items()}.get(fields.get("relatedtype", ""), "")
    return Related(
        relation=str(other.get("relation", relation)),
        csl=work.csl,
        url=work.urls[0] if work.urls else "",
        source=str(other.get("source", "")),
    )


def _work(raw: Raw) -> Work:
    fields = raw.fields
    if not fields.keys().isdisjoint(ALIASES):
        fields = {ALIASES.get(name, name): value for name, value in fields.items()}
    other = rest.load(fields.get("verba", ""))
    kind, genre = KINDS.get(raw.kind, (raw.kind, ""))
    item = _item(kind, fields, other.get("as") or {})
    item["type"] = _SUBTYPES.get(fields.get("entrysubtype", "")) or FROM_BIBLATEX.get(raw.kind, DEFAULT)
    if genre:
        item.setdefault("genre", genre)
    themes = [decode(theme) for theme in _LIST.split(fields["keywords"]) if theme] if "keywords" in fields else []
    aliases = _LIST.split(fields["ids"]) if "ids" in fields else []
    note = decode(fields.get("annotation", ""))
    if not other:
        _spread(fields, item)
        return assemble(
            key=raw.key,
            kind="work",
            csl=item,
            ids=_eprint(fields),
            urls=(),
            themes=themes,
            aliases=aliases,
            note=note,
        )
    said = _text(other, "kind")
    return assemble(
        key=_text(other, "key") or raw.key,
        kind=cast(Kind, said) if said in ("resource", "pointer") else "work",
        csl=item | _object(other, "csl"),
        ids=_eprint(fields) | _object(other, "ids"),
        urls=_texts([item.get("URL"), *_texts(other.get("urls", ()))]),
        themes=_texts(other.get("themes", themes)),
        aliases=_texts(other.get("aliases", aliases)),
        note=str(other.get("note", note)),
        private_note=_text(other, "private_note"),
    )


def _text(other: Mapping[str, Any], name: str) -> str:
    value = other.get(name)
    return value if isinstance(value, str) else ""


def _texts(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list | tuple) else []


def _object(other: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = other.get(name)
    return value if isinstance(value, dict) else {}


@cache
def _plan(kind: str) -> dict[str, tuple[str, Callable[[str], str] | None]]:
    """Return, for each biblatex field, the variable it means in an entry of this type and how its value is read."""
    return {
        name: (variable_of(kind, name), None if name in _NAMES | _DATES else _VALUES.get(name, decode))
        for name in BIBLATEX_ORDER
    }


def _item(kind: str, fields: Mapping[str, str], renamed: Mapping[str, str]) -> dict[str, Any]:
    """Return the CSL variables of an entry's fields, ``renamed`` saying which hold another than usual."""
    item: dict[str, Any] = {}
    keep_prefix = "useprefix=true" in fields.get("options", "")
    plan = _plan(kind)
    for name, value in fields.items():
        variable, reader = plan.get(name) or (variable_of(kind, name), decode)
        variable = renamed.get(name, variable)
        if not variable or not value:
            continue
        if reader is not None:
            item[variable] = reader(value)
        elif name in _NAMES:
            if names := read_names(value, keep_prefix=keep_prefix):
                item[variable] = names
        elif date := dates.read(value):
            item[variable] = date
    if not _SUBTITLE_FIELDS.isdisjoint(fields):
        for name, subtitle in _SUBTITLES.items():
            if subtitle in fields and (variable := variable_of(kind, name)) in item:
                item[variable] = f"{item[variable]} : {decode(fields[subtitle])}"
    if "issued" not in item and (date := _year_and_month(fields)):
        item["issued"] = date
    return item


def _year_and_month(fields: Mapping[str, str]) -> Date | None:
    year = decode(fields.get("year", "")).strip()
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return {"literal": year} if year else None
    parts = [int(year)]
    month = decode(fields.get("month", "")).strip(" .").lower()
    number = (
        int(month) if month.isascii() and month.isdigit() else _MONTHS.get(month[:4]) or _MONTHS.get(month[:3], 0)
    )
    if 1 <= number <= 12:
        parts.append(number)
        if (day := fields.get("day", "").strip()).isdigit() and len(day) < 3:
            parts.append(int(day))
    return {"date-parts": [parts]}


def _eprint(fields: Mapping[str, str]) -> dict[str, str]:
    if "eprint" not in fields and "hal_id" not in fields:
        return {}
    kind = fields.get("eprinttype", "").lower()
    scheme = next((name for name, written in EPRINTS.items() if kind in (name, written)), "")
    if "hal_id" in fields:
        scheme, value = "hal", fields["hal_id"]
    else:
        value = fields.get("eprint", "")
    identifier = parse(scheme, value) if scheme and value else None
    return {scheme: identifier or value} if scheme and value else {}


def _spread(fields: Mapping[str, str], item: dict[str, Any]) -> None:
    """Put where they belong what other hands write beside the field meant for it."""
    for name, variable in (("howpublished", "publisher"), ("note", "note")):
        if match := _URL_COMMAND.search(fields.get(name, "")):
            item.setdefault("URL", _url(match[1]))
            if match[0] == fields[name].strip() and item.get(variable) == decode(fields[name]):
                del item[variable]
    if addendum := decode(fields.get("addendum", "")):
        item["note"] = f"{item['note']}\n{addendum}" if "note" in item else addendum


def _pages(value: str) -> str:
    return decode(re.sub("-{2,}", "-", value))


def _url(value: str) -> str:
    value = _URL_COMMAND.sub(r"\1", value).strip()
    return _URL_ESCAPE.sub(lambda match: match[1] or "~", value)


def _doi(value: str) -> str:
    return _URL_ESCAPE.sub(lambda match: match[1] or "~", value.replace("{", "").replace("}", ""))


_VALUES: dict[str, Callable[[str], str]] = {
    "pages": _pages,
    "url": _url,
    "doi": _doi,
    "langid": lambda value: code(decode(value)),
    "type": lambda value: GENRES.get(value.strip().lower()) or decode(value),
}
