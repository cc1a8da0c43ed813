"""What a mention is: its kind and its CSL type, told by the address, the words and the section it stands in."""

import re

from biblio.extract.kinds.genres import GENRES, genre_of, type_of_section
from biblio.extract.kinds.place import Place, place
from biblio.extract.words import EVENTS, names_a_resource, names_a_work
from biblio.model import Item, Kind


def classify(
    item: Item,
    quote: str,
    head: str,
    section: str,
    found: Place | None,
    *,
    italics: bool = False,
    chapter: bool = False,
) -> tuple[Kind, str]:
    """Return kind and CSL type of a mention.

    ``item`` is what was parsed, ``quote`` its words without addresses, ``head`` the words before the title,
    ``found`` what its first address tells, ``italics`` that its title is in italics: with an author and no container
    that is a book, whatever page the address leads to (often a review of it).
    """
    if "authority" in item:
        return "work", "legal_case"
    words = quote[:400]
    if (
        chapter
        and not {"volume", "issue"} & item.keys()
        and (found is None or found.type in _PAGES)
        and not _PROCEEDINGS.search(item.get("container-title", ""))
    ) and not (found and found.sure and found.type == "article-journal"):
        return "work", "chapter"
    if italics and found and found.type in _PAGES and _is_book(item):
        genre = next(
            (name for pattern, name in GENRES[:4] if pattern.search(head) or pattern.search(item.get("genre", ""))),
            "motion_picture" if _FILM.match(head) else "book",
        )
        return "work", genre
    if found and found.sure and (found.kind == "resource" or found.scholarly):
        return found.kind or "work", _refine(item, found, words, section)
    if (
        EVENTS.match(head or words)
        and not any("family" in name for name in item.get("author", []))
        and (found is None or not found.scholarly)
    ):
        return "resource", "event"
    genre = genre_of(head or words)
    section_type = type_of_section(section)
    if section_type == "event" and not item.get("author"):
        return "resource", "event"
    if found is None:
        named = _NAMED_TYPE.match(head)
        return "work", genre_of(named[0]) if named else _type_without_address(item, words, section_type)
    kind = _kind(item, words, head, found, genre)
    type_ = found.type
    if kind == "resource":
        return kind, genre if genre in {"map", "dataset", "software", "broadcast"} and type_ == "webpage" else type_
    if type_ in {"document", "webpage", "article-journal", "article", "book", "chapter"} or not found.sure:
        type_ = _refine(item, found, words, section)
    if type_ in {"document", "webpage"} and genre in {
        "thesis",
        "report",
        "legislation",
        "legal_case",
        "paper-conference",
        "motion_picture",
        "broadcast",
        "post-weblog",
    }:
        type_ = genre
    elif type_ in {"document", "webpage"} and section_type in {"report", "book", "thesis"} and item.get("title"):
        type_ = section_type
    return kind, type_


_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|actes d[ue]s? (?:colloque|congrès|journées|rencontres|\d)|conference|congrès|colloque"
    r"|workshop|symposium)\b",
    re.I,
)

_NAMED_TYPE = re.compile(
    r"(?:le |la |l['’]|un |une |the |a )?(?:film|documentaire|vidéo|podcast|émission|billet)s?\b(?=\s*:?\Z|\sd)", re.I
)
"""*Film : …*, *le documentaire de …*: the word before a title says what it is."""
_FILM = re.compile(r"(?:le |un )?(?:film|documentaire|vidéo|court[- ]métrage|movie)\b", re.I)
_PAGES = frozenset({"article-journal", "webpage", "document", "post-weblog", "article", "chapter"})


def _is_book(item: Item) -> bool:
    """Tell whether a description is a book's: people who wrote it, and nothing it stands in."""
    names = [*item.get("author", []), *item.get("editor", [])]
    return (
        any("family" in name for name in names)
        and "container-title" not in item
        and not ({"volume", "issue"} & item.keys())
    )


def _kind(item: Item, words: str, head: str, found: Place, genre: str) -> Kind:
    if found.scholarly:
        return "work"
    described = (item.get("author") and (item.get("title") or item.get("issued"))) or (
        item.get("title") and item.get("issued")
    )
    if item.get("title") and item.get("container-title") and found.type not in {"broadcast", "dataset"}:
        return "work"
    if described and found.kind != "resource":
        return "work"
    if described and item.get("author") and any("family" in name for name in item["author"]):
        return "work"
    if genre in {"thesis", "report", "legislation", "legal_case", "paper-conference"} and names_a_work(head or words):
        return "work"
    if names_a_resource(head or words) and not (found.kind == "work" and (_work_type(found.type))):
        return "resource"
    if found.kind:
        return found.kind
    if names_a_work(head or words):
        return "work"
    return "resource"


def _work_type(name: str) -> bool:
    return name in {"article-newspaper", "article-magazine", "book", "post-weblog", "motion_picture", "broadcast"}


def _refine(item: Item, found: Place, words: str, section: str) -> str:
    """Let what the text says of a publication decide over what the platform usually holds."""
    genre = item.get("genre", "")
    if found.kind == "resource":
        return found.type
    if genre == "thesis" or found.type == "thesis":
        return "thesis"
    if (
        item.get("publisher")
        and not item.get("container-title")
        and item.get("title")
        and found.type in {"document", "webpage", "article-journal", "article"}
    ):
        return "book"
    if _PROCEEDINGS.search(item.get("container-title", "")):
        return "paper-conference"
    if (
        found.type in {"document", "webpage", "article"}
        and item.get("container-title")
        and ("page" in item or "volume" in item or "issue" in item or found.scholarly)
    ):
        return "article-journal"
    if (
        found.type == "webpage"
        and found.kind is None
        and item.get("author")
        and item.get("issued")
        and not item.get("title")
    ):
        return "document"
    if (
        found.type == "document"
        and not found.scholarly
        and item.get("title")
        and any("literal" in n for n in item.get("author", []))
    ):
        return "report"
    if found.type == "document" and found.scholarly and item.get("author") and item.get("issued"):
        return "article-journal"
    return found.type


def _type_without_address(item: Item, words: str, section_type: str) -> str:
    for pattern, name in GENRES[:5]:
        if pattern.search(words) and not (name == "report" and item.get("container-title")):
            return name
    if _PROCEEDINGS.search(item.get("container-title", "")):
        return "paper-conference"
    if item.get("container-title"):
        dates = item.get("issued", {}).get("date-parts") or [[]]
        daily = len(dates[0]) == 3 and not {"volume", "issue", "page"} & item.keys()
        return "article-newspaper" if daily else "article-journal"
    if section_type in {"book", "thesis", "report", "motion_picture"}:
        return section_type
    return "book" if item.get("title") else "document"


__all__ = ["Place", "classify", "place"]
