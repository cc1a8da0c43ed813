"""URLs in running text: where they stand and what a reader would follow.

Cheap anchors (``://``, a dot before two letters, ``10.`` before a registrant) are searched at the speed of the
regular-expression engine; only around an anchor is anything read. Every character is read a bounded number of times.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DROP_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))

# What a URL may hold besides ASCII: letters and digits of any script, combining accents, the apostrophe, the short
# dash and the middle dot of French titles. Quotation marks, arrows, bullets and emoji end it.
_PLAIN = r"\w\-.~/?#@!$+=%" + "’–·°€\u0300-\u036f" + _INVISIBLE
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
_TAIL = ".,;:!?'’*~" + _INVISIBLE
_ESCAPED = re.compile(r"\\([!#-;=?@\[-_{}~])")

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/")
_DOI_LABEL = re.compile(r"doi\s?[:=]?\s{0,2}(?:\[|\()?$", re.I)
_HOST_RUN = re.compile(r"[\w.-]+")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_PORT = re.compile(r":\d{2,5}(?![\d.])")
_MAIL_END = re.compile(r"@[\w.-]+")


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
    start = _scheme_start(text, colon)
    if start < done or colon + 3 >= len(text):
        return None, done
    first = text[colon + 3]
    if not (first.isalnum() or first in "[_" or first in _INVISIBLE):
        return None, done
    return _read(text, start, colon + 3)


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
    if not suffix or not (labelled or _plausible_suffix(match[0], suffix)):
        return None, match.end()
    return found, end


def _plausible_suffix(prefix: str, suffix: str) -> bool:
    """Tell a DOI without label from a date or a fraction (10.2020/12)."""
    if re.match(r"10\.(?:19|20)\d\d/", prefix):
        return False
    return len(suffix) > 3 and (any(c.isalpha() for c in suffix) or "." in suffix or len(suffix) > 6)


def _without_scheme(text: str, dot: int, done: int) -> tuple[FoundUrl | None, int]:
    start = dot
    floor = max(done, dot - 253)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] in "_-."):
        start -= 1
    while start < dot and text[start] in "_-":
        start += 1
    end = _HOST_RUN.match(text, dot).end()  # type: ignore[union-attr]  # it matches the dot itself
    if text[start : start + 3] == "...":
        start += 3
    match = _HOST.match(text, start, end)
    if match is None or (start and text[start - 1] in "@/\\=#&%+~$."):
        return None, end
    mail = _MAIL_END.match(text, end)
    if mail is not None:
        return None, mail.end()
    host_end = _host_end(text, start, match.end())
    if host_end is None:
        return None, end
    return _read(text, start, host_end)


# --- hosts without scheme ---------------------------------------------------------------------------------------

# Endings that French reports write without "www." or path. Others count with a path only, if they are registered.
_COMMON = re.compile(
    "com|org|net|info|eu|edu|gov|int|coop|museum|bzh|paris|alsace|corsica|quebec|asso|fr|be|ch|ca|lu|mc|uk|ie|es|pt|nl|dk"
    "|se|fi|pl|cz|at|hu|gr|ro|tn|dz|sn|ci|cm|bf|ml|ga|cg|mg|re|nc|pf|gp|mq|gf|pm|wf|yt|io|co|tv|xyz|blog|cloud"
)
# Endings that are also a word of French or English or a kind of file: "parlé.de", "README.md".
_AMBIGUOUS = re.compile(
    "de|la|et|me|ma|sa|se|si|ne|no|au|il|es|as|am|an|be|us|my|do|at|in|is|it|to|so|by|or|tu|pm|re|py|md|rs|sh|pl|ps|zip"
    "|mov|cc|ai|ml|info"
)
_ABBREVIATIONS = re.compile(
    "etc|cf|art|vol|al|ex|no|op|cit|ibid|id|pp?|dir|éds?|eds?|coll|chap|fig|trad|réf|ref|av|apr|env|max|min|tél|tel"
    "|mm?|mme|mlle|dr|pr|ste?"
)


def _host_end(text: str, start: int, end: int) -> int | None:
    """Return the end of the host name that begins at ``start``, or ``None`` where the words are no host."""
    labels = text[start:end].rstrip("_-").split(".")
    # "www.cairn.info.Ensuite": the blank after the full stop is missing.
    while len(labels) > 2 and labels[-1][:1].isupper() and not all(map(str.isupper, labels)):
        labels.pop()
    host = ".".join(labels)
    end = start + len(host)
    if len(host) > 253 or any(not label or len(label) > 63 for label in labels):
        return None
    ending = labels[-1]
    if not (ending.islower() or host.isupper()):
        return None
    if re.fullmatch(r"www\d?", labels[0], re.I):
        return end if len(labels) > 2 and ending.isalpha() and len(ending) > 1 else None
    path = _has_path(text, end)
    return end if _is_host(labels, ending.lower(), path=path) else None


def _has_path(text: str, end: int) -> bool:
    port = _PORT.match(text, end)
    if port is not None:
        end = port.end()
    following = text[end : end + 2]
    if following[:1] == "/":
        return following[1:] != "/"
    return port is not None or (following[:1] in ("?", "#") and following[1:].isalnum())


def _is_host(labels: list[str], ending: str, *, path: bool) -> bool:
    name = labels[-2].lower()
    if any("_" in label for label in labels[-2:]) or name.startswith("-") or name.endswith("-"):
        return False
    if path:
        return bool(_COMMON.fullmatch(ending)) or ending in _registered()
    if not _COMMON.fullmatch(ending) or (_AMBIGUOUS.fullmatch(ending) and len(labels) < 3):
        return False
    return len(name) > 1 and any(c.isalpha() for c in name) and not _ABBREVIATIONS.fullmatch(labels[0].lower())


@lru_cache(maxsize=1)
def _registered() -> frozenset[str]:
    """Return the top-level domains of the Public Suffix List (read only when a rare ending asks for it)."""
    from publicsuffixlist import PSLFILE

    with open(PSLFILE, encoding="utf-8") as lines:  # noqa: PTH123
        rules = (line.strip().lstrip("!*.") for line in lines if line[:2] != "//")
        return frozenset(rule for rule in rules if rule and "." not in rule)


# --- reading to the end -----------------------------------------------------------------------------------------


def _read(text: str, start: int, after: int) -> tuple[FoundUrl | None, int]:
    """Read the URL that begins at ``start`` and whose scheme, host or DOI prefix is read up to ``after``."""
    opener = text[start - 1] if start else ""
    run = _RUNS_AFTER.get(opener, _RUN)
    end, cut = _walk(text, after, run)
    breaks: list[re.Match[str]] = []
    if opener == "<" and (angle := _ANGLE.match(text, end, end + 2000)):
        breaks += _BREAK.finditer(text, end, angle.end())
        end = angle.end()
    if not _is_closed(text, start, end, opener):
        while len(breaks) < 4 and (line_end := _continuation(text, start, end, breaks)):
            breaks.append(line_end)
            end, cut = _walk(text, line_end.end(), run)
        end, omission = _trim(text, start, end, breaks[-1].end() if breaks else after)
        cut = cut or omission
    if text.startswith("://", end - 3):
        return None, end
    return FoundUrl(start, end, _plain(_joined(text, start, end, breaks)), cut), end


def _joined(text: str, start: int, end: int, breaks: list[re.Match[str]]) -> str:
    pieces = []
    for line_end in breaks:
        pieces.append(text[start : line_end.start()])
        start = line_end.end()
    return "".join([*pieces, text[start:end]])


def _walk(text: str, at: int, run: re.Pattern[str]) -> tuple[int, bool]:
    """Return where the URL that has been read up to ``at`` ends, and whether an omission mark ends it."""
    opened: list[int] = []
    size = len(text)
    cut = False
    while True:
        match = run.match(text, at)
        if match is not None:
            at = match.end()
        if at >= size:
            break
        character = text[at]
        if character in ":,;":
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
            if _OMISSION.match(text, at):
                cut = True
                break
            if len(opened) == 4:
                break
            opened.append(at)
            at += 1
        elif character in _CLOSING:
            if not opened or text[opened[-1]] != _OPENING[_CLOSING.index(character)]:
                break
            opened.pop()
            at += 1
        elif character == "\\" and _ESCAPED.match(text, at):
            at += 2
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
        return text.startswith("www.", at + 1)
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


_ANGLE = re.compile(r"[^\s<>]*(?:[ \t]?\r?\n[ \t]*[^\s<>]+){0,4}(?=>)")
_BREAK = re.compile(r"[ \t]?\r?\n[ \t]{0,16}(?=\S)")
_TOKEN = re.compile(r"[\w\-.~/?#=%&+,;:@()]{1,300}")
_FILE_END = re.compile(r"\.(?:html?|php|aspx?|jsp|pdf|docx?|odt|epub|xhtml)(?:[?#]\S*)?$", re.I)
_LOCAL_ID = re.compile(
    r"(?:hal|halshs|tel|dumas|cel|medihal|inria)-\d{8}|10\.\d{4,9}/\S+|\d{4}\.\d{4,5}(?:v\d)?|[12]\d{3}[A-Z]{2}[A-Z0-9]{6}"
)


def _continuation(text: str, start: int, end: int, breaks: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the line break after which the URL certainly goes on."""
    line_end = _BREAK.match(text, end)
    token = _TOKEN.match(text, line_end.end()) if line_end else None
    if token is None:
        return None
    word = token[0].rstrip(".,;:!?)")
    if not word or "://" in word or word.startswith("www."):
        return None
    return line_end if _goes_on(_joined(text, start, end, breaks), word, text[start - 1 : start]) else None


