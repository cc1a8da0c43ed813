"""Versions of one work are one; editions and translations are works beside it: in the library, end to end."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, works

VERSIONS = """\
@unpublished{depot, author={Weller, Jean-Marc}, title={L'État au guichet : sociologie cognitive du travail},
  year={2019}, url={https://shs.hal.science/halshs-02065122v2}, keywords={guichet}}
@article{article, author={Weller, J.-M.}, title={L'État au guichet. Sociologie cognitive du travail},
  journaltitle={Sociologie du travail}, year={2019}, volume={61}, pages={12-34}, doi={10.4000/sdt.12345}}
@book{first, author={Beaud, Stéphane and Weber, Florence}, title={Guide de l'enquête de terrain}, year={1997},
  publisher={La Découverte}}
@book{second, author={Beaud, Stéphane and Weber, Florence}, title={Guide de l'enquête de terrain}, year={2003},
  edition={2}, publisher={La Découverte}}
@book{care, author={Tronto, Joan}, title={Un monde vulnérable}, origtitle={Moral Boundaries}, year={2009},
  translator={Maury, Hervé}, publisher={La Découverte}}
@book{moral, author={Tronto, Joan C.}, title={Moral Boundaries}, year={1993}, publisher={Routledge}}
"""


@pytest.fixture
def library(biblio: Run) -> Run:
    Path("versions.bib").write_text(VERSIONS, encoding="utf-8")
    assert biblio("import", "versions.bib").exit_code == 0
    assert biblio("dedupe").exit_code == 0
    return biblio


def test_a_deposit_and_its_article_are_one_work_cited_as_published(library: Run) -> None:
    (work,) = [work for work in works(library) if "depot" in (work["key"], *work.get("aliases", ()))]
    assert {work["key"], *work["aliases"]} == {"depot", "article"}
    csl = work["csl"]
    assert (csl["type"], csl["container-title"], csl["page"]) == ("article-journal", "Sociologie du travail", "12-34")
    assert work["ids"]["doi"] == "10.4000/sdt.12345"
    assert "https://shs.hal.science/halshs-02065122v2" in work["urls"]


def test_two_editions_are_works_beside_each_other_and_both_say_so(library: Run) -> None:
    found = {work["key"]: work for work in works(library)}
    assert [one["key"] for one in found["first"]["related_works"]] == ["second"]
    assert "edition            first" in library("show", "second").stdout


def test_a_translation_and_the_original_that_it_names_stand_beside_each_other(library: Run) -> None:
    found = {work["key"]: work["related_works"] for work in works(library) if work["key"] in ("care", "moral")}
    assert found["care"] == [{"relation": "translation", "key": "moral", "title": "Moral Boundaries"}]
    assert found["moral"] == [{"relation": "translation", "key": "care", "title": "Un monde vulnérable"}]


def test_related_works_are_exported_where_both_are(library: Run) -> None:
    written = library("export").stdout
    assert "related = {second}" in written
    assert "relatedstring = {Autre édition}" in written
    assert "related" not in library("export", "first").stdout
    (first,) = json.loads(library("export", "-f", "csl-json", "first").stdout)
    assert first["custom"]["biblio"]["related_works"] == [{"relation": "edition", "id": "second"}]


def test_an_export_read_again_keeps_editions_apart(library: Run) -> None:
    library("export", "-o", "all.bib")
    library("--db", "fresh.db", "import", "all.bib")
    library("--db", "fresh.db", "dedupe")
    assert len(json.loads(library("--db", "fresh.db", "list", "--json").stdout)) == 5
