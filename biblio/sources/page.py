"""The metadata elements of a page of HTML."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from biblio.sources import clean
from biblio.sources.base import Response

_HEAD_BYTES = 2_000_000
_CHUNK = 65_536
_MOST, _LONGEST = 200, 500_000
_CHARSET = re.compile(rb"""charset=["']?\s*([A-Za-z0-9_-]{2,30})""", re.I)


class Page:
    """The metadata elements of a page, read as a stream: meta by lower-case name, JSON-LD, COinS, title.

    lxml calls ``start``, ``data`` and ``end``; no tree is built, so that a hostile page costs little.
    """

    def __init__(self, response: Response) -> None:
        from lxml import etree

        self.meta: dict[str, list[str]] = {}
        self.title, self.language, self.time, self.link = "", "", "", ""
        self.scripts: list[str] = []
        self.coins: list[str] = []
        self.bylines: list[str] = []
        self._kept: list[str] | None = None
        target: Any = self
        parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
        text = response.body[:_HEAD_BYTES].decode(charset(response), "replace").replace("\0", "")
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
        if text.strip():
            parser.close()
        final = response.final or response.url
        # A canonical address on another host would rename the work; a bare host is a site's mistake.
        same_host = urlsplit(self.link).hostname == urlsplit(final).hostname and len(urlsplit(self.link).path) > 1
        self.canonical = self.link if same_host else final
        self.host = (urlsplit(final).hostname or "").removeprefix("www.")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take what a start tag says."""
        if tag == "meta":
            key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            content = attributes.get("content", "").strip()
            if key and content and len(self.meta) < _MOST:
                values = self.meta.setdefault(key.strip().lower().replace("dcterms.", "dc."), [])
                values.extend([content] if len(values) < _MOST else [])
        elif tag == "html":
            self.language = self.language or clean.language(attributes.get("lang"))
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.link = self.link or _web_address(attributes.get("href", ""))
        elif tag == "time":
            self.time = self.time or attributes.get("datetime", "")
        elif tag == "span" and "Z3988" in attributes.get("class", "") and len(self.coins) < _MOST:
            self.coins.append(attributes.get("title", ""))
        elif tag == "script" and "ld+json" in attributes.get("type", "").lower():
            self._kept = self.scripts
            self.scripts.append("")
        elif tag == "title" and not self.title:
            self._kept = [""]
        elif tag == "a" and "author" in attributes.get("rel", "").split() and len(self.bylines) < 3:
            self._kept = self.bylines
            self.bylines.append("")

    def data(self, text: str) -> None:
        """Take text inside an element that is kept."""
        if self._kept is not None and len(self._kept[-1]) < _LONGEST and len(self._kept) < _MOST:
            self._kept[-1] += text

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag in ("script", "title", "a") and self._kept is not None:
            if tag == "title":
                self.title = clean.plain(self._kept[-1])
            self._kept = None

    def close(self) -> None:
        """End the page; lxml asks for it."""

    def all(self, *names: str) -> list[str]:
        """Return the values of the first of these metas that the page has."""
        return next((self.meta[name] for name in names if name in self.meta), [])

    def one(self, *names: str) -> str:
        """Return the first value of `all`, or an empty string."""
        return next(iter(self.all(*names)), "")


def _web_address(url: str) -> str:
    try:
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def charset(response: Response) -> str:
    """Return the encoding of a page: the one it names, unless its bytes say otherwise."""
    found = _CHARSET.search(response.content_type.encode()) or _CHARSET.search(response.body[:4096])
    name = found[1].decode() if found else "utf-8"
    head = response.body[:_HEAD_BYTES]
    try:
        head.decode(name)
    except LookupError:
        return "utf-8"
    except UnicodeDecodeError as error:
        # The head alone may end within a character; anything earlier means that the page names a wrong encoding.
        return name if error.start > len(head) - 4 else "cp1252"
    return name
