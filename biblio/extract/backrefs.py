"""Back-references inside one report: *ibid.*, *op. cit.*, *déjà cité*."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from biblio.extract.letters import UPPER
from biblio.extract.names import RUN, people
from biblio.extract.view import bare
from biblio.model import Item, Mention, Name
from biblio.text import fold

_SIGNS = ("cit.", "op.", "ibid", "idem", "cité", "préc")
_SIGN = re.compile(
    r"(?P<ibid>\bibid(?:em)?\b\.?|(?:^|(?<=[\s\x01]))idem\b\.?)|\b(?:op\.\s?cit\.?|loc\.\s?cit\.?|art\.\s?(?:cit"
    r"|préc)\.?|(?:ouvrage |article |livre |rapport )?(?:déjà citée?|citée? (?:supra|plus haut|ci-dessus))"
    r"|(?:ouvrage|article) cité)",
    re.I,
)
_PAGE = re.compile(r"[\s\x02,.)]*(?:pp?\.|pages?)\s*(\d+(?:\s?[-–]\s?\d+)?)", re.I)
_NAME = re.compile(rf"(?:^|(?<=[\s(«\"\x01]))(?:[{UPPER}][\w'’-]+(?:\s[{UPPER}]\.)*)\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """``text[start:end]`` of a line refers back: to the work before (``names`` empty) or to one of ``names``."""

    start: int
    end: int
    names: list[Name]
    title: str = ""
    page: str = ""


def may_refer(text: str) -> bool:
    """Tell cheaply whether a line may refer back."""
    low = text.lower()
    return any(sign in low for sign in _SIGNS)


def references(text: str) -> list[Reference]:
    """Return the back-references of a line that holds no other citation."""
    found: list[Reference] = []
    edge = 0
    for sign in _SIGN.finditer(text):
        before = text[edge : sign.start()]
        page = _PAGE.match(text, sign.end())
        end = page.end() if page else sign.end()
        if sign["ibid"]:
            if not re.sub(r"[\W\d_]|\bvoir\b|\bcf\b", "", before.lower()):
                found.append(Reference(sign.start(), end, [], page=page[1] if page else ""))
                edge = end
            continue
        words = bare(before).rstrip(" ,(:;")
        names, title, length = _names(words)
        if names:
            start = max(edge, sign.start() - (len(before) - before.rfind(words[-length:][:3])) if length else edge)
            found.append(Reference(start, end, names, title, page[1] if page else ""))
            edge = end
    return found


def _names(words: str) -> tuple[list[Name], str, int]:
    """Return the people that end ``words``, a short title after them, and how many characters both take."""
    clause = re.split(r"[;.(]\s+|\s[–—]\s|\s(?:chez|cf\.?|voir|par)\s", " " + words, flags=re.I)[-1].strip()
    clause = re.sub(r"^(?:voir|cf\.?|chez|par|see)\s+", "", clause, flags=re.I)
    who, _, title = clause.partition(", ")
    for names, rest in ((clause, ""), (who, title)):
        if found := people(names, families=True):
            return found.names, rest, len(clause)
    if (run := list(RUN.finditer(clause))) and run[-1].end() == len(clause) and (found := people(run[-1][0])):
        return found.names, "", len(run[-1][0])
    if (single := _NAME.search(clause)) and (found := people(single[0], families=True)):
        return found.names, "", len(single[0])
    return [], "", 0


def resolve(reference: Reference, before: Sequence[Mention]) -> Mention | None:
    """Return the mention that ``reference`` means among those ``before`` it, the nearest first."""
    wanted = {fold(name.get("family", "")) for name in reference.names}
    title = fold(reference.title)
    for mention in reversed(before):
        if mention.kind == "pointer" or not mention.csl.get("title"):
            continue
        if not wanted:
            return mention
        names = {fold(n.get("family", "")) for n in (*mention.csl.get("author", []), *mention.csl.get("editor", []))}
        if wanted <= names and (not title or fold(mention.csl["title"]).startswith(title)):
            return mention
    return None


def as_mention(base: Mention, reference: Reference, target: Mention | None) -> Mention:
    """Return ``base`` with what the work referred to is known by; a pointer where it is not found."""
    if target is None:
        csl: Item = {"author": reference.names} if reference.names else {}
        return replace(
            base,
            kind="pointer",
            csl=csl,
            confidence=0.3,
            note="refers back to a work that was not found in this report",
        )
    copied: Item = {**target.csl}
    copied.pop("page", None)
    copied.pop("accessed", None)
    if reference.page:
        copied["page"] = reference.page
    return replace(
        base,
        kind=target.kind,
        csl=copied,
        ids=target.ids,
        derived_ids=target.derived_ids,
        confidence=0.7,
        note="refers back to a work cited before in this report",
    )
