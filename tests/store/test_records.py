"""What sources said, in the library: kept, retired, judged against reports only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from biblio.model import Record
from biblio.sources import Request, Response
from biblio.store import Library
from biblio.store.answers import Answers
from biblio.store.records import Records
from tests.store.conftest import add, cite

NOW = "2026-11-23T08:00:00+00:00"


@dataclass
class Said:
    """An outcome, as the enrichment makes them."""

    key: str
    verdict: str = "found"
    records: tuple[Record, ...] = ()
    source: str = "hal"
    question: str = "hal-00000001"
    time: str = NOW
    note: str = ""


def record(title: str, relation: str = "same") -> Record:
    csl = {"title": title, "type": "book", "author": [{"family": "Weller", "given": "Jean-Marc"}]}
    return Record(
        source="hal",
        url="https://api.example.org/1",
        time=NOW,
        csl=csl,  # type: ignore[arg-type]
        ids={"hal": "hal-00000001"},
        relation=relation,
        raw=f'{{"title": "{title}"}}'.encode(),
    )


@pytest.fixture
def records(library: Library) -> Records:
    add(library, cite("Weller, L'État au guichet", title="L'État au guichet", author="Weller"))
    return Records(library.db)


def key(library: Library) -> str:
    return library.works()[0].key


def test_an_accepted_record_describes_the_work(library: Library, records: Records) -> None:
    name = key(library)
    records.save([Said(name, records=(record("L'État au guichet : sociologie cognitive"),))])
    records.derive()
    work = library.work(name)
    assert work.csl["title"] == "L'État au guichet : sociologie cognitive"
    assert work.origins["title"].source == "hal"
    assert records.raw(name, "hal") == [b'{"title": "L\'\xc3\x89tat au guichet : sociologie cognitive"}']


def test_a_review_is_kept_beside_the_work_and_never_in_its_fields(library: Library, records: Records) -> None:
    name = key(library)
    records.save(
        [Said(name, verdict="different", records=(record("Jean-Marc Weller, L'État au guichet", "review-of"),))]
    )
    records.derive()
    work = library.work(name)
    assert work.csl["title"] == "L'État au guichet"
    assert [related.relation for related in work.related] == ["review-of"]


def test_answers_are_judged_against_the_report_and_not_against_earlier_answers(
    library: Library, records: Records
) -> None:
    name = key(library)
    records.save([Said(name, records=(record("Un tout autre titre"),))])
    (work,) = records.cited([name])
    assert work.csl["title"] == "L'État au guichet"
    assert "hal" not in work.ids


def test_a_question_asked_again_retires_the_records_of_its_earlier_answer(library: Library, records: Records) -> None:
    name = key(library)
    records.save([Said(name, records=(record("Premier état"),))])
    records.save([Said(name, records=(record("Second état"),))])
    assert [one.csl["title"] for one in records.kept()[name]] == ["Second état"]
    assert library.db["records"].count == 2


def test_a_failure_does_not_unsay_an_earlier_answer(library: Library, records: Records) -> None:
    name = key(library)
    records.save([Said(name, records=(record("Un titre"),))])
    records.save([Said(name, verdict="not checked", note="no connection")])
    assert [one["verdict"] for one in records.verdicts()] == ["found"]
    assert records.kept()[name]


def test_the_verdict_of_a_source_is_the_best_of_its_questions(library: Library, records: Records) -> None:
    name = key(library)
    records.save([Said(name, records=(record("Un titre"),)), Said(name, verdict="not found", question="words")])
    assert [one["verdict"] for one in records.verdicts([name])] == ["found"]


def test_what_failed_is_asked_again_but_not_a_wall(library: Library, records: Records) -> None:
    name = key(library)
    records.save(
        [
            Said(name, verdict="not checked", note="no connection", question="a"),
            Said(name, verdict="not checked", note="blocked: HTTP 403", question="b"),
            Said(name, verdict="not found", question="c", time=datetime.now(UTC).isoformat()),
            Said(name, verdict="not found", question="d", time=(datetime.now(UTC) - timedelta(days=60)).isoformat()),
        ]
    )
    records.derive()
    assert {question for _, _, question in records.asked()} == {"b", "c"}


def test_a_decision_of_a_person_wins_over_every_answer(library: Library, records: Records) -> None:
    name = key(library)
    library.decide(name, "title", "Le titre voulu")
    records.save([Said(name, records=(record("Un titre"),))])
    records.derive()
    assert library.work(name).csl["title"] == "Le titre voulu"


def test_a_preview_shows_what_would_change_and_changes_nothing(library: Library, records: Records) -> None:
    name = key(library)
    changes = records.preview([Said(name, records=(record("Un titre"),))])
    assert (name, "title", "L'État au guichet", "Un titre", "hal") in changes
    assert library.work(name).csl["title"] == "L'État au guichet"


def test_a_work_without_a_key_is_enriched_under_its_number(library: Library, records: Records) -> None:
    (work,) = records.cited()
    assert work.key == "#1"
    records.save([Said("#1", records=(record("Un titre"),))])
    records.derive()
    assert library.works()[0].csl["title"] == "Un titre"


def test_an_old_miss_is_asked_again_and_an_old_answer_is_not(library: Library) -> None:
    answers = Answers(library.db)
    old = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    for url, status in (("https://example.org/a", 200), ("https://example.org/b", 404)):
        answers.put(Request(url=url), Response(url=url, status=status, body=b"x", time=old))
    assert answers.get(Request(url="https://example.org/a")) is not None
    assert answers.get(Request(url="https://example.org/b")) is None
