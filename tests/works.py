"""Works for tests: `generated`, as many as wanted from a seed, and `works_strategy`, any work with any text."""

import random
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from biblio.formats.types import TYPES
from biblio.model import Citation, Related, Session, Work

_GIVEN = """
Françoise Jean-François Loïc Zoé Hélène Séverine Gaëlle Noël Anaïs Élodie Jérôme J.-M. P. Aïcha Mohamed Inès
"""
GIVEN = _GIVEN.split()
_FAMILY = """
Blondiaux Gwiazdzinski Brugère Sénac Béjean Weller Jeannot Hugué Châtelet Œuvrard Merleau-Ponty Muñoz N’Guyen
Müller Çelik Bœuf Łukasz Ångström Dvořák Saint-Exupéry
"""
FAMILY = [*_FAMILY.split(), "Le Goff", "La Fontaine", "Ben Soussan", "d'Almeida", "Lévi de Strauss"]
PARTICLES = ("de", "du", "d’", "d'", "de La", "van", "von der", "Van", "des", "de l’")
ORGANISATIONS = (
    "Ministère de la Transition écologique & solidaire",
    "Haut Conseil à l'égalité entre les femmes et les hommes",
    "Agence nationale de la cohésion des territoires",
    "INSEE",
    "Association {A, B} and Co",
)
_WORDS = """
crise sanitaire action publique territoriale télétravail métiers flous proximité urgence démocratie
participative illectronisme care ville quart d’heure tiers-lieux éthique soin communs numériques reconnaissance
travail Brest Île-de-France Lorient État État-providence usager œuvre maïs naïf Noël ça où
"""
WORDS = _WORDS.split()
HEADS = ("La", "L’", "Les", "Une", "Pour une", "Penser la", "De la", "Qu’est-ce que la")
TAILS = (
    "",
    " : une enquête auprès de 736 agents",
    "\u00a0: le cas de Brest (1973-1989)",
    ". Retour sur une expérience",
    " – bilan & propositions",
    " à 100 % ?",
    "\u202f? « Le\u00a0soin »",
)
HOSTILE = (
    r"\input{/etc/passwd} et \write18{rm -rf /}",
    "@article{x, title = {pris}} @string{a = {b}}",
    "accolade { sans fin",
    "accolade } trop tôt",
    r"fin par \ ",
    "a\x00b\x07c\x1b[31md\u202ee",
    "=cmd|'/C calc'!A0",
    '<script>alert("x")</script>',
    "$x_1^2$ ~ # & % _ ^ \\ -- --- `` '' << >> ,, ?`",
    "ER  - \r\nTY  - JOUR",
    "ligne\nligne\n\n@book{y,",
    "e\u0301te\u0301 de\u0301compose\u0301",
    "emoji 🌍 et 中文, Ελλάδα, Привет",
)
JOURNALS = (
    "Mouvements",
    "Réseaux",
    "Revue du MAUSS",
    "Actes de la recherche en sciences sociales",
    "Études & travaux",
)
PUBLISHERS = (
    "Presses universitaires de Rennes",
    "La Découverte",
    "Érès",
    "Le Seuil",
    "L’Harmattan",
    "Université Rennes 2",
)
CITIES = ("Paris", "Rennes", "Saint-Étienne", "Genève", "Montréal")
GENRES = ("Thèse de doctorat", "Mémoire de master", "Rapport", "Billet de blog", "Loi", "Décret", "Entretien")
THEMES = (
    "Gestion de crise",
    "Le soin, l’attention",
    "Innovation publique",
    "Égalité",
    "C++ & Cie",
    "100 % à distance",
)
LITERAL_DATES = ("s. d.", "à paraître", "sous presse", "n. d.")


def isbn(rng: random.Random) -> str:
    """Return a valid ISBN-13 of a French publisher's range (978-2-7071-…)."""
    body = f"97827071{rng.randint(0, 9999):04}"
    return body + str(-sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(body)) % 10)


def issn(rng: random.Random) -> str:
    """Return a valid ISSN."""
    body = f"{rng.randint(0, 9999999):07}"
    rest = -sum(int(d) * (8 - i) for i, d in enumerate(body)) % 11
    return f"{body[:4]}-{body[4:]}{'X' if rest == 10 else rest}"


