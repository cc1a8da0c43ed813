"""What one visit means, taken alone. Pure; `REASONS` is the table of docs/link-states.md."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from biblio.links.domains import registrable
from biblio.links.hosts import DOI_HOSTS
from biblio.links.page import (
    Fingerprint,
    Page,
    alike,
    challenge,
    gambling,
    leads_to_error,
    parked,
    paywalled,
    says_not_found,
    soft_404,
)
from biblio.links.visit import Known, Sighting
from biblio.text import fold

State = Literal["ok", "moved", "blocked", "paywalled", "unsure", "suspect", "changed", "dead"]
Verdict = Literal["alive", "dead", "unsure"]
Effect = Literal["good", "neutral", "none", "missing", "trouble", "gone", "no-domain", "changed"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a reason code means: the state and verdict of a single visit, its effect over days, and a sentence."""

    state: State
    verdict: Verdict
    effect: Effect
    sentence: str


REASONS: dict[str, Reason] = {
    "ok": Reason("ok", "alive", "good", "The page answers."),
    "unchanged": Reason("ok", "alive", "good", "The server says that the page is the version read last time."),
    "anchor": Reason("ok", "alive", "good", "The page answers, but has no place of the name after the #."),
    "registered": Reason(
        "ok", "alive", "good", "The registry knows the DOI; the publisher's page could not be read."
    ),
    "moved": Reason("moved", "alive", "good", "The page has moved for good."),
    "retired": Reason("moved", "alive", "good", "The platform was retired; the page lives on under a new address."),
    "paywalled": Reason("paywalled", "alive", "good", "The page answers and says that reading it is not free."),
    "unauthorized": Reason("blocked", "unsure", "neutral", "The server wants a password."),
    "forbidden": Reason("blocked", "unsure", "neutral", "The server refuses robots; a reader may well be let in."),
    "throttled": Reason("blocked", "unsure", "neutral", "The server asked to come back later."),
    "legal": Reason("blocked", "unsure", "neutral", "The page is withheld for legal reasons."),
    "challenge": Reason("blocked", "unsure", "neutral", "A wall against robots answered in place of the page."),
    "tls": Reason("unsure", "unsure", "neutral", "The certificate or the encryption of the server is not in order."),
    "robots": Reason("unsure", "unsure", "neutral", "The site asks robots not to read this page."),
    "bad-url": Reason("unsure", "unsure", "neutral", "This is no address that can be asked."),
    "private": Reason("unsure", "unsure", "neutral", "The address leads into a private network and is not asked."),
    "excused": Reason("unsure", "unsure", "neutral", "A rule of the configuration excuses this host."),
    "server-error": Reason("unsure", "unsure", "trouble", "The server is in trouble."),
    "timeout": Reason("unsure", "unsure", "trouble", "No answer in time."),
    "dns": Reason("unsure", "unsure", "trouble", "The name of the host could not be looked up."),
    "unreachable": Reason("unsure", "unsure", "trouble", "No connection to the server."),
    "bad-request": Reason("unsure", "unsure", "trouble", "The server does not take the request."),
    "too-many-redirects": Reason("unsure", "unsure", "trouble", "More redirects than a browser follows."),
    "too-large": Reason("unsure", "unsure", "trouble", "The answer's headers have no end."),
    "refused": Reason("dead", "dead", "trouble", "The server refuses the connection."),
    "reset": Reason("dead", "dead", "trouble", "The server cut the connection without an answer."),
    "empty": Reason("dead", "dead", "trouble", "The server closed the connection without an answer."),
    "garbage": Reason("dead", "dead", "trouble", "What answers does not speak HTTP."),
    "loop": Reason("dead", "dead", "missing", "The redirects go round in a circle."),
    "not-found": Reason("dead", "dead", "missing", "The server says that the page is not there."),
    "doi-unknown": Reason("dead", "dead", "missing", "The registry does not know this DOI."),
    "gone": Reason("dead", "dead", "gone", "The server says that the page was removed for good."),
    "no-domain": Reason("dead", "dead", "no-domain", "The domain does not exist any more."),
    "soft-404": Reason("changed", "dead", "changed", "The page answers, but says that it is not there."),
    "same-page": Reason(
        "changed", "dead", "changed", "The site shows the same page at an address that cannot exist."
    ),
    "parked": Reason("changed", "dead", "changed", "The domain is for sale, expired or shows an empty server."),
    "hijacked": Reason("changed", "dead", "changed", "The domain now belongs to something else."),
    "home-page": Reason("changed", "unsure", "changed", "The link leads to the home page in place of the page."),
    "other-domain": Reason("changed", "unsure", "changed", "The link leads to another site, without the cited work."),
    "title-gone": Reason("changed", "unsure", "changed", "The page no longer shows the cited work, which it did."),
    "replaced": Reason("changed", "unsure", "changed", "Nothing is left of the page that was there."),
    "own-network": Reason("unsure", "unsure", "none", "Nothing answered anywhere: our own network, not the link."),
    "proxy": Reason("unsure", "unsure", "none", "The proxy did not answer."),
    "not-asked": Reason("unsure", "unsure", "none", "Time was up before this link was asked."),
}
"""Reason code → what it means. ``effect`` drives `biblio.links.memory`."""

