"""The nuclei of citations in one line: addresses and marked titles, grouped into mentions."""

import itertools
import re
from dataclasses import dataclass

from biblio.extract.dates import DATE_PATTERN, YEAR
from biblio.extract.letters import LETTER, UPPER
from biblio.extract.names import PARTICLES, RUN, people
from biblio.extract.parse import BY_AFTER, PART_OF, people_at_end
from biblio.extract.titles import Region, is_description, italics, labels, quoted
from biblio.extract.view import EM, LABEL, LABEL_END, URL, bare
from biblio.extract.words import is_organisation, names_a_work


@dataclass(slots=True)
class Nucleus:
    """``text[start:end]`` of a line: an address with its label (``linked``), or a marked title."""

    start: int
    end: int
    linked: bool
    titled: bool


@dataclass(slots=True)
class Unit:
    """One mention's part of a line, ``text[start:end]``; its nuclei lie in ``core``."""

    start: int
    end: int
    nuclei: list[Nucleus]

    @property
    def linked(self) -> bool:
        """Tell whether an address belongs to it."""
        return any(n.linked for n in self.nuclei)


_CONNECTOR = re.compile(
    r"[\s,;/|&+()\[\]<>«»\"'.–—:-]*(?:(?:et|ou|and|or|doi|url|lien|pdf|version (?:pdf|en ligne|archivée|html)"
    r"|archive|archivé|texte intégral|résumé|aussi|également|voir aussi|miroir|copie"
    r"|aussi disponible(?: sur)?|disponible sur|also at|via|hal|en ligne|handle|ark|isbn|id|teaser|bande-annonce"
    r"|site|page web|"
    rf"(?:consulté|accessed|retrieved) (?:le|on) \d{{1,2}}(?:er)? \w+ {YEAR})[\s,;/|&+()\[\]<>«»\"'.–—:-]*){{0,4}}\Z",
    re.I,
)
_IDENTIFIER_LABEL = re.compile(r"\b(?:doi|url|handle|ark|hal|isbn)\s*:?\s*\Z", re.I)
_BOUNDARY = re.compile(
    rf"(?:[.;!?](?<!\bp\.)(?<!\bpp\.)(?<!\bvol\.)(?<!\bt\.)(?<!\bn\.)(?<!\bno\.)(?<!\bart\.)(?<!\bchap\.)"
    rf"(?<!\bcoll\.)(?<!\bfig\.)(?<!\bv\.)[»”\"\x02\x04)>]*(?<!\b[{UPPER}]\.)|\x05[>)\]]*)\s+(?=[\[(«“\"\x01\x03]?[{UPPER}\d]|et\s+(?:de|d['’])|\x03|\x01)|\n|\s//\s|\s\+\s|;\s+"
)
_TOPIC_SENTENCE = re.compile(r"(?:(?<=[.;!?])|(?<=[.;!?]\s))\s*(?=(?:Sur|À propos|Concernant|Autour|Travaux|Voir)\s)")
_DETAILS_AFTER = re.compile(
    rf"[\s\x02\x04»”\"]*(?:[,.]|\()\s*(?:(?:[Ii]n|[Dd]ans)\s*:?\s*)?(?:\x01[^\x02]{{2,120}}\x02[^\n]{{0,80}}?(?:{YEAR}|\bn[°o]|\bvol|\bp\.|\bt\.)|[^\n«“\x05]{{0,120}}?\b{YEAR}\b|[^\n«“\x05]{{2,90}}?(?:\bn[°o]\s?\d|\bpp?\.\s?\d|\bvol\.\s?\d))"
)
_YEAR_AFTER = re.compile(rf"[\s\x02»”\"]*[,.]?\s*[(\[]?\s*(?:[^\n«“,.\x05]{{0,60}}[,.:]\s*){{0,3}}{YEAR}\b")
_ISSUER_BEFORE = re.compile(
    r"(?:^|[.;:]\s|\n)\W*(?P<who>[^.;:\n]{2,90}?)\.?\s*(?:\(\s*(?:19|20)\d\d\s*\))?\s*[,:.]\s*[«“\"]?\s*\Z"
)
AGAIN = re.compile(r"\d{4}\W*(?P<connector>\b(?:et|puis|ainsi que|and)\s(?:[a-zà-ÿ'’]+\s){0,4})\W*\Z")
"""What leads to another work of the same author: *…, 1991, et plus récemment*."""
_PART_GAP = re.compile(r"\W*(?:tome|t\.|vol(?:ume|\.)?)\s?(?:\d+|[IVX]+)\W*", re.I)
_REACH = 1_000
"""How many characters before a title may tell whether it is cited; bounded, so that time stays linear."""
_BY_THEN_YEAR = re.compile(rf"[\s»”\"]*(?:(?:de|par|by)\s|d['’])(?:{RUN.pattern})\s?,[^.;«»]{{0,80}}?\b{YEAR}\b")
"""*« Titre » de Giorgio Agamben, Rivages poche, 2007*."""
_GENRE_OF = re.compile(
    rf"\W*(?:[Ll]e |[Ll]['’])?(?:[Rr]apport|[Ee]nquête|[Éé]tude|[Aa]vis|[Mm]ission)\s[{UPPER}][{LETTER}-]+,\Z"
)
"""*Rapport Villani-Torossian, Titre, 2018*."""
_PAPER_BEFORE = re.compile(
    rf"(?!(?:le |la |les |l['’]|un |une )?(?:réunion|séance|atelier|conseil|courrier|débat|échanges?|visite"
    r"|rencontres?|entretien|cours|exposé|point|message|mail|lettre|intervention|présentation|discours|journées?|colloque"
    r"|séminaire)\b)"
    rf"(?-i:[{UPPER}])[^:;.«»“”\"]{{1,80}}?(?:,|\s\(|\sdu|\s[–—-])\s[^:;«»“”\"]{{0,80}}?\d[^«»“”\"]{{0,100}}[,:.)]\s*"
    r"(?:(?:numéro|n[°o]) spécial|dossier|hors-série|special issue)?\s*\Z",
    re.I,
)
"""What a press review writes before a title: *Le Monde, 3 novembre 2001, « …*."""
_SPEAKER = re.compile(r"(?:\A|\s)(?:MM?\.|Mmes?|Mlle|Mrs?\.?|Ms\.?)\s[^,:]{2,60}:\s*\Z")
"""*M. Perrin : « …*: somebody speaks."""
_NAMED = re.compile(
    r"(?:\A|\s|['’])(?:exposition|festival|projet|programme|groupe|prix|réseau|collectif|association|atelier|séminaire"
    r"|colloque|journée|cycle|dispositif|démarche|label|salle|espace|centre|ressources|plateforme|concours|appel"
    r"|mission|opération|campagne|axe|module|parcours|label|exhibition|project|group|award|workshop)\s?\d{0,2}\Z",
    re.I,
)
"""*L'exposition « … »*: quotation marks name something else than a publication."""
_SAYING = re.compile(
    r"[\s»”\"]*[,.]?\s*[–—-]?\s*(?:comme|dit|disait|dixit|selon|qui|que|où|dont|mais|car|puis|alors|nous|on|ils?|elles?|je"
    r"|lance|répond|rappelle|explique|conclut|résume|ajoute|demande|insiste|said|says|as)\b"
)
"""What goes on after something was said rather than cited."""
_INSIDE = re.compile(r"\b(?:in|dans)\b", re.I)
_ANOTHER = re.compile(
    r"\W*(?:et|puis|ainsi que|and|then|;)\W*(?:[a-zà-ÿ'’]+\s){0,4}\W*\Z|[^;]{0,120};\s(?:[^;\x01]{0,40})\Z"
    r"|[^«\x01]{0,60}\d{4}\W*(?:et|puis|ainsi que|and)\s(?:[a-zà-ÿ'’]+\s){0,4}\Z"
)
_WORK_BEFORE = re.compile(
    rf"(?:\b(?P<noun>[{LETTER}-]{{4,}})(?:\s(?!de\s|du\s|d['’])[{LETTER}-]+){{0,2}}|\bintitulée?s?|\btitrée?s?)\s*:?\s*[\x01«“\"]*\s*\Z"
)


