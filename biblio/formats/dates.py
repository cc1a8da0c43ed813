"""CSL dates as ISO 8601 text and back (https://www.loc.gov/standards/datetime/, as far as biblatex reads it)."""

import re
from calendar import monthrange
from typing import Any

from biblio.model import Date

_ISO = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%])?")
_LOOSE = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
FORTHCOMING = {
    "à paraître": "forthcoming",
    "a paraître": "forthcoming",
    "forthcoming": "forthcoming",
    "sous presse": "inpress",
    "in press": "inpress",
    "en préparation": "inpreparation",
    "in preparation": "inpreparation",
    "soumis": "submitted",
    "submitted": "submitted",
    "prépublication": "prepublished",
}
"""What stands for a date or a state → biblatex's publication state."""


def _one(parts: list[int]) -> str | None:
    """Return one date as ISO 8601, None where the calendar has no such day."""
    year, month, day = (*parts, 0, 0)[:3]
    if not 1 <= year <= 9999 or month > 12:
        return None
    if not month:
        return f"{year:04}"
    if not day:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}" if day <= monthrange(year, month)[1] else None


def iso(date: Date) -> str | None:
    """Return a date or range as ISO 8601, with ``~`` where it is circa; None where it has no valid numbers."""
    ends = [_one(parts) for parts in date.get("date-parts", ())]
    if not ends or None in ends:
        return None
    circa = "~" if date.get("circa") else ""
    return "/".join(f"{end}{circa}" for end in ends)


def written(date: Date) -> tuple[str | None, bool]:
    """Return what of a date is valid, as ISO 8601 (None for not even a year), and whether that is all of it."""
    whole = iso(date)
    parts = date.get("date-parts")
    if whole or not parts:
        return whole, whole is not None and not date.keys() - {"date-parts", "circa"}
    return next((text for length in (2, 1) if (text := _one(parts[0][:length]))), None), False


def year(date: Date | None) -> str:
    """Return the (first) year as text, empty where there is none."""
    parts = (date or {}).get("date-parts")
    return str(parts[0][0]) if parts and parts[0] else ""


def read(text: str) -> Date | None:
    """Return the CSL date of an ISO 8601 text, range or loose spelling (``2020/5/4``); None for none.

    What is no date at all comes back as ``literal``. ``..`` (biblatex's unknown date) is none.
    """
    text = text.strip()
    if not text.strip("./"):
        return None
    parts: list[list[int]] = []
    circa = False
    for end in text.split("/") if text.count("/") == 1 else [text]:
        match = _ISO.fullmatch(end) or _LOOSE.fullmatch(end)
        if match is None:
            return {"literal": text} if end not in ("", "..") or not parts else {"date-parts": parts, "raw": text}
        parts.append([int(number) for number in match.groups()[:3] if number])
        circa |= match.re is _ISO and match[4] is not None
    date: dict[str, Any] = {"date-parts": parts}
    if circa:
        date["circa"] = True
    return date  # type: ignore[return-value]
