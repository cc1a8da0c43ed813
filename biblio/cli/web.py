"""Reports by address: fetched through the client, kept as read with their date, and read like files."""

from __future__ import annotations

import asyncio
import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from biblio.cli.app import App
from biblio.cli.network import client
from biblio.errors import FetchError, MissingExtra

if TYPE_CHECKING:
    from biblio.http import Cache
    from biblio.model import Document
    from biblio.readers import Limits
    from biblio.sources import Response

SUFFIXES = {"markdown": ".md", "yeswiki": ".md", "text": ".txt", "html": ".html", "page": ".html"}


def read_web(app: App, address: str, limits: Limits, cache: Cache | None = None) -> Document:
    """Read the report at ``address``: a wiki page, a pad, a post, or a file behind a link.

    Raises `FetchError` where there is no answer, `MissingExtra` and `ReportError` as readers do.
    """
    from biblio.readers import read_bytes

    response, form = asyncio.run(_fetch(app, address, cache))
    name = _name(address)
    if form == "file":
        return read_bytes(response.body, name, limits)
    return read_bytes(_report(response, form, name), name + SUFFIXES[form], limits)


async def _fetch(app: App, address: str, cache: Cache | None) -> tuple[Response, str]:
    """Return the page, or its bare text where a wiki or pad offers it, and its form."""
    from biblio.sources import Request, pages

    # A page changes: it is asked anew each time, and each answer is kept.
    async with client(app, cache, refresh=True) as http:
        response = await http.fetch(Request(url=address))
        if not response.ok:
            reason = response.problem or f"HTTP {response.status}"
            raise FetchError(f"{address}: {reason}", "check the address, or save the page as a file and add that")
        if not _is_html(response):
            return response, "file"
        if export := pages.export_of(response):
            bare = await http.fetch(Request(url=export.url))
            if bare.ok and bare.body.strip() and (export.form == "html" or not _is_html(bare)):
                return bare, export.form
    return response, "page"


def _is_html(response: Response) -> bool:
    start = response.body[:1024].lstrip().lower()
    return "html" in response.content_type or start.startswith((b"<!doctype html", b"<html"))


def _report(response: Response, form: str, name: str) -> bytes:
    from biblio.sources import pages

    if form == "yeswiki":
        return pages.yeswiki_markdown(response.body.decode("utf-8", "replace")).encode()
    if form in ("markdown", "text"):
        return response.body
    base = f'<base href="{html.escape(response.final or response.url)}">'.encode()
    if form == "html":
        return base + response.body
    try:
        return base + pages.main_content(response)
    except ImportError as error:
        raise MissingExtra(name, "trafilatura", "web") from error


def _name(address: str) -> str:
    """Return a file's name for an address: its last part and its host."""
    parts = urlsplit(address)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2] or parts.query)
    return re.sub(r"[^\w.-]+", "-", f"{parts.hostname}-{last}" if last else str(parts.hostname))[:120]
