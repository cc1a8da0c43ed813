"""What any web page's URL says: identifiers in its path, and its normal forms."""

import re

from biblio.ids import schemes
from biblio.ids.address import Address

_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign|custom\d|emailtype|link\w*|send_date|creation|format|variant|ptr_name)"
    r"|xtor|xts|xtref|xtmc|xtcr|xtnp|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|mc_[ce]id|_ga|_gl|pk_(?:campaign|kwd|source|medium|content|cid)|(?:mtm|matomo|piwik)_\w+|wt\.\w+|wt_(?:mc|zmc)"
    r"|ns_(?:source|mchannel|campaign|linkname|fee)|__twitter_impression|_hs\w+|hsctatracking|vero_\w+|oly_\w+_id"
    r"|cmpid|ref_src|ref_url|sfnsn|mibextid|trk|trkinfo|phpsessid|jsessionid|__cf_chl_\w+",
    re.I,
)
_DOI = re.compile(r"(?:^|[/:=])(10\.\d{4,9}(?:\.\d+)*/.+)")
_DATE_LIKE = re.compile(r"10\.(?:19|20)\d\d/")
_DOCUMENT = re.compile(r"doi|article|chapter|book|abs|full|pdf|content|reference", re.I)
_VIEW = re.compile(
    r"(?:/(?:full|fulltext|full\.pdf|abstract|abs|pdf|epdf|pdfplus|epub|html|meta|summary|references|citations?|metrics"
    r"|figures|supplementary[\w-]*|download|cover|tables?-of-contents|toc|text|xml|export\w*)"
    r"|\.(?:full|short|long|abstract)(?:\.(?:pdf|html))?|\.(?:pdf|epub|html?|xml))+/?$",
    re.I,
)
_ISBN = re.compile(r"(?<![0-9A-Za-z])97[89](?:\d{10}|(?:-\d{1,7}){3}-\d)(?![0-9A-Za-z])")
_ARK = re.compile(r"/(ark:/?\w{5,9}/.+)")
_INDEX = re.compile(r"/index\.(?:html?|php)$")


def generic_ids(address: Address) -> dict[str, str]:
    """Return the DOI, the ARK or the ISBN in the path of any site.

    Queries are left out but for ISBNs, whose check digit speaks for itself: a query belongs to the site and may name
    anything (a search, a cited work, a dataset's parent).
    """
    doi = doi_in_path(address)
    if doi:
        return {"doi": doi}
    ark = ark_in_path(address)
    if ark:
        return {"ark": ark}
    for match in _ISBN.finditer(f"{address.decoded_path}?{address.query}"):
        isbn = schemes.parse_isbn(match[0])
        if isbn:
            return {"isbn": isbn}
    return {}


def doi_in_path(address: Address, *, resolver: bool = False) -> str:
    """Return the DOI in the path of a URL, or an empty string.

    A publisher's words for a view of the article (``/full``, ``.pdf``) are no part of it; after a ``resolver``'s host
    everything is.
    """
    path = address.decoded_path
    match = _DOI.search(path) if "10." in path else None
    if match is None:
        return ""
    # 10.2020/12/… is a date or a version unless the path speaks of a document.
    if not resolver and _DATE_LIKE.match(match[1]) and not _DOCUMENT.search(path[: match.start()]):
        return ""
    return schemes.parse_doi(match[1] if resolver else _VIEW.sub("", match[1])) or ""


def ark_in_path(address: Address) -> str:
    """Return the ARK in the path of a URL, or an empty string."""
    match = _ARK.search(address.decoded_path)
    return schemes.parse_ark(match[1]) or "" if match else ""


def compared(address: Address) -> str:
    """Return the form for comparison: what rarely distinguishes two pages is folded away."""
    port = f":{address.port}" if address.port not in (None, 80, 443) else ""
    scheme = "https" if address.scheme == "http" else address.scheme
    return _join(scheme, address.site + port, _folder(address), sorted(_parameters(address)), address)


def _folder(address: Address) -> str:
    """Return the path without final slashes and the name of an index page."""
    path = address.path.rstrip("/")
    while not address.query and (cut := _INDEX.sub("", path)) != path:
        path = cut.rstrip("/")
    return path or "/"


def cleaned(address: Address) -> str:
    """Return the form to follow: the same server, page and parameters, without tracking and viewer state."""
    port = f":{address.port}" if address.port else ""
    return _join(address.scheme, address.host + port, address.path, _parameters(address), address)


def verbatim(address: Address) -> str:
    """Return the address with normal escapes and nothing left out."""
    port = f":{address.port}" if address.port else ""
    query = f"?{address.query}" if address.query else ""
    fragment = f"#{address.fragment}" if address.fragment else ""
    return f"{address.scheme}://{address.host}{port}{address.path}{query}{fragment}"


def _join(scheme: str, host: str, path: str, parameters: list[str], address: Address) -> str:
    query = f"?{'&'.join(parameters)}" if parameters else ""
    # A fragment is a page of its own only in sites that run in the browser (#/…, #!…); else it is the viewer's.
    fragment = f"#{address.fragment}" if address.fragment[:1] in ("/", "!") else ""
    return f"{scheme}://{host}{path}{query}{fragment}"


def _parameters(address: Address) -> list[str]:
    parts = address.query.split("&")
    return [part for part in parts if part and not _TRACKING.fullmatch(part.partition("=")[0])]
