"""Rules that keep two entries apart whatever else they share, and identifiers that join them.

Each rule is a named condition on the levels of `compare`; where identifiers of the item are shared, no rule is asked.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.columns import Ints
from biblio.dedupe.compare import AUTHORS_AGREE, CODE, TITLE_AGREES, Codes
from biblio.dedupe.locators import ARTICLE, BOOK, CHAPTER, PREPRINT, REPORT, REVIEW, TALK, THESIS
from biblio.dedupe.table import Table

Mask = NDArray[np.bool_]


class Found:
    """The levels found for some pairs, and the kinds of their two sides, for rules to ask."""

    def __init__(self, table: Table, i: Ints, j: Ints, levels: Mapping[str, Codes]) -> None:
        self.table, self.i, self.j, self.levels = table, i, j, levels

    def has(self, name: str, *levels: str) -> Mask:
        """Tell for which pairs comparison ``name`` found one of ``levels``."""
        codes = [CODE[name][level] for level in levels]
        if len(codes) == 1:
            return np.asarray(self.levels[name] == codes[0])
        return np.isin(self.levels[name], codes)

    def either(self, name: str, *values: int) -> Mask:
        """Tell in which pairs one side, at least, has one of ``values`` in a column."""
        column = self.table.plain[name]
        return np.isin(column[self.i], values) | np.isin(column[self.j], values)

    def kinds(self, one: tuple[int, ...], other: tuple[int, ...]) -> Mask:
        """Tell which pairs have a side of each of two sets of kinds."""
        a, b = self.table.plain["kind"][self.i], self.table.plain["kind"][self.j]
        return (np.isin(a, one) & np.isin(b, other)) | (np.isin(a, other) & np.isin(b, one))


TITLE_CONTRADICTS = ("one word differs", "some words differ", "half differs", "differs")
TITLE_SAYS_SAME = (
    "missing",
    "equal, long",
    "equal",
    "equal, short",
    "equal, recurring heading",
    "without subtitle, long",
    "without subtitle",
    "without subtitle, short",
    "in another language",
)
ISSUE_DIFFERS = ("differs", "differs, same pages")
PAGES_AGREE = ("equal", "same first page")


def other_number(found: Found) -> Mask:
    """Keep apart tome 1 and tome 2, part I and part II, the reports of 2012 and of 2013."""
    return found.has("numbers", "differ")


def other_edition(found: Found) -> Mask:
    """Keep apart the second and the third edition, a second one and one that says nothing, years later."""
    return found.has("edition", "differs") | (
        found.has("edition", "one said") & found.has("year", "one apart", "two apart", "apart")
    )


def years_apart(found: Found) -> Mask:
    """Keep apart years that differ by more than one; by two for a preprint, which may wait for publication."""
    preprint = found.either("kind", PREPRINT)
    return found.has("year", "apart") | (found.has("year", "two apart") & ~preprint)


def other_kind(found: Found) -> Mask:
    """Keep apart a thesis and its book, a chapter or a review and the book, a talk or a reprint and the article."""
    hosted = (ARTICLE, CHAPTER, TALK)
    alone = (BOOK, THESIS, REPORT)
    apart = found.kinds(hosted, alone) & ~found.has("container", "missing")
    apart |= found.kinds((THESIS,), (BOOK, REPORT))
    apart |= found.kinds((REVIEW,), (BOOK, CHAPTER, THESIS, REPORT))
    other_host = found.has("container", "differs")
    apart |= found.kinds((ARTICLE,), (CHAPTER, TALK)) & other_host
    apart |= found.kinds((ARTICLE,), (TALK,)) & found.has("pages", "differ") & ~found.has("issue", "equal")
    # Proceedings appear under the conference's name and as a volume of a series: the pages tell.
    apart |= found.kinds((CHAPTER,), (TALK,)) & other_host & ~found.has("pages", *PAGES_AGREE)
    return apart


def other_place(found: Found) -> Mask:
    """Keep apart chapters of one book that begin on different pages."""
    same_book = found.has("container", "equal", "abridged") | found.has("isbn", "equal")
    return same_book & found.has("pages", "differ") & found.kinds((CHAPTER,), (CHAPTER, TALK))


def elsewhere(found: Found) -> Mask:
    """Keep apart what stands on other pages of another journal or issue: the abstract of a talk and the article."""
    return (found.has("container", "differs") | found.has("issue", "differs")) & found.has("pages", "differ")


def other_issue(found: Found) -> Mask:
    """Keep apart articles of two years and issues under titles that differ, though both begin on page 3."""
    differ = found.has("issue", *ISSUE_DIFFERS) & found.has("title", *TITLE_CONTRADICTS)
    return differ & found.has("year", "one apart", "two apart", "apart")


def sibling(found: Found) -> Mask:
    """Keep apart articles of one issue on other pages, unless their titles say the same: parts of one study."""
    last = found.table.column["last"]
    alike = (last[found.i] == 0) == (last[found.j] == 0)  # a first page against a range may be an article's number
    issue = found.has("container", "equal", "abridged") & found.has("issue", "equal")
    return np.asarray(issue & found.has("pages", "differ") & alike & ~found.has("title", *TITLE_SAYS_SAME))


def recurring_heading(found: Found) -> Mask:
    """Keep apart all that is called "Introduction" or "Éditorial", unless issue or book, and pages agree."""
    heading = found.has("title", "equal, recurring heading")
    agree = found.has("issue", "equal") | (
        found.has("issue", "missing", "in part") & found.has("pages", *PAGES_AGREE)
    )
    return heading & ~(agree & ~found.has("pages", "differ") & ~found.has("container", "differs"))


def other_identifier(found: Found) -> Mask:
    """Keep apart two DOIs, two HAL deposits, two pages of one platform, unless it was registered twice."""
    differs = found.has("doi", "differs") | (found.has("platform", "differs") & ~found.has("doi", "equal"))
    version = found.has("kind", "compatible") & found.either("kind", PREPRINT)
    return differs & ~version


def translation(found: Found) -> Mask:
    """Keep apart a book and its translation: one side names a translator, or the other's title as original."""
    table, i, j = found.table, found.i, found.j
    language, original = table.column["language"], table.column["original"]
    other = (language[i] != language[j]) & (language[i] != 0) & (language[j] != 0)
    translated = table.plain["translated"]
    answer = other & (translated[i] != translated[j])
    names = table.values["original"]
    for k in np.flatnonzero((original[i] != 0) | (original[j] != 0)):
        a, b = int(i[k]), int(j[k])
        answer[k] |= names[original[a]] == table.titles[b] or names[original[b]] == table.titles[a]
    return np.asarray(answer & found.kinds((BOOK,), (BOOK,)))


