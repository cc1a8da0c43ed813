"""The program as a whole: help, version, mistakes, configuration."""

import subprocess
import sys
from pathlib import Path

import pytest

from biblio.cli import COMMANDS
from biblio.cli.app import App
from biblio.errors import UsageError
from tests.cli.conftest import Run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_says_more_than_its_name(biblio: Run, name: str) -> None:
    result = biblio(name, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


def test_help_lists_every_command_and_the_exit_codes(biblio: Run) -> None:
    text = biblio("--help").stdout
    assert all(f"  {name} " in text for name in COMMANDS)
    assert "4 only suspects" in text


def test_a_mistyped_command_is_answered_with_the_nearest(biblio: Run) -> None:
    result = biblio("lits")
    assert result.exit_code == 2
    assert "Did you mean 'list'?" in result.stderr


def test_the_project_file_overlays_the_users_file_and_options_win(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = report.parent / "config" / "biblio"
    home.mkdir(parents=True)
    (home / "biblio.toml").write_text('db = "user.db"\n[lists]\nlang = "en"\nstyle = "apa"\n')
    (report.parent / "biblio.toml").write_text('db = "project.db"\n[lists]\nlang = "fr"\n')
    folder = report.parent / "deeper"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert App().config == {"db": "project.db", "lists": {"lang": "fr", "style": "apa"}}
    monkeypatch.setenv("BIBLIO_LISTS_LANG", "de")
    assert App().setting("lists", "lang") == "de"
    monkeypatch.setenv("BIBLIO_DB", "environment.db")
    assert App().db_path == Path("environment.db")
    assert App(db_option="option.db").db_path == Path("option.db")


def test_a_configuration_that_is_no_toml_is_a_usage_error(report: Path) -> None:
    (report.parent / "biblio.toml").write_text("db = ")
    with pytest.raises(UsageError, match=r"biblio\.toml"):
        _ = App().config


def test_finding_addresses_in_a_text_loads_nothing_that_reads_references() -> None:
    code = "import sys, biblio.extract.urls; print(*(n for n in sys.modules if n.startswith('biblio.extract.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in loaded if not name.startswith("biblio.extract.urls")] == []
