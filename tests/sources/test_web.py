"""Names in meta tags, which every site writes in its own way."""

import pytest

from biblio.sources import Response, web


@pytest.mark.parametrize(
    ("values", "families"),
    [
        (["Toussaint, Anne", "Abric, Paul"], ["Toussaint", "Abric"]),
        (["Anne Toussaint; Paul Abric"], ["Toussaint", "Abric"]),
        (["Anne Toussaint, Paul Abric"], ["Toussaint", "Abric"]),
        (["Anne Toussaint, Paul Abric, Loïc Hamel"], ["Toussaint", "Abric", "Hamel"]),
        (["García García, Antonio A."], ["García García"]),
        (["Toussaint, Anne", "Toussaint, Anne"], ["Toussaint"]),
    ],
)
def test_names_of_authors(values: list[str], families: list[str]) -> None:
    tags = "".join(f'<meta name="citation_author" content="{value}">' for value in values)
    body = f'<html><head><meta name="citation_title" content="Un titre">{tags}</head></html>'
    item = web.parse_page(Response(url="https://example.org/1", status=200, body=body.encode()))
    assert [who["family"] for who in item["author"]] == families


def test_a_hostile_page_is_read_in_linear_time() -> None:
    for dirt in ("<" * 500_000, "<a href='x' " * 50_000, "<div>" * 100_000, "<span>" * 100_000, "<!--" * 100_000):
        web.parse_page(Response(url="https://example.org/1", status=200, body=dirt.encode()))
