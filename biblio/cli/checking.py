"""What `check` and `links` share: options of the engine, addresses from files, the checks of the library."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from biblio import __version__
from biblio.cli.app import App
from biblio.errors import UsageError

if TYPE_CHECKING:
    from biblio.links.hosts import HostRules
    from biblio.links.memory import Rhythm
    from biblio.links.queue import Pace
    from biblio.links.transport import Transport
    from biblio.store.checks import Checks

_UNITS = {"": 60, "s": 1, "m": 60, "min": 60, "h": 3600}


def seconds(text: str) -> float:
    """Read a duration: ``90s``, ``20m``, ``1h30m``; a number alone counts minutes. Raises `UsageError`."""
    found = re.fullmatch(r"(?:\d+(?:\.\d+)?\s*(?:h|min|m|s)?\s*)+", text.strip().lower())
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*(h|min|m|s)?", text.lower()) if found else []
    if not parts:
        raise UsageError(f"{text}: not a duration", "write 90s, 20m or 1h30m")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def pace_of(app: App, pause: float | None, per_host: int | None, total: int | None, retries: int | None) -> Pace:
    """Return the pace that options, environment and ``[check]`` of the configuration ask for."""
    from biblio.links.queue import Pace

    standard = Pace()
    return Pace(
        pause=number(app, "pause", standard.pause, pause),
        per_host=int(number(app, "per_host", standard.per_host, per_host, least=1)),
        total=int(number(app, "total", standard.total, total, least=1)),
        retries=int(number(app, "retries", standard.retries, retries)),
        patience=number(app, "patience", standard.patience),
        robots=_yes(app.setting("check", "robots", True)),
    )


def number(app: App, name: str, default: float, given: float | None = None, least: float = 0.0) -> float:
    """Return an option's value, else that of ``[check] name``, else ``default``.

    Raises `UsageError` for what is no number, less than ``least`` or more than a day has seconds.
    """
    value = given if given is not None else app.setting("check", name, default)
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = -1.0
    if not least <= found <= 86400:
        place = f"--{name.replace('_', '-')} {value}" if given is not None else f"[check] {name} = {value}"
        raise UsageError(f"{place}: not possible", f"write a number from {least:g} to 86400")
    return found


def rhythm_of(app: App) -> Rhythm:
    """Return how long links and hosts rest, by ``[check] rest_days`` and ``host_days``."""
    from biblio.links.memory import RHYTHM, STABLE, Rhythm

    def pick(name: str, default: int) -> int:
        value = str(app.setting("check", name, default))
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= STABLE):
            raise UsageError(f"[check] {name} = {value}: not a number of days", f"write 1 to {STABLE}")
        return int(value)

    return Rhythm(rest=pick("rest_days", RHYTHM.rest), host=pick("host_days", RHYTHM.host))


def _yes(value: object) -> bool:
    return str(value).lower() in ("true", "1", "yes", "on")


def transport_of(app: App, timeout: float | None, total: int, allow_private: bool) -> Transport:
    """Return the engine, under the identity and the address guard that the configuration names."""
    from biblio.links.transport import Curl

    contact = str(app.setting("http", "contact", ""))
    about = f"; {contact}" if contact else ""
    # The form of a browser's name lets crawlers in where unknown agents are turned away; the rest says who we are.
    agent = f"Mozilla/5.0 (compatible; biblio/{__version__}; link check{about})"
    return Curl(
        user_agent=agent,
        timeout=number(app, "timeout", 15.0, timeout, least=0.1),
        connections=total,
        allow_private=allow_private or _yes(app.setting("http", "allow_private", False)),
    )


def host_rules(app: App) -> HostRules:
    """Return the built-in host rules behind those of ``[[check.host]]``."""
    from biblio.links.hosts import rules_of

    return rules_of(app.config.get("check", {}).get("host", []))


def addresses(urls: Iterable[str], files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the web addresses of the command line and of files (``-`` is standard input), as they stand.

    Each comes with the date of the file that cites it, ISO 8601, or with an empty string.
    """
    for url in urls:
        if url == "-":
            yield from ((found, "") for found in of_text(sys.stdin.read()))
        else:
            yield url if "://" in url else f"https://{url}", ""
    for name in files:
        yield from ((found, "") for found in of_text(sys.stdin.read())) if name == "-" else _of_file(Path(name))


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    from biblio.readers import read

    if path.suffix.lower() in (".txt", ".lst", ".urls"):
        # A list of addresses, one a line, needs no reading.
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        if text and all(_ADDRESS.fullmatch(line) for line in text.splitlines() if line.strip()):
            yield from ((line.strip(), "") for line in text.splitlines() if line.strip())
            return
    document = read(path)
    date = document.date or _first_date(document.text[:2000])
    for url in dict.fromkeys((*(link.url for link in document.links), *of_text(document.text))):
        if _ADDRESS.fullmatch(url):
            yield url, date


def _first_date(text: str) -> str:
    from biblio.extract.dates import find_date, iso, read_date

    found = find_date(text)
    return iso(read_date(found)) if found else ""


_ADDRESS = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)


def of_text(text: str) -> Iterator[str]:
    """Yield the web addresses that stand in a text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if all(_ADDRESS.fullmatch(line) for line in lines):
        yield from lines
        return
    from biblio.extract.urls import find_urls

    for found in find_urls(text):
        if not found.cut:
            yield found.url if "://" in found.url else f"https://{found.url}"


def checks_of(app: App) -> Checks:
    """Return the link checks of the library."""
    from biblio.store.checks import Checks

    return Checks(app.library.db)


def alive(pid: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stamp(moment: float | None = None) -> str:
    """Return a moment (now, if none is given) as ISO 8601, UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def day(moment: int) -> str:
    """Return the date of a moment in seconds since 1970, or a dash for 0."""
    return time.strftime("%Y-%m-%d", time.gmtime(moment)) if moment else "-"
