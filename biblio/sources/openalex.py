"""OpenAlex: single look-ups by DOI, which are free without a key.

https://developers.openalex.org
"""

from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import quote

from biblio.model import Item, Record, Work
from biblio.sources import clean
from biblio.sources.base import Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "openalex"
BASE = "https://api.openalex.org/"

_TYPES = {
    "article": "article-journal", "book": "book", "book-chapter": "chapter", "dissertation": "thesis",
    "preprint": "article", "report": "report", "review": "article-journal", "dataset": "dataset",
    "editorial": "article-journal", "letter": "article-journal", "peer-review": "review", "standard": "standard",
    "reference-entry": "entry-encyclopedia",
}  # fmt: skip


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    doi = work.ids["doi"]
    # A bare DOI is answered with 404: the scheme must be said.
    response = yield Request(url=f"{BASE}works/doi:{quote(doi, safe='/')}", accept="application/json")
    if not response.ok:
        return []
    answer = response.json()
    if clean.first(answer.get("doi")).lower().removeprefix("https://doi.org/") != doi:
        return []
    return [record(NAME, response, parse(answer), {"doi": doi})]


def parse(answer: Mapping[str, Any]) -> Item:
    """Return the CSL item of a work, whose first of January stands for "the year"."""
    place = (answer.get("primary_location") or {}).get("source") or {}
    biblio = answer.get("biblio") or {}
    kind = clean.first(answer.get("type_crossref") or answer.get("type"))
    csl_type = {"journal-article": "article-journal", "posted-content": "article"}.get(kind) or _TYPES.get(
        kind, "document"
    )
    people = [
        one.get("raw_author_name") or (one.get("author") or {}).get("display_name")
        for one in answer.get("authorships") or []
    ]
    day = clean.first(answer.get("publication_date"))
    access = answer.get("open_access") or {}
    in_journal = place.get("type") in ("journal", "book series", "conference")
    return clean.flagged(
        clean.compact(
            type=csl_type,
            title=clean.title(answer.get("title") or answer.get("display_name")),
            author=clean.names(name for name in people if name),
            container_title=clean.title(place.get("display_name")) if in_journal else "",
            volume=clean.volume(biblio.get("volume")),
            issue=clean.issue(biblio.get("issue")),
            issued=clean.date(answer.get("publication_year") if day.endswith("-01-01") else day),
            ISSN=clean.first(place.get("issn_l")),
            DOI=clean.first(answer.get("doi")).lower().removeprefix("https://doi.org/"),
            URL=clean.first((answer.get("primary_location") or {}).get("landing_page_url")),
            language=clean.language(answer.get("language")),
            **clean.span(biblio.get("first_page"), biblio.get("last_page")),
        ),
        access="open" if access.get("is_oa") else "",
        open_url=clean.first(access.get("oa_url")),
        retraction="retraction" if answer.get("is_retracted") else "",
    )


SOURCE = Source(
    name=NAME,
    title="OpenAlex",
    bases=(BASE,),
    pace=Pace(per_second=5, parallel=2),
    lookups=(Lookup(how="id", question=by_id("doi"), ask=single(by_id("doi"), _talk), spare=True),),
)
