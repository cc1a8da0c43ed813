"""Citation habits: text and the mentions it holds (cases/*.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from biblio.extract.mentions import extract
from biblio.model import Mention
from biblio.readers import read_bytes

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
FIELDS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
}
OPTIONAL = {
    "type": "type",
    "publisher": "publisher",
    "place": "publisher-place",
    "collection": "collection-title",
    "edition": "edition",
}


def values(mention: Mention) -> dict[str, Any]:
    csl = mention.csl
    parts = csl.get("issued", {}).get("date-parts") or [[""]]
    return {
        "kind": mention.kind,
        "year": str(parts[0][0]),
        "urls": list(mention.urls),
        "authors": [written(name) for name in csl.get("author", [])],
        "editors": [written(name) for name in csl.get("editor", [])],
        **{ours: csl.get(theirs, "") for ours, theirs in FIELDS.items()},
    }


def written(name: Any) -> str:
    if "literal" in name:
        return f"={name['literal']}"
    return f"{name['family']}|{name['given']}" if "given" in name else str(name["family"])


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group}-{case['habit']}" for group, case in CASES])
def test_a_citation_habit_is_read(group: str, case: dict[str, Any]) -> None:
    mentions = extract(read_bytes(case["text"].encode(), "case.md"))
    assert len(mentions) == len(case["want"]), [m.quote for m in mentions]
    for mention, want in zip(mentions, case["want"], strict=True):
        got = values(mention)
        for name, value in got.items():
            wanted = want.get(name, [] if isinstance(value, list) else "")
            if isinstance(wanted, list) and not isinstance(value, list):
                assert value in wanted, name
            else:
                assert value == wanted, name
        for ours, theirs in OPTIONAL.items():
            if ours in want:
                assert mention.csl.get(theirs) == want[ours], ours
        for scheme, value in want.get("ids", {}).items():
            assert mention.ids.get(scheme) == value
