"""Identifiers that stand in running text."""

import re

from biblio.ids import schemes

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_GAP = "[ \u00a0\u202f\u2009\u2010\u2011\u2012\u2013-]?"
_ISBN10 = rf"\d(?:{_GAP}\d){{8}}{_GAP}[\dx]"
_NOTE = r"(?:\s{0,3}\([^()]{1,20}\))?"
# HAL's numbers have eight digits and will begin with 0 for years to come; a date (tel-20200512) does not.
_HAL_PREFIXES = (
    "hal|halshs|tel|dumas|cel|sic|medihal|inria|inserm|lirmm|jpa|pasteur|insu|in2p3|cea|ineris|acs|edutice|hprints"
    "|ijn|ird|pastel|lara|ujm|emse|mnhn|meteo|ensl|artxibo|peer|hceres|telearn|anses|cirad|ifp|obspm|supelec"
)
# A part of the DOIs that Wiley made of SICI codes is in angle brackets: 8<693::AID-ASI4>3.0.CO;2-O.
_SUFFIX = r"(?:(?![;,](?:doi\b|10\.\d|https?:))[^\s\"«»“”„<>|`\\…]|<[\w.]{1,20}:[^<>\s]{0,40}>)+"


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


# Scheme, a part that a text must hold (lower case), pattern; the first group is the value, else all of it is.
_PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("doi", "10.", _pattern(rf"(?<=doi)[\s:=/.]{{0,4}}(10\.\d{{4,9}}(?:\.\d+)*/{_SUFFIX})")),
    ("doi", "10.", _pattern(rf"(?<![\w.])10\.(?!(?:19|20)\d\d/)\d{{4,9}}(?:\.\d+)*/{_SUFFIX}")),
    ("hal", "-0", _pattern(rf"\b(?:{_HAL_PREFIXES})-0\d{{7}}(?:v\d+)?\b")),
    ("hal", "_0", _pattern(r"\b(?:sic|ijn|edutice|hprints)_0\d{7}(?:v\d+)?\b")),
    ("hal", "hal", _pattern(r"\bhal(?:[\s-]?id)?\s{0,3}:\s{0,3}⟨?([a-z][a-z0-9]*[-_]0\d{7})\b")),
    (
        "arxiv",
        "arxiv",
        _pattern(r"\barxiv(?:\s{0,3}:\s{0,3}|\.org/(?:abs|pdf)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})"),
    ),
    (
        "isbn",
        "isbn",
        _pattern(rf"\bisbn(?:[- ]?1[03](?=\s?[:(]))?{_NOTE}\s{{0,3}}:?\s{{0,3}}(97[89](?:{_GAP}\d){{10}}|{_ISBN10})"),
    ),
    ("isbn", "97", _pattern(rf"(?<![\d/.-])97[89](?:{_GAP}\d){{10}}(?!\d)")),
    ("issn", "issn", _pattern(rf"\bissn(?:-?l)?{_NOTE}\s{{0,3}}:?\s{{0,3}}(\d{{4}}{_GAP}\d{{3}}[\dx])\b")),
    ("nnt", "nnt", _pattern(r"\bnnt\s{0,3}:?\s{0,3}((?:1[89]|20)\d{2}[a-z][a-z0-9]{7})\b")),
    ("ppn", "ppn", _pattern(r"\bppn\s{0,3}:?\s{0,3}(\d{8}[\dx])\b")),
    ("idref", "idref", _pattern(r"\bidref\s{0,3}:?\s{0,3}(\d{8}[\dx])\b")),
    ("ark", "ark:", _pattern(r"\bark:/?(?:\d{5,9}|[b-df-hj-np-tv-z]\d{4})/[\w=~*+@$-]+")),
    (
        "handle",
        "h",
        _pattern(rf"\b(?:hdl\s{{0,3}}:\s{{0,3}}|hdl\.handle\.net/|handle\s{{0,3}}:\s{{0,3}})(\d[\d.]*/{_SUFFIX})"),
    ),
)


def ids_from_text(text: str) -> dict[str, str]:
    """Return the identifiers that stand in a text, the first of each scheme; check digits must be right.

    >>> ids_from_text("La Découverte, ISBN : 2-7071-5340-0, doi:10.3917/dec.gerv.2020.01.")
    {'doi': '10.3917/dec.gerv.2020.01', 'isbn': '9782707153401'}
    """
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    lowered = text.lower()
    found: dict[str, str] = {}
    for scheme, needle, pattern in _PATTERNS:
        if scheme not in found and needle in lowered:
            values = (schemes.parse(scheme, match[pattern.groups]) for match in pattern.finditer(text))
            value = next(filter(None, values), None)
            if value is not None:
                found[scheme] = value
    return found
