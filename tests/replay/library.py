"""The catalogue behind the replay web: what is true of each work, and how each service would say it."""

import html
import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

Truth = Mapping[str, Any]
"""One case: url, platform, ids, type, title, authors, container, publisher, year, volume, issue, pages, issn."""

_HAL_TYPES = {
    "article-journal": "ART", "paper-conference": "COMM", "book": "OUV", "chapter": "COUV", "thesis": "THESE",
    "report": "REPORT", "graphic": "IMG", "speech": "LECTURE", "article": "UNDEFINED",
}  # fmt: skip
_CROSSREF_TYPES = {
    "article-journal": "journal-article", "chapter": "book-chapter", "book": "book",
    "article-magazine": "journal-article",
    "paper-conference": "proceedings-article", "article": "posted-content", "dataset": "dataset",
    "review-book": "journal-article", "thesis": "dissertation",
}  # fmt: skip
_OPENAIRE_TYPES = {
    "article-journal": "journal article",
    "book": "book",
    "chapter": "book part",
    "review-book": "review",
}


def full_title(truth: Truth) -> str:
    sub = truth.get("subtitle")
    return f"{truth['title']} : {sub}" if sub else str(truth["title"])


def people(truth: Truth) -> list[dict[str, str]]:
    return list(truth.get("authors") or [])


def given_family(who: Mapping[str, str]) -> str:
    return who.get("literal") or f"{who.get('given', '')} {who.get('family', '')}".strip()


def family_given(who: Mapping[str, str]) -> str:
    return who.get("literal") or ", ".join(part for part in (who.get("family"), who.get("given")) if part)


def hal(truth: Truth) -> dict[str, Any]:
    kind = truth.get("type") or ""
    in_book = kind in ("chapter",)
    doc = {
        "docid": truth["ids"]["hal"].rpartition("-")[2].lstrip("0"),
        "halId_s": truth["ids"]["hal"],
        "uri_s": f"https://hal.science/{truth['ids']['hal']}",
        "docType_s": _HAL_TYPES.get(kind, "OTHER"),
        "title_s": [full_title(truth)],
        "authFullName_s": [given_family(who) for who in people(truth)],
        "authFirstName_s": [who.get("given", "") for who in people(truth)],
        "authLastName_s": [who.get("family") or who.get("literal", "") for who in people(truth)],
        "authQuality_s": ["aut" for _ in people(truth)],
        "journalTitle_s": truth.get("container") if kind == "article-journal" else None,
        "bookTitle_s": truth.get("container") if in_book else None,
        "conferenceTitle_s": truth.get("container") if kind == "paper-conference" else None,
        "volume_s": truth.get("volume"),
        "issue_s": [truth["issue"]] if truth.get("issue") else None,
        "page_s": f"pp. {truth['pages']}" if truth.get("pages") else None,
        "doiId_s": truth["ids"].get("doi"),
        "publisher_s": [truth["publisher"]] if truth.get("publisher") else None,
        "producedDate_s": truth.get("date") or truth.get("year"),
        "openAccess_bool": True,
        "label_s": f"{html.escape(full_title(truth))}, &#x27E8;{truth['ids']['hal']}&#x27E9;",
    }
    return {name: value for name, value in doc.items() if value is not None}


def hal_answer(docs: Iterable[Truth]) -> bytes:
    found = [hal(truth) for truth in docs]
    return as_json({"response": {"numFound": len(found), "start": 0, "numFoundExact": True, "docs": found}})


def crossref(truth: Truth) -> dict[str, Any]:
    # Deposits of Cairn hold the first page only, and nothing but the year.
    cairn = truth["ids"]["doi"].startswith("10.3917/")
    pages = truth.get("pages")
    message = {
        "DOI": truth["ids"]["doi"].upper() if not cairn else truth["ids"]["doi"],
        "type": _CROSSREF_TYPES.get(truth.get("type") or "", "other"),
        "title": [full_title(truth), *(truth.get("translations") or [])],
        "author": [
            {"name": who["literal"]} if "literal" in who else {**who, "sequence": "first", "affiliation": []}
            for who in people(truth)
        ],
        "container-title": [html.escape(truth["container"])] if truth.get("container") else [],
        "short-container-title": [],
        "publisher": "CAIRN" if cairn else truth.get("publisher") or "A publisher",
        "issued": {"date-parts": [[int(truth["year"])]] if truth.get("year") else [[None]]},
        "volume": truth.get("volume"),
        "issue": truth.get("issue"),
        "page": pages.partition("-")[0] if pages and cairn else pages,
        "ISSN": [truth["issn"]] if truth.get("issn") else [],
        "ISBN": [f"http://id.crossref.org/isbn/{truth['ids']['isbn']}"] if truth["ids"].get("isbn") else [],
        "subtitle": [],
        "score": 61.2,
        "resource": {"primary": {"URL": truth.get("canonical_url") or truth["url"]}},
        "URL": f"https://doi.org/{truth['ids']['doi']}",
    }
    return {name: value for name, value in message.items() if value is not None}


