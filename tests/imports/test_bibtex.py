"""Reading .bib files of any hand: values, names, dates, inheritance, failures by line."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.exports import EXPORTERS
from biblio.imports import bibtex


def item(text: str) -> dict[str, Any]:
    result = bibtex.read(text.encode())
    assert result.failures == []
    return dict(result.works[0].csl)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"{\'E}tat, {\oe}uvre", "État, œuvre"),
        (r"\c{c}a, \c ca et {\c c}a", "ça, ça et ça"),
        (r"N{\^\i}mes et A{\"\i}cha", "Nîmes et Aïcha"),
        (r"\og oui \fg{}", "«\u00a0oui\u00a0»"),
        (r"100 \% \& {\&} \_", "100 % & & _"),
        (r"{Le Care}", "Le Care"),
        (r"\emph{care} et \textit{soin}", "care et soin"),
        (r"1914--1918 --- fin", "1914–1918 — fin"),
        (r"a~: b\,?", "a\u00a0: b\u202f?"),
        (r"$\alpha$ et \beta", "α et β"),
        (r"\unknown{x}", r"\unknownx"),
    ],
)
def test_latex_is_decoded(written: str, meant: str) -> None:
    assert item(f"@book{{k, title = {{{written}}}}}")["title"] == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ('"a {b} c"', "a b c"),
        ("{a} # { b}", "a b"),
        ("rfg", "Revue française de gestion"),
        ('rfg # {, n° } # "3"', "Revue française de gestion, n° 3"),
        ("2010", "2010"),
    ],
)
def test_values_are_joined_and_macros_resolved(value: str, meant: str) -> None:
    text = f"@string{{rfg = {{Revue française de gestion}}}}\n@book{{k, title = {value}}}"
    assert item(text)["title"] == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Jean-Marc Weller", [{"family": "Weller", "given": "Jean-Marc"}]),
        ("Weller, Jean-Marc", [{"family": "Weller", "given": "Jean-Marc"}]),
        ("de Certeau, Michel", [{"family": "Certeau", "given": "Michel", "dropping-particle": "de"}]),
        ("Michel de Certeau", [{"family": "Certeau", "given": "Michel", "dropping-particle": "de"}]),
        ("Fabrice d'Almeida", [{"family": "Almeida", "given": "Fabrice", "dropping-particle": "d'"}]),
        ("de La Fontaine, Jean", [{"family": "La Fontaine", "given": "Jean", "dropping-particle": "de"}]),
        ("King, Jr., Martin Luther", [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]),
        ("{Ministère de l'Écologie}", [{"literal": "Ministère de l'Écologie"}]),
        ("{Barnes and Noble} and Doe, J.", [{"literal": "Barnes and Noble"}, {"family": "Doe", "given": "J."}]),
        ("Platon", [{"family": "Platon"}]),
        ("A{\\\"\\i}cha Ben{\\c c}a", [{"family": "Bença", "given": "Aïcha"}]),
        ("Doe, J. and others", [{"family": "Doe", "given": "J."}]),
        ("Doe,   J.\n   AND Roe, R.", [{"family": "Doe", "given": "J."}, {"family": "Roe", "given": "R."}]),
    ],
)  # fmt: skip
def test_names_are_split_as_bibtex_does(written: str, meant: list[dict[str, str]]) -> None:
    assert item(f"@book{{k, author = {{{written}}}}}")["author"] == meant


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ("date = {2020-05-20}", {"date-parts": [[2020, 5, 20]]}),
        ("date = {2019/2020}", {"date-parts": [[2019], [2020]]}),
        ("date = {1950~}", {"date-parts": [[1950]], "circa": True}),
        ("year = 2010, month = may", {"date-parts": [[2010, 5]]}),
        ("year = {2010}, month = {mai}", {"date-parts": [[2010, 5]]}),
        ("year = {2010}, month = {juil.}, day = {14}", {"date-parts": [[2010, 7, 14]]}),
        ("year = {s. d.}", {"literal": "s. d."}),
        ("year = {2010/2011}", {"literal": "2010/2011"}),
    ],
)
def test_dates_are_read_in_both_ways(fields: str, meant: dict[str, Any]) -> None:
    assert item(f"@book{{k, {fields}}}")["issued"] == meant


@pytest.mark.parametrize(
    ("text", "variable", "meant"),
    [
        ("@phdthesis{k, school = {EHESS}}", "publisher", "EHESS"),
        ("@phdthesis{k, school = {EHESS}}", "genre", "Thèse de doctorat"),
        ("@mastersthesis{k, title = {T}}", "genre", "Mémoire de master"),
        ("@phdthesis{k, type = {Theses}}", "genre", "Thèse de doctorat"),
        ("@thesis{k, type = {mathesis}}", "genre", "Mémoire de master"),
        ("@techreport{k, institution = {CNFPT}, number = {3}}", "number", "3"),
        ("@article{k, journal = {Réseaux}, number = {3}}", "issue", "3"),
        ("@article{k, pages = {12--15}}", "page", "12-15"),
        ("@misc{k, howpublished = {\\url{https://a.b/c\\_d}}}", "URL", "https://a.b/c_d"),
        ("@book{k, title = {Le soin}, subtitle = {Une enquête}}", "title", "Le soin : Une enquête"),
        ("@article{k, entrysubtype = {newspaper}}", "type", "article-newspaper"),
        ("@video{k, title = {T}}", "type", "motion_picture"),
        ("@nonsense{k, title = {T}}", "type", "document"),
        ("@book{k, language = {français}}", "language", "fr"),
    ],
)
def test_types_and_fields_of_bibtex_and_biblatex_are_known(text: str, variable: str, meant: str) -> None:
    assert item(text)[variable] == meant


def test_an_address_in_howpublished_is_no_publisher() -> None:
    assert "publisher" not in item("@misc{k, title = {T}, howpublished = {\\url{https://a.b}}}")


def test_identifiers_and_keywords_are_read() -> None:
    (work,) = bibtex.read(
        b"@online{k, eprint = {hal-01234567v2}, eprinttype = {hal}, doi = {10.3917/RES.154.0165},"
        b" keywords = {soin, ville; crise}}"
    ).works
    assert work.ids == {"hal": "hal-01234567", "doi": "10.3917/res.154.0165"}
    assert work.themes == ("soin", "ville", "crise")


def test_a_chapter_inherits_from_the_book_it_refers_to() -> None:
    text = (
        "@incollection{c, title = {Un}, crossref = {b}}\n@book{b, title = {Le livre}, publisher = {P}, year = 2001}"
    )
    csl = bibtex.read(text.encode()).works[0].csl
    assert (csl["title"], csl["container-title"], csl["publisher"]) == ("Un", "Le livre", "P")
    assert csl["issued"] == {"date-parts": [[2001]]}


def test_what_does_not_parse_is_named_by_line_and_the_rest_goes_on() -> None:
    text = "@book{a, title = {Un}}\n\n@book{b, title = {sans fin\n@book{c, title = {Trois}}\n@book{d title = {x}}\n"
    result = bibtex.read(text.encode())
    assert [work.key for work in result.works] == ["a", "c"]
    assert [(failure.line, failure.reason) for failure in result.failures] == [
        (3, "the entry does not end: its braces or quotes do not balance"),
        (5, "no comma after the key"),
    ]
    assert result.failures[0].raw == "@book{b, title = {sans fin"
    assert result.lines == [1, 4]


def test_a_key_that_came_before_is_reported_and_its_entry_kept() -> None:
    result = bibtex.read(b"@book{Weller, title = {Un}}\n@book{weller, title = {Deux}}")
    assert [(work.key, work.csl["title"]) for work in result.works] == [("Weller", "Un"), ("", "Deux")]
    assert result.failures[0].line == 2


def test_a_field_given_twice_is_reported_and_the_first_kept() -> None:
    result = bibtex.read(b"@book{a, title = {Un}, title = {Deux}}")
    assert result.works[0].csl["title"] == "Un"
    assert result.failures[0].reason == "field given twice: title; the first is kept"


def test_comments_and_preambles_are_no_entries() -> None:
    text = "Un commentaire @ici\n@comment{ @book{x, title = {y}} }\n@preamble{ {\\newcommand{\\x}{y}} }"
    text += "\n@book{a, title = {b}}"
    assert [work.key for work in bibtex.read(text.encode()).works] == ["a"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_told_by_the_file(encoding: str) -> None:
    assert bibtex.read("@book{k, title = {L’été}}".encode(encoding)).works[0].csl["title"] == "L’été"


@given(st.text(max_size=300) | st.text(alphabet='@book{},="#\\\n ()a%', max_size=300))
@settings(max_examples=400, deadline=None)
def test_no_text_crashes_the_reader(text: str) -> None:
    bibtex.read(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "text",
    [
        "@book{k, title = {" + "{" * 300_000,
        "@book{k, title = {" + "\\'" * 300_000 + "}}",
        "@book{k, author = {" + " " * 500_000 + "}}",
        "@book{k, author = {" + "a and " * 100_000 + "b}}",
        "@book{" + " " * 500_000,
        "@book{k," + " " * 500_000 + ",",
        "\n@book{k" * 60_000,
        "@book{k, title = \"" + "x" * 500_000,
        "@book{k, title = {" + "\n \t" * 200_000 + "}}",
        "@book{k, pages = {" + "1-" * 200_000 + "}}",
        "@book{k, abstract = {" + "&lt;" * 150_000 + "-" * 200_000 + "}}",
    ],
    ids=range(11),
)  # fmt: skip
def test_half_a_megabyte_of_malice_is_an_entry_or_a_failure(text: str) -> None:
    result = bibtex.read(text.encode())  # in quadratic time this would not end
    assert result.works or result.failures
    assert b"".join(EXPORTERS["biblatex"].chunks(result.works)).count(b"\n@") + bool(result.works) >= len(
        result.works
    )
