"""Twenty works, one of each type and of each difficulty, as a library would hold them."""

from biblio.model import Citation, Item, LinkState, Session, Work

CRISIS = Session(title="La gestion de crise", date="2020-05-20", number="1")
CARE = Session(title="Le care et l'éthique du soin", date="2020-06-03", number="2")


def cited(quote: str, session: Session = CRISIS, line: int = 12, report: str = "ateliers-2020.md") -> Citation:
    return Citation(
        report=report, session=session, section="RESSOURCES", quote=quote, start=0, end=len(quote), line=line
    )


def date(*parts: int) -> dict:
    return {"date-parts": [list(parts)]}


def person(family: str, given: str = "", **more: str) -> dict:
    return {"family": family, "given": given, **more} if given else {"family": family, **more}


_ITEMS: dict[str, tuple[str, Item]] = {
    "article": (
        "work",
        {
            "type": "article-journal",
            "title": "Faire face : la crise comme épreuve d'apprentissage ?",
            "author": [person("Roux-Dufort", "Christophe")],
            "container-title": "Revue française de gestion",
            "issued": date(2000),
            "volume": "26",
            "issue": "127",
            "page": "5-18",
            "language": "fr",
        },
    ),
    "article-doi": (
        "work",
        {
            "type": "article-journal",
            "title": "A ladder of citizen participation",
            "author": [person("Arnstein", "Sherry R.")],
            "container-title": "Journal of the American Institute of Planners",
            "issued": date(1969),
            "volume": "35",
            "issue": "4",
            "page": "216-224",
            "DOI": "10.1080/01944366908977225",
            "language": "en",
        },
    ),
    "article-two": (
        "work",
        {
            "type": "article-journal",
            "title": "L'impératif délibératif",
            "author": [person("Blondiaux", "Loïc"), person("Sintomer", "Yves")],
            "container-title": "Politix. Revue des sciences sociales du politique",
            "issued": date(2002),
            "volume": "15",
            "issue": "57",
            "page": "17-35",
            "URL": "https://www.persee.fr/doc/polix_0295-2319_2002_num_15_57_1205",
            "DOI": "10.3406/polix.2002.1205",
            "language": "fr",
            "abstract": "Depuis vingt ans, la discussion et la participation sont valorisées dans l'action publique.",
        },
    ),
    "book": (
        "work",
        {
            "type": "book",
            "title": "Un monde vulnérable : pour une politique du care",
            "author": [person("Tronto", "Joan")],
            "translator": [person("Maury", "Hervé")],
            "publisher": "La Découverte",
            "publisher-place": "Paris",
            "issued": date(2009),
            "ISBN": "978-2-7071-5711-9",
            "number-of-pages": "238",
            "language": "fr",
        },
    ),
    "book-edited": (
        "work",
        {
            "type": "book",
            "title": "Gouverner par les instruments",
            "editor": [person("Lascoumes", "Pierre"), person("Le Galès", "Patrick")],
            "publisher": "Presses de Sciences Po",
            "publisher-place": "Paris",
            "issued": date(2005),
            "language": "fr",
        },
    ),
    "book-four": (
        "work",
        {
            "type": "book",
            "title": "Agir dans un monde incertain : essai sur la démocratie technique",
            "author": [person("Callon", "Michel"), person("Lascoumes", "Pierre"), person("Barthe", "Yannick")],
            "publisher": "Éditions du Seuil",
            "publisher-place": "Paris",
            "collection-title": "La couleur des idées",
            "issued": date(2001),
            "language": "fr",
        },
    ),
    "book-particle": (
        "work",
        {
            "type": "book",
            "title": "L'invention du quotidien. 1, Arts de faire",
            "author": [person("Certeau", "Michel", **{"dropping-particle": "de"})],
            "publisher": "Gallimard",
            "publisher-place": "Paris",
            "issued": date(1990),
            "edition": "2",
            "language": "fr",
        },
    ),
    "chapter": (
        "work",
        {
            "type": "chapter",
            "title": "Prendre soin de l'usager",
            "author": [person("Weller", "Jean-Marc")],
            "container-title": "Le public et l'administration",
            "editor": [person("Warin", "Philippe")],
            "publisher": "L'Harmattan",
            "publisher-place": "Paris",
            "issued": date(1997),
            "page": "101-124",
            "language": "fr",
        },
    ),
    "report": (
        "work",
        {
            "type": "report",
            "title": "Prévenir et gérer les crises : guide à l'usage des collectivités",
            "author": [{"literal": "Haut Comité français pour la résilience nationale"}],
            "publisher": "HCFRN",
            "issued": date(2019, 3),
            "URL": "https://www.hcfrn.org/guide.pdf",
            "language": "fr",
        },
    ),
    "law": (
        "work",
        {
            "type": "legislation",
            "title": "Loi n° 2020-290 du 23 mars 2020 d'urgence pour faire face à l'épidémie de covid-19",
            "issued": date(2020, 3, 23),
            "container-title": "Journal officiel de la République française",
            "URL": "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000041746313",
        },
    ),
    "thesis": (
        "work",
        {
            "type": "thesis",
            "title": "La fabrique de la ville aimable",
            "author": [person("N'Guyen", "Élodie")],
            "genre": "Thèse de doctorat",
            "publisher": "Université Rennes 2",
            "publisher-place": "Rennes",
            "issued": date(2018),
            "language": "fr",
        },
    ),
    "press": (
        "work",
        {
            "type": "article-newspaper",
            "title": "« L'État doit apprendre à improviser »",
            "author": [person("Dupont", "Zoé")],
            "container-title": "Le Monde",
            "issued": date(2020, 4, 12),
            "URL": "https://www.lemonde.fr/idees/article/x_1.html",
            "language": "fr",
        },
    ),
    "magazine": (
        "work",
        {
            "type": "article-magazine",
            "title": "Télétravail : 100 % à distance !",
            "container-title": "La Gazette des communes",
            "issued": date(2020, 5),
            "language": "fr",
        },
    ),
    "blog": (
        "work",
        {
            "type": "post-weblog",
            "title": "Ce que la crise fait aux communs",
            "author": [person("Sultan", "Françoise")],
            "container-title": "Carnets de la riposte",
            "issued": date(2020, 4, 28),
            "URL": "https://communs.hypotheses.org/1205",
            "language": "fr",
        },
    ),
    "page": (
        "work",
        {
            "type": "webpage",
            "title": "Coopérer en temps de crise",
            "author": [{"literal": "27e Région"}],
            "URL": "https://www.la27eregion.fr/cooperer/",
            "issued": {"literal": "s. d."},
        },
    ),
    "video": (
        "work",
        {
            "type": "motion_picture",
            "title": "Qu'est-ce qu'un commun ?",
            "author": [person("Coriat", "Benjamin")],
            "issued": date(2016),
            "URL": "https://www.youtube.com/watch?v=abcdefghijk",
            "dimensions": "12 min",
            "language": "fr",
        },
    ),
    "talk": (
        "work",
        {
            "type": "paper-conference",
            "title": "From “e-government” to open government",
            "author": [
                person("Ben Soussan", "Aïcha"),
                person("Müller", "Jörg"),
                person("D'Almeida", "Inès"),
                person("Çelik", "Noé"),
            ],
            "container-title": "Proceedings of the 12th conference on electronic government",
            "issued": date(2013),
            "page": "1-12",
            "publisher": "Springer",
            "publisher-place": "Berlin",
            "language": "en",
        },
    ),
    "preprint": (
        "work",
        {
            "type": "article",
            "title": "Métiers flous et travail d'articulation",
            "author": [person("Œuvrard", "Françoise")],
            "issued": date(2021),
            "status": "à paraître",
            "URL": "https://hal.science/hal-01234567",
            "language": "fr",
        },
    ),
    "software": (
        "resource",
        {
            "type": "software",
            "title": "Framapad",
            "author": [{"literal": "Framasoft"}],
            "URL": "https://framapad.org/",
        },
    ),
    "site": (
        "resource",
        {
            "type": "webpage",
            "title": "Riposte créative territoriale",
            "URL": "https://ripostecreativeterritoriale.xyz/",
        },
    ),
}

