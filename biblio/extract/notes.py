"""Free notes: what the words before an address say when no title is marked.

*JM. Weller, sur l'usager : <URL>* names an author, *La dialogique d'Edgar Morin : <URL>* a subject,
*Covid-Initiatives : <URL>* a site, *Sur le care : Joan Tronto, <URL>* a topic and an author.
"""

import re

from biblio.extract.confirm import Confirmation
from biblio.extract.dates import DATE_PATTERN, HAS_YEAR, read_date
from biblio.extract.details import details
from biblio.extract.letters import LETTER, LOWER, UPPER
from biblio.extract.names import RUN, People, people
from biblio.extract.parse import Parsed, lead
from biblio.extract.titles import clean_title
from biblio.extract.view import URL, bare
from biblio.extract.words import (
    begins_with_institution,
    is_organisation,
    names_a_resource,
)

_CLAUSE = re.compile(r"\s*(?::|→|->|=>)\s+|\s+:\s*|(?<=[a-zà-ÿ0-9)»][a-zà-ÿ0-9)»])[.?!]\s+|\s[?!]\s+|\s[–—]\s|\n")
_OPENING = re.compile(
    r"^(?:et|puis|voir(?: dans| aussi)?|cf\.?|lire|ici|lien|url|source|site|exemples?(?: de)?|ex\.?)\s*:?\s*", re.I
)
_TOPIC = re.compile(
    r"^(?:sur|à propos d|au sujet d|concernant|autour d|pour|en matière d|about|on|regarding)\b", re.I
)
_ARTICLE = re.compile(r"^(?:l['’]|le |la |les |un |une |the |a |an )\s*", re.I)
_PRODUCTION = re.compile(
    rf"\b(?P<noun>travaux|travail|articles?|textes?|ouvrages?|livres?|études?|thèse|recherches?|publications?|conférences?|interventions?|entretiens?|interviews?|essais?|vidéos?|billets?|tribunes?|notes?|blogs?|chapitre|analyses?|écrits|papers?|works?|talks?)\b"
    rf"(?P<topic>(?:\s(?!(?:de|par|by|of|avec|d['’])\s?(?-i:[{UPPER}]))[^\s.:;«»]+){{0,14}}?)"
    rf"\s(?:de|par|by|of|avec|with)\s(?P<who>(?-i:[{UPPER}]).*)\Z|\b(?:travaux|travail|articles?|textes?|ouvrages?|livres?|études?|thèse|recherches?|publications?|conférences?|interventions?|essais?|analyses?|écrits)\b(?:\s(?!d['’](?-i:[{UPPER}]))[^\s.:;«»]+){{0,14}}?\sd['’](?P<elided>(?-i:[{UPPER}]).*)\Z",
    re.I,
)
_OF_NAME = re.compile(rf"(?:\b(?:de|par|by|of|avec|with) |\bd['’] ?)(?=[{UPPER}])")
"""What `_PRODUCTION` cannot do without: a cheap test before it."""
_ISSUER = re.compile(
    rf"^(?:l['’]|le |la |les |un |une )?(?:cp|communiqué(?: de presse)?|rapport|avis|note|étude|livre blanc|guide"
    rf"|enquête|baromètre|charte|dossier de presse|fiche|contribution|déclaration|tribune|appel|recommandations?"
    rf"|délibération|report|brief)\s+(?:des?|du|de la|de l['’]|d['’]|of the|by|by the)\s*(?P<org>(?:l['’]"
    rf"|la )?(?=[{LETTER}]).+)\Z",
    re.I,
)
_ISSUE_OF = re.compile(
    rf"^(?P<container>(?:revue|cahiers?|annales|bulletin|magazine|journal|lettre|gazette"
    rf"|courrier)\b.{{0,80}}?),?\s+(?:dossier|numéro spécial|n[°o]\s?spécial|hors-série"
    rf"|special issue)\s*:?\s*(?P<title>(?-i:[{UPPER}]).*)\Z",
    re.I,
)
_OF_GROUP = re.compile(
    r"\s(?:de la|du|de l['’]|des|de|d['’])\s?(?P<group>(?:association|coopérative|fondation|collectif|agence"
    r"|ministère|université|laboratoire|mairie|ville|région|métropole|département|réseau|groupe|société|institut"
    r"|école|centre|union|fédération)\b.*|(?-i:(?=[A-ZÉÈÀ]))[^,.:;]+)\Z",
    re.I,
)
_SUR = re.compile(
    r"\s(?:sur|pour|autour|relatif|consacré|qui|dont|où|comme|avec|menée?|portée?|piloté|conduit|about|on|for)\b",
    re.I,
)
_NAME_THEN = re.compile(rf"^\s*(?:,\s*|\s)(?P<next>[{LOWER}][{LETTER}'’]*)|^\s*(?:[,:(–-]|\Z)")
_BRACKETED = re.compile(
    rf"(?P<title>[{UPPER}«][^()]{{8,200}}?)\s*\((?P<inner>[^()]{{4,160}})\Z|(?P<title2>[{UPPER}«][^()]{{8,200}}?)\s*\((?P<inner2>[^()]{{4,160}})\)\Z"
)
_NAMING = re.compile(
    r"(?:projet|plate-?forme|association|fédération|réseau|observatoire|collectif|coalition|programme|institut|centre|chaire|laboratoire|coopérative|fondation|agence"
    r"|portail|consortium|alliance|mission|mouvement|project|network|foundation|platform|initiative|revue|académie|musée|maison|tiers-lieu|fablab|office|union|école)\b",
    re.I,
)
_NOT_AUTHOR = frozenset(["et", "ou", "&", "versus", "contre", "selon", "comme", "dans", "chez"])
_PAIRED = re.compile(r"^\s*(?:,\s*)?(?:et|&|ou)\s+(?:l['’]|la\s|le\s|les\s|son\s|sa\s|ses\s|leur|the\s)", re.I)