def crossref_list(found: Iterable[Truth]) -> bytes:
    items = [crossref(truth) for truth in found]
    message = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": 20}
    return as_json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def openedition_csl(truth: Truth) -> bytes:
    return as_json(
        {
            "type": truth.get("type"),
            "id": handle(truth),
            "DOI": truth["ids"].get("doi"),
            "URL": truth["url"],
            "title": truth["title"],
            "container-title": truth.get("container"),
            "author": people(truth),
            "issued": {"date-parts": [[int(truth["year"])]]},
        }
    )


def handle(truth: Truth) -> str:
    return truth["ids"].get("handle") or "20.500.13089/" + truth["ids"]["openedition"].replace("/", "").lower()


def openaire(truth: Truth) -> bytes:
    start, _, end = (truth.get("pages") or "").partition("-")
    creators = "".join(
        f'<datacite:creator><datacite:creatorName nameType="Personal">{escape(family_given(who))}'
        "</datacite:creatorName>"
        f"<datacite:givenName>{escape(who.get('given', ''))}</datacite:givenName>"
        f"<datacite:familyName>{escape(who.get('family', ''))}</datacite:familyName></datacite:creator>"
        for who in people(truth)
    )
    sub = truth.get("subtitle")
    values = {
        "citationTitle": truth.get("container"),
        "citationVolume": truth.get("volume"),
        "citationIssue": truth.get("issue"),
        "citationStartPage": start,
        "citationEndPage": end,
    }
    places = "".join(f"<oaire:{name}>{escape(value)}</oaire:{name}>" for name, value in values.items() if value)
    alternate = "".join(
        f'<datacite:alternateIdentifier alternateIdentifierType="{kind}">{escape(value)}'
        "</datacite:alternateIdentifier>"
        for kind, value in (
            ("DOI", truth["ids"].get("doi")),
            ("URL", truth["url"].partition("?")[0]),
            ("ISBN", truth["ids"].get("isbn")),
        )
        if value
    )
    kind = _OPENAIRE_TYPES.get(truth.get("type") or "", "journal article")
    return oai(
        handle(truth),
        f"""<oaire:resource xmlns:oaire="http://namespace.openaire.eu/schema/oaire/"
        xmlns:datacite="http://datacite.org/schema/kernel-4" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <datacite:titles><datacite:title>{escape(truth["title"])}</datacite:title>
        {f'<datacite:title titleType="Subtitle">{escape(sub)}</datacite:title>' if sub else ""}</datacite:titles>
        <datacite:creators>{creators}</datacite:creators>
        <datacite:alternateIdentifiers>{alternate}</datacite:alternateIdentifiers>
        <datacite:dates><datacite:date dateType="Issued">{truth["year"]}-01-01</datacite:date></datacite:dates>
        <dc:language>fr</dc:language>
        <dc:publisher>{escape(truth.get("publisher") or "")}</dc:publisher>
        <oaire:resourceType>{kind}</oaire:resourceType>{places}</oaire:resource>""",
    )


