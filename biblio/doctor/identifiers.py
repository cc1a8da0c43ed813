"""Identifiers and addresses: syntax, check digits, contradictions."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from biblio.doctor.base import Problem
from biblio.formats.dates import year
from biblio.ids import SCHEMES, clean_url, ids_from_url, parse, parse_doi, parse_isbn, parse_issn, platform
from biblio.model import Work

_PLAIN_ISBN = re.compile(r"[0-9Xx][0-9Xx-]*")
_YEAR_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(?:0[1-9]|1[0-2])/")
_TYPES_OF_PLATFORM = {
    "theses": ("thesis",),
    "theses.fr": ("thesis",),
    "dumas": ("thesis",),
    "hypotheses": ("post-weblog", "post", "webpage"),
    "youtube": ("motion_picture", "broadcast", "webpage", "speech", "interview", "song"),
    "calenda": ("webpage", "event", "document", "post", "post-weblog"),
}
"""Platform → CSL types of what it holds; others contradict the address."""


def doi(work: Work) -> Iterator[Problem]:
    """Find DOIs that are none, or written with more than the DOI."""
    value = work.csl.get("DOI")
    if value is None:
        return
    found = parse_doi(value)
    if found is None:
        yield Problem("DOI", f"« {value} » is no DOI (10.prefix/suffix)")
    elif value.lower() != found:
        yield Problem("DOI", f"« {value} »: only {found} is the DOI", found)


def isbn(work: Work) -> Iterator[Problem]:
    """Find ISBNs whose check digit or length is wrong."""
    value = work.csl.get("ISBN")
    if value is None:
        return
    found = parse_isbn(value)
    if found is None:
        several = [number for part in re.split(r"[\s,;/]+", value) if (number := parse_isbn(part))]
        if several:
            yield Problem("ISBN", f"« {value} »: more than one number; the first is {several[0]}", several[0])
        else:
            yield Problem("ISBN", f"« {value} » is no ISBN: wrong length or check digit")
    elif not _PLAIN_ISBN.fullmatch(value):
        yield Problem("ISBN", f"« {value} »: only {found} is the number", found)


def issn(work: Work) -> Iterator[Problem]:
    """Find ISSNs whose check digit or form is wrong."""
    value = work.csl.get("ISSN")
    if value is None:
        return
    found = parse_issn(value)
    if found is None:
        yield Problem("ISSN", f"« {value} » is no ISSN: wrong form or check digit")
    elif value != found:
        yield Problem("ISSN", f"« {value} » is written {found}", found)


def other_ids(work: Work) -> Iterator[Problem]:
    """Find identifiers that do not have the form of their scheme."""
    for scheme, value in work.ids.items():
        if scheme not in SCHEMES:
            continue
        found = parse(scheme, value)
        if found is None:
            yield Problem(f"ids.{scheme}", f"« {value} » is no identifier of {SCHEMES[scheme].label}")
        elif found != value:
            yield Problem(f"ids.{scheme}", f"« {value} » is written {found}", found)


def address(work: Work) -> Iterator[Problem]:
    """Find addresses that nobody can follow, or that lead through a proxy or a tracker."""
    for url in filter(None, dict.fromkeys([work.csl.get("URL", ""), *work.urls])):
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            yield Problem("URL", f"« {url} » is no address")
            continue
        if parts.scheme not in ("http", "https", "ftp"):
            yield Problem("URL", f"« {url} »: no http or https address")
        elif "." not in host or re.search(r"\s", url):
            yield Problem("URL", f"« {url} »: no host that could be found")
        elif (clean := clean_url(url)) != url and url == work.csl.get("URL"):
            yield Problem("URL", f"« {url} »: tracking, proxy or viewer state; clean: {clean}", clean)


def contradiction(work: Work) -> Iterator[Problem]:
    """Find addresses that say something else than the description."""
    known = {**work.ids}
    for variable, scheme, parse_one in (("DOI", "doi", parse_doi), ("ISBN", "isbn", parse_isbn)):
        if scheme not in known and (value := parse_one(str(work.csl.get(variable, "")))):
            known[scheme] = value
    for url in filter(None, dict.fromkeys([work.csl.get("URL", ""), *work.urls])):
        for scheme, value in ids_from_url(url).items():
            if scheme in ("doi", "hal", "arxiv", "nnt", "persee") and known.get(scheme, value) != value:
                yield Problem("URL", f"{url} is {scheme} {value}, the record says {known[scheme]}")
        kinds = _TYPES_OF_PLATFORM.get(platform(url))
        if kinds and work.kind == "work" and work.csl.get("type") not in kinds:
            yield Problem("type", f"{url} holds {kinds[0]}, the record is {work.csl.get('type')}")
        told, dated = _YEAR_IN_PATH.search(url), year(work.csl.get("issued"))
        if told and dated.isdigit() and abs(int(told[1]) - int(dated)) > 1:
            yield Problem("issued", f"{url} is of {told[1]}, the record of {dated}")


def this_year() -> int:
    """Return the current year."""
    return date.today().year
