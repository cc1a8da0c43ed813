"""Hosts with habits of their own, as a list to read and to extend.

A configuration adds rules in front of these: ``[[check.host]]`` tables with the names of `HostRule`'s fields.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from biblio.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRule:
    """How to treat one host and its subdomains.

    ``ask`` is an address asked in place of the link, where ``{url}`` is the link, quoted, and ``{1}`` … are the
    groups of ``path`` (a regular expression that the link's path and query must match for the rule to apply).
    ``alive``, ``dead`` and ``blocked`` read the status of the answer otherwise than usual; ``ignore`` excuses the
    host from every verdict. ``pause`` (seconds) and ``concurrency`` bound the requests, ``method`` fixes the first
    one, ``headers`` are added. ``moved_to`` is the host that took over from a retired one, path for path.
    """

    host: str
    path: str = ""
    ask: str = ""
    alive: tuple[int, ...] = ()
    dead: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()
    ignore: bool = False
    paywalled: bool = False
    pause: float | None = None
    concurrency: int | None = None
    method: str = ""
    headers: tuple[str, ...] = ()
    moved_to: str = ""
    note: str = ""


RULES: tuple[HostRule, ...] = (
    # A video's page answers 200 whether the video exists or not; the embedding service knows (https://oembed.com).
    HostRule(
        host="youtube.com",
        path=r"^/(?:watch\?|embed/|live/|shorts/|v/)",
        ask="https://www.youtube.com/oembed?format=json&url={url}",
        alive=(401, 403),
        dead=(400, 404),
    ),
    HostRule(
        host="youtu.be",
        path=r"^/[\w-]{6,}",
        ask="https://www.youtube.com/oembed?format=json&url={url}",
        alive=(401, 403),
        dead=(400, 404),
    ),
    HostRule(
        host="dailymotion.com",
        path=r"^/video/",
        ask="https://www.dailymotion.com/services/oembed?format=json&url={url}",
        dead=(404,),
    ),
    # Log-in walls: the answer says nothing of the page.
    HostRule(host="linkedin.com", blocked=(999, 403, 404), note="shows its pages to members only"),
    HostRule(host="facebook.com", blocked=(400, 403, 404), note="shows its pages to members only"),
    HostRule(host="instagram.com", blocked=(403, 404), note="shows its pages to members only"),
    HostRule(host="twitter.com", blocked=(400, 403, 404), note="shows its pages to members only"),
    HostRule(host="x.com", blocked=(400, 403, 404), note="shows its pages to members only"),
    # Retired platforms whose addresses live on under another host.
    HostRule(host="halshs.archives-ouvertes.fr", moved_to="shs.hal.science"),
    HostRule(host="tel.archives-ouvertes.fr", moved_to="theses.hal.science"),
    HostRule(host="hal.archives-ouvertes.fr", moved_to="hal.science"),
    HostRule(host="revues.org", moved_to="journals.openedition.org"),
    # Slow under load: one request at a time.
    HostRule(host="web.archive.org", pause=2.5, concurrency=1),
    HostRule(host="legifrance.gouv.fr", blocked=(403,), concurrency=1),
)

_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://([^/?#\\]*)")
_DOI = re.compile(r"^/(10\.\d{4,9}/\S+)$")
DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")


def doi_of(url: str) -> str:
    """Return the DOI that a resolver's address leads to, or an empty string."""
    if "doi.org/10." not in url.lower():
        return ""
    match = _DOI.match(unquote(urlsplit(url).path)) if host_of(url) in DOI_HOSTS else None
    return match[1] if match else ""


class HostRules:
    """Rules by host: the first that fits wins, those of the longest host name first."""

    def __init__(self, rules: Iterable[HostRule] = RULES) -> None:
        self._by_host: dict[str, list[HostRule]] = {}
        for rule in rules:
            self._by_host.setdefault(rule.host, []).append(rule)
        self._of_host = lru_cache(maxsize=4096)(self._rules_of)

    def find(self, url: str) -> HostRule | None:
        """Return the rule for a URL's host (or a domain above it) whose path fits, or None."""
        for rule in self._of_host(host_of(url)):
            if not rule.path or re.search(rule.path, _place(url)):
                return rule
        return None

    def _rules_of(self, name: str) -> tuple[HostRule, ...]:
        if ":" in name and not name.startswith("["):
            name = name.partition(":")[0]
        found: list[HostRule] = []
        while name:
            found += self._by_host.get(name, ())
            name = name.partition(".")[2]
        return tuple(found)


BUILT_IN = HostRules()


def host_of(url: str) -> str:
    """Return host and port of a URL, in lower case and without credentials; faster than parsing it whole."""
    match = _AUTHORITY.match(url)
    if match is None:
        return ""
    authority = match[1]
    return authority.rpartition("@")[2].lower() if "@" in authority else authority.lower()


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def asked_instead(rule: HostRule, url: str) -> str:
    """Return the address that a rule asks in place of ``url``."""
    match = re.search(rule.path, _place(url)) if rule.path else None
    filled = rule.ask.replace("{url}", quote(url, safe=""))
    for number, value in enumerate(match.groups() if match else (), 1):
        filled = filled.replace(f"{{{number}}}", quote(value or "", safe=""))
    return filled


def successor(url: str, rule: HostRule | None) -> str:
    """Return the address of ``url`` on the platform that took over, or an empty string.

    Subdomains that named a journal become its path (``cybergeo.revues.org/1`` → ``…/cybergeo/1``).
    """
    if rule is None or not rule.moved_to:
        return ""
    parts = urlsplit(url)
    sub = (parts.hostname or "").lower().removesuffix(rule.host).rstrip(".").removeprefix("www")
    path = f"/{sub}{parts.path}" if sub else parts.path
    return urlunsplit(("https", rule.moved_to, path, parts.query, parts.fragment))


def rules_of(tables: Iterable[Mapping[str, Any]]) -> HostRules:
    """Return the rules of a configuration, those built in behind them.

    Raises `UsageError` for a table without ``host``, with an unknown name or a wrong pattern.
    """
    known = {field.name for field in fields(HostRule)}
    made = []
    for table in tables:
        if unknown := sorted(set(table) - known):
            raise UsageError(f"[[check.host]]: unknown {', '.join(unknown)}", f"known are {', '.join(sorted(known))}")
        if not table.get("host"):
            raise UsageError("[[check.host]]: no host", 'name one: host = "example.org"')
        try:
            re.compile(str(table.get("path", "")))
        except re.error as error:
            raise UsageError(f"[[check.host]] {table['host']}: path is no pattern ({error})") from error
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
        }
        made.append(HostRule(**values))
    return HostRules((*made, *RULES))
