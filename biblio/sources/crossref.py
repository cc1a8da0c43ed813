"""Crossref: by DOI in batches, by derived DOI, and by the words of a citation as a last resort.

REST API: https://api.crossref.org/swagger-ui/index.html. Its relevance score decides nothing here: the scale has
jumped without notice.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from biblio.ids import derived_ids, ids_from_url
from biblio.model import Item, Name, Record, Work
from biblio.sources import clean, words
from biblio.sources.base import Conversation, Lookup, Pace, Request, Response, Source, record, single

NAME = "crossref"
BASE = "https://api.crossref.org/"
# Prefixes that other agencies register; Crossref answers 404 for them.
OTHER_AGENCIES = ("10.58079/", "10.5281/", "10.48550/", "10.34847/", "10.7910/", "10.6084/", "10.57745/")

_TYPES = {
    "journal-article": "article-journal", "book": "book", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "book-set": "book", "book-series": "book", "proceedings": "book",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "book-track": "chapter",
    "proceedings-article": "paper-conference", "dissertation": "thesis", "report": "report",
    "report-component": "report", "standard": "standard", "posted-content": "article", "dataset": "dataset",
    "journal-issue": "periodical", "journal": "periodical", "reference-entry": "entry-encyclopedia",
    "peer-review": "review",
}  # fmt: skip


def by_doi(dois: Sequence[str], filters: str = "") -> Request:
    """Return the request for works with ``dois``, a hundred at most."""
    wanted = ",".join([*(f"doi:{doi}" for doi in dois), *([filters] if filters else [])])
    return Request(url=f"{BASE}works?{urlencode({'filter': wanted, 'rows': len(dois) + 5})}")


def _doi(work: Work) -> str:
    doi = work.ids.get("doi", "")
    # A comma would end the filter.
    return "" if "," in doi or doi.startswith(OTHER_AGENCIES) else doi


def _ask_dois(works: Sequence[Work]) -> Conversation:
    wanted = [_doi(work) for work in works]
    response = yield by_doi(wanted)
    if response.status == 400 and len(wanted) > 1:
        # One DOI that Crossref cannot parse spoils the filter: then each is asked alone.
        answers: dict[str, Sequence[Record]] = {}
        for doi in wanted:
            response = yield Request(url=f"{BASE}works/{quote(doi, safe='')}")
            answers |= collect(response, [doi])
        return answers
    return collect(response, wanted)


def _derived(work: Work) -> str:
    if "doi" in work.ids or "cairn" in work.ids:
        return ""
    candidates = (derived_ids(url, dict(work.ids)).get("doi", "") for url in (*work.urls, ""))
    return next((doi for doi in candidates if doi and not doi.startswith(OTHER_AGENCIES)), "")


def _ask_derived(works: Sequence[Work]) -> Conversation:
    by_candidate = {_derived(work): work for work in works}
    response = yield by_doi(list(by_candidate))
    found = collect(response, by_candidate)
    return {doi: [_with_address(one, by_candidate[doi]) for one in records] for doi, records in found.items()}


def _with_address(found: Record, work: Work) -> Record:
    """Mark a record whose own address is the one that the report gives."""
    ids = ids_from_url(found.csl.get("URL", ""))
    shared = [scheme for scheme, value in ids.items() if work.ids.get(scheme) == value]
    return replace(found, note=f"address: the DOI leads to the {shared[0]} item cited") if shared else found


def collect(response: Response, wanted: Iterable[str]) -> dict[str, Sequence[Record]]:
    """Return the records of an answer by DOI, strangers left out."""
    asked = set(wanted)
    if "filter=" in response.url and not response.searched:
        return {}
    found = ((clean.first(message.get("DOI")).lower(), message) for message in messages(response))
    return {doi: [to_record(NAME, response, message)] for doi, message in found if doi in asked}


def messages(response: Response) -> list[Mapping[str, Any]]:
    """Return the works of an answer: one, a list or none. A miss is plain text with status 404."""
    if not response.ok:
        return []
    message = response.json().get("message", {})
    if not isinstance(message, dict):
        return []
    items = message.get("items", [message])
    return [item for item in items if isinstance(item, dict)]


def _search(work: Work) -> Generator[Request, Response, list[Record]]:
    title, family, year = words.citation(work)
    parameters = {"query.bibliographic": f"{title} {year or ''}".strip(), "query.author": family, "rows": 5}
    response = yield Request(url=f"{BASE}works?{urlencode(parameters)}")
    return [to_record(NAME, response, message) for message in messages(response)]


def to_record(source: str, response: Response, message: Mapping[str, Any]) -> Record:
    """Return the record of one work."""
    item = parse(message)
    ids = {"doi": item.get("DOI", ""), "isbn": item.get("ISBN", "") if item.get("type") == "book" else ""}
    return record(source, response, item, ids, raw=message)


def parse(message: Mapping[str, Any]) -> Item:
    """Return the CSL item of a Crossref work."""
    kind = clean.first(message.get("type"))
    title, *others = [clean.title(value) for value in clean.every(message.get("title"))] or [""]
    containers = [clean.title(value) for value in clean.every(message.get("container-title"))]
    csl_type = _TYPES.get(kind, "document")
    item = clean.compact(
        type=csl_type,
        # The second title of an OpenEdition deposit is a translation, never a subtitle.
        title=clean.with_subtitle(title, clean.title(message.get("subtitle"))),
        author=_people(message.get("author")),
        editor=_people(message.get("editor")),
        translator=_people(message.get("translator")),
        container_title=containers[0] if containers and csl_type != "book" else "",
        collection_title=(containers[1:] or [""])[0]
        if csl_type == "chapter"
        else (containers[0] if containers and csl_type == "book" else ""),
        publisher=""
        if clean.first(message.get("publisher")).upper() == "CAIRN"
        else clean.plain(message.get("publisher")),
        publisher_place=clean.plain(message.get("publisher-location")),
        issued=_issued(message),
        volume=clean.volume(message.get("volume")),
        issue=clean.issue(message.get("issue")),
        edition=clean.plain(message.get("edition-number")),
        genre=clean.plain(message.get("degree")) if csl_type == "thesis" else "",
        event_title=clean.plain((message.get("event") or {}).get("name"))
        if isinstance(message.get("event"), dict)
        else "",
        ISSN=clean.first(message.get("ISSN")),
        ISBN=_isbn(message),
        DOI=clean.first(message.get("DOI")).lower(),
        URL=clean.first((message.get("resource") or {}).get("primary", {}).get("URL"))
        or clean.first(message.get("URL")),
        language=clean.language(message.get("language")),
        abstract=clean.abstract(message.get("abstract")),
    )
    pages = clean.first(message.get("page")) or clean.first(message.get("article-number"))
    item = Item({**item, **clean.pages(pages)})
    review = kind == "peer-review"
    return clean.flagged(
        item,
        titles=[other for other in others if other and other != title],
        retraction=_retraction(message),
        review=review,
    )


def _issued(message: Mapping[str, Any]) -> Any:
    # The print year over the online date, which may be ten years later.
    return (
        clean.date_parts(message.get("published-print"))
        or clean.date_parts(message.get("issued"))
        or clean.date_parts(message.get("published"))
    )


def _isbn(message: Mapping[str, Any]) -> str:
    return next(
        (
            digits
            for value in clean.every(message.get("ISBN"))
            if len(digits := "".join(c for c in clean.first(value).rpartition("/")[2] if c.isdigit() or c in "xX"))
            in (10, 13)
        ),
        "",
    )


def _people(people: Any) -> list[Name]:
    found = []
    for one in clean.every(people):
        if not isinstance(one, dict):
            continue
        who = (
            clean.person(one.get("given"), one["family"])
            if one.get("family")
            else Name(literal=clean.plain(one.get("name")))
        )
        if one.get("suffix") and "family" in who:
            who["suffix"] = clean.plain(one["suffix"])
        if (who.get("family") or who.get("literal")) and who not in found:
            found.append(who)
    return found


def _retraction(message: Mapping[str, Any]) -> str:
    """Return the notice that withdraws this work (https://www.crossref.org/documentation/crossmark/)."""
    for update in clean.every(message.get("updated-by")):
        if isinstance(update, dict) and clean.first(update.get("type")) in ("retraction", "withdrawal", "removal"):
            return f"{update['type']}: {clean.first(update.get('DOI'))}".rstrip(": ")
    return "retraction" if clean.title(message.get("title")).upper().startswith("RETRACTED") else ""


SOURCE = Source(
    name=NAME,
    title="Crossref",
    bases=(BASE,),
    # The polite pool; the client follows the x-rate-limit headers from there.
    pace=Pace(per_second=5, parallel=3),
    lookups=(
        Lookup(how="id", question=_doi, ask=_ask_dois, batch=80),
        Lookup(how="rule", question=_derived, ask=_ask_derived, batch=80),
        Lookup(how="text", question=words.question, ask=single(words.question, _search), spare=True),
    ),
)
