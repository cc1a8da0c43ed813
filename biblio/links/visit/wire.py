"""Addresses as they go over the wire."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

PLAIN = re.compile(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9/_.~%!$&'()*+,;=:@?-]*")
"""An address that can go over the wire as it is."""


def wire_url(url: str) -> str:
    """Return ``url`` as it goes over the wire: no fragment, no line ends, ASCII alone (UTF-8 in per cent, IDNA 2008).

    What is no URL is returned as it is; the transport refuses it.
    """
    if PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
        netloc = parts.netloc if parts.netloc.isascii() else _ascii_netloc(parts.netloc)
    except ValueError:
        return url
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~|[]") or "/"
    return urlunsplit((parts.scheme.lower(), netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~?|[]{}\""), ""))


def _ascii_netloc(netloc: str) -> str:
    import idna

    user, at, place = netloc.rpartition("@")
    host, colon, port = place.partition(":")
    # IDNAError is a ValueError.
    return f"{quote(user, safe=':%')}{at}{idna.encode(host, uts46=True).decode('ascii')}{colon}{port}"
