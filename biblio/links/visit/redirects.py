"""Following redirects hop by hop, with the cookies that are set on the way."""

import re
from collections.abc import Generator
from urllib.parse import urljoin, urlsplit

from biblio.links.transport import Answer, Request
from biblio.links.visit.sighting import Sighting
from biblio.links.visit.wire import PLAIN, wire_url
from biblio.model import Hop

MAX_HOPS = 20
"""Redirects followed, as browsers do (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_META_REFRESH = re.compile(
    r"""<meta[^<>]{0,80}http-equiv\s*=\s*["']?refresh["']?[^<>]{0,80}content\s*=\s*["']?\s*0\s*;\s*url\s*=\s*["']?([^"'<>\s]{1,500})""",
    re.I,
)


def follow(seen: Sighting, start: str, method: str, limit: int) -> Generator[Request, Answer, None]:
    """Ask ``start`` and wherever it sends on to; ``seen`` gets every hop and the last answer."""
    url, cookies = start, dict[str, dict[str, str]]()
    been: set[tuple[str, str]] = set()
    seen.method = method
    headers = seen.rule.headers if seen.rule else ()
    while True:
        cookie = _cookies_for(url, cookies) if cookies else ""
        been.add((url, cookie))
        extra = (*headers, f"Cookie: {cookie}") if cookie else headers
        answer = yield Request(wire_url(url), method, limit, extra)
        seen.count(answer)
        seen.answer, seen.final = answer, url
        target = _target(url, answer)
        if not target:
            return
        if answer.head and b"ookie:" in answer.head:
            _keep_cookies(url, answer, cookies)
        seen.hops.append(Hop(url=url, status=answer.status))
        seen.final = target
        if (target, _cookies_for(target, cookies) if cookies else "") in been:
            seen.loop = True
            return
        if len(seen.hops) > MAX_HOPS:
            seen.too_many = True
            return
        url = target


def _target(url: str, answer: Answer) -> str:
    """Return the address that an answer sends on to, or an empty string."""
    if answer.status in _MOVED:
        place = answer.header("location")
    elif answer.status == 200 and len(answer.body) < 4096 and b"efresh" in answer.body:
        match = _META_REFRESH.search(answer.body.decode("utf-8", "replace"))
        place = match[1].replace("&amp;", "&") if match else ""
    else:
        return ""
    place = place.strip()
    if PLAIN.fullmatch(place):
        return place
    try:
        target = urljoin(url, place) if place else ""
    except ValueError:
        return ""
    return target if target.lower().startswith(("http://", "https://")) else ""


def _keep_cookies(url: str, answer: Answer, jar: dict[str, dict[str, str]]) -> None:
    host = urlsplit(url).hostname or ""
    for line in answer.headers("set-cookie")[:50]:
        pair, *attributes = line.split(";")
        name, equal, value = pair.strip().partition("=")
        domain = next(
            (a.partition("=")[2].strip(" .").lower() for a in attributes if a.strip().lower().startswith("domain=")),
            "",
        )
        if equal and name and len(value) < 4096 and value.isascii() and value.isprintable():
            own = domain if domain and (host == domain or host.endswith("." + domain)) and "." in domain else host
            jar.setdefault(own, {})[name] = value


def _cookies_for(url: str, jar: dict[str, dict[str, str]]) -> str:
    host = urlsplit(url).hostname or ""
    found = {n: v for own, pairs in jar.items() if host == own or host.endswith("." + own) for n, v in pairs.items()}
    return "; ".join(f"{name}={value}" for name, value in found.items())
