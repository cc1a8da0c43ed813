"""The identifier schemes: the form of a value, how it is read, and its canonical address.

Every parse function takes what people write (labels, dashes, capitals, versions) and returns the one form that is
compared and stored, or ``None``. Two values of one scheme name the same thing exactly when they are equal.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

Names = Literal["work", "edition", "serial", "person"]

_DOI = re.compile(
    r"(?:(?:(?:info:|urn:)?doi\s{0,3}[:=/]?\s{0,3})?(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/)?)(10\.\d{4,9}(?:\.\d+)*/\S+)",
    re.I,
)
_DOI_END = "/.,;:!?'’*_»”\"…"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_HAL = re.compile(r"([a-z][a-z0-9]*)([-_])(\d{5,9})(?:v\d+)?", re.I)
_HAL_LABEL = re.compile(r"hal(?:[\s-]*id)?\s*[:=]\s*", re.I)
_ARXIV = re.compile(r"(?:arxiv\s*:\s*)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.I)
_ISBN_LABEL = re.compile(r"\s*(?:isbn(?:-?1[03])?|ean)?\s*:?\s*", re.I)
_DASHES = str.maketrans("", "", " -\u00a0\u202f\u2010\u2011\u2012\u2013\u00ad")
_ISSN = re.compile(r"(?:e-?|p-?)?(?:issn(?:-?l)?)?[\s:]*(\d{4})[-\u2010-\u2013]?(\d{3}[\dx])", re.I)
_NNT = re.compile(r"(?:nnt\s*:?\s*)?((?:1[89]|20)\d{2}[a-z][a-z0-9]{7})", re.I)
_SUBJECT = re.compile(r"s\d{1,9}", re.I)
_PPN = re.compile(r"(?:(?:ppn|idref)\s*:?\s*)?(\d{8}[\dx])", re.I)
_HANDLE = re.compile(r"(?:(?:https?://)?hdl\.handle\.net/|(?:info:|urn:)?(?:hdl|handle)[:/]\s*)?(\d[\d.]*/\S+)", re.I)
_ARK = re.compile(r"ark:/?(\d{5,9}|[b-df-hj-np-tv-z]\d{4})/([\w=~*+@$-]+)", re.I)
_YOUTUBE = re.compile(r"[\w-]{11}", re.ASCII)
_JSTOR = re.compile(r"(?!i\d+$)[a-z]*[a-z0-9.]*\d[a-z0-9.]*", re.I)
_ISIDORE = re.compile(r"10670/1\.[a-z0-9]+", re.I)
_IDHAL = re.compile(r"[\w.-]*[a-z0-9][\w.-]*", re.I)
_OPENEDITION = re.compile(r"([a-z0-9][\w-]*)/(\d+)", re.I)
_PERSEE = re.compile(r"[a-z0-9]+_[\dx]{4}-[\dx]{4}_\d{4}_[a-z]+(?:_\w+)+", re.I)
_CAIRN_ITEM = re.compile(r"(?:E_)?[A-Z0-9]+_[A-Z0-9]+(?:_[A-Z0-9]+){1,3}")
_CAIRN_PAGE = re.compile(r"((?:revue|magazine|journal|revista)-?[^/\s]*?-\d{4}-[^/\s]+?)-p(?:age)?-(\w+)", re.I)
_CAIRN_BOOK = re.compile(r"([^/\s]+?--\d{9,13}x?)(?:-p(?:age)?-(\w+))?", re.I)
_HTM = re.compile(r"\.html?$", re.I)
_DIGITS = re.compile(r"\d{1,9}")

# The portals with an address of their own since HAL moved to hal.science in 2022; all other prefixes answer there.
_HAL_HOSTS = {
    "tel": "theses.hal.science",
    "halshs": "shs.hal.science",
    "medihal": "media.hal.science",
    "dumas": "dumas.ccsd.cnrs.fr",
    "sic": "archivesic.ccsd.cnrs.fr",
}


def parse_doi(text: str) -> str | None:
    """Return a DOI in lower case (DOIs ignore case: https://www.doi.org/the-identifier/resources/handbook/2_numbering).

    A resolver's address, a label or percent escapes around it are taken off, and so is the punctuation of a sentence.

    >>> parse_doi("DOI : https://dx.doi.org/10.3917/RES.154.0165.")
    '10.3917/res.154.0165'
    """
    text = text.strip()
    match = _DOI.fullmatch(text)
    if "%" in text and (match is None or "doi.org/" in text[:40].lower()):
        # Only addresses are escaped; a DOI itself may hold a percent sign.
        match = _DOI.fullmatch(unquote(text))
    doi = trim_doi(match[1]) if match else ""
    return doi.lower() if _DOI.fullmatch(doi) else None


def trim_doi(doi: str) -> str:
    """Cut the sentence's punctuation and unbalanced brackets off the end of a DOI."""
    while True:
        cut = doi.rstrip(_DOI_END)
        if cut and cut[-1] in _PAIRS and cut.count(cut[-1]) > cut.count(_PAIRS[cut[-1]]):
            cut = cut[:-1]
        if cut == doi:
            return doi
        doi = cut


def parse_isbn(text: str) -> str | None:
    """Return an ISBN as 13 digits when its check digit is right (ISO 2108); an ISBN-10 is converted.

    >>> parse_isbn("ISBN 2-7071-5340-0"), parse_isbn("978-2-7071-5340-1")
    ('9782707153401', '9782707153401')
    """
    digits = text[_ISBN_LABEL.match(text).end() :].translate(_DASHES).upper()  # type: ignore[union-attr]
    if not digits.isascii():
        return None
    if len(digits) == 13 and digits.isdigit() and digits[:3] in ("978", "979"):
        return digits if digits[12] == _ean_check(digits) else None
    if len(digits) == 10 and digits[:9].isdigit() and (digits[9].isdigit() or digits[9] == "X"):
        if _mod11_check(digits[:9]) != digits[9]:
            return None
        return f"978{digits[:9]}{_ean_check('978' + digits[:9])}"
    return None


def parse_issn(text: str) -> str | None:
    """Return an ISSN as ``NNNN-NNNC`` when its check digit is right (ISO 3297)."""
    match = _ISSN.fullmatch(text.strip())
    if match is None:
        return None
    digits = (match[1] + match[2]).upper()
    return f"{digits[:4]}-{digits[4:]}" if _mod11_check(digits[:7]) == digits[7] else None


def _ean_check(digits: str) -> str:
    odd, even = sum(map(int, digits[0:12:2])), sum(map(int, digits[1:12:2]))
    return str(-(odd + 3 * even) % 10)


def _mod11_check(digits: str) -> str:
    """Return the check character of ISBN-10, ISSN and PPN: weights run up from 2 at the right, modulo 11."""
    rest = -sum(weight * int(digit) for weight, digit in enumerate(reversed(digits), 2)) % 11
    return "X" if rest == 10 else str(rest)


def parse_hal(text: str) -> str | None:
    """Return a HAL identifier (``hal-02065122``, ``sic_00001347``), without its version.

    Any prefix is accepted: portals go on inventing them.
    """
    match = _HAL.fullmatch(_HAL_LABEL.sub("", text.strip().strip("⟨⟩<>"), count=1))
    return f"{match[1].lower()}{match[2]}{match[3]}" if match else None


def parse_arxiv(text: str) -> str | None:
    """Return an arXiv identifier without version (https://info.arxiv.org/help/arxiv_identifier.html)."""
    match = _ARXIV.fullmatch(text.strip())
    return match[1].lower() if match else None


def parse_nnt(text: str) -> str | None:
    """Return a French national thesis number: year, code of the institution, number; 12 characters."""
    match = _NNT.fullmatch(text.strip())
    return match[1].upper() if match else None


def parse_theses_sujet(text: str) -> str | None:
    """Return the theses.fr number of a registered thesis, ``s128743``."""
    text = text.strip()
    return text.lower() if _SUBJECT.fullmatch(text) else None


def parse_ppn(text: str) -> str | None:
    """Return a SUDOC record number: nine characters, leading zeros kept, the last one may be X."""
    match = _PPN.fullmatch(text.strip())
    return match[1].upper() if match else None


def parse_idref(text: str) -> str | None:
    """Return an IdRef number (the form of a PPN)."""
    return parse_ppn(text)


def parse_handle(text: str) -> str | None:
    """Return a handle, ``20.500.13089/11qri`` (RFC 3651); DOIs, which are handles too, have a scheme of their own."""
    match = _HANDLE.fullmatch(text.strip())
    if match is None or match[1].startswith("10."):
        return None
    return trim_doi(unquote(match[1])) or None


def parse_ark(text: str) -> str | None:
    """Return an ARK as ``ark:/12148/bpt6k6560788t``, without qualifiers (pages, views)."""
    match = _ARK.match(unquote(text.strip()))
    return f"ark:/{match[1].lower()}/{match[2]}" if match else None


def parse_youtube(text: str) -> str | None:
    """Return the eleven characters that name a YouTube video."""
    text = text.strip()
    return text if _YOUTUBE.fullmatch(text) else None


def parse_jstor(text: str) -> str | None:
    """Return the last part of a JSTOR stable address; ``i…`` names a whole issue and is none."""
    text = text.strip()
    return text.lower() if _JSTOR.fullmatch(text) else None


def parse_isidore(text: str) -> str | None:
    """Return an ISIDORE document number, ``10670/1.ys05aw``."""
    text = text.strip()
    return text.lower() if _ISIDORE.fullmatch(text) else None


def parse_idhal(text: str) -> str | None:
    """Return a person's IdHAL."""
    text = text.strip()
    return text.lower() if _IDHAL.fullmatch(text) else None


def parse_hal_docid(text: str) -> str | None:
    """Return HAL's internal number, found in addresses of before 2015 only."""
    text = text.strip()
    return text.lstrip("0") or None if _DIGITS.fullmatch(text) else None


def parse_openedition(text: str) -> str | None:
    """Return ``site/number`` of OpenEdition Journals, Books, Hypotheses or Calenda."""
    match = _OPENEDITION.fullmatch(text.strip())
    return f"{match[1].lower()}/{match[2]}" if match else None


def parse_persee(text: str) -> str | None:
    """Return the slug of a Persée document, ``hista_0992-2059_1998_num_42_1_2826``."""
    text = text.strip()
    return text.lower() if _PERSEE.fullmatch(text) else None


def parse_cairn(text: str) -> str | None:
    """Return what names a text at Cairn: its ``ID_ARTICLE`` or the slug of its address.

    The preview of an article (``-p-4``) is the article (``-page-4``). Journals and issues have no such name.

    >>> parse_cairn("revue-mouvements-2007-2-p-118.htm"), parse_cairn("res_154_0165")
    ('revue-mouvements-2007-2-page-118', 'RES_154_0165')
    """
    text = _HTM.sub("", text.strip())
    if _CAIRN_ITEM.fullmatch(text.upper()):
        return text.upper()
    match = _CAIRN_PAGE.fullmatch(text) or _CAIRN_BOOK.fullmatch(text)
    if match is None:
        return None
    return f"{match[1]}-page-{match[2]}" if match[2] else match[1]


def _escaped(value: str) -> str:
    return quote(value, safe="/:;()@!$&'*+,=-._~")


def _hal_url(value: str) -> str:
    prefix = re.split("[-_]", value, maxsplit=1)[0]
    return f"https://{_HAL_HOSTS.get(prefix, 'hal.science')}/{value}"


def _cairn_url(value: str) -> str:
    """Use the old host: it sends on to shs, stm or droit.cairn.info, which depends on the journal."""
    if value.isupper():
        return f"https://www.cairn.info/article.php?ID_ARTICLE={value}"
    return f"https://www.cairn.info/{_escaped(value)}.htm"


def _openedition_url(value: str) -> str:
    """Journals: an identifier alone does not tell the platform, except Calenda's."""
    site, number = value.split("/", 1)
    return f"https://calenda.org/{number}" if site == "calenda" else f"https://journals.openedition.org/{value}"


def _ark_url(value: str) -> str:
    naan, _, name = value.removeprefix("ark:/").partition("/")
    if naan == "12148":
        host = "catalogue.bnf.fr" if name.startswith("cb") else "gallica.bnf.fr"
        return f"https://{host}/{value}"
    return f"https://n2t.net/{value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One kind of identifier.

    ``names`` says what a value names: a ``work``, an ``edition`` (a whole book, which its chapters share), a
    ``serial`` or a ``person``. ``parse`` gives the agreed form or ``None``, ``url`` the canonical address of a value.
    """

    name: str
    label: str
    names: Names
    example: str
    parse: Callable[[str], str | None]
    url: Callable[[str], str]


def _scheme(
    name: str,
    label: str,
    names: Names,
    example: str,
    parse: Callable[[str], str | None],
    url: Callable[[str], str] | str,
) -> Scheme:
    prefix = url if isinstance(url, str) else ""
    return Scheme(
        name=name,
        label=label,
        names=names,
        example=example,
        parse=parse,
        url=(lambda value: prefix + _escaped(value)) if isinstance(url, str) else url,
    )


SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        _scheme("doi", "DOI", "work", "10.3917/res.154.0165", parse_doi, "https://doi.org/"),
        _scheme("hal", "HAL", "work", "hal-02065122", parse_hal, _hal_url),
        _scheme("cairn", "Cairn", "work", "revue-mouvements-2007-2-page-118", parse_cairn, _cairn_url),
        _scheme("openedition", "OpenEdition", "work", "pyramides/997", parse_openedition, _openedition_url),
        _scheme(
            "persee",
            "Persée",
            "work",
            "hista_0992-2059_1998_num_42_1_2826",
            parse_persee,
            "https://www.persee.fr/doc/",
        ),
        _scheme("arxiv", "arXiv", "work", "1706.03762", parse_arxiv, "https://arxiv.org/abs/"),
        _scheme("nnt", "NNT", "work", "2016SACLS590", parse_nnt, "https://theses.fr/"),
        _scheme("theses_sujet", "theses.fr", "work", "s128743", parse_theses_sujet, "https://theses.fr/"),
        _scheme("ark", "ARK", "work", "ark:/12148/bpt6k6560788t", parse_ark, _ark_url),
        _scheme("handle", "Handle", "work", "20.500.13089/11qri", parse_handle, "https://hdl.handle.net/"),
        _scheme("jstor", "JSTOR", "work", "2718490", parse_jstor, "https://www.jstor.org/stable/"),
        _scheme("isidore", "ISIDORE", "work", "10670/1.ys05aw", parse_isidore, "https://isidore.science/document/"),
        _scheme("youtube", "YouTube", "work", "73Do0OScoOU", parse_youtube, "https://www.youtube.com/watch?v="),
        _scheme("ppn", "SUDOC", "work", "123456789", parse_ppn, "https://www.sudoc.fr/"),
        _scheme(
            "hal_docid", "HAL (docid)", "work", "544258", parse_hal_docid, "https://hal.science/view/index/docid/"
        ),
        _scheme("isbn", "ISBN", "edition", "9782707153401", parse_isbn, "https://www.worldcat.org/isbn/"),
        _scheme("issn", "ISSN", "serial", "0035-2969", parse_issn, "https://portal.issn.org/resource/ISSN/"),
        _scheme("idhal", "IdHAL", "person", "jean-dupont", parse_idhal, "https://cv.hal.science/"),
        _scheme("idref", "IdRef", "person", "026403633", parse_idref, "https://www.idref.fr/"),
    )
}


def parse(scheme: str, text: str) -> str | None:
    """Return ``text`` as a value of ``scheme``, or ``None`` where it is none.

    Raises:
        KeyError: the scheme is unknown.

    """
    return SCHEMES[scheme].parse(text)


def url_of(scheme: str, value: str) -> str:
    """Return the canonical address of an identifier.

    Raises:
        KeyError: the scheme is unknown.

    """
    return SCHEMES[scheme].url(value)


def is_item_id(scheme: str) -> bool:
    """Tell whether a value of ``scheme`` names one work, so that two mentions that share it cite the same.

    An ISBN does not: the chapters of a book carry it too. Neither do ISSN, IdHAL and IdRef. Unknown schemes do not.
    """
    return scheme in SCHEMES and SCHEMES[scheme].names == "work"
