"""What a URL says by itself: its platform, the identifiers that stand in it, its canonical form.

One function per platform, found by a dictionary of hosts. Forms of addresses: the platforms' own pages and the URL
parsers of https://github.com/ezpaarse-project/ezpaarse-platforms.
"""

import itertools
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from biblio.ids import schemes
from biblio.ids.address import Address, escape, parse_url, unwrap
from biblio.ids.schemes import parse_cairn, parse_doi, parse_hal, parse_isbn, url_of


class Resolved(NamedTuple):
    """What is known of a URL: ``url`` compares (see `canonical_url`), ``clean`` can be followed."""

    platform: str
    ids: dict[str, str]
    url: str
    clean: str


class Site(NamedTuple):
    """What a platform's function found: identifiers, and the address that stands for the page (empty: any)."""

    ids: dict[str, str]
    url: str = ""
    platform: str = ""


Reader = Callable[[Address], Site]


def ids_from_url(url: str) -> dict[str, str]:
    """Return the identifiers that stand in a URL, by scheme; library proxies and web archives are looked through.

    >>> ids_from_url("https://hal.archives-ouvertes.fr/hal-02065122v2/document")
    {'hal': 'hal-02065122'}
    """
    return dict(_resolve(url).ids)


def platform(url: str) -> str:
    """Return the platform of a URL: a value of `PLATFORMS`, else ``web``."""
    return _resolve(url).platform


def canonical_url(url: str) -> str:
    """Return the form of a URL that is equal for all ways to write the address of one thing. Idempotent.

    For a page of a known platform it is the present address of the item. For any other page it serves to compare:
    ``https``, no ``www.``, no tracking parameters, no viewer fragment, sorted parameters; `clean_url` is the one to
    follow. What is no web address comes back as it is, without outer spaces.
    """
    return _resolve(url).url


def clean_url(url: str) -> str:
    """Return the address to show and follow: wrappers, tracking and viewer state taken off, the site as it is."""
    return _resolve(url).clean


@lru_cache(maxsize=8192)
def _resolve(url: str) -> Resolved:
    address = parse_url(url)
    if address is None:
        bare = url.strip()
        return Resolved("web", {}, bare, bare)
    address = unwrap(address, _KNOWN)
    reader, name = _reader(address.host)
    site = reader(address)
    ids = {scheme: value for scheme, value in site.ids.items() if value}
    if not ids:
        ids = _generic_ids(address)
    where = site.platform or name
    if "doi" in ids and where == "web":
        where = _DOI_PLATFORMS.get(ids["doi"].partition("/")[0], "web")
    if site.url:
        return Resolved(where, ids, site.url, site.url)
    if "doi" in ids:
        target = url_of("doi", ids["doi"])
        return Resolved(where, ids, target, target)
    moved = _moved(address)
    return Resolved(where, ids, _compared(moved), _cleaned(moved))


def _reader(host: str) -> tuple[Reader, str]:
    bare = host.removeprefix("www.")
    found = _HOSTS.get(bare)
    if found is not None:
        return found
    rest = bare
    while "." in rest:
        first, _, rest = rest.partition(".")
        found = _DOMAINS.get(rest)
        if found is not None:
            return found
        if first == "hal" or first.startswith("hal-"):
            return _hal, "hal"
    return _web, "web"


# --- generic pages ----------------------------------------------------------------------------------------------

_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign|custom\d|emailtype|link\w*|send_date|creation|format|variant|ptr_name|bbc_\w+)"
    r"|xtor|xts|xtref|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_ga|_gl"
    r"|pk_\w+|mtm_\w+|matomo_\w+|piwik_\w+|wt\.\w+|wt_\w+|ns_\w+|__twitter_impression|_hs\w+|hsctatracking|vero_\w+"
    r"|oly_\w+_id|s_cid|cmpid|cmp|ref_src|ref_url|sfnsn|mibextid|trk|trkinfo|spm|phpsessid|jsessionid"
    r"|__cf_chl_\w+|sessionid|xtmc|xtcr|xtnp)",
    re.I,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[\w.!-]*", re.I)
