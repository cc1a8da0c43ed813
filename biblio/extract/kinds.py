"""What a mention is: its kind and its CSL type, told by the address, the words and the section it stands in."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from biblio.extract.words import EVENTS, names_a_resource, names_a_work
from biblio.ids import canonical_url
from biblio.model import Item, Kind
from biblio.text import fold


@dataclass(frozen=True, slots=True)
class Place:
    """What an address tells of the thing behind it; ``sure`` where the platform leaves no doubt."""

    kind: Kind | None
    type: str
    sure: bool = False
    scholarly: bool = False


_HOSTS: tuple[tuple[str, str, Place], ...] = (
    # host ends with, path (regular expression), what it is; the first that fits counts
    ("cairn.info", r"^/(?:revue|magazine)-[^/]*?-page-", Place("work", "article-journal", True, True)),
    (
        "cairn.info",
        r"^/(?:load_pdf|article|resume|abstract|numero)[_.]|/revue-[^/]*-\d{4}-\d",
        Place("work", "article-journal", True, True),
    ),
    (
        "cairn.info",
        r"--97[89]\d{10}-page-|^/chapitre|/ouvrage-[^/]*--\d+-page-",
        Place("work", "chapter", True, True),
    ),
    ("cairn.info", r"--97[89]\d{10}", Place("work", "book", True, True)),
    ("cairn.info", r"^/(?:revue|magazine)-", Place("resource", "periodical", True)),
    ("cairn.info", r"^/publications-de-", Place("resource", "webpage", True)),
    ("journals.openedition.org", r"^/[\w-]+/\d+", Place("work", "article-journal", True, True)),
    ("journals.openedition.org", r"^/[\w-]+/?$", Place("resource", "periodical", True)),
    ("revues.org", r"/\d+$", Place("work", "article-journal", True, True)),
    ("books.openedition.org", r"^/[\w-]+/\d+", Place("work", "chapter", True, True)),
    ("hypotheses.org", r"^/\d+", Place("work", "post-weblog", True, True)),
    ("hypotheses.org", r"", Place("resource", "webpage", True)),
    ("calenda.org", r"^/\d+", Place("resource", "event", True)),
    ("persee.fr", r"^/doc/|^/docAsPDF/", Place("work", "article-journal", True, True)),
    ("persee.fr", r"^/collection/", Place("resource", "periodical", True)),
    ("theses.fr", r"^/(?:\d{4}\w{5,}|s\d+)", Place("work", "thesis", True, True)),
    ("theses.hal.science", r"", Place("work", "thesis", True, True)),
    ("tel.archives-ouvertes.fr", r"", Place("work", "thesis", True, True)),
    ("dumas.ccsd.cnrs.fr", r"", Place("work", "thesis", True, True)),
    ("cv.archives-ouvertes.fr", r"", Place("resource", "webpage", True)),
    ("cv.hal.science", r"", Place("resource", "webpage", True)),
    ("archives-ouvertes.fr", r"/(?:tel|dumas)-\d+", Place("work", "thesis", True, True)),
    ("hal.science", r"/(?:tel|dumas)-\d+", Place("work", "thesis", True, True)),
    ("archives-ouvertes.fr", r"/[a-z_]+-?\d{5,}", Place("work", "document", True, True)),
    ("hal.science", r"/[a-z_]+-?\d{5,}", Place("work", "document", True, True)),
    ("medihal.archives-ouvertes.fr", r"", Place("work", "graphic", True, True)),
    ("doi.org", r"^/10\.\d+/97[89][\d-]{10,}[_.]\d|^/10\.4000/books\.", Place("work", "chapter", False, True)),
    ("doi.org", r"^/10\.\d+/97[89][\d-]{10,}", Place("work", "book", False, True)),
    ("doi.org", r"^/10\.\d+/(?:arxiv|zenodo)", Place("work", "document", False, True)),
    ("doi.org", r"^/10\.", Place("work", "article-journal", False, True)),
    ("arxiv.org", r"^/(?:abs|pdf|html)/", Place("work", "article", False, True)),
    ("ssrn.com", r"abstract", Place("work", "article", False, True)),
    ("jstor.org", r"^/stable/", Place("work", "article-journal", False, True)),
    ("sciencedirect.com", r"/pii/", Place("work", "article-journal", False, True)),
    ("tandfonline.com", r"^/doi/", Place("work", "article-journal", False, True)),
    ("springer.com", r"^/(?:chapter|content/pdf/10\.\d+/97)", Place("work", "chapter", False, True)),
    ("springer.com", r"^/book/", Place("work", "book", False, True)),
    ("springer.com", r"^/article/|^/content/", Place("work", "article-journal", False, True)),
    ("sagepub.com", r"^/doi/", Place("work", "article-journal", False, True)),
    ("wiley.com", r"^/doi/", Place("work", "article-journal", False, True)),
    ("oup.com", r"/article/", Place("work", "article-journal", False, True)),
    ("cambridge.org", r"/article/", Place("work", "article-journal", False, True)),
    ("apa.org", r"/(?:record|fulltext|doiLanding)", Place("work", "article-journal", False, True)),
    ("nature.com", r"^/articles/", Place("work", "article-journal", False, True)),
    ("mdpi.com", r"^/\d{4}-\d", Place("work", "article-journal", False, True)),
    ("plos.org", r"/article", Place("work", "article-journal", False, True)),
    ("ncbi.nlm.nih.gov", r"/articles/PMC|/pubmed/|^/\d+", Place("work", "article-journal", False, True)),
    ("erudit.org", r"/article|\d{6,}ar", Place("work", "article-journal", True, True)),
    ("acm.org", r"/(?:citation|doi)", Place("work", "paper-conference", False, True)),
    ("ieee.org", r"/document/", Place("work", "paper-conference", False, True)),
    ("frontiersin.org", r"^/articles?/", Place("work", "article-journal", False, True)),
    ("emerald.com", r"/doi/|/content/", Place("work", "article-journal", False, True)),
    ("zenodo.org", r"/rec", Place("work", "document", False, True)),
    ("youtube.com", r"^/(?:watch|embed|v|shorts|live)", Place("work", "motion_picture", True)),
    ("youtu.be", r"^/.", Place("work", "motion_picture", True)),
    ("youtube-nocookie.com", r"^/embed", Place("work", "motion_picture", True)),
    ("youtube.com", r"", Place("resource", "webpage", True)),
    ("vimeo.com", r"^/(?:video/)?\d+", Place("work", "motion_picture", True)),
    ("dailymotion.com", r"/video/", Place("work", "motion_picture", True)),
    ("canal-u.tv", r"^/.+/.", Place("work", "motion_picture", True)),
    ("", r"/videos/watch/|^/w/\w{8,}", Place("work", "motion_picture")),
    ("ted.com", r"^/talks/", Place("work", "motion_picture", True)),
    ("wikipedia.org", r"^/wiki/", Place("resource", "entry-encyclopedia", True)),
    ("universalis.fr", r"^/encyclopedie/", Place("resource", "entry-encyclopedia", True)),
    ("radiofrance.fr", r"^/[\w-]+/podcasts", Place("work", "broadcast")),
    ("franceculture.fr", r"^/emissions?/[^/]+/.", Place("work", "broadcast")),
    ("franceinter.fr", r"^/emissions?/[^/]+/.", Place("work", "broadcast")),
    ("franceculture.fr", r"^/emissions?/", Place("resource", "broadcast")),
    ("franceinter.fr", r"^/emissions?/", Place("resource", "broadcast")),
    ("legifrance.gouv.fr", r"/(?:juri|cetat|jufi|cons)/", Place("work", "legal_case", True)),
    ("legifrance.gouv.fr", r"", Place("work", "legislation", True)),
    ("eur-lex.europa.eu", r"", Place("work", "legislation", True)),
    ("github.com", r"^/[^/]+/.", Place("resource", "software", True)),
    ("gitlab.com", r"^/[^/]+/.", Place("resource", "software", True)),
    ("framagit.org", r"^/[^/]+/.", Place("resource", "software", True)),
    ("github.com", r"", Place("resource", "webpage", True)),
    ("umap.openstreetmap.fr", r"", Place("resource", "map", True)),
    ("openstreetmap.org", r"", Place("resource", "map", True)),
    ("docs.google.com", r"^/spreadsheets", Place("resource", "dataset", True)),
    ("docs.google.com", r"^/presentation", Place("resource", "document", True)),
    ("docs.google.com", r"", Place("resource", "document", True)),
    ("drive.google.com", r"", Place("resource", "document", True)),
    ("google.com", r"^/maps", Place("resource", "map", True)),
    ("framacarte.org", r"", Place("resource", "map", True)),
    ("data.gouv.fr", r"/datasets/", Place("resource", "dataset", True)),
    ("notion.so", r"", Place("resource", "document", True)),
    ("hackmd.io", r"^/.", Place("resource", "document", True)),
    ("facebook.com", r"", Place("resource", "webpage", True)),
    ("twitter.com", r"/status/", Place("work", "post", True)),
    ("x.com", r"/status/", Place("work", "post", True)),
    ("twitter.com", r"", Place("resource", "webpage", True)),
    ("x.com", r"", Place("resource", "webpage", True)),
    ("linkedin.com", r"/(?:posts|pulse)/", Place("work", "post")),
    ("linkedin.com", r"", Place("resource", "webpage", True)),
    ("instagram.com", r"", Place("resource", "webpage", True)),
    ("t.me", r"", Place("resource", "webpage", True)),
    ("researchgate.net", r"^/publication/", Place("work", "document", False, True)),
    ("researchgate.net", r"", Place("resource", "webpage", True)),
    ("academia.edu", r"^/\d+", Place("work", "document", False, True)),
    ("academia.edu", r"", Place("resource", "webpage", True)),
    ("orcid.org", r"", Place("resource", "webpage", True)),
    ("idref.fr", r"", Place("resource", "webpage", True)),
    ("slideshare.net", r"^/[^/]+/.", Place("work", "document", True)),
    ("speakerdeck.com", r"^/[^/]+/.", Place("work", "document", True)),
    ("books.google", r"", Place("work", "book", True)),
    ("worldcat.org", r"/(?:oclc|title)/", Place("work", "book")),
    ("gallica.bnf.fr", r"^/ark:", Place("work", "document")),
    ("catalogue.bnf.fr", r"^/ark:", Place("work", "book")),
    ("sudoc.fr", r"", Place("work", "book")),
)
"""Well-known platforms. Only such as anyone in research or administration meets are listed."""

_SHOPS = re.compile(
    r"(?:^|\.)(?:amazon\.[a-z.]+|fnac\.com|decitre\.fr|placedeslibraires\.fr|librest\.com|mollat\.com|eyrolles\.com|cultura\.com"
    r"|leslibraires\.fr|abebooks\.[a-z.]+|librairiesindependantes\.com|chapitre\.com|furet\.com|babelio\.com|goodreads\.com)$"
)
_PRESS = re.compile(
    r"(?:^|\.)(?:lemonde|liberation|lefigaro|leparisien|lesechos|la-croix|humanite|mediapart|ouest-france|sudouest|ladepeche"
    r"|letelegramme|lavoixdunord|nicematin|leprogres|estrepublicain|lanouvellerepublique|lepoint|lexpress|nouvelobs|marianne"
    r"|challenges|alternatives-economiques|monde-diplomatique|courrierinternational|telerama|slate|rue89|huffingtonpost|lopinion"
    r"|latribune|usinenouvelle|20minutes|francetvinfo|bfmtv|bastamag|basta|reporterre|lagazettedescommunes|banquedesterritoires"
    r"|acteurspublics|theconversation|aoc|internetactu|usbeketrica|numerama|nextinpact|next|zdnet|lemoniteur|politis|letemps|lesoir"
    r"|ledevoir|lapresse|rts|nytimes|theguardian|washingtonpost|ft|economist|bbc|reuters|bloomberg|wired|theatlantic|newyorker"
    r"|elpais|faz|zeit|spiegel|repubblica|france24|rfi|localtis|vie-publique|mediacites|lesjours|arretsurimages|la-tribune)"
    r"\.(?:fr|com|net|org|co\.uk|info|media|ch|be|ca|es|de|it|eu|ink|tv)$"
)
_MAGAZINES = re.compile(
    r"(?:^|\.)(?:internetactu|usbeketrica|alternatives-economiques|lagazettedescommunes|lepoint|lexpress|nouvelobs|telerama|economist|wired|theatlantic|newyorker|monde-diplomatique|aoc|numerama|slate|marianne|acteurspublics)\."
)
_PAD = re.compile(
    r"^(?:[\w-]*pad[\w-]*|hackmd|codimd|framapad|annuel\d*|mensuel|hebdo|bimestriel)\.|framapad|etherpad|cryptpad|/pad/|mypads"
)
_DATED = re.compile(r"/(?:19|20)\d\d/(?:[01]?\d)(?:/[0-3]?\d)?/[^/]{4,}")
_ISBN = re.compile(r"(?<!\d)97[89][-_]?\d{10}(?!\d)|/dp/\d{9}[\dX](?!\w)")
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp)$", re.I)
_FILE = re.compile(r"\.(?:pdf|docx?|odt|pptx?|odp|epub)$", re.I)
_DATA = re.compile(r"\.(?:csv|xlsx?|ods|json|geojson|zip)$", re.I)
_VIDEO = re.compile(r"\.(?:mp4|webm|ogv|mov)$", re.I)
_SOUND = re.compile(r"\.(?:mp3|ogg|m4a|wav)$", re.I)
_RESOURCE_PATH = re.compile(
    r"(?:^|[/_?=.-])(?:projets?|projects?|actions?|appels?|calls?|people|profiles?|profil|membres?|members?|users?|authors?|auteurs?"
    r"|orateurs?|intervenants?|speakers?|equipes?|team|staff|contacts?|accueil|home|about|a-propos|tags?|categor(?:y|ie)s?|topics?|search|recherche|collections?"
    r"|agenda|evenements?|events?|annuaire|membres|partenaires|groups?|course|cours|login|index|produits?|reseaux?|liste?|cartes?|carto|map|maps)(?=[/_?=.-]|$)",
    re.I,
)
_ARTICLE_PATH = re.compile(
    r"(?:^|/)(?:articles?|actualites?|actus?|news|blogs?|posts?|billets?|publications?|stories|story|tribunes?|dossiers?|interviews?|entretiens?|notes?|rapports?|reports?|papers?|etudes?|chroniques?|opinions?|magazine)/",
    re.I,
)
_CMS_ARTICLE = re.compile(r"/\d{1,7}-[a-z]{3,}[\w-]*(?:\.html?)?/?$", re.I)
"""Joomla and its kin number their articles: ``/12-headline``."""
_BLOG = re.compile(
    r"(?:^|[./])(?:blogs?|wordpress|blogspot|over-blog|medium|substack|typepad|canalblog|posts?)(?:[./]|$)", re.I
)
_SLUG_WORD = re.compile(r"[^\W_]+")

_GENRES: tuple[tuple[re.Pattern[str], str], ...] = (
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
            r"\b(?:cour d['’]appel|cour de cassation|conseil d['’][ée]tat,|tribunal|district court|supreme court"
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
"""Letters of which the words of `_GENRES` hold some: a cheap test before them."""
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


def _names(host: str) -> list[str]:
    """Return a host's name and those of the domains above it, and the name without its country."""
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)] + [".".join(labels[:2]), ""]


