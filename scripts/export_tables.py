"""Write the tables of docs/exports.md from the program's own, between its markers.

    python scripts/export_tables.py [--check]

``--check`` writes nothing and fails where the page is not what the tables say.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from biblio.doctor import BIB_CHECKS, CHECKS, LIBRARY_CHECKS
from biblio.exports import EXPORTERS
from biblio.exports.bibtex import CONTAINER, PLAIN, PUBLISHER, ZOTERO_PLAIN, ZOTERO_TYPES
from biblio.formats.fields import FIELDS
from biblio.formats.types import TYPES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "exports.md"
_BY_TYPE = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "title": "title",
    "container-title": ", ".join(dict.fromkeys([*CONTAINER.values(), "howpublished"])),
    "publisher": ", ".join(dict.fromkeys([*PUBLISHER.values(), "publisher"])),
    "issued": "year, month",
    "accessed": "urldate",
    "language": "language",
    "issue": "number",
    "number": "number",
    "collection-number": "number",
}


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def formats() -> str:
    """Return the table of formats."""
    rows = [[f"`{name}`", f"`{exporter.suffix}`", exporter.title] for name, exporter in EXPORTERS.items()]
    return table(["format", "file", "what it is"], rows)


def types() -> str:
    """Return the table of types."""
    rows = [
        [f"`{name}`", ", ".join(row.biblatex), row.bibtex, ZOTERO_TYPES.get(name, "misc"), row.ris, row.french]
        for name, row in TYPES.items()
    ]
    return table(["CSL", "biblatex (the first that fits)", "bibtex", "zotero", "ris", "in French"], rows)


def fields() -> str:
    """Return the table of fields."""
    rows = []
    for name, row in FIELDS.items():
        classic = _BY_TYPE.get(name) or PLAIN.get(name, "–")
        zotero = "date" if name == "issued" else _BY_TYPE.get(name) or ZOTERO_PLAIN.get(name, "–")
        rows.append([f"`{name}`", ", ".join(row.biblatex) or "–", classic, zotero, row.ris or "–"])
    return table(["CSL", "biblatex (the first that the type allows)", "bibtex", "zotero", "ris"], rows)


def checks() -> str:
    """Return the table of the doctor's checks."""
    rows = [[f"`{name}`", check.severity, check.explain] for name, check in CHECKS.items()]
    rows += [[f"`{name}`", "error", text] for name, text in LIBRARY_CHECKS.items()]
    rows += [[f"`{name}`", severity, text] for name, (text, severity) in BIB_CHECKS.items()]
    return table(["check", "severity", "what should be"], rows)


def page(text: str) -> str:
    """Return the page with its tables as the program has them now."""
    for name, make in (("formats", formats), ("types", types), ("fields", fields), ("checks", checks)):
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}\n{make()}\n{end}{after}"
    return text


def main() -> None:
    """Write or check the page."""
    old = PAGE.read_text(encoding="utf-8")
    new = page(old)
    if "--check" in sys.argv:
        sys.exit(f"{PAGE} is not what the tables say: python scripts/export_tables.py" if new != old else 0)
    PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
