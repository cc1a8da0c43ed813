"""HTML: wiki pages, pads and blog posts saved as files.

All text is kept in reading order, but for what is clearly marked as no part of it: scripts, menus, site footers. The
page is read as a stream, so that a large or deeply nested one costs little memory (docs/decisions/0011).
"""

import re
from typing import Any

from lxml import etree

from biblio.model import Document
from biblio.readers.decode import decode
from biblio.readers.html.page import Page
from biblio.readers.limits import Limits

_CHUNK = 65_536
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read an HTML page."""
    text, warnings = _decode(data, name)
    page: Any = Page(name, limits)
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
    parser.close()
    document: Document = page.document(warnings)
    return document


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or charset in ("utf-8", "utf8", "utf-16"):
        return decode(data, name)
    if charset in ("iso-8859-1", "latin1", "us-ascii", "ascii"):
        charset = "cp1252"  # as browsers do: https://encoding.spec.whatwg.org/#names-and-labels
    try:
        return data.decode(charset, "replace"), ()
    except LookupError:
        return decode(data, name)
