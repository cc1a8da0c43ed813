"""How far a URL goes once its beginning is known, and what is meant by what is written there."""

import html
import re
from dataclasses import dataclass

from biblio.extract.urls.breaks import ANGLE, BREAK, goes_on


@dataclass(frozen=True, slots=True)
class FoundUrl:
    """A URL or DOI at ``text[start:end]``.

    ``url`` is what is meant by what is written there: without line breaks, invisible characters, Markdown and HTML
    escapes; without scheme where none is written. ``cut`` tells that the text itself ends it with an ellipsis.
    """

    start: int
    end: int
    url: str
    cut: bool = False


INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens and characters without width."""

# What word processors and PDF files make of letters and hyphens.
_TYPESET = {
    **dict.fromkeys(map(ord, INVISIBLE), ""),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict(zip(map(ord, "ﬁﬂﬀﬃﬄ"), ("fi", "fl", "ff", "ffi", "ffl"), strict=True)),
}

# What a URL may hold besides ASCII: letters and digits of any script, combining accents, the apostrophe, the short
# dash and the middle dot of French titles. Quotation marks, arrows, bullets and emoji end it.
_PLAIN = r"\w\-.~/?#@!$+=%" + "\u2010\u2011’–·°€\u0300-\u036f" + INVISIBLE
_RUN = re.compile(rf"[{_PLAIN}'*]+")
_RUNS_AFTER = {
    "*": re.compile(rf"[{_PLAIN}']+"),
    "'": re.compile(rf"[{_PLAIN}*]+"),
    "‘": re.compile(rf"[{_PLAIN.replace('’', '')}'*]+"),
}
_OPENING, _CLOSING = "([{", ")]}"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")
_OMISSION = re.compile(r"…|[(\[](?:…|\.\.\.)[)\]]")
# A part of the DOIs that Wiley made of SICI codes: 8<693::AID-ASI4>3.0.CO;2-O.
_SICI = re.compile(r"<[\w.]{1,20}:[^<>\s]{0,40}>")
_SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_TAIL = ".,;:!?'’*~" + _SUPERSCRIPTS + INVISIBLE
_ESCAPED = re.compile(r"\\+([!#-;=?@\[\]^_{}~])")
_NEXT_ONE = re.compile(r"www\.|doi\W|10\.\d{4,9}/", re.I)

_BLANKS = " \u00a0\u202f"
_SCHEMES = ("https", "http", "ftps", "ftp")


def read(text: str, start: int, after: int) -> tuple[FoundUrl | None, int]:
    """Read the URL that begins at ``start`` and whose scheme, host or DOI prefix is read up to ``after``.

    Return it, or ``None`` where nothing follows the scheme, and the place up to which the text has been read.
    """
    opener = text[start - 1] if start else ""
    end, cut = _walk(text, after, opener)
    breaks: list[re.Match[str]] = []
    if opener == "<" and (angle := ANGLE.match(text, end, end + 2000)):
        breaks += BREAK.finditer(text, end, angle.end())
        end = angle.end()
    if opener not in _ENCLOSING or not _is_closed(text, start, end, opener):
        while len(breaks) < 4 and (line_end := BREAK.match(text, end)):
            if not goes_on(text, line_end, _joined(text, start, end, breaks), opener):
                break
            breaks.append(line_end)
            end, cut = _walk(text, line_end.end(), opener)
        end, omission = _trim(text, start, end, breaks[-1].end() if breaks else after)
        cut = cut or omission
    if text.startswith("://", end - 3):
        return None, end
    return FoundUrl(start, end, _plain(_joined(text, start, end, breaks)), cut), end


def _joined(text: str, start: int, end: int, breaks: list[re.Match[str]]) -> str:
    if not breaks:
        return text[start:end]
    pieces = []
    for line_end in breaks:
        pieces.append(text[start : line_end.start()])
        start = line_end.end()
    return "".join([*pieces, text[start:end]])


def _walk(text: str, at: int, opener: str) -> tuple[int, bool]:
    """Return where the URL that has been read up to ``at`` ends, and whether an omission mark ends it."""
    run = _RUNS_AFTER.get(opener, _RUN)
    opened: list[int] = []
    begin, size = at, len(text)
    while True:
        match = run.match(text, at)
        if match is not None:
            at = match.end()
        if at >= size:
            break
        character = text[at]
        if character <= " ":
            break
        if character in ":,;":
            # After a mark of its own kind it is a column of a table in plain text: title;https://exemple.fr;2020.
            if (character == opener and character != ":") or _splits(text, at):
                break
            at += 1
        elif character in _OPENING:
            if _is_foreign(text, begin, at, opened):
                break
            opened.append(at)
            at += 1
        elif character in _CLOSING:
            if not opened or text[opened[-1]] != _OPENING[_CLOSING.index(character)]:
                break
            opened.pop()
            at += 1
        elif (more := _markup(text, at)) > at:
            at = more
        else:
            break
    if opened:
        return opened[0], False
    if text.startswith("://", at):
        return scheme_start(text, at), False
    return at, _OMISSION.match(text, at) is not None


def _is_foreign(text: str, begin: int, at: int, opened: list[int]) -> bool:
    """Tell whether an opening bracket belongs to the text around a URL."""
    if len(opened) == 4 or _OMISSION.match(text, at):
        # Four deep at most, so that text full of opening brackets is not read over and over.
        return True
    # In a path square brackets open a note, a link's words, a tag; queries have lists in them.
    return text[at] == "[" and at > begin and text.find("?", begin, at) < 0


def _markup(text: str, at: int) -> int:
    """Return the end of an escape, an entity or a SICI code that stands for characters of a URL; else ``at``."""
    character = text[at]
    if character == "&":
        entity = _ENTITY.match(text, at)
        if entity is None:
            return at + 1
        return entity.end() if _in_url(html.unescape(entity[0])) else at
    match = _ESCAPED.match(text, at) if character == "\\" else _SICI.match(text, at) if character == "<" else None
    return match.end() if match else at


def _in_url(decoded: str) -> bool:
    return len(decoded) == 1 and (decoded == "&" or _RUN.match(decoded) is not None)


def _splits(text: str, at: int) -> bool:
    """Tell whether a new URL begins here: ``a;https://b``, ``pagehttps://b``; not inside ``?url=https://b``."""
    if text[at] != ":":
        return _NEXT_ONE.match(text, at + 1) is not None
    if not text.startswith("//", at + 1):
        return False
    scheme = scheme_start(text, at)
    return scheme > 0 and (text[scheme - 1].isalnum() or text[scheme - 1] in ",;.)]}*'’–")


