"""The sample reports of the project, mention by mention, annotated by hand before any rule was made for them.

A row that fails asks for a general rule (a citation habit that can be stated), never for a word of that line.
"""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from biblio.extract.mentions import extract
from biblio.model import Mention
from biblio.readers import read
from biblio.text import fold

HERE = Path(__file__).parent
REPORTS = Path(__file__).parents[2] / "data" / "reports"
with (HERE / "samples" / "expected.tsv").open(encoding="utf-8", newline="") as lines:
    EXPECTED = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def mentions(report: str) -> list[Mention]:
    (path,) = REPORTS.glob(f"{report}*")
    return list(extract(read(path)))


def cited(row: dict[str, str]) -> list[Mention]:
    """Return the mentions that an expected row stands for, found by title, address or quote."""
    wanted = fold(row["quote"])
    same = [m for m in mentions(row["report"]) if fold(row["title"]) == fold(m.csl.get("title", ""))]
    found = same if row["title"] else []
    return found or [m for m in mentions(row["report"]) if wanted in fold(" ".join([m.quote, *m.urls]))]


def label(row: dict[str, str]) -> str:
    return f"{row['report']}: {row['quote'][:40]}"


@pytest.mark.parametrize("row", EXPECTED, ids=label)
def test_each_citation_of_the_samples_is_found_once_with_its_fields(row: dict[str, str]) -> None:
    found = cited(row)
    assert len(found) == 1
    csl = found[0].csl
    people = ";".join(n.get("literal") or n.get("family", "") for n in csl.get("author", []))
    parts = csl.get("issued", {}).get("date-parts") or [[""]]
    told = {
        "kind": found[0].kind,
        "authors": people,
        "title": csl.get("title", ""),
        "container": csl.get("container-title", ""),
        "year": str(parts[0][0]),
        "pages": re.sub("[–—]", "-", csl.get("page", "")),
    }
    assert {k: fold(v) for k, v in told.items()} == {k: fold(row[k]) for k in told}


@pytest.mark.parametrize("report", sorted({row["report"] for row in EXPECTED}))
def test_what_cites_nothing_yields_nothing(report: str) -> None:
    """A series title, a publisher, the head of a table or a place in brackets is no mention of its own."""
    known = [m for row in EXPECTED if row["report"] == report for m in cited(row)]
    extra = [fold(" ".join([m.quote, *m.urls])) for m in mentions(report) if m not in known]
    untitled = {
        "2021-10-14": ["Numériser et mettre en ligne", "guides.etalab.gouv.fr", "wikipedia.org/wiki/Illectronisme"],
        "2021-03-18": ["AE_353_0076"],
        "2022-05-19": ["la27eregion.fr", "vie-publique.fr"],
        "2023-06-07": ["en espagnol", "data.gouv.fr", "DicoPart", "hal-02455823", "debatpublic.fr"],
    }
    assert [text for text in extra if not any(fold(part) in text for part in untitled.get(report, []))] == []


def test_a_note_belongs_to_the_session_that_calls_it() -> None:
    (found,) = [m for m in mentions("2021-03-18") if "Arnstein" in m.quote]
    assert found.session is not None
    assert found.session.title == "La participation citoyenne"
