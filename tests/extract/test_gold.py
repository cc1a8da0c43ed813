"""The real reports beside the checkout: what must be found there, scored by the gold's own script."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from biblio.cli.extract import as_json
from biblio.extract.mentions import extract
from biblio.readers import read
from tests.conftest import json_lines


def score(shared: Path, gold: str, folder: str) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("evaluate", shared / "gold" / "evaluate.py")
    assert spec and spec.loader
    evaluate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(evaluate)
    golds = list(json_lines(shared / "gold" / gold))
    names = sorted({g["report"] for g in golds})
    mentions = [as_json(m) for name in names for m in extract(read(shared / folder / name))]
    result: dict[str, Any] = evaluate.score(golds, mentions)[0]
    return result


def test_the_reports_of_the_first_kind_reach_the_figures_asked_for(shared: Path) -> None:
    result = score(shared, "references.jsonl", "reports")
    assert result["mentions"]["f1"] >= 0.97
    assert (result["urls"]["recall"], result["urls"]["precision"]) == (1.0, 1.0)
    fields = {name: row["accuracy"] for name, row in result["fields"].items()}
    assert fields["all bibliographic"] >= 0.95
    assert fields["kind"] >= 0.95
    assert (fields["theme"], fields["ids"]) == (1.0, 1.0)


def test_documents_of_other_hands_reach_the_figures_asked_for(shared: Path) -> None:
    result = score(shared, "references-others.jsonl", "reports/others")
    assert result["mentions"]["f1"] >= 0.90
    assert result["urls"]["recall"] >= 0.99
    assert result["urls"]["precision"] >= 0.98
    assert result["fields"]["all bibliographic"]["accuracy"] >= 0.88


@pytest.mark.parametrize(
    "name", ["article-riposte-creative.txt", "reunion-2-du-10-avril.txt", "riposte-connecteur-recherche-wiki.txt"]
)
def test_a_report_that_cites_nothing_yields_nothing(shared: Path, name: str) -> None:
    assert extract(read(shared / "reports" / name)) == []
