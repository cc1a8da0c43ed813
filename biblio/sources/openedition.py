"""OpenEdition: Journals, Books, Hypotheses, Calenda.

The metadata service gives handle and DOI of a content id that follows from the address; its OAI-PMH v2 repository
gives issue and pages (``oai_openaire``); the old repository and the page itself are fallbacks.
https://github.com/OpenEdition/oai-openedition
"""

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from biblio.errors import FormatError
from biblio.model import Item, Name, Record, Work
from biblio.sources import clean, web, xml
from biblio.sources.base import Lookup, Pace, Request, Response, Source, record, single

NAME = "openedition"
METADATA = "https://metadata.openedition.org/"
OLD_OAI = "https://oai.openedition.org/"

_PLACES = (
    (re.compile(r"^https?://journals\.openedition\.org/([\w.-]+)/(?:pdf/|epub/|tei/|basictei/)?(\d+)"), "OJ"),
    (re.compile(r"^https?://books\.openedition\.org/([\w.-]+)/(?:pdf/|epub/)?(\d+)"), "OB"),
    (re.compile(r"^https?://(?!www\.)([\w-]+)\.hypotheses\.org/(?:\?p=)?(\d+)"), "HO"),
    (re.compile(r"^https?://()calenda\.org/(\d+)"), "CO"),
    (re.compile(r"^https?://(?!www\.|books\.|calenda\.)([\w-]+)\.revues\.org/(?:document|index)?(\d+)"), "OJ"),
)
_PAGES = {
    "OJ": "https://journals.openedition.org/{0}/{1}",
    "OB": "https://books.openedition.org/{0}/{1}",
    "HO": "https://{0}.hypotheses.org/{1}",
    "CO": "https://calenda.org/{1}",
}
_OLD_IDS = {
    "OJ": "oai:revues.org:{0}/{1}",
    "OB": "oai:books.openedition.org:{0}/{1}",
    "HO": "oai:hypotheses.org:{0}/{1}",
}
_TYPES = {
    "journal article": "article-journal", "article": "article-journal", "introduction": "article-journal",
    "archaeological note": "article-journal", "bibliography": "article-journal", "editorial": "article-journal",
    "review": "review-book", "book review": "review-book", "issue": "periodical", "journal issue": "periodical",
    "book": "book", "book part": "chapter", "chapter": "chapter", "foreword": "chapter", "afterword": "chapter",
    "appendix": "chapter", "index": "chapter", "post": "post-weblog", "blog post": "post-weblog",
}  # fmt: skip
_BY_PLACE = {"OJ": "article-journal", "OB": "chapter", "HO": "post-weblog", "CO": "webpage"}


def content_id(work: Work) -> str:
    """Return OpenEdition's content id (``OJ.rdr.1789``) of a work, or an empty string."""
    local_id = work.ids.get("openedition", "")
    for url in work.urls:
        for pattern, place in _PLACES:
            found = pattern.match(url)
            if found and (not local_id or local_id.endswith(f"/{found[2]}")):
                return f"{place}.{found[1] or 'calendaorg'}.{found[2]}"
    site, _, number = local_id.rpartition("/")
    if not number.isdigit() or not site:
        return ""
    # The identifier alone does not tell journals from books; the DOI does.
    if site == "calenda":
        return f"CO.calendaorg.{number}"
    return f"{'OB' if work.ids.get('doi', '').startswith('10.4000/books.') else 'OJ'}.{site}.{number}"


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    asked = content_id(work)
    found = yield from _ask(asked)
    if (
        not found
        and asked.startswith("OJ.")
        and not any(pattern.match(url) for pattern, _ in _PLACES for url in work.urls)
    ):
        # Without an address "oep/423" may be a journal's or a publisher's.
        found = yield from _ask(f"OB.{asked.removeprefix('OJ.')}")
    return found