def nuclei(text: str, *, unlinked: bool) -> list[Nucleus]:
    """Return the nuclei of a line in order; with ``unlinked`` also titles that no address follows."""
    found: list[Nucleus] = []
    position = text.find(URL)
    while position >= 0:
        start = position
        if position and text[position - 1] == LABEL_END:
            start = text.rfind(LABEL, 0, position)
        found.append(Nucleus(start, position + 1, True, start < position and _names(text[start:position])))
        position = text.find(URL, position + 1)
    if not unlinked and not found:
        return found
    titles: list[Nucleus] = []
    k = 0
    for region in _titles(text):
        while k < len(found) and found[k].end <= region.start:
            k += 1
        stop = k
        while stop < len(found) and found[stop].start < region.end:
            stop += 1
        if titles and titles[-1].end > region.start:
            titles[-1].end = max(titles[-1].end, region.end)
        elif stop > k:
            first, last = found[k], found[stop - 1]
            first.start, first.end = min(region.start, first.start), max(region.end, last.end)
            first.titled = True
            del found[k + 1 : stop]
        else:
            titles.append(Nucleus(region.start, region.end, False, True))
    return sorted([*found, *titles], key=lambda n: n.start)


def _names(label: str) -> bool:
    return not is_description(bare(label))


def _titles(text: str) -> list[Region]:
    em = italics(text)
    em += [
        r
        for r in labels(text)
        if text[r.end : r.end + 1] != URL
        and not is_description(r.title)
        and not any(e.start <= r.start and r.end <= e.end for e in em)
    ]
    marks = [q for q in quoted(text) if not any(e.start < q.start and q.end <= e.end for e in em)]
    em = [e for e in em if not any(q.start < e.start and e.end < q.end for q in marks)]
    return sorted(em + marks)


