"""The signs that a page is not what was cited: gone, parked, taken over, walled off, to be paid for."""

import re
from functools import lru_cache
from urllib.parse import unquote

from biblio.links.page.html import Page
from biblio.text import fold

_SPLIT = re.compile(r"\s+[-–—:·•»›|]+\s+|\s*[|•·»›]\s*|[:.!?…]+\s+")
_SPLIT_NAMES = re.compile(r"\s+[-–—·•»›|]+\s+|\s*[|•·»›]\s*")

# A heading made of these words alone, one of them strong, says that the page is not there.
_STRONG = frozenset((
    "404", "410", "introuvable", "introuvables", "inexistant", "inexistante", "supprime", "supprimee",
    "supprimes", "removed", "deleted", "unavailable", "nonexistent", "gefunden", "encontrada", "encontrado",
    "trovata",
))  # fmt: skip
_STRONG_RUNS = (
    "not found", "non trouve", "non trouvee", "pas trouve", "pas trouvee", "n existe", "existe pas", "existe plus",
    "plus disponible", "pas disponible", "n est plus", "no longer", "not exist", "doesn t exist", "pas ete trouve",
    "pas ete trouvee", "could not be found", "can t be found", "cannot be found", "page perdue", "page inconnue",
    "page manquante", "nothing found", "page missing", "non disponible",
)  # fmt: skip
_WEAK = frozenset((
    "page", "pages", "document", "documents", "contenu", "contenus", "article", "articles", "ressource",
    "resource", "content", "file", "fichier", "adresse", "url", "lien", "link", "site", "web", "notice",
    "billet", "la", "le", "les", "l", "un", "une", "cette", "ce", "cet", "que", "qui", "vous", "tu", "avez",
    "avons", "nous", "on", "demande", "demandee", "demandes", "requise", "souhaitez", "souhaitee", "cherchez",
    "recherchez", "recherche", "recherchee", "voulez", "tentez", "essayez", "consulter", "afficher",
    "acceder", "est", "sont", "n", "a", "ete", "semble", "pas", "plus", "non", "trouve", "trouvee", "trouver",
    "ou", "de", "du", "des", "d", "en", "sur", "ici", "erreur", "error", "errors", "http", "https", "code",
    "statut", "status", "not", "found", "the", "this", "that", "it", "you", "your", "are", "is", "was", "we",
    "sorry", "looking", "for", "requested", "request", "could", "can", "cannot", "t", "be", "been", "has",
    "have", "does", "doesn", "exist", "exists", "existe", "no", "longer", "available", "disponible",
    "indisponible", "oups", "oops", "ooops", "ouups", "aie", "zut", "desole", "desoles", "desolee", "whoops",
    "an", "of", "at", "on", "to", "our", "seite", "nicht", "pagina", "no", "non", "perdue", "inconnue",
    "manquante", "missing", "nothing", "deplacee", "deplace", "moved", "votre", "notre", "server", "serveur",
)) | _STRONG  # fmt: skip

_THING = (
    r"(?:page|document|contenu|content|article|ressource|resource|fichier|file|adresse|url|lien|link|notice|billet)s?"
)
_SENTENCE = re.compile(
    rf"\b{_THING}\b[^.!?]{{0,90}}?\b(?:n existe (?:pas|plus)|n est (?:pas|plus) (?:disponible|accessible|en ligne)|"
    r"(?:est |sont |)introuvables?|(?:n a |n ont |)pas (?:pu |)(?:etre |ete |)trouvee?s?|non trouvee?s?|"
    r"a ete (?:supprimee?|retiree?|deplacee?|effacee?)|(?:could not|cannot|can t|couldn t) be found|"
    r"(?:was|were|is) not found|not found|does(?: not|n t) exist|no longer (?:exists?|available)|"
    r"(?:has been|was) (?:removed|deleted|moved))\b"
)
_PATH = re.compile(
    r"(?:^|[/_.=-])(?:404|40[34]\.html?|not[-_]?found|notfound|page[-_]?(?:introuvable|non[-_]?trouvee|not[-_]?found)"
    r"|introuvable|erreur[-_]?404|error[-_]?404|404[-_]?(?:error|erreur))(?:$|[/_.?-])",
    re.IGNORECASE,
)