_DOI_IN_PATH = re.compile(r"(?:^|[/:=])(10\.\d{4,9}(?:\.\d+)*/.+)")
_DOI_PLACE = re.compile(r"doi|article|chapter|book|abs|full|pdf|content|reference", re.I)
_DOI_TAIL = re.compile(
    r"(?:/(?:full|fulltext|full\.pdf|abstract|abs|pdf|epdf|pdfplus|epub|html|meta|summary|references|citations?|metrics"
    r"|figures|supplementary[\w-]*|download|cover|tables?-of-contents|toc|text|xml|export\w*|pdf/.*|full/.*)"
    r"|(?:\.full|\.short|\.long|\.abstract)(?:\.(?:pdf|html))?|\.(?:pdf|epub|html?|xml|full|abstract))+/?$",
    re.I,
)
_ISBN = re.compile(r"(?<![0-9A-Za-z])97[89](?:\d{10}|(?:-\d{1,7}){3}-\d)(?![0-9A-Za-z])")
_ARK = re.compile(r"/(ark:/?\w{5,9}/.+)")


def _web(address: Address) -> Site:
    return Site({})


def _generic_ids(address: Address) -> dict[str, str]:
    """DOI, ARK or ISBN in the path of any site. A query belongs to the site: it may name anything."""
    doi = _doi_in_path(address)
    if doi:
        return {"doi": doi}
    path = "/".join(["", *address.segments])
    ark = _ARK.search(path)
    if ark is not None and (value := schemes.parse_ark(ark[1])):
        return {"ark": value}
    for match in _ISBN.finditer(f"{path}?{address.query}"):
        isbn = parse_isbn(match[0])
        if isbn:
            return {"isbn": isbn}
    return {}


def _doi_in_path(address: Address) -> str:
    path = "/".join(address.segments)
    if "10." not in path:
        return ""
    match = _DOI_IN_PATH.search(path)
    if match is None:
        return ""
    # 10.2020/12/… is a date or a version unless the path speaks of a document.
    if re.match(r"10\.(?:19|20)\d\d/", match[1]) and not _DOI_PLACE.search(path[: match.start()]):
        return ""
    doi = _SESSION.sub("", match[1])
    if address.host.removeprefix("www.") not in _RESOLVERS:
        doi = _DOI_TAIL.sub("", doi)
    return parse_doi(doi) or ""


def _compared(address: Address) -> str:
    """Return the form for comparison: what rarely distinguishes two pages is folded away."""
    host = address.host
    while host.startswith("www.") and host.count(".") > 1:
        host = host[4:]
    scheme = "https" if address.scheme == "http" else address.scheme
    port = f":{address.port}" if address.port and address.port not in (80, 443) else ""
    path = _path(address)
    path = re.sub(r"/index\.(?:html?|php)$", "/", path) if not address.query else path
    path = path.rstrip("/") or "/"
    query = "&".join(sorted(_parameters(address)))
    return _join(scheme, host + port, path, query, _route(address))


def _cleaned(address: Address) -> str:
    port = f":{address.port}" if address.port else ""
    query = "&".join(_parameters(address))
    return _join(address.scheme, address.host + port, _path(address), query, _route(address))


def _join(scheme: str, host: str, path: str, query: str, fragment: str) -> str:
    return f"{scheme}://{host}{path}{f'?{query}' if query else ''}{f'#{fragment}' if fragment else ''}"


def _path(address: Address) -> str:
    path = escape(_SESSION.sub("", address.path))
    if "/." in path:
        path = _without_dots(path)
    return path


def _without_dots(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _parameters(address: Address) -> list[str]:
    return [
        escape(part) for part in address.query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])
    ]


def _route(address: Address) -> str:
    """Keep a fragment only where it is a page of its own in a site that runs in the browser (``#/…``, ``#!…``)."""
    return escape(address.fragment) if address.fragment[:1] in ("/", "!") else ""


# --- DOI, handle, ARK -------------------------------------------------------------------------------------------

_RESOLVERS = {"doi.org", "dx.doi.org", "hdl.handle.net", "doi.wiley.com", "doi.apa.org", "doi.acm.org"}
_OE_DOI = re.compile(r"10\.4000/(books\.)?([a-z][\w-]*)\.(\d+)")
_DOI_PLATFORMS = {"10.3917": "cairn", "10.3406": "persee", "10.4000": "openedition-journals", "10.7202": "erudit"}


