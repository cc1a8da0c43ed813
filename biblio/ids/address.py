"""URLs as values: parsed and normalised (RFC 3986 section 6), without network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit

LIMIT = 8192
"""Longer URLs are left alone: no address of a work is that long, and hostile input is."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_BARE = re.compile(r"[^\s/?#@:]+\.[^\s/?#@:.]{2,}(?::\d+)?(?:[/?#]|$)")
_DOI = re.compile(r"(?:doi[:\s]*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.I)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|([^A-Za-z0-9._~!$&'()*+,;=:@/?-])")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[\w.!-]*", re.I)
_HOST = re.compile(r"[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\]")
_PORTS = {"http": 80, "https": 443, "ftp": 21}


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed URL. ``host`` is lower case, ``path`` starts with ``/``; all escapes are in normal form."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str
    user: str = ""

    @property
    def site(self) -> str:
        """The host without ``www.``."""
        host = self.host
        while host.startswith("www.") and host.count(".") > 1:
            host = host[4:]
        return host

    @property
    def segments(self) -> list[str]:
        """The parts of the path, decoded, without empty ones."""
        return [unquote(part) for part in self.path.split("/") if part]

    @property
    def decoded_path(self) -> str:
        """The path, decoded as a whole: what identifiers with slashes need."""
        return unquote(self.path)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Yield names and values of the query, decoded, in order."""
        for part in self.query.split("&"):
            name, _, value = part.partition("=")
            if name:
                yield unquote_plus(name), unquote_plus(value)

    def parameter(self, *names: str) -> str:
        """Return the first value of a parameter with one of ``names`` (in lower case), or an empty string."""
        return next((value for name, value in self.parameters() if value and name.lower() in names), "")


@lru_cache(maxsize=1024)
def parse_url(url: str) -> Address | None:
    """Return the parts of a URL, or ``None`` where there is no host to speak of.

    An address written without scheme (``www.cairn.info/…``) and a bare DOI are completed first.
    """
    url = url.strip()
    if len(url) > LIMIT:
        return None
    url = complete_url(url)
    match = _SCHEME.match(url)
    if match is None or match[1].lower() not in _PORTS:
        return None
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
        host = _ascii_host((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if len(host) > 253 or not _HOST.fullmatch(host):
        return None
    scheme = parts.scheme.lower()
    return Address(
        scheme=scheme,
        host=host,
        port=None if port == _PORTS[scheme] else port,
        path=_path(parts.path),
        query=escape(parts.query),
        fragment=escape(parts.fragment),
        user=parts.netloc.rpartition("@")[0],
    )


def complete_url(url: str) -> str:
    """Return an address that was written without scheme, or a bare DOI, as a URL; anything else as it is.

    >>> complete_url("www.cairn.info"), complete_url("10.4000/sdt.25120")
    ('https://www.cairn.info', 'https://doi.org/10.4000/sdt.25120')
    """
    if "://" in url[:12]:
        return url
    doi = _DOI.fullmatch(url)
    if doi is not None:
        return f"https://doi.org/{doi[1]}"
    if url.startswith("//"):
        return f"https:{url}"
    return f"https://{url}" if _BARE.match(url) else url


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


def _path(path: str) -> str:
    """Return a path with normal escapes, without dot segments and session numbers."""
    path = escape(_SESSION.sub("", path)) or "/"
    if "/." not in path:
        return path
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


def escape(text: str) -> str:
    """Normalise percent escapes: unreserved characters plain, all others as upper-case UTF-8 escapes."""
    return _ESCAPE.sub(_escape_one, text)


def _escape_one(match: re.Match[str]) -> str:
    if match[1]:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else f"%{match[1].upper()}"
    return "".join(f"%{byte:02X}" for byte in match[2].encode("utf-8", "surrogatepass"))
