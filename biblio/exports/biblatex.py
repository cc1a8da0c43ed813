"""biblatex, in UTF-8: rich types, ISO dates, French first, and nothing that biber's data model warns about."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from biblio.exports.archived import copies, sentence
from biblio.exports.base import Options, cited_in
from biblio.exports.keys import Keys, safe_key
from biblio.formats import dates, rest
from biblio.formats.fields import BIBLATEX_ORDER, FIELDS, NAMES, places, variable_of
from biblio.formats.languages import LANGID, langid
from biblio.formats.latex import escape
from biblio.formats.names import exact, write_names
from biblio.formats.normal import IDENTIFIERS, held
from biblio.formats.types import FROM_BIBLATEX, MANDATORY, row
from biblio.formats.words import EPRINTS, GENRES, RELATED_WORKS, RELATIONS
from biblio.ids import parse_isbn, parse_issn
from biblio.model import Date, Item, Name, Related, Work

UNTITLED = "[Sans titre]"
UNDATED = ".."
"""biber demands a date of nearly every type; this is ISO 8601-2 for one that is not known."""
_PAGES = re.compile(r"(?!0(?!\w))\w[\w.:/()*'’ ]*(?: ?[-–—] ?\w[\w.:/()*'’ ]*)?")
VERBATIM = re.compile(r"[^\s\\{}]+")
"""What may stand in a field that BibTeX copies as it is."""
_INNER_CAPITAL = re.compile(r"\b\w+[A-Z]\w*")
_NO_NAME = re.compile(r"[^\w .,'’()/:°-]|_")
_IN_ARGUMENT = re.compile("[%#]")
_NUMBERS = {"volume": "vol.~", "issue": "n°~", "page": "p.~"}
_DERIVED = {scheme: (variable, parse) for variable, scheme, parse in IDENTIFIERS}
_ISBN = re.compile(r"[0-9Xx-]+")
_SEPARATOR = re.compile("[,;]")
_NEED_NO_DATE = frozenset({"dataset", "software"})


def write(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield one entry a work, and one a related record (a review says ``relatedtype = {reviewof}``)."""
    works = works if isinstance(works, list | tuple) else list(works)
    keys = Keys(work.key for work in works)
    for work in works:
        clean = held(work, private=options.private)
        cited = cited_in(work.citations, options.lang) if options.tells_citations else ""
        found = copies(work)
        extra = _near(work, keys, options) | ({"addendum": sentence(found, options, escape, _url)} if found else {})
        # In the rest as well: a reader then knows the addendum for words around the data.
        yield _entry(clean, keys, cited, extra, {"archived": found} if found else None)
        for number, related in enumerate(clean.related, 1):
            yield _related_entry(clean, related, number, keys)


def biblatex_type(item: Item) -> str:
    """Return the first type of the item's row whose mandatory fields the item can fill."""
    for name in row(item["type"]).biblatex:
        if not any(map(item.keys().isdisjoint, MANDATORY.get(name, ()))):
            return name
    return row(item["type"]).biblatex[-1]


