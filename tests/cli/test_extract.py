"""``biblio extract``: mentions on stdout in three forms."""

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner

from biblio.cli import cli
from biblio.cli.extract import COLUMNS

TEXT = """\
# Journée du 12 mars 2021

SESSION 1 – La gestion de crise

RESSOURCES

- Joan Tronto, *Un monde vulnérable*, La Découverte, 2009
- Le site : <https://labo.exemple.fr/crise>
"""


def run(*arguments: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["extract", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def report(folder: Path) -> str:
    path = folder / "notes.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_jsonl_holds_every_field_of_the_contract(tmp_path: Path) -> None:
    code, out, _ = run(report(tmp_path), "--format", "jsonl")
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert set(first) == {
        *("report", "session", "section", "start", "end", "quote", "kind", "urls"),
        *("ids", "derived_ids", "csl", "confidence", "note"),
    }
    assert first["session"] == {"title": "La gestion de crise", "date": "", "number": "1"}
    assert first["section"] == "RESSOURCES"
    assert TEXT[first["start"] : first["end"]] == first["quote"]
    assert second["urls"] == ["https://labo.exemple.fr/crise"]


def test_csv_has_a_header_and_a_line_a_mention(tmp_path: Path) -> None:
    _, out, _ = run(report(tmp_path), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["authors"] == "Tronto"
    assert rows[0]["year"] == "2009"
    assert len(rows) == 2


def test_the_table_shows_kind_type_and_title(tmp_path: Path) -> None:
    _, out, _ = run(report(tmp_path))
    assert "work     book              Tronto, Un monde vulnérable, 2009" in out
    assert "https://labo.exemple.fr/crise" in out


def test_standard_input_is_a_report() -> None:
    code, out, _ = run("-", "--format", "jsonl", stdin=TEXT.encode())
    assert code == 0
    assert len(out.splitlines()) == 2


def test_a_bad_report_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    code, out, err = run(str(tmp_path / "absent.md"), report(tmp_path), "--format", "jsonl")
    assert code == 3
    assert len(out.splitlines()) == 2
    assert "absent.md" in err
