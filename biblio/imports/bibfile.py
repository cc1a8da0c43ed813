"""The entries of a .bib file: blocks split by bibtexparser, values joined, failures kept with their line."""

import logging
import re
from collections.abc import Iterator
from typing import NamedTuple

from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from biblio.imports.base import ImportResult

# bibtexparser says on its log what it also returns as failed blocks.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_CHUNK = 200_000
"""Characters parsed at a time: a library of any size is read in the memory of one chunk."""
_BLOCK = re.compile(r"\n[ \t]*@\w+[ \t]*[{(]")
_CONCATENATION = re.compile(r"\s*#\s*")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"


class Raw(NamedTuple):
    """An entry as it stands: the line it begins on, type and field names in lower case, values still in LaTeX."""

    line: int
    kind: str
    key: str
    fields: dict[str, str]


def entries(text: str, result: ImportResult) -> Iterator[Raw]:
    """Yield the entries of a .bib text; add to ``result`` what does not parse and fields given twice."""
    strings = {month: str(number) for number, month in enumerate(_MONTHS.split(), 1)}
    line = 0
    for chunk in _chunks(text):
        for block in Splitter(chunk).split().blocks:
            start = line + (block.start_line or 0) + 1
            if isinstance(block, String):
                strings[block.key.lower()] = value_of(block.value, strings)
            elif isinstance(block, Entry):
                yield _entry(block, start, strings)
            elif isinstance(block, DuplicateFieldKeyBlock):
                twice = ", ".join(sorted(block.duplicate_keys))
                result.fail(start, f"field given twice: {twice}; the first is kept", block.raw or "")
                if isinstance(block.ignore_error_block, Entry):
                    yield _entry(block.ignore_error_block, start, strings)
            elif isinstance(block, ParsingFailedBlock):
                entry = getattr(block, "ignore_error_block", None)
                if isinstance(entry, Entry):
                    yield _entry(entry, start, strings)
                else:
                    result.fail(start, str(getattr(block.error, "abort_reason", block.error)), block.raw or "")
        line += chunk.count("\n")


def _chunks(text: str) -> Iterator[str]:
    """Cut a text before a line that begins a block, as bibtexparser itself recovers there."""
    start = 0
    while len(text) - start > _CHUNK:
        match = _BLOCK.search(text, start + _CHUNK)
        if match is None:
            break
        yield text[start : match.start() + 1]
        start = match.start() + 1
    yield text[start:]


def _entry(entry: Entry, line: int, strings: dict[str, str]) -> Raw:
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.lower(), value_of(field.value, strings))
    return Raw(line, entry.entry_type.lower(), entry.key, fields)


def value_of(raw: str, strings: dict[str, str]) -> str:
    """Return a value without its braces or quotes, its macros resolved and its pieces (``#``) joined."""
    if raw[:1] == "{" and raw[-1:] == "}" and "#" not in raw:
        return raw[1:-1]
    return "".join(_piece(piece, strings) for piece in _pieces(raw))


def _pieces(raw: str) -> Iterator[str]:
    depth, quoted, start = 0, False, 0
    for place, char in enumerate(raw):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and depth == 0:
            quoted = not quoted
        elif char == "#" and depth == 0 and not quoted:
            yield raw[start:place].strip()
            start = place + 1
    yield raw[start:].strip()


def _piece(piece: str, strings: dict[str, str]) -> str:
    if len(piece) > 1 and (piece[0], piece[-1]) in (("{", "}"), ('"', '"')):
        return piece[1:-1]
    return strings.get(piece.lower(), piece)