def _entry(
    work: Work, keys: Keys, cited: str = "", extra: dict[str, str] | None = None, more: dict[str, Any] | None = None
) -> str:
    """Return one entry; ``extra`` are fields and ``more`` parts of the rest that it begins with."""
    item = work.csl
    left: dict[str, Any] = {}
    kind = biblatex_type(item)
    fields = dict(extra or {})
    other = dict(more or {})
    renamed: dict[str, str] = {}
    if _keeps_particles(item):
        fields["options"] = "useprefix=true"
    for variable in item.keys() - FIELDS.keys():
        left[variable] = item[variable]  # type: ignore[literal-required]
    left.pop("type", None)
    for variable, candidates in places(kind).items():
        if variable not in item:
            continue
        value = item[variable]  # type: ignore[literal-required]
        field = candidates[0] if candidates else None
        if field in fields:
            field = next((name for name in candidates if name not in fields), None)
        written, is_exact = _value(variable, value, "options" in fields) if field else (None, False)
        if not is_exact:
            left[variable] = value
        if field is None or written is None:
            continue
        fields[field] = written
        if variable_of(kind, field) != variable:
            renamed[field] = variable
        if variable == "director":
            fields["authortype"] = "réal."
        elif variable == "editorial-director":
            fields[f"{field}type"] = "dir."
    _mandatory(kind, item, fields, renamed)
    if fields.get("langid") == "english":
        fields["title"] = _guarded(fields["title"])
    if item["type"] != FROM_BIBLATEX[kind]:
        fields["entrysubtype"] = item["type"].replace("_", "-")
    if addendum := _addendum(item, left):
        fields["addendum"] = f"{addendum}. {fields['addendum']}" if "addendum" in fields else addendum
    _identifiers(work, fields, other)
    _notes(work, cited, fields, other)
    key = keys.entry(work.key)
    if key != work.key:
        other["key"] = work.key
    if aliases := [alias for alias in work.aliases if keys.alias(alias)]:
        fields["ids"] = ",".join(aliases)
    if len(aliases) < len(work.aliases):
        other["aliases"] = list(work.aliases)
    if left:
        other["csl"] = left
    if renamed:
        other["as"] = renamed
    if other:
        fields["verba"] = rest.dump(other)
    lines = [f"  {name} = {{{fields[name]}}}," for name in sorted(fields, key=BIBLATEX_ORDER.__getitem__)]
    return "\n".join([f"@{kind}{{{key},", *lines, "}\n\n"])


def _url(address: str) -> str:
    r"""Return an address for the middle of a text, where TeX reads it as an argument: ``%`` and ``#`` need ``\``."""
    escaped = _IN_ARGUMENT.sub(r"\\\g<0>", address)
    return f"\\url{{{escaped}}}"


def _guarded(title: str) -> str:
    """Brace the words of an English title that sentence case would spoil (BBC, iPhone); French titles need none."""
    if "\\" in title or "{" in title:
        return title
    return _INNER_CAPITAL.sub(r"{\g<0>}", title)


def _keeps_particles(item: Item) -> bool:
    for variable in NAMES:
        for name in cast(list[Name], item.get(variable, ())):
            if "non-dropping-particle" in name:
                return True
    return False


def _value(variable: str, value: Any, keep: bool) -> tuple[str | None, bool]:
    """Return what a field holds for a value, None if it cannot, and whether a reader gets the value back from it."""
    if isinstance(value, str):
        special = _SPECIAL.get(variable)
        return special(value) if special else (escape(value), True)
    if variable in NAMES:
        written = write_names(value, escape)
        return written, exact(value, written, keep_prefix=keep)
    if isinstance(value, dict):
        return dates.written(cast(Date, value))
    return None, False


def _integer(value: str) -> tuple[str | None, bool]:
    return (value, True) if value.isascii() and value.isdigit() else (None, False)


def _pages(value: str) -> tuple[str | None, bool]:
    if all(_PAGES.fullmatch(piece.strip()) for piece in _SEPARATOR.split(value)):
        return escape(value).replace("-{}-", "-").replace("-", "--"), "--" not in value
    return None, False


def _isbn(value: str) -> tuple[str | None, bool]:
    number = parse_isbn(value)
    plain = _ISBN.fullmatch(value) is not None
    return (value if plain else number, plain) if number else (None, False)


def _issn(value: str) -> tuple[str | None, bool]:
    number = parse_issn(value)
    return number, number == value


def _verbatim(value: str) -> tuple[str | None, bool]:
    return (value, True) if VERBATIM.fullmatch(value) else (None, False)


def _language(value: str) -> tuple[str | None, bool]:
    return langid(value), value in LANGID


def _key(value: str) -> tuple[str | None, bool]:
    """Return a text for a field that LaTeX looks up as the name of a string: no command may stand in it."""
    name = " ".join(_NO_NAME.sub(" ", value).split())
    return name or None, name == value and value.lower() not in GENRES


def _status(value: str) -> tuple[str | None, bool]:
    state = dates.FORTHCOMING.get(value.casefold())
    return (state, state == value) if state else _key(value)


_SPECIAL = {
    "volume": _integer,
    "number-of-volumes": _integer,
    "page": _pages,
    "ISBN": _isbn,
    "ISSN": _issn,
    "DOI": _verbatim,
    "URL": lambda value: (value, True),
    "language": _language,
    "genre": _key,
    "status": _status,
}


