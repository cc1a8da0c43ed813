import dataclasses
import json
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.lists import reading_list, render
from biblio.model import Citation, Related, Work


@pytest.fixture
def page(works: list[Work], without_pandoc: None) -> BeautifulSoup:
    coins = '<span class="Z3988" title="ctx_ver=Z39.88-2004"></span>'
    made = render(
        reading_list(works),
        reports={"ateliers-2020.md": "ateliers-2020.md"},
        coins=lambda work: coins,
        files=[("BibTeX", "liste.bib")],
    )
    return BeautifulSoup(made, "html.parser")


def test_every_work_is_an_item_with_its_filters(page: BeautifulSoup, works: list[Work]) -> None:
    items = page.select("li.item")
    assert {item["id"] for item in items} == {f"ref-{work.key}" for work in works}
    book = page.select_one("#ref-book")
    assert book is not None
    assert (book["data-type"], book["data-level"], book["data-access"]) == ("books", "none", "unknown")


def test_the_page_asks_for_nothing_from_elsewhere(page: BeautifulSoup) -> None:
    assert not page.select("[src], link[rel=stylesheet], iframe, object, embed, form[action]")
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")
    assert policy is not None
    assert "default-src 'none'" in str(policy["content"])
    assert "url(" not in str(page.style)


def test_archived_copies_stand_at_the_link(page: BeautifulSoup) -> None:
    link = page.select_one("#ref-report .ref a")
    assert link is not None
    assert str(link["data-versionurl"]).startswith("https://web.archive.org/web/2020")
    assert link["data-versiondate"] == "2020-06-01"
    marks = page.select_one("#ref-report .link-dead")
    assert marks is not None
    assert marks.get_text() == "lien mort, constaté le 2\u00a0mars 2026 (copie archivée du 1er\u00a0juin 2020)"


def test_the_reason_leads_to_the_passage(page: BeautifulSoup) -> None:
    link = page.select_one("#ref-book .why a")
    assert link is not None
    assert link.get_text() == "Le care et l’éthique du soin, 3\u00a0juin 2020, l.\u00a012"
    assert str(link["href"]).startswith("ateliers-2020.md#:~:text=Un%20monde")


def test_schema_org_names_the_works(page: BeautifulSoup) -> None:
    script = page.select_one("script[type='application/ld+json']")
    assert script is not None
    listed = json.loads(script.string or "")
    nodes = {node["item"]["name"]: node["item"] for node in listed["itemListElement"]}
    assert (listed["@type"], listed["numberOfItems"]) == ("ItemList", 20)
    assert nodes["L'impératif délibératif"] == {
        "@type": "ScholarlyArticle",
        "name": "L'impératif délibératif",
        "author": [{"@type": "Person", "name": "Loïc Blondiaux"}, {"@type": "Person", "name": "Yves Sintomer"}],
        "datePublished": "2002",
        "isPartOf": {"@type": "CreativeWork", "name": "Politix. Revue des sciences sociales du politique"},
        "inLanguage": "fr",
        "url": "https://www.persee.fr/doc/polix_0295-2319_2002_num_15_57_1205",
        "sameAs": "https://doi.org/10.3406/polix.2002.1205",
        "isAccessibleForFree": True,
    }


def test_coins_stand_beside_publications_only(page: BeautifulSoup, works: list[Work]) -> None:
    assert len(page.select("span.Z3988")) == sum(work.kind == "work" for work in works)


def test_abstracts_are_folded_away(page: BeautifulSoup) -> None:
    folded = page.select_one("#ref-article-two details.abstract")
    assert folded is not None
    assert folded.get("open") is None
    assert "participation" in folded.get_text()


def test_the_same_list_gives_the_same_bytes(works: list[Work], without_pandoc: None) -> None:
    assert render(reading_list(works)) == render(reading_list(works))


def test_reviews_are_linked_beside_a_book(works: list[Work], without_pandoc: None) -> None:
    review = Related(relation="review-of", csl={"URL": "https://journals.openedition.org/lectures/1"})
    page = BeautifulSoup(render(reading_list([dataclasses.replace(works[3], related=(review,))])), "html.parser")
    link = page.select_one(".mark.review a")
    assert link is not None
    assert (link.get_text(), link["href"]) == ("compte rendu", "https://journals.openedition.org/lectures/1")


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</script><script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "javascript:alert(1)",
            "' onmouseover='alert(1)",
            'https://x.org/"onclick=alert(1)//',
            "{{ 7*7 }}{% raw %}",
            "<!--",
            "]]>",
        ]
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HOSTILE, min_size=9, max_size=9))
def test_nothing_a_work_says_becomes_markup(without_pandoc: None, said: list[str]) -> None:
    title, family, url, quote, theme, abstract, note, language, key = said
    cited = Citation(report=quote, session=None, section="", quote=quote, start=0, end=1)
    csl = {
        "type": "book",
        "title": title,
        "author": [{"family": family}],
        "URL": url,
        "abstract": abstract,
        "language": language,
    }
    known = {"urls": (url,), "citations": (cited, cited), "themes": (theme,), "note": note, "open_url": url}
    work = Work(key=key, kind="work", csl=csl, **known)  # type: ignore[arg-type]
    made = render(reading_list([work], title=title), reports={quote: url}).decode()
    page = BeautifulSoup(made, "html.parser")
    assert len(page.select("script")) == 2
    assert not page.select("img, iframe, [onclick], [onerror], [onmouseover]")
    assert all(
        re.match(r"https?:|#", str(link["href"])) or str(link["href"]).startswith(url) for link in page.select("a")
    )
    assert len(page.select("main li.item")) == 1
    json.loads(page.select("script")[0].string or "")
