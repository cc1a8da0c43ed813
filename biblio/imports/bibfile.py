"""The entries of a .bib file as they are written: blocks and fields found, values joined, failures kept by line.

A block begins with ``@`` at the beginning of a line; one that does not end before the next begins is a failure, and
reading goes on there. Braces count as BibTeX counts them, escaped or not (*BibTeXing*, 1988).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from biblio.imports.base import ImportResult

_BLOCK = re.compile(r"(?:^|(?<=\n))[ \t]*@(\w+)[ \t]*([{(])\s*")
_KEY = re.compile(r"[^,{}()\"#=\\\n]*")
# Name and value in braces in one go, braces inside one level deep: nearly every field there is.
_USUAL = re.compile(r"[\s,]*([^\s,={}()\"#]+)\s*=\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}(?!\s*#)")
_FIELD = re.compile(r"[\s,]*([^\s,={}()\"#]+)\s*=\s*")
_PLAIN = re.compile(r"\{([^{}]*)\}|\"([^{}\"]*)\"|([^\s,{}()\"#=]+)")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")
_MORE = re.compile(r"\s*#\s*")
_END = re.compile(r"[\s,]*([})])")
_NEXT = re.compile(r"\n[ \t]*@\w+[ \t]*[{(]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_LONGEST_RAW = 2000


class Raw(NamedTuple):
    """An entry as it stands: the line it begins on, type and field names in lower case, values still in LaTeX."""

    line: int
    kind: str
    key: str
    fields: dict[str, str]


class _BrokenError(Exception):
    """A block does not parse; its text says why."""


def entries(text: str, result: ImportResult) -> Iterator[Raw]:
    """Yield the entries of a .bib text; add to ``result`` what does not parse and fields given twice."""
    strings = {month: str(number) for number, month in enumerate(_MONTHS.split(), 1)}
    line, counted, place = 1, 0, 0
    while match := _BLOCK.search(text, place):
        line += text.count("\n", counted, match.start(1))
        counted = match.start(1)
        kind = match[1].lower()
        close = "}" if match[2] == "{" else ")"
        limit = after.start() if (after := _NEXT.search(text, match.end())) else len(text)
        try:
            if kind in ("comment", "preamble"):
                place = _skipped(text, match.end(), limit, close)
                continue
            key, place = _key(text, match.end(), limit) if kind != "string" else ("", match.end())
            fields, twice, place = _fields(text, place, limit, close, strings)
        except _BrokenError as broken:
            result.fail(line, str(broken), text[match.start(1) - 1 : limit].strip()[:_LONGEST_RAW])
            place = max(limit, match.end())
            continue
        if twice:
            result.fail(line, f"field given twice: {', '.join(twice)}; the first is kept", key)
        if kind == "string":
            strings |= fields
        else:
            yield Raw(line, kind, key, fields)


def _skipped(text: str, place: int, limit: int, close: str) -> int:
    """Return the place after a block of free text, its braces balanced; its end of line where they are not."""
    depth = 1 if close == "}" else 0
    for match in _BRACE.finditer(text, place, limit):
        depth += 1 if match[0] == "{" else -1
        if depth == 0 and close == "}":
            return match.end()
    end = text.find(close if close == ")" else "\n", place)
    return end if end >= 0 else len(text)


def _key(text: str, place: int, limit: int) -> tuple[str, int]:
    match = _KEY.match(text, place, limit)
    assert match
    key = match[0].strip()
    if text[match.end() : match.end() + 1] not in (",", "}", ")"):
        raise _BrokenError("no comma after the key")
    return key, match.end()


def _fields(
    text: str, place: int, limit: int, close: str, strings: dict[str, str]
) -> tuple[dict[str, str], list[str], int]:
    fields: dict[str, str] = {}
    twice: list[str] = []
    while match := _USUAL.match(text, place, limit) or _FIELD.match(text, place, limit):
        name = match[1].lower()
        if match.re is _USUAL:
            value, place = match[2], match.end()
        else:
            value, place = _value(text, match.end(), limit, strings)
        if name in fields:
            twice.append(name)
        else:
            fields[name] = value
    end = _END.match(text, place, limit)
    if end is None or end[1] != close:
        seen = text[place:limit].strip(" \t\n,")
        raise _BrokenError(
            f"expected a field or the end of the entry, found « {seen[:30]} »" if seen else "no end of the entry"
        )
    return fields, twice, end.end()


def _value(text: str, place: int, limit: int, strings: dict[str, str]) -> tuple[str, int]:
    value, place = _piece(text, place, limit, strings)
    while more := _MORE.match(text, place, limit):
        piece, place = _piece(text, more.end(), limit, strings)
        value += piece
    return value, place


def _piece(text: str, place: int, limit: int, strings: dict[str, str]) -> tuple[str, int]:
    """Return one piece of a value and the place after it; braces and quotes taken off, macros resolved."""
    match = _PLAIN.match(text, place, limit)
    if match is not None:
        if match.lastindex == 3:
            word = match[3]
            return strings.get(word.lower(), word), match.end()
        return match[match.lastindex or 1], match.end()
    opening = text[place : place + 1]
    if opening not in ("{", '"') or not opening:
        raise _BrokenError("a field without a value")
    depth = 0
    for mark in (_BRACE if opening == "{" else _QUOTE).finditer(text, place + (opening == '"'), limit):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
            if depth == 0 and opening == "{":
                return text[place + 1 : mark.start()], mark.end()
        elif depth == 0:
            return text[place + 1 : mark.start()], mark.end()
    raise _BrokenError(
        "a value does not end: its braces do not balance" if opening == "{" else "a quoted value does not end"
    )
