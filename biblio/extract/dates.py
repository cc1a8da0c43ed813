"""Dates in French and English citations → CSL dates."""

import re

from biblio.model import Date
from biblio.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = (
    r"(?:janv(?:ier|\.)?|févr(?:ier|\.)?|fév\.|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|août|sept(?:embre|\.)|oct(?:obre|\.)"
    r"|nov(?:embre|\.)|déc(?:embre|\.)|jan(?:uary|\.)|feb(?:ruary|\.)|mar(?:ch|\.)|apr(?:il|\.)|may|june?|july?|aug(?:ust|\.)"
    r"|october|september|november|december|dec\.|fevrier|aout|decembre)"
)
YEAR = r"(?:1[5-9]|20)\d\d"
DATE = (
    rf"(?:(?P<d1>\d{{1,2}})(?:er)?\s+(?P<m1>{_MONTH})\s+(?P<y1>{YEAR})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>{YEAR})"
    rf"|(?P<m3>{_MONTH})(?:\s*[-–/]\s*{_MONTH})?,?\s+(?P<y3>{YEAR})"
    rf"|(?P<d4>\d{{1,2}})[/.](?P<m4>\d{{1,2}})[/.](?P<y4>{YEAR})"
    rf"|(?P<y5>{YEAR})-(?P<m5>\d{{2}})-(?P<d5>\d{{2}})"
    rf"|(?P<m6>\d{{1,2}})/(?P<y6>{YEAR})"
    rf"|(?P<y8>{YEAR})\s?[-–]\s?(?P<z8>{YEAR})"
    rf"|(?P<y9>{YEAR}),\s+(?P<m9>{_MONTH})(?:\s+(?P<d9>\d{{1,2}}))?"
    rf"|(?P<y7>{YEAR})[a-f]?)(?!\d)"
)
"""A date in any usual form; `read_date` reads the match."""

DATE_PATTERN = re.compile(rf"(?<![\d/.:-])(?<!n°)(?<!n° ){DATE}(?![\d/])", re.I)
HAS_YEAR = re.compile(r"\d{4}")
"""What every date holds: a cheap test before `DATE_PATTERN`."""
FULL_DATE = re.compile(
    rf"(?<![\d/.:-])(?:(?P<d1>\d{{1,2}})(?:er)?\s+(?P<m1>{_MONTH})\s+(?P<y1>{YEAR})"
    rf"|(?P<d4>\d{{1,2}})[/.](?P<m4>\d{{1,2}})[/.](?P<y4>{YEAR})|(?P<y5>{YEAR})-(?P<m5>\d{{2}})-(?P<d5>\d{{2}}))(?!\d)",
    re.I,
)


def find_date(text: str) -> re.Match[str] | None:
    """Return the first full date of ``text``, day included."""
    return FULL_DATE.search(text) if HAS_YEAR.search(text) else None


def last_date(text: str) -> re.Match[str] | None:
    """Return the date that ends ``text``, punctuation aside."""
    dates = list(DATE_PATTERN.finditer(text)) if HAS_YEAR.search(text) else []
    return dates[-1] if dates and not text[dates[-1].end() :].strip(" )].,:;-") else None


def read_date(found: re.Match[str]) -> Date:
    """Return the CSL date of a match of `DATE`; days and months out of range are left out."""
    groups = {name: value for name, value in found.groupdict().items() if value and name[1:].isdigit()}
    year = next((int(value) for name, value in groups.items() if name[0] == "y"), 0)
    month = next((_month(value) for name, value in groups.items() if name[0] == "m"), 0)
    day = next((int(value) for name, value in groups.items() if name[0] == "d"), 0)
    parts = [year]
    if 1 <= month <= 12:
        parts.append(month)
        if 1 <= day <= 31:
            parts.append(day)
    dates = [parts]
    if "z8" in groups:
        dates.append([int(groups["z8"])])
    return {"date-parts": dates}


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(fold(text), 0)


def iso(date: Date) -> str:
    """Return a CSL date as ISO 8601, as exact as it is.

    >>> iso({"date-parts": [[2020, 5, 20]]})
    '2020-05-20'
    """
    parts = date.get("date-parts") or [[]]
    return "-".join(f"{part:0{4 if i == 0 else 2}d}" for i, part in enumerate(parts[0]))
