"""Identify, then accept: whether a record is the cited work, a review of it, or something else.

A wrong record is far worse than none. A record that identifiers led to is refused when it contradicts what the report
says; a record that words led to is accepted only when title *and* first author agree, the year lies within one and
no identifier contradicts.
"""

import re
from dataclasses import dataclass
from typing import Literal

from biblio.enrich import people, titles
from biblio.model import Ids, Item, Record
from biblio.sources.base import How
from biblio.text import fold

Relation = Literal["same", "review-of", "see-also", "candidate", "stranger"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a record stands to the cited work, and why.

    ``same`` may be merged; ``review-of``, ``see-also`` and ``candidate`` are kept and shown; a ``stranger`` has
    nothing to do with it.
    """

    relation: Relation
    reason: str = ""


# Schemes in which two values cannot name one work; deposits (HAL), handles and notices (PPN) exist twice.
_EXCLUSIVE = ("doi", "isbn", "nnt", "arxiv", "persee", "openedition", "youtube", "theses_sujet", "isidore")
_REVIEW_TITLE = re.compile(
    r"^(?:comptes? rendus?|notes? (?:de lecture|critiques?)\b|recensions?\b|lectures? de\b|a propos d[eu]\b"
    r"|(?:book )?reviews?(?: of| essay)?\b|critique d[eu]\b|rezension|resena|recensione|notice bibliographique)"
)
# "…, Paris, Seuil, 1998, 225 p.": a title that ends like an entry of a bibliography is a review of that entry.
_ENTRY_TAIL = re.compile(
    r"(?:,|\.|\()\s*(?:1[89]|20)\d\d\b[^\n]{0,60}?\b\d{2,4}\s?(?:p\b|pages|pp\b)|\bISBN\b|\b\d{2,4} ?p\.\s*\)?$", re.I
)
_REVIEW_TYPES = ("review", "review-book")
# Types that are two works even under one title and by one author: the thesis and the book made of it.
_APART = (
    frozenset({"thesis"}),
    frozenset({"book", "chapter"}),
    frozenset({"motion_picture", "song", "broadcast", "graphic", "map"}),
)
_PARTS = (
    {
        "chapter",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "paper-conference",
        "review",
        "review-book",
    },
    {"book", "periodical", "thesis"},
)


def judge(cited: Item, cited_ids: Ids, found: Record, how: How) -> Judgement:
    """Decide what ``found`` is to the work of which a report says ``cited``.

    ``how`` tells what led to the record: ``id`` (an identifier or address in the report), ``rule`` (one derived from
    it) or ``text`` (words).
    """
    if how == "text":
        return _judge_text(cited, cited_ids, found)
    verdict = _judge_identified(cited, found)
    if how == "rule" and verdict.relation == "same" and not _confirmed(cited, cited_ids, found):
        return Judgement("candidate", "derived by rule, and nothing in the report confirms it")
    return verdict


def _judge_identified(cited: Item, found: Record) -> Judgement:
    item = found.csl
    author = people.best_likeness(cited, item)
    has_title, has_author = titles.names_something(cited.get("title", "")), bool(people.creators(cited))
    title = _loose_agreement(cited, item, author) if has_title else "none"
    knows_authors = bool(people.everybody(item))
    if has_author and not knows_authors and title in ("same", "main"):
        author = "same"  # Editorials, press releases and catalogues name nobody: that contradicts nothing.
    agrees = {"same": True, "main": True, "vague": author != "other", "none": False}[title]
    if not has_title and not has_author:
        return Judgement("same", "identified")
    if is_review(item) and not is_review(cited) and not (author == "same" and agrees):
        mentioned = title != "none" or _mentions_author(cited, item)
        return Judgement("review-of" if mentioned else "see-also", "the record is a review")
    if _is_review_of(cited, item, author):
        return Judgement("review-of", "its title names the cited author and title")
    if has_author and author == "other" and not _is_host(cited, item):
        return Judgement("see-also", "another author" if agrees else "another author and title")
    if has_title and not agrees:
        if title == "vague" and not has_author and _is_described(cited["title"], item):
            return Judgement("same", "identified; the report describes rather than names it")
        return Judgement("see-also", "another title")
    if not has_title and has_author and not _years_near(cited, item, 1):
        return Judgement("see-also", "another year")
    notes = ["identified"]
    if author == "misspelt":
        notes.append("the report misspells the author")
    if title == "vague":
        notes.append("the report describes rather than names it")
    if not _years_near(cited, item, 1):
        notes.append("another year")
    return Judgement("same", "; ".join(notes))


def _judge_text(cited: Item, cited_ids: Ids, found: Record) -> Judgement:
    item = found.csl
    title = _title_agreement(cited, item)
    author = people.first_authors_agree(cited, item)
    if title in ("none", "vague"):
        if _is_review_of(cited, item, author):
            return Judgement("review-of", "its title names the cited author and title")
        return Judgement("candidate" if title == "vague" and author == "same" else "stranger", "another title")
    if author == "other":
        if is_review(item) and not is_review(cited):
            return Judgement("review-of", "a review under the title of the book")
        return Judgement("candidate", "same title, another author")
    if is_review(item) and not is_review(cited):
        return Judgement("candidate", "the record is a review")
    if clash := _clash(cited_ids, found.ids):
        return Judgement("candidate", f"another {clash}")
    if not _years_near(cited, item, 1):
        return Judgement("candidate", "another year")
    if author == "misspelt" and (title != "same" or _year(cited) is None):
        return Judgement("candidate", "author spelt otherwise, and too little else to confirm it")
    if _types_apart(cited, item):
        return Judgement("candidate", f"a {item.get('type')}, not a {cited.get('type')}")
    container = _containers_agree(cited, item)
    if container is False:
        return Judgement("candidate", "published elsewhere")
    if _contradicts_place(cited, item):
        return Judgement("candidate", "another volume or page")
    if titles.is_generic(cited["title"]) and not (container and _years_near(cited, item, 0)):
        return Judgement("candidate", "a title too common to identify a work")
    # A name without its first name proves little when a short title and nothing else stands beside it.
    if _is_thin(cited) and title == "main" and not container:
        return Judgement("candidate", "too little in the report to tell")
    return Judgement(
        "same", "title and first author agree" + ("; the report misspells the author" if author == "misspelt" else "")
    )


def is_review(item: Item) -> bool:
    """Tell whether a description is a review, by its type, by what its source says, or by its title."""
    if item.get("type") in _REVIEW_TYPES or item.get("custom", {}).get("review"):
        return True
    title = item.get("title", "")
    return bool(_REVIEW_TITLE.match(fold(title[: titles.LONGEST])) or _ENTRY_TAIL.search(title[-300:]))


def _is_review_of(cited: Item, item: Item, author: people.Likeness) -> bool:
    """Recognise "Christophe Dejours, Souffrance en France" by somebody else."""
    if author != "other" or not cited.get("title") or not _mentions_author(cited, item):
        return False
    return titles.agreement(cited["title"], item.get("title", "")) == "vague" or is_review(item)


def _mentions_author(cited: Item, item: Item) -> bool:
    text = f"{item.get('title', '')[: titles.LONGEST]} {item.get('reviewed-title', '')[: titles.LONGEST]}"
    words = set(fold(text).split())
    return any(
        family and set(family) <= words
        for who in people.creators(cited)[:2]
        if (family := fold(who.get("family") or who.get("literal", "")).split())
    )


def _title_agreement(cited: Item, item: Item) -> titles.Agreement:
    known = [item.get("title", ""), *item.get("custom", {}).get("titles", [])]
    degrees = [titles.agreement(cited.get("title", ""), title) for title in known]
    return min(degrees, key=("same", "main", "vague", "none").index)


def _loose_agreement(cited: Item, item: Item, author: people.Likeness) -> titles.Agreement:
    """Compare titles where the report may run author, title and publisher together, as one label of a link."""
    agreement = _title_agreement(cited, item)
    if agreement != "none":
        return agreement
    words = fold(cited["title"][: titles.LONGEST]).split()
    names = people.words_of_names(item)
    bare = [word for word in words if word not in names]
    if len(bare) < len(words) and (agreement := _title_agreement(Item(title=" ".join(bare)), item)) != "none":
        return agreement
    main = titles.main_title(item.get("title", ""))
    named = author == "same" or len(bare) < len(words)
    begins = " ".join([*bare, ""]).startswith(fold(main) + " ") and len(titles.telling_words(main)) >= 2
    return "vague" if named and begins and titles.same_numbers(cited["title"], item["title"]) else "none"


def _is_host(cited: Item, item: Item) -> bool:
    """Tell whether the organisation that a report names as author published the record."""
    who = people.creators(cited)[0]
    if "literal" not in who:
        return False
    places = (item.get("publisher"), item.get("container-title"), item.get("authority"))
    return any(place and people.likeness(who, {"literal": place}) != "other" for place in places)


def _confirmed(cited: Item, cited_ids: Ids, found: Record) -> bool:
    """Tell whether a record behind a derived identifier is backed by anything that was not derived."""
    item = found.csl
    shared = [scheme for scheme in _EXCLUSIVE if cited_ids.get(scheme) and cited_ids[scheme] == found.ids.get(scheme)]
    if shared or found.note.startswith("address"):
        return True
    if cited.get("title"):
        return _title_agreement(cited, item) in ("same", "main")
    return people.best_likeness(cited, item) == "same" and _year(cited) is not None and _years_near(cited, item, 1)


def _clash(cited: Ids, found: Ids) -> str:
    return next(
        (
            scheme
            for scheme in _EXCLUSIVE
            if cited.get(scheme) and found.get(scheme) and cited[scheme] != found[scheme]
        ),
        "",
    )


def _year(item: Item) -> int | None:
    parts = item.get("issued", {}).get("date-parts") or [[]]
    return int(parts[0][0]) if parts[0] and parts[0][0] else None


def _years_near(cited: Item, item: Item, distance: int) -> bool:
    ours, theirs = _year(cited), _year(item)
    return ours is None or theirs is None or abs(ours - theirs) <= distance


def _types_apart(cited: Item, item: Item) -> bool:
    one, other = cited.get("type", ""), item.get("type", "")
    if not one or not other or one == other:
        return False
    ranks = [next((index for index, group in enumerate(_APART) if kind in group), None) for kind in (one, other)]
    if None not in ranks and ranks[0] != ranks[1]:
        return True
    small, whole = _PARTS
    return (one in small and other in whole) or (other in small and one in whole)


def _containers_agree(cited: Item, item: Item) -> bool | None:
    """Return whether both appeared in the same journal or book; None where one does not say."""
    ours, theirs = cited.get("container-title", ""), item.get("container-title", "")
    if not ours or not theirs:
        return None
    if titles.agreement(ours, theirs) != "none":
        return True
    one, other = titles.content_words(ours), titles.content_words(theirs)
    short, long = sorted((one, other), key=len)
    # "Sciences soc. et santé": each word begins one of the other title's words, in order; or an acronym.
    rest = iter(long)
    return bool(short) and (
        all(any(word.startswith(part) for word in rest) for part in short)
        or (len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long))
    )


def _contradicts_place(cited: Item, item: Item) -> bool:
    first = [fold(one.get("page", "")).partition(" ")[0] for one in (cited, item)]
    if all(first) and first[0] != first[1]:
        return True
    # Volume and issue change places between sources, so only two numbers without a match contradict each other.
    ours = {value for key in ("volume", "issue") if (value := fold(str(cited.get(key, ""))))}
    theirs = {value for key in ("volume", "issue") if (value := fold(str(item.get(key, ""))))}
    return bool(ours and theirs and not ours & theirs)


def _is_described(description: str, item: Item) -> bool:
    """Tell whether at least two telling words of a description stand in the record's title, and all of them."""
    telling = titles.telling_words(description)
    return len(telling) >= 2 and telling <= titles.telling_words(item.get("title", ""))


def _is_thin(cited: Item) -> bool:
    """Tell whether a citation gives little more than a family name and a short title."""
    first_name = people.creators(cited)[0].get("given") or "literal" in people.creators(cited)[0]
    short = len(titles.content_words(cited["title"])) < 3
    return short and not first_name and _year(cited) is None and not cited.get("container-title")
