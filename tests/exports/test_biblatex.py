"""biblatex: lossless, accepted by biber without a warning, safe, the same bytes every time."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from biblio.exports import EXPORTERS, Options
from biblio.formats.normal import held
from biblio.imports import bibtex
from biblio.model import Citation, Related, Session, Work
from tests.conftest import json_lines
from tests.works import generated, works_strategy

ALL = Options(profile="private", pointers=True)
CASES = Path(__file__).parent / "cases"
biblatex = EXPORTERS["biblatex"]


def entry(csl: dict, **more: object) -> str:
    more = {"kind": "work", "key": "k"} | more
    return biblatex.text([Work(csl=csl, **more)], ALL)  # type: ignore[arg-type]


def field(csl: dict, name: str, **more: object) -> str | None:
    found = re.search(rf"^  {name} = \{{(.*)\}},$", entry(csl, **more), re.MULTILINE)
    return found[1] if found else None


def test_generated_works_come_back_the_same() -> None:
    works = list(generated(2000))
    result = bibtex.read(b"".join(biblatex.chunks(works, ALL)))
    assert result.failures == []
    assert result.works == [held(work) for work in works]


def test_hostile_works_come_back_the_same() -> None:
    works = list(generated(500, seed=2, hostile=0.6))
    assert bibtex.read(b"".join(biblatex.chunks(works, ALL))).works == [held(work) for work in works]


@given(works_strategy())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(Work(key="a b", kind="work", csl={"type": "book", "title": "{"}, aliases=("x", "y,z")))
def test_any_work_with_any_text_comes_back_the_same(work: Work) -> None:
    result = bibtex.read(b"".join(biblatex.chunks([work], ALL)))
    assert result.failures == []
    assert result.works == [held(work)]


@pytest.mark.parametrize(("number", "hostile"), [(700, 0.02), (300, 0.5)])
def test_biber_validates_generated_works_without_a_warning(tmp_path: Path, number: int, hostile: float) -> None:
    if not shutil.which("biber"):
        pytest.skip("needs biber (Debian: biber), which checks the data model")
    file = tmp_path / "works.bib"
    file.write_bytes(b"".join(biblatex.chunks(generated(number, seed=3, hostile=hostile), ALL)))
    told = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--output-file", tmp_path / "out.bib", file],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert [line for line in told.stdout.splitlines() if not line.startswith("INFO")] == []
    assert told.returncode == 0


LATEX = r"""
\documentclass{article}
\usepackage[french]{babel}
\usepackage[style=STYLE,backend=biber]{biblatex}
\addbibresource{works.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""


@pytest.mark.parametrize("style", ["numeric", "authoryear"])
def test_latex_sets_what_was_exported(tmp_path: Path, style: str) -> None:
    if not (shutil.which("biber") and shutil.which("lualatex") and _has_biblatex()):
        packages = "texlive-luatex texlive-latex-recommended texlive-bibtex-extra biber"
        pytest.skip(f"needs LuaLaTeX with biblatex and biber (Debian: {packages})")
    works = list(generated(60, seed=4, hostile=0.1))
    (tmp_path / "works.bib").write_bytes(b"".join(biblatex.chunks(works, ALL)))
    (tmp_path / "paper.tex").write_text(LATEX.replace("STYLE", style), encoding="utf-8")
    latex = ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    for command in (latex, ["biber", "--quiet", "paper"], latex):
        told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert told.returncode == 0, told.stdout[-2000:]
    assert (tmp_path / "paper.pdf").stat().st_size > 10_000


def _has_biblatex() -> bool:
    if not shutil.which("kpsewhich"):
        return False
    needed = ("biblatex.sty", "etoolbox.sty")  # Debian has the second one in a package of its own
    found = subprocess.run(["kpsewhich", *needed], capture_output=True, text=True).stdout.split()
    return len(found) == len(needed)


def test_the_same_works_give_the_same_bytes() -> None:
    first, second = (b"".join(biblatex.chunks(generated(200, seed=5), ALL)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("case", list(json_lines(CASES / "biblatex_fields.jsonl")), ids=lambda case: case["field"])
def test_a_field_is_written_as_biblatex_wants_it(case: dict) -> None:
    assert field(case["csl"], case["field"]) == case["written"]


@pytest.mark.parametrize(
    ("csl", "kind"),
    [
        ({"type": "article-journal", "author": [{"family": "A"}], "container-title": "J"}, "article"),
        ({"type": "article-newspaper", "container-title": "Libération", "URL": "https://l.fr"}, "online"),
        ({"type": "article-newspaper", "container-title": "Libération"}, "misc"),
        ({"type": "book", "author": [{"family": "A"}]}, "book"),
        ({"type": "book", "editor": [{"family": "A"}]}, "collection"),
        ({"type": "book"}, "manual"),
        ({"type": "chapter", "author": [{"family": "A"}], "container-title": "B"}, "inbook"),
        ({"type": "thesis", "author": [{"family": "A"}], "publisher": "U"}, "thesis"),
        ({"type": "webpage", "URL": "https://a.b"}, "online"),
        ({"type": "no such type"}, "misc"),
    ],
)
def test_the_entry_type_is_one_whose_mandatory_fields_are_there(csl: dict, kind: str) -> None:
    assert entry(csl).startswith(f"@{kind}{{")


def test_identifiers_stand_where_biblatex_looks_for_them() -> None:
    text = entry({"type": "book"}, ids={"hal": "hal-01234567", "doi": "10.1/x", "cairn": "RES_154"})
    assert "eprint = {hal-01234567},\n  eprinttype = {hal}," in text
    assert "doi = {10.1/x}" in text
    assert '"cairn":"RES_154"' in text


def test_old_keys_are_aliases_and_themes_keywords() -> None:
    text = entry({"type": "book"}, aliases=("ancienne",), themes=("Crise", "Le soin"))
    assert "ids = {ancienne}" in text
    assert "keywords = {Crise, Le soin}" in text


def test_a_review_points_to_the_work_it_reviews() -> None:
    review = Related(relation="review-of", csl={"type": "review-book", "title": "Compte rendu"})
    text = entry({"type": "book"}, related=(review,))
    assert "@misc{k-1," in text
    assert "related = {k},\n  relatedtype = {reviewof}," in text


CITED = Citation(report="notes.md", session=Session(title="Crise"), section="", quote="lire X", start=0, end=6)


def test_the_public_profile_tells_neither_private_notes_nor_where_a_work_was_cited() -> None:
    work = Work(key="k", kind="work", csl={"type": "book"}, citations=(CITED,), private_note="secret", note="à lire")
    public, private = (biblatex.text([work], Options(profile=profile)) for profile in ("public", "private"))  # type: ignore[arg-type]
    assert "secret" not in public and "lire X" not in public
    assert "annotation = {à lire}" in public
    assert "secret" in private and "lire X" in private
    assert "lire X" not in biblatex.text([work], Options(profile="private", cited=False))


def test_works_only_named_are_left_out_unless_asked_for() -> None:
    work = Work(key="k", kind="pointer", csl={"type": "document"})
    assert biblatex.text([work]) == ""
    assert biblatex.text([work], Options(pointers=True)).startswith("@misc{k,")


def test_keys_that_differ_in_capitals_only_are_told_apart() -> None:
    works = [Work(key=key, kind="work", csl={"type": "book"}) for key in ("Weller", "weller", "we ller", "we-ller")]
    assert re.findall(r"^@manual\{(.*),$", biblatex.text(works), re.MULTILINE) == [
        "Weller",
        "weller-2",
        "we-ller",
        "we-ller-2",
    ]


def test_an_alias_that_is_another_entrys_key_is_not_written() -> None:
    works = [
        Work(key="a", kind="work", csl={"type": "book"}, aliases=("b",)),
        Work(key="b", kind="work", csl={"type": "book"}),
    ]
    assert "ids" not in biblatex.text(works).split("verba")[0]
