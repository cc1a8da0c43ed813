"""The platforms of French research, one function each: what an address of theirs names.

Forms of addresses: the platforms' own pages and the URL parsers of
https://github.com/ezpaarse-project/ezpaarse-platforms.
"""

import itertools
import re
from collections.abc import Callable
from typing import NamedTuple

from biblio.ids import schemes
from biblio.ids.address import Address, escape
from biblio.ids.generic import ark_in_path
from biblio.ids.schemes import parse_cairn, parse_hal, parse_isbn, url_of


class Site(NamedTuple):
    """What stands in a platform's address.

    ``url`` is the present address of the item (empty: none is known), ``platform`` a name that is more precise than
    the host's.
    """

    ids: dict[str, str]
    url: str = ""
    platform: str = ""


NOTHING = Site({})
Reader = Callable[[Address], Site]


def item(scheme: str, value: str | None) -> Site:
    """Return what an address says that names one thing by one identifier."""
    return Site({scheme: value}, url_of(scheme, value)) if value else NOTHING


# --- HAL --------------------------------------------------------------------------------------------------------

_HAL_ID = re.compile(r"[a-z][a-z0-9]*[-_]\d{6,9}(?:v\d+)?", re.I)
_HAL_PERSON = re.compile(r"authIdHal_s(?:/|:|%3A)\"?([\w-]+)", re.I)
_HAL_DOCS = re.compile(r"/docs/(\d\d)/(\d\d)/(\d\d)/(\d\d)/")


def hal(address: Address) -> Site:
    """Read ``/ID``, ``/COLLECTION/ID/document``, ``/view/index/identifiant/ID``, files and formats of any portal."""
    parts = address.segments
    label = address.site.partition(".")[0]
    if label in ("api", "oai", "sparql", "data"):
        return NOTHING
    if label == "cv":
        return item("idhal", schemes.parse_idhal(parts[0]) if parts else None)
    # The name of a file may look like an identifier: the first two parts of the path come first.
    for part in [*parts[:2], address.parameter("identifiant"), *parts[2:]]:
        if _HAL_ID.fullmatch(part):
            found = item("hal", parse_hal(part))
            return found._replace(platform="dumas") if part.lower().startswith("dumas-") else found
    for before, number in itertools.pairwise(parts):
        if before == "docid":
            return item("hal_docid", schemes.parse_hal_docid(number))
    # Until 2010 files stood under the document's number, cut into pairs of digits.
    if docs := _HAL_DOCS.match(address.path):
        return item("hal_docid", schemes.parse_hal_docid("".join(docs.groups())))
    person = _HAL_PERSON.search(f"{address.path}?{address.query}")
    return Site({"idhal": person[1].lower()}) if person else NOTHING


# --- Cairn ------------------------------------------------------------------------------------------------------

_CAIRN_HOSTS = ("shs.cairn.info", "stm.cairn.info", "droit.cairn.info")
_CAIRN_BOOK = re.compile(r"[A-Z0-9]+_[A-Z]+_\d{4}_\d+(?:_\d+)?")
_CAIRN_ENGLISH = re.compile(r"(?:article|abstract|focus|load_pdf)-(E_[A-Z0-9_]+?)(?:--.*)?", re.I)
_CAIRN_ISBN = re.compile(r"--(\d{13}|\d{9}[\dx])(?=-page-|$)", re.I)
_HTM = re.compile(r"\.html?$", re.I)


def cairn(address: Address) -> Site:
    """Read old addresses (www, ``.htm``, ``?ID_ARTICLE=``) and new ones (shs, stm, droit); issues are no works."""
    parts = address.segments
    found = parse_cairn(address.parameter("id_article")) or (_cairn_path(parts, address) if parts else None)
    if not found:
        return NOTHING
    ids = {"cairn": found}
    book = _CAIRN_ISBN.search(found)
    if book is not None and (isbn := parse_isbn(book[1])):
        ids = {"isbn": isbn, "cairn": found}
    # The new hosts divide the journals by discipline: an old address does not tell which, a new one keeps its own.
    if address.site in _CAIRN_HOSTS:
        return Site(ids, f"https://{address.site}/{'article/' if found.isupper() else ''}{escape(found)}")
    return Site(ids, url_of("cairn", found))


def _cairn_path(parts: list[str], address: Address) -> str | None:
    first = _HTM.sub("", parts[0])
    if first == "article" and len(parts) > 1:
        return parse_cairn(parts[1])
    if first in ("numero", "numero.php"):
        # A "number" whose second part is a name is a book; else it is an issue of a journal.
        number = parts[1] if first == "numero" and len(parts) > 1 else address.parameter("id_numpublie")
        return number.upper() if _CAIRN_BOOK.fullmatch(number.upper()) else None
    english = _CAIRN_ENGLISH.fullmatch(first)
    if english is not None:
        return parse_cairn(english[1])
    return parse_cairn(first) if "-" in first else None


