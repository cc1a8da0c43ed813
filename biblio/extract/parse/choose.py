"""Which of the marked passages of a citation is its title."""

import re

from biblio.extract.confirm import Confirmation
from biblio.extract.dates import YEAR
from biblio.extract.letters import LETTER, LOWER
from biblio.extract.names import RUN, people
from biblio.extract.parse.people import author_date, people_at_end, sentence_about_people
from biblio.extract.parse.plain import authors_first
from biblio.extract.titles import Region, invited, is_address, is_description, italics, labels, quoted
from biblio.extract.view import bare
from biblio.extract.words import COURTS, names_a_resource, names_a_work

_YEAR_IN_BRACKETS = re.compile(
    rf"[(\[]\s*(?:c\.?\s*)?({YEAR})[a-z]?(?:,\s*[^()\[\]]{{0,30}}|[-–/]\d{{2,4}})?\s*[)\]]|\((?:à paraître"
    rf"|sous presse|in press|forthcoming|s\.\s?d\.|n\.\s?d\.)\)",
    re.I,
)

BY_AFTER = re.compile(rf"[\s\x02\x04]*(?:(?:de|par|by)\s|d['’])(?:{RUN.pattern})\s?\(")
"""*L'Écriture de l'histoire* de Michel de Certeau (Gallimard, 1975)."""
PART_OF = re.compile(
    r"(?:\bcoll(?:ection|\.)?|\bnuméro|\bdossier|\bséries?|\bop|\brubrique)\s*:?\s*[«“\"\x01]?\s*\Z", re.I
)

_GENRE_PREFIX = re.compile(
    rf"^(?:l['’]|le |la |les |un |une |the "
    rf"|a )?(?P<noun>[{LETTER}][{LETTER}-]*)(?P<more>(?:\s[{LOWER}]+){{0,3}})\s*:?\s*\Z",
    re.I,
)


def choose_title(text: str, confirm: Confirmation) -> Region | None:
    """Choose the title among the words in quotation marks, in italics and under links."""
    for region in labels(text):
        if is_address(region.title):
            continue
        if author_date(region.title):
            return Region(region.start, region.end, region.title, "author-date")
        inner = text[region.start + 1 : region.end - 1]
        marked = [*quoted(inner), *italics(inner)]
        for r in marked[:1]:
            head, tail = bare(inner[: r.start]), bare(inner[r.end :])
            if (not head or names_a_work(head) or names_a_resource(head) or people(head)) and (
                not tail or tail[0] in "(,"
            ):
                shift = region.start + 1
                return Region(shift + r.start, shift + r.end, r.title, r.how)
        if is_description(region.title) or (people(region.title) and not confirm.path(region.title)):
            continue
        if COURTS.match(region.title):
            continue
        earlier = [
            r
            for r in (*quoted(text[: region.start]), *italics(text[: region.start]))
            if people_at_end(text[: r.start])
        ]
        if earlier and _may_be_title(text, earlier[0]):
            return earlier[0]
        return region
    marks = [r for r in quoted(text) if _may_be_title(text, r)]
    em = [r for r in italics(text) if _may_be_title(text, r)]
    for q in marks:
        if not any(e.start < q.start and q.end < e.end for e in em):
            return q
    for e in em:
        if not _is_container(text, e):
            return e
    return None


def _may_be_title(text: str, region: Region) -> bool:
    first = region.title.lstrip('«“" ([…')[:1]
    before = text[: region.start]
    if PART_OF.search(before[-40:]):
        return False
    if invited(text, region.start):
        return not first.islower() or bool(people_at_end(before))
    if first.islower():
        return False
    if BY_AFTER.match(text[region.end :]):
        return not first.islower()
    words = bare(before)
    if region.how == "italics" and sentence_about_people(re.sub(r"[\s,]*\b(?:in|dans)\s*\Z", "", words)):
        return True
    return bool(people_at_end(before)) or bool(
        (noun := _GENRE_PREFIX.match(re.split(r"[,:]\s", words)[-1].strip()))
        and (names_a_work(noun["noun"]) or names_a_resource(noun["noun"]))
    )


def _is_container(text: str, region: Region) -> bool:
    """Tell whether italics hold the container: an unmarked title stands between the authors and them."""
    before = bare(text[: region.start]).rstrip(" ,")
    if inside := re.search(r"[\s,.]*\b(?:[Ii]n|[Dd]ans)\s*:?\s*\Z", before):
        return not sentence_about_people(before[: inside.start()])
    if year := list(_YEAR_IN_BRACKETS.finditer(before)):
        return len(before[year[-1].end() :].strip(" .,:").split()) >= 2
    reference = authors_first(before + " ")
    return bool(reference and len(reference[1].strip(" .,:").split()) >= 3 and before.endswith((".", "?", "!")))
