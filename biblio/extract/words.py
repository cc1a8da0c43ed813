"""Closed classes of French and English words that tell a name, a title and a description apart.

Only function words and the general vocabulary of citing are listed: the sorts of publications, of sites, of
institutions, the calendar. Nothing here comes from a particular report.
"""

import re

from biblio.extract.letters import LETTER
from biblio.text import fold

FUNCTION_WORDS = frozenset(
    """
    le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
    leur leurs je tu il elle on nous vous ils elles qui que quoi dont ou où et mais donc or ni car si ne pas
    plus sur sous dans par pour avec sans chez entre vers selon depuis pendant avant après contre comme comment
    pourquoi quand quel quelle quels quelles tout toute tous toutes voir cf lire aussi ainsi alors autour autre
    autres à en y the a an of and in on for with from by to at as is are this that these those how why what when
    which who about toward towards its it our their your be not or via see read also more most
    """.split()
)
"""Words that begin phrases, never names."""

WORK_NOUNS = frozenset(
    """
    article articles étude études rapport rapports livre livres ouvrage ouvrages bouquin chapitre thèse mémoire note
    notes guide guides numéro dossier tribune entretien interview billet post podcast vidéo vidéos film
    documentaire conférence communication texte textes essai recueil actes avis livret brochure plaquette kit
    fiche fiches synthèse compte-rendu communiqué livre-blanc enquête baromètre bilan diagnostic présentation
    diaporama travaux travail recherche recherches publication publications contribution préface postface
    traduction édition paper report study book handbook guidelines guideline thesis dissertation chapter essay
    review survey video talk slides lecture podcast blog white proceedings toolkit cours émission série épisode
    webinaire charte référentiel circulaire décret loi arrêté directive règlement ordonnance code décision arrêt
    délibération jugement convention bibliographie références carnet
    """.split()
)
"""Sorts of publications."""

RESOURCE_NOUNS = frozenset(
    """
    site sites plateforme plate-forme platform portail page pages blog wiki pad projet projets project programme
    réseau réseaux network association collectif coopérative fédération fondation laboratoire labo lab chaire
    centre observatoire carte cartes cartographie map annuaire base bases données data dépôt repository outil
    outils tool logiciel software application appli appel concours coalition communauté groupe forum liste
    listes inventaire tableur tableau feuille document doc ressource ressources archive archives bibliothèque
    médiathèque catalogue chaîne compte profil newsletter calendrier agenda événement séminaire atelier
    formation mooc démarche dispositif initiative initiatives expédition exposition jeu consortium institut
    mission agence service services fablab fablabs mairie ville métropole région département canal lien liens
    url revue revues journal journaux magazine bulletin lettre cahiers annales périodique adresse annexe accueil
    home website webpage
    """.split()
)
"""Sorts of sites, projects and organisations."""

ORGANISATION_WORDS = frozenset(
    """
    université universités university institut institute ministère ministry commission conseil council agence
    agency office centre center laboratoire laboratory association fédération federation fondation foundation
    network group groupe société society comité committee parlement parliament sénat assemblée région ville city
    métropole département department direction observatoire observatory chaire école écoles school college
    collège cour court tribunal réseau collectif union caisse académie academy bureau service mission autorité
    authority panel ministre secrétariat bibliothèque library musée museum organisation organization
    gouvernement government banque bank défenseur chambre coopérative consortium confédération syndicat
    inspection délégation préfecture mairie communauté alliance éditions presses press editions nations équipe
    team lab labs board bundestag haut haute institution programme forum cnrs insee inserm ocde oecd unesco onu
    ue hal ademe cnil cese cget anct dinum etalab fao oms who
    """.split()
)
"""Words that only the name of an institution holds."""

CALENDAR = frozenset(
    """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre january february march
    april may june july august september october november december lundi mardi mercredi jeudi vendredi samedi
    dimanche monday tuesday wednesday thursday friday saturday sunday printemps été automne hiver spring summer
    autumn winter
    """.split()
)

EVENTS = re.compile(
    r"(?:le |la |les |l['’]|un |une )?(?:journées? d['’](?:étude|information)s?|journée|colloque|séminaire|atelier"
    r"|cycle de conférences|conférences?\b(?!\s(?:de|d['’])\s?[A-ZÀ-Ý])"
    r"|rencontres?|webinaires?|table[- ]ronde|forum|salon|hackathon|workshop|conference|seminar|symposium"
    r"|summer school|école d['’]été|congrès|assises)\b",
    re.I,
)
"""Words that begin the name of a gathering."""

