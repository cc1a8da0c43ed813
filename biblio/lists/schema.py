"""A reading list in the vocabulary of https://schema.org, for search engines and reference managers."""

from collections.abc import Mapping
from typing import Any

from biblio.lists.build import ReadingList
from biblio.lists.references import doi_url, main_url, year_of
from biblio.lists.rich import Runs, plain
from biblio.model import Name, Work

_TYPES: Mapping[str, str] = {
    "article-journal": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "review": "Review",
    "review-book": "Review",
    "article-newspaper": "NewsArticle",
    "article-magazine": "Article",
    "book": "Book",
    "chapter": "Chapter",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "motion_picture": "VideoObject",
    "broadcast": "AudioObject",
    "dataset": "Dataset",
    "software": "SoftwareApplication",
    "map": "Map",
    "legislation": "Legislation",
}


def describe(listed: ReadingList, references: Mapping[str, Runs]) -> dict[str, Any]:
    """Return the list as a JSON-LD ``ItemList``; leads are left out, they name no work."""
    works = [entry.work for entry in listed.entries() if entry.work.kind != "pointer"]
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": listed.title,
        "inLanguage": listed.lang,
        "numberOfItems": len(works),
        "itemListElement": [
            {"@type": "ListItem", "position": number, "item": work_node(work, references.get(work.key, ()))}
            for number, work in enumerate(works, 1)
        ],
    }


def work_node(work: Work, reference: Runs) -> dict[str, Any]:
    """Return one work as a node; only what is known stands in it."""
    item = work.csl
    node: dict[str, Any] = {
        "@type": _TYPES.get(item.get("type", ""), "CreativeWork" if work.kind == "work" else "WebSite"),
        "name": item.get("title") or plain(reference).strip() or work.key,
        "author": [_agent(name) for name in item.get("author", ())],
        "editor": [_agent(name) for name in item.get("editor", ())],
        "datePublished": year_of(item),
        "publisher": {"@type": "Organization", "name": item["publisher"]} if item.get("publisher") else "",
        "isPartOf": {"@type": "CreativeWork", "name": item["container-title"]} if item.get("container-title") else "",
        "inLanguage": item.get("language", ""),
        "isbn": item.get("ISBN", ""),
        "url": main_url(work),
        "sameAs": doi_url(work),
        "isAccessibleForFree": work.access == "open" if work.access else None,
    }
    return {name: value for name, value in node.items() if value not in ("", None, [])}


def _agent(name: Name) -> dict[str, str]:
    if literal := name.get("literal"):
        return {"@type": "Organization", "name": literal}
    particles = [name.get("dropping-particle"), name.get("non-dropping-particle")]
    parts = [name.get("given"), *particles, name.get("family"), name.get("suffix")]
    return {"@type": "Person", "name": " ".join(part for part in parts if part)}
