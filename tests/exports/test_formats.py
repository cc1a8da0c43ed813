"""The other formats: valid whatever the text, and back again with all that they hold."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings

from biblio.errors import BiblioError
from biblio.exports import EXPORTERS, Options
from biblio.exports.bibtex import PLAIN, ZOTERO_PLAIN, ZOTERO_TYPES
from biblio.exports.table import COLUMNS, safe_cell
from biblio.formats.normal import held
from biblio.formats.types import FROM_RIS, TYPES, row
from biblio.imports import bibtex, csljson, read, ris
from biblio.imports.base import ImportResult
from biblio.imports.bibfile import entries
from biblio.model import Work
from tests.works import HOSTILE, generated, works_strategy

ALL = Options(profile="private", pointers=True)
SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def exported(name: str, works: list[Work], options: Options = ALL) -> bytes:
    return b"".join(EXPORTERS[name].chunks(works, options))


def test_generated_works_come_back_the_same_from_csl_json() -> None:
    works = list(generated(2000, hostile=0.1))
    result = csljson.read(exported("csl-json", works))
    assert result.failures == []
    assert result.works == [held(work) for work in works]


@given(works_strategy())
@SLOWLY
def test_any_work_with_any_text_comes_back_the_same_from_csl_json(work: Work) -> None:
    assert csljson.read(exported("csl-json", [work])).works == [replace(held(work), key=held(work).key)]


def test_csl_json_is_an_array_of_items_with_known_types_and_string_ids() -> None:
    items = json.loads(exported("csl-json", list(generated(200))))
    assert all(item["type"] in TYPES and isinstance(item["id"], str) for item in items)


@given(works_strategy())
@SLOWLY
def test_ris_is_one_tag_a_line_whatever_the_text(work: Work) -> None:
    lines = exported("ris", [work]).decode().split("\r\n")
    assert lines[-2:] == ["", ""]
    assert [line[:6] for line in lines if line.startswith(("TY", "ER"))] == ["TY  - ", "ER  - "]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-2])


@given(works_strategy())
@SLOWLY
def test_what_ris_holds_comes_back_the_same(work: Work) -> None:
    once = ris.read(exported("ris", [work])).works
    again = ris.read(exported("ris", once)).works
    assert len(once) == 1
    assert again == once


@pytest.mark.parametrize("variable", ["title", "container-title", "volume", "issue", "DOI", "ISBN", "ISSN", "page"])
def test_ris_keeps_the_fields_of_generated_works(variable: str) -> None:
    works = [held(work) for work in generated(300, hostile=0)]
    for work, back in zip(works, ris.read(exported("ris", works)).works, strict=True):
        value = work.csl.get(variable)
        if variable in ("ISBN", "ISSN") and {"ISBN", "ISSN"} <= work.csl.keys():
            continue
        assert back.csl.get(variable) == (value.replace("–", "-") if variable == "page" and value else value)
        assert back.csl["type"] == FROM_RIS[row(work.csl["type"]).ris]
        assert (back.key, back.themes, back.urls) == (work.key, work.themes, work.urls)


@pytest.mark.parametrize("name", ["bibtex", "zotero"])
@given(works_strategy())
@SLOWLY
def test_any_work_gives_one_valid_bibtex_entry(name: str, work: Work) -> None:
    text = exported(name, [work]).decode()
    problems = ImportResult()
    found = list(entries(text, problems))
    assert problems.failures == []
    assert len(found) == 1
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("name", ["bibtex", "zotero"])
def test_titles_and_names_come_back_from_bibtex(name: str) -> None:
    works = [held(work) for work in generated(400, hostile=0.05)]
    for work, back in zip(works, bibtex.read(exported(name, works)).works, strict=True):
        assert back.csl.get("title") == work.csl.get("title")
        assert back.themes == tuple(re.sub("[,;]", " –", theme).replace("  ", " ") for theme in work.themes)
        assert back.urls[:1] == work.urls[:1]


def test_classic_bibtex_spells_accents_as_latex_and_protects_capitals() -> None:
    text = exported(
        "bibtex", [Work(key="k", kind="work", csl={"type": "book", "title": "L’été à Brest, l’État"})]
    ).decode()
    assert r"title = {L{\textquoteright}{\'e}t{\'e} {\`a} {Brest,} {l{\textquoteright}{\'E}tat}}," in text
    assert text.isascii()


def test_a_masters_thesis_is_one_in_classic_bibtex() -> None:
    work = Work(key="k", kind="work", csl={"type": "thesis", "genre": "Mémoire de master 2", "publisher": "Rennes 2"})
    assert exported("bibtex", [work]).decode().startswith("@mastersthesis{k,")
    assert "school = {Rennes 2}" in exported("bibtex", [work]).decode()


# What Zotero's BibTeX importer has a place for; a field that is not here would be lost.
_ZOTERO_READS = """
author editor translator title journal booktitle howpublished date year number publisher school
institution organization language keywords annote urldate series volume pages edition chapter address type doi isbn
issn url abstract note shorttitle shortjournal eventtitle pagetotal version
"""
ZOTERO_READS = set(_ZOTERO_READS.split())


def test_zotero_gets_only_fields_and_types_that_its_importer_reads() -> None:
    found = list(entries(exported("zotero", list(generated(500))).decode(), ImportResult()))
    assert {name for raw in found for name in raw.fields} <= ZOTERO_READS
    assert {raw.kind for raw in found} <= {*ZOTERO_TYPES.values(), "misc"}
    assert set(PLAIN) < set(ZOTERO_PLAIN)


@given(works_strategy())
@SLOWLY
def test_csv_cells_come_back_and_none_is_a_formula(work: Work) -> None:
    heading, cells = csv.reader(io.StringIO(exported("csv", [work], Options(pointers=True)).decode("utf-8-sig")))
    assert heading == list(COLUMNS)
    assert cells == [safe_cell(value(held(work, private=False))) for _, value in COLUMNS.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%")) for cell in cells)


def test_a_workbook_is_the_same_bytes_and_holds_no_formula() -> None:
    pytest.importorskip("xlsxwriter", reason="needs the xlsx extra")
    works = list(generated(50, hostile=0.3))
    first, second = exported("xlsx", works), exported("xlsx", works)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<row ") == 51


@given(works_strategy())
@SLOWLY
def test_markdown_is_one_line_a_reference_without_html(work: Work) -> None:
    text = exported("markdown", [work], Options(pointers=True)).decode()
    lines = text.splitlines()
    assert lines[0].startswith("- ")
    assert all(line.startswith("  - ") for line in lines[1:])
    assert not re.search(r"(?<!\\)<(?!https?://|ftp://|[a-z+.-]+:)[a-z/!]", text)


def test_a_markdown_reference_reads_as_one() -> None:
    csl = {
        "type": "article-journal",
        "author": [
            {"family": "Certeau", "given": "Michel", "dropping-particle": "de"},
            {"family": "Giard", "given": "L."},
        ],
        "title": "Lire : un braconnage",
        "container-title": "Projet",
        "issued": {"date-parts": [[1978]]},
        "volume": "124",
        "page": "447-457",
    }
    assert exported("markdown", [Work(key="k", kind="work", csl=csl)]).decode() == (  # type: ignore[arg-type]
        "- Michel de Certeau et L. Giard, « Lire : un braconnage », *Projet*, 1978, vol.\u00a0124, p.\u00a0447-457.\n"
    )


class _Spans(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, dict(attrs)["class"]) == ("span", "Z3988")
        self.titles.append(dict(attrs)["title"] or "")


@given(works_strategy())
@SLOWLY
def test_coins_are_one_span_that_holds_the_title_whatever_it_is(work: Work) -> None:
    parser = _Spans()
    parser.feed(exported("coins", [work]).decode())
    (title,) = parser.titles
    told = parse_qs(title)
    assert told["ctx_ver"] == ["Z39.88-2004"]
    if wanted := held(work).csl.get("title"):
        assert wanted in [value for name in ("rft.title", "rft.btitle", "rft.atitle") for value in told.get(name, [])]


CLASSIC = r"""
\documentclass{article}
\usepackage[french]{babel}
\usepackage{url}
\begin{document}\nocite{*}\bibliographystyle{plain}\bibliography{works}\end{document}
"""


def test_bibtex_and_latex_set_the_classic_export(tmp_path: Path) -> None:
    if not (shutil.which("bibtex") and shutil.which("lualatex")):
        pytest.skip("needs BibTeX and LuaLaTeX (Debian: texlive-latex-base)")
    (tmp_path / "works.bib").write_bytes(exported("bibtex", list(generated(60, seed=12, hostile=0.1))))
    (tmp_path / "paper.tex").write_text(CLASSIC, encoding="utf-8")
    latex = ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    for command in (latex, ["bibtex", "paper"], latex):
        told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert told.returncode == 0, told.stdout[-2000:]


@pytest.mark.parametrize("name", ["biblatex", "bibtex", "csl-json", "zotero"])
def test_pandoc_reads_every_entry(tmp_path: Path, name: str) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("needs pandoc (Debian: pandoc)")
    works = list(generated(60, seed=8, hostile=0.05))
    file = tmp_path / f"works{EXPORTERS[name].suffix}"
    file.write_bytes(exported(name, works))
    form = {"zotero": "biblatex", "csl-json": "csljson"}.get(name, name)
    told = subprocess.run(["pandoc", "-f", form, "-t", "csljson", str(file)], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert {item["id"] for item in json.loads(told.stdout)} >= {work.key for work in works}


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name not in ("xlsx",)])
def test_no_control_character_leaves_in_any_format(name: str) -> None:
    works = [
        Work(key="k", kind="work", csl={"type": "book", "title": text, "note": text}, note=text) for text in HOSTILE
    ]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202e]", exported(name, works).decode())


@pytest.mark.parametrize("name", ["biblatex", "csl-json", "ris"])
def test_an_export_is_known_by_its_content(name: str) -> None:
    assert [work.key for work in read(exported(name, list(generated(3)))).works[:1]] == ["oeuvre0"]


def test_what_is_no_bibliography_is_refused() -> None:
    with pytest.raises(BiblioError, match="neither BibTeX nor CSL-JSON nor RIS"):
        read(b"Bonjour")
