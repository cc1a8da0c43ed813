"""The entries of a .bib file as they are written: blocks and fields found, values joined, failures kept by line.

bibtexparser splits the blocks. It is given one at a time, so that a large file is never held as a tree and lines stay
known; a block begins with ``@`` at the beginning of a line, and one that does not end before the next is a failure.
Values are joined here: braces and quotes taken off, pieces parted by ``#`` put together, macros resolved.
"""

import logging
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from biblio.imports.base import ImportResult

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_BLOCK = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
_PLAIN = re.compile(r"\{([^{}]*)\}|\"([^{}\"]*)\"|([^\s,{}()\"#=]+)")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")
_MORE = re.compile(r"\s*#\s*")
_NO_KEY = re.compile(r"[{}()\"#=\\\n]")
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
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # failures are told by line, in our words
    strings = {month: str(number) for number, month in enumerate(_MONTHS.split(), 1)}
    for line, block_text in _blocks(text):
        for block in Splitter(block_text).split().blocks:
            try:
                if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
                    twice = ", ".join(sorted(key.lower() for key in block.duplicate_keys))
                    entry = block.ignore_error_block
                    result.fail(line, f"field given twice: {twice}; the first is kept", entry.key)
                    yield _entry(entry, line, strings)
                elif isinstance(block, ParsingFailedBlock):
                    raise _BrokenError(_reason(block.error))
                elif isinstance(block, String):
                    strings[block.key.lower()] = _value(str(block.value), strings)
                elif isinstance(block, Entry):
                    yield _entry(block, line, strings)
            except _BrokenError as broken:
                result.fail(line, str(broken), block_text.strip()[:_LONGEST_RAW])


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each block, up to where the next begins."""
    starts = [*(match.start() for match in _BLOCK.finditer(text)), len(text)]
    line, counted = 1, 0
    for start, end in pairwise(starts):
        line += text.count("\n", counted, start)
        counted = start
        yield line, text[start:end]


def _reason(error: Exception) -> str:
    """Return in our words why bibtexparser gave a block up."""
    reason = str(getattr(error, "abort_reason", error))
    if "end of file" in reason or "block start" in reason:
        return "the entry does not end: its braces or quotes do not balance"
    return "no comma after the key" if "comma after entry key" in reason else reason


def _entry(entry: "Entry", line: int, strings: dict[str, str]) -> Raw:
    key = entry.key.strip()
    if _NO_KEY.search(key):
        raise _BrokenError("no comma after the key")
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.lower(), _value(str(field.value), strings))
    return Raw(line, entry.entry_type.lower(), key, fields)


def _value(text: str, strings: dict[str, str]) -> str:
    """Return a value without its delimiters, its pieces joined."""
    value, place = _piece(text, 0, len(text), strings)
    while more := _MORE.match(text, place):
        piece, place = _piece(text, more.end(), len(text), strings)
        value += piece
    if text[place:].strip():
        raise _BrokenError(f"expected a field or the end of the entry, found « {text[place:].strip()[:30]} »")
    return value


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
