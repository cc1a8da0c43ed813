"""Reports of what a run found."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.links.judge import REASONS, Finding
from biblio.links.report import REPORTS, Hurt, Report, Row, digest, hurts
from biblio.links.report.words import SENTENCES_FR, WORDS
from biblio.model import Citation, Session, Work

HURT = Hurt(key="tronto2009", title="Un monde vulnérable", report="r.md", line=9, session="Crise", lists=("Crise",))


def row(url: str, state: str, event: str = "", **more: object) -> Row:
    return Row(url=url, state=state, verdict="unsure", reason="x", sentence=f"A {state} link.", event=event, **more)  # type: ignore[arg-type]


REPORT = Report(
    made="2026-11-23T03:00:00Z",
    rows=[
        row("https://a.fr/1", "ok"),
        row("https://a.fr/2", "dead", "dead", archived="https://web.archive.org/web/2021/x", hurts=(HURT,)),
        row("https://a.fr/3", "dead"),
        row("https://b.fr/4", "moved", "moved", final="https://b.fr/neuf"),
        row("https://b.fr/5", "ok", "recovered"),
        row("https://b.fr/6", "suspect", "suspect"),
        row("javascript:alert(1)", "unsure"),
    ],
    history=[("2026-11-21", {"ok": 6, "dead": 1}), ("2026-11-22", {"ok": 5, "dead": 2})],
)  # fmt: skip


def test_the_digest_tells_changes_only_and_suspects_not_at_all() -> None:
    text = digest(REPORT)
    assert "https://a.fr/2" in text and "https://b.fr/neuf" in text and "https://b.fr/5" in text
    assert "https://a.fr/3" not in text and "https://b.fr/6" not in text
    assert "r.md:9" in text


def test_the_digest_of_a_quiet_night_is_empty() -> None:
    assert (
        digest(Report(made="2026-11-23T03:00:00Z", rows=[row("https://a.fr/1", "dead"), row("https://a.fr/2", "ok")]))
        == ""
    )


def test_essential_works_come_first() -> None:
    minor, vital = row("https://a.fr/1", "dead", "dead", hurts=(HURT,)), Hurt(key="k", title="t", essential=True)
    major = row("https://z.fr/9", "dead", "dead", hurts=(vital,))
    assert Report(made="", rows=[minor, major]).changed("dead") == [major, minor]


def test_states_are_counted_what_needs_a_person_first() -> None:
    assert next(iter(REPORT.states.items())) == ("dead", 2)
    assert list(REPORT.hosts[0][1].items()) == [("dead", 2), ("ok", 1)]


def test_the_html_report_asks_nothing_of_anybody() -> None:
    page = REPORTS[".html"](REPORT)
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:link|img|iframe|script)\b[^>]*(?:src|href)=", page)
    assert page.count("<polyline") == 1
    assert "tronto2009, Un monde vulnérable" in page


def test_an_address_that_is_no_web_address_is_shown_and_not_linked() -> None:
    page = REPORTS[".html"](REPORT)
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_junit_holds_a_case_a_link() -> None:
    suite = ET.fromstring(REPORTS[".xml"](REPORT))
    assert suite.get("tests") == "7"
    assert suite.get("failures") == "2"
    assert len(suite.findall("testcase")) == 7


def test_csv_and_json_hold_every_link() -> None:
    assert len(list(csv.reader(io.StringIO(REPORTS[".csv"](REPORT))))) == 8
    assert len(json.loads(REPORTS[".json"](REPORT))["links"]) == 7


@pytest.mark.parametrize("form", sorted(REPORTS))
def test_a_report_of_nothing_is_written(form: str) -> None:
    assert REPORTS[form](Report(made="2026-11-23T03:00:00Z", rows=[]))


@given(st.text(), st.text())
def test_no_word_of_a_page_or_report_breaks_a_form(url: str, title: str) -> None:
    hurt = Hurt(key=title, title=title, report=url, line=1)
    report = Report(
        made="2026-11-23T03:00:00Z", rows=[row(url, "dead", "dead", final=title, archived=url, hurts=(hurt,))]
    )
    ET.fromstring(REPORTS[".xml"](report).encode("utf-8", "replace"))
    json.loads(REPORTS[".json"](report))
    assert "<script>alert" not in REPORTS[".html"](report)
    assert len(list(csv.reader(io.StringIO(REPORTS[".csv"](report), newline="")))) == 2


def test_every_reason_and_word_is_said_in_both_languages() -> None:
    assert list(SENTENCES_FR) == list(REASONS)
    assert WORDS["fr"].keys() == WORDS["en"].keys()


def test_a_reason_keeps_its_detail_in_french() -> None:
    told = Row(
        url="x", state="dead", verdict="dead", reason="not-found", sentence=Finding("not-found", "HTTP 404").sentence
    )
    assert Report(made="", rows=[]).said(told) == "Le serveur dit que la page n’est pas là (HTTP 404)."
    assert Report(made="", rows=[], lang="en").said(told) == "The server says that the page is not there (HTTP 404)."


def test_a_cell_is_never_a_formula() -> None:
    report = Report(made="", rows=[row("=cmd|' /C calc'!A0", "dead")])
    assert "\n'=cmd" in REPORTS[".csv"](report)


def test_a_link_hurts_the_works_and_places_that_cite_it() -> None:
    place = Citation(
        report="r.md",
        session=Session(title="Crise"),
        section="",
        quote="q",
        start=0,
        end=1,
        line=9,
        urls=("https://a.fr/1",),
    )
    work = Work(
        key="k",
        kind="work",
        csl={"title": "T"},
        urls=("https://a.fr/1", "ftp://x"),
        citations=(place,),
        themes=("Crise",),
    )
    found = hurts([work])
    assert found == {
        "https://a.fr/1": (Hurt(key="k", title="T", report="r.md", line=9, session="Crise", lists=("Crise",)),)
    }
