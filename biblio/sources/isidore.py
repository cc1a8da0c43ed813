"""ISIDORE: what hundreds of French repositories in the humanities hold.

https://isidore.science/api

Anything in an answer may be a string, an object or a list; what it calls the journal is the repository it harvested.
"""

from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

from biblio.model import Item, Name, Record, Work
from biblio.sources import clean, words
from biblio.sources.base import Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "isidore"
BASE = "https://api.isidore.science/resource/"

_TYPES = {
    "articles": "article-journal", "article": "article-journal", "billets de blog": "post-weblog", "livres": "book",
    "ouvrages": "book", "chapitres d'ouvrages": "chapter", "thèses et mémoires": "thesis", "thèses": "thesis",
    "colloques et conférences": "paper-conference", "rapports": "report", "comptes rendus": "review-book",
    "recensions": "review-book", "vidéos": "motion_picture", "cartes": "map",
}  # fmt: skip


def _search(question: str) -> Request:
    return Request(url=f"{BASE}search?{urlencode({'q': question, 'output': 'json', 'replies': '10', 'page': '1'})}")


def _replies(response: Response) -> list[Record]:
    if not response.searched:
        return []
    replies = response.json().get("response", {}).get("replies", {})
    content = replies.get("content") or {}
    found = clean.every(content.get("reply") if isinstance(content, dict) else content)
    return [_record(response, reply) for reply in found if isinstance(reply, dict)]


def _by_number(work: Work) -> Generator[Request, Response, list[Record]]:
    number = work.ids["isidore"]
    response = yield _search(f'"{number}"')
    return [one for one in _replies(response) if one.ids.get("isidore") == number]


def _by_words(work: Work) -> Generator[Request, Response, list[Record]]:
    title, family, _ = words.citation(work)
    response = yield _search(f"{words.solr(title)} {words.solr(family)}")
    return _replies(response)


def _record(response: Response, reply: Mapping[str, Any]) -> Record:
    about = reply.get("isidore") or {}
    item = parse(about)
    uri = clean.first(reply.get("@uri"))
    number = uri[uri.index("10670/") :].lower() if "10670/" in uri else ""
    return record(NAME, response, item, {"isidore": number, "doi": item.get("DOI", "")}, raw=reply)


def parse(about: Mapping[str, Any]) -> Item:
    """Return the CSL item of a reply."""
    title, *others = [clean.title(one) for one in clean.every(about.get("title"))] or [""]
    types = about.get("types")
    kind = clean.first(types.get("type") if isinstance(types, dict) else types).lower()
    creators = about.get("enrichedCreators")
    people = clean.every(creators.get("creator")) if isinstance(creators, dict) else []
    when = about.get("date")
    if isinstance(when, list):
        when = when[0] if when else ""
    day = (when.get("@origin") or when.get("year") or "") if isinstance(when, dict) else when
    doi = clean.first(about.get("ore")).lower()
    return clean.flagged(
        clean.compact(
            type=_TYPES.get(kind, "document"),
            title=title,
            author=[who for who in map(_creator, people) if who],
            issued=clean.date(day),
            DOI=doi[doi.index("10.") :] if "10." in doi and doi.startswith("info:doi") else "",
            URL=clean.first(about.get("url")),
        ),
        titles=others,
    )


def _creator(one: Any) -> Name:
    # "firstname" and "lastname" split compound names wrongly; "@origin" is what the repository wrote.
    if not isinstance(one, dict):
        return clean.name(clean.first(one))
    origin = clean.first(one.get("@origin"))
    return clean.name(origin) if origin else clean.person(one.get("firstname"), one.get("lastname"))


SOURCE = Source(
    name=NAME,
    title="ISIDORE",
    bases=(BASE,),
    pace=Pace(per_second=1, parallel=1),
    lookups=(
        Lookup(how="id", question=by_id("isidore"), ask=single(by_id("isidore"), _by_number)),
        Lookup(how="text", question=words.question, ask=single(words.question, _by_words), spare=True),
    ),
)