def units(text: str, *, unlinked: bool) -> list[Unit]:
    """Cut a line into one part per mention."""
    groups: list[Unit] = []
    edge = 0  # where the last nucleus that counts ended
    said = 0  # where words in quotation marks ended that cite nothing
    for nucleus in nuclei(text, unlinked=unlinked):
        near = nucleus.start - edge <= _REACH
        if groups and near and _joins(groups[-1], text[edge : nucleus.start], nucleus, text):
            groups[-1].nuclei.append(nucleus)
            groups[-1].end = edge = nucleus.end
        elif nucleus.linked or _cites(text, edge, nucleus):
            begin = edge if groups or nucleus.linked else said
            start = begin + _boundary(text[begin : nucleus.start]) if begin else 0
            groups.append(Unit(start, nucleus.end, [nucleus]))
            edge = nucleus.end
        elif text[nucleus.start] != EM:
            said = nucleus.end
    for unit, following in itertools.pairwise(groups):
        unit.end = following.start
    if groups:
        groups[-1].end = len(text)
    return groups


def _joins(unit: Unit, gap: str, nucleus: Nucleus, text: str) -> bool:
    """Tell whether ``nucleus`` belongs to the mention before it."""
    last = unit.nuclei[-1]
    if text[nucleus.start] == EM and text[last.start] == EM and _PART_GAP.fullmatch(gap):
        return True
    if nucleus.linked:
        if unit.linked:
            if not _CONNECTOR.match(gap) or "\n" in gap:
                return False
            cited = any(n.titled for n in unit.nuclei) or bool(people_at_end(text[unit.start : unit.nuclei[0].start]))
            return bool(_IDENTIFIER_LABEL.search(gap)) or (
                cited and not nucleus.titled and text[nucleus.start] == URL
            )
        if nucleus.titled and text[nucleus.start] != URL and unit.nuclei[0].titled:
            return bool(re.fullmatch(r"[\s,.:]*(?:(?:in|dans)\s)?", gap, re.I))
        return not _new_citation(gap)
    if text[nucleus.start] == EM and last.titled and _title_first(text, unit, gap):
        return True
    if text[nucleus.start] == EM and text[last.start] == EM and gap.strip() == "(":
        return True
    if text[nucleus.start] == EM and _other_sentence(gap):
        return False
    if text[nucleus.start] == EM and text[last.start] == EM and (";" in gap or not _INSIDE.search(gap)):
        return False
    if text[nucleus.start] != EM and text[last.start] == EM and re.fullmatch(r"\s*,[^;.()]{0,60},\s*", gap):
        return True  # the publisher's series: *Titre*, PUF, « Que sais-je ? »
    if text[nucleus.start] == EM and BY_AFTER.match(text[nucleus.end :]):
        return False
    if text[nucleus.start] == EM and last.titled and not _new_citation(gap):
        # italics after a title are its container
        return (len(gap.split()) <= 14 and not people_at_end(re.split(r"[.;]\s", gap)[-1])) or bool(
            re.search(r"\b(?:in|dans)\b", gap, re.I)
        )
    if not unit.linked or _CONNECTOR.match(gap):
        return False
    return False


