"""Who published it: container, issuer, place, publisher and genre among the words left over."""

import re

from biblio.extract.confirm import Confirmation
from biblio.extract.details import is_place
from biblio.extract.letters import LETTER
from biblio.extract.parse.parsed import Parsed
from biblio.extract.words import CALENDAR, is_organisation, names_a_work
from biblio.model import Item, Name

# fmt: on
PRESS_WORD = re.compile(
    r"\b(?:presses?|press|éditions?|éd\.|éditeur|editions?|verlag|publish\w*|books|livres|university)\b", re.I
)

SERIAL = re.compile(
    r"(?:la |les |le |l['’])?(?:revue|cahiers?|annales|journal|bulletin|actes|lettre|archives|review|european"
    r"|international)\b",
    re.I,
)

_OF_ORG = re.compile(r"\s(?:par|de la|du|de l['’]|des|de|d['’]|by|of)\s*(?P<org>(?=[A-ZÀ-ÖØ-Þ]).+)\Z")


def assign(parsed: Parsed, rest: list[str], contained: bool, article: bool, confirm: Confirmation) -> None:
    """Give the pieces that no pattern claimed to container, issuer, place and publisher."""
    item = parsed.item
    numbered = any(name in item for name in ("volume", "issue")) or ("page" in item and parsed.how == "quoted")
    rest = [piece for piece in rest if not is_description_of_self(piece)]
    theses = [
        p
        for p in rest
        if re.match(r"(?:thèse|mémoire|habilitation|h\.?d\.?r|ph\.? ?d|dissertation|doctoral|master)", p, re.I)
    ]
    if theses:
        item["genre"] = theses[0]
        rest.remove(theses[0])
        if rest:
            item["publisher"] = next((p for p in rest if is_organisation(p)), rest[0])
        return
    reports = [
        p
        for p in rest
        if re.match(r"(?:rapport|avis|note|étude|livre blanc|compte[- ]rendu|working paper|report|guide)\b", p, re.I)
    ]
    if reports:
        rest.remove(reports[0])
        item["genre"] = reports[0]
        if "author" not in item and (found := _OF_ORG.search(reports[0])) and not re.match(r"au |à |to ", reports[0]):
            issuer = found["org"]
            if is_organisation(issuer):
                item["author"] = [{"literal": issuer}]
    if not rest:
        return
    if (
        article
        and not contained
        and "genre" not in item
        and ("author" in item or "editor" in item or numbered)
        and "container-title" not in item
    ):
        host = next((p for p in rest if confirm.host(p) and "genre" not in item), "")
        named = [p for p in rest if p.split()[0][0].isupper() or numbered]
        if host:
            item["container-title"] = host
            rest.remove(host)
        elif named and (numbered or parsed.how == "quoted" or "issued" in item) and not PRESS_WORD.search(named[0]):
            journal = named[0]
            if numbered and len(named) > 1 and not SERIAL.match(named[0]) and not is_place(named[1]):
                journal = named[1]
            rest.remove(journal)
            item["container-title"] = journal
            if "issue" not in item and (issue := re.fullmatch(rf"(.*[{LETTER}])\s(\d{{1,4}})", journal)):
                item["container-title"], item["issue"] = issue[1], issue[2]
        if not rest:
            return
    if (
        article
        and confirm.serial
        and "container-title" not in item
        and (paper := next((p for p in rest if confirm.host(re.sub(r"^(?:de|du|in|dans|sur) ", "", p))), ""))
    ):
        item["container-title"] = re.sub(r"^(?:de|du|in|dans|sur) ", "", paper)
        return
    if (
        parsed.how == "quoted"
        and not {"author", "editor", "container-title"} & item.keys()
        and rest[0][0].isupper()
        and len(rest[0].split()) <= 8
        and not is_organisation(rest[0])
        and not confirm.host(rest[0])
    ):
        item["container-title"] = rest[0]
        return
    if article and "author" not in item and "editor" not in item and "container-title" not in item:
        issuers = _issuers(rest, confirm)
        if issuers:
            item["author"] = issuers
        return
    if contained and article and numbered:
        return
    _publish(item, rest)


def is_description_of_self(piece: str) -> bool:
    """Tell whether a piece says nothing of the publication (*format PDF*, *en français*)."""
    return (
        bool(
            re.match(
                r"(?:format|pdf|en (?:français|anglais|accès)|version|vidéo|article|ouvrage|livre|op\b|ibid)\b",
                piece,
                re.I,
            )
        )
        and len(piece.split()) <= 3
    )


def _issuers(rest: list[str], confirm: Confirmation) -> list[Name]:
    """Return the organisations that put out what a link's words name."""
    names: list[Name] = []
    for piece in rest:
        piece = re.sub(
            r"^(?:de la|de l['’]|du|des|de|d['’]|par|by)\s+|\s(?:for the|pour l[ea]s?|pour l['’])\s?.*\Z", "", piece
        )
        if (names_a_work(piece) and piece[0].islower()) or re.search(r"\b(?:avec|with)\b", piece):
            continue
        if piece.lower() in CALENDAR or len(piece.split()) > 14 or not any(w[0].isupper() for w in piece.split()):
            continue
        if not (
            is_organisation(piece)
            or confirm.host(piece)
            or (piece[0].isupper() and len(piece.split()) <= 4 and not is_place(piece))
            or not names
        ):
            continue
        both = piece.split(" & ")
        if len(both) == 2 and all(p[0].isupper() for p in both) and not confirm.host(piece):
            names += [{"literal": p.strip()} for p in both]
        else:
            names.append({"literal": piece})
    return names


def _publish(item: Item, rest: list[str]) -> None:
    """Read place and publisher: *Paris, La Découverte* or *Cambridge: MIT Press*."""
    pieces = [p for p in rest if p[0].isupper() or p[0].isdigit() or PRESS_WORD.search(p)]
    pieces = [p for p in pieces if len(p.split()) <= 8]
    if not pieces or item.get("publisher"):
        return
    if len(pieces) >= 2 and is_place(pieces[0]):
        item["publisher-place"], item["publisher"] = pieces[0], pieces[1]
    elif len(pieces) >= 2 and is_place(pieces[1]) and PRESS_WORD.search(pieces[0]):
        item["publisher"], item["publisher-place"] = pieces[0], pieces[1]
    else:
        item["publisher"] = pieces[0]
