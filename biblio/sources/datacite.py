"""DataCite: DOIs of Hypotheses, Calenda, Zenodo, Nakala, theses.

https://support.datacite.org/docs/api
"""

from collections.abc import Generator, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from biblio.model import Item, Name, Record, Work
from biblio.sources import clean
from biblio.sources.base import Lookup, Pace, Request, Response, Source, record, single
from biblio.sources.crossref import OTHER_AGENCIES

NAME = "datacite"
BASE = "https://api.datacite.org/"

_TYPES = {
    "journalarticle": "article-journal", "book": "book", "bookchapter": "chapter", "dissertation": "thesis",
    "report": "report", "preprint": "article", "conferencepaper": "paper-conference", "dataset": "dataset",
    "software": "software", "audiovisual": "motion_picture", "image": "graphic", "sound": "song",
    "presentation": "speech", "poster": "paper-conference", "standard": "standard",
}  # fmt: skip


def _own(work: Work) -> str:
    doi = work.ids.get("doi", "")
    return doi if doi.startswith(OTHER_AGENCIES) else ""


def _other(work: Work) -> str:
    return "" if _own(work) else work.ids.get("doi", "")


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    doi = work.ids["doi"]
    response = yield Request(url=f"{BASE}dois/{quote(doi, safe='/')}", accept="application/vnd.api+json")
    if not response.ok:
        return []
    attributes = response.json().get("data", {}).get("attributes", {})
    if clean.first(attributes.get("doi")).lower() != doi:
        return []
    return [record(NAME, response, parse(attributes), {"doi": doi})]


def parse(attributes: Mapping[str, Any]) -> Item:
    """Return the CSL item of a DOI's attributes. ``types.citeproc`` is not used: it calls chapters articles."""
    types = attributes.get("types") or {}
    label = clean.first(types.get("resourceType")).lower()
    kind = clean.first(types.get("resourceTypeGeneral")).lower()
    url = clean.first(attributes.get("url"))
    is_post = "blog" in label or ".hypotheses.org/" in url
    main, sub, others = _titles(attributes.get("titles"))
    container = attributes.get("container") or {}
    csl_type = "post-weblog" if is_post else _TYPES.get(kind, "thesis" if "thesis" in label else "document")
    return clean.flagged(
        clean.compact(
            type=csl_type,
            title=clean.with_subtitle(main, sub),
            author=list(_people(attributes.get("creators"))),
            editor=list(_people(attributes.get("contributors"), "Editor")),
            director=list(_people(attributes.get("contributors"), "Supervisor")),
            container_title=clean.title(container.get("title"))
            or (clean.plain(_publisher(attributes)) if is_post else ""),
            volume=clean.volume(container.get("volume")),
            issue=clean.issue(container.get("issue")),
            publisher="" if is_post else clean.plain(_publisher(attributes)),
            issued=_issued(attributes),
            version=clean.plain(attributes.get("version")),
            DOI=clean.first(attributes.get("doi")).lower(),
            URL=url,
            language=clean.language(attributes.get("language")),
            abstract=_abstract(attributes.get("descriptions")),
            **clean.span(container.get("firstPage"), container.get("lastPage")),
        ),
        titles=others,
    )


def _publisher(attributes: Mapping[str, Any]) -> str:
    return clean.first(attributes.get("publisher"))


def _titles(values: Any) -> tuple[str, str, list[str]]:
    main, sub, others = "", "", []
    for one in clean.every(values):
        text, kind = clean.title(one.get("title")), clean.first(one.get("titleType"))
        if kind == "Subtitle":
            sub = sub or text
        elif main or kind:
            others.append(text)
        else:
            main = text
    return main or next(iter(others), ""), sub, others


def _people(people: Any, role: str = "") -> Iterator[Name]:
    for one in clean.every(people):
        if role and one.get("contributorType") != role:
            continue
        name = clean.first(one.get("name"))
        if one.get("familyName"):
            yield clean.person(one.get("givenName"), one["familyName"])
        elif name:
            yield Name(literal=clean.plain(name)) if one.get("nameType") == "Organizational" else clean.name(name)


def _issued(attributes: Mapping[str, Any]) -> Any:
    dates = {clean.first(one.get("dateType")): one.get("date") for one in clean.every(attributes.get("dates"))}
    return clean.date(dates.get("Issued")) or clean.date(attributes.get("publicationYear"))


def _abstract(values: Any) -> str:
    kinds = {clean.first(one.get("descriptionType")): one.get("description") for one in clean.every(values)}
    return clean.abstract(kinds.get("Abstract"))


SOURCE = Source(
    name=NAME,
    title="DataCite",
    bases=(BASE,),
    # 1,000 requests in five minutes with an address in the User-Agent.
    pace=Pace(per_second=3, parallel=2),
    lookups=(
        Lookup(how="id", question=_own, ask=single(_own, _talk)),
        Lookup(how="id", question=_other, ask=single(_other, _talk), spare=True),
    ),
)