def _other_sentence(gap: str) -> bool:
    """Tell whether another sentence than the one before leads up to italics: they are no container of it."""
    clauses = re.split(r"(?<=[^.\s][^.\s])[.!?…]\s+", gap)
    words = bare(clauses[-1]).split() if len(clauses) > 1 else []
    plain = [word for word in words if word.isalpha() and word.islower() and word not in PARTICLES and len(word) > 1]
    return len(plain) > 1 and words[0].lower() not in {"in", "dans"}


def _title_first(text: str, unit: Unit, gap: str) -> bool:
    """Tell whether the authors stand between a title and its container: *[Titre](url), Auteur, Revue*."""
    first = unit.nuclei[0]
    return (
        text[first.start] != EM
        and bool(people(gap.strip(' ,.:»”"')))
        and not people_at_end(text[unit.start : first.start])
    )


def _new_citation(gap: str) -> bool:
    """Tell whether a new citation begins in the words between two nuclei."""
    if _TOPIC_SENTENCE.search(gap) or len(gap) > 400:
        return True
    tail = re.split(r"[.;\n]\s+", gap)
    if len(tail) < 2:
        return False
    clause = bare(tail[-1])
    topic, colon, names = clause.rpartition(" : ")
    return bool(colon and people(names.rstrip(" ,:"))) and len(topic.split()) > 1


def _boundary(gap: str) -> int:
    """Return where in ``gap`` the next mention begins."""
    if found := _TOPIC_SENTENCE.search(gap):
        return found.end()
    cuts = list(_BOUNDARY.finditer(gap))
    if cuts:
        return cuts[0].end()
    if again := AGAIN.search(gap):
        return again.start("connector")
    found = re.match(r"[\s,.;:)\]»”\"/|–—-]*(?:(?:et|ou|and|puis|ainsi que)\s+)?", gap)
    return found.end() if found else 0


def _cites(text: str, edge: int, nucleus: Nucleus) -> bool:
    """Tell whether a marked title without address is cited: an author before it, details after it, or *le livre*."""
    title = bare(text[nucleus.start : nucleus.end]).strip('«»“”" ')
    if not title or len(title) < 3 or len(title) > 400:
        return False
    before, after = text[max(edge, nucleus.start - _REACH) : nucleus.start], text[nucleus.end : nucleus.end + 260]
    if PART_OF.search(before):
        return False
    quote = text[nucleus.start] != EM
    upper = title[0].isupper() or title[0].isdigit()
    colon = before.rstrip().endswith(":")
    who = people_at_end(before)
    if quote and not who and _SAYING.match(after):
        return False
    detailed = bool(_DETAILS_AFTER.match(after)) and upper
    if quote and (_SPEAKER.search(before) or (not who and _NAMED.search(bare(before)))):
        return False
    if quote and upper and DATE_PATTERN.search(before) and _PAPER_BEFORE.match(bare(before) + " "):
        return True
    if quote and (colon or len(title.split()) > 30) and not detailed:
        return False
    if (
        upper
        and (issuer := _ISSUER_BEFORE.search(bare(before) + (" " if before.endswith(" ") else "")))
        and is_organisation(issuer["who"])
        and issuer["who"][0].isupper()
    ):
        return not quote or detailed
    if who and (upper or before.rstrip().endswith(",")) and (not quote or upper):
        return detailed or not quote or before.rstrip().endswith((",", ".", "("))
    if not upper:
        return False
    if not quote and BY_AFTER.match(after):
        return True
    if detailed and (quote or LABEL in text[nucleus.start : nucleus.end] or re.match(r"\W*\Z", bare(before))):
        return True
    if not quote and edge and _YEAR_AFTER.match(after) and _ANOTHER.match(before):
        return True
    if (
        not quote
        and _YEAR_AFTER.match(after)
        and (RUN.search(bare(before)[-80:]) or RUN.search(bare(after)[:80]) or re.match(r"[\s\W]*\Z", bare(before)))
    ):
        return True
    if quote and re.match(r"\W*\Z", bare(before)) and _BY_THEN_YEAR.match(after):
        return True
    if not quote and detailed and _GENRE_OF.match(bare(before)):
        return True
    noun = _WORK_BEFORE.search(bare(before) + " ")
    if noun is None or (noun["noun"] and not names_a_work(noun["noun"])):
        return False
    return not quote or noun["noun"] is None or bool(_YEAR_AFTER.match(after))