COURTS = re.compile(
    r"(?:la |le |the )?(?:cour (?:d['’]appel|de cassation|de justice|européenne|administrative|d['’]assises|suprême"
    r"|internationale)|conseil d['’][ée]tat|conseil constitutionnel|tribunal\b|"
    r"(?:[\w.]+\s){0,4}(?:district|supreme|high|federal|circuit|appeals?) court|court of|c\.?j\.?[uc]\.?e\.?\b"
    r"|cedh\b|cass\.|ca\s[A-Z]|caa\s|ta\s(?:de\s)?[A-Z]|ce,)",
    re.I,
)
"""Courts that decide cases."""

_ABSTRACT = re.compile(
    r"(?:[ts]ions?|ismes?|ités?|ages|ologies?|graphies?|tiques?|teurs?|tures?|ements?|ations?|ness|ship|ism)$"
)
"""Endings of abstract nouns in both languages; no given name ends so (but *Clément*, whose *-ément* is spared)."""

_FIRST = re.compile(rf"[{LETTER}]+(?:-[{LETTER}]+)*")
_NOUNS = FUNCTION_WORDS | WORK_NOUNS | RESOURCE_NOUNS | ORGANISATION_WORDS | CALENDAR
_FOLDED_WORKS = frozenset(map(fold, WORK_NOUNS))
_FOLDED_RESOURCES = frozenset(map(fold, RESOURCE_NOUNS))
_FOLDED_ORGANISATIONS = frozenset(map(fold, ORGANISATION_WORDS))


def is_common_noun(word: str) -> bool:
    """Tell whether a capitalised word is one of the language rather than a person's name."""
    low = word.lower().strip(".,;:!?")
    if low in _NOUNS:
        return True
    if "'" in low or "’" in low:
        head = low.replace("’", "'").split("'", 1)[0]
        if head in {"l", "d", "qu", "s", "n", "c", "j", "jusqu", "lorsqu"} and not low.startswith(("d'", "d’")):
            return True
    return is_abstract(low)


def is_abstract(word: str) -> bool:
    """Tell whether a word in lower case ends as abstract nouns do."""
    return len(word) > 6 and bool(_ABSTRACT.search(word))


def is_function_word(word: str) -> bool:
    """Tell whether a word is one of grammar or of the calendar, which even a lone family name is not."""
    low = word.lower().strip(".,;:!?")
    return low in FUNCTION_WORDS or low in CALENDAR


def is_organisation(text: str) -> bool:
    """Tell whether ``text`` holds a word that names institutions, or is an acronym."""
    return any(word in _FOLDED_ORGANISATIONS for word in fold(text).split()) or bool(
        re.fullmatch(r"(?![A-Z][a-z]+-[A-Z][a-z]+\Z)[A-Z][A-Za-z&.-]*[A-Z][A-Za-z&-]*|[A-Z]{2,}", text.strip())
    )


def begins_with_institution(text: str) -> bool:
    """Tell whether the first word of ``text`` is a sort of institution (*Commission nationale …*)."""
    return fold(text.split(" ", 1)[0]) in _FOLDED_ORGANISATIONS


def names_a_work(text: str) -> bool:
    """Tell whether the first noun of ``text`` is a sort of publication (*Rapport du Sénat*)."""
    return _first_noun(text) in _FOLDED_WORKS


def names_a_resource(text: str) -> bool:
    """Tell whether the first noun of ``text`` is a sort of site, project or organisation."""
    return _first_noun(text) in _FOLDED_RESOURCES


_ADJECTIVES = frozenset(
    (
        "excellent excellente bon bonne beau belle petit petite grand grande nouveau nouvel nouvelle dernier dernière"
        " récent récente court courte long longue fameux fameuse célèbre premier première vieux vieil ancien ancienne"
        " très joli jolie good great new recent short famous"
    ).split()
)
"""What may stand between an article and its noun."""


def _first_noun(text: str) -> str:
    for found in _FIRST.finditer(text[:80]):
        word = found[0].lower()
        if word not in FUNCTION_WORDS and word not in _ADJECTIVES:
            return fold(word).replace(" ", "-") if "-" in word else fold(word)
    return ""
