"""The words of the reports, in French and English."""

import re
from typing import Literal

from biblio.links.judge import REASONS

Lang = Literal["fr", "en"]

EVENTS = ("dead", "changed", "recovered", "moved")
"""Kinds of change that are told, in this order."""

_FR = {
    "title": "Liens, {}", "dead": "mort", "changed": "changé", "suspect": "suspect", "moved": "déplacé",
    "blocked": "bloqué", "unsure": "incertain", "paywalled": "payant", "ok": "bon", "new": "nouveau",
    "event.dead": "Liens morts depuis la dernière fois",
    "event.changed": "Répond, mais n’est plus la référence citée",
    "event.recovered": "Rétablis", "event.moved": "Déplacés pour de bon", "states": "États",
    "hosts": "Sites en difficulté", "look": "Liens à regarder", "time": "Au fil du temps",
    "all": "Tous les liens ({})", "state": "état", "links": "liens", "link": "lien", "host": "site",
    "since": "depuis", "checked": "vérifié", "new-address": "nouvelle adresse", "leads": "mène à",
    "archived": "copie archivée",
    "archived-of": "copie archivée du {}", "on": "sur la liste {}", "essential": "essentiel sur la liste {}",
    "trouble": "morts, changés ou suspects", "each": "tous les états", "known": "connu", "of": "{} sur {}",
    "filter": "adresse, référence, séance, raison…", "now": "{} aujourd’hui, au plus {}", "span": "du {} au {}",
    "colon": " :",
}  # fmt: skip
_EN = {
    "title": "Links, {}", "dead": "dead", "changed": "changed", "suspect": "suspect", "moved": "moved",
    "blocked": "blocked", "unsure": "unsure", "paywalled": "paywalled", "ok": "ok", "new": "new",
    "event.dead": "Newly dead", "event.changed": "Answers, but is no longer the cited work",
    "event.recovered": "Recovered", "event.moved": "Moved for good", "states": "States",
    "hosts": "Hosts in trouble", "look": "Links to look at", "time": "Over time", "all": "All links ({})",
    "state": "state", "links": "links", "link": "link", "host": "host", "since": "since", "checked": "checked",
    "new-address": "new address", "leads": "leads to", "archived": "archived copy",
    "archived-of": "archived copy of {}", "on": "on the list {}", "essential": "essential on the list {}",
    "trouble": "dead, changed or suspect", "each": "all states", "known": "known", "of": "{} of {}",
    "filter": "address, work, session, reason…", "now": "{} now, at most {}", "span": "{} to {}",
    "colon": ":",
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {"fr": _FR, "en": _EN}

SENTENCES_FR = {
    "ok": "La page répond.",
    "unchanged": "Le serveur dit que la page est celle de la dernière fois.",
    "anchor": "La page répond, mais n’a pas d’endroit du nom qui suit le #.",
    "registered": "Le registre connaît ce DOI ; la page de l’éditeur n’a pu être lue.",
    "moved": "La page a changé d’adresse pour de bon.",
    "retired": "La plateforme a fermé ; la page existe à une nouvelle adresse.",
    "paywalled": "La page répond et dit que sa lecture est payante.",
    "unauthorized": "Le serveur demande un mot de passe.",
    "forbidden": "Le serveur refuse les robots ; un lecteur passe sans doute.",
    "throttled": "Le serveur demande de revenir plus tard.",
    "legal": "La page est retirée pour des raisons juridiques.",
    "challenge": "Un barrage contre les robots a répondu à la place de la page.",
    "tls": "Le certificat ou le chiffrement du serveur n’est pas en règle.",
    "robots": "Le site demande aux robots de ne pas lire cette page.",
    "bad-url": "Ce n’est pas une adresse que l’on puisse demander.",
    "private": "L’adresse mène dans un réseau privé et n’est pas demandée.",
    "excused": "Une règle de la configuration dispense ce site.",
    "server-error": "Le serveur est en difficulté.",
    "timeout": "Pas de réponse à temps.",
    "dns": "Le nom du site n’a pu être résolu.",
    "unreachable": "Pas de connexion au serveur.",
    "bad-request": "Le serveur n’accepte pas la demande.",
    "too-many-redirects": "Plus de redirections qu’un navigateur n’en suit.",
    "too-large": "Les en-têtes de la réponse n’ont pas de fin.",
    "refused": "Le serveur refuse la connexion.",
    "reset": "Le serveur a coupé la connexion sans répondre.",
    "empty": "Le serveur a fermé la connexion sans répondre.",
    "garbage": "Ce qui répond ne parle pas HTTP.",
    "loop": "Les redirections tournent en rond.",
    "not-found": "Le serveur dit que la page n’est pas là.",
    "doi-unknown": "Le registre ne connaît pas ce DOI.",
    "gone": "Le serveur dit que la page a été supprimée pour de bon.",
    "no-domain": "Le nom de domaine n’existe plus.",
    "soft-404": "La page répond, mais dit qu’elle n’est pas là.",
    "same-page": "Le site montre la même page à une adresse qui ne peut exister.",
    "parked": "Le domaine est à vendre, expiré, ou montre un serveur vide.",
    "hijacked": "Le domaine appartient désormais à autre chose.",
    "home-page": "Le lien mène à la page d’accueil au lieu de la page.",
    "other-domain": "Le lien mène à un autre site, sans la référence citée.",
    "title-gone": "La page ne montre plus la référence citée, qu’elle montrait.",
    "replaced": "Il ne reste rien de la page qui était là.",
    "own-network": "Rien n’a répondu nulle part : c’est notre réseau, non le lien.",
    "proxy": "Le mandataire (proxy) n’a pas répondu.",
    "not-asked": "Le temps était écoulé avant ce lien.",
}

_DETAIL = re.compile(r" (\([^\n]*\))\.$")


def sentence(reason: str, english: str, lang: str) -> str:
    """Return a reason in the language of a report; ``english`` bears the detail in parentheses."""
    if lang != "fr" or reason not in SENTENCES_FR:
        return english
    known = REASONS[reason].sentence
    detail = _DETAIL.search(english) if english != known else None
    text = SENTENCES_FR[reason]
    return f"{text[:-1].rstrip()} {detail[1]}." if detail else text
