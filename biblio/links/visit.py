"""One look at one link: which requests it takes and what they show. No I/O.

`visit` is a generator: it yields requests and is sent their answers, so that pacing and transport are others' work
and every path through it can be tested from a table of answers.
"""

import random
import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from biblio.links.hosts import BUILT_IN, HostRule, HostRules, asked_instead, doi_of, successor
from biblio.links.page import Fingerprint, Page, shows, sketch
from biblio.links.transport import Answer, Request
from biblio.model import Hop
from biblio.text import fold

MAX_HOPS = 20
"""Redirects followed, as browsers do (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""
PAGE_LIMIT = 256 * 1024
FRAGMENT_LIMIT = 2 * 1024 * 1024
"""Bytes read of a page whose anchor is wanted."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_FILES = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|epub|zip|gz|7z|rar|mp[34]|m4a|avi|mov|webm|ogg|wav|jpe?g|png|gif|tiff?|csv)$",
    re.I,
)
_META_REFRESH = re.compile(
    r"""<meta[^<>]{0,80}http-equiv\s*=\s*["']?refresh["']?[^<>]{0,80}content\s*=\s*["']?\s*0\s*;\s*url\s*=\s*["']?([^"'<>\s]{1,500})""",
    re.I,
)
_ID_LIKE = re.compile(r"[^\s=/!&?#<>]+")
_PLAIN = re.compile(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9/_.~%!$&'()*+,;=:@?-]*")
_TEXT = ":~:text="


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the page behind a link should show: the cited work's title and the family names of its authors."""

    title: str
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the visit: the works behind the link, its last good page, its host's answer to HEAD."""

    expected: Sequence[Expected] = ()
    last_good: Fingerprint | None = None
    head_works: bool | None = None
    fingerprint: bool = False


@dataclass(slots=True)
class Sighting:
    """What a visit showed: facts only, judged by `biblio.links.judge`.

    ``url`` bears no fragment; ``missing`` holds those of the wanted fragments that the page lacks. ``registered``
    tells of a DOI whether its registry knows it. ``head_failed`` says that HEAD misled and GET did not.
    """

    url: str
    final: str = ""
    method: str = "GET"
    answer: Answer = field(default_factory=Answer)
    hops: list[Hop] = field(default_factory=list)
    page: Page | None = None
    missing: frozenset[str] = frozenset()
    fingerprint: Fingerprint | None = None
    registered: bool | None = None
    retired: bool = False
    loop: bool = False
    too_many: bool = False
    unchanged: bool = False
    head_failed: bool | None = None
    random_page: Fingerprint | None = None
    rule: HostRule | None = None
    ms: int = 0
    size: int = 0

    @property
    def permanent(self) -> bool:
        """Tell whether every redirect said that the page has moved for good."""
        return bool(self.hops) and all(hop.status in _PERMANENT for hop in self.hops)


Visit = Generator[Request, Answer, Sighting]


def wire_url(url: str) -> str:
    """Return ``url`` as it goes over the wire: no fragment, no line ends, ASCII alone (UTF-8 in per cent, IDNA 2008).

    What is no URL is returned as it is; the transport refuses it.
    """
    if _PLAIN.fullmatch(url):
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


def visit(
    url: str,
    fragments: Iterable[str] = (),
    known: Known | None = None,
    rules: HostRules = BUILT_IN,
    doi_registry: str = "https://doi.org/api/handles/",
) -> Visit:
    """Look at ``url`` once: registry, HEAD or GET, redirects with cookies, the page's first bytes.

    Yields a `Request` at a time and is sent its `Answer`; returns a `Sighting`.
    """
    known = known or Known()
    seen = Sighting(url=url, rule=rules.find(url))
    wanted = [fragment for fragment in fragments if checkable(fragment)]
    if doi := doi_of(url):
        answer = yield Request(doi_registry + quote(doi, safe="/"), limit=4096)
        _count(seen, answer)
        seen.registered = _registered(answer)
        if seen.registered is False:
            seen.answer, seen.final = answer, url
            return seen
    start = asked_instead(seen.rule, url) if seen.rule and seen.rule.ask else url
    method = first_method(start, known, seen.rule, bool(wanted))
    yield from _follow(seen, start, method, FRAGMENT_LIMIT if wanted else PAGE_LIMIT)
    if method == "HEAD" and not _head_is_enough(seen, known):
        refused = seen.answer.status in (0, *range(400, 600))
        seen.hops.clear()
        seen.loop = seen.too_many = False
        yield from _follow(seen, start, "GET", PAGE_LIMIT)
        seen.head_failed = refused and seen.answer.status in range(200, 300)
    elif method == "HEAD":
        seen.head_failed = False
    if start != url:
        seen.final = url
    elif (heir := successor(url, seen.rule)) and not 200 <= seen.answer.status < 300:
        yield from _ask_heir(seen, heir)
    _read(seen, known, wanted)
    if _doubtful(seen, known):
        yield from _compare(seen)
    return seen


def _ask_heir(seen: Sighting, heir: str) -> Generator[Request, Answer, None]:
    """Look for the page on the platform that took over from a retired one."""
    there = Sighting(url=heir)
    yield from _follow(there, heir, "GET", PAGE_LIMIT)
    _count(seen, there.answer)
    if 200 <= there.answer.status < 300:
        seen.answer, seen.final, seen.retired = there.answer, there.final, True


def first_method(url: str, known: Known, rule: HostRule | None, fragments: bool) -> str:
    """Choose HEAD where it can tell enough: files, and pages whose version is known, on hosts that answer it well.

    Of a page that was never read HEAD tells too little: a missing page may be answered with 200.
    """
    if rule and rule.method:
        return rule.method
    if known.head_works is False or fragments:
        return "GET"
    if _FILES.search(url.partition("?")[0]):
        return "HEAD"
    return "HEAD" if known.head_works and known.last_good and known.last_good.version else "GET"


def _head_is_enough(seen: Sighting, known: Known) -> bool:
    answer = seen.answer
    if not 200 <= answer.status < 300 or seen.loop or seen.too_many:
        return False
    if known.last_good and known.last_good.version:
        seen.unchanged = version(answer) == known.last_good.version
        return seen.unchanged
    # A file's address that answers with a page is a message, not the file.
    kind = answer.header("content-type")
    return bool(kind) and "html" not in kind


def version(answer: Answer) -> str:
    """Return what a server says of a page's version (ETag, else date and length), or an empty string."""
    modified, length = answer.header("last-modified"), answer.header("content-length")
    return (answer.header("etag") or (f"{modified} {length}" if modified and length else ""))[:80]


def _count(seen: Sighting, answer: Answer) -> None:
    seen.ms += answer.ms
    seen.size += answer.size


def _follow(seen: Sighting, start: str, method: str, limit: int) -> Generator[Request, Answer, None]:
    url, cookies = start, dict[str, dict[str, str]]()
    been: set[tuple[str, str]] = set()
    seen.method = method
    headers = seen.rule.headers if seen.rule else ()
    while True:
        cookie = _cookies_for(url, cookies) if cookies else ""
        been.add((url, cookie))
        extra = (*headers, f"Cookie: {cookie}") if cookie else headers
        answer = yield Request(wire_url(url), method, limit, extra)
        _count(seen, answer)
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
    if _PLAIN.fullmatch(place):
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


def _registered(answer: Answer) -> bool | None:
    """Read the answer of the handle registry (https://www.doi.org/the-identifier/resources/factsheets/doi-resolution)."""
    import json

    try:
        code = json.loads(answer.body).get("responseCode")
    except (ValueError, AttributeError):
        return None
    return True if code == 1 else False if code == 100 else None


def _read(seen: Sighting, known: Known, wanted: list[str]) -> None:
    answer = seen.answer
    kind = answer.header("content-type") if answer.body else ""
    if not answer.body or not ("html" in kind or (not kind and answer.body[:200].lstrip()[:1] == b"<")):
        return
    page = seen.page = Page(answer.body, kind, answer.cut)
    if not 200 <= answer.status < 300:
        return
    if wanted:
        seen.missing = missing_fragments(page, wanted)
    if known.fingerprint:
        seen.fingerprint = fingerprint(page, version(answer), known.expected)


def fingerprint(page: Page, page_version: str, expected: Sequence[Expected] = ()) -> Fingerprint:
    """Return the fingerprint of a page, and whether it shows what is expected of it."""
    text = f"{fold(page.title)} {fold(page.text)}"
    there = set(text.split())
    return Fingerprint(
        title=" ".join(page.title.split())[:160],
        sketch=sketch(text),
        version=page_version,
        title_seen=any(shows(text, work.title) for work in expected),
        author_seen=any(set(fold(name).split()) <= there for work in expected for name in work.authors if name),
    )


def checkable(fragment: str) -> bool:
    """Tell whether a fragment can name a place in a page: neither empty, ``top``, a viewer's nor a tracker's."""
    if _TEXT in fragment:
        return True
    return bool(fragment) and fragment.lower() != "top" and _ID_LIKE.fullmatch(unquote(fragment)) is not None


def missing_fragments(page: Page, wanted: Iterable[str]) -> frozenset[str]:
    """Return those of the wanted fragments that lead nowhere in the page.

    A page that was cut, or whose text is made by scripts, cannot tell.
    """
    if page.cut or (b"<script" in page.low and len(page.text) < 500):
        return frozenset()
    anchors = page.anchors()
    return frozenset(fragment for fragment in wanted if not _present(page, anchors, fragment))


def _present(page: Page, anchors: frozenset[str], fragment: str) -> bool:
    name, _, directive = fragment.partition(":~:")
    if directive:
        texts = [part.partition("=")[2] for part in directive.split("&") if part.startswith("text=")]
        text = fold(page.text)
        return any(_text_present(text, wanted) for wanted in texts) or not texts
    plain = unquote(name)
    # GitHub and its kin prefix the anchors of what users wrote.
    return bool({name, plain, f"user-content-{plain}", f"user-content-{plain.lower()}"} & anchors)


def _text_present(text: str, wanted: str) -> bool:
    """Look up a text directive ``[prefix-,]start[,end][,-suffix]`` (https://wicg.github.io/scroll-to-text-fragment/)."""
    parts = [unquote(part) for part in wanted.split(",") if not part.endswith("-") and not part.startswith("-")]
    at = 0
    for part in parts:
        at = text.find(fold(part), at)
        if at < 0:
            return False
    return True


def _doubtful(seen: Sighting, known: Known) -> bool:
    """Tell whether a page should be held against a random address of its host: it lost the work it showed."""
    new, old = seen.fingerprint, known.last_good
    return bool(new and old and old.title_seen and not new.title_seen and len(urlsplit(seen.final).path) > 1)


def _compare(seen: Sighting) -> Generator[Request, Answer, None]:
    """Ask the host for an address that cannot exist: what it shows there, it shows for what is gone."""
    parts = urlsplit(seen.final)
    folder = parts.path.rsplit("/", 1)[0]
    name = "".join(random.choice("bcdfghjklmnpqrstvwxz") for _ in range(14))  # noqa: S311 (no secret)
    answer = yield Request(wire_url(urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", ""))))
    _count(seen, answer)
    if answer.status == 200 and answer.body:
        page = Page(answer.body, answer.header("content-type"), answer.cut)
        seen.random_page = fingerprint(page, "")
