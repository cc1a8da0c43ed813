"""URLs in running text: where they stand and what a reader would follow.

Cheap anchors (``://``, a dot before two letters, ``10.`` before a registrant) are searched at the speed of the
regular-expression engine; only around an anchor is anything read. Every character is read a bounded number of times.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from biblio.extract.urls.breaks import ANGLE, BREAK, goes_on
from biblio.extract.urls.hosts import has_path, host_end

__all__ = ["FoundUrl", "find_urls"]


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


_ANCHOR = re.compile(r"[:.](?:(?<=:)//|(?<=\.)(?:[^\W\d_]{2}|(?<=10\.)\d{4}))")
_SCHEMES = ("https", "http", "ftps", "ftp")
_SCHEME = re.compile(r"(?:https?|ftps?)://", re.I)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# What word processors and PDF files make of letters and hyphens.
_TYPESET: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _INVISIBLE)),
    **str.maketrans({"\u2010": "-", "\u2011": "-", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}),
}

# What a URL may hold besides ASCII: letters and digits of any script, combining accents, the apostrophe, the short
# dash and the middle dot of French titles. Quotation marks, arrows, bullets and emoji end it.
_PLAIN = r"\w\-.~/?#@!$+=%" + "\u2010\u2011’–·°€\u0300-\u036f" + _INVISIBLE
_RUN = re.compile(rf"[{_PLAIN}'*]+")
_RUNS_AFTER = {
    "*": re.compile(rf"[{_PLAIN}']+"),
    "'": re.compile(rf"[{_PLAIN}*]+"),
    "‘": re.compile(rf"[{_PLAIN.replace('’', '')}'*]+"),
}
_OPENING, _CLOSING = "([{", ")]}"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")
_OMISSION = re.compile(r"[(\[](?:…|\.\.\.)[)\]]")
# A part of the DOIs that Wiley made of SICI codes: 8<693::AID-ASI4>3.0.CO;2-O.
_SICI = re.compile(r"<[\w.]{1,20}:[^<>\s]{0,40}>")
_SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_TAIL = ".,;:!?'’*~" + _SUPERSCRIPTS + _INVISIBLE
_ESCAPED = re.compile(r"\\+([!#-;=?@\[\]^_{}~])")
_NEXT_ONE = re.compile(r"www\.|doi\W|10\.\d{4,9}/", re.I)

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/")
_DOI_LABEL = re.compile(r"doi\s?[:=]?\s{0,2}[\[(]?$", re.I)
_DATE_LIKE = re.compile(r"10\.(?:19|20)\d\d/")
_HOST_RUN = re.compile(r"[\w.-]+")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# "https://exemple.fr.La suite": the blank after the full stop is missing.
_GLUED_SENTENCE = re.compile(r"(?:[a-z\d-]+\.)+[a-z]{2,}(?=\.[A-ZÀÂÉÈÊÎÔÛÇ][a-zà-ÿ]*(?![\w./:@-]))")
_MAIL_END = re.compile(r"@[\w.-]+")
_MAIL_START = re.compile(r"(?:[(\[{<]\s?(?:at|arobase?|a|@)\s?[)\]}>]|\barobase|-at-)\s{0,2}$", re.I)


def find_urls(text: str) -> Iterator[FoundUrl]:
    """Yield the URLs and DOIs of a text in order; they never overlap.

    E-mail addresses, file names and abbreviations are none. A URL inside another (archives, proxies, ``?url=``) is a
    part of it. Linear in the length of the text.
    """
    done = 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        if at < done:
            continue
        mark = anchor[0]
        if mark == "://":
            found, done = _with_scheme(text, at, done)
        elif mark[1].isdigit():
            found, done = _bare_doi(text, at - 2, done)
        else:
            found, done = _without_scheme(text, at, done)
        if found is not None:
            yield found


def _with_scheme(text: str, colon: int, done: int) -> tuple[FoundUrl | None, int]:
    start, after = _scheme_start(text, colon), colon + 3
    first = text[after : after + 1]
    if start < done or not (first.isalnum() or (first and first in "[_" + _INVISIBLE)):
        return None, done
    if _SCHEME.match(text, after):
        # "https://https://exemple.fr": the second one is meant.
        return None, after
    glued = _GLUED_SENTENCE.match(text, after)
    return _found(text, start, glued.end()) if glued else _read(text, start, after)


def _scheme_start(text: str, colon: int) -> int:
    """Return where the scheme before ``://`` begins, or -1; words glued to it are left outside."""
    before = text[max(0, colon - 5) : colon].lower()
    for scheme in _SCHEMES:
        if before.endswith(scheme):
            return colon - len(scheme)
    return -1


def _bare_doi(text: str, start: int, done: int) -> tuple[FoundUrl | None, int]:
    match = _DOI.match(text, start)
    if match is None or start < done or (start and (text[start - 1].isalnum() or text[start - 1] in "._-")):
        return None, done
    found, end = _read(text, start, match.end())
    if found is None:
        return None, end
    labelled = _DOI_LABEL.search(text, max(0, start - 8), start) is not None
    suffix = found.url[match.end() - start :]
    if suffix and (labelled or _is_plausible(match[0], suffix)):
        return found, end
    return None, match.end()


