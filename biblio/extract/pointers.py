"""Pointers: somebody's work that a list of resources names with neither title nor address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from biblio.extract.names import RUN, people
from biblio.extract.notes import works_of
from biblio.extract.parse import lead
from biblio.extract.view import bare
from biblio.extract.words import is_organisation, names_a_resource
from biblio.model import Name


@dataclass(frozen=True, slots=True)
class Pointer:
    """``text[start:end]`` of a line names the work of ``names``."""

    start: int
    end: int
    names: list[Name]


_LIST = re.compile(r"^(?P<head>[^:]{3,90}?)\s?:\s")
_BODY = re.compile(
    r"(?:travaux|recherches|publications|études|enquêtes)\s(?:du|de la|de l['’]|des)\s?"
    r"(?P<body>(?:laboratoire|équipe|centre|chaire|institut|observatoire|réseau|unité|groupe|école|université|collectif)\b"
    r"(?:(?!\ssur\s|\squi\s)[^,.;:(])*)",
    re.I,
)
_NAMES = re.compile(rf"(?:{RUN.pattern})(?:\s*(?:,|\bet\b|&)\s*(?:{RUN.pattern}))*")
_ITEM = re.compile(r"\s*(?:[^,;()]|\([^()]*\))+")
_INSTITUTIONS = re.compile(
    r"^(?:les\s)?(?:laboratoires?|labos?|équipes?|chaires?|centres?|instituts?|écoles?|réseaux?|universités?|organismes?|associations?|chercheurs?|chercheuses?|auteurs?|labs?|teams?|researchers?|authors?)\b",
    re.I,
)


def pointers(text: str) -> Iterator[Pointer]:
    """Yield the pointers of a line from a list of resources.

    A line points when it begins with a person (*Alexandre Moine, sur la complexité …*), with *travaux de*, or when it
    lists institutions after a colon (*Laboratoires : A, B, C*).
    """
    start = lead(text)
    words = text[start:]
    if (found := _LIST.match(words)) and _INSTITUTIONS.match(found["head"]):
        yield from _listed(words, start, found)
        return
    if names := _names(words):
        end = len(text.rstrip())
        yield Pointer(start, end, names)


def _listed(words: str, start: int, head: re.Match[str]) -> Iterator[Pointer]:
    first = True
    for item in _ITEM.finditer(words, head.end()):
        name = bare(re.sub(r"\s*\([^()]*\)", "", item[0])).strip(" .,")
        if not name or not any(w[0].isupper() for w in name.split()):
            continue
        begin = start if first else start + item.start() + len(item[0]) - len(item[0].lstrip())
        who = people(name)
        yield Pointer(
            begin, start + item.start() + len(item[0].rstrip(" .")), who.names if who else [{"literal": name}]
        )
        first = False


def _names(words: str) -> list[Name]:
    if who := works_of(bare(words)):
        return who.names
    if body := _BODY.match(words):
        return [{"literal": bare(body["body"]).strip(" .,")}]
    run = RUN.match(words)
    if not run:
        return []
    head = _NAMES.match(words)
    names = head[0] if head else run[0]
    after = words[len(names) :]
    if is_organisation(names) or names_a_resource(names):
        return []
    if not re.match(
        r"\s*(?:\([^()]*\))?\s*(?:[,:–—-]|\.?\Z|\b(?:sur|qui|à propos|dont|on|pour ses?|about)\b|\.\s*\Z)", after
    ):
        return []
    who = people(names)
    return who.names if who else []
