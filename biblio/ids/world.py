"""Platforms of other countries that French reports cite, one function each."""

import itertools
import re

from biblio.ids import schemes
from biblio.ids.address import Address, escape
from biblio.ids.generic import doi_in_path
from biblio.ids.schemes import parse_doi, parse_isbn, url_of
from biblio.ids.sites import NOTHING, Site, item

_OPENEDITION_DOI = re.compile(r"10\.4000/(books\.)?([a-z][\w-]*)\.(\d+)")
_ARXIV_DOI = "10.48550/arxiv."
_PREFIXES = {
    "10.3917": "cairn",
    "10.3406": "persee",
    "10.4000": "openedition-journals",
    "10.7202": "erudit",
    "10.48550": "arxiv",
}


def platform_of_doi(doi: str) -> str:
    """Return the platform that registers DOIs with this prefix, else ``web``."""
    if doi.startswith("10.4000/books."):
        return "openedition-books"
    return _PREFIXES.get(doi.partition("/")[0], "web")


def doi(address: Address) -> Site:
    """Read a resolver's address; the DOIs of OpenEdition (of before 2024) and of arXiv hold the local identifier."""
    value = doi_in_path(address, resolver=True)
    if not value:
        return NOTHING
    ids = {"doi": value}
    if match := _OPENEDITION_DOI.fullmatch(value):
        ids["openedition"] = f"{match[2]}/{match[3]}"
    elif value.startswith(_ARXIV_DOI):
        ids["arxiv"] = value.removeprefix(_ARXIV_DOI)
    return Site(ids, url_of("doi", value))


def handle(address: Address) -> Site:
    """Read hdl.handle.net, which resolves DOIs too."""
    value = address.decoded_path.removeprefix("/")
    return doi(address) if value.startswith("10.") else item("handle", schemes.parse_handle(value))


_ARXIV_VIEWS = frozenset(("abs", "pdf", "html", "format", "ps", "e-print", "src"))


def arxiv(address: Address) -> Site:
    """Read abstracts and all formats; identifiers of before 2007 have two parts."""
    parts = address.segments
    if len(parts) < 2 or parts[0] not in _ARXIV_VIEWS:
        return NOTHING
    parts[-1] = re.sub(r"\.(?:pdf|html?)$", "", parts[-1])
    return item("arxiv", schemes.parse_arxiv("/".join(parts[1:3])) or schemes.parse_arxiv(parts[1]))


def jstor(address: Address) -> Site:
    """Read ``/stable/N``, with or without JSTOR's DOI prefix."""
    parts = [part for part in address.segments if part not in ("pdf", "pdfplus", "info", "full")]
    if len(parts) < 2 or parts[0] not in ("stable", "discover"):
        return NOTHING
    if not parts[1].startswith("10."):
        return item("jstor", schemes.parse_jstor(re.sub(r"\.pdf$", "", parts[1])))
    value = parse_doi("/".join(parts[1:3]))
    if value is None or parts[1] != "10.2307":
        return item("doi", value)
    number = schemes.parse_jstor(parts[2])
    return Site({"jstor": number, "doi": value}, url_of("jstor", number)) if number else item("doi", value)


def erudit(address: Address) -> Site:
    """Read the number of an article, which is the suffix of its DOI."""
    numbers = (re.fullmatch(r"(\d{6,7}ar)(?:\.pdf)?", part) for part in address.segments)
    return next((item("doi", f"10.7202/{match[1]}") for match in numbers if match), NOTHING)


def plos(address: Address) -> Site:
    """Read ``article?id=DOI``."""
    return item("doi", parse_doi(address.parameter("id")))


_VIDEO_PATHS = frozenset(("embed", "shorts", "live", "v", "e", "vi"))


def youtube(address: Address) -> Site:
    """Read all players of one video; channels and playlists are no videos."""
    parts = address.segments
    if address.site == "youtu.be":
        return item("youtube", schemes.parse_youtube(parts[0]) if parts else None)
    if len(parts) > 1 and parts[0] in _VIDEO_PATHS:
        return item("youtube", schemes.parse_youtube(parts[1]))
    if parts[:1] == ["watch"]:
        # A second question mark is a common accident: watch?v=ID?t=12.
        return item("youtube", schemes.parse_youtube(re.split(r"[?&/]", address.parameter("v"))[0]))
    return NOTHING


def wiki(address: Address) -> Site:
    """Read a page of Wikipedia and its sisters: mobile and dated versions are the page; the first letter is big."""
    host = re.sub(r"\bm\.", "", address.site)
    title = address.path.removeprefix("/wiki/") if address.path.startswith("/wiki/") else address.parameter("title")
    if not title or host.count(".") < 2:
        return NOTHING
    title = escape(title.replace(" ", "_"))
    return Site({}, f"https://{host}/wiki/{title[0].upper() if title[0].isascii() else title[0]}{title[1:]}")


def amazon(address: Address) -> Site:
    """Read a book's number at Amazon: it is the ISBN-10."""
    for before, number in itertools.pairwise(address.segments):
        if before in ("dp", "product", "ASIN", "d") and (isbn := parse_isbn(number)):
            return Site({"isbn": isbn}, f"https://www.{address.site}/dp/{number}")
    return NOTHING


def google_books(address: Address) -> Site:
    """Read a volume's number; query, page and style of the viewer are left out."""
    parts = address.segments
    number = parts[3] if parts[:2] == ["books", "edition"] and len(parts) > 3 else address.parameter("id")
    if not re.fullmatch(r"[\w-]{12}", number):
        return NOTHING
    return Site({}, f"https://books.google.com/books?id={number}")


def google_docs(address: Address) -> Site:
    """Read the number of a shared document: how it is shown (``/edit?usp=sharing#gid=0``) is left out."""
    match = re.match(r"/(?:a/[\w.]+/)?(\w+)/(?:u/\d/)?d/([\w-]{20,})", address.path)
    return Site({}, f"https://{address.site}/{match[1]}/d/{match[2]}") if match else NOTHING


_LEGIFRANCE_ID = re.compile(r"(JORFTEXT|LEGITEXT|LEGIARTI|JORFARTI)\d{12}")
_LEGIFRANCE_PATHS = {
    "JORFTEXT": "jorf/id",
    "JORFARTI": "jorf/article_jo",
    "LEGITEXT": "codes/texte_lc",
    "LEGIARTI": "codes/article_lc",
}


def legifrance(address: Address) -> Site:
    """Read texts and articles of French law; until 2020 their numbers stood in the query (``affichTexte.do?…``)."""
    match = _LEGIFRANCE_ID.search(address.path)
    number = match[0] if match else address.parameter("idarticle") or address.parameter("cidtexte")
    match = _LEGIFRANCE_ID.fullmatch(number)
    return Site({}, f"https://www.legifrance.gouv.fr/{_LEGIFRANCE_PATHS[match[1]]}/{number}") if match else NOTHING