def _ask(asked: str) -> Generator[Request, Response, list[Record]]:
    place, _, rest = asked.partition(".")
    site, _, number = rest.rpartition(".")
    base, handle = None, ""
    response = yield Request(url=f"{METADATA}contentid/{asked}?format=json", accept="application/json")
    if response.ok and (csl := _csl(response)):
        base = _record(response, place, _from_csl(csl, place), site, number)
        handle = base.ids.get("handle", "")
    if handle:
        query = urlencode({"verb": "GetRecord", "identifier": handle, "metadataPrefix": "oai_openaire"})
        response = yield Request(url=f"{METADATA}oai?{query}")
        for found in _oai(response):
            return [_record(response, place, _openaire(found, place), site, number, handle)]
    if place in _OLD_IDS:
        identifier = _OLD_IDS[place].format(site, number)
        query = urlencode({"verb": "GetRecord", "identifier": identifier, "metadataPrefix": "qdc"})
        response = yield Request(url=f"{OLD_OAI}?{query}")
        for found in _oai(response):
            old = _record(response, place, _qdc(found, place), site, number)
            return [old, base] if base else [old]
    if base:
        return [base]
    response = yield Request(url=_PAGES[place].format(site, number), accept=web.ACCEPT)
    if response.ok and (page := web.parse_page(response)) and page.get("title"):
        return [_record(response, place, page, site, number)]
    return []


