"""Where wikis and pads give their bare text, and what of a page is the report."""

import pytest

from biblio.sources import Response, pages

GENERATOR = '<!doctype html><html><head><meta name="generator" content="{}"></head><body></body></html>'


def page(url: str, body: str) -> Response:
    return Response(url=url, final=url, status=200, body=body.encode(), content_type="text/html")


@pytest.mark.parametrize(
    ("url", "body", "export", "form"),
    [
        (
            "https://annuel.framapad.org/p/atelier-2020?lang=fr",
            "<html><head><title>atelier | Etherpad</title>",
            "https://annuel.framapad.org/p/atelier-2020/export/txt",
            "text",
        ),
        (
            "https://pad.example.org/s/abc123",
            '<html><head><meta name="application-name" content="HedgeDoc - Ideas grow better together">',
            "https://pad.example.org/s/abc123/download",
            "markdown",
        ),
        (
            "https://hackmd.io/abc123?both",
            '<html><head><meta name="application-name" content="HackMD">',
            "https://hackmd.io/abc123/download",
            "markdown",
        ),
        (
            "https://fr.example.org/wiki/Tiers-lieu",
            GENERATOR.format("MediaWiki 1.43.0"),
            "https://fr.example.org/wiki/Tiers-lieu?action=render",
            "html",
        ),
        (
            "https://wiki.example.org/index.php?title=Tiers-lieu&action=view",
            GENERATOR.format("MediaWiki 1.43.0"),
            "https://wiki.example.org/index.php?title=Tiers-lieu&action=render",
            "html",
        ),
        (
            "https://doc.example.org/doku.php?id=atelier:crise",
            GENERATOR.format("DokuWiki"),
            "https://doc.example.org/doku.php?id=atelier%3Acrise&do=export_xhtmlbody",
            "html",
        ),
        (
            "https://riposte.example.org/?RechercheCrise",
            "<html><head><link href='tools/templates/yeswiki-base.css'>",
            "https://riposte.example.org/?RechercheCrise/raw",
            "yeswiki",
        ),
        (
            "https://riposte.example.org/?RechercheCrise/edit&time=1",
            "<html><head><link href='yeswiki-base.css'>",
            "https://riposte.example.org/?RechercheCrise/raw",
            "yeswiki",
        ),
        (
            "https://riposte.example.org/wakka.php?wiki=Accueil",
            GENERATOR.format("YesWiki"),
            "https://riposte.example.org/wakka.php?wiki=Accueil/raw",
            "yeswiki",
        ),
    ],
)
def test_a_wiki_or_pad_is_recognised_by_what_its_page_says(url: str, body: str, export: str, form: str) -> None:
    assert pages.export_of(page(url, body)) == pages.Export(url=export, form=form)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url", ["https://blog.example.org/2020/05/etherpad", "https://example.org/p/produit", "https://example.org/"]
)
def test_any_other_page_has_no_export(url: str) -> None:
    assert pages.export_of(page(url, GENERATOR.format("WordPress 6.5"))) is None


def test_the_markup_of_yeswiki_becomes_markdown() -> None:
    text = "======Ressources======\n - Weller, [[https://example.org/x L'usager]] et [[https://example.org/y]]\n==Suite=="
    assert pages.yeswiki_markdown(text).splitlines() == [
        "# Ressources",
        " - Weller, [L'usager](https://example.org/x) et [https://example.org/y](https://example.org/y)",
        "##### Suite",
    ]


MENU = "".join(f'<li><a href="/rubrique{n}">Rubrique {n}</a></li>' for n in range(30))
PROSE = "<p>" + "Les participants ont parlé de la crise et de leurs métiers, longuement. " * 12 + "</p>"


def test_the_main_text_of_a_page_keeps_its_links_and_loses_its_menu() -> None:
    body = (
        f"<html><head><title>Atelier</title></head><body><nav><ul>{MENU}</ul></nav><article><h1>Atelier</h1>{PROSE}"
        '<p>Lire <a href="https://ailleurs.example.net/article">un article de Weller</a> sur ce sujet.</p></article>'
        "<footer>Mentions légales</footer></body></html>"
    )
    main = pages.main_content(page("https://blog.example.org/atelier", body)).decode()
    assert "https://ailleurs.example.net/article" in main
    assert "longuement" in main
    assert "Rubrique 7" not in main


def test_a_list_of_references_is_no_menu() -> None:
    links = "".join(f'<li><a href="https://site{n}.example.net/">Référence {n}</a></li>' for n in range(40))
    body = f"<html><head><title>B</title></head><body><h1>Bibliographie</h1><ul>{links}</ul></body></html>"
    main = pages.main_content(page("https://blog.example.org/biblio", body)).decode()
    assert all(f"https://site{n}.example.net/" in main for n in range(40))


def test_a_later_version_shows_what_was_added() -> None:
    before = "Titre\n\nUn paragraphe.\nUn autre.\n"
    after = "Titre\n\nUn paragraphe.\nUn ajout.\nUn autre, changé.\n"
    assert pages.added(before, after) == ["Un ajout.", "Un autre, changé."]


def test_a_line_that_moved_is_not_new_and_one_more_of_a_kind_is() -> None:
    assert pages.added("Un.\nDeux.\n", "Deux.\n  Un.\nDeux.\n") == ["Deux."]


def test_a_megabyte_of_equal_lines_is_compared_in_linear_time() -> None:
    assert pages.added("x\n" * 500_000 + "y", "x\n" * 500_000 + "z") == ["z"]


def test_a_megabyte_of_markup_is_read_in_linear_time() -> None:
    for dirt in ("[[https://x " * 80_000, "=" * 1_000_000, "<a href=" * 120_000, "== a " * 200_000):
        pages.yeswiki_markdown(dirt)
        list(pages.links_out(dirt.encode(), "https://e.org/"))
        pages.export_of(page("https://e.org/p/x", dirt))
