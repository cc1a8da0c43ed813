"""What is wrong in a .bib file as it is written: LaTeX, fields, types, keys."""

import re
from collections.abc import Iterable, Iterator, Mapping

from biblio.doctor.base import Finding, Severity
from biblio.formats.fields import BIBLATEX_ORDER
from biblio.formats.types import FROM_BIBLATEX

BIB_CHECKS: dict[str, tuple[str, Severity]] = {
    "parse": ("The file parses: what does not is lost to every reader.", "error"),
    "bib-key": ("A key has plain ASCII characters, none that LaTeX takes for its own.", "error"),
    "bib-type": ("The entry type is one that BibTeX or biblatex knows.", "warning"),
    "bib-field": ("The field is one that BibTeX, biblatex or reference managers know.", "info"),
    "bib-empty": ("No field is empty.", "warning"),
    "bib-escape": ("& % # _ are escaped in text: LaTeX stops at them.", "error"),
    "bib-math": ("Dollars come in pairs.", "error"),
    "bib-braces": ("Braces are not escaped: BibTeX counts them all the same.", "error"),
    "bib-case": ("The title is not in braces as a whole: no style could then set its capitals.", "info"),
    "bib-crossref": ("What an entry refers to is in the file.", "error"),
    "bib-private": ("No paths or notes of one's own machine are in the file.", "info"),
    "bib-year": ("The year has four digits.", "warning"),
}
"""Name of the check → what it looks for and how grave it is."""

Entry = tuple[int, str, str, Mapping[str, str]]
"""Line, type, key, fields: names in lower case, values still in LaTeX."""

_KEY = re.compile(r"[!-~]+")
_KEY_TROUBLE = re.compile(r"[\s{}(),=\\#%~\"']")
_OTHERS = """
abstract address afterword annotator annote archiveprefix bibsource biburl booksubtitle booktitleaddon
bookpagination commentator crossref day editorb editorbtype editorc editorctype eid entryset eventtitleaddon
execute file foreword gender hal_id hal_version holder hyphenation indextitle introduction isrn issue
issuesubtitle issuetitle journal journalsubtitle key keyword label langidopts language lastchecked mainsubtitle
maintitle maintitleaddon month nameaddon numpages options organization origlanguage origlocation origpublisher
pagination part pmid primaryclass reprinttitle rights school shortauthor shorteditor shorthand shortseries
sortkey sortname sortshorthand sorttitle sortyear subtitle tags titleaddon usera userb userc userd usere userf
verbb verbc xdata xref year
"""
_KNOWN = {*BIBLATEX_ORDER, *_OTHERS.split()}
_PRIVATE = re.compile(
    r"file|pdf|owner|timestamp|username|localfile|groups|bdsk-.*|date-(?:added|modified)|creationdate"
)
_VERBATIM = frozenset({"doi", "eprint", "file", "url", "urldate", "verba", "verbb", "verbc", "isbn", "issn", "pdf"})
_UNESCAPED = re.compile(r"(?<!\\)[&%#_]")
_MATH = re.compile(r"(?<!\\)\$[^$]*\$")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
_REFERENCES = ("crossref", "xref", "xdata", "related", "entryset")
_YEAR = re.compile(r"\d{4}")


def examine_entries(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield what is wrong with the entries of a .bib file as they are written."""
    entries = list(entries)
    keys = {key.lower() for _, _, key, _ in entries}
    keys |= {alias.strip().lower() for _, _, _, fields in entries for alias in fields.get("ids", "").split(",")}
    for line, kind, key, fields in entries:
        for check, field, message in _entry(kind, key, fields, keys):
            yield Finding(
                check=check, severity=BIB_CHECKS[check][1], key=key, field=field, message=message, line=line
            )


def _entry(kind: str, key: str, fields: Mapping[str, str], keys: set[str]) -> Iterator[tuple[str, str, str]]:
    if not _KEY.fullmatch(key) or _KEY_TROUBLE.search(key):
        yield "bib-key", "key", f"key « {key} »: only ASCII letters, digits and -_:.+/"
    if kind not in FROM_BIBLATEX and kind not in ("set", "xdata", "customa", "customb", "customc"):
        yield "bib-type", "type", f"@{kind} is no entry type"
    for name, value in fields.items():
        yield from _field(name, value)
    for name in _REFERENCES:
        for target in filter(None, (part.strip() for part in fields.get(name, "").split(","))):
            if target.lower() not in keys:
                yield "bib-crossref", name, f"{name} {target} is not in the file"
    year = fields.get("year", "").strip("{} ")
    if year and not _YEAR.fullmatch(year):
        yield "bib-year", "year", f"« {year} » is no year of four digits"
    title = fields.get("title", "")
    if title.startswith("{") and title.endswith("}") and "{" not in title[1:-1] and len(title) > 2:
        yield "bib-case", "title", "the whole title is in braces"


def _field(name: str, value: str) -> Iterator[tuple[str, str, str]]:
    if _PRIVATE.fullmatch(name) and not value.startswith("http"):
        yield "bib-private", name, f"{name} is of one's own machine"
    elif name not in _KNOWN and not _PRIVATE.fullmatch(name):
        yield "bib-field", name, f"{name} is no field that styles know"
    if not value.strip():
        yield "bib-empty", name, f"{name} is empty"
    if name in _VERBATIM:
        return
    if _ESCAPED_BRACE.search(value):
        yield "bib-braces", name, f"escaped brace in {name}: write \\textbraceleft{{}} or \\textbraceright{{}}"
    plain = _MATH.sub("", value)
    if "$" in re.sub(r"\\\$", "", plain):
        yield "bib-math", name, f"one dollar without its pair in {name}"
    if found := _UNESCAPED.search(plain):
        yield "bib-escape", name, f"{found[0]} in {name} must be \\{found[0]}"
