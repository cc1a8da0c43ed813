"""The words of a reading list in French and English; dates, plurals and language names by Babel."""

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from biblio.errors import UsageError

LANGUAGES = ("fr", "en")

LEVELS = ("essential", "recommended", "further")

_FR: Mapping[str, str] = {
    "title": "Liste de lecture",
    "contents": "Sommaire",
    "skip": "Aller à la liste",
    "essential": "essentiel",
    "recommended": "recommandé",
    "further": "pour aller plus loin",
    "levels": "Niveaux",
    "essential.means": "à lire avant la séance",
    "recommended.means": "utile pour travailler le sujet",
    "further.means": "pour approfondir un point",
    "start": "Pour commencer",
    "articles": "Articles",
    "books": "Ouvrages et chapitres",
    "reports": "Rapports, guides et textes officiels",
    "theses": "Thèses et mémoires",
    "press": "Presse et web",
    "media": "Vidéos et enregistrements",
    "sites": "Sites, projets et outils",
    "leads": "Pistes à suivre",
    "leads.intro": "Personnes et travaux nommés sans titre ni adresse : la référence reste à trouver.",
    "other": "Sans thème",
    "own": "Ajouts",
    "see-also": "Voir aussi",
    "state.draft": "brouillon",
    "state.reviewed": "relue",
    "state.published": "publiée",
    "access": "Accès",
    "access.open": "libre accès",
    "access.closed": "sur abonnement",
    "access.unknown": "accès inconnu",
    "open-copy": "version en libre accès",
    "review": "compte rendu",
    "link": "consulter",
    "language": "en {}",
    "pages": "{} p.",
    "abstract": "Résumé",
    "quoted": "Cité dans",
    "quoted-also": "Cité aussi dans",
    "report": "compte rendu",
    "line": "l. {}",
    "passage": "voir le passage",
    "note": "Note",
    "link.ok": "lien vérifié le {}",
    "link.moved": "lien déplacé, vérifié le {}",
    "link.dead": "lien mort, constaté le {}",
    "link.changed": "la page a changé, constaté le {}",
    "link.unsure": "lien incertain, essayé le {}",
    "link.archived": "copie archivée",
    "link.archived-date": "copie archivée du {}",
    "tools": "Filtrer et parcourir",
    "filter": "Filtrer la liste",
    "filter.text": "Rechercher",
    "filter.all": "Tous",
    "filter.all-f": "Toutes",
    "filter.section": "Rubrique",
    "filter.level": "Niveau",
    "filter.type": "Type",
    "filter.none": "sans niveau",
    "filter.reset": "Tout afficher",
    "files": "Télécharger cette liste",
    "files.short": "Télécharger",
    "type.articles": "article",
    "type.books": "ouvrage ou chapitre",
    "type.reports": "rapport ou texte",
    "type.theses": "thèse",
    "type.press": "presse ou web",
    "type.media": "vidéo ou son",
    "type.sites": "site ou projet",
    "type.leads": "piste",
    "made": "Établie le {}",
    "style": "Références au format {}",
    "nd": "s. d.",
    "eds": "(dir.)",
    "and": "et",
    "in": "Dans",
    "untitled": "[sans titre]",
    "index": "Listes de lecture",
    "themes": "Thèmes",
    "theme": "Thème",
    "works": "Références",
    "years": "Années",
    "chart": "Références par thème et par année de publication",
    "chart.older": "avant {}",
    "undated": "sans date",
    "new": "Nouveautés",
    "feed": "Fil des nouveautés (Atom)",
    "total": "Total",
    "open-share": "En libre accès",
    "home": "Toutes les listes",
}