_BY_HOST: dict[str, list[tuple[re.Pattern[str], Place]]] = {}
for _host, _path, _found in _HOSTS:
    _BY_HOST.setdefault(_host, []).append((re.compile(_path), _found))


def place(url: str) -> Place:
    """Return what ``url`` alone tells of the thing behind it; seen through archives and proxies."""
    found = _place(url)
    if found.sure or found.scholarly:
        return found
    canonical = canonical_url(url)
    behind = _place(canonical) if canonical != url else found
    return behind if behind.sure or behind.scholarly or found.kind is None else found


def _place(url: str) -> Place:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return Place(None, "webpage")
    path = parts.path
    where = f"{path}?{parts.query}" if parts.query else path
    for name in _names(host):
        for pattern, found in _BY_HOST.get(name, ()):
            if pattern.search(where):
                return found
    if _SHOPS.search(host):
        return Place("work", "book") if path.strip("/") else Place("resource", "webpage")
    root = not path.strip("/") and not parts.query
    if _PRESS.search(host):
        if root or (path.strip("/").count("/") == 0 and not _sentence(path)):
            return Place("resource", "webpage")
        return Place("work", "article-magazine" if _MAGAZINES.search(host) else "article-newspaper")
    if _PAD.search(host + path):
        return Place("resource", "document", True)
    if _IMAGE.search(path):
        return Place("resource", "graphic", True)
    if _FILE.search(path):
        return Place("work", "book" if _ISBN.search(path) else "document")
    if _DATA.search(path):
        return Place("resource", "dataset")
    if _VIDEO.search(path):
        return Place("work", "motion_picture")
    if _SOUND.search(path):
        return Place("work", "broadcast")
    if _ISBN.search(path):
        return Place("work", "book")
    if root:
        return Place("resource", "webpage")
    if _DATED.search(path):
        return Place("work", "post-weblog")
    if "wiki" in host or path.startswith(("/wiki/", "/index.php/")):
        return Place("resource", "webpage")
    if _RESOURCE_PATH.search(path) and not _ARTICLE_PATH.search(path):
        return Place("resource", "webpage")
    blog = _BLOG.search(host + path)
    if _ARTICLE_PATH.search(path) or _CMS_ARTICLE.search(path) or _sentence(path):
        return Place("work", "post-weblog" if blog else "webpage")
    return Place(None, "webpage")


