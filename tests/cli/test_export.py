"""``biblio import``, ``export`` and ``doctor`` as a user meets them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from biblio.cli import cli
from biblio.errors import UsageError

BIB = """@article{wellerUsager2010,
  author = {Weller, Jean-Marc},
  title = {L'usager},
  journal = {Réseaux},
  year = {2010},
  pages = {p. 12-15},
  keywords = {Crise},
}
@book{certeau1980,
  author = {de Certeau, Michel},
  title = {L'invention du quotidien},
  publisher = {UGE},
  year = {1980},
}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    Path("in.bib").write_text(BIB, encoding="utf-8")

    def call(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["--db", "library.db", *arguments])
        told = {UsageError: 2}.get(type(result.exception), result.exit_code)
        assert told == code, result.output
        return result

    return call


def test_what_was_imported_is_exported_with_its_keys(run) -> None:
    assert "2 works read, 2 new, 0 failures" in run("import", "in.bib").stdout
    text = run("export").stdout
    assert "@article{wellerUsager2010," in text and "@book{certeau1980," in text
    assert "author = {de Certeau, Michel}" in text


def test_importing_twice_adds_nothing(run) -> None:
    run("import", "in.bib")
    assert "2 works read, 0 new" in run("import", "in.bib").stdout


@pytest.mark.parametrize(
    ("name", "begins"), [("o.bib", "@article"), ("o.json", "["), ("o.ris", "TY  - "), ("o.csv", "\ufeffclé")]
)
def test_the_format_follows_from_the_file(run, name: str, begins: str) -> None:
    run("import", "in.bib")
    run("export", "-o", name)
    assert Path(name).read_text(encoding="utf-8").startswith(begins)


def test_a_key_is_dropped_only_when_told_to(run) -> None:
    run("import", "in.bib")
    run("export", "-o", "o.bib")
    before = Path("o.bib").read_bytes()
    told = run("export", "certeau1980", "-o", "o.bib", code=1)
    assert "wellerUsager2010" in told.stderr
    assert Path("o.bib").read_bytes() == before
    run("export", "certeau1980", "-o", "o.bib", "--drop-keys")
    assert "wellerUsager2010" not in Path("o.bib").read_text(encoding="utf-8")


def test_a_merged_key_stays_as_an_alias_and_the_file_can_be_written(run) -> None:
    run("import", "in.bib")
    run("export", "-o", "o.bib")
    run("merge", "wellerUsager2010", "certeau1980")
    run("export", "-o", "o.bib")
    assert "ids = {certeau1980}" in Path("o.bib").read_text(encoding="utf-8")


def test_failures_are_listed_by_line(run) -> None:
    Path("bad.bib").write_text(BIB + "@book{x, title = {", encoding="utf-8")
    told = run("import", "bad.bib", code=1)
    assert "bad.bib:15: the entry does not end" in told.stderr
    told = run("import", "--json", "bad.bib", "--dry-run", code=1)
    assert json.loads(told.stdout)["failures"][0]["line"] == 15


def test_a_file_that_is_none_does_not_stop_the_others(run) -> None:
    Path("bad.txt").write_text("Bonjour", encoding="utf-8")
    told = run("import", "bad.txt", "in.bib", code=3)
    assert "bad.txt: neither BibTeX nor CSL-JSON nor RIS" in told.stderr
    assert "2 new" in told.stdout


def test_the_doctor_finds_and_mends_the_library(run) -> None:
    run("import", "in.bib")
    told = run("doctor", code=1)
    assert "wellerUsager2010: warning pages" in told.stdout
    run("doctor", "--fix")
    assert "pages = {12--15}" in run("export").stdout


def test_the_doctor_examines_a_file_in_three_formats(run) -> None:
    assert "in.bib:1: wellerUsager2010: warning pages" in run("doctor", "in.bib", code=1).stdout
    assert json.loads(run("doctor", "in.bib", "--json", code=1).stdout)[0]["check"] == "pages"
    assert run("doctor", "in.bib", "--format", "github", code=1).stdout.startswith(
        "::warning file=in.bib,line=1,title=pages::"
    )


def test_the_doctor_writes_a_mended_copy_and_never_over_the_file(run) -> None:
    run("doctor", "in.bib", "--fix", code=2)
    run("doctor", "in.bib", "--fix", "-o", "out.bib")
    assert "pages = {12--15}" in Path("out.bib").read_text(encoding="utf-8")
    assert Path("in.bib").read_text(encoding="utf-8") == BIB


def test_checks_can_be_chosen_and_explained(run) -> None:
    run("import", "in.bib")
    run("doctor", "--ignore", "pages")
    run("doctor", "--check", "pages", code=1)
    run("doctor", "--check", "nonsense", code=2)
    assert "contradiction" in run("doctor", "--explain").stdout
