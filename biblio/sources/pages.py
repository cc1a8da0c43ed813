"""Reports on the web: where a wiki or a pad gives its bare text, and what of a page is the report.

Wikis and pads are recognised by what their pages say of themselves, not by their host: institutions run their own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from biblio.sources.base import Response

Form = Literal["markdown", "text", "html", "yeswiki"]

_HEAD = 60_000
_LINK = re.compile(rb"""<a\s[^<>]{0,300}?href\s*=\s*["']?(https?://[^"'\s>]{1,2000})""", re.I)
_YESWIKI_LINK = re.compile(r"\[\[(https?://[^\s\]]{1,2000})\s*([^\[\]\n]{0,500})\]\]")
_YESWIKI_HEADING = re.compile(r"^\s*(={2,6})([^=\n]{1,300})={2,6}\s*$", re.M)
KEPT_LINKS = 0.7
"""Share of a page's links to other sites that its main text must keep; else the whole page is the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The address where the bare text of a page is, and its form."""

    url: str
    form: Form


def export_of(response: Response) -> Export | None:
    """Return where the page in ``response`` can be had as bare text; None where it is no wiki or pad that is known.

    Etherpad: https://etherpad.org/doc (``/export/txt``). HedgeDoc, CodiMD, HackMD: ``/download``. MediaWiki:
    https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php (``action=render``). DokuWiki:
    https://www.dokuwiki.org/export (``do=export_xhtmlbody``). YesWiki: ``/raw``.
    """
    url = response.final or response.url
    head = response.body[:_HEAD].lower()
    parts = urlsplit(url)
    bare = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    if re.search(r"/p/[^/]+/?$", parts.path) and b"etherpad" in head:
        return Export(url=f"{bare}/export/txt", form="text")
    if any(mark in head for mark in (b"hedgedoc", b"codimd", b"hackmd")) and len(parts.path) > 1:
        # Views of a note: /ID, /s/ID (published), /p/ID (slides), ?both …
        return Export(url=f"{bare}/download", form="markdown")
    generator = re.search(rb"""<meta[^>]{0,200}name=["']generator["'][^>]{0,200}>""", head)
    engine = generator[0] if generator else b""
    if b"mediawiki" in engine:
        return Export(url=_with(url, action="render"), form="html")
    if b"dokuwiki" in engine:
        return Export(url=_with(url, do="export_xhtmlbody"), form="html")
    if b"yeswiki" in engine or b"yeswiki" in head:
        return _yeswiki(url)
    return None


def _with(url: str, **parameters: str) -> str:
    parts = urlsplit(url)
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in parameters
    ]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*query, *parameters.items()]), ""))


def _yeswiki(url: str) -> Export | None:
    """Return the raw handler of ``?Page``, ``?wiki=Page`` or ``?Page/handler``."""
    parts = urlsplit(url)
    name, _, value = parts.query.partition("&")[0].partition("=")
    page = (value if name == "wiki" else name).partition("/")[0]
    if not page:
        return None
    query = f"wiki={page}/raw" if name == "wiki" else f"{page}/raw"
    return Export(url=urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), form="yeswiki")


def yeswiki_markdown(text: str) -> str:
    r"""Return YesWiki's markup as Markdown, as far as headings and links go; the words stay as they are.

    >>> yeswiki_markdown("======Ressources======\n[[https://example.org Le guide]]")
    '# Ressources\n[Le guide](https://example.org)'
    """
    # The more signs, the higher the heading.
    text = _YESWIKI_HEADING.sub(lambda m: f"{'#' * (7 - len(m[1]))} {m[2].strip()}", text)
    return _YESWIKI_LINK.sub(lambda m: f"[{m[2].strip() or m[1]}]({m[1]})", text)


def main_content(response: Response) -> bytes:
    """Return the main text of a page as HTML, links kept and absolute; the whole page where that would lose links.

    Raises `ImportError` where the extra ``web`` is not installed.
    """
    import trafilatura

    base = response.final or response.url
    text = trafilatura.extract(
        response.body,
        url=base,
        output_format="html",
        include_links=True,
        include_formatting=True,
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        with_metadata=False,
    )
    main = (text or "").encode()
    wanted, kept = set(links_out(response.body, base)), set(links_out(main, base))
    # A list of references is little text and many links: extractors take it for a menu.
    return main if main and len(wanted & kept) >= KEPT_LINKS * len(wanted) else response.body


def links_out(page: bytes, base: str) -> Iterator[str]:
    """Yield the addresses on other sites to which a page links."""
    own = urlsplit(base).hostname
    for found in _LINK.finditer(page):
        url = urljoin(base, found[1].decode("utf-8", "replace").replace("&amp;", "&"))
        try:
            if urlsplit(url).hostname != own:
                yield url
        except ValueError:
            continue


def added(before: str, after: str) -> list[str]:
    """Return the lines that a later version of a text has and the earlier one had not, in order.

    A line that only moved is not new; one that stands there more often than before is.
    """
    # Counted, not aligned: an alignment takes quadratic time where lines repeat.
    left = Counter(line.strip() for line in before.splitlines())
    new = []
    for line in filter(None, map(str.strip, after.splitlines())):
        if left[line]:
            left[line] -= 1
        else:
            new.append(line)
    return new