_HOME = re.compile(
    r"^/*(?:[a-z]{2}(?:[-_][a-z]{2})?/+)?(?:(?:index|default|accueil|home|welcome|bienvenue)(?:\.\w{2,5})?)?/*$", re.I
)
_ERRORS = frozenset((
    "private", "bad-url", "timeout", "dns", "no-domain", "refused", "unreachable", "reset", "empty", "garbage", "tls",
    "too-large", "proxy",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """The judgement of one visit: a code of `REASONS` and the detail that makes it concrete."""

    reason: str
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The reason in a sentence, with its detail."""
        text = REASONS[self.reason].sentence
        return f"{text[:-1]} ({self.detail})." if self.detail else text


_OK = Finding("ok")


def assess(seen: Sighting, known: Known | None = None) -> Finding:
    """Judge one visit by itself."""
    found = _assess(seen, known or Known())
    if seen.registered and REASONS[found.reason].effect not in ("good", "none"):
        return Finding("registered", found.sentence.rstrip("."))
    return found


def _assess(seen: Sighting, known: Known) -> Finding:
    answer, rule = seen.answer, seen.rule
    status = answer.status
    if rule and rule.ignore:
        return Finding("excused", rule.note)
    if seen.registered is False:
        return Finding("doi-unknown")
    if answer.error:
        return Finding(answer.error if answer.error in _ERRORS else "unreachable", answer.detail[:200])
    if seen.loop:
        return Finding("loop", f"→ {seen.final}")
    if seen.too_many:
        return Finding("too-many-redirects", f"{len(seen.hops)} × 3xx")
    if rule:
        if status in rule.alive:
            return _OK
        if status in rule.dead:
            return Finding("not-found", f"HTTP {status}")
        if status in rule.blocked:
            return Finding("forbidden", f"HTTP {status}; {rule.note}" if rule.note else f"HTTP {status}")
    if 200 <= status < 300 or status == 304:
        return _answered(seen, known)
    return _refused(seen)


def _refused(seen: Sighting) -> Finding:
    answer = seen.answer
    status, detail = answer.status, f"HTTP {answer.status}"
    if answer.header("cf-mitigated") or (status in (403, 429, 503) and seen.page and challenge(seen.page)):
        return Finding("challenge", detail)
    match status:
        case 404:
            return Finding("not-found", detail)
        case 410:
            return Finding("gone", detail)
        case 401 | 407:
            return Finding("unauthorized", detail)
        case 402:
            return Finding("paywalled", detail)
        case 403 | 405 | 406 | 999:
            return Finding("forbidden", detail)
        case 429:
            return Finding("throttled", detail)
        case 451:
            return Finding("legal", detail)
        case _ if status >= 500 or status in (408, 425):
            return Finding("server-error", detail)
        case _:
            return Finding("bad-request", detail)


def _answered(seen: Sighting, known: Known) -> Finding:
    if seen.unchanged:
        return Finding("unchanged")
    page = seen.page
    if page is not None:
        wrong = _not_the_work(seen, page, known)
        if wrong:
            return wrong
    if seen.hops and _went_home(seen):
        return Finding("home-page", f"→ {seen.final}")
    if seen.missing:
        return Finding("anchor", ", ".join(f"#{name}" for name in sorted(seen.missing)))
    if (page is not None and paywalled(page)) or (seen.rule and seen.rule.paywalled):
        return Finding("paywalled")
    if seen.retired:
        return Finding("retired", f"→ {seen.final}")
    if seen.permanent and not _same_address(seen.url, seen.final):
        return Finding("moved", f"→ {seen.final}")
    return _OK


def _not_the_work(seen: Sighting, page: Page, known: Known) -> Finding | None:
    """Find why an answered page is not the cited one, or None."""
    titles = [work.title for work in known.expected]
    if sign := challenge(page):
        return Finding("challenge", sign[:80])
    if seen.hops and leads_to_error(urlsplit(seen.final).path) and not leads_to_error(urlsplit(seen.url).path):
        return Finding("soft-404", f"→ {seen.final}")
    if sign := parked(page):
        return Finding("parked", sign[:80])
    if (sign := soft_404(page)) and not any(says_not_found(title) or fold(title) == fold(sign) for title in titles):
        return Finding("soft-404", f"“{sign[:80]}”")
    if sign := gambling(page, " ".join(titles)):
        return Finding("hijacked", sign)
    return _lost(seen, known)


def _lost(seen: Sighting, known: Known) -> Finding | None:
    """Compare a page with the last good one: it must still show the cited work, or at least something of itself."""
    new, old = seen.fingerprint, known.last_good
    if new is None or old is None:
        return None
    if seen.random_page and alike(new.sketch, seen.random_page.sketch) > 0.9 and new.title == seen.random_page.title:
        return Finding("same-page")
    strangers = registrable(urlsplit(seen.final).hostname or "") != registrable(urlsplit(seen.url).hostname or "")
    if old.title_seen and not new.title_seen and not (old.author_seen and new.author_seen):
        return (
            Finding("other-domain", f"→ {seen.final}") if strangers else Finding("title-gone", f"“{new.title[:80]}”")
        )
    if not old.title_seen and _nothing_left(old, new):
        return Finding("replaced", f"“{new.title[:80]}”")
    return None


def _nothing_left(old: Fingerprint, new: Fingerprint) -> bool:
    if len(old.sketch) < 16 or len(new.sketch) < 16 or not old.title or not new.title:
        return False
    return not set(fold(old.title).split()) & set(fold(new.title).split()) and alike(old.sketch, new.sketch) == 0.0


def _went_home(seen: Sighting) -> bool:
    start, end = urlsplit(seen.url), urlsplit(seen.final)
    if not _HOME.match(end.path) or end.query or (_HOME.match(start.path) and not start.query):
        return False
    if (start.hostname or "") in DOI_HOSTS:
        return False
    if registrable(start.hostname or "") != registrable(end.hostname or ""):
        # Short links and vanity addresses lead to home pages by intent.
        return len([part for part in start.path.split("/") if part]) > 1
    # http → https of a page that lives at /fr/ and the like is no loss.
    return len(start.path.strip("/")) > 0 or bool(start.query)


def _same_address(one: str, other: str) -> bool:
    """Tell whether two addresses differ by scheme, ``www.`` or a final slash alone."""
    a, b = urlsplit(one), urlsplit(other)
    if a.path.rstrip("/") != b.path.rstrip("/"):
        return False

    def host(name: str | None) -> str:
        return (name or "").removeprefix("www.")

    return (host(a.hostname), a.port, a.query) == (host(b.hostname), b.port, b.query)
