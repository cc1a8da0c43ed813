import io
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.errors import BiblioError
from biblio.lists import engine, reading_list, render
from biblio.model import Citation, Work

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def part(document: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return ElementTree.fromstring(archive.read(name))


@pytest.fixture(scope="module")
def docx(works: list[Work]) -> bytes:
    if not engine.pandoc():
        pytest.skip("needs pandoc: pip install 'biblio[lists]'")
    return render(reading_list(works, title="Crise & soin"), format="docx")


def styles_used(body: ElementTree.Element) -> list[str]:
    return [node.get(f"{W}val", "") for node in body.iter(f"{W}pStyle")]


def test_headings_and_references_have_real_styles(pandoc: str, docx: bytes, works: list[Work]) -> None:
    body = part(docx, "word/document.xml")
    used = styles_used(body)
    assert used[:3] == ["Title", "Subtitle", "TOCHeading"]
    assert used.count("Heading1") == 3
    assert used.count("Reference") == len(works)
    defined = {node.get(f"{W}styleId") for node in part(docx, "word/styles.xml").iter(f"{W}style")}
    assert set(used) <= defined


def test_the_table_of_contents_is_filled_and_leads_to_the_headings(pandoc: str, docx: bytes) -> None:
    body = part(docx, "word/document.xml")
    marks = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
    links = [node for node in body.iter(f"{W}hyperlink") if node.get(f"{W}anchor")]
    assert ["".join(node.itertext()) for node in links][:2] == ["La gestion de crise", "Articles"]
    assert {node.get(f"{W}anchor") for node in links} <= marks
    assert [node.text for node in body.iter(f"{W}instrText")] == [' TOC \\o "1-2" \\h \\z \\u ']


def test_links_are_live(pandoc: str, docx: bytes) -> None:
    targets = {node.get("Target") for node in part(docx, "word/_rels/document.xml.rels")}
    assert {"https://framapad.org/", "https://doi.org/10.3406/polix.2002.1205"} <= targets


def test_an_odt_holds_the_same_text(pandoc: str, docx: bytes, works: list[Work]) -> None:
    odt = part(render(reading_list(works, title="Crise & soin"), format="odt"), "content.xml")
    headings = ["".join(node.itertext()) for node in odt.iter(f"{TEXT}h")]
    assert [heading for heading in headings if heading in ("Articles", "Pistes à suivre")] == [
        "Articles",
        "Pistes à suivre",
    ]
    body = part(docx, "word/document.xml")
    in_docx = sorted(
        "".join(text.text or "" for text in node.iter(f"{W}t")).replace(" ", "")
        for node in body.iter(f"{W}p")
        if node.find(f"{W}pPr/{W}pStyle[@{W}val='Reference']") is not None
    )
    in_odt = sorted(
        "".join(node.itertext()).replace(" ", "")
        for node in odt.iter(f"{TEXT}p")
        if node.get(f"{TEXT}style-name") == "Reference"
    )
    assert in_odt == in_docx


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_opens_it(pandoc: str, soffice: str, works: list[Work], tmp_path: Path, form: str) -> None:
    path = tmp_path / f"list.{form}"
    path.write_bytes(render(reading_list(works), format=form))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "list.txt").read_text(encoding="utf-8-sig")
    assert "TRONTO, Joan, 2009. Un monde vulnérable" in text
    assert text.count("Articles") == 2


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_without_pandoc_the_cure_is_named(without_pandoc: None, works: list[Work], form: str) -> None:
    with pytest.raises(BiblioError) as caught:
        render(reading_list(works), format=form)
    assert "pip install" in caught.value.cure


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=30), min_size=4, max_size=4), st.sampled_from(["docx", "odt"]))
def test_any_text_makes_a_document_that_reads(pandoc: str, said: list[str], form: str) -> None:
    title, quote, theme, url = said
    cited = Citation(report=quote, session=None, section="", quote=quote, start=0, end=1)
    csl = {"type": "book", "title": title}
    work = Work(key="k", kind="work", csl=csl, urls=(url,), citations=(cited,), themes=(theme,), note=title)  # type: ignore[arg-type]
    made = render(reading_list([work], title=title), format=form)
    assert len(part(made, "word/document.xml" if form == "docx" else "content.xml"))
