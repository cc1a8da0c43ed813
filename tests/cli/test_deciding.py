"""edit, merge, unmerge, split, reject, undo: a person's word."""

import json
from pathlib import Path

from tests.cli.conftest import Run, works


def test_an_edit_wins_and_survives_adding_the_report_again(filled: Run, report: Path) -> None:
    key = works(filled)[0]["key"]
    filled("edit", key, "--set", "author=Tronto, Joan; Collectif", "--set", "issued=2009-03", "--unset", "publisher")
    report.write_text(
        report.read_text(encoding="utf-8") + "\n- Nouveau : <https://neuf.exemple.fr>\n", encoding="utf-8"
    )
    assert filled("add", "journee.md").exit_code == 0
    work = next(w for w in works(filled) if w["key"] == key)
    assert work["csl"]["author"] == [{"family": "Tronto", "given": "Joan"}, {"literal": "Collectif"}]
    assert work["csl"]["issued"] == {"date-parts": [[2009, 3]]}
    assert "publisher" not in work["csl"]


def test_an_edit_can_come_as_json_on_stdin(filled: Run) -> None:
    key = works(filled)[0]["key"]
    assert filled("edit", key, "--json", input='{"title": "Par JSON", "id": "ignored"}').exit_code == 0
    assert works(filled)[0]["csl"]["title"] == "Par JSON"
    assert filled("edit", key, "--json", input="[1]").exit_code == 2


def test_an_edit_that_is_no_assignment_is_refused(filled: Run) -> None:
    key = works(filled)[0]["key"]
    for wrong in ("title", "id=autre", "kind=livre"):
        assert filled("edit", key, "--set", wrong).exit_code == 2


def test_merge_then_unmerge_leaves_the_list_as_it_was(filled: Run) -> None:
    before = works(filled)
    one, other = before[0]["key"], before[-1]["key"]
    filled("merge", one, other)
    assert len(works(filled)) == len(before) - 1
    assert filled("show", other).stdout.startswith(one)
    filled("unmerge", one)
    assert works(filled) == before


def test_a_mention_is_split_off_by_its_number_and_the_split_undone(filled: Run) -> None:
    before = works(filled)
    filled("split", before[0]["key"], "2")
    assert len(works(filled)) == len(before) + 1
    (decision,) = json.loads(filled("decisions", "--json").stdout)
    filled("undo", str(decision["number"]))
    assert works(filled) == before


def test_a_rejected_work_is_left_out_until_undone(filled: Run) -> None:
    before = works(filled)
    filled("reject", before[0]["key"])
    assert len(works(filled)) == len(before) - 1
    filled("undo", "1")
    assert works(filled) == before
    assert "(undone" in filled("decisions").stdout


def test_adding_the_same_report_twice_changes_nothing(filled: Run) -> None:
    before = works(filled)
    assert "unchanged" in filled("add", "journee.md").stderr
    assert works(filled) == before


def test_one_report_that_cannot_be_read_does_not_stop_the_others(biblio: Run, report: Path) -> None:
    (report.parent / "vide.md").write_bytes(b"")
    result = biblio("add", "absent.md", "vide.md", "journee.md")
    assert result.exit_code == 3
    assert len([line for line in result.stderr.splitlines() if line.startswith("biblio: ")]) == 2
    assert works(biblio)