QUOTES = {
    "book": "Sur le *care* : Joan Tronto, Un monde vulnérable",
    "article-two": "Blondiaux et Sintomer, « L'impératif délibératif »",
}


def works() -> list[Work]:
    made = []
    for key, (kind, item) in _ITEMS.items():
        session = CARE if key in ("book", "chapter", "thesis") else CRISIS
        url = item.get("URL", "")
        made.append(
            Work(
                key=key,
                kind=kind,
                csl=item,
                ids={"doi": item["DOI"]} if "DOI" in item else {},
                urls=(url,) if url else (),
                citations=(cited(QUOTES.get(key, f"{item['title']} {url}".strip()), session),),
                themes=(session.title,),
                access={"article-two": "open", "preprint": "open", "press": "closed", "article": "closed"}.get(
                    key, ""
                ),
                open_url="https://hal.science/hal-00000001" if key == "article" else "",
                links=(
                    LinkState(
                        url=url,
                        state={"report": "dead", "press": "blocked"}.get(key, "ok"),
                        checked="2026-03-02T04:00:00Z",
                        archived=f"https://web.archive.org/web/20200601000000/{url}" if key == "report" else "",
                        archived_date="2020-06-01" if key == "report" else "",
                    ),
                )
                if url
                else (),
            )
        )
    made.append(
        Work(
            key="lead",
            kind="pointer",
            csl={"author": [person("Weller", "Jean-Marc")]},
            citations=(cited("Travaux de J.-M. Weller sur l'usager, à retrouver", CRISIS, 40),),
            themes=(CRISIS.title,),
        )
    )
    return made
