"""Persée: linked data of a document, then OAI-PMH.

http://data.persee.fr. The numbers inside a document's name are internal: volume and issue are never read from it, nor
is the day of digitisation taken for a date.
"""

import re
from collections.abc import Generator
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from biblio.errors import FormatError
from biblio.model import Item, Name, Record, Work
from biblio.sources import clean, xml
from biblio.sources.base import Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "persee"
DATA = "http://data.persee.fr/"
OAI = "http://oai.persee.fr/oai"

# "Hottin Christian. Le décor peint…. In: Histoire de l'art, N°42-43, 1998. Architecture et décor. pp. 103-113."
_CITATION = re.compile(
    r"^(?P<who>[^.]{0,300})\. (?P<title>.{1,800}?)\.? In ?: (?P<journal>[^,]{1,200})"
    r"(?P<middle>(?:, [^,.]{1,60}){0,6})\."
)
_NUMBER = re.compile(r"\bn[°ºo]s? ?([\w/-]{1,20})", re.I)
_TOME = re.compile(r"\b(?:tome|vol(?:ume)?\.?|t\.) ?([\w/-]{1,20})", re.I)
_YEAR_ONLY = re.compile(r"^\d{4}(?:-\d{4})?$")


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    slug = work.ids["persee"]
    response = yield Request(url=f"{DATA}doc/{slug}", accept="application/rdf+xml")
    if response.ok:
        try:
            if (item := _rdf(xml.parse(response), slug)) and item.get("title"):
                return [_record(response, item, slug)]
        except FormatError:
            pass  # The service may answer with a page for people; its repository is asked instead.
    query = urlencode({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": f"oai:persee:article/{slug}"})
    response = yield Request(url=f"{OAI}?{query}")
    if not response.ok:
        return []
    return [_record(response, _dublin_core(found, slug), slug) for found in xml.oai_records(xml.parse(response))]


def _record(response: Response, item: Item, slug: str) -> Record:
    return record(NAME, response, item, {"persee": slug, "doi": item.get("DOI", "")})


def _rdf(root: Element, slug: str) -> Item:
    node = next(
        (one for one in xml.every(root, "Description") if xml.attribute(one, "about").endswith(f"{slug}#Web")), None
    )
    if node is None:
        return Item()
    citation = clean.plain(xml.text(node, "bibliographicCitation"))
    printed = next(
        (one for one in xml.every(root, "Description") if xml.attribute(one, "about").endswith(f"{slug}#Print")), None
    )
    place, _, publisher = xml.text(printed, "publisher").partition(" : ") if printed is not None else ("", "", "")
    types = " ".join(xml.attribute(one, "resource") for one in xml.every(node, "type"))
    return _item(
        slug,
        types,
        xml.text(node, "title"),
        _cited_authors(citation),
        citation,
        clean.compact(
            publisher=clean.plain(publisher),
            publisher_place=clean.plain(place) if publisher else "",
            issued=clean.date(xml.text(node, "dateOfPrintPublication")),
            DOI=xml.text(node, "doi").lower(),
            language=clean.language(xml.text(node, "language")),
            abstract=clean.abstract(xml.text(node, "abstract")),
            **clean.span(xml.text(node, "pageStart"), xml.text(node, "pageEnd")),
        ),
    )


def _dublin_core(found: Element, slug: str) -> Item:
    identifiers = xml.texts(found, "identifier")
    place, _, publisher = xml.text(found, "publisher").partition(" : ")
    item = clean.compact(
        publisher=clean.plain(publisher or place),
        publisher_place=clean.plain(place) if publisher else "",
        issued=clean.date(xml.text(found, "date")),
        DOI=next((value.removeprefix("doi:").lower() for value in identifiers if value.startswith("doi:")), ""),
        ISSN=next((value.removeprefix("issn:") for value in identifiers if value.startswith("issn:")), ""),
        container_title=clean.title(xml.text(found, "bibliographicCitation.jtitle")),
        language=clean.language(xml.text(found, "language")),
        **clean.span(xml.text(found, "bibliographicCitation.spage"), xml.text(found, "bibliographicCitation.epage")),
    )
    citation = clean.plain(xml.text(found, "bibliographicCitation"))
    names = clean.names(xml.texts(found, "creator"))
    return _item(slug, xml.text(found, "type"), xml.text(found, "title"), names, citation, item)


def _item(slug: str, kind: str, title: str, authors: list[Name], citation: str, known: Item) -> Item:
    # Reviews have names that end in _t1_0560_0000_2: the second review on page 560.
    review = bool(re.search(r"_t\d+_\d{4}_\d{4}_\d+$", slug)) or "review" in kind.lower()
    parsed = _parse_citation(citation)
    if "review" not in kind.lower() and kind.rpartition("/")[2].lower() == "issue":
        csl_type = "periodical"
    else:
        csl_type = "review-book" if review else "article-journal"
    issn = re.search(r"_(\d{4}-\d{3}[\dx])_", slug)
    item = clean.compact(
        type=csl_type,
        title=clean.title(title),
        author=authors,
        container_title=parsed.get("container-title"),
        volume=parsed.get("volume"),
        issue=parsed.get("issue"),
        ISSN=issn[1].upper() if issn and not issn[1].startswith("0000-000") else "",
        URL=f"https://www.persee.fr/doc/{slug}",
    )
    return clean.flagged(Item({**item, **known}), review=review, access="open", open_url=item["URL"])


def _parse_citation(citation: str) -> Item:
    found = _CITATION.match(citation)
    if not found:
        return Item()
    pieces = [piece.strip() for piece in found["middle"].split(",") if piece.strip()]
    item = Item({"container-title": found["journal"].strip()})
    for piece in pieces:
        if number := _NUMBER.search(piece):
            item["issue"] = number[1]
        elif tome := _TOME.search(piece):
            item["volume"] = tome[1]
    return item


def _cited_authors(citation: str) -> list[Name]:
    """Return the authors of a citation, which stand as "Hottin Christian, Le Goff Jacques" before its first stop."""
    found = _CITATION.match(citation)
    if not found:
        return []
    names = []
    for who in re.split(r", | ; ", found["who"]):
        *family, given = who.split()
        # Family names come first, given names last; hyphens keep compound given names in one word.
        names.append(clean.person(given, " ".join(family)) if family else Name(literal=given))
    return names


SOURCE = Source(
    name=NAME,
    title="Persée",
    bases=(DATA, OAI),
    pace=Pace(per_second=1, parallel=1),
    lookups=(Lookup(how="id", question=by_id("persee"), ask=single(by_id("persee"), _talk)),),
)
