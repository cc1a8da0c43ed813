"""The archived copy of a lost link stands beside the original, and is no part of what is read back."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.exports import EXPORTERS, Options
from biblio.formats.normal import held
from biblio.imports import read
from biblio.model import LinkState, Work
from tests.works import generated, works_strategy

COPY = "https://web.archive.org/web/20200520/https://a.fr/x_y?a=%C3%A9#b"
DEAD = LinkState(url="https://a.fr/x", state="dead", archived=COPY, archived_date="2020-05-20T10:00:00Z")
WORK = Work(key="k", kind="work", csl={"type": "webpage", "title": "T"}, urls=("https://a.fr/x",), links=(DEAD,))
ALL = Options(profile="private", pointers=True)


@pytest.mark.parametrize(
    ("name", "lang", "written"),
    [
        (
            "biblatex",
            "fr",
            r"addendum = {Copie archivée le 2020-05-20~: "
            r"\url{https://web.archive.org/web/20200520/https://a.fr/x_y?a=\%C3\%A9\#b}},",
        ),
        ("biblatex", "en", r"addendum = {Archived copy of 2020-05-20: \url{https://web.archive.org/"),
        ("bibtex", "fr", rf"\url{{{COPY}}}}},"),
        ("zotero", "en", "note = {Archived copy of 2020-05-20: https://web.archive.org/"),
        ("ris", "fr", f"UR  - https://a.fr/x\r\nL2  - {COPY}\r\n"),
        ("markdown", "fr", f"<https://a.fr/x> (Copie archivée le 2020-05-20\u00a0: <{COPY}>)\n"),
        ("markdown", "en", f"(Archived copy of 2020-05-20: <{COPY}>)\n"),
    ],
)
def test_the_copy_of_a_dead_link_stands_beside_it_with_its_date(name: str, lang: str, written: str) -> None:
    assert written in EXPORTERS[name].text([WORK], Options(lang=lang))  # type: ignore[arg-type]


def test_csl_json_tells_the_copy_under_custom() -> None:
    (item,) = json.loads(EXPORTERS["csl-json"].text([WORK]))
    assert item["custom"]["biblio"]["archived"] == [{"url": "https://a.fr/x", "archived": COPY, "date": "2020-05-20"}]


@pytest.mark.parametrize("name", ["biblatex", "bibtex", "zotero", "csl-json", "ris", "markdown"])
@pytest.mark.parametrize(
    ("link", "shown"),
    [
        *((replace(DEAD, state=state), True) for state in ("dead", "changed", "suspect")),
        *((replace(DEAD, state=state), False) for state in ("ok", "moved", "blocked", "paywalled", "unsure")),
        (replace(DEAD, archived=""), False),
        (replace(DEAD, archived="javascript:web.archive.org"), False),
    ],
)
def test_only_a_link_that_may_be_lost_is_given_its_copy(name: str, link: LinkState, shown: bool) -> None:
    assert ("web.archive.org" in EXPORTERS[name].text([replace(WORK, links=(link,))])) is shown


@pytest.mark.parametrize("name", ["biblatex", "csl-json"])
@given(works_strategy(), st.text(max_size=30), st.text(max_size=12))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_copies_are_left_out_when_an_export_is_read_back(name: str, work: Work, path: str, day: str) -> None:
    link = LinkState(url="https://a.fr", state="dead", archived=f"https://archive.fr/{path}", archived_date=day)
    back = read(b"".join(EXPORTERS[name].chunks([replace(work, links=(link,))], ALL)), "")
    assert back.failures == []
    assert back.works == [held(work)]


def test_biber_validates_entries_with_copies(tmp_path: Path) -> None:
    if not shutil.which("biber"):
        pytest.skip("needs biber (Debian: biber), which checks the data model")
    file = tmp_path / "works.bib"
    works = [replace(work, links=(DEAD,)) for work in generated(200, seed=6, hostile=0.2)]
    file.write_bytes(b"".join(EXPORTERS["biblatex"].chunks(works, ALL)))
    told = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--output-file", tmp_path / "out.bib", file],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert [line for line in told.stdout.splitlines() if not line.startswith("INFO")] == []
    assert told.returncode == 0
