import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.errors import FormatError, UsageError
from biblio.lists import engine
from biblio.lists.build import alphabetical
from biblio.lists.references import engine_missing, main_url, plain_line, references
from biblio.lists.rich import plain
from biblio.lists.words import Words
from biblio.model import Work
from tests.lists.library import works as library

GOLDEN = Path(__file__).parent / "golden"


def rendered(works: list[Work], style: str, lang: str) -> str:
    formatted = references(works, style=style, lang=lang)
    ordered = sorted(works, key=alphabetical)
    return "".join(f"{plain(formatted[work.key])}\n" for work in ordered)


@pytest.mark.parametrize("style", engine.STYLES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_twenty_works_of_all_types_come_out_as_reviewed(pandoc: str, style: str, lang: str) -> None:
    golden = GOLDEN / f"{style}.{lang}.txt"
    made = rendered(library(), style, lang)
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def test_without_the_engine_every_work_still_has_a_line(without_pandoc: None) -> None:
    made = references(library())
    assert plain(made["book"]) == (
        "Tronto, Joan, 2009. Un monde vulnérable\u00a0: pour une politique du care. Paris, La Découverte."
    )
    assert "pip install 'biblio[lists]'" in engine_missing()


def test_the_plain_lines_come_out_as_reviewed(without_pandoc: None) -> None:
    golden = GOLDEN / "plain.fr.txt"
    made = rendered(library(), "iso690", "fr")
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def test_a_reference_does_not_depend_on_its_neighbours(pandoc: str) -> None:
    author, year = [{"family": "Clot", "given": "Yves"}], {"date-parts": [[2010]]}
    one, two = (
        Work(key=title, kind="work", csl={"type": "book", "title": title, "author": author, "issued": year})  # type: ignore[arg-type]
        for title in ("a", "b")
    )
    alone = references([one], style="apa")["a"]
    assert references([one, two], style="apa")["a"] == alone
    assert "2010a" not in plain(alone)


def test_works_that_the_engine_refuses_get_a_plain_line_and_harm_no_other(pandoc: str) -> None:
    bad = Work(key="bad", kind="work", csl={"type": "book", "title": "T", "issued": {"date-parts": [["x", {}]]}})  # type: ignore[list-item]
    good = library()[:5]
    made = references([*good[:2], bad, *good[2:]])
    assert plain(made["bad"]).startswith("T")
    assert {key: made[key] for key in made if key != "bad"} == references(good)


def test_a_style_file_of_ones_own_is_used(pandoc: str, tmp_path: Path) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(engine.read_style("apa").replace("<title>APA", "<title>Mine"), encoding="utf-8")
    assert references(library(), style=str(style)) == references(library(), style="apa")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("missing.csl", None, UsageError),
        ("page.csl", "<html></html>", FormatError),
        ("dependent.csl", '<style xmlns="http://purl.org/net/xbiblio/csl"></style>', FormatError),
    ],
)
def test_what_is_no_style_is_refused(tmp_path: Path, name: str, content: str | None, error: type[Exception]) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(error):
        references(library(), style=str(path))


def test_all_styles_are_licensed_for_sharing() -> None:
    for name in engine.STYLES:
        assert "creativecommons.org/licenses/by-sa" in engine.read_style(name)


def test_only_web_addresses_become_links(pandoc: str) -> None:
    item = {"type": "webpage", "title": "T", "URL": "javascript:alert(1)"}
    work = Work(key="k", kind="work", csl=item, urls=("file:///etc/passwd", "https://example.org/a"))  # type: ignore[arg-type]
    assert main_url(work) == "https://example.org/a"
    assert [run.href for run in references([work])["k"] if run.href] == ["https://example.org/a"]


def test_a_title_in_another_language_is_marked(pandoc: str) -> None:
    made = references(library())["article-doi"]
    assert [run.text for run in made if run.lang == "en"] == [
        "A ladder of citizen participation",
        "Journal of the American Institute of Planners",
    ]


def test_titles_with_italics_keep_them_and_other_markup_is_text(pandoc: str) -> None:
    csl = {"type": "book", "title": "Le <i>care</i>, a <script>x</script> & <b>b", "language": "fr"}
    text = plain(references([Work(key="k", kind="work", csl=csl)])["k"])  # type: ignore[arg-type]
    assert "Le care, a <script>x</script> & <b>b" in text


def test_french_readers_find_no_fault_in_500_references(pandoc: str, shared: Path, tmp_path: Path) -> None:
    items = tmp_path / "c.json"
    subprocess.run([sys.executable, shared / "bench/make_bib.py", "500", items, "--csl", "--dup", "0"], check=True)
    works = [Work(key=item["id"], kind="work", csl=item) for item in json.loads(items.read_text())]
    lines = tmp_path / "ours.txt"
    lines.write_text(rendered(works, "iso690", "fr"))
    judge = [sys.executable, shared / "bench/csl/french.py", lines]
    report = subprocess.run(judge, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^ +(\d+)  (\w+)", report, re.MULTILINE) == [("0", "entries")]


TEXT = st.text(max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({"title": TEXT, "publisher": TEXT, "note": TEXT, "page": TEXT, "URL": TEXT}), TEXT)
def test_any_text_has_a_plain_line(item: dict[str, str], family: str) -> None:
    csl = {"type": "book", **item, "author": [{"family": family}]}
    line = plain(plain_line(Work(key="k", kind="work", csl=csl), Words("fr")))  # type: ignore[arg-type]
    assert "\n" not in line
    assert all(c.isprintable() or c in "\u00a0\u202f" for c in line)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=30, max_size=30))
def test_any_titles_are_rendered_in_one_batch(pandoc: str, titles: list[str]) -> None:
    works = [
        Work(key=f"k{number}", kind="work", csl={"type": "article-journal", "title": title, "container-title": title})
        for number, title in enumerate(titles)
    ]
    made = references(works)
    assert list(made) == [work.key for work in works]
    assert all(made.values())