def _sentence(path: str) -> bool:
    """Tell whether the last part of a path is a headline: four words or more."""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return len([w for w in _SLUG_WORD.findall(last) if not w.isdigit()]) >= 4


def classify(
    item: Item,
    quote: str,
    head: str,
    section: str,
    found: Place | None,
    *,
    italics: bool = False,
    chapter: bool = False,
) -> tuple[Kind, str]:
    """Return kind and CSL type of a mention.

    ``item`` is what was parsed, ``quote`` its words without addresses, ``head`` the words before the title,
    ``found`` what its first address tells, ``italics`` that its title is in italics: with an author and no container
    that is a book, whatever page the address leads to (often a review of it).
    """
    words = quote[:400]
    if (
        chapter
        and not {"volume", "issue"} & item.keys()
        and (found is None or found.type in _PAGES)
        and not _PROCEEDINGS.search(item.get("container-title", ""))
    ) and not (found and found.sure and found.type == "article-journal"):
        return "work", "chapter"
    if italics and found and found.type in _PAGES and _is_book(item):
        genre = next(
            (name for pattern, name in _GENRES[:4] if pattern.search(head) or pattern.search(item.get("genre", ""))),
            "book",
        )
        return "work", genre
    if found and found.sure and (found.kind == "resource" or found.scholarly):
        return found.kind or "work", _refine(item, found, words, section)
    if (
        EVENTS.match(head or words)
        and not any("family" in name for name in item.get("author", []))
        and (found is None or not found.scholarly)
    ):
        return "resource", "event"
    genre = _genre(head or words)
    section_type = _section_type(section)
    if section_type == "event" and not item.get("author"):
        return "resource", "event"
    if found is None:
        return "work", _type_without_address(item, words, section_type)
    kind = _kind(item, words, head, found, genre)
    type_ = found.type
    if kind == "resource":
        return kind, genre if genre in {"map", "dataset", "software", "broadcast"} and type_ == "webpage" else type_
    if type_ in {"document", "webpage", "article-journal", "article", "book", "chapter"} or not found.sure:
        type_ = _refine(item, found, words, section)
    if type_ in {"document", "webpage"} and genre in {
        "thesis",
        "report",
        "legislation",
        "legal_case",
        "paper-conference",
        "motion_picture",
        "broadcast",
        "post-weblog",
    }:
        type_ = genre
    elif type_ in {"document", "webpage"} and section_type in {"report", "book", "thesis"} and item.get("title"):
        type_ = section_type
    return kind, type_


