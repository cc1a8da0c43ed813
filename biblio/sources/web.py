"""Any web page, the press included: Highwire, Dublin Core, PRISM, JSON-LD, OpenGraph, COinS, then title and byline.

Nothing of a page is executed or trusted as markup; what comes out is plain text. Meta names:
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing, https://www.dublincore.org/specifications/dublin-core/dcq-html/,
https://ogp.me, https://schema.org/Article, https://ocoins.info.
"""

import json
import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any, cast
from urllib.parse import parse_qs

from biblio.model import Item, Name, Record, Work
from biblio.sources import clean, pdf
from biblio.sources.base import Lookup, Pace, Request, Response, Source, record, single
from biblio.sources.page import Page
from biblio.text import fold

NAME = "web"
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"

# A title like these is a wall, not a work.
_WALL = re.compile(
    r"^(?:access denied|just a moment|attention required|please enable js|are you a robot|request unsuccessful"
    r"|forbidden|403|404|page not found|page introuvable|page non trouvée|erreur|error|not found|accès refusé"
    r"|vérification|one moment|un instant|captcha|sign in|log ?in|connexion|se connecter|redirecting|untitled"
    r"|sans titre)\b",
    re.I,
)
_ARTICLES = {"newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle"}
_LD_TYPES = {
    **dict.fromkeys(_ARTICLES, "article-newspaper"), "article": "webpage", "blogposting": "post-weblog",
    "scholarlyarticle": "article-journal", "medicalscholarlyarticle": "article-journal", "report": "report",
    "videoobject": "motion_picture", "book": "book", "chapter": "chapter", "thesis": "thesis", "dataset": "dataset",
    "podcastepisode": "broadcast", "webpage": "webpage", "techarticle": "webpage",
}  # fmt: skip
_DC_TYPES = {
    "journalarticle": "article-journal", "article": "article-journal", "journal": "article-journal",
    "booksection": "chapter", "book": "book", "collection": "periodical", "phdthesis": "thesis", "thesis": "thesis",
    "hdr": "thesis", "report": "report", "lecture": "speech", "video": "motion_picture", "image": "graphic",
    "proceedings": "paper-conference", "poster": "paper-conference", "dataset": "dataset",
}  # fmt: skip


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    response = yield Request(url=question(work), accept=ACCEPT)
    if not response.ok:
        return []
    item = pdf.parse(response.body) if is_pdf(response) else parse_page(response)
    if not item.get("title"):
        return []
    item.setdefault("URL", response.final or response.url)
    ids = {"doi": item.get("DOI", ""), "isbn": item.get("ISBN", "") if item.get("type") == "book" else ""}
    return [record(NAME, response, item, ids)]


def is_pdf(response: Response) -> bool:
    """Tell whether an answer is a PDF file, whatever its media type says."""
    return response.body[:1024].lstrip().startswith(b"%PDF-")


def question(work: Work) -> str:
    """Return the address under which the report found the work."""
    return next((url for url in work.urls if url.startswith(("http://", "https://"))), "")


def parse_page(response: Response) -> Item:
    """Return the CSL item that a page gives of itself; empty for walls, errors and pages without title."""
    page = Page(response)
    item = _merge(
        *(part for part in (_highwire(page), _json_ld(page), _dublin_core(page), _coins(page), _plain(page)))
    )
    if not item.get("title") or _WALL.match(item["title"]):
        return Item()
    item["title"] = _without_site(item["title"], page)
    item.setdefault("type", "webpage")
    if item["type"] in ("webpage", "post-weblog", "article-newspaper") and page.one("og:site_name"):
        item.setdefault("container-title", clean.title(page.one("og:site_name")))
    if item.get("container-title") and fold(item["container-title"]) == fold(item["title"]):
        del item["container-title"]
    item["URL"] = page.canonical
    return item


def _merge(*parts: Item) -> Item:
    merged: dict[str, Any] = {}
    for part in parts:
        for field, value in part.items():
            merged.setdefault(field, value)
    return cast(Item, merged)