_ENCLOSING = frozenset("<(\"'")


def _is_closed(text: str, start: int, end: int, opener: str) -> bool:
    """Tell whether marks of their own enclose the URL, so that its last character belongs to it in any case."""
    closer = text[end : end + 1]
    if opener == "<":
        return closer == ">"
    if opener == "(":
        return closer == ")" and text[start - 2 : start - 1] == "]"
    return opener in ('"', "'") and closer == opener and text[start - 2 : start - 1] == "="


def _trim(text: str, start: int, end: int, floor: int) -> tuple[int, bool]:
    """Return the end without the punctuation of the sentence, and whether dots of omission were among it."""
    last, opener = end, text[start - 1 : start]
    while end > floor:
        character = text[end - 1]
        if character not in _TAIL and not (
            (character in "+=^" and character == opener) or (character == "_" and _is_emphasis(text, start))
        ):
            break
        end -= 1
    return end, last - end > 2 and "..." in text[end:last]


def _is_emphasis(text: str, start: int) -> bool:
    """Tell whether an underscore before the URL, on its line, still waits for the one that closes it."""
    line = text[max(0, start - 200) : start]
    line = line[line.rfind("\n") + 1 :]
    return "_" in line and len(re.findall(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", line + "x")) % 2 == 1


def _plain(written: str) -> str:
    """Undo what markup did to a URL."""
    if "\\" in written:
        written = _ESCAPED.sub(r"\1", written)
    if "&" in written:
        written = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
        # Once more, for what was escaped twice on its way.
        written = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
    if written[5:6] in _BLANKS or written[4:5] in _BLANKS:
        written = "".join(written.split())
    return written if written.isascii() else written.translate(_TYPESET)


def scheme_start(text: str, colon: int) -> int:
    """Return where the scheme before ``://`` begins, or -1; words glued to it are left outside."""
    if colon and text[colon - 1] in _BLANKS:
        # French correctors put a blank before every colon.
        colon -= 1
    before = text[max(0, colon - 5) : colon].lower()
    for scheme in _SCHEMES:
        if before.endswith(scheme):
            return colon - len(scheme)
    return -1


def exactly(text: str, start: int, end: int) -> tuple[FoundUrl, int]:
    """Return the URL ``text[start:end]`` whose end is known."""
    return FoundUrl(start, end, _plain(text[start:end])), end
