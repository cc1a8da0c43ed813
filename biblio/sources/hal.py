"""HAL with its portals: HAL-SHS, TEL, DUMAS, MédiHAL, institutions.

Search API: https://api.archives-ouvertes.fr/docs/search. Its string fields are sometimes lists and the reverse, so
every field is read as either.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from biblio.errors import FormatError
from biblio.ids import parse_isbn
from biblio.model import Item, Name, Record, Work
from biblio.sources import clean, words
from biblio.sources.base import Conversation, Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "hal"
BASE = "https://api.archives-ouvertes.fr/search/"
_FIELDS = str.split(
    "docid halId_s uri_s docType_s docSubType_s title_s subTitle_s fr_title_s en_title_s language_s "
    "authFullName_s authFirstName_s authLastName_s authQuality_s scientificEditor_s journalTitle_s "
    "journalIssn_s journalEissn_s bookTitle_s serie_s publisher_s journalPublisher_s volume_s issue_s page_s "
    "number_s doiId_s arxivId_s nntId_s isbn_s producedDate_s publicationDate_s conferenceTitle_s "
    "conferenceStartDate_s city_s authorityInstitution_s director_s inPress_bool abstract_s openAccess_bool "
    "fileMain_s"
)
# HAL's types (https://api.archives-ouvertes.fr/ref/doctype) → CSL.
_TYPES = {
    "ART": "article-journal", "COMM": "paper-conference", "POSTER": "paper-conference", "PROCEEDINGS": "book",
    "OUV": "book", "DOUV": "book", "COUV": "chapter", "ISSUE": "periodical", "NOTICE": "entry-encyclopedia",
    "BLOG": "post-weblog", "TRAD": "book", "UNDEFINED": "article", "PREPRINT": "article", "WORKINGPAPER": "article",
    "REPORT": "report", "THESE": "thesis", "HDR": "thesis", "MEM": "thesis", "ETABTHESE": "thesis",
    "LECTURE": "speech", "PRESCONF": "document", "OTHERREPORT": "report", "REPACT": "report", "PATENT": "patent",
    "SOFTWARE": "software", "IMG": "graphic", "MAP": "map", "VIDEO": "motion_picture", "SON": "song",
}  # fmt: skip
_GENRES = {
    "HDR": "Habilitation à diriger des recherches",
    "MEM": "Mémoire",
    "THESE": "Thèse de doctorat",
    "POSTER": "Poster",
}
# https://api.archives-ouvertes.fr/ref/… authQuality_s; what is absent here contributed in another way.
_ROLES = {
    "aut": "author", "crp": "author", "co_last_author": "author", "dir": "editor", "edt": "editor",
    "scientific_editor": "editor", "edsci": "editor", "trl": "translator", "ths": "director",
    "preface_writer": "contributor", "pro": "contributor", "csc": "contributor", "ill": "contributor",
}  # fmt: skip


def _request(query: str, rows: int, portal: str = "") -> Request:
    parameters = {"q": query, "wt": "json", "rows": rows, "fl": ",".join(_FIELDS)}
    return Request(url=f"{BASE}{portal}?{urlencode(parameters)}")


def _any_of(field: str, values: Iterable[str]) -> str:
    quoted = ('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return f"{field}:({' OR '.join(quoted)})"


def _docs(response: Response) -> list[Mapping[str, Any]]:
    if not response.searched:
        return []
    answer = response.json()
    # A query error comes with HTTP 200; an unknown portal redirects to a page of HTML, which json() refuses.
    if "error" in answer:
        raise FormatError(f"HAL: {clean.first(answer['error'].get('msg')) or answer['error']}")
    return [doc for doc in answer.get("response", {}).get("docs", []) if isinstance(doc, dict)]


def _number(hal_id: str) -> str:
    # halshs-01387023 comes back as hal-01387023: prefixes change over time, the number stays.
    return hal_id.replace("_", "-").rpartition("-")[2].partition("v")[0]


def _ask_ids(works: Sequence[Work]) -> Conversation:
    wanted = {_number(work.ids["hal"]): work.ids["hal"] for work in works}
    response = yield _request(_any_of("halId_s", wanted.values()), len(wanted) + 20)
    answers = _match(response, _docs(response), wanted)
    # Student papers are outside the default portal.
    dumas = [hal_id for hal_id in wanted.values() if hal_id.startswith("dumas") and hal_id not in answers]
    if dumas:
        response = yield _request(_any_of("halId_s", dumas), len(dumas), "dumas/")
        answers |= _match(response, _docs(response), wanted)
    return answers


def _match(
    response: Response, docs: Iterable[Mapping[str, Any]], wanted: Mapping[str, str]
) -> dict[str, list[Record]]:
    answers: dict[str, list[Record]] = {}
    for doc in docs:
        # A batch answer brings strangers now and then: only what was asked for is taken.
        if question := wanted.get(_number(clean.first(doc.get("halId_s")))):
            answers.setdefault(question, []).append(_record(response, doc))
    return answers


def _ask_dois(works: Sequence[Work]) -> Conversation:
    wanted = [work.ids["doi"] for work in works]
    response = yield _request(_any_of("doiId_s", wanted), len(wanted) + 50)
    answers: dict[str, list[Record]] = {}
    for doc in _docs(response):
        doi = clean.first(doc.get("doiId_s")).lower()
        if doi in wanted:
            answers.setdefault(doi, []).append(_record(response, doc))
    return answers


def _ask_docids(works: Sequence[Work]) -> Conversation:
    wanted = [work.ids["hal_docid"] for work in works if work.ids["hal_docid"].isdigit()]
    response = yield _request(_any_of("docid", wanted), len(wanted) + 5)
    return {
        docid: [_record(response, doc)]
        for doc in _docs(response)
        if (docid := clean.first(doc.get("docid"))) in wanted
    }


def _search(work: Work) -> Generator[Request, Response, list[Record]]:
    title, family, _ = words.citation(work)
    response = yield _request(f"title_t:({words.solr(title)}) AND authFullName_t:({words.solr(family)})", 10)
    return [_record(response, doc) for doc in _docs(response)]


def _record(response: Response, doc: Mapping[str, Any]) -> Record:
    ids = {
        "hal": clean.first(doc.get("halId_s")).partition("v")[0],
        "doi": clean.first(doc.get("doiId_s")).lower(),
        "arxiv": clean.first(doc.get("arxivId_s")),
        "nnt": clean.first(doc.get("nntId_s")).upper(),
    }
    item = parse(doc)
    if item.get("type") == "book":
        ids["isbn"] = item.get("ISBN", "")
    return record(NAME, response, item, ids, raw=doc)


def parse(doc: Mapping[str, Any]) -> Item:
    """Return the CSL item of one document of a search answer."""
    kind = clean.first(doc.get("docType_s")).upper()
    title = clean.title(doc.get("title_s"))
    item = clean.compact(
        type=_TYPES.get(kind, "document"),
        title=clean.with_subtitle(title, clean.title(doc.get("subTitle_s"))),
        container_title=_container(kind, doc),
        collection_title=clean.title(doc.get("serie_s")),
        publisher=clean.plain(doc.get("publisher_s") or doc.get("journalPublisher_s") or _institution(kind, doc)),
        issued=clean.date(doc.get("producedDate_s")) or clean.date(doc.get("publicationDate_s")),
        volume=clean.volume(doc.get("volume_s")),
        issue=clean.issue(doc.get("issue_s")),
        number=clean.first(doc.get("number_s")) if kind == "REPORT" else "",
        genre=_GENRES.get(kind),
        event_title=clean.plain(doc.get("conferenceTitle_s")),
        event_place=clean.plain(doc.get("city_s")) if doc.get("conferenceTitle_s") else "",
        event_date=clean.date(doc.get("conferenceStartDate_s")),
        ISSN=clean.first(doc.get("journalIssn_s") or doc.get("journalEissn_s")),
        ISBN=_isbn(doc),
        DOI=clean.first(doc.get("doiId_s")).lower(),
        URL=clean.first(doc.get("uri_s")),
        language=_language(title, doc),
        abstract=clean.abstract(doc.get("abstract_s")),
        status="à paraître" if doc.get("inPress_bool") else "",
    )
    pages = clean.first(doc.get("page_s"))
    item = Item({**item, **clean.pages(pages), **_people(kind, doc)})
    if "number-of-pages" in item and kind in ("ART", "COUV", "COMM"):
        del item["number-of-pages"]
    is_open = doc.get("openAccess_bool")
    flags = [
        f"{field}: {value}"
        for field, value, kept in (
            ("volume", clean.first(doc.get("volume_s")), item.get("volume")),
            ("issue", clean.first(doc.get("issue_s")), item.get("issue")),
            ("page", pages, item.get("page") or item.get("number-of-pages")),
        )
        if value and not kept
    ]
    return clean.flagged(
        item,
        open_url=(clean.first(doc.get("fileMain_s")) or item.get("URL", "")) if is_open else "",
        access="open" if is_open else "",
        titles=[other for other in map(clean.title, clean.every(doc.get("title_s"))[1:]) if other != title],
        review=clean.first(doc.get("docSubType_s")).upper() == "BOOKREVIEW",
        flags=flags,
    )


def _container(kind: str, doc: Mapping[str, Any]) -> str:
    fields = ("journalTitle_s", "bookTitle_s") if kind in ("ART", "ISSUE") else ("bookTitle_s", "journalTitle_s")
    return next((title for field in fields if (title := clean.title(doc.get(field)))), "")


def _institution(kind: str, doc: Mapping[str, Any]) -> Any:
    return doc.get("authorityInstitution_s") if _TYPES.get(kind) in ("thesis", "report") else ""


def _isbn(doc: Mapping[str, Any]) -> str:
    return next(
        (digits for value in clean.every(doc.get("isbn_s")) if (digits := parse_isbn(clean.first(value)))), ""
    )


def _language(title: str, doc: Mapping[str, Any]) -> str:
    for code in ("fr", "en"):
        if title and title in map(clean.title, clean.every(doc.get(f"{code}_title_s"))):
            return code
    return clean.language(doc.get("language_s"))


def _people(kind: str, doc: Mapping[str, Any]) -> Item:
    full, given, family, roles = (
        [clean.plain(value) for value in doc.get(field) or []]
        for field in ("authFullName_s", "authFirstName_s", "authLastName_s", "authQuality_s")
    )
    # The four lists run in parallel, except in bad records: there only the full names can be trusted.
    people = (
        [clean.person(*pair) for pair in zip(given, family, strict=True)]
        if (len(given) == len(family) == len(full))
        else [clean.name(name) for name in full]
    )
    if len(roles) != len(people):
        roles = ["aut"] * len(people)
    found: dict[str, list[Name]] = {}
    for who, role in zip(people, roles, strict=True):
        field = _ROLES.get(role, "author" if role == "" else "contributor")
        if field == "author" and kind in ("DOUV", "PROCEEDINGS"):
            field = "editor"
        if who and who not in found.setdefault(field, []):
            found[field].append(who)
    editors = clean.names(map(clean.first, clean.every(doc.get("scientificEditor_s"))))
    found["editor"] = found.get("editor", []) + [who for who in editors if who not in found.get("editor", [])]
    found["director"] = found.get("director") or clean.names(map(clean.first, clean.every(doc.get("director_s"))))
    return cast(Item, {field: who for field, who in found.items() if who})


def _by_doi(work: Work) -> str:
    return "" if "hal" in work.ids else work.ids.get("doi", "")


SOURCE = Source(
    name=NAME,
    title="HAL",
    bases=(BASE,),
    # No limit is published; clients of institutions wait half a second.
    pace=Pace(per_second=2, parallel=2),
    lookups=(
        Lookup(how="id", question=by_id("hal"), ask=_ask_ids, batch=200),
        Lookup(how="id", question=by_id("hal_docid"), ask=_ask_docids, batch=200),
        Lookup(how="id", question=_by_doi, ask=_ask_dois, batch=100),
        Lookup(how="text", question=words.question, ask=single(words.question, _search), spare=True),
    ),
)
