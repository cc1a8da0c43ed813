"""dedupe in a library that grows: what is compared, and that it comes to the same as comparing everything."""

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.cli.app import App
from biblio.cli.dedupe import library as dedupe
from biblio.errors import UsageError
from biblio.model import Item, Work
from biblio.store import Library
from biblio.store.comparisons import Comparisons
from tests.cli.conftest import Run, works

TITLES = ("Le travail comme énigme", "Le travail comme enigme", "Carnets de terrain", "Carnets de terrain à Lyon")
NAMES = ("Dejours", "Dejourns", "Roux")


def items() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "title": st.sampled_from(TITLES),
            "author": st.sampled_from(NAMES).map(lambda family: [{"family": family, "given": "C."}]),
            "type": st.sampled_from(["article-journal", "book", "chapter"]),
        },
        optional={
            "issued": st.integers(2001, 2003).map(lambda year: {"date-parts": [[year]]}),
            "container-title": st.sampled_from(["Empan", "Sociologie du travail"]),
            "page": st.sampled_from(["1-9", "12-19"]),
            "edition": st.sampled_from(["2", "3"]),
            "publisher": st.sampled_from(["PUF", "Seuil"]),
        },
    )


Step = Callable[[Library], None]


def adding(items: list[dict[str, Any]]) -> Step:
    found = [Work(key="", kind="work", csl=cast(Item, csl)) for csl in items]
    return lambda library: cast(None, library.import_items(found, "a.bib"))


def on_two(act: Callable[[Library, str, str], object]) -> Callable[[tuple[int, int]], Step]:
    """Return a step on two of the works there are, if there are two."""

    def step(places: tuple[int, int]) -> Step:
        def run(library: Library) -> None:
            keys = [work.key for work in library.works()]
            if keys and (a := keys[places[0] % len(keys)]) != (b := keys[places[1] % len(keys)]):
                act(library, a, b)

        return run

    return step


def unmerge(library: Library, key: str, _: str) -> None:
    with suppress(UsageError):  # it was not merged
        library.unmerge(key)


def undo_last(library: Library, *_: str) -> None:
    if in_force := [row["number"] for row in library.decisions() if not row["undone"]]:
        library.undo(in_force[-1])


def everything(memory: Comparisons) -> list[tuple[int, int, float, str]]:
    return [*memory.likely(), *memory.related()]


PLACES = st.tuples(st.integers(0, 9), st.integers(0, 9))
STEPS = st.one_of(
    st.lists(items(), min_size=1, max_size=4).map(adding),
    PLACES.map(on_two(lambda library, a, b: library.merge(a, b))),
    PLACES.map(on_two(lambda library, a, b: library.keep_apart(a, b))),
    PLACES.map(on_two(lambda library, a, b: library.decide(a, "title", library.work(b).csl["title"]))),
    PLACES.map(on_two(lambda library, a, b: library.reject(a))),
    PLACES.map(on_two(unmerge)),
    PLACES.map(on_two(undo_last)),
)


