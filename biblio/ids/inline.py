"""Identifiers that stand in running text."""

import re

from biblio.ids import schemes

# Prefixes of HAL's portals; without a label an unknown prefix before eight digits may be a date or a file number.
_HAL_PREFIXES = (
    "hal|halshs|tel|dumas|cel|sic|medihal|inria|inserm|lirmm|jpa|pasteur|insu|in2p3|cea|ineris|acs|edutice|hprints"
    "|ijn|ird|pastel|lara|ujm|emse|mnhn|meteo|ensl|artxibo|peer|hceres|telearn|anses|cirad|ifp|obspm|supelec|sde|sfo"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("doi", "10.", re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/[^\s\"«»“”„<>|`\\…]+")),
    ("hal", "", re.compile(rf"\b(?:{_HAL_PREFIXES})[-_]\d{{8}}(?:v\d+)?\b")),
    ("hal", "hal", re.compile(r"\bhal(?:[\s-]?id)?\s*:\s*[a-z][a-z0-9]*[-_]\d{8}\b", re.I)),
    ("arxiv", "arxiv", re.compile(r"\barxiv\s*:\s*(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.I)),
    ("arxiv", "arxiv", re.compile(r"(?<=arxiv\.org/)(?:abs|pdf)/(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.I)),
    (
        "isbn",
        "isbn",
        re.compile(r"\bisbn(?:-?1[03])?\s*(?:\([^)]{1,20}\)\s*)?:?\s*[\d][\d \u00a0\u202f‐‑‒–-]{8,20}[\dx]", re.I),
    ),
    ("isbn", "97", re.compile(r"(?<![\d/.-])97[89](?:\d{10}|(?:[ \u00a0‐‑–-]\d{1,7}){3}[ \u00a0‐‑–-]\d)(?![\d])")),
    (
        "issn",
        "issn",
        re.compile(r"\b(?:e-?|p-?)?issn(?:-?l)?\s*(?:\([^)]{1,20}\)\s*)?:?\s*\d{4}[-‐‑–]?\d{3}[\dx]\b", re.I),
    ),
    ("nnt", "nnt", re.compile(r"\bnnt\s*:?\s*(?:1[89]|20)\d{2}[a-z][a-z0-9]{7}\b", re.I)),
    ("ppn", "ppn", re.compile(r"\bppn\s*:?\s*\d{8}[\dx]\b", re.I)),
    ("idref", "idref", re.compile(r"\bidref\s*:?\s*\d{8}[\dx]\b", re.I)),
    ("ark", "ark:", re.compile(r"\bark:/?(?:\d{5,9}|[b-df-hj-np-tv-z]\d{4})/[\w=~*+@$-]+", re.I)),
    (
        "handle",
        "h",
        re.compile(r"\b(?:hdl\s*:\s*|hdl\.handle\.net/|handle\s*:\s*)\d[\d.]*/[^\s\"«»“”<>|`\\…]+", re.I),
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
        if scheme in found or needle not in lowered:
            continue
        for match in pattern.finditer(text):
            value = _value(scheme, match[0])
            if value:
                found[scheme] = value
                break
    return found


def _value(scheme: str, text: str) -> str | None:
    if scheme == "arxiv" and text[:4].lower() in ("abs/", "pdf/"):
        text = text[4:]
    if scheme in ("isbn", "issn"):
        text = re.sub(r"\([^)]*\)", "", text)
    return schemes.parse(scheme, text)
