"""URLs in running text: where they stand and what a reader would follow.

Cheap anchors (``://``, a dot before two letters, ``10.`` before a registrant) are searched at the speed of the
regular-expression engine; only around an anchor is anything read. Every character is read a bounded number of times.
"""

import re
from collections.abc import Iterator

from biblio.extract.urls.hosts import has_path, host_end
from biblio.extract.urls.reading import INVISIBLE, FoundUrl, exactly, read, scheme_start

__all__ = ["FoundUrl", "find_urls"]


_ANCHOR = re.compile(r"[:.](?:(?<=:)//|(?<=\.)(?:[^\W\d_]{2}|(?<=10\.)\d{4}))")
# "https://confinement" is an accident of the layout; a machine of the house has a port or a path (http://intranet/).
_LONE_WORD = re.compile(r"\w+://(?!localhost$)[\w-]+")
_SCHEME = re.compile(r"(?:https?|ftps?)://", re.I)
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
    search = _ANCHOR.search
    done = 0
    anchor = search(text)
    while anchor is not None:
        at, mark = anchor.start(), anchor[0]
        if mark == "://":
            found, done = _with_scheme(text, at, done)
        elif mark[1].isdigit():
            found, done = _bare_doi(text, at - 2, done)
        else:
            found, done = _without_scheme(text, at, done)
        if found is not None:
            yield found
        anchor = search(text, max(done, at + 1))


def _with_scheme(text: str, colon: int, done: int) -> tuple[FoundUrl | None, int]:
    start, after = scheme_start(text, colon), colon + 3
    first = text[after : after + 1]
    if start < done or not (first.isalnum() or (first and first in "[_" + INVISIBLE)):
        return None, done
    if _SCHEME.match(text, after):
        # "https://https://exemple.fr": the second one is meant.
        return None, after
    glued = _GLUED_SENTENCE.match(text, after)
    if glued is not None:
        return exactly(text, start, glued.end())
    found, end = read(text, start, after)
    return (None if found is not None and _LONE_WORD.fullmatch(found.url) else found), end


def _bare_doi(text: str, start: int, done: int) -> tuple[FoundUrl | None, int]:
    match = _DOI.match(text, start)
    if match is None or start < done:
        return None, done
    before = text[max(0, start - 3) : start].lower()
    if before and before != "doi" and (before[-1].isalnum() or before[-1] in "._-"):
        return None, done
    found, end = read(text, start, match.end())
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
    if text.startswith("://", end):
        # "cf.https://exemple.fr"
        return None, dot + 1
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
        return read(text, start, host)
    return exactly(text, start, host)
