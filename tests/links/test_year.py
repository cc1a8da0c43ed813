"""A season of nights over a simulated web: the large one is scripts/bench/links_year.py."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from biblio.links.memory import Rhythm
from biblio.store.checks import open_checks


@pytest.fixture(scope="module")
def year() -> ModuleType:
    import sys

    path = Path(__file__).parents[2] / "scripts" / "bench" / "links_year.py"
    spec = importlib.util.spec_from_file_location("links_year", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["links_year"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [1, 2])
def test_a_season_calls_nothing_living_dead_and_tells_each_end_once_in_time(
    year: ModuleType, tmp_path: Path, seed: int
) -> None:
    checks = open_checks(tmp_path / "year.db")
    figures = year.live(year.World(1500, 120, 150, seed), checks)
    assert figures.false_dead == 0
    assert figures.told_twice == 0
    assert figures.late == 0
    assert figures.told > 20
    assert max(figures.days_from_failure) <= 10
    assert max(figures.days_from_host_end) <= 12


def test_who_looks_each_three_days_knows_every_death_within_ten(year: ModuleType, tmp_path: Path) -> None:
    checks = open_checks(tmp_path / "year.db")
    figures = year.live(year.World(600, 60, 110, 3), checks, Rhythm(rest=3, host=1))
    assert figures.false_dead == 0
    assert figures.told > 20
    assert max(figures.days_from_death) <= 10