def _csl(response: Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except FormatError:
        return {}
    if isinstance(answer, list):
        answer = answer[0] if answer else {}
    return answer if isinstance(answer, dict) and answer.get("title") else {}


def _oai(response: Response) -> list[Element]:
    if not response.ok:
        return []
    try:
        return xml.oai_records(xml.parse(response))
    except FormatError:
        return []


def _record(response: Response, place: str, item: Item, site: str, number: str, handle: str = "") -> Record:
    if place == "CO":
        site = "calenda"
    item.setdefault("type", _BY_PLACE[place])
    if place == "HO":
        item["type"] = "post-weblog"
    custom = dict(item.pop("custom", {}))
    ids = {
        "openedition": f"{site}/{number}",
        "doi": item.get("DOI", ""),
        "handle": handle or custom.pop("handle", ""),
        "isbn": item.get("ISBN", "") if item["type"] == "book" else "",
    }
    return record(NAME, response, clean.flagged(item, **custom), ids)


def _from_csl(csl: Mapping[str, Any], place: str) -> Item:
    kind = clean.first(csl.get("type"))
    item = clean.compact(
        type=kind if kind in _TYPES.values() or kind in ("webpage", "article") else _BY_PLACE[place],
        title=clean.title(csl.get("title")),
        author=_csl_names(csl.get("author")),
        editor=_csl_names(csl.get("editor")),
        translator=_csl_names(csl.get("translator")),
        container_title=clean.title(csl.get("container-title")),
        collection_title=clean.title(csl.get("collection-title")),
        publisher=clean.plain(csl.get("publisher")),
        publisher_place=clean.plain(csl.get("publisher-place")),
        volume=clean.volume(csl.get("volume")),
        issue=clean.issue(csl.get("issue")),
        issued=clean.date_parts(csl.get("issued")) or clean.date((csl.get("issued") or {}).get("raw")),
        ISSN=clean.first(csl.get("ISSN")),
        ISBN=clean.first(csl.get("ISBN")).replace("-", ""),
        DOI=clean.first(csl.get("DOI")).lower(),
        URL=clean.first(csl.get("URL")),
        language=clean.language(csl.get("language")),
        abstract=clean.abstract(csl.get("abstract")),
    )
    handle = next((value for value in (clean.first(csl.get("id")),) if value.startswith("20.500.")), "")
    return clean.flagged(Item({**item, **clean.pages(csl.get("page"))}), handle=handle)


def _csl_names(people: Any) -> list[Name]:
    found = [
        clean.person(one.get("given"), one.get("family"))
        if one.get("family")
        else clean.name(clean.first(one.get("literal")))
        for one in clean.every(people)
        if isinstance(one, dict)
    ]
    return [who for who in found if who]


def _openaire(found: Element, place: str) -> Item:
    """Read ``oai_openaire`` (https://openaire-guidelines-for-literature-repository-managers.readthedocs.io)."""
    titles = {
        xml.attribute(title, "titleType"): clean.title("".join(title.itertext()))
        for title in xml.every(found, "title")
    }
    translated = [text for kind, text in titles.items() if kind in ("TranslatedTitle", "AlternativeTitle")]
    related = {
        xml.attribute(one, "relatedIdentifierType"): (one.text or "").strip()
        for one in xml.every(found, "relatedIdentifier")
        if xml.attribute(one, "relationType") == "IsPartOf"
    }
    alternate = {
        xml.attribute(one, "alternateIdentifierType"): (one.text or "").strip()
        for one in xml.every(found, "alternateIdentifier")
    }
    dates = {xml.attribute(one, "dateType"): (one.text or "").strip() for one in xml.every(found, "date")}
    kind = xml.text(found, "resourceType").lower()
    rights = next((xml.attribute(one, "accessRightsURI") for one in xml.every(found, "file")), "")
    url = alternate.get("URL", "")
    is_open = rights.endswith("c_abf2") or "openAccess" in " ".join(xml.texts(found, "rights"))
    item = clean.compact(
        type=_TYPES.get(kind, _BY_PLACE[place]),
        title=clean.with_subtitle(titles.get("", ""), titles.get("Subtitle", "")),
        author=list(_creators(found, "creator")),
        translator=list(_creators(found, "contributor", "Translator")),
        editor=list(_creators(found, "contributor", "Editor")) if place == "OB" else [],
        container_title=clean.title(xml.text(found, "citationTitle")),
        publisher=clean.plain(xml.text(found, "publisher")),
        volume=clean.volume(xml.text(found, "citationVolume")),
        issue=clean.issue(xml.text(found, "citationIssue")),
        issued=clean.date(dates.get("Issued")),
        ISSN=related.get("PISSN") or related.get("ISSN") or related.get("EISSN") or "",
        ISBN=(alternate.get("PISBN") or alternate.get("ISBN") or related.get("PISBN") or "").replace("-", ""),
        DOI=alternate.get("DOI", "").lower(),
        URL=url,
        language=clean.language(xml.text(found, "language")),
        abstract=clean.abstract(xml.text(found, "description")),
    )
    pages = clean.span(xml.text(found, "citationStartPage"), xml.text(found, "citationEndPage"))
    return clean.flagged(
        Item({**item, **pages}),
        titles=translated,
        review="review" in kind,
        access="open" if is_open else "",
        open_url=url if is_open else "",
    )


def _creators(found: Element, tag: str, role: str = "") -> Iterator[Name]:
    for one in xml.every(found, tag):
        if role and xml.attribute(one, "contributorType") != role:
            continue
        family, given = xml.text(one, "familyName"), xml.text(one, "givenName")
        who = clean.person(given, family) if family else clean.name(xml.text(one, f"{tag}Name") or (one.text or ""))
        if who:
            yield who


def _qdc(found: Element, place: str) -> Item:
    identifiers = xml.texts(found, "identifier")
    parts = xml.texts(found, "isPartOf")
    kind = xml.text(found, "type").lower()
    url = next((value for value in identifiers if value.startswith("http")), "")
    is_open = any("openAccess" in value for value in xml.texts(found, "accessRights"))
    publishers = xml.texts(found, "publisher")
    item = clean.compact(
        type=_TYPES.get(kind, _BY_PLACE[place]),
        title=clean.title(xml.text(found, "title")),
        # An issue or a book lists the authors of all its parts.
        author=[] if kind == "issue" else clean.names(xml.texts(found, "creator")),
        container_title=clean.plain(publishers[0]) if publishers and place == "OJ" else "",
        publisher=clean.plain(publishers[-1]) if publishers and place != "HO" else "",
        # "created" is the printed year, "issued" the day of the online edition.
        issued=clean.date(xml.text(found, "created")) or clean.date(xml.text(found, "issued")),
        volume=clean.volume(xml.text(found, "bibliographicCitation.volume")),
        issue=clean.issue(xml.text(found, "bibliographicCitation.issue")),
        ISSN=next((value.rpartition(":")[2] for value in sorted(parts, reverse=True) if "issn:" in value), ""),
        DOI=next(
            (value.removeprefix("urn:doi:").lower() for value in identifiers if value.startswith("urn:doi:")), ""
        ),
        URL=url,
        language=clean.language(xml.text(found, "language")),
        abstract=clean.abstract(xml.text(found, "abstract")),
    )
    handle = next((value.rpartition("handle:")[2] for value in identifiers if "handle:" in value), "")
    return clean.flagged(
        Item({**item, **clean.pages(xml.text(found, "extent"))}),
        handle=handle,
        review="review" in kind,
        access="open" if is_open else "",
        open_url=url if is_open else "",
    )


SOURCE = Source(
    name=NAME,
    title="OpenEdition",
    bases=(METADATA, OLD_OAI),
    pace=Pace(per_second=1, parallel=1),
    lookups=(Lookup(how="id", question=content_id, ask=single(content_id, _talk)),),
)