def _is_plausible(prefix: str, suffix: str) -> bool:
    """Tell a DOI without label from a date or a fraction (10.2020/12)."""
    if _DATE_LIKE.match(prefix):
        return False
    return len(suffix) > 3 and (any(c.isalpha() for c in suffix) or "." in suffix or len(suffix) > 6)


def _without_scheme(text: str, dot: int, done: int) -> tuple[FoundUrl | None, int]:
    start = dot
    floor = max(done, dot - 253)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] in "_-."):
        start -= 1
    if text.startswith("...", start):
        start += 3
    while start < dot and text[start] in "_-":
        start += 1
    end = _HOST_RUN.match(text, dot).end()  # type: ignore[union-attr]  # it matches the dot itself
    match = _HOST.match(text, start, end)
    if match is None or (start and text[start - 1] in "@/\\=#&%+~$."):
        return None, end
    mail = _MAIL_END.match(text, end)
    if mail is not None or _MAIL_START.search(text, max(0, start - 12), start):
        return None, mail.end() if mail else end
    host = host_end(text, start, match.end())
    if host is None:
        return None, end
    if text[start - 1 : start] == "[" and text.startswith("](http", host):
        # The words of a Markdown link, not a second one.
        return None, host
    if has_path(text, host) or text[host : host + 1] in ("\r", "\n"):
        return _read(text, start, host)
    return _found(text, start, host)


def _found(text: str, start: int, end: int) -> tuple[FoundUrl, int]:
    return FoundUrl(start, end, _plain(text[start:end])), end


def _read(text: str, start: int, after: int) -> tuple[FoundUrl | None, int]:
    """Read the URL that begins at ``start`` and whose scheme, host or DOI prefix is read up to ``after``."""
    opener = text[start - 1] if start else ""
    end, cut = _walk(text, after, opener)
    breaks: list[re.Match[str]] = []
    if opener == "<" and (angle := ANGLE.match(text, end, end + 2000)):
        breaks += BREAK.finditer(text, end, angle.end())
        end = angle.end()
    if not _is_closed(text, start, end, opener):
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
    cut = False
    while True:
        match = run.match(text, at)
        if match is not None:
            at = match.end()
        if at >= size:
            break
        character = text[at]
        if character in ":,;":
            if character == opener and character != ":":
                # A column of a table in plain text: title;https://exemple.fr;2020.
                break
            if _splits(text, at):
                at = _scheme_start(text, at) if character == ":" else at
                break
            at += 1
        elif character == "&":
            entity = _ENTITY.match(text, at)
            if entity is not None and not _in_url(html.unescape(entity[0])):
                break
            at = entity.end() if entity else at + 1
        elif character in _OPENING:
            # Four deep at most, so that text full of opening brackets is not read over and over.
            if len(opened) == 4:
                break
            # In a path square brackets are the text's: a note, a link's words, a tag. Queries have lists in them.
            if character == "[" and at > begin and not _OMISSION.match(text, at) and text.find("?", begin, at) < 0:
                break
            if _OMISSION.match(text, at):
                cut = True
                break
            opened.append(at)
            at += 1
        elif character in _CLOSING:
            if not opened or text[opened[-1]] != _OPENING[_CLOSING.index(character)]:
                break
            opened.pop()
            at += 1
        elif character == "\\" and (escaped := _ESCAPED.match(text, at)):
            at = escaped.end()
        elif character == "<" and (sici := _SICI.match(text, at)):
            at = sici.end()
        else:
            cut = character == "…"
            break
    return (opened[0], False) if opened else (at, cut)


def _in_url(decoded: str) -> bool:
    return len(decoded) == 1 and (decoded == "&" or _RUN.match(decoded) is not None)


def _splits(text: str, at: int) -> bool:
    """Tell whether a new URL begins here: ``a;https://b``, ``pagehttps://b``; not inside ``?url=https://b``."""
    if text[at] != ":":
        return _NEXT_ONE.match(text, at + 1) is not None
    if not text.startswith("//", at + 1):
        return False
    scheme = _scheme_start(text, at)
    return scheme > 0 and (text[scheme - 1].isalnum() or text[scheme - 1] in ",;.)]}*'’–")


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
        if (
            character in _TAIL
            or (character == opener and character in "+=^")
            or (character == "_" and _is_emphasis(text, start))
        ):
            end -= 1
        else:
            break
    return end, "..." in text[end:last]


def _is_emphasis(text: str, start: int) -> bool:
    """Tell whether an underscore before the URL, on its line, still waits for the one that closes it."""
    line = text[max(0, start - 200) : start]
    line = line[line.rfind("\n") + 1 :]
    return "_" in line and len(re.findall(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", line + "x")) % 2 == 1


def _plain(written: str) -> str:
    """Undo what markup did to a URL."""
    if "\\" in written:
        written = _ESCAPED.sub(r"\1", written)
    for _ in range(written.count("&amp;") + 1 if "&" in written else 0):
        written = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
    return written if written.isascii() else written.translate(_TYPESET)
