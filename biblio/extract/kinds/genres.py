"""Sorts of publications that words and headings name."""

import re
from functools import lru_cache

GENRES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\b(?:thèse|doctora[lt]|ph\.?\s?d\b|dissertation|mémoire de (?:master|recherche|fin|maîtrise|dea)"
            r"|habilitation|hdr)\b",
            re.I,
        ),
        "thesis",
    ),
    (
        re.compile(
            r"\b(?:loi n[°o]|décret|arrêté du|ordonnance n|directive (?:\(|\d)|règlement \((?:ue|ce|cee)|circulaire"
            r"|code (?:général|civil|pénal|du |de ))",
            re.I,
        ),
        "legislation",
    ),
    (
        re.compile(
            r"\b(?:cour d['’]appel|cour de cassation|tribunal|district court|supreme court"
            r"|cjue|cedh|cass\.|arrêt (?:du|n))",
            re.I,
        ),
        "legal_case",
    ),
    (
        re.compile(
            r"\b(?:rapport|report|livre blanc|white paper|avis du|compte[- ]rendu|policy brief|working paper"
            r"|document de travail)\b",
            re.I,
        ),
        "report",
    ),
    (
        re.compile(
            r"\b(?:actes d[ue]s? (?:colloque|congrès|journées)|proceedings|communication (?:au|présentée|à)"
            r"|in proc\.)",
            re.I,
        ),
        "paper-conference",
    ),
    (re.compile(r"\b(?:podcast|émission|épisode)\b", re.I), "broadcast"),
    (re.compile(r"\b(?:vidéo|video|film|documentaire|webinaire|replay)\b", re.I), "motion_picture"),
    (re.compile(r"\b(?:billet|blog ?post)\b", re.I), "post-weblog"),
    (re.compile(r"\b(?:carte|cartographie|map)\b", re.I), "map"),
    (
        re.compile(
            r"\b(?:base de données|jeu de données|dataset|données|tableur|feuille de calcul|spreadsheet|gsheet)\b",
            re.I,
        ),
        "dataset",
    ),
    (
        re.compile(r"\b(?:logiciel|dépôt git\w*|code source|repository|package|bibliothèque logicielle)\b", re.I),
        "software",
    ),
)

_GENRE_SIGNS = [
    "thès",
    "thes",
    "doctora",
    "ph.d",
    "phd",
    "ph.",
    "d",
    "dissert",
    "mémoire",
    "habilit",
    "hdr",
    "loi",
    "n",
    "décret",
    "arrêté",
    "ordonnance",
    "directive",
    "règlement",
    "circulaire",
    "code",
    "cour",
    "tribunal",
    "court",
    "cjue",
    "cedh",
    "cass.",
    "arrêt",
    "conseil",
    "d",
    "rapport",
    "report",
    "livre",
    "blanc",
    "white",
    "paper",
    "avis",
    "compte",
    "policy",
    "brief",
    "document",
    "de",
    "actes",
    "d",
    "proceedings",
    "communication",
    "in",
    "proc",
    "podcast",
    "émission",
    "épisode",
    "vidéo",
    "video",
    "film",
    "documentaire",
    "webinaire",
    "replay",
    "billet",
    "blog",
    "carte",
    "carto",
    "map",
    "données",
    "donnees",
    "dataset",
    "tableur",
    "feuille",
    "spreadsheet",
    "gsheet",
    "logiciel",
    "dépôt",
    "repository",
    "package",
    "bibliothèque",
    "code",
    "source",
]
"""Letters of which the words of `GENRES` hold some: a cheap test before them."""

_SECTIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:rapports?|reports?|études et rapports)\b", re.I), "report"),
    (re.compile(r"\b(?:livres?|ouvrages?|books?|romans?|monographies?|essais?)\b", re.I), "book"),
    (re.compile(r"\b(?:thèses?|theses|dissertations?)\b", re.I), "thesis"),
    (re.compile(r"\b(?:vidéos?|videos?|films?|documentaires?)\b", re.I), "motion_picture"),
    (re.compile(r"\b(?:podcasts?|émissions?)\b", re.I), "broadcast"),
    (re.compile(r"\b(?:év[eéè]nements?|events?|agenda|colloques?)\b", re.I), "event"),
    (re.compile(r"\b(?:presse|press|journaux)\b", re.I), "article-newspaper"),
    (re.compile(r"\b(?:billets?|blogs?)\b", re.I), "post-weblog"),
)


def genre_of(words: str) -> str:
    """Return the sort of publication that the words name."""
    low = words.lower()
    if not any(sign in low for sign in _GENRE_SIGNS):
        return ""
    return next((name for pattern, name in GENRES if pattern.search(words)), "")


@lru_cache(maxsize=256)
def type_of_section(section: str) -> str:
    """Return the sort of publication that a heading announces."""
    return next((name for pattern, name in _SECTIONS if pattern.search(section)), "")
