"""What an address alone tells of the thing behind it."""

import re
from dataclasses import dataclass

from biblio.ids import canonical_url
from biblio.ids.address import parse_url
from biblio.model import Kind


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

_SHOPS = frozenset(
    """
    amazon fnac decitre placedeslibraires librest mollat eyrolles cultura leslibraires abebooks chapitre furet
    babelio librairiesindependantes goodreads
    """.split()
)

_PRESS = frozenset(
    """
    lemonde liberation lefigaro leparisien lesechos la-croix humanite mediapart ouest-france sudouest ladepeche
    letelegramme lavoixdunord nicematin leprogres estrepublicain lanouvellerepublique challenges
    courrierinternational rue89 huffingtonpost lopinion latribune la-tribune usinenouvelle 20minutes
    francetvinfo bfmtv bastamag basta reporterre theconversation nextinpact next zdnet lemoniteur politis
    letemps lesoir ledevoir lapresse rts nytimes theguardian washingtonpost ft bbc reuters bloomberg elpais faz
    zeit spiegel repubblica france24 rfi localtis mediacites lesjours arretsurimages
    """.split()
)

_MAGAZINES = frozenset(
    """
    internetactu usbeketrica alternatives-economiques lagazettedescommunes lepoint lexpress nouvelobs telerama
    economist wired theatlantic newyorker monde-diplomatique aoc numerama slate marianne acteurspublics
    """.split()
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


def _brand(host: str) -> str:
    """Return the name that a host is known by: ``theguardian`` of ``www.theguardian.co.uk``."""
    labels = host.split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3 and labels[-2] in {"co", "com", "org", "gov", "ac"}
    return labels[-3 if short else -2] if len(labels) > 1 else host


def _place(url: str) -> Place:
    address = parse_url(url)
    if address is None:
        return Place(None, "webpage")
    host, path = address.site, address.path
    where = f"{path}?{address.query}" if address.query else path
    for name in _names(host):
        for pattern, found in _BY_HOST.get(name, ()):
            if pattern.search(where):
                return found
    brand = _brand(host)
    if brand in _SHOPS:
        return Place("work", "book") if path.strip("/") else Place("resource", "webpage")
    root = not path.strip("/") and not address.query
    if brand in _PRESS or brand in _MAGAZINES:
        if root or (path.strip("/").count("/") == 0 and not _sentence(path)):
            return Place("resource", "webpage")
        return Place("work", "article-magazine" if brand in _MAGAZINES else "article-newspaper")
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
