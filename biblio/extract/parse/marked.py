"""Citations whose title is marked: quotation marks, italics, the words of a link."""

import re

from biblio.extract.confirm import Confirmation
from biblio.extract.dates import YEAR, last_date, read_date
from biblio.extract.details import details
from biblio.extract.letters import LETTER, LOWER, UPPER
from biblio.extract.names import People, people
from biblio.extract.parse.parsed import Parsed, put_people
from biblio.extract.parse.people import people_at_end, sentence_about_people
from biblio.extract.parse.publication import PRESS_WORD, SERIAL, assign
from biblio.extract.titles import Region, clean_title, is_description
from biblio.extract.view import EM, EM_END, bare
from biblio.extract.words import EVENTS, is_organisation, names_a_resource, names_a_work
from biblio.model import Item

# fmt: off
_PUBLISHERS_LIKE_PEOPLE = frozenset(
    (
        "armand colin", "albin michel", "robert laffont", "michel lafon", "odile jacob", "anne carrière",
        "bernard grasset", "christian bourgois", "champ vallon", "actes sud", "joëlle losfeld", "henry dougier",
        "michel houdiard", "max milo", "philippe rey", "philippe picquier", "françois bourin",
        "charles léopold mayer", "john wiley", "edward elgar", "marabout", "harmonia mundi", "premier parallèle",
    )
)
# fmt: on

_PART = re.compile(r"[\W]*(?:tome|t\.|vol(?:ume|\.)?)\s?(?P<number>\d+|[IVX]+)\W*\x01[^\x02]*\x02", re.I)
_PRINTED = re.compile(rf"\W*\((?P<publisher>[{UPPER}][^(),]{{2,40}}),\s(?P<year>{YEAR})\)\W*")
_PAPER = re.compile(
    rf"(?P<name>[{UPPER}][^,:(«»\d]{{1,60}}?)(?:,|\s[-–—]|\.)\s(?P<rest>(?:\d|[a-zé]+\s\d|n[°o]|no\.|vol|[A-Z][a-zé]+\s\d).*)\Z"
)
_BY = re.compile(
    r"\b(?:article|billet|tribune|texte|entretien|documentaire|film|vidéo|podcast|livre|roman|conférence|intervention"
    r"|communication|exposé|chronique|leçon)\s(?:de\s|d['’]|par\s)"
    rf"(?P<who>[{UPPER}][^,.;:()\x01-\x05]{{3,80}})"
)
"""*« Titre », La Croix, 27 mai 2016 : article de Malo Tresca*."""
_FIRST_EDITION = re.compile(rf"(?<=\d)[a-z]?\s?\[{YEAR}\]|\[{YEAR}\]\s?(?={YEAR})")
"""*(2001 [1986])*: the year of the first edition beside that of the one cited."""
_LABEL = re.compile(r"\x03[^\x04]*\x04")
_BOOK_BEFORE = re.compile(r"\b(?:livre|ouvrage|bouquin|roman|essai|manuel|book|novel)\b", re.I)
_COMMENT = re.compile(
    rf"\s:\s(?=[{LOWER}])|\s[–—-]\s(?=[{LOWER}])(?!n[°o]|vol|p\.|pp|t\.)|\s(?:->|→|=>|//)\s|(?<=[\x04\x05])\s(?=[{LOWER}]{{2,}}\s)(?!par\s|by\s|de\s|in\s|dans\s|sous\s|avec\s|dir|trad|consulté|vol|pp?\b|n°)"
)

_AUTHORING = re.compile(
    r"\b(?:publi(?:e|ent|ait|aient|é)|écri(?:t|vent|vait|vaient)|sign(?:e|ent|ait|é)|pos(?:e|ent|ait|aient|é)"
    r"|propos(?:e|ent|ait|é)|montr(?:e|ent|ait|é)|défend(?:ent|ait|u)?|racont(?:e|ent|ait|é)|rédig(?:e|ent|eait|é)"
    r"|annon(?:ce|cent|çait|cé)|demand(?:e|ent|ait|é)|soutien(?:t|nent)|writes?|wrote|published|argue[sd]?)\b[^.;:]{0,40}\Z"
)
"""What an author does, right before the words that lead to the work: *X publiait déjà [Titre](url)*."""
_REMARK = re.compile(r"\([^()]{20,400}\)")