@given(items(), st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_comparing_what_has_changed_comes_to_the_same_as_comparing_everything(
    first: dict[str, Any], rounds: list[list[Step]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = App(db_option=str(Path(folder) / "library.db"), quiet=True)
        app.may_create = True
        adding([first])(app.library)
        dedupe.dedupe_library(app)
        memory = Comparisons(app.library.db)
        for steps in rounds:
            for step in steps:
                step(app.library)
            dedupe.dedupe_library(app)
            pairs, waiting = everything(memory), dedupe.waiting_pairs(app)
            with app.library.rehearsal():
                assert dedupe.dedupe_library(app, everything=True).merged == []
                assert everything(memory) == pairs
                assert dedupe.waiting_pairs(app) == waiting
        app.library.db.close()


ROUX = {"type": "article-journal", "author": [{"family": "Roux", "given": "Paul"}], "container-title": "Empan"}
KNOWN = [
    {"id": "ville", "type": "book", "title": "La ville en partage", "author": [{"family": "Bacqué"}]},
    {"id": "guichet", "type": "book", "title": "Sociologie des guichets", "author": [{"family": "Weller"}]},
    {"id": "roux", **ROUX, "title": "Carnets de terrain", "issued": {"date-parts": [[2001]]}},
]
DOUBTFUL = {"id": "doubt", **ROUX, "title": "Carnets de terrain à Lyon", "issued": {"date-parts": [[2002]]}}
OTHER = {"id": "other", "type": "book", "title": "Autre chose", "author": [{"family": "Martin"}]}


@pytest.fixture
def compared(biblio: Run, tmp_path: Path) -> Run:
    """A library of three works that were compared."""
    add(biblio, KNOWN)
    assert biblio("dedupe").exit_code == 0
    return biblio


def add(biblio: Run, found: list[dict[str, Any]]) -> None:
    Path("new.json").write_text(json.dumps(found), encoding="utf-8")
    assert biblio("import", "new.json").exit_code == 0


def app() -> App:
    return App(db_option="biblio.db", quiet=True)


def test_only_works_that_are_new_or_have_changed_are_compared(compared: Run) -> None:
    assert dedupe.dedupe_library(app()).compared == 0
    add(compared, [OTHER])
    compared("edit", "guichet", "--set", "title=Sociologie du guichet")
    assert dedupe.dedupe_library(app()).compared == 2


def test_adding_what_is_there_already_leaves_nothing_to_compare(compared: Run) -> None:
    add(compared, KNOWN)
    assert dedupe.dedupe_library(app()).compared == 0


def test_everything_is_compared_once_more_when_asked_or_when_the_rules_have_changed(
    compared: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dedupe.dedupe_library(app(), everything=True).compared == 3
    monkeypatch.setattr(dedupe, "rules", lambda: "other rules")
    assert dedupe.dedupe_library(app()).compared == 3
    assert dedupe.dedupe_library(app()).compared == 0


def test_many_new_works_are_compared_all_with_all_to_the_same_end(
    compared: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dedupe, "FEW", 0)
    add(compared, [DOUBTFUL, OTHER])
    assert dedupe.dedupe_library(app()).compared == 5
    assert len(dedupe.waiting_pairs(app())) == 1


def doubts(biblio: Run, *more: str) -> list[tuple[str, str]]:
    found = json.loads(biblio("dedupe", "--json", *more).stdout)
    return [(pair["a"], pair["b"]) for pair in found["doubts"]]


def test_a_doubt_waits_through_later_runs_until_it_is_answered(compared: Run) -> None:
    add(compared, [DOUBTFUL])
    assert doubts(compared) == [("roux", "doubt")]
    add(compared, [OTHER])
    assert doubts(compared) == [("roux", "doubt")]
    compared("dedupe", "--review", input="d")
    assert doubts(compared) == doubts(compared, "--all") == []


def test_an_answer_taken_back_is_a_doubt_again(compared: Run) -> None:
    add(compared, [DOUBTFUL])
    compared("dedupe", "--review", input="d")
    compared("undo", "1")
    assert doubts(compared) == [("roux", "doubt")]


def test_a_doubt_goes_with_its_work(compared: Run) -> None:
    add(compared, [DOUBTFUL])
    compared("dedupe")
    compared("reject", "doubt")
    assert doubts(compared) == []


def test_a_dry_run_leaves_the_new_works_to_be_compared(compared: Run) -> None:
    add(compared, [{**KNOWN[1], "id": "twin", "title": "Sociologie des guichet", "issued": {"date-parts": [[1999]]}}])
    said = compared("dedupe", "--dry-run").stderr
    assert compared("dedupe").stderr.replace("merged", "would be merged") == said
    assert len(works(compared)) == 3


def test_a_library_made_before_works_had_a_digest_is_compared(compared: Run) -> None:
    library = app().library
    library.db.execute("update works set digest = -1")  # as the migration leaves them
    assert dedupe.dedupe_library(app()).compared == 3