def _highwire(page: Page) -> Item:
    title = clean.title(page.one("citation_title"))
    if not title:
        return Item()
    online, printed = (
        page.one("citation_online_date"),
        page.one("citation_publication_date", "citation_cover_date", "citation_date", "citation_year"),
    )
    thesis = page.one("citation_dissertation_institution")
    report = page.one("citation_technical_report_institution")
    meeting = page.one("citation_conference_title", "citation_conference")
    book = page.one("citation_inbook_title", "citation_book_title")
    journal = page.one("citation_journal_title", "prism.publicationname")
    csl_type = (
        "thesis" if thesis else "report" if report else "article-journal" if journal
        else "chapter" if book else "paper-conference" if meeting
        else "article" if page.one("citation_arxiv_id") else "book" if page.one("citation_isbn")
        else "article-journal"
    )  # fmt: skip
    return clean.compact(
        type=_DC_TYPES.get(page.one("dc.type").lower().replace(" ", ""), csl_type),
        title=title,
        author=clean.names(_split_names(page.all("citation_author", "citation_authors"))),
        editor=clean.names(page.all("citation_editor")),
        container_title=clean.title(journal or book or meeting),
        publisher=clean.plain(page.one("citation_publisher") or thesis or report),
        issued=clean.date(printed) or clean.date(online),
        volume=clean.volume(page.one("citation_volume") or page.one("prism.volume")),
        issue=clean.issue(page.one("citation_issue") or page.one("prism.number")),
        ISSN=page.one("citation_issn", "prism.issn", "citation_eissn"),
        ISBN=page.one("citation_isbn").replace("-", ""),
        DOI=_doi(page.one("citation_doi", "prism.doi")),
        language=clean.language(page.one("citation_language")) or page.language,
        abstract=clean.abstract(page.one("citation_abstract")),
        **clean.span(page.one("citation_firstpage"), page.one("citation_lastpage")),
    )


def _split_names(values: list[str]) -> Iterator[str]:
    """Yield names out of meta tags: one a tag, or several in one tag parted by ";" or (full names) by ","."""
    for value in values:
        if ";" in value:
            yield from value.split(";")
        elif _is_list(value.split(",")):
            yield from value.split(",")
        else:
            yield value


def _is_list(parts: list[str]) -> bool:
    # "García García, Antonio A." is one person, "Anne Toussaint, Paul Abric" are two.
    whole = all(" " in part.strip() for part in parts)
    return len(parts) > 2 or (len(parts) == 2 and whole and not re.search(r"\b\w\.?$", parts[1].strip()))


def _doi(value: str) -> str:
    found = re.search(r"10\.\d{4,9}/\S+", value)
    return found[0].lower() if found else ""


def _json_ld(page: Page) -> Item:
    best = Item()
    for thing in _things(page.scripts):
        kinds = [clean.first(kind).lower() for kind in clean.every(thing.get("@type"))]
        csl_type = next((_LD_TYPES[kind] for kind in kinds if kind in _LD_TYPES), "")
        title = clean.title(thing.get("headline") or thing.get("name"))
        if not csl_type or not title or (best and csl_type == "webpage"):
            continue
        part_of = thing.get("isPartOf")
        publisher = clean.plain(clean.first(thing.get("publisher")))
        journal = csl_type in ("article-journal", "chapter")
        container = clean.title(clean.first(part_of)) if journal else publisher
        best = clean.compact(
            type=csl_type,
            title=title,
            author=_ld_people(thing.get("author")),
            container_title=container if csl_type not in ("book", "report", "thesis", "dataset") else "",
            publisher=publisher if csl_type in ("book", "report", "thesis", "dataset") else "",
            # datePublished, not dateModified, which moves a piece of 2015 to 2019.
            issued=clean.date(thing.get("datePublished")) or clean.date(thing.get("dateCreated")),
            section=clean.plain(thing.get("articleSection")) if csl_type == "article-newspaper" else "",
            language=clean.language(thing.get("inLanguage")),
            ISBN=clean.first(thing.get("isbn")).replace("-", ""),
        )
        if csl_type != "webpage":
            break
    return best