def _doi(address: Address) -> Site:
    doi = _doi_in_path(address)
    if not doi:
        return Site({})
    ids = {"doi": doi}
    where = _DOI_PLATFORMS.get(doi.partition("/")[0], "web")
    # OpenEdition's DOIs of before 2024 hold site and number; the later ones are opaque.
    match = _OE_DOI.fullmatch(doi)
    if match is not None:
        ids["openedition"] = f"{match[2]}/{match[3]}"
        where = "openedition-books" if match[1] else where
    if doi.startswith("10.48550/arxiv."):
        ids["arxiv"] = doi.removeprefix("10.48550/arxiv.")
        where = "arxiv"
    return Site(ids, url_of("doi", doi), where)


def _handle(address: Address) -> Site:
    value = "/".join(address.segments)
    if value.startswith("10."):
        return _doi(address)
    handle = schemes.parse_handle(value)
    return _item("handle", handle)


def _item(scheme: str, value: str | None) -> Site:
    return Site({scheme: value}, url_of(scheme, value)) if value else Site({})


def _ark(address: Address) -> Site:
    match = _ARK.search("/".join(["", *address.segments]))
    value = schemes.parse_ark(match[1]) if match else None
    if value is None:
        return Site({})
    return Site({"ark": value}, f"https://{address.host}/{value}")


# --- HAL --------------------------------------------------------------------------------------------------------

_HAL_ID = re.compile(r"[a-z][a-z0-9]*[-_]\d{6,9}(?:v\d+)?", re.I)
_HAL_PERSON = re.compile(r"authIdHal_s(?:/|:|%3A)\"?([\w-]+)", re.I)
_HAL_DOCS = re.compile(r"/docs/(\d\d)/(\d\d)/(\d\d)/(\d\d)/")


def _hal(address: Address) -> Site:
    """Read ``/ID``, ``/COLLECTION/ID/document``, ``/view/index/identifiant/ID``, files and formats of any portal."""
    parts = address.segments
    label = address.host.partition(".")[0]
    if label == "cv" and parts:
        return _item("idhal", schemes.parse_idhal(parts[0]))
    if label in ("api", "oai", "sparql", "data"):
        return Site({})
    for part in [*parts[:2], address.parameter("identifiant"), *parts[2:]]:
        if _HAL_ID.fullmatch(part):
            hal = parse_hal(part)
            site = _item("hal", hal)
            return site._replace(platform="dumas") if hal and hal.startswith("dumas-") else site
    for before, number in itertools.pairwise(parts):
        if before == "docid":
            return _item("hal_docid", schemes.parse_hal_docid(number))
    # Until 2010 files stood under the document's number, cut in pairs of digits.
    match = _HAL_DOCS.match(address.path)
    if match is not None:
        return _item("hal_docid", schemes.parse_hal_docid("".join(match.groups())))
    match = _HAL_PERSON.search(f"{address.path}?{address.query}")
    return Site({"idhal": match[1].lower()} if match else {})


# --- Cairn ------------------------------------------------------------------------------------------------------

_CAIRN_BOOK_ID = re.compile(r"[A-Z0-9]+_[A-Z]+_\d{4}_\d+(?:_\d+)?")
_CAIRN_INT = re.compile(r"(?:article|abstract|focus|load_pdf)-(E_[A-Z0-9_]+?)(?:--.*)?", re.I)


def _cairn(address: Address) -> Site:
    """Read old (www, ``.htm``, ``?ID_ARTICLE=``) and new addresses (shs, stm, droit); issues and journals are no works."""
    parts = address.segments
    found = parse_cairn(address.parameter("id_article") or "")
    if not found and parts:
        found = _cairn_path(parts, address)
    if not found:
        return Site({})
    ids = {"cairn": found}
    book = re.search(r"--(\d{13}|\d{9}[\dx])(?:-page-|$)", found, re.I)
    if book is not None and (isbn := parse_isbn(book[1])):
        ids = {"isbn": isbn, "cairn": found}
    # The new hosts divide the journals by discipline: an old address does not tell which, a new one keeps its own.
    if address.host in ("shs.cairn.info", "stm.cairn.info", "droit.cairn.info"):
        path = f"article/{found}" if found.isupper() else escape(found)
        return Site(ids, f"https://{address.host}/{path}")
    return Site(ids, url_of("cairn", found))


