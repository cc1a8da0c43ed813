"""Footnotes of a PDF: lines at the foot of a column, and the raised numbers that call them."""

import re
from collections import defaultdict

from biblio.readers.pdf.layout import Line

MARK = re.compile(r"[\[(]?(\d{1,3})[\])]?\.?\s+(?=\S)")
_SMALLER = 0.93  # of the body: the size of notes

Notes = dict[int, dict[int, list[Line]]]
"""Page → number → lines of the note."""


def part_notes(lines: list[Line], body: float) -> tuple[list[Line], Notes]:
    """Take the footnotes out: lines in small print at the foot of a column, from the first that has a number on."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    notes: Notes = defaultdict(dict)
    taken: set[int] = set()
    for column in columns.values():
        number = 0
        foot = column[_foot(column, body) :]
        raised = bool(foot) and foot[0].runs[0].raised
        for line in foot:
            match = MARK.match(line.text)
            if match and line.runs[0].raised >= raised and (not number or int(match[1]) == number + 1):
                number = int(match[1])
                notes[line.page][number] = []
            if number:
                notes[line.page][number].append(line)
                taken.add(id(line))
    return [line for line in lines if id(line) not in taken], notes


def _foot(column: list[Line], body: float) -> int:
    """Return where the notes of a column begin: at a raised number that was called above, or with small print."""
    called: set[str] = set()
    for index, line in enumerate(column):
        first, *others = line.runs
        if first.raised and first.text in called:
            return index
        called.update(run.text for run in others if run.raised)
    foot = len(column)
    while foot and column[foot - 1].size < _SMALLER * body:
        foot -= 1
    return foot


def unique(notes: Notes) -> dict[int, list[Line]]:
    """Return the notes whose number only one page has: notes at the end of a text are called from other pages."""
    found: dict[int, list[list[Line]]] = defaultdict(list)
    for page in notes.values():
        for number, lines in page.items():
            found[number].append(lines)
    return {number: lines[0] for number, lines in found.items() if len(lines) == 1}
