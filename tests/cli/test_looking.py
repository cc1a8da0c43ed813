"""list, search, show, why, themes, status: what a person sees of the library."""

import json
from pathlib import Path

from tests.cli.conftest import Run, works


def test_a_report_added_is_listed(filled: Run) -> None:
    titles = {w["csl"].get("title") for w in works(filled)}
    assert {"Un monde vulnérable. Pour une politique du care", "L'État au guichet"} <= titles


def test_a_work_cited_in_two_sessions_is_one_work_with_both_themes(filled: Run) -> None:
    (work,) = [w for w in works(filled) if w["csl"].get("title", "").startswith("Un monde")]
    assert len(work["citations"]) == 2
    assert {"La gestion de crise", "Le numérique et les usagers"} <= set(work["themes"])


def test_the_speakers_of_a_session_are_no_works(filled: Run) -> None:
    assert "Moreau" not in filled("list").stdout


def test_without_a_library_the_message_says_how_to_make_one(biblio: Run, report: Path) -> None:
    result = biblio("list")
    assert result.exit_code == 3
    assert "no library" in str(result.exception)
    assert not (report.parent / "biblio.db").exists()


def test_list_narrows_by_theme_kind_and_session(filled: Run) -> None:
    assert len(works(filled, "--kind", "resource")) == 1
    assert all("La gestion de crise" in w["themes"] for w in works(filled, "--theme", "la gestion DE crise"))
    assert works(filled, "--session", "numérique")


def test_search_finds_without_accents_and_says_by_exit_code_when_there_is_nothing(filled: Run) -> None:
    assert "guichet" in filled("search", "etat", "GUICH").stdout
    assert filled("search", "introuvable").exit_code == 1


def test_why_prints_report_line_session_and_quote(filled: Run) -> None:
    key = works(filled)[0]["key"]
    text = filled("why", key).stdout
    assert "journee.md:11" in text
    assert "« La gestion de crise »" in text
    assert "│ Joan Tronto" in text


def test_show_names_the_origin_of_every_field(filled: Run) -> None:
    key = works(filled)[0]["key"]
    lines = [line for line in filled("show", key).stdout.splitlines() if line.startswith(("  title", "  author"))]
    assert len(lines) == 2
    assert all("← report journee.md" in line for line in lines)


def test_show_provenance_lists_the_values_that_lost(filled: Run) -> None:
    key = works(filled)[0]["key"]
    filled("edit", key, "--set", "title=À la main")
    text = filled("show", "--provenance", key).stdout
    assert "À la main  ← person" in text
    assert "≠ Un monde vulnérable" in text


def test_themes_are_listed_with_counts_renamed_and_merged(filled: Run) -> None:
    before = {t["theme"]: t["works"] for t in json.loads(filled("themes", "--json").stdout)}
    assert before["La gestion de crise"] >= 2
    filled("themes", "rename", "La gestion de crise", "Crises")
    filled("themes", "merge", "Crises", "Le numérique et les usagers")
    after = [t["theme"] for t in json.loads(filled("themes", "--json").stdout)]
    assert "Crises" in after
    assert not {"La gestion de crise", "Le numérique et les usagers"} & set(after)


def test_status_counts_what_the_library_holds(filled: Run) -> None:
    status = json.loads(filled("status", "--json").stdout)
    assert (status["reports"], status["resources"]) == (1, 1)
    assert status["mentions"] >= 4


def test_an_unknown_key_is_answered_with_a_near_one(filled: Run) -> None:
    key = works(filled)[0]["key"]
    result = filled("show", key[:-1])
    assert result.exit_code == 2
    assert key in result.exception.cure  # type: ignore[union-attr]
