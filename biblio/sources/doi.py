"""doi.org: which agency registered a DOI, and what it says of it where neither Crossref nor DataCite knows it.

https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation
"""

from collections.abc import Generator
from urllib.parse import quote

from biblio.model import Record, Work
from biblio.sources import clean, crossref
from biblio.sources.base import Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "doi"
BASE = "https://doi.org/"


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    doi = work.ids["doi"]
    response = yield Request(url=f"{BASE}ra/{quote(doi.partition('/')[0], safe='.')}", accept="application/json")
    if not response.ok:
        return []
    agency = next((one.get("RA", "") for one in clean.every(response.json()) if isinstance(one, dict)), "")
    # Crossref and DataCite were asked before; a DOI of theirs that they do not know is dead.
    if agency in ("", "Crossref", "DataCite"):
        return []
    response = yield Request(url=f"{BASE}{quote(doi, safe='/')}", accept="application/vnd.citationstyles.csl+json")
    if not response.ok or not response.body.lstrip().startswith(b"{"):
        return []
    answer = response.json()
    if clean.first(answer.get("DOI")).lower() != doi:
        return []
    item = crossref.parse(answer)
    if (kind := clean.first(answer.get("type"))) and item.get("type") == "document":
        item["type"] = kind
    return [record(NAME, response, item, {"doi": doi})]


SOURCE = Source(
    name=NAME,
    title="DOI agencies",
    bases=(BASE,),
    pace=Pace(per_second=2, parallel=1),
    lookups=(Lookup(how="id", question=by_id("doi"), ask=single(by_id("doi"), _talk), spare=True),),
)
