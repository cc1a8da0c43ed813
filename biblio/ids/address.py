"""URLs as values: parsed, unwrapped, normalised (RFC 3986 section 6), without network.

Wrappers are undone in one place: web archives, redirectors, library proxies. What comes out is the address that the
author of the text meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit

LIMIT = 8192
"""Longer URLs are left alone: no address of a work is that long, and hostile input is."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_BARE = re.compile(r"[^\s/?#@:]+\.[^\s/?#@:.]{2,}(?::\d+)?(?:[/?#]|$)")
_DOI = re.compile(r"(?:doi[:\s]*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.I)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|([^A-Za-z0-9._~!$&'()*+,;=:@/?-])")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\]")
_PORTS = {"http": 80, "https": 443, "ftp": 21}


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed URL. ``host`` is lower case; ``path`` starts with ``/``; ``query`` and ``fragment`` are as written."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str
    user: str = ""

    @property
    def segments(self) -> list[str]:
        """The parts of the path, decoded, without empty ones."""
        return [unquote(part) for part in self.path.split("/") if part]

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Yield names and values of the query, decoded, in order."""
        for part in self.query.split("&"):
            name, _, value = part.partition("=")
            if name:
                yield unquote_plus(name), unquote_plus(value)

    def parameter(self, *names: str) -> str:
        """Return the first value of a parameter with one of ``names`` (in lower case), or an empty string."""
        return next((value for name, value in self.parameters() if value and name.lower() in names), "")


def parse_url(url: str) -> Address | None:
    """Return the parts of a URL, or ``None`` where there is no host to speak of.

    An address written without scheme (``www.cairn.info/…``) and a bare DOI are completed first.
    """
    url = url.strip()
    if len(url) > LIMIT:
        return None
    doi = _DOI.fullmatch(url)
    if doi is not None:
        url = f"https://doi.org/{doi[1]}"
    elif url.startswith("//"):
        url = f"https:{url}"
    elif "://" not in url[:12] and _BARE.match(url):
        url = f"https://{url}"
    match = _SCHEME.match(url)
    if match is None or match[1].lower() not in _PORTS:
        return None
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
        host = _ascii_host((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if not _HOST.fullmatch(host):
        return None
    scheme = parts.scheme.lower()
    return Address(
        scheme=scheme,
        host=host,
        port=None if port == _PORTS[scheme] else port,
        path=parts.path or "/",
        query=parts.query,
        fragment=parts.fragment,
        user=parts.netloc.rpartition("@")[0],
    )


def _ascii_host(host: str) -> str:
    """Return a host as it stands in a URL: lower case, IDNA 2008, IPv6 in brackets.

    Raises:
        ValueError: the name cannot be encoded (`idna.IDNAError`).

    """
    if ":" in host:
        return f"[{host.lower()}]"
    if host.isascii():
        return host.lower()
    import idna

    return idna.encode(host, uts46=True).decode("ascii")


def escape(text: str) -> str:
    """Normalise percent escapes: unreserved characters plain, all others as upper-case UTF-8 escapes."""
    return _ESCAPE.sub(_escape_one, text)


def _escape_one(match: re.Match[str]) -> str:
    if match[1]:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else f"%{match[1].upper()}"
    return "".join(f"%{byte:02X}" for byte in match[2].encode("utf-8", "surrogatepass"))


# --- wrappers ---------------------------------------------------------------------------------------------------

_ARCHIVES = {
    "web.archive.org",
    "wayback.archive.org",
    "archive.ph",
    "archive.is",
    "archive.today",
    "archive.li",
    "archive.vn",
    "archive.fo",
    "archive.md",
    "webarchive.nationalarchives.gov.uk",
    "arquivo.pt",
}
_CAPTURE = re.compile(r"/(?:web/|wayback/)?(?:\*|\d{4,14}(?:[a-z]{2}_)?\*?)/(.+)", re.S)
_CACHE = re.compile(r"cache:(?:[\w-]+:)?(.+)", re.S)

# Redirectors, translators and caches: host (or its end) → parameters that hold the address.
_REDIRECTORS = {
    "www.google.com": ("url", "q"),
    "www.google.fr": ("url", "q"),
    "google.com": ("url", "q"),
    "google.fr": ("url", "q"),
    "scholar.google.com": ("url",),
    "scholar.google.fr": ("url",),
    "l.facebook.com": ("u",),
    "lm.facebook.com": ("u",),
    "l.instagram.com": ("u",),
    "www.linkedin.com": ("url",),
    "www.youtube.com": ("q",),
    "out.reddit.com": ("url",),
    "slack-redir.net": ("url",),
    "safelinks.protection.outlook.com": ("url",),
    "translate.google.com": ("u",),
    "translate.google.fr": ("u",),
    "archive.wikiwix.com": ("url",),
    "webcache.googleusercontent.com": ("q",),
    "duckduckgo.com": ("uddg",),
    "href.li": (),
    "anonym.to": (),
}
_REDIRECT_PATHS = {"www.youtube.com": "/redirect", "www.linkedin.com": "/redir/redirect"}

# Words that library proxies carry in their own host name (EZproxy, WAM, OpenAthens, BibCnrs, French universities).
_PROXY = re.compile(
    r"(?:^|[.-])(?:\w*(?:ezproxy|proxy)\w*|idm\.oclc\.org|openathens\.net|bib\.cnrs\.fr|bibcnrs\.fr"
    r"|acces-?distant|accesdistant|distant|bases-?doc|docelec|doc-elec|portail\.psl\.eu|scd-?rproxy|rproxy)(?:[.-]|$)"
)
_WAM = re.compile(r"\d+-(?=[a-z])")
# Ends of a publisher's host inside a rewritten one; the most common suffix of publishers, in no other place a label.
_SUFFIX = re.compile(r"^(.+?\.(?:com|org|net|info|fr|eu|edu|gov|ch|be|ca|de|uk|co\.uk))\.(.+)$")
_SUFFIXES = frozenset(["com", "org", "net", "info", "fr", "eu", "edu", "gov", "ch", "be", "ca", "de", "uk"])


def unwrap(address: Address, known: frozenset[str] | set[str]) -> Address:
    """Return the address inside archives, redirectors and library proxies; ``known`` are hosts of platforms.

    >>> unwrap(parse_url("https://shs-cairn-info.inshs.bib.cnrs.fr/x"), {"shs.cairn.info"}).host
    'shs.cairn.info'
    """
    while True:
        inner = _inner(address, known)
        if inner is None:
            return address
        address = inner


def _inner(address: Address, known: frozenset[str] | set[str]) -> Address | None:
    host = address.host
    if host in _ARCHIVES:
        match = _CAPTURE.match(address.path)
        if match is None:
            return None
        target = match[1] + (f"?{address.query}" if address.query else "")
        return _nested(target, address)
    for name in _ends(host):
        if name in _REDIRECTORS:
            return _redirected(address, name)
    if host not in known:
        return _unproxied(address, known)
    return None


def _ends(host: str) -> Iterator[str]:
    yield host
    while "." in host:
        host = host.partition(".")[2]
        yield host


def _nested(target: str, outer: Address) -> Address | None:
    # Archives and mail gateways often collapse the two slashes of the scheme.
    target = re.sub(r"^(https?|ftp):/+", r"\1://", target, flags=re.I)
    if re.match(r"(?:https?|ftp)%3a", target, re.I):
        target = unquote(target)
    inner = parse_url(target)
    if inner is None or "." not in inner.host:
        return None
    if outer.fragment and not inner.fragment:
        return Address(inner.scheme, inner.host, inner.port, inner.path, inner.query, outer.fragment, inner.user)
    return inner


def _redirected(address: Address, name: str) -> Address | None:
    if not address.path.startswith(_REDIRECT_PATHS.get(name, "/")):
        return None
    if not _REDIRECTORS[name]:
        return _nested(address.query, address) if "://" in address.query[:10] else None
    value = address.parameter(*_REDIRECTORS[name])
    cached = _CACHE.match(value)
    if cached is not None:
        value = cached[1].split(" ")[0]
    return _nested(value, address) if re.match(r"https?:/|www\.", value, re.I) or cached else None


def _unproxied(address: Address, known: frozenset[str] | set[str]) -> Address | None:
    host = address.host
    proxy = _PROXY.search(host)
    if proxy is not None or address.path.rstrip("/").endswith("/login"):
        target = address.parameter("url", "qurl", "u", "targeturl")
        if re.match(r"https?:/", target, re.I):
            return _nested(target, address)
    real = _real_host(host, known, proxied=proxy is not None)
    if real is None or real == host:
        return None
    return Address("https", real, None, address.path, address.query, address.fragment)


def _real_host(host: str, known: frozenset[str] | set[str], *, proxied: bool) -> str | None:
    """Return the host inside a proxy's: ``www-cairn-info.proxy.univ.fr``, ``www.jstor.org.proxy.univ.fr``."""
    host = _WAM.sub("", host, count=1)
    label, _, tail = host.partition(".")
    if not tail:
        return None
    dotted = ".".join(part.replace("\0", "-") for part in label.replace("--", "\0").split("-"))
    if dotted != label and (is_known(dotted, known) or (proxied and dotted.rpartition(".")[2] in _SUFFIXES)):
        return dotted
    for match in re.finditer(r"\.", host):
        front = host[: match.start()]
        if "." in front and is_known(front, known):
            return front
    match_suffix = _SUFFIX.match(host) if proxied else None
    if match_suffix is not None and _PROXY.search(match_suffix[2]):
        return match_suffix[1]
    return None


def is_known(host: str, known: frozenset[str] | set[str]) -> bool:
    """Tell whether a host, or a domain above it, is in ``known``."""
    return any(end in known for end in _ends(host))
