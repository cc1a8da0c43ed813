"""Lists as a reader meets them: a real browser, with and without JavaScript, keyboard, print, accessibility."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from biblio.lists import reading_list, render
from biblio.lists.listfile import ListFile
from biblio.lists.pages import pages
from biblio.lists.references import references
from biblio.lists.site import site
from biblio.model import Work

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the development group")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt-get install chromium, or name it in CHROMIUM")
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(works: list[Work], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list with levels and notes, and a site."""
    made = tmp_path_factory.mktemp("lists")
    text = ListFile.create(works, title="Gérer une crise").text()
    for level in ("essentiel", "recommandé", "pour aller plus loin"):
        text = text.replace('level = ""', f'level = "{level}"', 1)
    text = text.replace('\nnote = ""', '\nnote = "À lire avant la séance."', 1)
    listed = reading_list(works, list_file=ListFile.parse(text))
    (made / "list.html").write_bytes(render(listed, files=[("BibTeX", "list.bib")], home="index.html"))
    listed_pages = pages(works)
    for name, data in site(
        listed_pages, references(works), suffixes=[("BibTeX", ".bib")], read_at={"ateliers-2020.md": "2026-01-02"}
    ):
        (made / name).write_bytes(data)
    return made


@pytest.fixture
def page(browser: Any, folder: Path) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    requests: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.goto((folder / "list.html").as_uri())
    yield opened
    opened.close()
    assert all(url.startswith("file:") for url in requests)
    assert errors == []


def shown(page: Any) -> int:
    return int(page.locator(".item:visible").count())


def test_filters_narrow_the_list_and_say_how_many_are_left(page: Any, works: list[Work]) -> None:
    assert shown(page) == len(works)
    page.get_by_label("Rechercher").fill("democratie TECHNIQUE")
    page.wait_for_function("document.querySelectorAll('.item:not(.out)').length === 1")
    assert page.locator("#shown").inner_text() == "1 référence affichée"
    assert page.locator("main section:visible h2").all_inner_texts() == ["Ouvrages et chapitres"]
    page.get_by_role("button", name="Tout afficher").click()
    page.wait_for_function("document.querySelectorAll('.item:not(.out)').length === 21")


@pytest.mark.parametrize(
    ("label", "choice", "left"),
    [
        ("Rubrique", "Presse et web", 4),
        ("Niveau", "essentiel", 1),
        ("Accès", "libre accès", 2),
        ("Type", "vidéo ou son", 1),
    ],
)
def test_each_filter_works_alone(page: Any, label: str, choice: str, left: int) -> None:
    page.get_by_label(label, exact=True).select_option(label=choice)
    page.wait_for_function(f"document.querySelectorAll('.item:not(.out)').length === {left}")


def test_everything_is_reached_by_keyboard_alone(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f-text":
            break
    page.keyboard.type("tronto")
    page.wait_for_function("document.querySelectorAll('.item:not(.out)').length === 1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_skip_link_leads_to_the_list(page: Any) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "list"


def test_without_javascript_it_is_a_plain_list(browser: Any, folder: Path, works: list[Work]) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((folder / "list.html").as_uri())
    assert shown(page) == len(works)
    assert not page.locator("#filter").is_visible()
    page.locator("nav.contents a").last.click()
    assert page.url.endswith("#pistes-a-suivre")
    page.close()


def test_nothing_overflows_on_a_phone(browser: Any, folder: Path) -> None:
    for name in ("list.html", "index.html"):
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto((folder / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.close()


def test_it_prints_on_a4_with_all_references_and_without_the_form(page: Any, works: list[Work]) -> None:
    pdf = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    assert shown(page) == len(works)


@pytest.mark.parametrize("name", ["list.html", "index.html", "la-gestion-de-crise.html"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_an_accessibility_checker_finds_nothing(
    browser: Any, folder: Path, name: str, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((folder / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    found = axe.Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    context.close()
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found.response["violations"]] == []
