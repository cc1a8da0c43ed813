"""The metadata elements of a page of HTML."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from biblio.sources import clean
from biblio.sources.base import Response

if TYPE_CHECKING:
    from bs4 import Tag

_HEAD_BYTES = 1_000_000
_MOST, _LONGEST = 200, 500_000
_ELEMENTS = ["meta", "title", "link", "time", "span", "script", "a"]
_JSON_LD = re.compile(r"ld\+json", re.I)
_LANGUAGE = re.compile(r"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([\w-]{2,20})", re.I)
_CHARSET = re.compile(rb"""charset=["']?\s*([A-Za-z0-9_-]{2,30})""", re.I)


class Page:
    """The metadata elements of a page: meta by lower-case name, JSON-LD, COinS, title, bylines.

    Only these elements are built, of the first megabyte, so that a hostile page costs little.
    """

    def __init__(self, response: Response) -> None:
        from bs4 import BeautifulSoup
        from bs4.filter import SoupStrainer

        text = response.body[:_HEAD_BYTES].decode(charset(response), "replace").replace("\0", "")
        soup = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(_ELEMENTS))
        self.meta: dict[str, list[str]] = {}
        for element in soup.find_all("meta", limit=_MOST**2):
            self._add_meta(element)
        self.title = clean.plain(_text(soup.find("title")))
        self.language = clean.language(found[1]) if (found := _LANGUAGE.search(text, 0, 20_000)) else ""
        self.time = str(_attribute(soup.find("time", datetime=True), "datetime"))
        self.link = _web_address(_attribute(soup.find("link", rel="canonical"), "href"))
        self.scripts = [_text(e)[:_LONGEST] for e in soup.find_all("script", type=_JSON_LD, limit=_MOST)]
        self.coins = [_attribute(e, "title") for e in soup.find_all("span", class_="Z3988", limit=_MOST)]
        self.bylines = [_text(e) for e in soup.find_all("a", rel="author", limit=3)]
        final = response.final or response.url
        # A canonical address on another host would rename the work; a bare host is a site's mistake.
        same_host = urlsplit(self.link).hostname == urlsplit(final).hostname and len(urlsplit(self.link).path) > 1
        self.canonical = self.link if same_host else final
        self.host = (urlsplit(final).hostname or "").removeprefix("www.")

    def _add_meta(self, element: "Tag") -> None:
        key = next(filter(None, (_attribute(element, name) for name in ("name", "property", "itemprop"))), "")
        content = _attribute(element, "content").strip()
        if key and content and len(self.meta) < _MOST:
            values = self.meta.setdefault(key.strip().lower().replace("dcterms.", "dc."), [])
            values.extend([content] if len(values) < _MOST else [])

    def all(self, *names: str) -> list[str]:
        """Return the values of the first of these metas that the page has."""
        return next((self.meta[name] for name in names if name in self.meta), [])

    def one(self, *names: str) -> str:
        """Return the first value of `all`, or an empty string."""
        return next(iter(self.all(*names)), "")


def _attribute(element: "Tag | None", name: str) -> str:
    """Return an attribute as text; an empty string where element or attribute are wanting."""
    value = element.get(name, "") if element else ""
    return value if isinstance(value, str) else " ".join(value or ())


def _text(element: "Tag | None") -> str:
    return element.get_text() if element else ""


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
