"""The replay web: answers for the hosts of all sources in their documented forms, and fails as they do."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, unquote, urlsplit

from biblio.text import fold
from tests.replay import library
from tests.replay.library import Truth
from tests.replay.proxy import Answer, Asked

JSON = {"content-type": "application/json; charset=utf-8"}
XML = {"content-type": "text/xml; charset=utf-8"}
HTML = {"content-type": "text/html; charset=utf-8"}
NOT_FOUND = Answer(status=404, body=b"<html><body>Not found</body></html>", headers=HTML)
DATADOME = Answer(
    status=403,
    body=b"<html><head><title>cairn.info</title></head><body><p>Please enable JS and disable any ad blocker</p>"
    b'<script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
    headers=HTML,
)
POLITE = {
    "x-api-pool": "polite",
    "x-rate-limit-limit": "10",
    "x-rate-limit-interval": "1s",
    "x-concurrency-limit": "3",
}
OTHER_PREFIXES = ("10.48550/", "10.58079/", "10.7910/", "10.5281/")


class World:
    """Knows the works of ``truths`` and serves them by host. ``failures`` puts an answer before those of a host.

    A failure is called with the number of times its host has been asked (from 1) and returns None to let it pass.
    """

    def __init__(self, truths: Iterable[Truth]) -> None:
        self.truths = [truth for truth in truths if truth.get("title")]
        self.failures: dict[str, Callable[[int], Answer | None]] = {}
        self.asked: Counter[str] = Counter()
        self._services: dict[str, Callable[[str, dict[str, str]], Answer]] = {
            "api.archives-ouvertes.fr": self._hal,
            "metadata.openedition.org": self._openedition,
            "oai.openedition.org": self._oai_miss,
            "data.persee.fr": self._persee,
            "oai.persee.fr": self._oai_miss,
            "oai.cairn.info": self._cairn,
            "api.crossref.org": self._crossref,
            "api.datacite.org": self._datacite,
            "doi.org": self._doi,
            "api.openalex.org": self._openalex,
            "theses.fr": self._theses,
            "www.sudoc.fr": self._sudoc,
            "www.sudoc.abes.fr": self._sudoc_sru,
            "catalogue.bnf.fr": self._bnf,
            "api.isidore.science": self._isidore,
            "export.arxiv.org": self._arxiv,
            "www.youtube.com": self._youtube,
        }

    def answer(self, asked: Asked) -> Answer:
        host = asked.host.rpartition(":")[0] or asked.host if asked.host.endswith((":80", ":443")) else asked.host
        self.asked[host] += 1
        if host in self.failures and (failure := self.failures[host](self.asked[host])):
            return failure
        parts = urlsplit(asked.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if host in self._services and (host != "catalogue.bnf.fr" or parts.path.startswith("/api/")):
            return self._services[host](unquote(parts.path), query)
        if host.endswith("cairn.info"):
            return DATADOME
        return self._page(asked.url)

    def _with(self, scheme: str) -> dict[str, Truth]:
        return {truth["ids"][scheme].lower(): truth for truth in self.truths if truth["ids"].get(scheme)}

    def _similar(self, words: str, among: Iterable[Truth], rows: int = 5) -> list[Truth]:
        """Rank as search engines do: whatever shares most words comes first, however little that is."""
        wanted = set(fold(words).split())

        def score(truth: Truth) -> float:
            text = f"{library.full_title(truth)} {' '.join(map(library.given_family, library.people(truth)))}"
            have = set(fold(text).split())
            return len(wanted & have) / (len(have) ** 0.5 or 1)

        return sorted(among, key=score, reverse=True)[:rows]

    def _hal(self, path: str, query: dict[str, str]) -> Answer:
        q = query.get("q", "")
        known = [truth for truth in self.truths if truth["ids"].get("hal") and truth["platform"] in ("hal", "dumas")]
        in_dumas = "/dumas" in path
        known = [truth for truth in known if truth["ids"]["hal"].startswith("dumas") == in_dumas]
        field, values = q.partition(":")[0], re.findall(r'"([^"]+)"', q)
        if field == "halId_s":
            found = [truth for truth in known if truth["ids"]["hal"] in values]
        elif field == "docid":
            found = [truth for truth in known if library.hal(truth)["docid"] in values]
        elif field == "doiId_s":
            # The service has brought more than was asked for: https://github.com/Inist-CNRS/web-services/issues/145
            found = [truth for truth in known if truth["ids"].get("doi") in values] + known[:2]
        elif field == "title_t":
            found = self._similar(re.sub(r"\w+_t:|AND", " ", q), known)
        else:
            return Answer(body=b'{"error": {"msg": "undefined field", "code": 400}}', headers=JSON)
        return Answer(body=library.hal_answer(found[: int(query.get("rows", 30))]), headers=JSON)

    def _openedition(self, path: str, query: dict[str, str]) -> Answer:
        known = [truth for truth in self.truths if truth["platform"].startswith("openedition")]
        if path.startswith("/contentid/"):
            place, site, number = path.removeprefix("/contentid/").split(".", 2)
            for truth in known:
                books = truth["platform"] == "openedition-books"
                if truth["ids"].get("openedition") == f"{site}/{number}" and books == (place == "OB"):
                    return Answer(body=library.openedition_csl(truth), headers=JSON)
            return NOT_FOUND
        for truth in known:
            if library.handle(truth) == query.get("identifier"):
                return Answer(body=library.openaire(truth), headers=XML)
        return self._oai_miss(path, query)

    def _oai_miss(self, path: str, query: dict[str, str]) -> Answer:
        return Answer(body=library.OAI_MISS, headers=XML)

    def _persee(self, path: str, query: dict[str, str]) -> Answer:
        truth = self._with("persee").get(path.removeprefix("/doc/"))
        return Answer(body=library.persee_rdf(truth), headers=XML) if truth else NOT_FOUND

    def _cairn(self, path: str, query: dict[str, str]) -> Answer:
        wanted = query.get("identifier", "").removeprefix("oai:cairn.info:").lower()
        truth = self._with("cairn").get(wanted)
        return Answer(body=library.cairn_dc(truth) if truth else library.OAI_MISS, headers=XML)

    def _crossref(self, path: str, query: dict[str, str]) -> Answer:
        known = {doi: truth for doi, truth in self._with("doi").items() if not doi.startswith(OTHER_PREFIXES)}
        headers = {**JSON, **POLITE}
        if path.startswith("/works/"):
            truth = known.get(path.removeprefix("/works/").lower())
            if truth is None:
                return Answer(status=404, body=b"Resource not found.", headers={"content-type": "text/plain"})
            body = library.as_json({"status": "ok", "message-type": "work", "message": library.crossref(truth)})
            return Answer(body=body, headers=headers)
        if path == "/journals":
            titles = {fold(t["container"]): t for t in known.values() if t.get("container") and t.get("issn")}
            items = [
                {"title": truth["container"], "ISSN": [truth["issn"]]}
                for title, truth in titles.items()
                if set(fold(query.get("query", "")).split()) & set(title.split())
            ]
            return Answer(body=library.as_json({"status": "ok", "message": {"items": items}}), headers=headers)
        filters = [part.partition(":")[::2] for part in query.get("filter", "").split(",") if part]
        found = list(known.values())
        dois = [value.lower() for name, value in filters if name == "doi"]
        if dois:
            found = [known[doi] for doi in dois if doi in known]
        for name, value in filters:
            if name == "issn":
                found = [truth for truth in found if truth.get("issn") == value]
            elif name == "isbn":
                found = [truth for truth in found if truth["ids"].get("isbn") == value]
            elif name in ("from-pub-date", "until-pub-date"):
                found = [truth for truth in found if truth.get("year") == value]
        words = f"{query.get('query.bibliographic', '')} {query.get('query.author', '')}"
        if words.strip():
            found = self._similar(words, found)
        return Answer(body=library.crossref_list(found[: int(query.get("rows", 20))]), headers=headers)

    def _datacite(self, path: str, query: dict[str, str]) -> Answer:
        doi = path.removeprefix("/dois/").lower()
        truth = self._with("doi").get(doi)
        if truth is None or not doi.startswith(OTHER_PREFIXES):
            body = b'{"errors":[{"status":"404","title":"The resource you are looking for doesn\'t exist."}]}'
            return Answer(status=404, body=body, headers=JSON)
        attributes = {
            "doi": doi,
            "creators": [
                {"name": library.family_given(who), "nameType": "Personal"} for who in library.people(truth)
            ],
            "titles": [{"title": library.full_title(truth)}],
            "publisher": truth.get("publisher") or "arXiv",
            "publicationYear": int(truth["year"]),
            "dates": [{"date": truth["year"], "dateType": "Issued"}],
            "types": {"resourceTypeGeneral": "Dataset" if truth["type"] == "dataset" else "Preprint"},
            "url": truth["url"],
        }
        return Answer(body=library.as_json({"data": {"id": doi, "attributes": attributes}}), headers=JSON)

    def _doi(self, path: str, query: dict[str, str]) -> Answer:
        if path.startswith("/ra/"):
            prefix = path.removeprefix("/ra/")
            mine = any(doi.startswith(f"{prefix}/") for doi in self._with("doi"))
            body = {"DOI": prefix, "RA": "Crossref"} if mine else {"DOI": prefix, "status": "DOI does not exist"}
            return Answer(body=library.as_json([body]), headers=JSON)
        return NOT_FOUND

    def _openalex(self, path: str, query: dict[str, str]) -> Answer:
        return Answer(status=404, body=b'{"error": "Not Found"}', headers=JSON)

    def _theses(self, path: str, query: dict[str, str]) -> Answer:
        number = path.rpartition("/")[2].lower()
        truth = self._with("nnt").get(number) or self._with("theses_sujet").get(number)
        if truth is None:
            return Answer(status=400, body=b'{"status":"BAD_REQUEST","message":"absent"}', headers=JSON)
        return Answer(body=library.thesis(truth), headers=JSON)

    def _books(self) -> list[Truth]:
        return [truth for truth in self.truths if truth.get("type") == "book" and truth["ids"].get("isbn")]

    def _sudoc(self, path: str, query: dict[str, str]) -> Answer:
        books = self._books()
        if path.startswith("/services/isbn2ppn/"):
            wanted = path.rpartition("/")[2]
            ppns = "".join(f"<ppn>{n:09}</ppn>" for n, truth in enumerate(books, 1) if truth["ids"]["isbn"] == wanted)
            if not ppns:
                error = f"<error>Aucune notice n'est associée à cette valeur {wanted}</error>"
                return Answer(status=404, body=f'<sudoc service="isbn2ppn">{error}</sudoc>'.encode(), headers=XML)
            body = f'<sudoc service="isbn2ppn"><query/><result>{ppns}</result></sudoc>'
            return Answer(body=body.encode(), headers=XML)
        ppn = path.strip("/").removesuffix(".xml")
        if ppn.isdigit() and 0 < int(ppn) <= len(books):
            return Answer(body=library.unimarc(books[int(ppn) - 1], ppn), headers=XML)
        return NOT_FOUND

    def _sudoc_sru(self, path: str, query: dict[str, str]) -> Answer:
        books = self._books()
        found = self._similar(query.get("query", ""), books, 3)
        notices = b"".join(
            b"<srw:record><srw:recordData>"
            + library.unimarc(truth, f"{books.index(truth) + 1:09}").split(b"?>", 1)[1]
            + b"</srw:recordData></srw:record>"
            for truth in found
        )
        body = b'<srw:searchRetrieveResponse xmlns:srw="http://www.loc.gov/zing/srw/"><srw:records>' + notices
        return Answer(body=body + b"</srw:records></srw:searchRetrieveResponse>", headers=XML)

    def _bnf(self, path: str, query: dict[str, str]) -> Answer:
        asked = query.get("query", "")
        known = [truth for truth in self.truths if truth["platform"] == "bnf"]
        values = re.findall(r'"([^"]+)"', asked)
        if asked.startswith("bib.persistentid"):
            found = [truth for truth in known if truth["ids"].get("ark") == values[0]]
        elif asked.startswith("bib.isbn"):
            found = [truth for truth in known if truth["ids"].get("isbn") == values[0]]
        else:
            found = self._similar(" ".join(values), known, 3)
        records = f"<srw:records>{''.join(map(library.bnf_dc, found))}</srw:records>" if found else ""
        body = (
            '<srw:searchRetrieveResponse xmlns:srw="http://www.loc.gov/zing/srw/"><srw:version>1.2</srw:version>'
            f"<srw:numberOfRecords>{len(found)}</srw:numberOfRecords>{records}</srw:searchRetrieveResponse>"
        )
        return Answer(body=body.encode(), headers=XML)

    def _isidore(self, path: str, query: dict[str, str]) -> Answer:
        known = [truth for truth in self.truths if truth["ids"].get("isidore")]
        found = [library.isidore(truth) for truth in self._similar(query.get("q", ""), known, 3)]
        by_id = [library.isidore(t) for t in known if t["ids"]["isidore"] in query.get("q", "")]
        found = by_id or found
        content = {"reply": found[0] if len(found) == 1 else found} if found else {}
        body = {"response": {"replies": {"meta": {"@items": str(len(found))}, "content": content}}}
        return Answer(body=json.dumps(body).encode(), headers=JSON)

    def _arxiv(self, path: str, query: dict[str, str]) -> Answer:
        known = self._with("arxiv")
        entries = [library.arxiv_entry(known[one]) for one in query.get("id_list", "").split(",") if one in known]
        body = f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">{"".join(entries)}</feed>'
        return Answer(body=body.encode(), headers={"content-type": "application/atom+xml"})

    def _youtube(self, path: str, query: dict[str, str]) -> Answer:
        number = query.get("url", "").rpartition("=")[2]
        truth = self._with("youtube").get(number.lower())
        if truth is None:
            return Answer(status=404, body=b"Not Found", headers={"content-type": "text/plain"})
        answer = {"title": truth["title"], "author_name": library.given_family(library.people(truth)[0])}
        return Answer(body=library.as_json(answer), headers=JSON)

    def _page(self, url: str) -> Answer:
        for truth in self.truths:
            if truth["url"].split("://", 1)[-1] == url.split("://", 1)[-1]:
                return Answer(body=library.page(truth), headers=HTML)
        return NOT_FOUND
