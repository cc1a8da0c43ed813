"""What makes two citations one work: the features that they are recognised by, and what contradicts them."""

from collections.abc import Iterable
from typing import cast

from biblio.ids import canonical_url, is_item_id
from biblio.model import Ids, Item, Kind, Name
from biblio.text import fold

WHOLE_BOOKS = frozenset({"book", "report", "thesis", "classic"})
"""Types whose ISBN is their own; any other work may carry the ISBN of the book it stands in."""

SHORT_TITLE = 2
"""Titles of at most so many words ("Introduction", "Avant-propos") recur: they need the year as well."""

OTHER_TITLE = 55.0
"""Below this token-set ratio (0–100) two titles are taken to name different works."""


def identity(kind: Kind, csl: Item, ids: Ids, urls: Iterable[str], quote: str = "") -> tuple[str, ...]:
    """Return the features by which a citation is recognised as a known work, most telling first.

    A container's identifier (ISSN, the ISBN of a chapter's book) identifies nothing here. What has neither
    identifier, address nor title is known by its quote alone.
    """
    whole = csl.get("type") in WHOLE_BOOKS
    features = [f"{s}:{v}".lower() for s, v in ids.items() if is_item_id(s) or (s == "isbn" and whole)]
    features += [f"url:{canonical_url(url)}" for url in urls]
    title, first = fold(csl.get("title", "")), first_family(csl)
    if title and first:
        features.append(f"title:{title}|{first}|{_year(csl) if title.count(' ') < SHORT_TITLE else ''}")
    elif len(title) > 3 and not features:
        features.append(f"title:{title}||{_year(csl)}")
    if not features:
        features.append(f"quote:{kind}:{fold(quote)}")
    return tuple(dict.fromkeys(features))


def original(csl: Item) -> str:
    """Return the feature of the work that this one names as its original, without the year; empty for most."""
    title, first = fold(csl.get("original-title", "")), first_family(csl)
    return f"original:{title}|{first}|" if title and first else ""


def _year(csl: Item) -> str:
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else ""


def first_family(csl: Item) -> str:
    """Return the folded family (or literal) name of the first author, else editor, else nothing."""
    for role in ("author", "editor"):
        for name in cast(list[Name], csl.get(role, [])):
            return fold(name.get("family") or name.get("literal") or "")
    return ""


def contradicts(a: Item, a_ids: Ids, b: Item, b_ids: Ids) -> bool:
    """Tell whether two descriptions that share an address or identifier still name different works.

    They do when an identifier of the item differs, or when titles and authors are known on both sides and neither
    agree: a book and the review its citation links to.
    """
    if any(b_ids.get(s, v).lower() != v.lower() for s, v in a_ids.items() if s in {"doi", "hal", "isbn", "nnt"}):
        return True
    if not (a.get("title") and b.get("title") and a.get("author") and b.get("author")):
        return False
    from rapidfuzz.fuzz import token_set_ratio

    if token_set_ratio(fold(a["title"]), fold(b["title"])) >= OTHER_TITLE:
        return False
    return not _families(a) & _families(b)


def other_version(a: Item, b: Item) -> bool:
    """Tell whether two descriptions with one title and author name other editions, volumes or years.

    Whether those are one work all the same is for `biblio.dedupe` to judge, by all the evidence.
    """
    if (a.get("edition") or "1") != (b.get("edition") or "1"):
        return True
    if any(a[name] != b[name] for name in ("volume", "issue", "page") if a.get(name) and b.get(name)):
        return True
    years = {year for year in (_year(a), _year(b)) if year}
    return len(years) > 1


def _families(csl: Item) -> set[str]:
    return {fold(n.get("family") or n.get("literal") or "") for n in csl.get("author", [])}
