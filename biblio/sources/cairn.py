"""Cairn.info: its DOIs at Crossref, then its OAI-PMH repository; its pages stand behind a robot check.

From ``ID_ARTICLE`` the DOI follows by rule; from the newer addresses (``revue-mouvements-2007-2-page-118``) it does
not: there Crossref is asked for the journal, then for its articles of that year, and the first page decides.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from biblio.ids import derived_ids
from biblio.model import Item, Record, Work
from biblio.sources import clean, crossref, xml
from biblio.sources.base import Conversation, Lookup, Pace, Request, Response, Source, record, single
from biblio.text import fold

NAME = "cairn"
OAI = "http://oai.cairn.info/oai.php"

_ARTICLE = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+){2,4}")
_SLUG = re.compile(
    r"^(?:revue|magazine)-?(?P<journal>.+?)-(?P<year>(?:19|20)\d\d)-(?P<issue>[\w-]+?)-p(?:age)?-(?P<page>\w+)$"
)
_CHAPTER = re.compile(r"^.+--(?P<isbn>97[89]\d{10})-p(?:age)?-(?P<page>\d+)$")
# "Alternatives économiques, N 353, 1, 2016-01-01, pp.57-57"
_SOURCE = re.compile(
    r"^(?P<journal>.{1,300}?), (?:N|Vol\.?) ?(?P<number>[\w/-]{1,20})?,.*?(?:pp\.(?P<pages>[\w-]+))?$"
)


def _article_id(work: Work) -> str:
    """Return ``ID_ARTICLE``: as it stands in the address, or out of the DOI of a work that was cited at Cairn."""
    local_id, doi = work.ids.get("cairn", ""), work.ids.get("doi", "")
    if local_id and doi.startswith("10.3917/") and not _ARTICLE.fullmatch(local_id):
        local_id = doi.removeprefix("10.3917/").replace(".", "_").upper()
    return local_id if _ARTICLE.fullmatch(local_id) else ""


def _derived(work: Work) -> str:
    article = _article_id(work)
    return "" if "doi" in work.ids or not article else derived_ids("", {"cairn": article}).get("doi", "")


def _ask_derived(works: Sequence[Work]) -> Conversation:
    by_doi = {_derived(work): work for work in works}
    response = yield crossref.by_doi(list(by_doi))
    found = crossref.collect(response, by_doi)
    return {doi: [_adopt(one, by_doi[doi]) for one in records] for doi, records in found.items()}


def _adopt(found: Record, work: Work) -> Record:
    """Mark a record whose first page is the one that the address holds."""
    page = _article_id(work).rpartition("_")[2].lstrip("0").lower()
    first = found.csl.get("page", "").partition("-")[0].lstrip("0").lower()
    note = f"address and record agree on page {page}" if page and page == first else ""
    return _as_cairn(found, work, note)


def _as_cairn(found: Record, work: Work, note: str) -> Record:
    ids = {**found.ids, "cairn": work.ids["cairn"]}
    return Record(source=NAME, url=found.url, time=found.time, csl=found.csl, ids=ids, raw=found.raw, note=note)


def _slug(work: Work) -> str:
    slug = work.ids.get("cairn", "")
    return slug if "doi" not in work.ids and (_SLUG.match(slug) or _CHAPTER.match(slug)) else ""


def _by_slug(work: Work) -> Generator[Request, Response, list[Record]]:
    slug = work.ids["cairn"]
    if chapter := _CHAPTER.match(slug):
        response = yield _works(filter=f"isbn:{chapter['isbn']}", rows=200)
        return _on_page(response, chapter["page"], work)
    article = _SLUG.match(slug)
    if article is None:
        return []
    journal = fold(article["journal"])
    response = yield Request(url=f"{crossref.BASE}journals?{urlencode({'query': journal, 'rows': 20})}")
    for issn in _issns(response, journal):
        year = article["year"]
        response = yield _works(filter=f"issn:{issn},from-pub-date:{year},until-pub-date:{year}", rows=500)
        if found := _on_page(response, article["page"], work):
            return found
    return []


def _works(**parameters: Any) -> Request:
    return Request(url=f"{crossref.BASE}works?{urlencode(parameters)}")


def _issns(response: Response, journal: str) -> list[str]:
    """Return one ISSN of each journal whose title is what the address calls it."""
    if not response.ok:
        return []
    items = response.json().get("message", {}).get("items", [])
    same = [one for one in items if isinstance(one, dict) and _is_named(fold(clean.plain(one.get("title"))), journal)]
    return [issn for one in same[:3] if (issn := clean.first(one.get("ISSN")))]


def _is_named(title: str, slug: str) -> bool:
    # "revue-francaise-de-sociologie" drops its first word only where the title has it too; "-1" marks a namesake.
    bare = re.sub(r" \d$", "", slug)
    return title in (
        bare,
        f"revue {bare}",
        f"la revue {bare}",
        f"les {bare}",
        f"la {bare}",
        f"le {bare}",
        f"l {bare}",
    )


def _on_page(response: Response, page: str, work: Work) -> list[Record]:
    found = [
        crossref.to_record(NAME, response, message)
        for message in crossref.messages(response)
        if _first_page(message) == page.lstrip("0").lower()
    ]
    # Two pieces may begin on one page; then the address does not tell them apart.
    note = f"address and record agree on page {page}" if len(found) == 1 else ""
    return [_as_cairn(one, work, note) for one in found]


def _first_page(message: Mapping[str, Any]) -> str:
    return re.split(r"[-–,]", clean.first(message.get("page")))[0].strip().lstrip("0").lower()


def _oai(work: Work) -> Generator[Request, Response, list[Record]]:
    identifier = f"oai:cairn.info:{_article_id(work)}"
    query = urlencode({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": identifier})
    response = yield Request(url=f"{OAI}?{query}")
    if not response.ok:
        return []
    return [
        record(NAME, response, parse(xml.text(one, "title"), one), {"cairn": _article_id(work)})
        for one in xml.oai_records(xml.parse(response))
        if identifier in xml.texts(one, "identifier")
    ]


def parse(title: str, found: Any) -> Item:
    """Return the CSL item of an ``oai_dc`` record; authors come with stray blanks, place and pages in one string."""
    place = clean.plain(xml.text(found, "source"))
    parts = _SOURCE.match(place)
    is_book = place.partition(", ")[2].lstrip()[:1].isdigit() and parts is None
    pages = re.search(r"pp\.([\w-]+)$", place)
    is_open = xml.text(found, "accessRights") == "free access"
    url = next((value for value in xml.texts(found, "identifier") if value.startswith("http")), "")
    item = clean.compact(
        type="chapter" if is_book or parts is None else "article-journal",
        title=clean.title(title),
        author=clean.names(xml.texts(found, "creator")),
        container_title=clean.title(parts["journal"]) if parts else "",
        collection_title="" if parts else clean.title(place.partition(", ")[0]),
        issued=clean.date(xml.text(found, "date")),
        issue=clean.issue(parts["number"]) if parts else "",
        URL=url,
        language=clean.language(xml.text(found, "language")),
        **clean.pages(pages[1] if pages else ""),
    )
    return clean.flagged(item, access="open" if is_open else "closed", open_url=url if is_open else "")


SOURCE = Source(
    name=NAME,
    title="Cairn",
    bases=(OAI,),
    pace=Pace(per_second=1, parallel=1),
    lookups=(
        Lookup(how="rule", question=_derived, ask=_ask_derived, batch=80),
        Lookup(how="rule", question=_slug, ask=single(_slug, _by_slug)),
        Lookup(how="id", question=_article_id, ask=single(_article_id, _oai)),
    ),
)
