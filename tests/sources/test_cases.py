"""Every source against saved answers: what it asks, in which order, and what it reads out of the answers.

A case is a JSON file in ``cases/<source>/``: the ``work`` that is asked about, the ``exchange`` (requests that must
go out and what they bring, bodies in files beside it), and the records to ``expect``. That the services still answer
so, ``scripts/refresh_answers.py`` finds out.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from biblio.enrich.loop import converse
from biblio.model import Work
from biblio.sources import SOURCES, Request, Response

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.case.json"))
BY_NAME = {source.name: source for source in SOURCES}


def work_of(case: dict[str, Any]) -> Work:
    about = case["work"]
    return Work(
        key="w", kind="work", csl=about.get("csl", {}), ids=about.get("ids", {}), urls=tuple(about.get("urls", []))
    )


class Played:
    """Plays a case's answers in the order in which they are asked for."""

    def __init__(self, path: Path, case: dict[str, Any]) -> None:
        self.path = path
        self.left: Iterator[dict[str, Any]] = iter(case["exchange"])

    async def fetch(self, request: Request) -> Response:
        turn = next(self.left, None)
        assert turn is not None, f"one request too many: {request.url}"
        assert request.url == turn["url"]
        body = (self.path.parent / turn["file"]).read_bytes() if "file" in turn else turn.get("body", "").encode()
        return Response(
            url=request.url,
            final=turn.get("final", request.url),
            status=turn.get("status", 200),
            body=body,
            content_type=turn.get("type", ""),
            time="2026-11-23T08:00:00+00:00",
            problem=turn.get("problem", ""),
        )


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.name.partition('.')[0]}" for path in FILES])
def test_a_source_reads_what_its_service_answers(path: Path) -> None:
    import asyncio

    case = json.loads(path.read_text(encoding="utf-8"))
    lookup = BY_NAME[path.parent.name].lookups[case.get("lookup", 0)]
    work = work_of(case)
    question = lookup.question(work)
    assert question
    played = Played(path, case)
    answers, _, trouble = asyncio.run(converse(lookup, [work], played.fetch))
    assert next(played.left, None) is None, "one request too few"
    assert trouble == case.get("trouble", "")
    found = answers.get(question, [])
    assert [{"csl": record.csl, "ids": record.ids} for record in found] == case["expect"]


def test_every_source_has_cases() -> None:
    assert {path.parent.name for path in FILES} == set(BY_NAME)


def test_a_source_asks_nothing_of_a_work_it_knows_nothing_about() -> None:
    empty = Work(key="w", kind="work", csl={})
    assert not any(lookup.question(empty) for source in SOURCES for lookup in source.lookups)


def test_names_of_sources_are_unique_and_say_where_they_ask() -> None:
    assert len(BY_NAME) == len(SOURCES)
    assert all(base.startswith("http") for source in SOURCES for base in source.bases)