def _cairn_path(parts: list[str], address: Address) -> str | None:
    if parts[0] == "article" and len(parts) > 1:
        return parse_cairn(parts[1])
    if parts[0] in ("numero", "numero.php", "ouvrage.php"):
        # A "number" whose second part is a name is a book; else it is an issue of a journal.
        number = parts[1] if parts[0] == "numero" and len(parts) > 1 else address.parameter("id_numpublie")
        return number.upper() if _CAIRN_BOOK_ID.fullmatch(number.upper()) else None
    match = _CAIRN_INT.fullmatch(re.sub(r"\.html?$", "", parts[0]))
    if match is not None:
        return parse_cairn(match[1])
    slug = re.sub(r"\.html?$", "", parts[0], flags=re.I)
    return parse_cairn(slug) if "-" in slug else None


# --- OpenEdition ------------------------------------------------------------------------------------------------

_OE_FORMATS = {"pdf", "epub", "tei", "basictei", "mobi"}
_LODEL = re.compile(r"(?:document|index|article|sommaire)?(\d+)(?:\.html?)?")


def _openedition(address: Address, site: str, parts: list[str], base: str, name: str) -> Site:
    if parts and parts[0] in _OE_FORMATS:
        parts = parts[1:]
    match = _LODEL.fullmatch(parts[0]) if len(parts) == 1 else None
    if match is None:
        return Site({}, platform=name)
    number = match[1]
    return Site({"openedition": f"{site.lower()}/{number}"}, f"{base}/{number}", name)


def _oe_journals(address: Address) -> Site:
    parts = address.segments
    if not parts:
        return Site({})
    site = parts[0].lower()
    return _openedition(address, site, parts[1:], f"https://journals.openedition.org/{site}", "openedition-journals")


def _oe_books(address: Address) -> Site:
    parts = address.segments
    if not parts:
        return Site({})
    site = parts[0].lower()
    return _openedition(address, site, parts[1:], f"https://books.openedition.org/{site}", "openedition-books")


def _revues(address: Address) -> Site:
    """Read the addresses of OpenEdition Journals until 2017: one subdomain a journal."""
    site = address.host.removeprefix("www.").partition(".")[0]
    if site in ("revues", "www", "calenda", "books"):
        return _calenda(address) if site == "calenda" else Site({})
    base = f"https://journals.openedition.org/{site}"
    return _openedition(address, site, address.segments, base, "openedition-journals")


def _hypotheses(address: Address) -> Site:
    site = address.host.removeprefix("www.").removesuffix(".hypotheses.org")
    if site == "hypotheses.org":
        return Site({})
    parts = address.segments or [address.parameter("p")]
    return _openedition(address, site, parts, f"https://{site}.hypotheses.org", "hypotheses")


def _calenda(address: Address) -> Site:
    return _openedition(address, "calenda", address.segments, "https://calenda.org", "calenda")


# --- the other platforms ----------------------------------------------------------------------------------------


def _persee(address: Address) -> Site:
    parts = address.segments
    if "issue" in parts or "collection" in parts:
        return Site({})
    for part in parts:
        value = schemes.parse_persee(re.sub(r"\.(?:pdf|rdf|xml)$", "", part))
        if value:
            return _item("persee", value)
    return Site({})


def _theses(address: Address) -> Site:
    for part in address.segments:
        name = part.partition(".")[0]
        for scheme in ("nnt", "theses_sujet"):
            value = schemes.parse(scheme, name)
            if value:
                return _item(scheme, value)
        if re.fullmatch(r"\d{8}[\dxX]", name):
            # theses.fr names people and institutions by their IdRef number.
            return _item("idref", schemes.parse_idref(name))
    return Site({})


def _arxiv(address: Address) -> Site:
    parts = address.segments
    if len(parts) < 2 or parts[0] not in ("abs", "pdf", "html", "format", "ps", "e-print", "src", "tb"):
        return Site({})
    name = re.sub(r"\.(?:pdf|html?)$", "", "/".join(parts[1:3]))
    return _item("arxiv", schemes.parse_arxiv(name) or schemes.parse_arxiv(re.sub(r"\.pdf$", "", parts[1])))