def oai(identifier: str, metadata: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-05-18T12:00:00Z</responseDate>
<GetRecord><record><header><identifier>{escape(identifier)}</identifier><datestamp>2025-01-01</datestamp></header>
<metadata>{metadata}</metadata></record></GetRecord></OAI-PMH>""".encode()


OAI_MISS = b"""<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<error code="idDoesNotExist">The value of the identifier argument is unknown or illegal.</error></OAI-PMH>"""


def cairn_dc(truth: Truth) -> bytes:
    creators = "".join(f"<dc:creator> {escape(family_given(who))} </dc:creator>" for who in people(truth))
    pages = truth.get("pages") or ""
    span = pages if "-" in pages else f"{pages}-{pages}"
    place = f"{truth.get('container')}, N {truth.get('issue') or ''}, 1, {truth['year']}-01-01, pp.{span}"
    return oai(
        f"oai:cairn.info:{truth['ids']['cairn']}",
        f"""<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
        <dc:identifier>http://www.cairn.info/article.php?ID_ARTICLE={truth["ids"]["cairn"]}</dc:identifier>
        <dc:title>{escape(truth["title"])}</dc:title>{creators}<dc:date>{truth["year"]}</dc:date>
        <dc:language>fre</dc:language><dc:source>{escape(place)}</dc:source><dc:rights>Cairn</dc:rights>
        <dcterms:accessRights>restricted access</dcterms:accessRights></oai_dc:dc>""",
    )


def persee_rdf(truth: Truth) -> bytes:
    slug = truth["ids"]["persee"]
    start, _, end = (truth.get("pages") or "").partition("-")
    who = ", ".join(f"{one['family']} {one['given']}" for one in people(truth))
    place = f"{truth['container']}, N°{truth['issue']}, {truth['year']}"
    citation = f"{who}. {truth['title']}. In: {place}. pp. {truth.get('pages')}."
    return f"""<?xml version="1.0" encoding="utf-8" ?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bibo="http://purl.org/ontology/bibo/" xmlns:persee="http://data.persee.fr/ontology/persee-ontology/"
 xmlns:rdam="http://rdaregistry.info/Elements/m/">
<rdf:Description rdf:about="http://data.persee.fr/doc/{slug}#Web">
<rdf:type rdf:resource="http://data.persee.fr/ontology/persee-ontology/Article" />
<dcterms:title>{escape(truth["title"])}</dcterms:title><bibo:doi>{truth["ids"]["doi"]}</bibo:doi>
<dcterms:creator rdf:resource="http://data.persee.fr/authority/214267#Person" />
<persee:dateOfPrintPublication>{truth["year"]}</persee:dateOfPrintPublication>
<dcterms:language>fr</dcterms:language>
<dcterms:bibliographicCitation>{escape(citation)}</dcterms:bibliographicCitation>
<rdam:dateOfPublication>2024-09-07BST21:13:02</rdam:dateOfPublication>
<bibo:pageStart>{start}</bibo:pageStart><bibo:pageEnd>{end}</bibo:pageEnd></rdf:Description></rdf:RDF>""".encode()


def thesis(truth: Truth) -> bytes:
    year, *rest = (truth.get("date") or truth["year"]).split("-")
    day = f"{rest[1] if len(rest) > 1 else '01'}/{rest[0] if rest else '01'}/{year}"
    return as_json(
        {
            "titrePrincipal": truth["title"],
            "titres": {"fr": truth["title"]},
            "resumes": {},
            "nnt": truth["ids"].get("nnt"),
            "numSujet": truth["ids"].get("theses_sujet"),
            "doi": None,
            "dateSoutenance": day,
            "etabSoutenance": {"nom": truth.get("publisher")},
            "auteurs": [{"ppn": None, "nom": one.get("family"), "prenom": one.get("given")} for one in people(truth)],
            "directeurs": [{"ppn": None, "nom": "Autre", "prenom": "Directrice"}],
            "langues": ["fr"],
            "status": "soutenue",
            "accessible": "non",
        }
    )


def unimarc(truth: Truth, ppn: str) -> bytes:
    def field(tag: str, **codes: str) -> str:
        inner = "".join(
            f'<subfield code="{code[-1]}">{escape(value)}</subfield>' for code, value in codes.items() if value
        )
        return f'<datafield tag="{tag}" ind1="1" ind2="#">{inner}</datafield>'

    authors = "".join(
        field("700" if place == 0 else "701", a=who.get("family", ""), b=who.get("given", ""), _4="070")
        for place, who in enumerate(people(truth))
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?><record><leader>     cam0 22        450 </leader>
<controlfield tag="001">{ppn}</controlfield>{field("010", a=truth["ids"].get("isbn", ""))}
{field("200", a=truth["title"], e=truth.get("subtitle") or "", f="quelqu'un")}
{field("214", a="Paris", c=truth.get("publisher") or "", d=f"DL {truth['year']}")}{authors}</record>""".encode()


def bnf_dc(truth: Truth) -> str:
    creators = "".join(
        f"<dc:creator>{escape(family_given(who))} (1962-....). Auteur du texte</dc:creator>" for who in people(truth)
    )
    isbn = f"<dc:identifier>ISBN {truth['ids']['isbn']}</dc:identifier>" if truth["ids"].get("isbn") else ""
    kind = {"map": "document cartographique", "graphic": "image fixe"}.get(truth.get("type") or "", "texte imprimé")
    names = " et ".join(given_family(who) for who in people(truth))
    return f"""<srw:record xmlns:srw="http://www.loc.gov/zing/srw/"><srw:recordData>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier>http://catalogue.bnf.fr/{truth["ids"].get("ark", "ark:/12148/cb000000000")}</dc:identifier>{isbn}
<dc:title>{escape(truth["title"])} / {escape(names)}</dc:title>{creators}
<dc:publisher>{escape(truth.get("publisher") or "Un éditeur")} (Paris)</dc:publisher>
<dc:date>{truth.get("year") or ""}</dc:date><dc:language>fre</dc:language><dc:type>{kind}</dc:type></oai_dc:dc>
</srw:recordData></srw:record>"""


def isidore(truth: Truth) -> dict[str, Any]:
    creators: Any = [
        {"@origin": family_given(who), "firstname": (who.get("given") or "").upper(), "lastname": "Mal coupé"}
        for who in people(truth)
    ]
    return {
        "@uri": f"http://isidore.science/document/{truth['ids'].get('isidore', '10670/1.zzzzzz')}",
        "isidore": {
            "title": {"$": truth["title"], "@xml:lang": "fr"},
            "url": truth["url"],
            "date": {"@origin": truth["year"], "normalizedDate": f"{truth['year']}-01-01", "year": truth["year"]},
            "enrichedCreators": {"creator": creators[0] if len(creators) == 1 else creators} if creators else [],
            "types": {"type": {"post-weblog": "Billets de blog"}.get(truth.get("type") or "", "Articles")},
            "dc:source": "HAL SHS",
            "ore": f"info:doi:{truth['ids']['doi']}" if truth["ids"].get("doi") else [],
        },
    }


def arxiv_entry(truth: Truth) -> str:
    authors = "".join(f"<author><name>{escape(given_family(who))}</name></author>" for who in people(truth))
    doi = (
        f'<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{truth["ids"]["doi"]}</arxiv:doi>'
        if "doi" in truth["ids"]
        else ""
    )
    return f"""<entry><id>http://arxiv.org/abs/{truth["ids"]["arxiv"]}v1</id><published>{truth["year"]}-03-10T00:00:00Z</published>
<title>{escape(truth["title"])}</title><summary>s</summary>{authors}{doi}</entry>"""


def page(truth: Truth) -> bytes:
    """A page as a journal's platform, a newspaper or a blog would serve it."""
    kind = truth.get("type") or "webpage"
    if kind in ("article-newspaper", "post-weblog", "webpage", "article-magazine"):
        thing = {
            "@context": "https://schema.org",
            "@type": {"article-newspaper": "NewsArticle", "post-weblog": "BlogPosting"}.get(kind, "Article"),
            "headline": truth["title"],
            "datePublished": truth.get("date") or truth.get("year"),
            "dateModified": "2019-08-19T14:00:00+02:00",
            "author": [{"@type": "Person", "name": given_family(who)} for who in people(truth)],
            "publisher": {"@type": "Organization", "name": truth.get("container") or ""},
        }
        head = f'<script type="application/ld+json">{as_json(thing).decode()}</script>'
    else:
        start, _, end = (truth.get("pages") or "").partition("-")
        values = [
            ("DC.type", {"report": "report", "dataset": "dataset", "paper-conference": "proceedings"}.get(kind, "")),
            ("citation_title", truth["title"]),
            *(("citation_author", family_given(who)) for who in people(truth)),
            ("citation_publication_date", (truth.get("year") or "")),
            ("citation_journal_title", truth.get("container") if kind == "article-journal" else ""),
            ("citation_publisher", truth.get("publisher")),
            ("citation_volume", truth.get("volume")),
            ("citation_issue", truth.get("issue")),
            ("citation_firstpage", start),
            ("citation_lastpage", end),
            ("citation_doi", truth["ids"].get("doi")),
        ]
        head = "".join(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in values if value)
    title = html.escape(f"{truth['title']} - {truth.get('container') or 'Site'}")
    head = f'<meta charset="utf-8"><title>{title}</title>{head}'
    return f'<!doctype html><html lang="fr"><head>{head}</head><body></body></html>'.encode()


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
