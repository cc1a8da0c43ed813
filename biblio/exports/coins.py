"""COinS: empty HTML spans that Zotero's connector and library tools read references from.

Specification: OpenURL 1.0 (ANSI/NISO Z39.88-2004), https://www.ocoins.info/.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import cast
from urllib.parse import quote, urlencode

from biblio.exports.base import Options
from biblio.formats import dates
from biblio.formats.normal import held
from biblio.model import Item, Name, Work

_JOURNAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
_BOOK = {
    "book": "book",
    "classic": "book",
    "chapter": "bookitem",
    "entry": "bookitem",
    "entry-dictionary": "bookitem",
    "entry-encyclopedia": "bookitem",
    "paper-conference": "proceeding",
    "report": "report",
    "manuscript": "unknown",
}
_ZOTERO = {
    "article": "preprint",
    "bill": "bill",
    "broadcast": "tvBroadcast",
    "dataset": "dataset",
    "figure": "artwork",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "map": "map",
    "motion_picture": "videoRecording",
    "patent": "patent",
    "personal_communication": "letter",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "regulation": "statute",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "standard": "standard",
    "webpage": "webpage",
}
"""CSL type → what Zotero's connector takes for its item type in Dublin Core COinS."""


def write(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield one span a work, to stand anywhere in a page."""
    for work in works:
        yield f"{span(held(work, private=False))}\n"


def span(work: Work) -> str:
    """Return the span of one work."""
    pairs = [("ctx_ver", "Z39.88-2004"), ("rfr_id", "info:sid/biblio"), *_description(work.csl)]
    pairs += [("rft.au", _full(name)) for name in work.csl.get("author", ())]
    pairs += [("rft_id", f"info:doi/{work.csl['DOI']}")] if "DOI" in work.csl else []
    pairs += [("rft_id", url) for url in work.urls]
    text = urlencode([(key, value) for key, value in pairs if value], quote_via=quote)
    return f'<span class="Z3988" title="{escape(text)}"></span>'


def _full(name: Name) -> str:
    parts = cast(dict[str, str], name)
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return " ".join(parts[part] for part in order if part in parts).replace("’ ", "’").replace("' ", "'")


def _description(item: Item) -> list[tuple[str, str]]:
    kind, title, container = item["type"], item.get("title", ""), item.get("container-title", "")
    date = (dates.iso(item.get("issued", {})) or "").rstrip("~").partition("/")[0]
    first = item["author"][0] if item.get("author") else Name()
    common = [("rft.date", date), ("rft.aulast", first.get("family", "")), ("rft.aufirst", first.get("given", ""))]
    pages = [("rft.pages", item.get("page", ""))]
    if kind in _JOURNAL:
        return [
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
            ("rft.genre", "article"),
            ("rft.atitle", title),
            ("rft.jtitle", container),
            ("rft.volume", item.get("volume", "")),
            ("rft.issue", item.get("issue", "")),
            ("rft.issn", item.get("ISSN", "")),
            *pages,
            *common,
        ]
    place = [("rft.place", item.get("publisher-place", "")), ("rft.isbn", item.get("ISBN", ""))]
    if kind == "thesis":
        school = ("rft.inst", item.get("publisher", ""))
        return [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dissertation"), ("rft.title", title), school, *common]
    if genre := _BOOK.get(kind):
        inside = [("rft.atitle", title), ("rft.btitle", container)] if container else [("rft.btitle", title)]
        publisher = ("rft.pub", item.get("publisher", ""))
        book = [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", genre), *inside, publisher]
        return [*book, *place, *pages, *common]
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", _ZOTERO.get(kind, "document")),
        ("rft.title", title),
        ("rft.source", container),
        ("rft.publisher", item.get("publisher", "")),
        ("rft.description", item.get("abstract", "")),
        ("rft.date", date),
        ("rft.language", item.get("language", "")),
    ]
