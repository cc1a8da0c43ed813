from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.readers import read_bytes
from biblio.readers.markdown import parse
from tests.conftest import json_lines

CASES = Path(__file__).parent / "cases"
LINKS = list(json_lines(CASES / "markdown_links.jsonl"))
BLOCKS = list(json_lines(CASES / "markdown_blocks.jsonl"))


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case["is"])
def test_links_come_with_their_place(case):
    document = parse(case["text"], "x.md")
    found = [[document.text[link.start : link.end], link.url, link.hidden] for link in document.links]
    assert found == case["links"]


@pytest.mark.parametrize("case", BLOCKS, ids=lambda case: case["is"])
def test_blocks_are_found(case):
    document = parse(case["text"], "x.md")
    found = [[b.kind, b.level, document.text[b.start : b.end]] for b in document.blocks]
    assert found == case["blocks"]


def test_the_text_is_the_file_unchanged():
    text = "\ufeffE\u0301te\u00ad\u00a0: « a »\r\n\u2028\tb  \n"
    assert read_bytes(text.encode(), "x.md").text == text.removeprefix("\ufeff")


def test_headings_say_their_words_without_markup():
    document = parse("## **Session 1** – [*Crise*](https://ex.org) \\& suite {#s1}\n", "x.md")
    assert [(h.level, h.text) for h in document.headings] == [(2, "Session 1 – Crise & suite")]


def test_title_and_date_come_from_the_head_of_the_file():
    document = parse('---\nlayout: post\ntitle: "Lectures : séance 3"\ndate: 2013-12-30\n---\n# Autre\n', "x.md")
    assert (document.title, document.date) == ("Lectures : séance 3", "2013-12-30")


def test_the_first_heading_is_the_title():
    assert parse("# Compte rendu\n\ntexte\n", "x.md").title == "Compte rendu"


def test_what_nobody_sees_is_marked():
    text = "---\ntitle: T\n---\n![i](a.png) [m][r] <!-- non -->\n\n[r]: https://ex.org\n"
    document = parse(text, "x.md")
    unseen = [text[start:end] for start, end in document.invisible]
    assert unseen == ["---\ntitle: T\n---\n", "(a.png)", "<!-- non -->", "[r]: https://ex.org"]


def test_plain_text_keeps_its_links():
    document = read_bytes(b"Voir [[https://ex.org|ici]] et <https://ex.org/b>\n", "notes.txt")
    assert document.format == "text"
    assert [link.url for link in document.links] == ["https://ex.org", "https://ex.org/b"]


NASTY = [
    "[", "![", "]", "[]", "[](", "[a](", "[a](b ", "[a](((", '[a](b "', "[a]: ", "[a]:x\n", "]:", "<", "<a ",
    "<a href='", "<!--", "<!-- -", "`", "` ``", "``` x\n", "~~~\n", "- ", " - \n", "* ", "> ", "|", "|-",
    "--- | ", "#", "==", "\\", "&", "<https://", "[https://a ", "[->", "[^1]: ", "<script>", "<h1>", "1. ",
    "\t", "\r", "=\n", "a\n-\n", ":::\n", "![[`<",
]  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_a_megabyte_of_one_sign_is_read(piece):
    text = piece * (1_000_000 // len(piece))
    assert parse(text, "x.md").text == text


@pytest.mark.parametrize("last", [" ", "a", "]", ")", ">"])
@pytest.mark.parametrize("first", ["[", "[x](", "<", "`", '<a href="', "[x]: "])
def test_a_megabyte_of_blanks_after_an_opening_is_read(first, last):
    text = first + " " * 1_000_000 + last
    assert parse(text, "x.md").text == text


def test_many_different_runs_of_ticks_are_read():
    text = " ".join("`" * length for length in range(1, 1400))
    assert parse(text, "x.md").text == text


def test_a_line_of_ten_megabytes_is_read():
    text = "mot " * 2_500_000 + "[a](https://ex.org)"
    assert len(parse(text, "x.md").links) == 1


MARKUP = st.text(alphabet="[]()<>!`#-*|>:^\\/ \n\t\r=_~&ab1.é\u00a0\u0301{}'\"", max_size=300)


@settings(max_examples=600, deadline=None)
@given(MARKUP | st.text(max_size=200))
def test_any_text_is_read_and_all_offsets_lie_in_it(text):
    document = parse(text, "x.md")
    assert document.text == text
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip()
        end = block.end
    for link in document.links:
        assert 0 <= link.start < link.end <= len(text)
        assert link.url
    for start, stop in document.invisible:
        assert 0 <= start < stop <= len(text)
    for heading in document.headings:
        assert 1 <= heading.level <= 6


URL = st.from_regex(r"https://[a-z]{1,8}\.org/[a-zA-Z0-9_.~=&%?#-]{0,30}[a-z0-9]", fullmatch=True)
WORDS = st.text(alphabet="abcé «»'’-", min_size=1, max_size=20).map(lambda words: f"m{words}m")
SHAPES = ["[{words}]({url})", "<{url}>", '<a href="{url}">{words}</a>', "[{words}][{number}]", "[[{url}|{words}]]"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SHAPES), URL, WORDS), min_size=1, max_size=6))
def test_every_link_of_a_made_report_comes_back(parts):
    lines, definitions = [], []
    for number, (shape, url, words) in enumerate(parts):
        lines.append(f"- {words} {shape.format(words=words, url=url, number=number)} {words}")
        if "number" in shape:
            definitions.append(f"[{number}]: {url}")
    document = parse("\n".join([*lines, "", *definitions]), "x.md")
    assert [link.url for link in document.links] == [url for _, url, _ in parts]
