"""The HTTP client of a command, as options and configuration want it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from biblio.cli.app import App
from biblio.errors import UsageError

if TYPE_CHECKING:
    from biblio.http import Cache, Client
    from biblio.sources import Pace


def client(
    app: App,
    cache: Cache | None = None,
    *,
    offline: bool = False,
    refresh: bool = False,
    allow_private: bool = False,
) -> Client:
    """Return a client that knows the pace of every source.

    Configuration: ``[http] contact, allow_private``; ``[sources] NAME = "https://…"`` (or a list, in the order of the
    source's own) replaces the base addresses of a source.
    """
    from biblio.http import Client

    rewrites = base_addresses(app)
    return Client(
        contact=str(app.setting("http", "contact", "")),
        cache=cache,
        offline=offline,
        refresh=refresh,
        allow_private=allow_private or str(app.setting("http", "allow_private", "")).lower() in ("true", "1", "yes"),
        paces=paces(rewrites),
        rewrites=rewrites,
    )


def base_addresses(app: App) -> dict[str, str]:
    """Return the configured replacement of each default base address; raises `UsageError` for unknown sources."""
    from biblio.sources import SOURCES

    known = {source.name: source for source in SOURCES}
    rewrites: dict[str, str] = {}
    for name, value in app.config.get("sources", {}).items():
        if name not in known:
            raise UsageError(f"[sources] {name}: no such source", f"choose among {', '.join(known)}")
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(base, str) for base in given):
            raise UsageError(f"[sources] {name}: an address or a list of addresses is wanted")
        rewrites |= dict(zip(known[name].bases, given, strict=False))
    return rewrites


def paces(rewrites: dict[str, str]) -> dict[str, Pace]:
    """Return the pace of each host of the sources."""
    from biblio.sources import SOURCES

    return {
        urlsplit(rewrites.get(base, base)).netloc.lower(): source.pace for source in SOURCES for base in source.bases
    }