def _youtube(address: Address) -> Site:
    parts = address.segments
    if address.host.removeprefix("www.") == "youtu.be":
        return _item("youtube", schemes.parse_youtube(parts[0]) if parts else None)
    if parts and parts[0] in ("embed", "shorts", "live", "v", "e", "vi") and len(parts) > 1:
        return _item("youtube", schemes.parse_youtube(parts[1]))
    if parts[:1] in (["watch"], ["attribution_link"], ["watch_popup"]):
        # A second question mark is a common accident: watch?v=ID?t=12.
        return _item("youtube", schemes.parse_youtube(re.split(r"[?&/]", address.parameter("v"))[0]))
    return Site({})


def _wikipedia(address: Address) -> Site:
    host = re.sub(r"(?:^|\.)(?:m|www)\.", lambda m: "." if m[0].startswith(".") else "", address.host)
    title = address.path.removeprefix("/wiki/") if address.path.startswith("/wiki/") else ""
    if not title:
        title = address.parameter("title")
    if not title or host.count(".") < 2:
        return Site({})
    return Site({}, f"https://{host}/wiki/{escape(title.replace(' ', '_'))}")


def _jstor(address: Address) -> Site:
    parts = address.segments
    if len(parts) < 2 or parts[0] not in ("stable", "discover"):
        return Site({})
    rest = [part for part in parts[1:] if part not in ("pdf", "pdfplus", "info", "full")]
    if not rest:
        return Site({})
    if rest[0].startswith("10.") and len(rest) > 1:
        doi = parse_doi("/".join(rest[:2])) or ""
        number = schemes.parse_jstor(rest[1]) if rest[0] == "10.2307" else None
        if number:
            return Site({"jstor": number, "doi": doi}, url_of("jstor", number))
        return Site({"doi": doi}, url_of("doi", doi) if doi else "")
    return _item("jstor", schemes.parse_jstor(re.sub(r"\.pdf$", "", rest[0])))


def _sudoc(address: Address) -> Site:
    parts = address.segments
    if parts and (value := schemes.parse_ppn(parts[0].partition(".")[0])):
        return _item("ppn", value)
    if address.parameter("trm") and (address.parameter("ikt") == "12" or "PPN" in address.query):
        return _item("ppn", schemes.parse_ppn(address.parameter("trm")))
    match = re.search(r"PPN=(\d{8}[\dX])", address.path + "?" + address.query, re.I)
    return _item("ppn", match[1].upper() if match else None)


def _idref(address: Address) -> Site:
    parts = address.segments
    return _item("idref", schemes.parse_idref(parts[0].partition(".")[0]) if parts else None)


def _isidore(address: Address) -> Site:
    parts = address.segments
    if len(parts) > 2 and parts[0] == "document":
        return _item("isidore", schemes.parse_isidore("/".join(parts[1:3])))
    return Site({})


def _erudit(address: Address) -> Site:
    for part in address.segments:
        match = re.fullmatch(r"(\d{6,7}[a-z]{2})(?:\.pdf)?", part)
        if match is not None:
            # Érudit's article number is the suffix of its DOI (prefix 10.7202).
            return _item("doi", f"10.7202/{match[1]}")
    return Site({})


def _plos(address: Address) -> Site:
    return _item("doi", parse_doi(address.parameter("id")))


def _amazon(address: Address) -> Site:
    """Amazon's number of a book is its ISBN-10."""
    parts = address.segments
    for before, number in itertools.pairwise(parts):
        if before in ("dp", "product", "ASIN", "d") and (isbn := parse_isbn(number)):
            return Site({"isbn": isbn}, f"https://www.{address.host.removeprefix('www.')}/dp/{number}")
    return Site({})


