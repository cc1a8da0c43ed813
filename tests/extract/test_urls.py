"""URLs in running text: written-out cases of every kind, and what must hold for any text."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.extract.urls import FoundUrl, find_urls
from tests.conftest import json_lines

CASES = list(json_lines(Path(__file__).parent / "cases" / "urls.jsonl"))


def urls(text: str) -> list[str]:
    return [found.url for found in find_urls(text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:40]}")
def test_the_urls_of_a_text_are_what_a_reader_would_follow(case: dict) -> None:
    found = list(find_urls(case["text"]))
    assert [one.url for one in found] == case["urls"]
    assert any(one.cut for one in found) == case.get("cut", False)


def test_all_hard_cases_of_the_measured_finders_are_right(shared: Path) -> None:
    cases = list(json_lines(shared / "bench" / "extract" / "hard_urls.jsonl"))
    wrong = [case for case in cases if Counter(urls(case["text"])) != Counter(case["urls"])]
    assert cases and not wrong


def test_every_url_of_the_real_reports_is_found(shared: Path) -> None:
    asked: dict[str, set[str]] = {}
    for name in ("references.jsonl", "references-others.jsonl"):
        for mention in json_lines(shared / "gold" / name):
            asked.setdefault(mention["report"], set()).update(mention["urls"])
    texts = {path.name: path.read_text(encoding="utf-8") for path in (shared / "reports").rglob("*.*")}
    missed = {name: wanted - set(urls(texts[name])) for name, wanted in asked.items()}
    assert any(asked.values()) and not any(missed.values())


def test_a_span_covers_what_is_written_and_not_the_brackets_around_it() -> None:
    text = "Voir <https://exemple.fr/a\\_b> et www.exemple.org."
    assert [text[found.start : found.end] for found in find_urls(text)] == [
        "https://exemple.fr/a\\_b",
        "www.exemple.org",
    ]


def test_a_found_url_is_a_value() -> None:
    assert FoundUrl(0, 1, "x") == FoundUrl(0, 1, "x", cut=False)


# --- what must hold for any text --------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "https://",
        "http://",
        "www.",
        "exemple",
        ".fr",
        ".org",
        "/",
        "?a=",
        "&",
        "&amp;",
        "#",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        "*",
        "_",
        "'",
        '"',
        "«\xa0",
        "\xa0»",
        "…",
        "...",
        "[…]",
        ".",
        ",",
        ";",
        ":",
        "\n",
        "\r\n  ",
        " ",
        "-",
        "\\_",
        "\\",
        "|",
        "`",
        "{",
        "}",
        "10.1234/",
        "doi:",
        "doi.org/",
        "@",
        "é",
        "\xad",
        "\u200b",
        "%C3",
        "à la suite",
        "Ensuite",
        "20",
        "p.12",
        "README.md",
        "](",
        "<693::AID>",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_any_text_gives_ordered_spans_that_agree_with_it(text: str) -> None:
    last = 0
    for found in find_urls(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
        written = text[found.start : found.end]
        assert found.url and not re.search(r"\s", found.url)
        assert not written[0].isspace() and not written[-1].isspace()
        # What is meant never holds more than what is written.
        assert len(found.url) <= len(written)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_arbitrary_characters_never_stop_the_search(text: str) -> None:
    assert all(text[found.start : found.end] for found in find_urls(text))


LABEL = st.from_regex(r"[a-z][a-z0-9]{1,10}(-[a-z0-9]{1,6})?", fullmatch=True)
SEGMENT = st.from_regex(r"[A-Za-z0-9éàç%~+=@_-]{0,6}[A-Za-z0-9é]", fullmatch=True).filter(
    lambda part: "%" not in part
)
QUERY = st.from_regex(r"[a-z]{1,5}=[A-Za-z0-9]{1,6}(&[a-z]{1,5}=[A-Za-z0-9]{1,6}){0,2}", fullmatch=True)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """URLs of every shape that needs no guess: their last character is a letter, a digit or a slash."""
    host = ".".join(draw(st.lists(LABEL, min_size=1, max_size=3))) + draw(
        st.sampled_from([".fr", ".org", ".info", ".co.uk"])
    )
    path = "".join(f"/{part}" for part in draw(st.lists(SEGMENT, max_size=4)))
    query = f"?{draw(QUERY)}" if draw(st.booleans()) else ""
    return draw(st.sampled_from(["https://", "http://", "https://www."])) + host + (path or "/") + query


SURROUNDINGS = st.sampled_from(
    [
        "Voir {}.",
        "({})",
        "« {} »",
        "«{}»",
        "<{}>",
        "[titre]({})",
        "**{}**",
        "`{}`",
        "| {} |",
        "À lire : {} !",
        "{} ; puis",
        "{}, puis",
        '<a href="{}">titre</a>',
        "- {}\n- autre",
        "« Sur {}, dit-elle. »",
        "(voir {} ; p. 12)",
        "{}\n\nSuite",
        "…{}…",
        "\\url{{{}}}",
        "“{}”",
    ]
)
PROSE = st.sampled_from(
    [
        "Le rapport est paru. ",
        "M. Dupont (2014) l’a dit : ",
        "",
        "art. L.123-4, ",
        "cf. infra ",
        "contact@exemple.fr, ",
    ]
)


@settings(max_examples=800, deadline=None)
@given(st.lists(st.tuples(PROSE, SURROUNDINGS, addresses()), min_size=1, max_size=5))
def test_every_url_of_a_generated_text_comes_back_whole(parts: list[tuple[str, str, str]]) -> None:
    text = "\n\n".join(before + around.format(url) for before, around, url in parts)
    assert urls(text) == [url for *_, url in parts]


@settings(max_examples=200, deadline=None)
@given(addresses(), st.data())
def test_a_bracketed_url_may_break_anywhere_over_lines(url: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(9, len(url) - 1))
    assert urls(f"Voir <{url[:at]}\n   {url[at:]}>.") == [url]


HOSTILE = [("https://a.b;", 1), ("a.fr/(", 1), ("a.fr/)", 1), ("*a.fr/", 1), ("www.a.fr ", 1), ("<https://a.b\n", 1)]
HOSTILE_AND_NONE = [("a@a.fr", 0), ("10.1234/a(", 0), ("a.aa", 0), ("://", 0), ("_a.fr_", 0)]


@pytest.mark.parametrize(("unit", "each"), [*HOSTILE, *HOSTILE_AND_NONE])
def test_hostile_repetitions_are_read_in_one_pass(unit: str, each: int) -> None:
    """Reading a character once per URL would take minutes here; the figures are in scripts/bench/urls.py."""
    times = 200_000 // len(unit)
    assert sum(1 for _ in find_urls(unit * times)) == each * times
