"""The people whom the words before a title name, and author-date citations."""

import re

from biblio.extract.dates import YEAR
from biblio.extract.letters import LOWER, UPPER
from biblio.extract.names import RUN, People, people
from biblio.extract.parse.parsed import Parsed, put_people
from biblio.extract.titles import clean_title
from biblio.extract.view import bare

_AUTHOR_DATE = re.compile(
    rf"\s*(?P<who>[^\d()\[\]:;]{{2,120}}?)[\s,]*[(\[]?\s*(?P<year>{YEAR})(?P<letter>[a-z])?(?:\s*[,:]\s*(?:pp?\.)\s*[\d–-]+)?\s*[)\]]?\s*(?::\s*(?P<title>\S.{{2,200}}))?\s*\Z"
)

_PRODUCTION = (
    r"(?:travaux|travail|article|articles|textes?|ouvrages?|livres?|études?|rapports?|thèse|recherches?|publications?|conférences?|interventions?|entretiens?|interviews?"
    r"|essais?|contributions?|vidéos?|billets?|tribunes?|notes?|chapitre|analyses?|enquêtes?|écrits|œuvres?|oeuvres?|propos|work|works|paper|papers|book|article|interview|talk)"
)

_WORKS_OF = re.compile(
    rf"\b{_PRODUCTION}\b(?:\s(?:[{LOWER}]+)){{0,6}}?[^.:;,«»\"\x01-\x05]{{0,80}}?\s(?:(?:de|par|by|of|avec)\s|d['’]\s?)(?P<who>(?-i:(?=[{UPPER}])).+)\Z",
    re.I,
)

_AND_OF = re.compile(r"^(?:et\s+)?(?:(?:de|par|by)\s+|d['’]\s?)")

_LONGEST_LIST = 600


def sentence_about_people(words: str) -> People | None:
    """Return the people of a sentence that runs up to a title: *Bruno Latour propose*, *Sarah X en a fait un*."""
    clause = re.split(r"(?<=[a-zà-ÿ)»][a-zà-ÿ)»])[.?!:;]\s+|\n", words)[-1].strip(" ,;:(")
    runs = list(RUN.finditer(clause))
    if not runs:
        return None
    after = clause[runs[-1].end() :].strip(" ,")
    if (
        not after
        or len(after.split()) > 10
        or not after[0].islower()
        or any(c in after for c in ":;()")
        or re.match(r"(?:et|ou)\b", after)
    ):
        return None
    return people(runs[-1][0])


def author_date(label: str) -> Parsed | None:
    """Read *Barron (2003)*, *Dourish & Bellotti, 1992*, *Lanares et al., 2023 : Design pédagogique*."""
    found = _AUTHOR_DATE.match(label)
    if not found:
        return None
    who = people(found["who"], families=True)
    if not who:
        return None
    parsed = Parsed(how="author-date", people=who)
    put_people(parsed.item, who)
    parsed.item["issued"] = {"date-parts": [[int(found["year"])]]}
    if found["title"]:
        parsed.item["title"] = clean_title(found["title"])
    return parsed


_ALONE = re.compile(r"(?:\A|[;,]\s?)(?:de|par|d['’]|by)\s?(?P<who>[^,;:]{2,60}?)\s(?:seule?|uniquement|alone)\Z")


def people_at_end(text: str) -> People | None:
    """Return the people whose names end ``text``: *Femmes et pouvoir : travaux de Réjane Sénac,*."""
    words = bare(text[-_LONGEST_LIST:]).rstrip(' ,:;(«“"–—-')
    words = re.sub(
        rf"[,\s]*(?:[(\[]?(?:{YEAR})[a-z]?(?:\s?\[{YEAR}\])?[)\]]?|\((?:à paraître|sous presse|in press|forthcoming"
        rf"|s\.\s?d\.|n\.\s?d\.)\))[.,]?\s*\Z",
        "",
        words,
    )
    if alone := _ALONE.search(words):
        return people(alone["who"], families=True)
    if not words:
        return None
    if who := people(words):
        return who
    clause = re.split(r"\s*[:;]\s+|(?<=[^.\s][^.\s])\.\s+|\s[-–—]\s|→|->", words)[-1]
    if clause != words and (who := people(_AND_OF.sub("", clause))):
        return who
    if found := _WORKS_OF.search(clause):
        return people(found["who"])
    if (stripped := _AND_OF.sub("", clause)) != clause:
        return people(stripped)
    return _last_people(clause) or _families(words)


def _last_people(clause: str) -> People | None:
    """Return the people that end a clause, as far back as names follow on one another."""
    runs = list(RUN.finditer(clause))
    if not runs or runs[-1].end() != len(clause):
        return None
    start = runs[-1].start()
    for run in reversed(runs[:-1]):
        if not re.fullmatch(r"\s*(?:,|et|&|and|,\s*(?:et|and))\s*", clause[run.end() : start]):
            break
        start = run.start()
    return people(clause[start:])


def _families(words: str) -> People | None:
    """Return family names that stand alone before a title: three or more, or two that a conjunction joins."""
    if words.count(",") >= 2 or re.search(r"\s(?:et|&|and)\s", words):
        who = people(words, families=True)
        return who if who and len(who.names) > 1 else None
    return None