_PARKED = (
    "domain is for sale", "domain may be for sale", "domain name is for sale", "buy this domain",
    "this domain is parked",
    "domain has expired", "domaine est a vendre", "domaine a vendre", "domaine a expire", "acheter ce domaine",
    "acheter ce nom de domaine", "acquerir ce domaine", "inquire about this domain", "make an offer on this domain",
    "domain is available for purchase", "parked free", "site web en attente d installation", "domain for sale",
    "this site is parked", "cette page est parquee", "sedo domain parking", "related searches",
    "recherches associees",
)  # fmt: skip
_PARKED_SOURCES = (
    "sedoparking.com", "parkingcrew.net", "hugedomains.com", "cdn.bodis.com", "parklogic.com", "dan.com/buy-domain",
    "afternic.com/forsale", "img1.wsimg.com/parking-lander", "d38psrni17bvxu.cloudfront.net", "above.com/marketplace",
)  # fmt: skip
_DEFAULT_TITLES = frozenset(
    {
        "welcome to nginx", "apache2 debian default page it works", "apache2 ubuntu default page it works",
        "it works",
        "default web site page", "iis windows server", "test page for the apache http server", "site en construction",
        "default parallels plesk page", "web server s default page", "account suspended", "compte suspendu",
        "this account has been suspended", "congratulations your domain was successfully created with ovhcloud",
    }
)  # fmt: skip
_GAMBLING = re.compile(
    r"\b(?:slots?|gacor|judi|togel|casino|casinos|poker|bandar|maxwin|betting|bookmaker|sportsbook|jackpot|sbobet"
    r"|paris sportifs|machines? a sous|roulette|bonus sans depot|situs|rtp|toto)\b"
)
_CHALLENGE_TITLES = (
    "just a moment", "un instant", "attention required", "access denied", "acces refuse", "are you a robot",
    "verification de securite", "security check", "pardon our interruption", "please wait", "bot verification",
    "making sure you re not a bot", "checking your browser", "ddos guard", "human verification", "robot challenge",
    "vous n etes pas un robot", "client challenge", "request rejected", "captcha",
)  # fmt: skip
_CHALLENGE_MARKS = (
    "captcha-delivery.com", "_Incapsula_Resource", "challenges.cloudflare.com/turnstile",
    "/cdn-cgi/challenge-platform",
    "px-captcha", "Please enable JS and disable any ad blocker", "awsWafCookieDomainList", "__cf_chl_",
)  # fmt: skip
_PAYWALL = re.compile(r'"isAccessibleForFree"\s*:\s*"?\s*[Ff]alse')


@lru_cache(maxsize=4096)
def says_not_found(heading: str, short: bool = True) -> bool:
    """Tell whether a title or heading says *not found* and nothing else (a site's name beside it apart).

    On a page that is not ``short`` a colon parts a title from its subtitle, not from the site's name.
    """
    if len(heading) > 300:
        return False
    return any(_all_not_found(fold(part)) for part in (heading, *(_SPLIT if short else _SPLIT_NAMES).split(heading)))


def _all_not_found(text: str) -> bool:
    found = text.split()
    if not found or not all(word in _WEAK for word in found):
        return False
    padded = f" {text} "
    return any(word in _STRONG for word in found) or any(f" {run} " in padded for run in _STRONG_RUNS)


def soft_404(page: Page) -> str:
    """Return the words by which an answered page says that it is not there, or an empty string."""
    short = page.short
    for heading in (page.title, page.heading):
        if heading and says_not_found(heading, short):
            return heading
    if short:
        match = _SENTENCE.search(fold(page.text))
        return match[0] if match else ""
    return ""


def leads_to_error(path: str) -> bool:
    """Tell whether the path of a redirect's end names an error page (``/404.html``, ``/page-introuvable``)."""
    return bool(_PATH.search(unquote(path)))


@lru_cache(maxsize=4096)
def _title_sign(title: str) -> str:
    """Classify a page's title: ``default`` (an empty server's), ``wall`` (a robot wall's) or neither."""
    folded = fold(title)
    if folded in _DEFAULT_TITLES:
        return "default"
    return "wall" if folded.startswith(_CHALLENGE_TITLES) else ""


def parked(page: Page) -> str:
    """Return the sign that a domain is for sale, expired or given over to something else, or an empty string."""
    if _title_sign(page.title) == "default":
        return page.title
    if not page.short:
        return ""
    if found := next((mark for mark in _PARKED_SOURCES if mark in page.html), ""):
        return found
    text = f" {fold(page.title)} {fold(page.text)} "
    hits = [mark for mark in _PARKED if f" {mark} " in text]
    # "Related searches" alone may be a real feature of a real site.
    return hits[0] if len(hits) > 1 or not set(hits) <= {"related searches", "recherches associees"} else ""


@lru_cache(maxsize=4096)
def _gambling_words(title: str) -> frozenset[str]:
    return frozenset(_GAMBLING.findall(fold(title)))


def gambling(page: Page, expected: str = "") -> str:
    """Return the gambling words of a title that the cited work has no part in: the mark of a hijacked domain."""
    found = _gambling_words(page.title)
    return "" if len(found) < 2 or _GAMBLING.search(fold(expected)) else ", ".join(sorted(found))


def challenge(page: Page) -> str:
    """Return the sign that a bot wall answered in place of the page, or an empty string."""
    if _title_sign(page.title) == "wall" and len(page) < 64 * 1024:
        return page.title
    return next((mark for mark in _CHALLENGE_MARKS if mark in page.html), "") if page.short else ""


def paywalled(page: Page) -> bool:
    """Tell whether a page declares itself not free (https://schema.org/isAccessibleForFree)."""
    return b"isAccessibleForFree" in page.body and bool(_PAYWALL.search(page.html))