_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|actes d[ue]s? (?:colloque|congrès|journées|rencontres|\d)|conference|congrès|colloque"
    r"|workshop|symposium)\b",
    re.I,
)
_PAGES = frozenset({"article-journal", "webpage", "document", "post-weblog", "article", "chapter"})


def _is_book(item: Item) -> bool:
    """Tell whether a description is a book's: people who wrote it, and nothing it stands in."""
    names = [*item.get("author", []), *item.get("editor", [])]
    return (
        any("family" in name for name in names)
        and "container-title" not in item
        and not ({"volume", "issue"} & item.keys())
    )


def _genre(words: str) -> str:
    """Return the sort of publication that the words name."""
    low = words.lower()
    if not any(sign in low for sign in _GENRE_SIGNS):
        return ""
    return next((name for pattern, name in _GENRES if pattern.search(words)), "")


@lru_cache(maxsize=256)
def _section_type(section: str) -> str:
    """Return the sort of publication that a heading announces."""
    return next((name for pattern, name in _SECTIONS if pattern.search(section)), "")


def _kind(item: Item, words: str, head: str, found: Place, genre: str) -> Kind:
    if found.scholarly:
        return "work"
    described = (item.get("author") and (item.get("title") or item.get("issued"))) or (
        item.get("title") and item.get("issued")
    )
    if item.get("title") and item.get("container-title") and found.type not in {"broadcast", "dataset"}:
        return "work"
    if described and found.kind != "resource":
        return "work"
    if described and item.get("author") and any("family" in name for name in item["author"]):
        return "work"
    if genre in {"thesis", "report", "legislation", "legal_case", "paper-conference"} and names_a_work(head or words):
        return "work"
    if names_a_resource(head or words) and not (found.kind == "work" and (_work_type(found.type))):
        return "resource"
    if found.kind:
        return found.kind
    if names_a_work(head or words):
        return "work"
    return "resource"


