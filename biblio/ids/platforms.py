"""Which platform a URL belongs to, what stands in it, and its canonical form: tables of hosts to read at a glance."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from biblio.ids import sites, world
from biblio.ids.address import Address, parse_url
from biblio.ids.generic import cleaned, compared, generic_ids, verbatim
from biblio.ids.schemes import url_of
from biblio.ids.sites import NOTHING, Reader
from biblio.ids.wrappers import is_archive, unwrap

_HOSTS: dict[str, tuple[str, Reader]] = {
    "hal.science": ("hal", sites.hal),
    "dumas.ccsd.cnrs.fr": ("dumas", sites.hal),
    "dumas.archives-ouvertes.fr": ("dumas", sites.hal),
    "cairn.info": ("cairn", sites.cairn),
    "shs.cairn.info": ("cairn", sites.cairn),
    "stm.cairn.info": ("cairn", sites.cairn),
    "droit.cairn.info": ("cairn", sites.cairn),
    "cairn-int.info": ("cairn", sites.cairn),
    "cairn-mundo.info": ("cairn", sites.cairn),
    "journals.openedition.org": ("openedition-journals", sites.openedition),
    "edt-journals.openedition.org": ("openedition-journals", sites.openedition),
    "books.openedition.org": ("openedition-books", sites.openedition),
    "calenda.org": ("calenda", sites.calenda),
    "calenda.revues.org": ("calenda", sites.calenda),
    "persee.fr": ("persee", sites.persee),
    "data.persee.fr": ("persee", sites.persee),
    "theses.fr": ("theses", sites.theses),
    "sudoc.fr": ("sudoc", sites.sudoc),
    "sudoc.abes.fr": ("sudoc", sites.sudoc),
    "idref.fr": ("idref", sites.idref),
    "bnf.fr": ("bnf", sites.bnf),
    "gallica.bnf.fr": ("gallica", sites.bnf),
    "catalogue.bnf.fr": ("bnf", sites.bnf),
    "data.bnf.fr": ("bnf", sites.bnf),
    "isidore.science": ("isidore", sites.isidore),
    "rechercheisidore.fr": ("isidore", sites.isidore),
    "legifrance.gouv.fr": ("legifrance", world.legifrance),
    "doi.org": ("web", world.doi),
    "dx.doi.org": ("web", world.doi),
    "hdl.handle.net": ("web", world.handle),
    "arxiv.org": ("arxiv", world.arxiv),
    "export.arxiv.org": ("arxiv", world.arxiv),
    "ar5iv.org": ("arxiv", world.arxiv),
    "ar5iv.labs.arxiv.org": ("arxiv", world.arxiv),
    "jstor.org": ("jstor", world.jstor),
    "erudit.org": ("erudit", world.erudit),
    "id.erudit.org": ("erudit", world.erudit),
    "retro.erudit.org": ("erudit", world.erudit),
    "journals.plos.org": ("web", world.plos),
    "youtube.com": ("youtube", world.youtube),
    "m.youtube.com": ("youtube", world.youtube),
    "music.youtube.com": ("youtube", world.youtube),
    "youtube-nocookie.com": ("youtube", world.youtube),
    "youtu.be": ("youtube", world.youtube),
    "amazon.fr": ("web", world.amazon),
    "amazon.com": ("web", world.amazon),
    "amazon.ca": ("web", world.amazon),
    "books.google.com": ("google-books", world.google_books),
    "books.google.fr": ("google-books", world.google_books),
    "books.google.ch": ("google-books", world.google_books),
    "books.google.be": ("google-books", world.google_books),
    "books.google.ca": ("google-books", world.google_books),
    "docs.google.com": ("google-docs", world.google_docs),
    "drive.google.com": ("google-docs", world.google_docs),
}
"""Hosts, without ``www.``."""

_DOMAINS: dict[str, tuple[str, Reader]] = {
    "hal.science": ("hal", sites.hal),
    "archives-ouvertes.fr": ("hal", sites.hal),
    "ccsd.cnrs.fr": ("hal", sites.hal),
    "cairn.info": ("cairn", sites.cairn),
    "revues.org": ("openedition-journals", sites.revues),
    "hypotheses.org": ("hypotheses", sites.hypotheses),
    "persee.fr": ("persee", sites.persee),
    "bnf.fr": ("bnf", sites.bnf),
    "wikipedia.org": ("wikipedia", world.wiki),
    "wikisource.org": ("wikisource", world.wiki),
    "wiktionary.org": ("wiktionary", world.wiki),
    "wikiversity.org": ("wikiversity", world.wiki),
}
"""Domains whose hosts are many."""

_MOVED = {
    "hal.archives-ouvertes.fr": "hal.science",
    "hal.ccsd.cnrs.fr": "hal.science",
    "halshs.archives-ouvertes.fr": "shs.hal.science",
    "halshs.ccsd.cnrs.fr": "shs.hal.science",
    "shs.archives-ouvertes.fr": "shs.hal.science",
    "tel.archives-ouvertes.fr": "theses.hal.science",
    "tel.ccsd.cnrs.fr": "theses.hal.science",
    "medihal.archives-ouvertes.fr": "media.hal.science",
    "cv.archives-ouvertes.fr": "cv.hal.science",
    "dumas.archives-ouvertes.fr": "dumas.ccsd.cnrs.fr",
    "edt-journals.openedition.org": "journals.openedition.org",
    "calenda.revues.org": "calenda.org",
    "dx.doi.org": "doi.org",
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "m.youtube.com": "www.youtube.com",
    "m.facebook.com": "www.facebook.com",
    "fr-fr.facebook.com": "www.facebook.com",
}
"""Hosts that were retired as a whole: their pages that are no items are mapped too."""

PLATFORMS = frozenset(name for name, _ in (*_HOSTS.values(), *_DOMAINS.values())) | {"web"}
"""The values of `platform`."""


class Resolved(NamedTuple):
    """What is known of a URL: ``canonical`` compares, ``clean`` can be followed."""

    platform: str
    ids: dict[str, str]
    canonical: str
    clean: str


def ids_from_url(url: str) -> dict[str, str]:
    """Return the identifiers that stand in a URL, by scheme; library proxies and web archives are looked through.

    >>> ids_from_url("https://hal.archives-ouvertes.fr/hal-02065122v2/document")
    {'hal': 'hal-02065122'}
    """
    return dict(_resolve(url).ids)


def platform(url: str) -> str:
    """Return the platform of a URL: a value of `PLATFORMS`, ``web`` for any other."""
    return _resolve(url).platform


def canonical_url(url: str) -> str:
    """Return the form of a URL that is equal for all ways to write the address of one thing. Idempotent.

    For an item of a known platform it is the item's present address. For any other page it serves to compare:
    ``https``, no ``www.``, no tracking, no viewer fragment, sorted parameters; `clean_url` is the one to follow. What
    is no web address comes back as it is, without outer spaces.
    """
    return _resolve(url).canonical


def clean_url(url: str) -> str:
    """Return the address to show and follow: proxies, tracking and viewer state taken off, the site as it is.

    The address of an archived copy is left as it is, for it was cited because the original had gone; but an item of a
    known platform has its present address.
    """
    return _resolve(url).clean


@lru_cache(maxsize=8192)
def _resolve(url: str) -> Resolved:
    address = parse_url(url)
    if address is None:
        bare = url.strip()
        return Resolved("web", {}, bare, bare)
    outer = unwrap(address, _is_known, archives=False)
    address = unwrapped = unwrap(outer, _is_known) if is_archive(outer) else outer
    name, reader = _find(address.site)
    site = reader(address)
    ids = site.ids if site.ids or site.url else generic_ids(address)
    if "doi" in ids and name == "web":
        name = world.platform_of_doi(ids["doi"])
    target = site.url or (url_of("doi", ids["doi"]) if "doi" in ids else "")
    if not target:
        address = _moved(address)
    clean = target or (cleaned(address) if outer is unwrapped else verbatim(outer))
    return Resolved(site.platform or name, ids, target or compared(address), clean)


def _nothing(address: Address) -> sites.Site:
    return NOTHING


@lru_cache(maxsize=4096)
def _find(host: str) -> tuple[str, Reader]:
    if host in _HOSTS:
        return _HOSTS[host]
    label, above = "", host
    while "." in above:
        if above in _DOMAINS:
            return _DOMAINS[above]
        label, _, above = above.partition(".")
        # Institutions run HAL under names of their own: hal.inrae.fr, hal-univ-lyon3.example.fr.
        if (label == "hal" or label.startswith("hal-")) and "." in above:
            return "hal", sites.hal
    return "web", _nothing


def _is_known(host: str) -> bool:
    return _find(host.removeprefix("www."))[1] is not _nothing


def _moved(address: Address) -> Address:
    host = address.site
    if host in _MOVED:
        return replace(address, scheme="https", host=_MOVED[host])
    if host.startswith("hal-") and host.endswith(".archives-ouvertes.fr"):
        portal = host.removeprefix("hal-").removesuffix(".archives-ouvertes.fr")
        return replace(address, scheme="https", host=f"{portal}.hal.science")
    if host.endswith(".revues.org"):
        path = f"/{host.removesuffix('.revues.org')}{address.path}"
        return replace(address, scheme="https", host="journals.openedition.org", path=path)
    return address
