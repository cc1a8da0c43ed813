"""Sudoc, the union catalogue of French university libraries: books by ISBN, by number, by title and author.

https://documentation.abes.fr/sudoc/manuels/administration/aidewebservices/
"""

from collections.abc import Generator
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from biblio.model import Record, Work
from biblio.sources import books, words, xml
from biblio.sources.base import Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "sudoc"
BASE = "https://www.sudoc.fr/"
SRU = "https://www.sudoc.abes.fr/cbs/sru/"


def _by_isbn(work: Work) -> Generator[Request, Response, list[Record]]:
    wanted = books.isbn(work)
    response = yield Request(url=f"{BASE}services/isbn2ppn/{wanted}", accept="text/xml")
    # A miss is an XML error with status 404.
    if not response.ok:
        return []
    found: list[Record] = []
    # Several notices share an ISBN: printings, volumes of a set.
    for ppn in xml.texts(xml.parse(response), "ppn")[:3]:
        found += [one for one in (yield from _notice(ppn)) if one.ids.get("isbn") == wanted]
        if found:
            break
    return found


def _by_number(work: Work) -> Generator[Request, Response, list[Record]]:
    return (yield from _notice(work.ids["ppn"]))


def _notice(ppn: str) -> Generator[Request, Response, list[Record]]:
    response = yield Request(url=f"{BASE}{ppn}.xml", accept="text/xml")
    if not response.ok:
        return []
    notice = xml.parse(response)
    return [_record(response, notice)] if _number(notice) == ppn else []


def _by_words(work: Work) -> Generator[Request, Response, list[Record]]:
    title, family, _ = words.citation(work)
    query = urlencode(
        {
            "operation": "searchRetrieve",
            "version": "1.1",
            "recordSchema": "unimarc",
            "maximumRecords": "10",
            "query": f"mti={words.solr(title)} and aut={words.solr(family)}",
        }
    )
    response = yield Request(url=f"{SRU}?{query}", accept="text/xml")
    if not response.searched:
        return []
    # "record" names both the envelope and the notice in it.
    notices = [
        one
        for one in xml.every(xml.parse(response), "record")
        if any(xml.local(child) == "controlfield" for child in one)
    ]
    return [_record(response, notice) for notice in notices]


def _number(notice: Element) -> str:
    numbers = [one.text or "" for one in xml.every(notice, "controlfield") if xml.attribute(one, "tag") == "001"]
    return next(iter(numbers), "").strip()


def _record(response: Response, notice: Element) -> Record:
    item = books.unimarc(notice)
    ppn = _number(notice)
    item["URL"] = f"https://www.sudoc.fr/{ppn}"
    nnt = books.first(notice, "029", "b")
    ids = {"ppn": ppn, "isbn": item.get("ISBN", ""), "nnt": nnt if len(nnt) == 12 else ""}
    return record(NAME, response, item, ids)


SOURCE = Source(
    name=NAME,
    title="Sudoc",
    bases=(BASE, SRU),
    pace=Pace(per_second=1, parallel=1),
    lookups=(
        Lookup(how="id", question=by_id("ppn"), ask=single(by_id("ppn"), _by_number)),
        Lookup(how="id", question=books.isbn, ask=single(books.isbn, _by_isbn), spare=True),
        Lookup(how="text", question=books.question, ask=single(books.question, _by_words), spare=True),
    ),
)
