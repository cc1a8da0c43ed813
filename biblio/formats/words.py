"""Words that biblatex has for what works say otherwise."""

EPRINTS = {"hal": "hal", "arxiv": "arxiv", "jstor": "jstor", "handle": "hdl", "ark": "ark"}
"""Identifier scheme → biblatex's ``eprinttype``, the one written first."""
RELATIONS = {"review-of": "reviewof", "translation-of": "translationof", "reprint-of": "reprintof"}
"""How a record stands to the work → biblatex's ``relatedtype``."""
RELATED_WORKS = {
    "edition": ("Autre édition", "Other edition"),
    "part": ("Autre partie", "Other part"),
    "version": ("Autre version", "Other version"),
    "translation": ("Traduction ou original", "Translation or original"),
    "review": ("Voir aussi", "See also"),
}
"""How another work of the library is related → what stands before it, in French and in English."""
GENRES = {
    "phdthesis": "Thèse de doctorat",
    "mathesis": "Mémoire de master",
    "bathesis": "Mémoire de licence",
    "candthesis": "Thèse de candidat",
    "techreport": "Rapport technique",
    "resreport": "Rapport de recherche",
    "theses": "Thèse de doctorat",
}
"""biblatex's own words for ``type`` (and HAL's) → what they mean; they are read so, and never written."""
