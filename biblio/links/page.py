"""What a page says of itself: title, anchors, and the signs that it is not the page that was cited. Pure.

Words decide little here. A heading counts as *not found* only when nothing but such words stand in it, so that an
article about error pages stays an article; sentences of the body count only on pages that hold little else.
"""

import html
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from urllib.parse import unquote

from biblio.text import fold

MAX_SHORT = 1500
"""Characters of text under which a page is short: it can hold a message but hardly a work."""
SKETCH = 32
"""Hashes kept of a page's words: enough to tell the same page from another one (bottom-k sketch)."""

_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer", "header", "aside", "head"})
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]*")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})")
_ANCHOR = re.compile(r"""\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A page in two hundred bytes: its title, a sketch of its words, and what its server says of its version.

    ``title_seen`` and ``author_seen`` tell whether the page showed the title and an author of the cited work.
    """

    title: str = ""
    sketch: tuple[int, ...] = ()
    version: str = ""
    title_seen: bool = False
    author_seen: bool = False

    def dump(self) -> str:
        """Return the fingerprint as JSON."""
        return json.dumps(
            [self.title, list(self.sketch), self.version, self.title_seen, self.author_seen],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def load(cls, text: str) -> "Fingerprint | None":
        """Read what `dump` wrote; None for an empty or foreign text."""
        try:
            title, sketch, version, title_seen, author_seen = json.loads(text)
            return cls(
                title=title, sketch=tuple(sketch), version=version, title_seen=title_seen, author_seen=author_seen
            )
        except (ValueError, TypeError):
            return None


class Page:
    """A page as far as it was read. ``cut`` tells that its end is missing.

    Most pages are judged by a look at their bytes; they are decoded only where more is asked.
    """

    __slots__ = ("_html", "_low", "_short", "_start", "_text", "_title", "body", "content_type", "cut")

    def __init__(self, body: bytes, content_type: str = "", cut: bool = False) -> None:
        self.body = body
        self.content_type = content_type
        self.cut = cut
        self._low = self._start = b""
        self._html: str | None = None
        self._text: str | None = None
        self._title: str | None = None
        self._short: bool | None = None

    def __len__(self) -> int:
        """Return the bytes read."""
        return len(self.body)

    @property
    def html(self) -> str:
        """The page, decoded."""
        if self._html is None:
            self._html = decode(self.body, self.content_type)
        return self._html

    @property
    def title(self) -> str:
        """The text of the ``title`` element."""
        if self._title is None:
            self._title = self._element(b"title")
        return self._title

    @property
    def heading(self) -> str:
        """The text of the first ``h1`` element."""
        return self._element(b"h1")

    @property
    def text(self) -> str:
        """The text a reader sees, without navigation, header and footer; blanks collapsed."""
        if self._text is None:
            self._text = visible_text(self.html)
        return self._text

    def anchors(self) -> frozenset[str]:
        """Return every ``id`` and ``name`` of the page."""
        found = (a or b or c for a, b, c in _ANCHOR.findall(self.html))
        return frozenset(html.unescape(name) if "&" in name else name for name in found)

    @property
    def short(self) -> bool:
        """Tell whether the page holds so little text that a message may be all of it."""
        if self._short is None:
            # A beginning with text enough spares reading the rest.
            self._short = not _shows_much(self.start) and len(self.text) <= MAX_SHORT
        return self._short

    @property
    def low(self) -> bytes:
        """The bytes of the page, ASCII letters in lower case."""
        if not self._low:
            self._low = self.body.lower()
        return self._low

    @property
    def start(self) -> bytes:
        """The first bytes of the page, ASCII letters in lower case: most pages are judged by these alone."""
        if not self._start:
            self._start = self.body[:_START].lower()
        return self._start

    def _element(self, name: bytes) -> str:
        opened, end = _inside(self.start, name)
        if end < 0 and len(self.body) > _START:
            opened, end = _inside(self.low, name)
        if end < 0:
            return ""
        source = self.body[opened + 1 : end]
        if source.isascii():
            return plain(source.decode("ascii"))
        return plain(decode(source, self.content_type if "charset" in self.content_type else _charset(self.body)))


_START = 8192
_HIDING = frozenset({b"scr", b"sty", b"nav"})
_FIRST_THREE = itemgetter(slice(3))
_TAG_ENDS = frozenset({b">", b" ", b"\n", b"\t", b"\r"})


def _inside(low: bytes, name: bytes) -> tuple[int, int]:
    """Return where the first element of a name opens (its ``>``) and ends; ends at -1 where there is none whole."""
    size = len(name) + 1
    start = low.find(b"<" + name)
    while start >= 0 and low[start + size : start + size + 1] not in _TAG_ENDS:
        start = low.find(b"<" + name, start + 1)
    opened = low.find(b">", start) if start >= 0 else -1
    return opened, low.find(b"</" + name, opened, opened + 4000) if opened >= 0 else -1


def _shows_much(source: bytes) -> bool:
    """Tell whether a piece of HTML in lower case surely shows more text than a short page: no part of it is hidden.

    No loop in Python, for every page passes here.
    """
    if len(source) <= 2 * MAX_SHORT:
        return False
    parts = source.split(b"<")
    if not _HIDING.isdisjoint(map(_FIRST_THREE, parts)):
        return False
    # A tag is the "<", what follows up to the ">", and the ">".
    tags = sum(map(bytes.find, parts[1:], repeat(b">"))) + 2 * (len(parts) - 1)
    return len(source) - tags > 2 * MAX_SHORT


def _charset(body: bytes) -> str:
    """Return ``charset=…`` of a page's ``meta`` element, or an empty string."""
    named = _CHARSET.search(body[:2048])
    return f"charset={named[1].decode('ascii')}" if named else ""


def decode(body: bytes, content_type: str) -> str:
    """Decode a page by its header, its ``meta`` element, UTF-8, else Windows-1252."""
    named = _CHARSET.search(content_type.encode("ascii", "ignore"))
    if named is None and not body.isascii():
        named = _CHARSET.search(body[:2048])
    for charset in (named[1].decode("ascii") if named else "utf-8", "utf-8"):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeError):
            continue
    # A page cut inside a character is still UTF-8.
    text = body.decode("utf-8", "replace")
    return text if text.count("\ufffd") < 3 else body.decode("cp1252", "replace")


def plain(source: str) -> str:
    """Return the text of a piece of HTML, tags dropped and blanks collapsed."""
    if "<" in source:
        head, *parts = source.split("<")
        source = " ".join([head, *(part.partition(">")[2] for part in parts)])
    return " ".join(html.unescape(source).split())


def visible_text(source: str) -> str:
    """Return what a reader sees of a page, in linear time whatever its markup."""
    head, *parts = source.split("<")
    kept, skipping, depth = [head], "", 0
    for part in parts:
        tag, closed, rest = part.partition(">")
        low = tag.lower()
        name = _TAG_NAME.match(low, 1 if low.startswith("/") else 0)
        if not closed or name is None:
            if not skipping and not low.startswith(("!", "?")):
                kept.append(rest)
            continue
        if skipping:
            if name[0] == skipping:
                depth += -1 if low.startswith("/") else 1
                if depth == 0:
                    skipping = ""
                    kept.append(rest)
            continue
        if name[0] in _SKIPPED and not low.startswith("/") and not low.endswith("/"):
            skipping, depth = name[0], 1
            continue
        kept.append(rest)
    return " ".join(html.unescape(" ".join(kept)).split())


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


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of a text's words (bottom-k sketch), for `alike`."""
    found = {zlib.crc32(word.encode()) for word in fold(text).split() if len(word) > 3}
    return tuple(sorted(found)[:SKETCH])


def alike(one: Iterable[int], other: Iterable[int]) -> float:
    """Estimate the share of words that two pages have in common, from 0 to 1."""
    a, b = set(one), set(other)
    if not a or not b:
        return 0.0
    union = sorted(a | b)[:SKETCH]
    return sum(1 for value in union if value in a and value in b) / len(union)


def shows(text: str, phrase: str) -> bool:
    """Tell whether a folded text shows a title or a name: most of its longer words, in whatever order."""
    wanted = {word for word in fold(phrase).split() if len(word) > 3} or set(fold(phrase).split())
    if not wanted:
        return False
    there = set(text.split())
    return sum(1 for word in wanted if word in there) >= 0.6 * len(wanted)
