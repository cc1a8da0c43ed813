"""In which order sources are asked, and what an answer teaches the next question."""

import asyncio
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from biblio.enrich import Outcome, enrich
from biblio.model import Item, Name, Record, Work
from biblio.sources import Lookup, Request, Response, Source
from biblio.sources.base import by_id, single

CITED = Item(title="Les rivages de l'action publique", author=[Name(family="Toussaint", given="Anne")])


def record(csl: Mapping[str, Any], **ids: str) -> Record:
    return Record(source="", url="https://example.org/", time="2026", csl=Item(**csl), ids=ids)  # type: ignore[typeddict-item]


def source(name: str, how: Any, scheme: str, *found: Record, spare: bool = False) -> Source:
    """Return a source that is asked by one scheme of identifiers and always finds the same."""

    def talk(work: Work) -> Generator[Request, Response, list[Record]]:
        yield Request(url=f"https://{name}.example.org/{work.ids.get(scheme, '')}")
        return list(found)

    question = by_id(scheme)
    lookup = Lookup(how=how, question=question, ask=single(question, talk), spare=spare)
    return Source(name=name, title=name, bases=(), lookups=(lookup,))


def run(work: Work, sources: Sequence[Source], **known: Any) -> tuple[list[Outcome], list[str]]:
    asked: list[str] = []

    async def fetch(request: Request) -> Response:
        asked.append(request.url)
        return Response(url=request.url, status=200, time="2026")

    async def talk() -> list[Outcome]:
        return [one async for batch in enrich([work], sources, fetch, **known) for one in batch]

    return asyncio.run(talk()), asked


def work(**ids: str) -> Work:
    return Work(key="w", kind="work", csl=CITED, ids=ids)


def test_an_accepted_record_brings_identifiers_for_other_sources() -> None:
    a = source("a", "id", "hal", record(CITED, doi="10.1/x"))
    b = source("b", "id", "doi", record(CITED))
    outcomes, asked = run(work(hal="hal-1"), [b, a])
    assert asked == ["https://a.example.org/hal-1", "https://b.example.org/10.1/x"]
    assert [one.verdict for one in outcomes] == ["found", "found"]


def test_the_identifiers_of_a_review_are_not_followed() -> None:
    review = {"type": "review-book", "title": "Anne Toussaint, Les rivages de l'action publique", "author": []}
    a = source("a", "id", "openedition", record(review, doi="10.1/review", openedition="lectures/1"))
    b = source("b", "id", "doi", record(CITED))
    outcomes, asked = run(work(openedition="lectures/1"), [a, b])
    assert asked == ["https://a.example.org/lectures/1"]
    assert outcomes[0].verdict == "different"
    assert outcomes[0].records[0].relation == "review-of"


def test_spare_sources_are_asked_in_order_until_one_has_found_the_work() -> None:
    nothing = source("a", "id", "doi", spare=True)
    found = source("b", "id", "doi", record(CITED), spare=True)
    late = source("c", "id", "doi", record(CITED), spare=True)
    outcomes, asked = run(work(doi="10.1/x"), [nothing, found, late])
    assert [url.partition(".")[0] for url in asked] == ["https://a", "https://b"]
    assert [one.verdict for one in outcomes] == ["not found", "found"]


def test_what_was_asked_before_is_not_asked_again() -> None:
    a = source("a", "id", "hal", record(CITED))
    outcomes, asked = run(work(hal="hal-1"), [a], asked={("w", "a", "hal-1"): "found"})
    assert not outcomes
    assert not asked


def test_records_of_an_earlier_run_teach_this_one() -> None:
    b = source("b", "id", "doi", record(CITED))
    _, asked = run(work(), [b], records={"w": [record(CITED, doi="10.1/x")]})
    assert asked == ["https://b.example.org/10.1/x"]


def test_a_search_that_finds_two_works_has_found_none() -> None:
    one = record({**CITED, "issued": {"date-parts": [[2001]]}}, doi="10.1/a")
    two = record({**CITED, "issued": {"date-parts": [[2001]]}}, doi="10.1/b")
    words = source("a", "text", "doi", one, two, spare=True)
    outcomes, _ = run(Work(key="w", kind="work", csl=CITED, ids={"doi": ""} | {"doi": "?"}), [words])
    assert outcomes[0].verdict == "different"
    assert {record.relation for record in outcomes[0].records} == {"candidate"}


def test_a_pointer_is_never_asked_about() -> None:
    _, asked = run(Work(key="w", kind="pointer", csl=CITED, ids={"hal": "hal-1"}), [source("a", "id", "hal")])
    assert not asked


def test_an_answer_of_another_shape_does_not_end_the_run() -> None:
    def talk(work: Work) -> Generator[Request, Response, list[Record]]:
        yield Request(url="https://a.example.org/")
        raise KeyError("response")

    broken = Source(
        name="a",
        title="a",
        bases=(),
        lookups=(Lookup(how="id", question=by_id("hal"), ask=single(by_id("hal"), talk)),),
    )
    outcomes, _ = run(work(hal="hal-1"), [broken, source("b", "id", "hal", record(CITED))])
    assert {one.source: one.verdict for one in outcomes} == {"a": "not checked", "b": "found"}
    assert "another shape" in next(one.note for one in outcomes if one.source == "a")


def test_a_source_is_not_asked_about_what_it_has_brought_itself() -> None:
    found = Record(source="a", url="u", time="t", csl=CITED, ids={"ppn": "012345678"})
    a = source("a", "id", "hal", found)
    by_number = source("a", "id", "ppn", found).lookups
    both = Source(name="a", title="a", bases=(), lookups=(*a.lookups, *by_number))
    _, asked = run(work(hal="hal-1"), [both])
    assert asked == ["https://a.example.org/hal-1"]


def test_the_page_of_a_review_is_not_read_as_the_work() -> None:
    review = {"type": "review-book", "title": "Anne Toussaint, Les rivages de l'action publique", "author": []}
    a = source("a", "id", "openedition", record(review, openedition="lectures/1"))

    def question(work: Work) -> str:
        return next(iter(work.urls), "")

    def talk(work: Work) -> Generator[Request, Response, list[Record]]:
        yield Request(url=work.urls[0])
        return []

    page = Lookup(how="id", question=question, ask=single(question, talk), spare=True)
    web = Source(name="web", title="web", bases=(), lookups=(page,))
    url = "https://journals.openedition.org/lectures/1"
    cited = Work(key="w", kind="work", csl=CITED, ids={"openedition": "lectures/1"}, urls=(url,))
    _, asked = run(cited, [a, web])
    assert asked == ["https://a.example.org/lectures/1"]


def test_a_review_that_two_sources_hold_is_kept_once() -> None:
    review = {"type": "review-book", "title": "Anne Toussaint, Les rivages de l'action publique", "author": []}
    a = source("a", "id", "openedition", record(review, doi="10.1/review"))
    b = source("b", "text", "hal", record(review, doi="10.1/review"), spare=True)
    outcomes, _ = run(work(openedition="lectures/1", hal="hal-1"), [a, b])
    assert [len(one.records) for one in outcomes] == [1, 0]
    assert [one.verdict for one in outcomes] == ["different", "different"]