_HOSTS: dict[str, tuple[Reader, str]] = {
    "doi.org": (_doi, "web"),
    "dx.doi.org": (_doi, "web"),
    "hdl.handle.net": (_handle, "web"),
    "dumas.ccsd.cnrs.fr": (_hal, "dumas"),
    "archivesic.ccsd.cnrs.fr": (_hal, "hal"),
    "jeannicod.ccsd.cnrs.fr": (_hal, "hal"),
    "hal.science": (_hal, "hal"),
    "cairn.info": (_cairn, "cairn"),
    "cairn-int.info": (_cairn, "cairn"),
    "cairn-mundo.info": (_cairn, "cairn"),
    "journals.openedition.org": (_oe_journals, "openedition-journals"),
    "edt-journals.openedition.org": (_oe_journals, "openedition-journals"),
    "books.openedition.org": (_oe_books, "openedition-books"),
    "calenda.org": (_calenda, "calenda"),
    "calenda.revues.org": (_calenda, "calenda"),
    "persee.fr": (_persee, "persee"),
    "data.persee.fr": (_persee, "persee"),
    "theses.fr": (_theses, "theses"),
    "arxiv.org": (_arxiv, "arxiv"),
    "export.arxiv.org": (_arxiv, "arxiv"),
    "ar5iv.org": (_arxiv, "arxiv"),
    "ar5iv.labs.arxiv.org": (_arxiv, "arxiv"),
    "youtu.be": (_youtube, "youtube"),
    "youtube.com": (_youtube, "youtube"),
    "m.youtube.com": (_youtube, "youtube"),
    "music.youtube.com": (_youtube, "youtube"),
    "youtube-nocookie.com": (_youtube, "youtube"),
    "jstor.org": (_jstor, "jstor"),
    "gallica.bnf.fr": (_ark, "gallica"),
    "catalogue.bnf.fr": (_ark, "bnf"),
    "data.bnf.fr": (_ark, "bnf"),
    "bnf.fr": (_ark, "bnf"),
    "sudoc.fr": (_sudoc, "sudoc"),
    "sudoc.abes.fr": (_sudoc, "sudoc"),
    "idref.fr": (_idref, "idref"),
    "isidore.science": (_isidore, "isidore"),
    "erudit.org": (_erudit, "erudit"),
    "id.erudit.org": (_erudit, "erudit"),
    "retro.erudit.org": (_erudit, "erudit"),
    "journals.plos.org": (_plos, "web"),
    "amazon.fr": (_amazon, "web"),
    "amazon.com": (_amazon, "web"),
    "amazon.ca": (_amazon, "web"),
}

_DOMAINS: dict[str, tuple[Reader, str]] = {
    "hal.science": (_hal, "hal"),
    "archives-ouvertes.fr": (_hal, "hal"),
    "ccsd.cnrs.fr": (_hal, "hal"),
    "cairn.info": (_cairn, "cairn"),
    "cairn-int.info": (_cairn, "cairn"),
    "cairn-mundo.info": (_cairn, "cairn"),
    "revues.org": (_revues, "openedition-journals"),
    "hypotheses.org": (_hypotheses, "hypotheses"),
    "wikipedia.org": (_wikipedia, "wikipedia"),
    "bnf.fr": (_ark, "bnf"),
    "persee.fr": (_persee, "persee"),
}

_KNOWN = frozenset(_HOSTS) | frozenset(_DOMAINS) | {f"www.{host}" for host in _HOSTS}

PLATFORMS = frozenset(name for _, name in (*_HOSTS.values(), *_DOMAINS.values())) | {"web"}
"""The values of `platform`."""

# Hosts that were retired as a whole, so that pages which are no items can be mapped too.
_MOVED = {
    "hal.archives-ouvertes.fr": "hal.science",
    "halshs.archives-ouvertes.fr": "shs.hal.science",
    "shs.archives-ouvertes.fr": "shs.hal.science",
    "tel.archives-ouvertes.fr": "theses.hal.science",
    "medihal.archives-ouvertes.fr": "media.hal.science",
    "cv.archives-ouvertes.fr": "cv.hal.science",
    "dumas.archives-ouvertes.fr": "dumas.ccsd.cnrs.fr",
    "tel.ccsd.cnrs.fr": "theses.hal.science",
    "hal.ccsd.cnrs.fr": "hal.science",
    "halshs.ccsd.cnrs.fr": "shs.hal.science",
    "dx.doi.org": "doi.org",
    "sudoc.abes.fr": "www.sudoc.abes.fr",
    "edt-journals.openedition.org": "journals.openedition.org",
    "calenda.revues.org": "calenda.org",
}


def _moved(address: Address) -> Address:
    host = address.host.removeprefix("www.")
    new, path = _MOVED.get(host, ""), address.path
    if not new and host.endswith(".archives-ouvertes.fr") and host.startswith("hal-"):
        new = host.removeprefix("hal-").replace(".archives-ouvertes.fr", ".hal.science")
    if not new and host.endswith(".revues.org"):
        new, path = "journals.openedition.org", f"/{host.removesuffix('.revues.org')}{path}"
    return Address("https", new, None, path, address.query, address.fragment) if new else address