class _Maker:
    def __init__(self, seed: int, hostile: float) -> None:
        self.rng = random.Random(seed)
        self.hostile = hostile

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def text(self, clean: str) -> str:
        return self.rng.choice(HOSTILE) if self.maybe(self.hostile) else clean

    def title(self) -> str:
        words = " ".join(self.rng.choices(WORDS, k=self.rng.randint(2, 5)))
        return self.text(f"{self.rng.choice(HEADS)} {words}{self.rng.choice(TAILS)}")

    def name(self) -> dict[str, str]:
        rng = self.rng
        if self.maybe(0.08):
            return {"literal": self.text(rng.choice(ORGANISATIONS))}
        name = {"family": self.text(rng.choice(FAMILY))}
        if self.maybe(0.95):
            name["given"] = self.text(rng.choice(GIVEN))
        if self.maybe(0.12):
            name[rng.choice(("dropping-particle", "non-dropping-particle"))] = rng.choice(PARTICLES)
        if self.maybe(0.03):
            name["suffix"] = "Jr."
        return name

    def names(self) -> list[dict[str, str]]:
        return [self.name() for _ in range(self.rng.choices((1, 2, 3, 7), (60, 25, 12, 3))[0])]

    def date(self) -> dict[str, Any]:
        rng = self.rng
        if self.maybe(0.06):
            return {"literal": rng.choice(LITERAL_DATES)}
        parts = [rng.randint(1850, 2026), rng.randint(1, 12), rng.randint(1, 28)][
            : rng.choices((1, 2, 3), (6, 2, 2))[0]
        ]
        date: dict[str, Any] = {"date-parts": [parts]}
        if self.maybe(0.04):
            date["date-parts"].append([parts[0] + 1])
        if self.maybe(0.03):
            date["circa"] = True
        return date

    def csl(self) -> dict[str, Any]:
        rng = self.rng
        kind = rng.choice(tuple(TYPES)) if self.maybe(0.4) else rng.choice(COMMON)
        item: dict[str, Any] = {"type": kind}
        for variable, share in SHARES.items():
            if self.maybe(share * (1.0 if variable in ALWAYS or kind in COMMON else 0.6)):
                item[variable] = self.value(variable)
        return item

    def value(self, variable: str) -> Any:
        rng = self.rng
        if variable in ("author", "editor", "translator", "director", "container-author", "editorial-director"):
            return self.names()
        if variable in ("issued", "accessed", "original-date", "event-date"):
            return self.date()
        if variable == "abstract":
            return "\n".join(self.title() for _ in range(rng.randint(1, 3)))
        first = rng.randint(1, 380)
        fixed = {
            "ISBN": lambda: isbn(rng),
            "ISSN": lambda: issn(rng),
            "DOI": lambda: (
                f"10.3917/{rng.choice(('rfg', 'RES', 'mouv'))}.{rng.randint(100, 300)}.{rng.randint(1, 9999):04}"
            ),
            "URL": lambda: f"https://www.example.org/a_b/{rng.randint(1, 10**6)}?x=%C3%A9&y={rng.randint(1, 9)}#s~1",
            "language": lambda: rng.choice(("fr", "fr", "fr", "en", "de", "fr-FR")),
            "volume": lambda: rng.choice((str(rng.randint(1, 120)), "XX", "12/3")),
            "page": lambda: rng.choice(
                (f"{first}-{first + 12}", str(first), f"{first}–{first + 3}", "e12", "1-3, 5-9")
            ),
        }
        if variable in fixed:
            return fixed[variable]()
        choices = {
            "container-title": JOURNALS,
            "publisher": PUBLISHERS,
            "publisher-place": CITIES,
            "genre": GENRES,
            "issue": ("1", "2", "3-4", "hors-série n° 2"),
            "status": ("forthcoming", "à paraître", "publié"),
        }
        return self.text(rng.choice(choices[variable])) if variable in choices else self.title()

    def work(self, number: int) -> Work:
        rng = self.rng
        item = self.csl()
        ids = {
            scheme: value
            for scheme, share, value in (
                ("hal", 0.15, f"hal-{rng.randint(0, 9999999):08}"),
                ("cairn", 0.1, f"RES_{rng.randint(100, 300)}_0165"),
                ("arxiv", 0.02, f"20{rng.randint(10, 25)}.{rng.randint(0, 99999):05}"),
            )
            if self.maybe(share)
        }
        urls = tuple(
            f"https://www.example.org/{rng.randint(1, 10**6)}" for _ in range(rng.choices((0, 1, 2), (5, 4, 1))[0])
        )
        related = ()
        if self.maybe(0.03):
            related = (Related(relation=rng.choice(("review-of", "see-also")), csl=self.csl(), source="crossref"),)  # type: ignore[arg-type]
        citation = Citation(
            report="atelier.md",
            session=Session(title=self.title(), date="2020-05-20"),
            section="RESSOURCES",
            quote=self.title(),
            start=0,
            end=1,
        )
        return Work(
            key=f"oeuvre{number}",
            kind=rng.choices(("work", "resource", "pointer"), (8, 2, 1))[0],
            csl=item,  # type: ignore[arg-type]
            ids=ids,
            urls=urls,
            citations=(citation,),
            themes=tuple(rng.sample(THEMES, rng.randint(0, 2))),
            aliases=(f"ancienne{number}",) if self.maybe(0.05) else (),
            related=related,
            note=self.title() if self.maybe(0.1) else "",
            private_note=self.title() if self.maybe(0.1) else "",
        )


