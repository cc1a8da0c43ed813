"""What cases of one work cannot show of Crossref."""

import asyncio

from biblio.enrich.loop import converse
from biblio.model import Work
from biblio.sources import Request, Response, crossref


def test_one_doi_that_spoils_the_filter_makes_each_be_asked_alone() -> None:
    asked = []

    async def fetch(request: Request) -> Response:
        asked.append(request.url)
        if "filter" in request.url:
            return Response(url=request.url, status=400, body=b'{"status": "failed"}')
        if request.url.endswith("10.5555%2Fgood"):
            body = b'{"message": {"DOI": "10.5555/GOOD", "title": ["Bon"], "type": "book"}}'
            return Response(url=request.url, status=200, body=body)
        return Response(url=request.url, status=404, body=b"Resource not found.")

    works = [Work(key=doi, kind="work", csl={}, ids={"doi": doi}) for doi in ("10.5555/good", "10.5555/b)d")]
    answers, _, trouble = asyncio.run(converse(crossref.SOURCE.lookups[0], works, fetch))
    assert len(asked) == 3
    assert not trouble
    assert {doi: records[0].csl["title"] for doi, records in answers.items() if records} == {"10.5555/good": "Bon"}


def test_dois_of_other_agencies_are_not_asked_for() -> None:
    work = Work(key="w", kind="work", csl={}, ids={"doi": "10.58079/zz12"})
    assert crossref.SOURCE.lookups[0].question(work) == ""