_REPORT_TITLE = re.compile(
    r"(?:rapport|avis|étude|note|livre blanc|bilan|enquête|recommandations?|lignes directrices)\b", re.I
)

_OF_BODY = re.compile(r"\s(?:du|de la|de l['’]|des)\s?(?P<org>[A-ZÀ-ÖØ-Þ][^,:;.]{3,100})\Z")


def read_marked(text: str, region: Region, confirm: Confirmation) -> Parsed:
    """Parse a citation whose title is marked."""
    parsed = Parsed(how=region.how)
    item = parsed.item
    head, tail = text[: region.start], text[region.end :]
    if region.how == "italics" and SERIAL.match(region.title) and people_at_end(head):
        found = details(tail)
        if {"volume", "issue", "page"} & found.item.keys():
            item.update(found.item)
            item["container-title"] = clean_title(region.title)
            _read_head(parsed, head, confirm)
            return parsed
    if region.how == "label" and (split := _split_label(region.title, confirm)):
        item.update(split)
        region = region._replace(title=item.get("title", region.title))
    item["title"] = clean_title(region.title)
    parsed.head = bare(head).strip(" «“\"'(")
    if EVENTS.match(parsed.head):
        found = details(tail)
        if "issued" in found.item:
            item["issued"] = found.item["issued"]
        return parsed
    if (by := _BY.search(tail)) and (who := people(bare(by["who"]))):
        parsed.people = who
        put_people(item, who)
    tail = _relevant(tail.lstrip("»”\"' "))
    _read_head(parsed, head, confirm)
    headed = bool(parsed.people)
    rest = _tail_people(parsed, tail, confirm)
    _read_tail(parsed, _series(parsed, rest), confirm, journal=not (headed and region.how == "label"))
    _read_title(item)
    return parsed


def _series(parsed: Parsed, tail: str) -> str:
    """Take what only a book has: its part (*Tome 1. La présentation de soi*), *(Publisher, year)* after quotes."""
    if parsed.how == "italics" and (part := _PART.match(tail)):
        parsed.item["volume"] = part["number"]
        return tail[part.end() :]
    printed = _PRINTED.match(tail) if parsed.how == "quoted" else None
    if (
        printed
        and (printed.end() == len(tail) or _BOOK_BEFORE.search(parsed.head))
        and "container-title" not in parsed.item
    ):
        parsed.item["publisher"] = printed["publisher"]
        parsed.item["issued"] = {"date-parts": [[int(printed["year"])]]}
        return ""
    return tail


def _relevant(tail: str) -> str:
    """Cut the comment off what follows a title: *: méthode qui …*, *– lieu dédié à …*, a long remark in brackets."""
    for found in _COMMENT.finditer(tail):
        before = tail[: found.start()]
        if before.count(EM) == before.count(EM_END) and before.count("«") == before.count("»"):
            tail = before
            break
    return _REMARK.sub(_short_remark, tail)


def _short_remark(found: re.Match[str]) -> str:
    inner = found[0].strip("() ")
    who, _, _year = inner.rpartition(",")
    named = bool(who) and people(who, families=True) is not None
    return found[0] if named or (len(inner.split()) <= 5 and "," not in who) else " "


def _read_title(item: Item) -> None:
    """Read the issuer out of *Rapport au Parlement du Comité …*, and the year out of *Proceedings of the 2018 …*."""
    title = item.get("title", "")
    if (
        "author" not in item
        and "editor" not in item
        and _REPORT_TITLE.match(title)
        and (found := _OF_BODY.search(title))
        and is_organisation(found["org"])
    ):
        item["author"] = [{"literal": found["org"]}]
    if "issued" not in item and (year := re.search(YEAR, item.get("container-title", ""))):
        item["issued"] = {"date-parts": [[int(year[0])]]}


