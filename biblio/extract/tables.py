"""Tables of references: the head row tells which column holds what."""

import re
from collections.abc import Mapping

from biblio.extract.dates import DATE_PATTERN, read_date
from biblio.extract.details import details
from biblio.extract.names import people
from biblio.extract.parse import Parsed
from biblio.extract.titles import clean_title
from biblio.extract.view import LABEL, LABEL_END, URL, bare
from biblio.model import Item
from biblio.text import fold

_COLUMNS = {
    "author": "auteur auteurs autrice autrices author authors nom qui who",
    "title": "titre titres title quoi what ouvrage livre article document intitule ressource publication",
    "issued": "annee date year parution date de parution publie en annee de publication",
    "container-title": "revue journal container publie dans in periodique media",
    "publisher": "editeur edition editions publisher maison d edition",
    "": "ou where lien liens url link adresse reference references source type commentaire note notes theme doi isbn",
}
_FIELD = {name: field for field, names in _COLUMNS.items() for name in [*names.split(), names]}
for _field, _names in (
    ("issued", ("date de parution", "annee de publication", "publie en")),
    ("container-title", ("publie dans",)),
    ("publisher", ("maison d edition",)),
    ("title", ("nom de la ressource",)),
    ("author", ("auteur s", "auteurs trices", "auteur rice s", "author s", "auteur ice s")),
):
    _FIELD.update(dict.fromkeys(_names, _field))
_SEPARATOR = re.compile(r"\s*[|\t]\s*")


def cells(text: str) -> list[str]:
    """Return the cells of a row, as the view has it."""
    return _SEPARATOR.split(text.strip().strip("|").strip(" "))


def columns(head: str) -> dict[int, str]:
    """Return column → CSL field of a head row; empty where the row is no head."""
    names = [fold(bare(cell)) for cell in cells(head)]
    if len(names) < 2 or any(len(name.split()) > 4 for name in names):
        return {}
    known = {i: _FIELD[name] for i, name in enumerate(names) if name in _FIELD}
    return known if len(known) >= 2 else {}


def headless(text: str) -> Parsed | None:
    """Return what a row without head says when its first cell names people: author, title, the rest."""
    first, *others = cells(text)
    who = people(bare(first))
    if not who or not others or len(bare(others[0]).split()) < 2 or "«" in others[0]:
        return None
    parsed = Parsed(how="row", people=who)
    item = parsed.item
    item["editor" if who.editors else "author"] = who.names
    _title(item, bare(others[0].replace(URL, " ")))
    found = details(", ".join(cell.replace(LABEL, "").replace(LABEL_END, "") for cell in others[1:]))
    for name, value in found.item.items():
        item.setdefault(name, value)  # type: ignore[misc]
    if found.rest and found.rest[0][0].isupper():
        item["publisher"] = found.rest[0]
    return parsed


def _title(item: Item, words: str) -> None:
    """Read the title of a cell: *Titre (1990)*, *Article « Titre »*."""
    if date := re.search(r"\s*\((\d{4})\)\Z", words):
        item.setdefault("issued", {"date-parts": [[int(date[1])]]})
        words = words[: date.start()]
    named = re.fullmatch(r"\w+\s«\s*(.+?)\s*»", words)
    item["title"] = clean_title(named[1] if named else words)


def row(text: str, fields: Mapping[int, str]) -> Parsed | None:
    """Return what a row says under ``fields``; None where it has no title of its own."""
    parsed = Parsed(how="row")
    item = parsed.item
    for i, cell in enumerate(cells(text)):
        words = bare(cell.replace(URL, " "))
        field = fields.get(i, "")
        if not words or not field:
            continue
        if field == "author":
            who = people(words, families=True)
            if who:
                parsed.people = who
                item["editor" if who.editors else "author"] = who.names
            else:  # a column of authors holds authors, whatever their names look like
                item["author"] = [{"literal": words}]
        elif field == "issued" and (date := DATE_PATTERN.search(words)):
            item["issued"] = read_date(date)
        elif field == "title":
            title, _, rest = cell.partition("»")
            if "«" in title and rest:
                item["title"] = clean_title(title.partition("«")[2])
                found = details(rest)
                item.update(found.item)
                if found.container:
                    item["container-title"], parsed.chapter = found.container, found.chapter
            else:
                _title(item, words)
        elif field == "container-title":
            item["container-title"] = words
        elif field == "publisher":
            item["publisher"] = words
    return parsed if item.get("title") else None
