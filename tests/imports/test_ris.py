"""Reading RIS of other hands, and CSL-JSON in its forms."""

import pytest

from biblio.errors import FormatError
from biblio.imports import csljson, ris

CAIRN = """TY  - JOUR
AU  - de Certeau, Michel
A1  - Weller, Jean-Marc, Jr.
AU  - Ministère de la Culture
T1  - Un titre
      qui continue
JO  - Réseaux
VL  - 28
IS  - 3-4
SP  - 118
EP  - 129
PY  - 2010/05/20/
SN  - 0751-7971
DO  - 10.3917/res.154.0165
UR  - https://a.b/c
KW  - soin
KW  - ville
N1  - une note
ER  -

"""


def test_a_record_of_cairn_is_read() -> None:
    result = ris.read(CAIRN.encode())
    (work,) = result.works
    assert result.failures == []
    assert work.csl == {
        "type": "article-journal",
        "title": "Un titre qui continue",
        "container-title": "Réseaux",
        "volume": "28",
        "issue": "3-4",
        "DOI": "10.3917/res.154.0165",
        "author": [
            {"family": "Certeau", "given": "Michel", "dropping-particle": "de"},
            {"literal": "Ministère de la Culture"},
            {"family": "Weller", "given": "Jean-Marc", "suffix": "Jr."},
        ],
        "note": "une note",
        "page": "118-129",
        "ISSN": "0751-7971",
        "issued": {"date-parts": [[2010, 5, 20]]},
        "URL": "https://a.b/c",
    }
    assert work.themes == ("soin", "ville")


def test_what_is_wrong_is_named_by_line() -> None:
    result = ris.read(b"Bonjour\nTY  - XXXX\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \nAU  - C")
    assert [work.csl.get("title") for work in result.works] == ["A", "B"]
    assert [(failure.line, failure.reason.split(" ")[0]) for failure in result.failures] == [
        (1, "text"),
        (2, "record"),
        (2, "unknown"),
        (7, "tag"),
    ]


@pytest.mark.parametrize(
    "text", ['[{"id": "a", "type": "book"}]', '{"items": [{"id": "a"}]}', '{"id": "a"}\n{"id": "b"}']
)
def test_csl_json_is_read_as_array_object_or_lines(text: str) -> None:
    assert csljson.read(text.encode()).works[0].key == "a"


def test_a_zotero_address_as_id_gives_its_last_part_as_key() -> None:
    assert csljson.read(b'[{"id": "http://zotero.org/users/1/items/ABC", "type": "book"}]').works[0].key == "ABC"


def test_items_that_are_none_are_named_by_line() -> None:
    result = csljson.read(b'[\n{"id": "a", "type": "book"},\n3,\n{"id": "b", "type": "nonsense"}\n]')
    assert [work.key for work in result.works] == ["a", "b"]
    assert [(failure.line, failure.reason) for failure in result.failures] == [
        (3, "not a CSL item"),
        (4, "unknown type nonsense: taken for a document"),
    ]


@pytest.mark.parametrize("text", ["[{", "Bonjour", "[" * 100_000])
def test_what_is_no_json_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(FormatError):
        csljson.read(text.encode())