def _split_label(label: str, confirm: Confirmation) -> Item | None:
    """Read *Collection - Title - Author* under one link."""
    parts = re.split(r"\s[-–—|]\s", label)
    if not 2 <= len(parts) <= 3:
        return None
    last = people(parts[-1]) if not confirm.host(parts[-1]) else None
    if not last and len(parts) == 3:
        last = people(parts[-1], families=True)
    item: Item = {}
    if last:
        put_people(item, last)
        parts.pop()
    elif confirm.host(parts[-1]):
        item["container-title"] = parts.pop()
    else:
        return None
    if len(parts) == 2:
        item["collection-title"], item["title"] = parts[0], parts[1]
    else:
        item["title"] = parts[0]
    return item


def _read_head(parsed: Parsed, head: str, confirm: Confirmation) -> None:
    """Read what stands before the title: authors, an issuer, the container, a date."""
    item = parsed.item
    words = _FIRST_EDITION.sub("", bare(head)).strip(" «“\"'–—-")
    words = words[:-1].rstrip() if words.endswith((":", ",")) else words
    if not words:
        return
    if parsed.how == "quoted" and _container_first(parsed, words):
        return
    if later := re.search(r"\((à paraître|sous presse|in press|forthcoming|s\.\s?d\.|n\.\s?d\.)\)\W*\Z", words):
        item["issued"] = {"literal": later[1]}
        words = words[: later.start()].rstrip(" ,")
    elif date := last_date(words):
        item.setdefault("issued", read_date(date))
        words = words[: date.start()].rstrip(" ([,:")
    if not words:
        return
    who = people_at_end(words) or (
        sentence_about_people(re.sub(r"[\s,]*\b(?:in|dans)\s*\Z", "", words))
        if parsed.how == "italics" or (parsed.how == "label" and _AUTHORING.search(words))
        else None
    )
    if who and not confirm.host(words):
        parsed.people = who
        put_people(item, who)
        return
    last = re.split(r"\s*[:;]\s+|(?<=\w\w)\.\s+|,\s", words)[-1].strip(" ,.:")
    first = words.split(",")[0].strip(" .:")
    if confirm.serial and (confirm.host(first) or confirm.host(last)):
        item["container-title"] = first if confirm.host(first) else last
    elif confirm.host(first) and len(words.split(",")) == 1 and people(first) is None:
        item["author"] = [{"literal": first}]
    elif parsed.how == "quoted" and head.rstrip(' «“"').endswith(("-", "–", ":")) and _may_be_paper(words):
        item["container-title"] = words
    elif (
        (issuer := re.sub(r"^(?:l['’]|la |le |les |the )", "", words.rstrip(" .,:"), flags=re.I))
        and is_organisation(issuer)
        and len(issuer.split()) <= 10
        and (not names_a_resource(issuer) or (parsed.how == "italics" and words.endswith(".")))
    ):
        item["author"] = [{"literal": issuer}]
    elif parsed.how == "quoted" and len(words.split()) <= 5 and words[0].isupper() and "issued" in item:
        item["container-title"] = words.rstrip(" .,:")


def _may_be_paper(words: str) -> bool:
    """Tell whether a few words before a dash name a paper: *The Atlantic – "Title"*."""
    return len(words.split()) <= 4 and words[0].isupper() and not (names_a_resource(words) or names_a_work(words))


def _container_first(parsed: Parsed, words: str) -> bool:
    """Read *Le Monde, 3 novembre 2001 : Jean Baudrillard,* before a title; also *The Atlantic –*."""
    found = _PAPER.match(words)
    if not found:
        return False
    when, who = found["rest"], None
    for separator in re.finditer(r"\s?:\s|(?<=\w\w)\.\s|,\s", when):
        if who := people(when[separator.end() :]):
            when = when[: separator.start()]
            break
    if who:
        parsed.people = who
        put_people(parsed.item, who)
    elif people(found["name"]) and not found["name"].startswith(("Le ", "La ", "L'", "L’", "The ")):
        return False
    told = details(when.replace(" : ", ", ")).item
    if not {"issued", "issue"} & told.keys():
        return False
    parsed.item.update(told)
    parsed.item["container-title"] = found["name"].strip()
    return True


