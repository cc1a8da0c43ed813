"""The catalogue of the Bibliothèque nationale de France (SRU): by ARK, by ISBN, by title and author.

https://api.bnf.fr/fr/api-sru-catalogue-general
"""

import re
from collections.abc import Generator
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from biblio.ids import parse_isbn
from biblio.model import Item, Name, Record, Work
from biblio.sources import books, clean, words, xml
from biblio.sources.base import Lookup, Pace, Request, Response, Source, record, single

NAME = "bnf"
BASE = "https://catalogue.bnf.fr/api/SRU"

# "Panchaud, Martin (1982-....). Auteur du texte"
_ROLE = re.compile(r"^(?P<who>.{1,300}?)\.\s+(?P<role>[A-ZÉ][^.]{2,60})$")
_EDITORS = ("Éditeur scientifique", "Directeur de publication", "Directeur de la publication", "Compilateur")
_PLACED = re.compile(r"^(?P<publisher>.{1,200}?)\s*\((?P<place>[^()]{1,80})\)$")


def _ark(work: Work) -> str:
    ark = work.ids.get("ark", "")
    # Other ARKs of the BnF are pictures and digitised books of Gallica.
    return ark if ark.startswith("ark:/12148/cb") else ""


def _search(query: str) -> Request:
    parameters = {
        "version": "1.2",
        "operation": "searchRetrieve",
        "query": query,
        "recordSchema": "dublincore",
        "maximumRecords": "10",
    }
    return Request(url=f"{BASE}?{urlencode(parameters)}", accept="text/xml")


def _records(response: Response) -> list[Record]:
    # A diagnostic may stand beside usable records; without records there is no such element at all.
    if not response.searched:
        return []
    return [_record(response, one) for one in xml.every(xml.parse(response), "dc")]


def _by_ark(work: Work) -> Generator[Request, Response, list[Record]]:
    ark = _ark(work)
    response = yield _search(f'bib.persistentid all "{ark}"')
    return [one for one in _records(response) if one.ids.get("ark") == ark]


def _by_isbn(work: Work) -> Generator[Request, Response, list[Record]]:
    wanted = books.isbn(work)
    response = yield _search(f'bib.isbn all "{wanted}"')
    return [one for one in _records(response) if one.ids.get("isbn") == wanted][:1]


def _by_words(work: Work) -> Generator[Request, Response, list[Record]]:
    title, family, _ = words.citation(work)
    response = yield _search(f"bib.title all {words.cql(title)} and bib.author all {words.cql(family)}")
    return _records(response)


def _record(response: Response, notice: Element) -> Record:
    identifiers = xml.texts(notice, "identifier")
    ark = next((value[value.index("ark:/") :] for value in identifiers if "ark:/" in value), "")
    isbn = next((digits for value in identifiers if value.startswith("ISBN") and (digits := parse_isbn(value))), "")
    item = parse(notice)
    if isbn:
        item["ISBN"] = isbn
    if ark:
        item["URL"] = f"https://catalogue.bnf.fr/{ark}"
    return record(NAME, response, item, {"ark": ark, "isbn": isbn})


def parse(notice: Element) -> Item:
    """Return the CSL item of a Dublin Core notice; its title holds the statement of responsibility."""
    title = clean.plain(xml.text(notice, "title")).partition(" / ")[0]
    people: dict[str, list[Name]] = {}
    for value in xml.texts(notice, "creator", "contributor"):
        who, role = (found["who"], found["role"]) if (found := _ROLE.match(clean.plain(value))) else (value, "")
        field = "editor" if role in _EDITORS else "translator" if role == "Traducteur" else "author"
        if (
            field == "author"
            and role
            and not role.startswith(("Auteur", "Cartographe", "Photographe", "Compositeur"))
        ):
            field = "contributor"
        if (name := clean.name(who)) and name not in people.setdefault(field, []):
            people[field].append(name)
    publisher = clean.plain(xml.text(notice, "publisher"))
    placed = _PLACED.match(publisher)
    kinds = " ".join(xml.texts(notice, "type")).lower()
    return clean.compact(
        type="map" if "cartograph" in kinds else "graphic" if "image" in kinds else "book",
        title=clean.title(title),
        publisher=placed["publisher"] if placed else publisher,
        publisher_place=placed["place"] if placed else "",
        issued=clean.date(xml.text(notice, "date")),
        language=clean.language(xml.text(notice, "language")),
        **people,
    )


SOURCE = Source(
    name=NAME,
    title="BnF",
    bases=(BASE,),
    pace=Pace(per_second=1, parallel=1),
    lookups=(
        Lookup(how="id", question=_ark, ask=single(_ark, _by_ark)),
        Lookup(how="id", question=books.isbn, ask=single(books.isbn, _by_isbn), spare=True),
        Lookup(how="text", question=books.question, ask=single(books.question, _by_words), spare=True),
    ),
)
