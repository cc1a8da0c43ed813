"""Candidates by rule: told apart from facts, absent where the rule is known to fail."""

from pathlib import Path

import pytest

from biblio.ids import derived_ids, ids_from_url
from tests.conftest import json_lines

RULES = [
    ("https://journals.openedition.org/sdt/25120", {"doi": "10.4000/sdt.25120"}),
    ("http://sdt.revues.org/25120", {"doi": "10.4000/sdt.25120"}),
    ("https://books.openedition.org/pul/12345", {"doi": "10.4000/books.pul.12345"}),
    ("https://carnet.hypotheses.org/1234", {}),
    ("https://calenda.org/771234", {}),
    ("https://www.persee.fr/doc/reso_0751-7971_1990_num_8_43_1796", {"doi": "10.3406/reso.1990.1796"}),
    ("https://www.persee.fr/doc/acths_0000-0001_2002_act_125_3_4818", {}),
    ("https://www.persee.fr/doc/pop_0032-4663_1980_num_35_1_1234", {}),
    ("https://www.persee.fr/doc/rfsp_0035-2950_1985_num_35_6_396230_t1_1120_0000_001", {}),
    ("https://www.cairn.info/article.php?ID_ARTICLE=RFAS_191_0011", {"doi": "10.3917/rfas.191.0011"}),
    ("https://shs.cairn.info/numero/DEC_RICHA_2011_01", {"doi": "10.3917/dec.richa.2011.01"}),
    ("https://www.cairn.info/revue-projet-2015-3-page-12.htm", {}),
    ("https://arxiv.org/abs/2203.02155", {"doi": "10.48550/arxiv.2203.02155"}),
    ("https://www.jstor.org/stable/3322012", {"doi": "10.2307/3322012"}),
    ("https://www.jstor.org/stable/j.ctt1abc", {}),
    ("https://www.nature.com/articles/s41586-020-2649-2.pdf", {"doi": "10.1038/s41586-020-2649-2"}),
    ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567", {"doi": "10.2139/ssrn.1234567"}),
    ("https://zenodo.org/record/1234567", {"doi": "10.5281/zenodo.1234567"}),
    (
        "https://dataverse.example.org/dataset.xhtml?persistentId=doi:10.7910/DVN/ABCDEF",
        {"doi": "10.7910/dvn/abcdef"},
    ),
    ("https://orbi.uliege.be/handle/2268/123456", {"handle": "2268/123456"}),
    ("https://orbi.uliege.be/bitstream/handle/2268/123456/texte.pdf", {"handle": "2268/123456"}),
    ("https://hdl.handle.net/10670/1.abc123", {"isidore": "10670/1.abc123"}),
    ("https://exemple.fr/page", {}),
    ("", {}),
]


@pytest.mark.parametrize(("url", "expected"), RULES)
def test_a_rule_suggests_candidates(url: str, expected: dict[str, str]) -> None:
    assert derived_ids(url, ids_from_url(url)) == expected


def test_what_is_known_is_not_suggested_again() -> None:
    assert (
        derived_ids(
            "https://journals.openedition.org/sdt/25120", {"openedition": "sdt/25120", "doi": "10.4000/11abc"}
        )
        == {}
    )


def test_identifiers_alone_suffice_where_they_tell_the_platform() -> None:
    assert derived_ids("", {"arxiv": "2203.02155"}) == {"doi": "10.48550/arxiv.2203.02155"}
    assert derived_ids("", {"openedition": "sdt/25120"}) == {}


def test_the_rules_hold_as_often_as_their_platforms_keep_them(shared: Path) -> None:
    """Where a case's DOI is known the candidates are right but for the opaque and the re-dated ones."""
    cases = [case for case in json_lines(shared / "cases" / "url_ids.jsonl") if "doi" in case["ids"]]
    suggested = [
        (case["ids"]["doi"].lower(), derived_ids(case["url"], ids_from_url(case["url"])).get("doi")) for case in cases
    ]
    judged = [known == candidate for known, candidate in suggested if candidate]
    assert sum(judged) / len(judged) > 0.9