def _mandatory(kind: str, item: Item, fields: dict[str, str], renamed: dict[str, str]) -> None:
    """Supply what biber will not do without: a title, a date, the sort of a thesis or report."""
    if "title" not in fields:
        fields["title"] = UNTITLED
        renamed["title"] = ""
    if "date" not in fields and kind not in _NEED_NO_DATE:
        fields["date"] = UNDATED
        literal = item.get("issued", {}).get("literal", "")
        if (state := dates.FORTHCOMING.get(literal.casefold())) and "pubstate" not in fields:
            fields["pubstate"] = state
            renamed["pubstate"] = ""
    if "type" not in fields and kind in ("thesis", "report"):
        fields["type"] = escape(row(item["type"]).french)
        renamed["type"] = ""


def _addendum(item: Item, left: dict[str, Any]) -> str:
    """Return volume, issue and pages as words where the entry type has no field for them."""
    if left.keys().isdisjoint(_NUMBERS):
        return ""
    parts = [f"{label}{escape(str(left[variable]))}" for variable, label in _NUMBERS.items() if variable in left]
    return ", ".join(parts)


def _identifiers(work: Work, fields: dict[str, str], other: dict[str, Any]) -> None:
    ids = {scheme: value for scheme, value in work.ids.items() if not _comes_back(scheme, value, work.csl)}
    if ids:
        for scheme, eprinttype in EPRINTS.items():
            if scheme in ids and "eprint" not in fields and VERBATIM.fullmatch(ids[scheme]):
                fields |= {"eprint": ids.pop(scheme), "eprinttype": eprinttype}
    if ids:
        other["ids"] = ids
    if len(work.urls) > 1:
        other["urls"] = list(work.urls[1:])


def _comes_back(scheme: str, value: str, item: Item) -> bool:
    """Tell whether a reader derives this identifier from the item's own DOI, ISBN or ISSN."""
    if scheme not in _DERIVED:
        return False
    variable, parse = _DERIVED[scheme]
    return parse(cast(str, item.get(variable, ""))) == value


def keywords(themes: Iterable[str], escape: Callable[[str], str]) -> str:
    """Return themes as the value of ``keywords``, where commas and semicolons part: those inside become dashes."""
    return ", ".join(escape(_SEPARATOR.sub(" –", theme)) for theme in themes)


def _notes(work: Work, cited: str, fields: dict[str, str], other: dict[str, Any]) -> None:
    if work.kind != "work":
        other["kind"] = work.kind
    if work.themes:
        fields["keywords"] = keywords(work.themes, escape)
        if any(_SEPARATOR.search(theme) for theme in work.themes):
            other["themes"] = list(work.themes)
    if annotation := "\n".join(text for text in (work.note, cited, work.private_note) if text):
        fields["annotation"] = escape(annotation)
    if annotation != work.note:
        other["note"] = work.note
    if work.private_note:
        other["private_note"] = work.private_note


def _near(work: Work, keys: Keys, options: Options) -> dict[str, str]:
    """Return the fields that point to related works among those written; several kinds of them need no heading."""
    near = [other for other in work.related_works if other.key in keys]
    if not near:
        return {}
    fields = {"related": ",".join(dict.fromkeys(safe_key(other.key) for other in near))}
    if len(kinds := {other.relation for other in near}) == 1 and (words := RELATED_WORKS.get(kinds.pop())):
        fields["relatedstring"] = words[options.lang == "en"]
    return fields


def _related_entry(work: Work, related: Related, number: int, keys: Keys) -> str:
    """Write a record that stands beside the work as an entry of its own that points to it."""
    beside = Work(
        key=f"{safe_key(work.key)}-{number}",
        kind="work",
        csl=related.csl,
        urls=(related.url,) if related.url else (),
    )
    extra = {"related": safe_key(work.key)}
    other = {"source": related.source} if related.source else {}
    if related.relation in RELATIONS:
        extra["relatedtype"] = RELATIONS[related.relation]
    else:
        other["relation"] = related.relation
    return _entry(held(beside), keys, extra=extra, more=other)
