"""dedupe: in the library and on files."""

import csv
import io
import json
import re
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from biblio.cli.app import App
from biblio.model import Item, Record
from biblio.store.records import Outcome, Records
from tests.cli.conftest import Run, works

BIB = """\
@article{dejours, author={Dejours, Christophe and Molinier, Pascale}, title={Le travail comme énigme},
  journal={Sociologie du travail}, year={1994}, volume={36}, doi={10.3406/sotra.1994.2149}, keywords={travail}}
@article{dejourns, author={Dejourns, C. and Molinier, P.}, title={Le travail comme enigme},
  journal={Sociologie du travail}, year={1994}, note={lu}, keywords={santé}}
@book{tome1, author={Simondon, Gilbert}, title={Cours de philosophie. Tome 1}, year={2001}, publisher={PUF}}
@book{tome2, author={Simondon, Gilbert}, title={Cours de philosophie. Tome 2}, year={2001}, publisher={PUF}}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_clusters_of_a_file_go_to_standard_output_as_csv(biblio: Run, bib: Path) -> None:
    result = biblio("dedupe", str(bib))
    assert result.exit_code == 0
    cluster = {row["record_id"]: row["cluster_id"] for row in rows(result.stdout)}
    assert cluster["dejours"] == cluster["dejourns"]
    assert len(set(cluster.values())) == 3


def test_clusters_go_to_the_file_that_is_named(biblio: Run, bib: Path, tmp_path: Path) -> None:
    assert biblio("dedupe", str(bib), "-o", "clusters.csv").stdout == ""
    assert len(rows((tmp_path / "clusters.csv").read_text(encoding="utf-8"))) == 4


def test_merged_records_keep_the_old_key_and_every_list(biblio: Run, bib: Path, tmp_path: Path) -> None:
    assert biblio("dedupe", str(bib), "-o", "clean.bib").exit_code == 0
    clean = (tmp_path / "clean.bib").read_text(encoding="utf-8")
    assert clean.count("@") == 3
    assert "ids = {dejourns}" in clean
    assert "keywords = {travail, santé}" in clean
    assert "note = {lu}" in clean


def test_merged_records_are_the_same_bytes_each_time(biblio: Run, bib: Path, tmp_path: Path) -> None:
    biblio("dedupe", str(bib), "-o", "one.bib")
    biblio("dedupe", str(bib), "-o", "two.bib")
    assert (tmp_path / "one.bib").read_bytes() == (tmp_path / "two.bib").read_bytes()


def test_csv_and_csl_json_and_ris_are_read_too(biblio: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "record_id,title,author,year\n1,Le travail comme énigme,Christophe Dejours,1994\n"
        "2,Le travail comme enigme,DEJOURS C.,1994\n",
        encoding="utf-8",
    )
    (tmp_path / "a.json").write_text(
        json.dumps([{"id": key, "type": "book", "title": "Le travail", "ISBN": "9782070360246"} for key in "ab"]),
        encoding="utf-8",
    )
    (tmp_path / "a.ris").write_text(
        "".join(f"TY  - BOOK\nID  - {key}\nTI  - Le travail\nSN  - 9782070360246\nER  - \n" for key in "ab"),
        encoding="utf-8",
    )
    for name in ("a.csv", "a.json", "a.ris"):
        found = rows(biblio("dedupe", name).stdout)
        assert len(found) == 2, name
        assert len({row["cluster_id"] for row in found}) == 1, name


def test_a_csv_without_titles_is_refused_with_a_cure(biblio: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("id,name\n1,x\n", encoding="utf-8")
    assert biblio("dedupe", "bad.csv").exit_code == 3


def test_a_file_that_is_not_there_is_refused(biblio: Run) -> None:
    assert biblio("dedupe", "nowhere.bib").exit_code == 2


def test_a_key_that_stands_twice_in_a_bib_is_two_records(biblio: Run, tmp_path: Path) -> None:
    (tmp_path / "twice.bib").write_text(
        "@book{a, title={Le travail}}\n@book{a, title={La ville}}\n", encoding="utf-8"
    )
    assert len(rows(biblio("dedupe", "twice.bib").stdout)) == 2


def test_an_explanation_names_evidence_and_vetoes(biblio: Run, bib: Path) -> None:
    said = biblio("dedupe", str(bib), "--explain", "dejours", "dejourns").stdout
    assert said.startswith("same (+")
    assert "authors +" in said
    said = biblio("dedupe", str(bib), "--explain", "tome1", "tome2").stdout
    assert "veto: another volume" in said
    assert biblio("dedupe", str(bib), "--explain", "tome1", "none").exit_code == 2


def test_answers_in_a_csv_decide_pairs_of_a_file(biblio: Run, bib: Path, tmp_path: Path) -> None:
    (tmp_path / "said.csv").write_text("answer,a,b\nd,dejours,dejourns\ns,tome1,tome2\n", encoding="utf-8")
    found = {
        row["record_id"]: row["cluster_id"]
        for row in rows(biblio("dedupe", str(bib), "--answers", "said.csv").stdout)
    }
    assert found["dejours"] != found["dejourns"]
    assert found["tome1"] == found["tome2"]


@pytest.fixture
def library(biblio: Run, bib: Path) -> Run:
    assert biblio("import", str(bib)).exit_code == 0
    return biblio


REMEMBERED = ("compared", "compared_under", "pairs", "settings")


def dump(*, without: tuple[str, ...] = ("decisions", *REMEMBERED)) -> list[str]:
    """The whole database as text, but for the log of decisions and what deduplication remembers."""
    with sqlite3.connect("biblio.db") as db:
        left_out = tuple(f'INSERT INTO "{table}"' for table in without)
        return [line for line in db.iterdump() if not line.startswith(left_out)]


def test_works_of_the_library_that_are_one_are_merged_and_the_key_stays_an_alias(library: Run) -> None:
    result = library("dedupe")
    assert result.exit_code == 0, result.stderr
    assert "dejourns is dejours: same (+" in result.stderr
    assert len(works(library)) == 3
    assert library("show", "dejourns").stdout.startswith("dejours")


def test_why_and_decisions_tell_the_evidence_of_a_merge_and_how_to_undo_it(library: Run) -> None:
    library("dedupe")
    assert re.search(r"dejourns is dejours: same \(\+.*\(biblio undo 1\)", library("why", "dejours").stdout)
    assert "same dejours dejourns  same (+" in library("decisions").stdout
    library("undo", "1")
    assert "dejourns is" not in library("why", "dejours").stdout


def test_a_second_run_changes_nothing(library: Run) -> None:
    library("dedupe")
    before = dump()
    library("dedupe")
    assert dump() == before


def test_a_dry_run_merges_nothing(library: Run) -> None:
    assert "1 would be merged" in library("dedupe", "--dry-run").stderr
    assert len(works(library)) == 4


def test_merge_then_undo_leaves_an_identical_database(library: Run) -> None:
    before = dump()
    library("dedupe")
    assert dump() != before
    library("undo", "1")
    assert dump() == before
    (decision,) = json.loads(library("decisions", "--json").stdout)
    assert (decision["kind"], bool(decision["undone"])) == ("same", True)


def test_a_merge_by_hand_taken_back_leaves_no_trace_but_in_the_log(library: Run) -> None:
    library("dedupe")
    before = dump(without=("decisions",))
    library("merge", "tome1", "tome2")
    library("unmerge", "tome1")
    assert dump(without=("decisions",)) == before


def test_what_a_person_took_apart_is_not_merged_again(library: Run) -> None:
    library("dedupe")
    library("unmerge", "dejours")
    library("dedupe")
    assert len(works(library)) == 4


def enrich(**said: object) -> None:
    """Save the same answer of a source about each work, as an enrichment does."""
    app = App(db_option="biblio.db")
    records = Records(app.library.db)
    csl = cast(Item, {"type": "article-journal", "container-title": "Sociologie du travail", **said})
    record = Record(source="crossref", url="https://api.example.org/1", time="2026-11-23", csl=csl)
    outcome = {"source": "crossref", "question": "q", "verdict": "found", "time": "2026-11-23", "note": ""}
    records.save(
        cast(Outcome, SimpleNamespace(key=work.key, records=(record,), **outcome)) for work in app.library.works()
    )
    records.derive()


def test_decisions_survive_runs_imports_and_enrichment(library: Run, bib: Path) -> None:
    library("dedupe")
    library("unmerge", "dejours")
    library("merge", "tome1", "tome2")
    for again in (
        lambda: library("import", str(bib)),
        lambda: enrich(volume="36"),
        lambda: library("dedupe", "--all"),
    ):
        again()
        library("dedupe")
        assert {work["key"] for work in works(library)} == {"dejours", "dejourns", "tome1"}
        assert json.loads(library("dedupe", "--json").stdout)["doubts"] == []


def test_merging_keeps_every_value_and_unites_the_lists(library: Run) -> None:
    library("edit", "dejourns", "--set", "publisher=À la main")
    library("dedupe")
    (work,) = [work for work in works(library) if work["key"] == "dejours"]
    assert work["csl"]["publisher"] == "À la main"
    assert work["origins"]["publisher"]["source"] == "person"
    assert work["themes"] == ["travail", "santé"]
    assert "≠ C. Dejourns; P. Molinier" in library("show", "dejours", "--provenance").stdout


@pytest.fixture
def doubtful(biblio: Run, tmp_path: Path) -> Run:
    (tmp_path / "doubt.json").write_text(
        json.dumps(
            [
                {
                    "id": f"roux{year}",
                    "type": "article-journal",
                    "title": title,
                    "author": [{"family": "Roux", "given": "Paul"}],
                    "container-title": "Empan",
                    "issued": {"date-parts": [[year]]},
                }
                for title, year in (("Carnets de terrain", 2001), ("Carnets de terrain à Lyon", 2002))
            ]
        ),
        encoding="utf-8",
    )
    assert biblio("import", "doubt.json").exit_code == 0
    found = json.loads(biblio("dedupe", "--dry-run", "--json").stdout)
    assert len(found["doubts"]) == 1, found
    return biblio


def test_doubtful_pairs_are_suspects(doubtful: Run) -> None:
    result = doubtful("dedupe")
    assert result.exit_code == 4
    assert "1 doubtful pair:" in result.stderr


def test_a_review_shows_both_records_and_one_key_answers(doubtful: Run) -> None:
    result = doubtful("dedupe", "--review", input="d")
    assert "1/1" in result.stdout
    assert re.search(r"≠ year +2001 +2002", result.stdout)
    assert re.search(r"≠ title +Carnets de terrain +Carnets de terrain à Lyon", result.stdout)
    assert re.search(r"= in +Empan +Empan", result.stdout)
    assert "publisher" not in result.stdout
    assert result.exit_code == 0
    assert doubtful("dedupe").exit_code == 0


def test_a_review_can_be_left_and_taken_up_again(doubtful: Run) -> None:
    assert doubtful("dedupe", "--review", input="q").exit_code == 4
    assert doubtful("dedupe", "--review", input="s").exit_code == 0
    assert len(works(doubtful)) == 1


def test_an_answered_doubt_does_not_come_back_when_the_works_are_described_anew(doubtful: Run) -> None:
    doubtful("dedupe", "--review", input="d")
    doubtful("import", "doubt.json")
    enrich(volume="12")
    assert doubtful("dedupe").exit_code == doubtful("dedupe", "--all").exit_code == 0


def test_doubts_go_out_as_csv_and_come_back_answered(doubtful: Run, tmp_path: Path) -> None:
    doubtful("dedupe", "--doubts", "doubts.csv")
    text = (tmp_path / "doubts.csv").read_text(encoding="utf-8")
    assert [row["title_a"] for row in rows(text)] == ["Carnets de terrain"]
    (tmp_path / "doubts.csv").write_text(text.replace("\n,", "\nd,"), encoding="utf-8")
    assert doubtful("dedupe", "--answers", "doubts.csv").exit_code == 0
    assert len(works(doubtful)) == 2


def test_answers_that_a_spreadsheet_saved_its_own_way_are_read(doubtful: Run, tmp_path: Path) -> None:
    said = "answer;a;b;title_a\r\nD;roux2001;roux2002;Carnets d'été\r\n".encode("cp1252")
    (tmp_path / "excel.csv").write_bytes(said)
    assert doubtful("dedupe", "--answers", "excel.csv").exit_code == 0


def test_answers_are_taken_all_or_none(doubtful: Run, tmp_path: Path) -> None:
    (tmp_path / "said.csv").write_text("answer,a,b\nd,roux2001,roux2002\nd,roux2001,gone\n", encoding="utf-8")
    assert doubtful("dedupe", "--answers", "said.csv").exit_code == 2
    assert doubtful("decisions").stdout == ""


def test_a_file_that_holds_no_answers_is_refused(doubtful: Run, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    result = doubtful("dedupe", "--answers", "other.csv")
    assert result.exit_code == 3


def test_an_answer_that_is_neither_is_refused(doubtful: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("answer,a,b\nmaybe,x,y\n", encoding="utf-8")
    assert doubtful("dedupe", "--answers", "wrong.csv").exit_code == 3


def test_a_work_cited_in_two_sessions_is_one_with_two_mentions_and_two_themes(filled: Run) -> None:
    filled("dedupe")
    (tronto,) = [work for work in works(filled) if work["csl"].get("title", "").startswith("Un monde vulnérable")]
    assert len(tronto["citations"]) == 2
    assert {"La gestion de crise", "Le numérique et les usagers"} <= set(tronto["themes"])


def test_real_reports_are_deduplicated_once_and_for_all(biblio: Run, shared: Path) -> None:
    assert biblio("add", str(shared / "reports" / "connecteurs-recherche-2020-05-20.md")).exit_code == 0
    biblio("dedupe")
    twice = [
        work for work in works(biblio) if len({c["session"] and c["session"]["title"] for c in work["citations"]}) > 1
    ]
    assert twice
    assert all(len(work["themes"]) > 1 for work in twice)
    before = dump()
    biblio("dedupe")
    assert dump() == before
