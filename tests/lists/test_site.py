import dataclasses
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.lists.listfile import ListFile
from biblio.lists.pages import Page, pages
from biblio.lists.references import references
from biblio.lists.site import site
from biblio.model import Origin, Work

ATOM = "{http://www.w3.org/2005/Atom}"


def written(works: list[Work], **more: object) -> dict[str, bytes]:
    made = pages(works)
    every = [work for page in made for work in page.works]
    return dict(site(made, references(every), today="2026-11-23", **more))  # type: ignore[arg-type]


@pytest.fixture
def files(works: list[Work], without_pandoc: None) -> dict[str, bytes]:
    dated = [
        dataclasses.replace(
            work, origins={"title": Origin(source="report", time=f"2026-01-{number + 1:02}T10:00:00Z")}
        )
        for number, work in enumerate(works)
    ]
    return written(dated, suffixes=[("BibTeX", ".bib")])


def test_there_is_a_page_a_theme_an_index_and_a_feed(files: dict[str, bytes]) -> None:
    assert sorted(files) == [
        "feed.xml",
        "index.html",
        "la-gestion-de-crise.html",
        "le-care-et-l-ethique-du-soin.html",
    ]


def test_the_index_counts(files: dict[str, bytes]) -> None:
    page = BeautifulSoup(files["index.html"], "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [
        ["La gestion de crise", "18", "2", "1969–2021", "BibTeX"],
        ["Le care et l’éthique du soin", "3", "0", "1997–2018", "BibTeX"],
    ]


def test_the_chart_shows_every_work_with_its_year(files: dict[str, bytes]) -> None:
    page = BeautifulSoup(files["index.html"], "html.parser")
    told = [title.get_text() for title in page.select("svg circle title")]
    assert sum(int(text.rsplit(" ", 1)[1]) for text in told) == 21
    assert "La gestion de crise, 2020 : 4" in told


def test_every_link_of_the_site_leads_somewhere(files: dict[str, bytes]) -> None:
    places = {
        name: {node["id"] for node in BeautifulSoup(data, "html.parser").select("[id]")}
        for name, data in files.items()
        if name.endswith(".html")
    }
    for name, data in files.items():
        if name.endswith(".html"):
            for link in BeautifulSoup(data, "html.parser").select("a[href]"):
                file, _, anchor = str(link["href"]).partition("#")
                if not file.startswith("http") and not file.endswith(".bib"):
                    assert (file or name) in files
                    assert not anchor or anchor in places[file or name]


def test_the_feed_lists_the_newest_first(files: dict[str, bytes]) -> None:
    feed = ElementTree.fromstring(files["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    dates = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert len(entries) == 21
    assert dates == sorted(dates, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == "2026-01-21T10:00:00Z"
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 21


def test_reports_make_their_works_new(works: list[Work], without_pandoc: None) -> None:
    feed = written(works, read_at={"ateliers-2020.md": "2026-05-05T05:05:05+00:00"})["feed.xml"]
    assert b"2026-05-05T05:05:05Z" in feed


def test_the_site_is_the_same_bytes_each_time(works: list[Work], without_pandoc: None) -> None:
    assert written(works) == written(works)


def test_a_list_file_rules_its_page(works: list[Work]) -> None:
    file = ListFile.create([works[3]], title="Lire Tronto")
    made: dict[str, Page] = {page.name: page for page in pages(works, list_files={"la-gestion-de-crise": file})}
    assert made["la-gestion-de-crise"].title == "Lire Tronto"
    assert [work.key for work in made["la-gestion-de-crise"].works] == ["book"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=5))
def test_any_themes_and_titles_make_a_site_that_reads(without_pandoc: None, said: list[tuple[str, str]]) -> None:
    works = [
        Work(key=f"k{number}", kind="work", csl={"title": title}, themes=(theme,),
             origins={"title": Origin(source="report", time=theme)})
        for number, (title, theme) in enumerate(said)
    ]  # fmt: skip
    files = written(works)
    ElementTree.fromstring(files["feed.xml"])
    assert all(re.fullmatch(r"[a-z0-9.-]+", name) for name in files)
    assert not BeautifulSoup(files["index.html"], "html.parser").select("script")
