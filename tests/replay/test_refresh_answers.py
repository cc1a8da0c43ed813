"""The command that sees a service drift, against a web that changes between two runs."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.replay import invented
from tests.replay.conftest import Start
from tests.replay.proxy import Answer
from tests.replay.world import JSON, World

SCRIPT = Path(__file__).parents[2] / "scripts" / "refresh_answers.py"


@pytest.fixture(scope="module")
def command() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh_answers", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_service_that_changes_its_answers_is_seen(
    command: ModuleType, start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World([invented.truth(1)])
    start(world)
    works = [{"name": "one", "source": "hal", "ids": {"hal": invented.truth(1)["ids"]["hal"]}}]
    (tmp_path / "works.json").write_text(json.dumps(works), encoding="utf-8")
    run = ["--folder", str(tmp_path), "--write"]
    assert command.main(run) == 1
    assert command.main(run) == 0
    assert "hal/one: unchanged" in capsys.readouterr().out
    renamed = json.dumps({"response": {"documents": []}}).encode()
    world.failures["api.archives-ouvertes.fr"] = lambda _: Answer(body=renamed, headers=JSON)
    assert command.main(run) == 1
    told = capsys.readouterr().out
    assert "− response.docs[].halId_s: str" in told
    assert "records:" in told


def test_every_source_is_watched() -> None:
    from biblio.sources import SOURCES

    works = json.loads((SCRIPT.parents[1] / "tests/sources/live/works.json").read_text(encoding="utf-8"))
    assert {about["source"] for about in works} == {source.name for source in SOURCES}
