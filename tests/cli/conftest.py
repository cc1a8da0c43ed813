"""Reports on disk, and the program run on them as a user would."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from biblio.cli import cli
from biblio.errors import BiblioError, UsageError

REPORT = """\
# Journée d'étude du 12 mars 2021

SESSION 1 – La gestion de crise

Intervenants :

- **Jeanne Moreau** (ville de Rennes)

RESSOURCES

- Joan Tronto, *Un monde vulnérable. Pour une politique du care*, La Découverte, 2009
- Le site du laboratoire : <https://labo.exemple.fr/crise>
- Travaux de Paul Martin sur la résilience

SESSION 2 – Le numérique et les usagers

RESSOURCES

- J. Weller, *L'État au guichet*, Desclée de Brouwer, 1999
- Joan Tronto, *Un monde vulnérable. Pour une politique du care*, La Découverte, 2009
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report in an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "journee.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


Run = Callable[..., Result]


@pytest.fixture
def biblio(report: Path) -> Run:
    """Run ``biblio`` with these arguments; errors end as the program ends them."""

    def run(*arguments: str, input: str | None = None) -> Result:
        result = CliRunner().invoke(cli, arguments, input=input)
        if isinstance(result.exception, BiblioError):
            result.exit_code = 2 if isinstance(result.exception, UsageError) else 3
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def filled(biblio: Run) -> Run:
    """Run ``biblio`` on a library that holds the report."""
    assert biblio("add", "journee.md").exit_code == 0
    return biblio


def works(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """Return what ``biblio list --json`` prints."""
    return json.loads(run("list", "--json", *arguments).stdout)