def _things(scripts: list[str]) -> Iterator[Mapping[str, Any]]:
    for script in scripts[:20]:
        try:
            queue = clean.every(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            continue
        for thing in queue[:50]:
            if isinstance(thing, dict):
                yield thing
                yield from (inner for inner in clean.every(thing.get("@graph"))[:50] if isinstance(inner, dict))


def _ld_people(value: Any) -> list[Name]:
    found: list[Name] = []
    for one in clean.every(value):
        text = clean.plain(one.get("name") if isinstance(one, dict) else one)
        if not text or text.startswith("http"):
            continue
        kinds = clean.every(one.get("@type")) if isinstance(one, dict) else []
        who = Name(literal=text) if "Organization" in kinds else clean.name(text)
        if who and who not in found:
            found.append(who)
    return found


def _dublin_core(page: Page) -> Item:
    title = clean.title(page.one("dc.title"))
    if not title:
        return Item()
    return clean.compact(
        type=_DC_TYPES.get(page.one("dc.type").lower().replace(" ", ""), ""),
        title=title,
        author=clean.names(_split_names(page.all("dc.creator", "dc.contributor.author"))),
        publisher=clean.plain(page.one("dc.publisher")),
        issued=clean.date(page.one("dc.date.issued", "dc.issued", "dc.date", "dc.created")),
        container_title=clean.title(page.one("dc.relation.ispartof", "dc.source")),
        DOI=next((doi for value in page.all("dc.identifier") if (doi := _doi(value))), ""),
        language=clean.language(page.one("dc.language")),
        volume=clean.volume(page.one("prism.volume")),
        issue=clean.issue(page.one("prism.number")),
    )


def _coins(page: Page) -> Item:
    """Read one OpenURL context object; a page with several is a list of works, not a work."""
    if len(page.coins) != 1:
        return Item()
    values = {
        key.removeprefix("rft."): [clean.plain(v) for v in found] for key, found in parse_qs(page.coins[0]).items()
    }

    def one(*names: str) -> str:
        return next((values[name][0] for name in names if values.get(name)), "")

    article = one("atitle")
    genre = one("genre")
    author = clean.person(one("aufirst"), one("aulast")) if one("aulast") else Name()
    journal = one("jtitle") or (one("title", "stitle") if article else "")
    return clean.compact(
        type="chapter" if genre == "bookitem" else "article-journal" if article else "book" if one("btitle") else "",
        title=clean.title(article or one("btitle", "title")),
        author=[author] if author else clean.names(values.get("au", [])),
        container_title=clean.title(journal or (one("btitle") if article else "")),
        publisher=one("pub"),
        issued=clean.date(one("date")),
        volume=clean.volume(one("volume")),
        issue=clean.issue(one("issue")),
        ISSN=one("issn"),
        ISBN=one("isbn").replace("-", ""),
        DOI=next((doi for value in values.get("rft_id", []) + values.get("id", []) if (doi := _doi(value))), ""),
        **(clean.pages(one("pages")) or clean.span(one("spage"), one("epage"))),
    )


def _plain(page: Page) -> Item:
    kind = page.one("og:type").lower()
    generator = page.one("generator").lower()
    csl_type = "motion_picture" if kind.startswith("video") else "book" if kind == "book" else ""
    if not csl_type and kind == "article" and "wordpress" in generator:
        csl_type = "post-weblog"
    authors = page.all("article:author", "og:article:author", "author", "parsely-author", "sailthru.author", "byl")
    names = [value for value in _split_names(authors or page.bylines[:3]) if not value.strip().startswith("http")]
    return clean.compact(
        type=csl_type,
        title=clean.title(page.one("og:title", "twitter:title", "parsely-title")) or clean.title(page.title),
        author=[who for who in map(_byline, names) if who],
        issued=clean.date(
            page.one(
                "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "date"
            )
        )
        or clean.date(page.time),
        language=clean.language(page.one("og:locale", "content-language")) or page.language,
        abstract="",
    )


def _byline(value: str) -> Name:
    text = re.sub(r"^(?:par|by|de)\s+", "", clean.plain(value), flags=re.I)
    # An author slot often holds the site, the desk or an account: only what looks like a person is one.
    words = text.split()
    if not 2 <= len(words) <= 5 or any(char.isdigit() for char in text) or "@" in text:
        return Name()
    return clean.name(text)


def _without_site(title: str, page: Page) -> str:
    """Drop the name of the site at a title's end ("… - Le Monde"), where the page itself names it."""
    head, mark, tail = title, "", ""
    for separator in (" | ", " - ", " – ", " — ", " • ", " :: "):
        before, found, after = title.rpartition(separator)
        if found and len(before) > len(head if mark else ""):
            head, mark, tail = before, found, after
    site = fold(page.one("og:site_name", "application-name")) or fold(page.host.rpartition(".")[0])
    last = fold(tail)
    if mark and last and (last == site or last.replace(" ", "") == site.replace(" ", "") or last in fold(page.host)):
        return head.strip()
    return title


SOURCE = Source(
    name=NAME,
    title="Web page",
    bases=(),
    pace=Pace(per_second=1, parallel=1),
    lookups=(Lookup(how="id", question=question, ask=single(question, _talk), spare=True),),
)
