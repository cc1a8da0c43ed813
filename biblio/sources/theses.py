"""theses.fr: French doctoral theses, defended or in preparation.

https://documentation.abes.fr/aidethesesfr/
"""

from collections.abc import Generator, Mapping
from typing import Any

from biblio.model import Item, Name, Record, Work
from biblio.sources import clean
from biblio.sources.base import Lookup, Pace, Request, Response, Source, record, single

NAME = "theses"
BASE = "https://theses.fr/api/v1/theses/"


def _number(work: Work) -> str:
    return work.ids.get("nnt") or work.ids.get("theses_sujet", "")


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    number = _number(work)
    response = yield Request(url=f"{BASE}these/{number}", accept="application/json")
    # An unknown number is answered with status 400, or with 200 and plain text.
    if not response.ok or not response.body.lstrip().startswith(b"{"):
        return []
    answer = response.json()
    nnt, subject = clean.first(answer.get("nnt")).upper(), clean.first(answer.get("numSujet"))
    if number not in (nnt, subject):
        return []
    ids = {"nnt": nnt, "theses_sujet": subject, "doi": clean.first(answer.get("doi")).lower()}
    return [record(NAME, response, parse(answer), ids)]


def parse(answer: Mapping[str, Any]) -> Item:
    """Return the CSL item of a thesis."""
    titles = answer.get("titres") or {}
    defended = answer.get("status") != "enCours"
    languages = [clean.language(code) for code in answer.get("langues") or []]
    title = clean.title(answer.get("titrePrincipal"))
    summaries = answer.get("resumes") or {}
    number = clean.first(answer.get("nnt")) or clean.first(answer.get("numSujet"))
    return clean.flagged(
        clean.compact(
            type="thesis",
            genre="Thèse de doctorat",
            title=title,
            author=_people(answer.get("auteurs")),
            director=_people(answer.get("directeurs")),
            publisher=clean.plain((answer.get("etabSoutenance") or {}).get("nom")),
            issued=clean.date(answer.get("dateSoutenance")),
            status="" if defended else "thèse en préparation",
            DOI=clean.first(answer.get("doi")).lower(),
            URL=f"https://theses.fr/{number}",
            language=next(filter(None, languages), ""),
            abstract=clean.abstract(summaries.get("fr") or next(iter(summaries.values()), "")),
        ),
        titles=[other for value in titles.values() if (other := clean.title(value)) and other != title],
        access="open" if answer.get("accessible") == "oui" else "",
        open_url=f"https://theses.fr/{number}/document" if answer.get("accessible") == "oui" else "",
    )


def _people(people: Any) -> list[Name]:
    found = [clean.person(one.get("prenom"), one.get("nom")) for one in clean.every(people) if isinstance(one, dict)]
    return [who for who in found if who]


SOURCE = Source(
    name=NAME,
    title="theses.fr",
    bases=(BASE,),
    pace=Pace(per_second=1, parallel=1),
    lookups=(Lookup(how="id", question=_number, ask=single(_number, _talk)),),
)
