"""Addresses inside addresses: web archives, redirectors, library proxies. What comes out is what the author meant."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from biblio.ids.address import Address, parse_url

Known = Callable[[str], bool]
"""Tells whether a host belongs to a platform."""

_ARCHIVES = frozenset(
    (
        "archive.wikiwix.com",
        "web.archive.org",
        "wayback.archive.org",
        "archive.ph",
        "archive.is",
        "archive.today",
        "archive.li",
        "archive.vn",
        "archive.fo",
        "archive.md",
        "arquivo.pt",
        "webarchive.nationalarchives.gov.uk",
    )
)
_CAPTURE = re.compile(r"/(?:web/|wayback/)?(?:\*|\d{4,14}(?:[a-z]{2}_)?\*?)/(.+)", re.S)
_CACHE = re.compile(r"cache:(?:[\w-]+:)?(\S+)")

# Redirectors, translators and caches: host (or its end) → how its path begins, parameters that hold the address.
_REDIRECTORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "google.com": ("/url", ("url", "q")),
    "google.fr": ("/url", ("url", "q")),
    "scholar.google.com": ("/scholar_url", ("url",)),
    "scholar.google.fr": ("/scholar_url", ("url",)),
    "translate.google.com": ("/", ("u",)),
    "translate.google.fr": ("/", ("u",)),
    "webcache.googleusercontent.com": ("/search", ("q",)),
    "youtube.com": ("/redirect", ("q",)),
    "linkedin.com": ("/redir", ("url",)),
    "l.facebook.com": ("/l.php", ("u",)),
    "lm.facebook.com": ("/l.php", ("u",)),
    "l.instagram.com": ("/", ("u",)),
    "out.reddit.com": ("/", ("url",)),
    "slack-redir.net": ("/link", ("url",)),
    "safelinks.protection.outlook.com": ("/", ("url",)),
    "archive.wikiwix.com": ("/cache", ("url",)),
    "duckduckgo.com": ("/l/", ("uddg",)),
}
_URLDEFENSE = re.compile(r"/v3/__(.+?)__;", re.S)

# Words in the names of library proxies (EZproxy, OpenAthens, BibCnrs, French universities).
_PROXY = re.compile(
    r"(?:^|[.-])(?:\w*proxy\w*|idm\.oclc\.org|openathens\.net|bib\.cnrs\.fr|bibcnrs\.fr|portail\.psl\.eu"
    r"|(?:acces-?)?distant|bases-?doc|doc-?elec)(?:[.-]|$)"
)
# Millennium's proxies put a number before the host: 0-www.jstor.org.catalogue.univ.fr.
_NUMBERED = re.compile(r"\d+-(?=[a-z])")
_ENDINGS = "com|org|net|info|fr|eu|edu|gov|ch|be|ca|de|co\\.uk|uk|science"
_HOST_BEFORE_PROXY = re.compile(rf"(.+?\.(?:{_ENDINGS}))\.(.+)")
_REWRITTEN = re.compile(rf"(?:[a-z0-9-]+\.)+(?:{_ENDINGS})")


def unwrap(address: Address, known: Known, *, archives: bool = True) -> Address:
    """Return the address inside archives, redirectors and library proxies, however often it is wrapped.

    Without ``archives`` an archived copy stays what it is: whoever cites one has a reason.

    >>> unwrap(parse_url("https://shs-cairn-info.inshs.bib.cnrs.fr/x"), lambda host: host == "shs.cairn.info").host
    'shs.cairn.info'
    """
    while archives or not is_archive(address):
        inner = _inner(address, known)
        if inner is None:
            break
        address = inner
    return address


def is_archive(address: Address) -> bool:
    """Tell whether an address is that of a web archive."""
    return address.site in _ARCHIVES


def _inner(address: Address, known: Known) -> Address | None:
    host = address.site
    if host in _ARCHIVES and (match := _CAPTURE.match(address.path)):
        return _nested(match[1] + (f"?{address.query}" if address.query else ""), address)
    if host == "urldefense.com" and (match := _URLDEFENSE.match(f"{address.path}?{address.query}")):
        return _nested(match[1], address)
    for name in _host_and_above(host):
        if name in _REDIRECTORS:
            return _redirected(address, *_REDIRECTORS[name])
    return _unproxied(address, known)


def _host_and_above(host: str) -> Iterator[str]:
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
    return inner if inner.fragment else replace(inner, fragment=outer.fragment)


def _redirected(address: Address, path: str, parameters: tuple[str, ...]) -> Address | None:
    if not address.path.startswith(path):
        return None
    value = address.parameter(*parameters)
    cached = _CACHE.match(value)
    if cached is not None:
        return _nested(cached[1], address)
    return _nested(value, address) if re.match(r"https?:/|www\.", value, re.I) else None


def _unproxied(address: Address, known: Known) -> Address | None:
    proxied = _is_proxy(address.site)
    if address.query and (proxied or address.path.rstrip("/").endswith("/login")):
        # EZproxy takes the rest of the line as the address, unescaped.
        if re.match(r"q?url=https?://", address.query, re.I):
            return _nested(address.query.partition("=")[2], address)
        target = address.parameter("url", "qurl", "u", "targeturl")
        if re.match(r"https?:/", target, re.I):
            return _nested(target, address)
    real = _real_host(address.site, known)
    if real is None or real == address.site:
        return None
    return replace(address, scheme="https", host=real, port=None, user="")


@lru_cache(maxsize=4096)
def _is_proxy(host: str) -> bool:
    return _PROXY.search(host) is not None


@lru_cache(maxsize=4096)
def _real_host(host: str, known: Known) -> str | None:
    """Return the host inside a proxy's: ``www-cairn-info.proxy.univ.fr``, ``www.jstor.org.proxy.univ.fr``.

    Where the publisher is unknown, the proxy must give itself away by its name.
    """
    proxied = _is_proxy(host)
    if known(host) and not proxied:
        return None
    host = _NUMBERED.sub("", host, count=1)
    label = host.partition(".")[0]
    # A dash of the publisher's own host is doubled.
    dotted = ".".join(part.replace("\0", "-") for part in label.replace("--", "\0").split("-"))
    if dotted != label and "." in host and (known(dotted) or (proxied and _REWRITTEN.fullmatch(dotted))):
        return dotted
    for dot in re.finditer(r"\.", host):
        front = host[: dot.start()]
        if "." in front and known(front):
            return front
    if proxied and (match := _HOST_BEFORE_PROXY.fullmatch(host)) and _PROXY.search(match[2]) and "." in match[1]:
        return match[1]
    return None
