"""Which records are the cited work: cases as data, none of the refused ones may ever be merged."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.enrich import judge
from biblio.model import Item, Name, Record
from biblio.sources import clean
from tests.conftest import json_lines

CASES = Path(__file__).parent / "cases"
REFUSED = list(json_lines(CASES / "refused.jsonl"))
ACCEPTED = list(json_lines(CASES / "accepted.jsonl"))


def item(case: dict[str, Any]) -> Item:
    """Return the CSL item of a case, which writes names as "Family, Given" and the year as a number."""
    fields = dict(case)
    custom = {name: fields.pop(name) for name in ("review", "titles") if name in fields}
    found: dict[str, Any] = {**fields, **({"custom": custom} if custom else {})}
    for role in ("author", "editor"):
        if role in found:
            found[role] = [Name(**who) if isinstance(who, dict) else clean.name(who) for who in found[role]]
    if "year" in found:
        found["issued"] = {"date-parts": [[found.pop("year")]]}
    return Item(**found)  # type: ignore[typeddict-item]


def judged(case: dict[str, Any]) -> Any:
    record = Record(
        source="test",
        url="https://example.org/",
        time="2026-11-23T00:00:00+00:00",
        csl=item(case["record"]),
        ids=case["record_ids"],
        note=case.get("note", ""),
    )
    return judge(item(case["cited"]), case["ids"], record, case["how"])


def test_there_are_enough_hard_cases() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("case", REFUSED, ids=[case["name"] for case in REFUSED])
def test_a_record_of_another_work_is_refused(case: dict[str, Any]) -> None:
    assert judged(case).relation in case["expect"]


@pytest.mark.parametrize("case", ACCEPTED, ids=[case["name"] for case in ACCEPTED])
def test_the_cited_work_is_accepted(case: dict[str, Any]) -> None:
    judgement = judged(case)
    assert judgement.relation == "same", judgement.reason
    assert case.get("reason", "") in judgement.reason


names = st.lists(
    st.builds(lambda f, g: {"family": f, "given": g}, st.text(max_size=12), st.text(max_size=12)), max_size=3
)
items = st.fixed_dictionaries(
    {}, optional={"title": st.text(max_size=80), "author": names, "container-title": st.text(max_size=40)}
)


@given(items, items, st.sampled_from(["id", "rule", "text"]))
def test_any_two_descriptions_can_be_judged(cited: dict[str, Any], found: dict[str, Any], how: Any) -> None:
    record = Record(source="s", url="u", time="t", csl=Item(**found))  # type: ignore[typeddict-item]
    judgement = judge(Item(**cited), {}, record, how)  # type: ignore[typeddict-item]
    assert judgement.relation in ("same", "review-of", "see-also", "candidate", "stranger")


@given(items)
def test_words_alone_never_accept_without_title_and_author(found: dict[str, Any]) -> None:
    record = Record(source="s", url="u", time="t", csl=Item(**found))  # type: ignore[typeddict-item]
    assert judge(Item(title="La ville et ses habitants"), {}, record, "text").relation != "same"


def test_a_megabyte_of_title_is_judged_in_linear_time() -> None:
    for filler in (" " * 500_000, "a : " * 250_000, "( " * 400_000, "1998, " * 150_000, "a" * 900_000):
        record = Record(source="s", url="u", time="t", csl=Item(title=filler, author=[Name(family="X")]))
        judge(Item(title=f"La ville {filler}", author=[Name(family="X")]), {}, record, "text")
