"""Types: one row a CSL type, what it is called in each format.

Sources: CSL 1.0.2 (appendix III), the biblatex manual 3.18 (section 2.1), BibTeX's ``btxdoc``, the RIS type list of
Reference Manager, and the data model that ``biber --tool --validate-datamodel`` checks (biber 2.18).
"""

from typing import NamedTuple


class TypeRow(NamedTuple):
    """What one CSL type is called elsewhere; ``biblatex`` types are tried in turn, see `biblatex_type`."""

    biblatex: tuple[str, ...]
    bibtex: str
    ris: str
    french: str


_ARTICLE = ("article", "online", "misc")
_BOOK = ("book", "collection", "manual", "misc")
_CHAPTER = ("incollection", "inbook", "misc")
_ENTRY = ("inreference", "inbook", "online", "misc")
_WEB = ("online", "misc")
_MISC = ("misc",)

TYPES: dict[str, TypeRow] = {
    "article": TypeRow(("online", "unpublished", "misc"), "unpublished", "UNPB", "Prépublication"),
    "article-journal": TypeRow(_ARTICLE, "article", "JOUR", "Article"),
    "article-magazine": TypeRow(_ARTICLE, "article", "MGZN", "Article de magazine"),
    "article-newspaper": TypeRow(_ARTICLE, "article", "NEWS", "Article de presse"),
    "bill": TypeRow(_MISC, "misc", "BILL", "Projet de loi"),
    "book": TypeRow(_BOOK, "book", "BOOK", "Ouvrage"),
    "broadcast": TypeRow(_MISC, "misc", "MPCT", "Émission"),
    "chapter": TypeRow(_CHAPTER, "incollection", "CHAP", "Chapitre"),
    "classic": TypeRow(_BOOK, "book", "CLSWK", "Œuvre classique"),
    "collection": TypeRow(("manual", "misc"), "misc", "SER", "Collection"),
    "dataset": TypeRow(("dataset",), "misc", "DATA", "Jeu de données"),
    "document": TypeRow(_MISC, "misc", "GEN", "Document"),
    "entry": TypeRow(_ENTRY, "incollection", "DICT", "Notice"),
    "entry-dictionary": TypeRow(_ENTRY, "incollection", "DICT", "Article de dictionnaire"),
    "entry-encyclopedia": TypeRow(_ENTRY, "incollection", "ENCYC", "Article d’encyclopédie"),
    "event": TypeRow(_MISC, "misc", "GEN", "Événement"),
    "figure": TypeRow(_MISC, "misc", "FIGURE", "Figure"),
    "graphic": TypeRow(_MISC, "misc", "ART", "Image"),
    "hearing": TypeRow(_MISC, "misc", "HEAR", "Audition"),
    "interview": TypeRow(_MISC, "misc", "GEN", "Entretien"),
    "legal_case": TypeRow(_MISC, "misc", "CASE", "Décision de justice"),
    "legislation": TypeRow(_MISC, "misc", "STAT", "Texte de loi"),
    "manuscript": TypeRow(("unpublished", "misc"), "unpublished", "UNPB", "Manuscrit"),
    "map": TypeRow(_MISC, "misc", "MAP", "Carte"),
    "motion_picture": TypeRow(_MISC, "misc", "VIDEO", "Film, vidéo"),
    "musical_score": TypeRow(_MISC, "misc", "MUSIC", "Partition"),
    "pamphlet": TypeRow(("booklet", "misc"), "booklet", "PAMP", "Brochure"),
    "paper-conference": TypeRow(("inproceedings", "unpublished", "misc"), "inproceedings", "CPAPER", "Communication"),
    "patent": TypeRow(("patent", "misc"), "misc", "PAT", "Brevet"),
    "performance": TypeRow(_MISC, "misc", "GEN", "Spectacle"),
    "periodical": TypeRow(("periodical", "misc"), "misc", "JFULL", "Revue"),
    "personal_communication": TypeRow(_MISC, "misc", "PCOMM", "Correspondance"),
    "post": TypeRow(_WEB, "misc", "ELEC", "Message"),
    "post-weblog": TypeRow(_WEB, "misc", "BLOG", "Billet de blog"),
    "regulation": TypeRow(_MISC, "misc", "LEGAL", "Règlement"),
    "report": TypeRow(("report", "manual", "misc"), "techreport", "RPRT", "Rapport"),
    "review": TypeRow(_ARTICLE, "article", "JOUR", "Compte rendu"),
    "review-book": TypeRow(_ARTICLE, "article", "JOUR", "Compte rendu de lecture"),
    "software": TypeRow(("software",), "misc", "COMP", "Logiciel"),
    "song": TypeRow(_MISC, "misc", "SOUND", "Enregistrement sonore"),
    "speech": TypeRow(("unpublished", "misc"), "misc", "SLIDE", "Intervention"),
    "standard": TypeRow(("manual", "misc"), "manual", "STAND", "Norme"),
    "thesis": TypeRow(("thesis", "manual", "misc"), "phdthesis", "THES", "Thèse ou mémoire"),
    "treaty": TypeRow(_MISC, "misc", "LEGAL", "Traité"),
    "webpage": TypeRow(_WEB, "misc", "ELEC", "Page web"),
}
"""CSL type → its row. A type that is not here is treated as ``document``."""

DEFAULT = "document"

MANDATORY: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("container-title",)),
    "book": (("author",),),
    "collection": (("editor",),),
    "inbook": (("author",), ("container-title",)),
    "incollection": (("author",), ("editor",), ("container-title",)),
    "inreference": (("author",), ("editor",), ("container-title",)),
    "inproceedings": (("author",), ("container-title",)),
    "booklet": (("author", "editor"),),
    "online": (("URL", "DOI"),),
    "patent": (("author",), ("number",)),
    "periodical": (("editor",),),
    "report": (("author",), ("publisher",)),
    "thesis": (("author",), ("publisher",)),
    "unpublished": (("author",),),
}
"""biblatex type → CSL variables it cannot do without, alternatives grouped. ``title``, ``date`` and ``type`` are
mandatory almost everywhere and always supplied (see `biblio.exports.biblatex`), so they are not listed."""

FROM_BIBLATEX: dict[str, str] = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
"""biblatex or BibTeX entry type → CSL type; ``entrysubtype`` holding a CSL type overrides it."""

FROM_RIS: dict[str, str] = {
    "ABST": "article-journal",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "book",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure",
    "GEN": "document",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "regulation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "broadcast",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SER": "collection",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
}
"""RIS type → CSL type."""


def row(csl_type: str) -> TypeRow:
    """Return the row of a CSL type, that of ``document`` for one that CSL does not know."""
    return TYPES.get(csl_type) or TYPES[DEFAULT]
