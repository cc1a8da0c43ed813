"""Classic BibTeX with LaTeX escapes, and the BibTeX that Zotero's importer reads field by field."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from biblio.exports.archived import copies, sentence
from biblio.exports.base import Options, cited_in
from biblio.exports.biblatex import VERBATIM, keywords
from biblio.exports.keys import Keys
from biblio.formats import dates
from biblio.formats.languages import langid
from biblio.formats.latex import escape_ascii, escape_zotero
from biblio.formats.names import write_names
from biblio.formats.normal import held
from biblio.formats.types import row
from biblio.model import Date, Item, Name, Work
from biblio.text import fold

_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MASTER = ("master", "memoire", "maitrise", "dea", "dess", "licence")

CONTAINER = {
    "article": "journal",
    "inbook": "booktitle",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "inreference": "booktitle",
}
"""Entry type → the field of what holds the work; ``howpublished`` for all others."""
PUBLISHER = {
    "manual": "organization",
    "mastersthesis": "school",
    "phdthesis": "school",
    "techreport": "institution",
    "thesis": "school",
    "report": "institution",
}
"""Entry type → the field of the publisher; ``publisher`` for all others, which most styles print only for books."""
PLAIN = {
    "collection-title": "series",
    "volume": "volume",
    "page": "pages",
    "edition": "edition",
    "section": "chapter",
    "publisher-place": "address",
    "genre": "type",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "URL": "url",
    "abstract": "abstract",
    "note": "note",
}
"""CSL variable → the field that all BibTeX files have for it."""
ZOTERO_PLAIN = PLAIN | {
    "title-short": "shorttitle",
    "container-title-short": "shortjournal",
    "event-title": "eventtitle",
    "number-of-pages": "pagetotal",
    "version": "version",
}
"""What Zotero's importer knows besides (its BibTeX translator reads these biblatex names too)."""
ZOTERO_TYPES = {
    "article": "unpublished",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "bill": "legislation",
    "book": "book",
    "broadcast": "video",
    "chapter": "incollection",
    "classic": "book",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "figure": "artwork",
    "graphic": "artwork",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "regulation": "legislation",
    "report": "report",
    "review": "article",
    "review-book": "article",
    "software": "software",
    "song": "audio",
    "thesis": "thesis",
    "webpage": "online",
}
"""CSL type → the entry type that Zotero turns into its own; ``misc`` for all others."""
_VERBATIM = frozenset({"DOI", "URL", "ISBN", "ISSN"})


@dataclass(frozen=True, slots=True)
class _Target:
    kind: Callable[[Item], str]
    plain: dict[str, str]
    escape: Callable[[str], str]
    title: Callable[[str], str]
    classic: bool


def write(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield classic BibTeX: its own types, accents as LaTeX, capitals of titles protected from the styles."""
    return _write(works, options, _Target(_classic_type, PLAIN, escape_ascii, _protected, True))


def write_zotero(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield BibTeX of which Zotero's importer reads every field, in UTF-8."""
    kind = lambda item: ZOTERO_TYPES.get(item["type"], "misc")  # noqa: E731
    return _write(works, options, _Target(kind, ZOTERO_PLAIN, escape_zotero, escape_zotero, False))


def _write(works: Iterable[Work], options: Options, target: _Target) -> Iterator[str]:
    works = works if isinstance(works, list | tuple) else list(works)
    keys = Keys(work.key for work in works)
    for work in works:
        yield _entry(work, options, target, keys.entry(work.key))


def _classic_type(item: Item) -> str:
    kind = row(item["type"]).bibtex
    if kind == "phdthesis" and any(word in _MASTER for word in fold(item.get("genre", "")).split()):
        return "mastersthesis"
    return kind


def _protected(title: str) -> str:
    """Brace the words of a title whose capitals a style would lower: all but the first, and that one inside."""
    words = title.split(" ")
    return " ".join(
        "{" + escape_ascii(word) + "}" if _has_capital(word[1:] if first else word) else escape_ascii(word)
        for first, word in zip([True, *[False] * len(words)], words, strict=False)
    )


def _has_capital(word: str) -> bool:
    return word != word.lower()


def _entry(source: Work, options: Options, target: _Target, key: str) -> str:
    work = held(source, private=options.private)
    item = cast(dict[str, Any], work.csl)
    kind = target.kind(work.csl)
    fields: dict[str, str] = {}
    for variable in ("author", "editor", "translator"):
        if names := _people(work.csl, variable):
            fields[variable] = write_names(names, target.escape)
    if title := item.get("title"):
        fields["title"] = target.title(title)
    if container := item.get("container-title"):
        fields[CONTAINER.get(kind, "howpublished")] = target.escape(container)
    fields |= _dated(work.csl, target)
    for variable, field in target.plain.items():
        if (value := item.get(variable)) and (written := _written(variable, value, target)):
            fields[field] = written
    if number := _number(item):
        fields["number"] = target.escape(number)
    if publisher := item.get("publisher"):
        fields[PUBLISHER.get(kind, "publisher")] = target.escape(publisher)
    if target.classic and kind in ("misc", "unpublished", "booklet") and "url" in fields:
        # The styles of BibTeX do not print url.
        fields.setdefault("howpublished", f"\\url{{{fields['url']}}}")
    if language := item.get("language"):
        fields["language"] = (langid(language) if target.classic else None) or target.escape(language)
    if work.themes:
        fields["keywords"] = keywords(work.themes, target.escape)
    cited = cited_in(source.citations, options.lang) if options.tells_citations else ""
    if annotation := "\n".join(text for text in (work.note, cited, work.private_note) if text):
        fields["annote"] = target.escape(annotation)
    if found := copies(source):
        link = (lambda address: f"\\url{{{address}}}") if target.classic else target.escape
        parts = [fields.get("note", "").rstrip("."), sentence(found, options, target.escape, link)]
        fields["note"] = ". ".join(filter(None, parts))
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}\n\n"])


def _people(item: Item, variable: str) -> list[Name]:
    """Return names in the roles that BibTeX has: a film's director is its author, a book's its editor."""
    stand_in = {"author": "director", "editor": "editorial-director"}.get(variable, "")
    return cast(list[Name], item.get(variable) or item.get(stand_in) or [])


def _written(variable: str, value: str, target: _Target) -> str:
    """Return the value of a field, empty where it cannot stand in one."""
    if variable in _VERBATIM:
        return value if VERBATIM.fullmatch(value) else ""
    text = target.escape(value)
    return text.replace("-{}-", "-").replace("-", "--") if variable == "page" else text


def _number(item: dict[str, Any]) -> str:
    return str(next((item[name] for name in ("issue", "number", "collection-number") if name in item), ""))


def _dated(item: Item, target: _Target) -> dict[str, str]:
    issued: Date = item.get("issued", {})
    fields = {}
    written = dates.iso(issued)
    if written and not target.classic:
        fields["date"] = written.replace("~", "")
    elif written:
        fields["year"] = dates.year(issued)
        parts = issued["date-parts"][0]
        if len(parts) > 1:
            fields["month"] = _MONTHS[parts[1]]
    elif literal := issued.get("literal") or issued.get("raw"):
        fields["year"] = target.escape(literal)
    if accessed := dates.iso(item.get("accessed", {})):
        fields["urldate"] = accessed.replace("~", "")
    return fields
