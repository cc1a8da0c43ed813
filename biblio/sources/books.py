"""Which works are looked up in library catalogues, and how a book's notice is read.

Fields of UNIMARC: https://www.ifla.org/references/best-practice-for-national-bibliographic-agencies-in-a-digital-age/unimarc-formats-and-related-documentation/
"""

import re
from xml.etree.ElementTree import Element

from biblio.ids import parse_isbn
from biblio.model import Item, Name, Work
from biblio.sources import clean, words, xml

_PARTS = frozenset({"chapter", "article-journal", "article-magazine", "article-newspaper", "paper-conference"})
_ROLES = {
    "070": "author", "": "author", "651": "editor", "340": "editor", "730": "translator", "727": "director",
    "080": "contributor", "440": "contributor",
}  # fmt: skip
_NOT_CONTRIBUTORS = frozenset(
    {"555", "956", "958", "295", "996"}
)  # jury, president, reporters, institution, laboratory


def isbn(work: Work) -> str:
    """Return the ISBN that is a work's own, not that of the book a chapter stands in."""
    part_of_book = "-page-" in work.ids.get("cairn", "") or "-p-" in work.ids.get("cairn", "")
    if work.csl.get("type") in _PARTS or part_of_book or work.csl.get("container-title"):
        return ""
    return work.ids.get("isbn", "")


def question(work: Work) -> str:
    """Return the words to search a catalogue for; empty for what catalogues do not hold (articles, pages)."""
    if work.csl.get("type") in (*_PARTS, "webpage", "post-weblog") or work.csl.get("container-title"):
        return ""
    return words.question(work)


def subfields(field: Element, code: str) -> list[str]:
    """Return the values of a subfield, without the marks around articles that are not sorted."""
    return [
        value
        for one in xml.every(field, "subfield")
        if xml.attribute(one, "code") == code and (value := clean.plain((one.text or "").strip()))
    ]


def fields(notice: Element, *tags: str) -> list[Element]:
    """Return the data fields of a notice that bear one of ``tags``, in the order of the tags asked for."""
    found = list(xml.every(notice, "datafield"))
    return [one for tag in tags for one in found if xml.attribute(one, "tag") == tag]


def first(notice: Element, tags: str, code: str) -> str:
    """Return the first value of subfield ``code`` in any of ``tags`` (parted by blanks)."""
    return next((value for field in fields(notice, *tags.split()) for value in subfields(field, code)), "")


def isbns(notice: Element) -> list[str]:
    """Return the ISBNs of a notice as 13 digits."""
    values = [value for field in fields(notice, "010") for value in subfields(field, "a")]
    return [digits for value in values if (digits := parse_isbn(value))]


def unimarc(notice: Element) -> Item:
    """Return the CSL item of a UNIMARC notice."""
    thesis = fields(notice, "328")
    people: dict[str, list[Name]] = {}
    for field in fields(notice, "700", "710", "701", "711", "702", "712"):
        roles = subfields(field, "4") or ["" if xml.attribute(field, "tag")[2] != "2" else "contributor"]
        who = _name(field)
        for role in roles:
            if role not in _NOT_CONTRIBUTORS and who:
                place = people.setdefault(_ROLES.get(role, "contributor"), [])
                if who not in place:
                    place.append(who)
    sub = first(notice, "200", "e")
    item = clean.compact(
        type="thesis" if thesis else "book",
        genre=first(notice, "328", "b"),
        title=clean.with_subtitle(clean.title(first(notice, "200", "a")), clean.title(sub)),
        publisher=first(notice, "328", "e") if thesis else first(notice, "210 214", "c"),
        publisher_place="" if thesis else first(notice, "210 214", "a"),
        issued=clean.date(first(notice, "210 214", "d") or first(notice, "328", "d")),
        collection_title=clean.title(first(notice, "225 410", "a") or first(notice, "410", "t")),
        edition=first(notice, "205", "a"),
        ISBN=next(iter(isbns(notice)), ""),
        language=clean.language(first(notice, "101", "a")),
        **people,
    )
    if count := re.search(r"(\d{2,4}) ?p", first(notice, "215", "a")):
        item["number-of-pages"] = count[1]
    return item


def _name(field: Element) -> Name:
    family, given = subfields(field, "a"), subfields(field, "b")
    if not family:
        return Name()
    if xml.attribute(field, "tag").startswith("71"):
        return Name(literal=clean.plain(" ".join(family)))
    return clean.person(" ".join(given), family[0])