def note(text: str, confirm: Confirmation, *, publication: bool, about_person: bool) -> Parsed:
    """Read the words around the address of a free note.

    ``publication`` tells that the address leads to a publication, ``about_person`` that it leads to a page about
    somebody: then a name is the subject.
    """
    parsed = Parsed(how="note")
    text = text[lead(text) :]
    before = text.split(URL, 1)[0]
    words = bare(before).strip(' ,;:.–—-<>()[]«»"*_→')
    if not words:
        return parsed
    words = _date(parsed, words)
    clauses = [c.strip(" ,;.") for c in _CLAUSE.split(words) if c and c.strip(" ,;.")]
    if not clauses:
        return parsed
    parsed.head = words
    if confirm.host(clauses[0]) and publication:
        parsed.item["container-title"] = clauses[0]
        if len(clauses) > 1 and len(clauses[1].split()) > 1:
            parsed.item["title"] = clean_title(clauses[1])
            parsed.notes.append("title may be shortened")
        return parsed
    if (found := _BRACKETED.match(words)) and _in_brackets(parsed, found):
        return parsed
    if found := _ISSUE_OF.match(words):
        parsed.item["container-title"], parsed.item["title"] = found["container"].strip(), clean_title(found["title"])
        return parsed
    if not about_person:
        who = _author(clauses, before, publication)
        if who:
            parsed.people = who
            parsed.item["editor" if who.editors else "author"] = who.names
            _title_before_names(parsed, clauses, who)
            return parsed
    elif found := _production(words):
        who = people(_until_topic(found["who"] or found["elided"]))
        if who:
            parsed.item["author"] = who.names
            return parsed
    _named(parsed, clauses, confirm, publication)
    return parsed


def _production(words: str) -> re.Match[str] | None:
    """Find *travaux de X*, *article de X et Y*."""
    return _PRODUCTION.search(words) if _OF_NAME.search(words) else None


def works_of(words: str) -> People | None:
    """Return the people of *travaux de X*, *article de X et Y sur …*, else None."""
    words = _OPENING.sub("", words)
    if not _OF_NAME.search(words):
        return None
    found = _PRODUCTION.match(words) or _PRODUCTION.match(_until_topic(words))
    return people(_until_topic(found["who"] or found["elided"])) if found else None