def about_the_other(found: Found) -> Mask:
    """Keep apart a correction, a review or a reply and the work it is about."""
    notice = found.table.plain["notice"]
    one = np.asarray(notice[found.i] != notice[found.j])
    return one & ~(
        found.has("pages", *PAGES_AGREE) & found.has("authors", *AUTHORS_AGREE) & found.has("year", "equal")
    )


VETOES: Mapping[str, Callable[[Found], Mask]] = {
    "another volume, part or year in the title": other_number,
    "another edition": other_edition,
    "years apart": years_apart,
    "another kind of work": other_kind,
    "other pages of one book": other_place,
    "other pages elsewhere": elsewhere,
    "other pages of one issue": sibling,
    "another issue": other_issue,
    "a heading that recurs": recurring_heading,
    "another identifier": other_identifier,
    "a translation": translation,
    "a notice about the other": about_the_other,
}
"""What keeps apart, by the name that explanations give it; the order is that of the explanation."""

RELATIONS: Mapping[str, str] = {
    "another volume, part or year in the title": "part",
    "another edition": "edition",
    "another kind of work": "version",
    "other pages elsewhere": "version",
    "a translation": "translation",
    "a notice about the other": "review",
}
"""Vetoes whose pairs are related works when all else speaks for them."""


def joined(found: Found) -> Mask:
    """Tell which pairs share an identifier of the item itself.

    Identifiers are also repeated by what stands inside: chapters carry their book's DOI, the abstracts of a meeting
    that of the issue. So an identifier does not count where the titles say other things, unless languages differ or
    the names agree and the pages do not contradict; nor between issues of a recurring heading. An ISBN counts between
    whole books.
    """
    unlike = found.has("title", *TITLE_CONTRADICTS)
    contradict = unlike & ~(
        found.has("authors", *AUTHORS_AGREE, "missing")
        & found.has("pages", "missing", "equal")
        & ~found.has("numbers", "differ")
    )
    contradict |= found.has("title", "in another language") & (
        found.has("authors", "others", "few of them") | found.has("pages", "differ")
    )
    other_pages = found.has("pages", "differ")
    contradict |= other_pages & found.has("container", "differs") & found.has("issue", *ISSUE_DIFFERS)
    contradict |= other_pages & found.has("authors", "others")
    contradict |= found.has("title", "equal, recurring heading") & found.has("issue", *ISSUE_DIFFERS)
    item = found.has("doi", "equal") | (found.has("platform", "equal") & ~found.has("doi", "differs"))
    whole = ~found.either("kind", CHAPTER, ARTICLE, TALK, REVIEW) & ~found.either("hosted", 1)
    book = found.has("isbn", "equal") & whole & ~found.has("numbers", "differ") & ~found.has("edition", "differs")
    book &= ~found.has("title", "differs", "half differs")
    chapter_and_book = found.kinds((CHAPTER,), (BOOK,)) & ~found.has("title", *TITLE_AGREES)
    return (item | book) & ~contradict & ~chapter_and_book