def _tail_people(parsed: Parsed, tail: str, confirm: Confirmation) -> str:
    """Read authors that follow the title, and return what follows them."""
    item = parsed.item
    if "author" in item or "editor" in item:
        return tail
    start = re.match(
        r"[\s\x02\x04\x05»”\"'),.;:/–—-]*(?:par\s|by\s|de\s(?=[A-ZÀ-Ý])|d['’](?=[A-ZÀ-Ý])|with\s|\n)?\s*", tail
    )
    position = start.end() if start else 0
    bracket = (
        re.match(r"[^(]*\((?P<who>[^()\d]{2,100}?),?\s*(?P<year>" + YEAR + r")?\)", tail[:200])
        if tail.lstrip(" \x02\x04\x05").startswith("(")
        else None
    )
    if bracket and confirm.host(bracket["who"]):
        item["container-title"] = bracket["who"]
        if bracket["year"]:
            item["issued"] = {"date-parts": [[int(bracket["year"])]]}
        return tail[bracket.end() :]
    if bracket and (who := people(bracket["who"], families=bool(bracket["year"]))):
        put_people(item, who)
        parsed.people = who
        if bracket["year"]:
            item["issued"] = {"date-parts": [[int(bracket["year"])]]}
        return tail[bracket.end() :]
    best: People | None = None
    end = position
    for cut in re.finditer(
        r",|\.(?=\s|\Z)(?<![A-ZÀ-Ý]\.)|;|\n|:|\x01|\x05|\Z| [-–—] | in | In ", tail[position : position + 700]
    ):
        piece = tail[position : position + cut.start()]
        if not (candidate := bare(piece)):
            continue
        last = candidate.rsplit(",", 1)[-1].strip(" .")
        if confirm.host(last) or last.lower() in _PUBLISHERS_LIKE_PEOPLE or PRESS_WORD.search(last):
            break
        who = people(candidate)
        if (
            who is None
            and not (best is None and "(" in candidate and ")" not in candidate)
            and len(candidate.split(",")) > (2 if best is None else len(best.names) + 2)
        ):
            break
        if who:
            best, end = who, position + cut.start()
        elif best is None and len(candidate.split()) > 5:
            break
        if cut[0] in {"\x01", " in ", " In ", "\n"} or cut[0].startswith("."):
            break
    if best:
        put_people(item, best)
        parsed.people = best
        return tail[end:]
    return tail


def _naming(found: re.Match[str]) -> str:
    """Drop the words of a link that name nothing: *Télécharger le rapport*."""
    return "" if is_description(bare(found[0])) else found[0]


def _read_tail(parsed: Parsed, tail: str, confirm: Confirmation, *, journal: bool = True) -> None:
    """Read container, numbers, dates and publisher after the title; ``journal``: a lone name may be a container."""
    if not tail.strip(" \x02\x04\x05.,;:»)\"'”<>"):
        return
    item = parsed.item
    found = details(_LABEL.sub(_naming, tail))
    numbered = bool({"volume", "issue"} & found.item.keys())
    article = parsed.how in {"quoted", "label"} and (journal or numbered or confirm.serial)
    for name, value in found.item.items():
        if name not in item or (name == "issued" and len(item["issued"].get("date-parts", [[0]])[0]) == 1):
            item[name] = value  # type: ignore[literal-required]
    if found.container and "container-title" not in item:
        item["container-title"] = found.container
        parsed.chapter = found.chapter
    rest = [piece for piece in found.rest if len(piece) > 1 and re.search(rf"[{LETTER}]{{2}}", piece)]
    assign(parsed, rest, found.marked_container, article, confirm)