_EN: Mapping[str, str] = {
    "title": "Reading list",
    "contents": "Contents",
    "skip": "Skip to the list",
    "essential": "essential",
    "recommended": "recommended",
    "further": "further reading",
    "levels": "Levels",
    "essential.means": "read before the session",
    "recommended.means": "useful to work on the subject",
    "further.means": "to go deeper into one point",
    "start": "To begin with",
    "articles": "Articles",
    "books": "Books and chapters",
    "reports": "Reports, guides and official texts",
    "theses": "Theses",
    "press": "Press and web",
    "media": "Video and audio",
    "sites": "Sites, projects and tools",
    "leads": "Leads to follow up",
    "leads.intro": "People and works named with neither title nor address: the reference is still to be found.",
    "other": "Without a theme",
    "own": "Additions",
    "see-also": "See also",
    "state.draft": "draft",
    "state.reviewed": "reviewed",
    "state.published": "published",
    "access": "Access",
    "access.open": "open access",
    "access.closed": "subscription",
    "access.unknown": "access unknown",
    "open-copy": "open access version",
    "review": "review",
    "link": "read it",
    "language": "in {}",
    "pages": "{} pp.",
    "abstract": "Abstract",
    "quoted": "Cited in",
    "quoted-also": "Also cited in",
    "report": "report",
    "line": "line {}",
    "passage": "see the passage",
    "note": "Note",
    "link.ok": "link checked on {}",
    "link.moved": "link moved, checked on {}",
    "link.dead": "dead link, seen on {}",
    "link.changed": "the page has changed, seen on {}",
    "link.unsure": "link uncertain, tried on {}",
    "link.archived": "archived copy",
    "link.archived-date": "archived copy of {}",
    "tools": "Filter and browse",
    "filter": "Filter the list",
    "filter.text": "Search",
    "filter.all": "All",
    "filter.all-f": "All",
    "filter.section": "Section",
    "filter.level": "Level",
    "filter.type": "Type",
    "filter.none": "no level",
    "filter.reset": "Show everything",
    "files": "Download this list",
    "files.short": "Download",
    "type.articles": "article",
    "type.books": "book or chapter",
    "type.reports": "report or text",
    "type.theses": "thesis",
    "type.press": "press or web",
    "type.media": "video or audio",
    "type.sites": "site or project",
    "type.leads": "lead",
    "made": "Made on {}",
    "style": "References in the style {}",
    "nd": "n.d.",
    "eds": "(ed.)",
    "and": "and",
    "in": "In",
    "untitled": "[untitled]",
    "index": "Reading lists",
    "themes": "Themes",
    "theme": "Theme",
    "works": "References",
    "years": "Years",
    "chart": "References by theme and year of publication",
    "chart.older": "before {}",
    "undated": "undated",
    "new": "What is new",
    "feed": "Feed of what is new (Atom)",
    "total": "Total",
    "open-share": "Open access",
    "home": "All lists",
}

_COUNTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "references": {"one": "{} référence", "other": "{} références"},
        "shown": {"one": "{} référence affichée", "other": "{} références affichées"},
        "open": {"one": "{} en libre accès", "other": "{} en libre accès"},
        "more": {"one": "et {} autre passage", "other": "et {} autres passages"},
    },
    "en": {
        "references": {"one": "{} reference", "other": "{} references"},
        "shown": {"one": "{} reference shown", "other": "{} references shown"},
        "open": {"one": "{} in open access", "other": "{} in open access"},
        "more": {"one": "and {} more passage", "other": "and {} more passages"},
    },
}


class Words:
    """The words of one language: ``words["articles"]``, ``words.count("references", 3)``.

    Raises `UsageError` for a language that lists are not written in.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise UsageError(f"no reading list in the language {lang!r}", f"choose one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self._words = _FR if lang == "fr" else _EN
        self._locale = Locale(lang)

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def fill(self, name: str, value: object) -> str:
        """Return the phrase ``name`` with ``value`` in its place."""
        return self._words[name].format(value)

    def count(self, name: str, number: int) -> str:
        """Return ``number`` with its noun in the right form; in French zero takes the singular."""
        forms = _COUNTS[self.lang][name]
        return forms.get(self._locale.plural_form(number), forms["other"]).format(number)

    def forms(self, name: str) -> Mapping[str, str]:
        """Return the forms of a noun by CLDR plural category, for a script in the page."""
        return _COUNTS[self.lang][name]

    def date(self, iso: str) -> str:
        """Return an ISO 8601 date (year, month or day precise; a time is dropped) as people write it."""
        return _date(iso, self.lang)

    def language_name(self, tag: str) -> str:
        """Return the name of the language ``tag`` (BCP 47), or an empty string where it is unknown."""
        return _language_name(tag, self.lang)


@cache
def _date(iso: str, lang: str) -> str:
    from datetime import date

    day, parts = iso[:10], iso[:10].split("-")
    try:
        if len(parts) == 3:
            pattern = "d\u00a0MMMM y" if lang == "fr" else "long"
            written = format_date(date.fromisoformat(day), pattern, locale=lang)
            first = lang == "fr" and day.endswith("-01")
            return written.replace("1", "1er", 1) if first else written
        if len(parts) == 2:
            return format_date(date(int(parts[0]), int(parts[1]), 1), "MMMM y", locale=lang)
    except ValueError:
        pass
    return iso


@cache
def _language_name(tag: str, lang: str) -> str:
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-").get_language_name(lang) or ""
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