def _date(parsed: Parsed, words: str) -> str:
    """Take the date at the end of the words."""
    dates = list(DATE_PATTERN.finditer(words)) if HAS_YEAR.search(words) else []
    if (
        dates
        and not words[dates[-1].end() :].strip(" )].,:;-")
        and (dates[-1].start() == 0 or words[: dates[-1].start()].rstrip()[-1:] in ",(.:;–-")
    ):
        found = read_date(dates[-1])
        if len(found["date-parts"]) == 1:
            parsed.item["issued"] = found
            return words[: dates[-1].start()].rstrip(" ([,.:;–-")
    return words


def _in_brackets(parsed: Parsed, found: re.Match[str]) -> bool:
    """Read *Titre (Auteur, Revue n° 3)* and *Titre, le rapport pour … (Durand, Martin et al., 2021)*."""
    inner = found["inner"] or found["inner2"]
    title = re.split(
        r",\s(?=(?:le |la |un |une |l['’])(?:rapport|étude|article|livre|ouvrage|note|enquête|thèse)\b)",
        found["title"] or found["title2"],
    )[0]
    pieces = inner.split(",")
    for cut in range(len(pieces), 0, -1):
        who = people(
            ",".join(pieces[:cut]),
            families="issued" in parsed.item or (cut < len(pieces) and bool(HAS_YEAR.search(pieces[-1]))),
        )
        if who is None:
            continue
        rest = details("," + ",".join(pieces[cut:])) if cut < len(pieces) else None
        if not (rest and (rest.item or rest.rest)) and "issued" not in parsed.item:
            return False
        parsed.people = who
        parsed.item["editor" if who.editors else "author"] = who.names
        if rest:
            parsed.item.update(rest.item)
        if rest and rest.rest and "container-title" not in rest.item and rest.rest[0][0].isupper():
            parsed.item["container-title"] = rest.rest[0]
        parsed.item["title"] = clean_title(title)
        parsed.notes.append("title is not marked as one")
        return True
    return False


def _until_topic(names: str) -> str:
    """Cut what follows names: *Carlos Moreno sur la ville du quart d'heure*."""
    found = re.search(r"\s(?:sur|qui|à propos|concernant|autour|dans|pour|about|on)\s|\s:\s|[.;]\s", names)
    return names[: found.start()] if found else names


def _author(clauses: list[str], before: str, publication: bool) -> People | None:
    """Return the people a note presents as authors."""
    last = _OPENING.sub("", clauses[-1])
    if who := people(last):
        return who if len(clauses) > 1 or publication or before.rstrip().endswith((",", ":")) else None
    for clause in clauses:
        if found := _PRODUCTION.search(
            _until_topic(clause) if re.search(r"\ssur\s.*\s(?:de|par|d['’])", clause) is None else clause
        ):
            who = people(_until_topic(found["who"] or found["elided"]))
            if who:
                return who
    if not publication:
        return None
    for clause in (clauses[0], last):
        if who := _presented(_OPENING.sub("", clause)):
            return who
    tail = last.rsplit(",", 1)
    if len(tail) == 2 and (who := people(tail[1])):
        return who
    return None


def _presented(clause: str) -> People | None:
    """Return the people who begin a clause as its authors: *L. Gwiazdzinski sur …*, *Eric Masset conteste …*."""
    run = RUN.match(clause)
    if not run:
        return None
    end = run.end()
    names = clause[:end]
    while more := re.match(r"\s*(?:,|\bet\b|&)\s*", clause[end:]):
        following = RUN.match(clause, end + more.end())
        if not following:
            break
        end = following.end()
        names = clause[:end]
    after = clause[end:]
    if _PAIRED.match(after):
        return None
    found = _NAME_THEN.match(after)
    if not found or (found["next"] or "") in _NOT_AUTHOR or re.match(r"d['’]|de$|du$|des$", found["next"] or ""):
        return None
    return people(names)