# --- OpenEdition ------------------------------------------------------------------------------------------------

_OE_FORMATS = frozenset(("pdf", "epub", "tei", "basictei", "mobi"))
# Lodel's addresses of before 2010 have a word and an ending around the number.
_OE_NUMBER = re.compile(r"(?:document|index|article|sommaire)?(\d+)(?:\.html?)?")


def _openedition(site: str, parts: list[str], base: str) -> Site:
    if parts and parts[0] in _OE_FORMATS:
        parts = parts[1:]
    number = _OE_NUMBER.fullmatch(parts[0]) if len(parts) == 1 else None
    if number is None:
        return NOTHING
    return Site({"openedition": f"{site}/{number[1]}"}, f"{base}/{number[1]}")


def openedition(address: Address) -> Site:
    """Read ``journals.openedition.org/SITE/N`` and ``books.openedition.org/SITE/N``, formats included."""
    parts = address.segments
    if not parts:
        return NOTHING
    site = parts[0].lower()
    host = address.site.removeprefix("edt-")
    return _openedition(site, parts[1:], f"https://{host}/{site}")


def revues(address: Address) -> Site:
    """Read the addresses of OpenEdition Journals until 2017: one subdomain a journal."""
    site = address.site.removesuffix(".revues.org")
    return (
        _openedition(site, address.segments, f"https://journals.openedition.org/{site}")
        if "." not in site
        else NOTHING
    )


def hypotheses(address: Address) -> Site:
    """Read the posts of research blogs: ``SITE.hypotheses.org/N`` and ``?p=N``; their other pages have no number."""
    site = address.site.removesuffix(".hypotheses.org")
    parts = address.segments or [address.parameter("p")]
    return _openedition(site, parts, f"https://{site}.hypotheses.org") if "." not in site else NOTHING


def calenda(address: Address) -> Site:
    """Read ``calenda.org/N``."""
    return _openedition("calenda", address.segments, "https://calenda.org")


# --- Persée, theses.fr, ABES, BnF, ISIDORE ----------------------------------------------------------------------

_FILE_FORMAT = re.compile(r"\.(?:pdf|rdf|xml|json|html?|bib|ris)$", re.I)
_PPN_IN_URL = re.compile(r"\bPPN[=:+ ](\d{8}[\dX])", re.I)


def persee(address: Address) -> Site:
    """Read documents in all formats; issues and collections are no works."""
    parts = address.segments
    if "issue" in parts or "collection" in parts:
        return NOTHING
    return next(
        (found for part in parts if (found := item("persee", schemes.parse_persee(_bare(part)))).ids), NOTHING
    )


def theses(address: Address) -> Site:
    """Read theses by NNT or registration; theses.fr names people and institutions by their IdRef number."""
    for part in map(_bare, address.segments):
        for scheme in ("nnt", "theses_sujet", "idref"):
            found = item(scheme, schemes.parse(scheme, part))
            if found.ids:
                return found
    return NOTHING


def sudoc(address: Address) -> Site:
    """Read ``/PPN`` and the searches by PPN of the catalogue (``IKT=12&TRM=PPN``)."""
    parts = address.segments
    term = address.parameter("trm") if address.parameter("ikt") == "12" else ""
    written = _PPN_IN_URL.search(f"{address.decoded_path}?{address.query}")
    candidates = (_bare(parts[0]) if parts else "", term, written[1] if written else "")
    return next((found for text in candidates if (found := item("ppn", schemes.parse_ppn(text))).ids), NOTHING)


def idref(address: Address) -> Site:
    """Read ``/PPN``."""
    parts = address.segments
    return item("idref", schemes.parse_idref(_bare(parts[0])) if parts else None)


def bnf(address: Address) -> Site:
    """Read the ARKs of catalogue, Gallica and data.bnf.fr; pages and views of a document are the document."""
    ark = ark_in_path(address)
    return Site({"ark": ark}, f"https://{address.site}/{ark}") if ark else NOTHING


def isidore(address: Address) -> Site:
    """Read ``/document/10670/1.x`` and the search results' ``?uri=10670/1.x`` of before 2019."""
    parts = address.segments
    text = "/".join(parts[1:3]) if parts[:1] == ["document"] else address.parameter("uri")
    return item("isidore", schemes.parse_isidore(text))


def _bare(part: str) -> str:
    return _FILE_FORMAT.sub("", part)