COMMON = (
    "article-journal",
    "article-newspaper",
    "book",
    "chapter",
    "report",
    "thesis",
    "webpage",
    "post-weblog",
    "paper-conference",
    "motion_picture",
    "review-book",
    "legislation",
)
ALWAYS = frozenset({"title", "author", "issued", "URL"})
SHARES = {
    "title": 0.97,
    "author": 0.85,
    "issued": 0.8,
    "container-title": 0.5,
    "editor": 0.15,
    "translator": 0.05,
    "director": 0.05,
    "container-author": 0.02,
    "editorial-director": 0.03,
    "publisher": 0.5,
    "publisher-place": 0.3,
    "volume": 0.4,
    "issue": 0.4,
    "number": 0.15,
    "page": 0.4,
    "edition": 0.08,
    "collection-title": 0.1,
    "collection-number": 0.05,
    "genre": 0.3,
    "language": 0.6,
    "URL": 0.4,
    "DOI": 0.3,
    "ISBN": 0.2,
    "ISSN": 0.15,
    "accessed": 0.2,
    "original-date": 0.03,
    "original-title": 0.03,
    "title-short": 0.05,
    "event-title": 0.06,
    "event-place": 0.05,
    "event-date": 0.04,
    "status": 0.04,
    "version": 0.04,
    "archive": 0.03,
    "number-of-pages": 0.05,
    "number-of-volumes": 0.02,
    "section": 0.03,
    "medium": 0.04,
    "reviewed-title": 0.03,
    "annote": 0.03,
    "keyword": 0.04,
    "abstract": 0.3,
    "note": 0.1,
}


def generated(number: int, *, seed: int = 1, hostile: float = 0.02) -> Iterator[Work]:
    """Yield works of all types; ``hostile`` is the share of texts that try to break out of their field."""
    maker = _Maker(seed, hostile)
    for index in range(number):
        yield maker.work(index)


_TEXT = st.text(max_size=40) | st.sampled_from(HOSTILE)
_NAME = st.dictionaries(
    st.sampled_from(("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix")),
    _TEXT | st.sampled_from((*FAMILY, *PARTICLES, "and", "others", "Jr.", "de")),
    max_size=4,
)
_DATE = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(
            st.lists(st.integers(-50, 10_001), min_size=1, max_size=3)
            | st.tuples(st.integers(1900, 2030), st.integers(1, 12), st.integers(1, 31)).map(list),
            min_size=1,
            max_size=2,
        ),
        "literal": _TEXT | st.sampled_from(LITERAL_DATES),
        "raw": _TEXT,
        "circa": st.booleans(),
    },
)


def _values(variable: str) -> st.SearchStrategy[Any]:
    if variable in ("author", "editor", "translator", "director", "container-author", "editorial-director"):
        return st.lists(_NAME, max_size=3)
    if variable in ("issued", "accessed", "original-date", "event-date"):
        return _DATE
    if variable == "page":
        return _TEXT | st.from_regex(r"[0-9a-z]{1,3}[-–,;]{0,2}[0-9]{0,3}", fullmatch=True)
    return _TEXT


@st.composite
def works_strategy(draw: st.DrawFn, key: str = "oeuvre1") -> Work:
    """Any work with any text in any field."""
    variables = draw(st.lists(st.sampled_from(tuple(SHARES)), max_size=8, unique=True))
    item: dict[str, Any] = {variable: draw(_values(variable)) for variable in variables}
    item["type"] = draw(st.sampled_from(tuple(TYPES)) | _TEXT)
    if draw(st.booleans()):
        item["custom"] = {"n": draw(st.integers()), "t": [draw(_TEXT)]}
    return Work(
        key=draw(st.just(key) | st.text(min_size=1, max_size=8)) if key == "oeuvre1" else key,
        kind=draw(st.sampled_from(("work", "resource", "pointer"))),
        csl=item,  # type: ignore[arg-type]
        ids=draw(
            st.dictionaries(
                st.sampled_from(("doi", "hal", "isbn", "issn", "arxiv", "cairn", "ppn")), _TEXT, max_size=3
            )
        ),
        urls=tuple(draw(st.lists(_TEXT, max_size=2))),
        themes=tuple(draw(st.lists(_TEXT, max_size=2))),
        aliases=tuple(draw(st.lists(_TEXT, max_size=2))),
        related=tuple(
            Related(
                relation=draw(_TEXT),
                csl={"type": "review", "title": draw(_TEXT)},
                url=draw(_TEXT),
                source=draw(_TEXT),
            )
            for _ in range(draw(st.integers(0, 1)))
        ),
        note=draw(_TEXT),
        private_note=draw(_TEXT),
    )