def _title_before_names(parsed: Parsed, clauses: list[str], who: People) -> None:
    """Take an unmarked title that stands before its authors: *Titre de l'article : Johanna Habib, …*."""
    if len(clauses) < 2 or people(_OPENING.sub("", clauses[-1])) is None:
        return
    title = clauses[-2]
    if (
        _TOPIC.match(title)
        or len(title.split()) < 5
        or not title[0].isupper()
        or names_a_resource(title)
        or _PRODUCTION.search(title)
    ):
        return
    parsed.item["title"] = clean_title(title)
    parsed.notes.append("title is not marked as one")


def _named(parsed: Parsed, clauses: list[str], confirm: Confirmation, publication: bool) -> None:
    """Take the name of a site, a project, a guide: what the address confirms, or what begins with such a noun."""
    item = parsed.item
    if (found := _ISSUER.match(clauses[0])) and len(clauses) == 1:
        org = _ARTICLE.sub("", found["org"])
        if (
            len(org.split()) <= 8
            and not re.search(r"\ssur\s", org)
            and (is_organisation(org) or re.match(r"(?:cp|communiqué)", clauses[0], re.I))
        ):
            item["author"] = [{"literal": org}]
            return
    for clause in clauses:
        if _TOPIC.match(clause):
            continue
        if (name := confirm.name(clause)) and not people(name):
            item["title"] = clean_title(_with_noun(clause, name))
            return
    for clause in (clauses[0], clauses[-1]):
        bare_clause = _ARTICLE.sub("", re.sub(r"\s*\([^()]*(?:\)|\Z)", "", clause))
        if (_NAMING.match(bare_clause) and not publication) or _names_a_document(bare_clause):
            name = bare_clause if is_organisation(bare_clause.split(" ")[0]) else _SUR.split(bare_clause)[0]
            name = name.split(",")[0].strip(" :")
            if group := _OF_GROUP.search(name):
                cut = name[: group.start()]
                if len(cut.split()) >= 2 and re.match(
                    r"(?:association|coopérative|fondation|collectif|agence|ministère|université)",
                    group["group"],
                    re.I,
                ):
                    item["author"] = [{"literal": group["group"].strip()}]
                    name = cut
            if _proper(name):
                item["title"] = clean_title(name)
                return
    body = _ARTICLE.sub("", re.sub(r"\s*\([^()]*(?:\)|\Z)", "", clauses[0]))
    single = len(clauses) == 1 and not publication and body[:1].isupper() and len(body.split()) <= 14
    if single and begins_with_institution(body):
        item["title"] = clean_title(body)


def _names_a_document(clause: str) -> bool:
    noun = clause.split(" ", 1)[0].lower() if clause else ""
    return (
        noun
        in {
            "guide",
            "rapport",
            "charte",
            "livret",
            "référentiel",
            "toolkit",
            "handbook",
            "guidelines",
            "kit",
            "baromètre",
            "vademecum",
        }
        and len(clause.split()) >= 2
    )


def _proper(name: str) -> bool:
    """Tell whether a phrase is a name: it begins in capitals and is no bare plural description."""
    words = name.split()
    if not words or not words[0][0].isupper() or len(words) > 16:
        return False
    if len(words) == 1:
        return False
    head = words[0].lower()
    if head.endswith("s") and head[:-1] in {
        "projet",
        "article",
        "travau",
        "site",
        "carte",
        "liste",
        "ressource",
        "vidéo",
        "lien",
        "outil",
        "laboratoire",
    }:
        return False
    return any(w[0].isupper() for w in words[1:]) or head in {
        "plateforme",
        "guide",
        "charte",
        "association",
        "fédération",
        "observatoire",
        "réseau",
        "portail",
        "centre",
        "rapport",
        "institut",
    }


def _with_noun(clause: str, name: str) -> str:
    """Extend a confirmed name to the noun of its sort that stands right before it (*Plateforme de …*)."""
    position = clause.find(name)
    before = clause[:position]
    found = re.search(rf"(?:^|\s)(?P<noun>[{LETTER}-]+)\s(?:de\s|d['’]|du\s|des\s)?\Z", before)
    if found and found["noun"][0].isupper() and names_a_resource(found["noun"]):
        return clause[found.start("noun") : position + len(name)]
    return name