def _work_type(name: str) -> bool:
    return name in {"article-newspaper", "article-magazine", "book", "post-weblog", "motion_picture", "broadcast"}


def _refine(item: Item, found: Place, words: str, section: str) -> str:
    """Let what the text says of a publication decide over what the platform usually holds."""
    genre = item.get("genre", "")
    if found.kind == "resource":
        return found.type
    if genre == "thesis" or found.type == "thesis":
        return "thesis"
    if (
        item.get("publisher")
        and not item.get("container-title")
        and item.get("title")
        and found.type in {"document", "webpage", "article-journal", "article"}
    ):
        return "book"
    if _PROCEEDINGS.search(item.get("container-title", "")):
        return "paper-conference"
    if (
        found.type in {"document", "webpage", "article"}
        and item.get("container-title")
        and ("page" in item or "volume" in item or "issue" in item or found.scholarly)
    ):
        return "article-journal"
    if (
        found.type == "webpage"
        and found.kind is None
        and item.get("author")
        and item.get("issued")
        and not item.get("title")
    ):
        return "document"
    if (
        found.type == "document"
        and not found.scholarly
        and item.get("title")
        and any("literal" in n for n in item.get("author", []))
    ):
        return "report"
    if found.type == "document" and found.scholarly and item.get("author") and item.get("issued"):
        return "article-journal"
    return found.type


def _type_without_address(item: Item, words: str, section_type: str) -> str:
    for pattern, name in _GENRES[:5]:
        if pattern.search(words) and not (name == "report" and item.get("container-title")):
            return name
    if _PROCEEDINGS.search(item.get("container-title", "")):
        return "paper-conference"
    if item.get("container-title"):
        return "article-journal"
    if section_type in {"book", "thesis", "report", "motion_picture"}:
        return section_type
    return "book" if item.get("title") else "document"


__all__ = ["Place", "classify", "fold", "place"]
