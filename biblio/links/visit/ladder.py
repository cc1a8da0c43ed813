"""The ladder of a visit: registry, HEAD, GET, the platform that took over, a comparison."""

import random
import re
from collections.abc import Generator, Iterable, Sequence
from urllib.parse import quote, urlsplit, urlunsplit

from biblio.links.hosts import BUILT_IN, HostRule, HostRules, asked_instead, doi_of, successor
from biblio.links.page import Fingerprint, Page, shows, sketch
from biblio.links.transport import Answer, Request
from biblio.links.visit.fragments import checkable, missing_fragments
from biblio.links.visit.redirects import follow
from biblio.links.visit.sighting import Expected, Known, Sighting
from biblio.links.visit.wire import wire_url
from biblio.text import fold

PAGE_LIMIT = 256 * 1024
FRAGMENT_LIMIT = 2 * 1024 * 1024
"""Bytes read of a page whose anchor is wanted."""
_FILES = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|epub|zip|gz|7z|rar|mp[34]|m4a|avi|mov|webm|ogg|wav|jpe?g|png|gif|tiff?|csv)$",
    re.I,
)
Visit = Generator[Request, Answer, Sighting]


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
        seen.count(answer)
        seen.registered = _registered(answer)
        if seen.registered is False:
            seen.answer, seen.final = answer, url
            return seen
    start = asked_instead(seen.rule, url) if seen.rule and seen.rule.ask else url
    method = first_method(start, known, seen.rule, bool(wanted))
    yield from follow(seen, start, method, FRAGMENT_LIMIT if wanted else PAGE_LIMIT)
    if method == "HEAD" and not _head_is_enough(seen, known):
        refused = seen.answer.status in (0, *range(400, 600))
        seen.hops.clear()
        seen.loop = seen.too_many = False
        yield from follow(seen, start, "GET", PAGE_LIMIT)
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
    yield from follow(there, heir, "GET", PAGE_LIMIT)
    seen.count(there.answer)
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
    seen.count(answer)
    if answer.status == 200 and answer.body:
        page = Page(answer.body, answer.header("content-type"), answer.cut)
        seen.random_page = fingerprint(page, "")
