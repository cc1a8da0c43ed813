"""What is wrong, missing or odd in works: `examine`, pure; `CHECKS` with their explanations; `fixed` mends."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from biblio.doctor import identifiers, requirements, values, wording
from biblio.doctor.base import NO_FIX, Check, Finding, Problem
from biblio.doctor.bibfile import BIB_CHECKS, examine_entries
from biblio.ids import SCHEMES
from biblio.model import Item, Work

CHECKS: dict[str, Check] = {
    "type": Check("The type is one of CSL's: styles and exports choose by it.", "error", requirements.known_type),
    "missing-field": Check(
        "A work of this type should have the field: without it most styles print a gap.",
        "warning",
        requirements.missing,
    ),
    "odd-field": Check(
        "A work of this type has no use for the field: the type may be wrong.", "info", requirements.odd
    ),
    "doi": Check("A DOI begins with 10., has a slash, and nothing around it.", "error", identifiers.doi),
    "isbn": Check("An ISBN has 10 or 13 digits and a check digit (ISO 2108).", "error", identifiers.isbn),
    "issn": Check("An ISSN is NNNN-NNNC with a check digit (ISO 3297).", "error", identifiers.issn),
    "identifier": Check("Other identifiers have the form of their scheme.", "error", identifiers.other_ids),
    "url": Check(
        "An address can be followed, and leads through no proxy or tracker.", "warning", identifiers.address
    ),
    "contradiction": Check(
        "Address and description name the same thing: identifier, sort of work, year.",
        "error",
        identifiers.contradiction,
    ),
    "date": Check(
        "The calendar has the day; the year is neither before printing nor to come.", "error", values.dates
    ),
    "year-in-words": Check("The year is a number, so that it sorts.", "warning", values.undated),
    "pages": Check("Pages are numbers and ranges that run forwards, without « p. ».", "warning", values.pages),
    "number": Check(
        "Volume, issue and edition are numbers, without « vol. », « n° », « éd. ».", "warning", values.numbers
    ),
    "language": Check("A language is a code (fr, en-GB), not a name.", "warning", values.language),
    "html": Check("No tags or entities are left of a web page.", "warning", values.markup),
    "latex": Check("No accents or commands are left of a LaTeX file.", "warning", values.latex),
    "encoding": Check(
        "Texts were read in the right encoding, in NFC, without control characters.", "warning", values.encoding
    ),
    "title": Check("A title is no address, not in capitals, its brackets close.", "warning", wording.title),
    "container": Check("A container holds no pages, year or address.", "warning", wording.container),
    "name": Check("A name is one person or one organisation, and nothing else.", "warning", wording.names),
}
"""Name of the check → what it looks for, its severity, its function; see `LIBRARY_CHECKS` for those across works."""

LIBRARY_CHECKS: dict[str, str] = {
    "duplicate-key": "No two works have the same key, capitals aside: LaTeX tools take them for one.",
    "duplicate-id": "No two works have the same DOI, ISBN (chapters aside) or other identifier: maybe they are one.",
}
"""Name of a check across works → what it looks for."""

_SHARED = frozenset({"issn"})
_PARTS = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"})


def examine(works: Sequence[Work], only: Collection[str] = (), lines: Sequence[int] = ()) -> Iterator[Finding]:
    """Yield what the checks find in works, work by work, then across works.

    ``only`` limits the checks by name; ``lines`` says where each work stands in its file.
    """
    chosen = {name: check for name, check in CHECKS.items() if not only or name in only}
    for place, work in enumerate(works):
        for name, check in chosen.items():
            for problem in check.examine(work):
                yield _finding(name, check, work, problem, lines[place] if lines else 0)
    across = [*_duplicate_keys(works, lines), *_duplicate_ids(works, lines)]
    yield from (finding for finding in across if not only or finding.check in only)


def _finding(name: str, check: Check, work: Work, problem: Problem, line: int) -> Finding:
    return Finding(
        check=name,
        severity=check.severity,
        key=work.key,
        field=problem.field,
        message=problem.message,
        fix=problem.fix,
        line=line,
    )


def _duplicate_keys(works: Sequence[Work], lines: Sequence[int]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for place, work in enumerate(works):
        for key in filter(None, (work.key, *work.aliases)):
            first = seen.setdefault(key.lower(), place)
            if first != place:
                message = f"key {key} is also that of {works[first].key}"
                yield Finding(
                    check="duplicate-key",
                    severity="error",
                    key=work.key,
                    field="key",
                    message=message,
                    line=lines[place] if lines else 0,
                )


def _duplicate_ids(works: Sequence[Work], lines: Sequence[int]) -> Iterator[Finding]:
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        for scheme, value in work.ids.items():
            kind = SCHEMES[scheme].names if scheme in SCHEMES else "work"
            whole = kind == "work" or (kind == "edition" and work.csl.get("type") not in _PARTS)
            if whole and scheme not in _SHARED:
                holders[scheme, value].append(place)
    for (scheme, value), places in holders.items():
        for place in places[1:]:
            yield Finding(
                check="duplicate-id",
                severity="error",
                key=works[place].key,
                field=f"ids.{scheme}",
                message=f"{scheme} {value} is also that of {works[places[0]].key}",
                line=lines[place] if lines else 0,
            )


def fixed(work: Work, findings: Iterable[Finding]) -> Work:
    """Return the work with the fixes of its findings applied, one a field; examine again for what is left."""
    csl, ids = cast(dict[str, Any], dict(work.csl)), dict(work.ids)
    mended: set[str] = set()
    for finding in findings:
        if not finding.fixable or finding.key != work.key or finding.field in mended:
            continue
        mended.add(finding.field)
        target, name = (ids, finding.field[4:]) if finding.field.startswith("ids.") else (csl, finding.field)
        if finding.fix is None:
            target.pop(name, None)
        else:
            target[name] = finding.fix
    urls = (csl["URL"], *work.urls[1:]) if csl.get("URL") and work.urls else work.urls
    return replace(work, csl=cast(Item, csl), ids=ids, urls=urls)


__all__ = ["BIB_CHECKS", "CHECKS", "LIBRARY_CHECKS", "NO_FIX", "Finding", "examine", "examine_entries", "fixed"]
