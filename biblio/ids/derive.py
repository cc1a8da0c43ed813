"""Identifiers that a platform's habits suggest: candidates to be confirmed by a source, never facts."""

import re

from biblio.ids.address import parse_url
from biblio.ids.platforms import ids_from_url, platform
from biblio.ids.schemes import parse_doi, parse_handle

_CAIRN_NUMBERED = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+){2,4}")
_PERSEE = re.compile(r"([a-z0-9]+)_[\dx]{4}-[\dx]{4}_(\d{4})_num_[^_]+_[^_]+_(\d+)")
# Population's DOIs are JSTOR's (10.2307/…).
_PERSEE_OTHER_PREFIX = {"pop"}
_IN_QUERY = re.compile(r"(?:^|[=&/:])(10\.\d{4,9}(?:\.\d+)*/[^&]+)")


def derived_ids(url: str, ids: dict[str, str]) -> dict[str, str]:
    """Return candidate identifiers by rule for a URL (may be empty) and the identifiers known so far.

    The rules hold for most older items only: OpenEdition's DOIs are opaque since 2024, congress acts at Persée count
    another year. Schemes already in ``ids`` are left out.

    >>> derived_ids("https://journals.openedition.org/nrt/601", {"openedition": "nrt/601"})
    {'doi': '10.4000/nrt.601'}
    """
    known = {**ids_from_url(url), **ids} if url else dict(ids)
    found = {"doi": _doi(url, known), "handle": _handle(url), "isidore": _isidore(known)}
    return {scheme: value for scheme, value in found.items() if value and scheme not in known}


def _doi(url: str, ids: dict[str, str]) -> str:
    if cairn := ids.get("cairn", ""):
        # From the slug of an article nothing follows: code and number of the issue are missing.
        return f"10.3917/{cairn.lower().replace('_', '.')}" if _CAIRN_NUMBERED.fullmatch(cairn) else ""
    if openedition := ids.get("openedition", ""):
        prefix = {"openedition-journals": "", "openedition-books": "books."}.get(platform(url) if url else "")
        return "" if prefix is None else f"10.4000/{prefix}{openedition.replace('/', '.')}"
    if match := _PERSEE.fullmatch(ids.get("persee", "")):
        return "" if match[1] in _PERSEE_OTHER_PREFIX else f"10.3406/{match[1]}.{match[2]}.{match[3]}"
    if "arxiv" in ids:
        return f"10.48550/arxiv.{ids['arxiv']}"
    if ids.get("jstor", "").isdigit():
        return f"10.2307/{ids['jstor']}"
    return _doi_of_site(url) if url else ""


def _doi_of_site(url: str) -> str:
    address = parse_url(url)
    if address is None:
        return ""
    parts, host = address.segments, address.host.removeprefix("www.")
    if host == "nature.com" and len(parts) == 2 and parts[0] == "articles":
        return f"10.1038/{parts[1].removesuffix('.pdf').lower()}"
    if host.endswith("ssrn.com") and (number := address.parameter("abstract_id", "abstractid", "abstract")).isdigit():
        return f"10.2139/ssrn.{number}"
    if host == "zenodo.org" and len(parts) > 1 and parts[0] in ("record", "records") and parts[1].isdigit():
        return f"10.5281/zenodo.{parts[1]}"
    match = _IN_QUERY.search("&".join(f"{name}={value}" for name, value in address.parameters()))
    return parse_doi(match[1]) or "" if match else ""


def _handle(url: str) -> str:
    """DSpace repositories show handles as ``/handle/2117/114657``."""
    address = parse_url(url) if url else None
    if address is None:
        return ""
    parts = address.segments
    for index, part in enumerate(parts[:-2]):
        if part == "handle":
            return parse_handle("/".join(parts[index + 1 : index + 3])) or ""
    return ""


def _isidore(ids: dict[str, str]) -> str:
    handle = ids.get("handle", "")
    return handle if handle.startswith("10670/1.") else ""
