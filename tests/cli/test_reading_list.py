import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

Run = Any


@pytest.fixture
def filled(biblio: Run) -> Run:
    assert biblio("add", "journee.md").exit_code == 0
    return biblio


def test_a_theme_goes_to_stdout_as_markdown(filled: Run) -> None:
    done = filled("reading-list", "--theme", "gestion de crise")
    assert done.exit_code == 0
    assert done.stdout.startswith("# La gestion de crise\n")
    assert "TRONTO" in done.stdout.upper()
    assert "Weller" not in done.stdout


def test_a_file_takes_its_format_from_its_name_and_has_its_data_beside_it(filled: Run, report: Path) -> None:
    done = filled("reading-list", "-o", "out/liste.html")
    assert done.exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["liste.bib", "liste.html", "liste.ris"]
    page = BeautifulSoup(Path("out/liste.html").read_bytes(), "html.parser")
    keys = {str(item["id"]).removeprefix("ref-") for item in page.select("li.item") if item["data-type"] != "leads"}
    bib = Path("out/liste.bib").read_text()
    assert all(f"{{{key}," in bib for key in keys)
    assert page.select("span.Z3988")
    assert "../journee.md" in {str(link["href"]).split("#")[0] for link in page.select(".why a")}


def test_queries_narrow_the_list(filled: Run) -> None:
    assert "Tronto" not in filled("reading-list", "--years", "1990-2000").stdout.title()
    assert "1 référence\n" in filled("reading-list", "--kind", "pointer").stdout
    keys = [work["key"] for work in json.loads(filled("list", "--json").stdout)]
    assert "1 référence\n" in filled("reading-list", "--key", keys[0]).stdout


def test_a_list_file_is_created_then_merged_then_rules(filled: Run, report: Path) -> None:
    arguments = ("reading-list", "--theme", "La gestion de crise", "--edit-file", "crise.toml")
    assert "created with 3 references" in filled(*arguments).stderr
    file = Path("crise.toml")
    edited = file.read_text().replace('title = "La gestion de crise"', 'title = "Ma liste"  # mienne')
    file.write_text(edited)
    assert "nothing new" in filled(*arguments).stderr
    assert file.read_text() == edited
    report.write_text(
        report.read_text().replace("- Travaux de", "- Michel Callon, *Agir*, Seuil, 2001\n- Travaux de")
    )
    filled("add", "journee.md")
    done = filled(*arguments, "-f", "md")
    assert "1 new: " in done.stderr
    assert done.stdout.startswith("# Ma liste\n")
    assert 'title = "Ma liste"  # mienne' in file.read_text()


def test_a_list_file_is_duplicated_for_the_next_course(filled: Run) -> None:
    filled("reading-list", "--edit-file", "a.toml")
    Path("a.toml").write_text(Path("a.toml").read_text().replace('"brouillon"', '"publiée"'))
    done = filled("reading-list", "--edit-file", "a.toml", "--duplicate", "b.toml", "--title", "Promotion 2027")
    assert done.exit_code == 0
    assert 'title = "Promotion 2027"' in Path("b.toml").read_text()
    assert 'state = "brouillon"' in Path("b.toml").read_text()
    assert filled("reading-list", "--edit-file", "a.toml", "--duplicate", "b.toml").exit_code == 2


def test_the_whole_library_becomes_a_site(filled: Run) -> None:
    done = filled("reading-list", "--all", "-o", "site")
    assert done.exit_code == 0
    made = {path.name for path in Path("site").iterdir()}
    assert {"index.html", "feed.xml", "la-gestion-de-crise.html", "la-gestion-de-crise.bib"} <= made


def test_a_damaged_list_file_is_refused_and_left_alone(filled: Run) -> None:
    Path("bad.toml").write_text("title = ")
    done = filled("reading-list", "--edit-file", "bad.toml")
    assert done.exit_code == 3
    assert Path("bad.toml").read_text() == "title = "


@pytest.mark.parametrize(
    "arguments",
    [
        ("--all",),
        ("--theme", "nirgendwo"),
        ("--years", "deux mille"),
        ("-o", "x.pdf"),
        ("--style", "nope"),
        ("--duplicate", "b.toml"),
    ],
)
def test_options_that_make_no_sense_are_refused(filled: Run, arguments: tuple[str, ...]) -> None:
    assert filled("reading-list", *arguments).exit_code == 2


def test_english_and_another_style_on_request(filled: Run) -> None:
    page = filled("reading-list", "--lang", "en", "--style", "apa").stdout
    assert page.startswith("# Reading list\n")
    assert "4 references" in page