def _goes_on(url: str, word: str, opener: str) -> bool:
    last = url[-1]
    if not word.isascii():
        return False
    if last == "-":
        return word[0].isalnum()
    if last == "_":
        return word[0].isalnum() and opener != "_"
    if last in "=&%":
        return word[0].isalnum() or word[0] == "%"
    if last == "/":
        return _names_page(word) or (url.lower().endswith("doi.org/") and word.startswith("10."))
    if word[0] in "/?&=%" and len(word) > 1 and word[1].isalnum():
        return True
    if word[0] in "-._" and len(word) > 2:
        return bool(word[1].isalnum() and (_FILE_END.search(word) or word.count("-") > 1))
    if _DOI.search(url) and re.search(r"10\.\d{4,9}/[a-z]+\.$", url):
        return word[0].isdigit()
    return False


def _names_page(word: str) -> bool:
    """Tell whether a word alone is the last part of a path, and no word of the next sentence."""
    if _LOCAL_ID.fullmatch(word):
        return True
    if word.isdigit():
        return len(word) > 2 and not (len(word) == 4 and word[:2] in ("19", "20"))
    if word[0].isupper() or not word[0].isalnum():
        return False
    joints = sum(word.count(c) for c in "-_/=")
    return bool(_FILE_END.search(word)) or (joints > 1 and any(c.isdigit() for c in word)) or joints > 3


def _trim(text: str, start: int, end: int, floor: int) -> tuple[int, bool]:
    """Return the end without the punctuation of the sentence, and whether dots of omission were among it."""
    last = end
    while end > floor:
        character = text[end - 1]
        if character in _TAIL or (character == "_" and _is_emphasis(text, start)):
            end -= 1
        else:
            break
    return end, "..." in text[end:last]


def _is_emphasis(text: str, start: int) -> bool:
    """Tell whether an underscore before the URL, on its line, still waits for the one that closes it."""
    line = text[max(0, start - 300) : start]
    line = line[line.rfind("\n") + 1 :]
    return len(re.findall(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", line + "x")) % 2 == 1


def _plain(written: str) -> str:
    """Undo what markup did to a URL."""
    if "\\" in written:
        written = _ESCAPED.sub(r"\1", written)
    if "&" in written:
        written = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
    if not written.isascii():
        written = written.translate(_DROP_INVISIBLE)
    return written
