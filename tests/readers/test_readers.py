import os
import tomllib
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.errors import LimitExceeded, ReportError, UsageError
from biblio.readers import READERS, Limits, read, read_bytes
from biblio.readers.sniff import SUFFIXES, sniff
from tests.readers.office import docx, odt, p, r

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "reports"


def test_every_suffix_has_a_reader():
    assert set(SUFFIXES.values()) == set(READERS)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.suffix)
def test_a_sample_report_is_read(path):
    document = read(path)
    assert document.name == path.name
    assert document.format == SUFFIXES[path.suffix]
    assert any("session 1" in line.lower() for line in document.text.splitlines())
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end
        end = block.end
    assert all(document.text[link.start : link.end].strip() for link in document.links)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ReportError, match=r"absent\.md: no such file"):
        read(tmp_path / "absent.md")


def test_a_folder_is_no_report(tmp_path):
    with pytest.raises(ReportError, match="a folder"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_report(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(ReportError, match="not a regular file"):
        read(tmp_path / "pipe.md")


def test_a_name_that_cannot_be_is_an_error_of_the_report():
    with pytest.raises(ReportError):
        read(Path("a\0b.md"))


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"<html><body></body></html>"]
)
def test_an_empty_report_is_refused(data):
    with pytest.raises(ReportError, match=r"empty|no text"):
        read_bytes(data, "x.html" if b"<" in data else "x.md")


WRONG = [
    ("x.pdf", b"Compte rendu\n", "named .pdf, but it holds plain text", "x.txt"),
    ("x.docx", b"%PDF-1.4\n", "holds a PDF", "x.pdf"),
    ("x.md", (SAMPLES / "2021-10-14-journee-numerique.docx").read_bytes(), "holds a Word document", "x.docx"),
    ("x.docx", (SAMPLES / "2022-02-03-seminaire-management.odt").read_bytes(), "holds an OpenDocument text", "x.odt"),
    ("x.txt", b"<!DOCTYPE html><p>a", "holds an HTML page", "x.html"),
    ("x.html", b"# Titre\n\ntexte\n", "holds plain text", "x.txt"),
]


@pytest.mark.parametrize(("name", "data", "cause", "cure"), WRONG)
def test_a_wrong_suffix_is_told_with_the_right_one(name, data, cause, cure):
    with pytest.raises(ReportError, match=cause) as caught:
        read_bytes(data, name)
    assert cure in caught.value.cure


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 a}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\x89PNG\r\n\x1a\n\0\0",
        b"\x1f\x8b\x08\0\0",
        b"PK\x03\x04 damaged",
    ],
)
def test_what_is_no_report_is_named(data):
    with pytest.raises(ReportError) as caught:
        read_bytes(data, "x.bin")
    assert caught.value.cure


def test_a_file_without_suffix_is_known_by_its_content():
    assert sniff(b"<html><p>a", "page") == "html"
    assert sniff(b"Bonjour\n", "README") == "text"


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path):
    (tmp_path / "x.md").write_bytes(b"a" * 1001)
    with pytest.raises(LimitExceeded, match="too large") as caught:
        read(tmp_path / "x.md", Limits(file_bytes=1000))
    assert "file_bytes" in caught.value.cure


def test_the_limits_in_the_documentation_are_those_of_the_program():
    block = (
        (SAMPLES.parents[1] / "docs" / "reports.md").read_text(encoding="utf-8").split("```toml")[1].split("```")[0]
    )
    assert Limits.of(tomllib.loads(block)["limits"]) == Limits()


def test_limits_come_from_the_configuration():
    assert Limits.of({"pages": 5}).pages == 5


@pytest.mark.parametrize("settings", [{"page": 5}, {"pages": "5"}, {"pages": 0}, {"pages": True}])
def test_a_limit_that_makes_no_sense_is_an_error_of_the_configuration(settings):
    with pytest.raises(UsageError, match="limits"):
        Limits.of(settings)


URL = st.from_regex(r"https://[a-zé]{1,8}\.org/[a-zA-Zé0-9_.~=&%?;'-]{0,30}[a-z0-9]", fullmatch=True)
WORDS = st.text(alphabet="abé\u0301 «»'’-\u00a0\n&<", max_size=20).map(lambda words: f"x{words}x")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(URL, WORDS, st.sampled_from(["p", "li", "td"])), min_size=1, max_size=6))
def test_every_link_of_a_made_page_comes_back(parts):
    body = "".join(f'<{tag}>{escape(w)}<a href="{escape(url)}">{escape(w)}</a></{tag}>' for url, w, tag in parts)
    found = read_bytes(f"<html><table><tr>{body}".encode(), "x.html")
    assert [link.url for link in found.links] == [url for url, _, _ in parts]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(URL, WORDS, st.booleans()), min_size=1, max_size=6))
def test_every_link_of_a_made_word_document_comes_back(parts):
    links = {f"r{number}": escape(url) for number, (url, _, _) in enumerate(parts)}
    body = "".join(
        p(f'<w:hyperlink r:id="r{n}">{r(escape(words))}</w:hyperlink>')
        if by_relation
        else p(f'<w:fldSimple w:instr="HYPERLINK &quot;{escape(url)}&quot;">{r(escape(words))}</w:fldSimple>')
        for n, (url, words, by_relation) in enumerate(parts)
    )
    found = read_bytes(docx(body, links), "x.docx")
    assert [link.url for link in found.links] == [url for url, _, _ in parts]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(URL, WORDS), min_size=1, max_size=6))
def test_every_link_of_a_made_open_document_comes_back(parts):
    body = "".join(
        f'<text:p>{escape(words)}<text:a xlink:href="{escape(url)}">{escape(words)}</text:a></text:p>'
        for url, words in parts
    )
    found = read_bytes(odt(body), "x.odt")
    assert [link.url for link in found.links] == [url for url, _ in parts]
    assert all(found.text[link.start : link.end].startswith("x") for link in found.links)
