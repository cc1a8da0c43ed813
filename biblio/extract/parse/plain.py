"""References whose title bears no mark: APA, Harvard, ISO 690, Vancouver, *intitulé*."""

import re

from biblio.extract.confirm import Confirmation
from biblio.extract.dates import DATE_PATTERN, YEAR, read_date
from biblio.extract.details import details, is_place
from biblio.extract.letters import LETTER, LOWER, UPPER
from biblio.extract.names import People, people
from biblio.extract.parse.parsed import Parsed, put_people
from biblio.extract.parse.people import people_at_end
from biblio.extract.parse.publication import PRESS_WORD, assign
from biblio.extract.titles import clean_title
from biblio.extract.view import EM, URL, bare
from biblio.extract.words import is_organisation, names_a_resource, names_a_work

_STOP = re.compile(
    r"[«“„\"\x01\x03]|[(\[]\s*(?:1[5-9]|20)\d\d|\(à paraître|\(sous presse|\((?:in press|forthcoming)|\(s\.\s?d\."
    r"|\(n\.\s?d\."
)

_YEAR_ALONE = re.compile(rf"(?!.{{0,3}}{YEAR}[-–/]\d{{4}})")
"""Not *rapport n° 711 (2019-2020)*, where brackets hold a session of parliament."""
_TITLE_END = re.compile(
    rf"[.](?=\s|\Z)(?<!\b[{UPPER}]\.)(?<!\bvol\.)(?<!\bn\.)(?<!\bp\.)|[?!](?=\s+[{UPPER}\x01\x05(\[])|,\s*(?=\x01)|\s*(?=[\x05\[]|\Z)|\s(?=[Ii]n\s?[:\x01])|\.?\s(?=In\s[{UPPER}])"
)

_MAY_ENTITLE = re.compile(r"intitulé|titrée? |entitled")

_INTITULE = re.compile(
    rf"(?P<before>[^.;:]{{0,160}}?)\s(?:intitulée?|titrée?|entitled)\s:?\s*(?P<title>[{UPPER}][^.;:(]{{3,160}}?)(?=[.;:(]|\s(?:qui|où|dans|publié|paru)\b|\Z)"
)


_YEAR_FIRST = re.compile(
    rf"[\s.,]*(?:[(\[]\s*(?P<year>{YEAR})[a-z]?(?:\s\[{YEAR}\])?(?:,\s*[^()\[\]]{{0,30}})?\s*[)\]]"
    rf"|(?P<bare>{YEAR})[a-z]?(?:\s\[{YEAR}\])?(?!\d))\s*[.,:]?\s*"
)
_IMPRINT = re.compile(
    rf"(?:(?:[{UPPER}][{LETTER}'’.&-]*|de|du|des|la|le|les|d['’]|l['’]|et|&|of|and|the|sur)(?:\s|(?<=['’])|\Z)){{1,6}}\s*(?::.*)?\Z"
    rf"|(?:coll(?:ection|\.)|trad\.|traduit|vol\.|t\.|p\.|pp\.|n[°o]|éd\.|rééd|dir\.|in\s|dans\s|thèse|rapport|\d).*\Z",
)
_PLACE_PUBLISHER = re.compile(
    rf"[{UPPER}][^:.\d]{{2,40}}(?:\.[^:\d]{{0,8}})?\s?:\s[{UPPER}][^.\d]{{2,60}}(?:[.,]|\Z)"
)
_EDITION_AFTER = re.compile(r"\s\((?=\d{1,2}(?:e|è|ème|nd|rd|th|st)\b)")
_IN_BRACKETS = re.compile(
    rf"(?P<who>[{UPPER}][^:«»\"\x01-\x05]{{3,90}}?)(?:\s\([^()]{{2,40}}\))?\s?[,:–-]\s(?P<title>[{UPPER}\d][^()«»]{{3,160}}?)"
    rf"\s\((?P<publisher>[{UPPER}][^()\d]{{1,50}}?),?\s(?P<year>{YEAR})\)\W*\Z"
)
"""*T. Piketty, Le capital au XXIe siècle (Seuil, 2013)*."""
_BY_IN_BRACKETS = re.compile(
    rf"(?P<title>[{UPPER}\d][^()«»\x01-\x05]{{3,160}}?),?\s(?:de\s|par\s|by\s|d['’])(?P<who>[{UPPER}][^()«»]{{3,90}}?)"
    rf"\s\((?P<publisher>[{UPPER}][^()\d]{{1,50}}?),?\s(?P<year>{YEAR})\)\W*\Z"
)
"""*Le capital au XXIe siècle, de Thomas Piketty (Seuil, 2013)*."""
_ENDS_IN_YEAR = re.compile(rf"(?:[,(–-]|\s)\s?{YEAR}(?:[,\s]+(?:pp?\.\s?\d[\d\s–-]*|\d{{1,4}}\s?p\.?))?\)?\Z")
_DAY = re.compile(rf"\d{{1,2}}(?:er)?\s[a-zéû]+\s{YEAR}|\d/\d{{1,2}}/{YEAR}")
_LED_UP = re.compile(
    r"(?P<topic>[^:;,«»\"\x01-\x05]{3,70}\s:\s)|(?:(?:et|aussi|puis|voir|lire|relire)\s){0,2}"
    r"(?:l['’]|(?:les?|la|une?|cet?|cette|ces|son|sa|the)\s)[\w\s-]{3,40}?\s(?:de\s|d['’]|par\s|by\s)(?=[A-ZÀ-ÖØ-Þ])"
)
"""*À commander : …*, *et le livre de …*."""
_ISSUED_BY = re.compile(
    rf"(?!(?:Les?|La|L['’]|The|Une?)\b)(?P<body>[{UPPER}][^.:,;«»\"()\x01-\x05]{{2,80}})\.\s"
    rf"(?P<rest>[{UPPER}][^\n]{{10,300}}\b{YEAR}\W*)\Z"
)
"""*OMS. Titre du rapport. Genève, 2008*."""
_COMMAS = re.compile(r",\s+(?![^()]*\))")
_DASHES = re.compile(r"\s[-–—]\s")
_SERIAL_START = re.compile(
    rf"(?P<name>[{UPPER}][^\d,«“\"()\x01-\x05:]{{3,70}}?),?\s+(?=(?:{YEAR}/\d|vol\.|n[°o]\s?\d|no\.))"
)


def authors_first(text: str) -> tuple[People, str] | None:
    """Split a reference that begins with its authors: the people, and what follows them."""
    stop = _STOP.search(text)
    head = text[: stop.start()] if stop else text
    if stop and (who := people(head.rstrip(" ,:"))):
        return who, text[stop.start() :]
    if (
        stop
        and stop[0][0] in "(["
        and (body := head.strip(" .,:"))
        and is_organisation(body)
        and _YEAR_ALONE.match(text, stop.start())
        and len(body.split()) <= 14
        and not names_a_resource(body)
    ):
        return People([{"literal": body}]), text[stop.start() :]
    for cut in list(re.finditer(r"\.\s+|\s?:\s+|,\s+(?=(?:1[5-9]|20)\d\d\b)|\.(?=\Z)", head[:600]))[:14]:
        piece = head[: cut.start()]
        after = text[cut.end() :]
        dotted = cut[0].startswith(".") and re.search(rf"(?:^|[\s.\-,])[{UPPER}][{LOWER}]?\Z", piece)
        if dotted and re.match(rf"(?:[{UPPER}][{LOWER}]?\.|&|et\s|and\s|\()", after):
            continue
        who = people(piece + ("." if dotted and "." in piece else ""))
        if who is None and "," in piece:
            continue
        if who:
            return who, after
    return None


def read_plain(text: str, confirm: Confirmation) -> Parsed:
    """Parse a citation whose title bears no mark."""
    parsed = Parsed()
    if _MAY_ENTITLE.search(text) and (found := _INTITULE.search(bare(text))):
        return _entitled(found)
    if (reference := authors_first(text)) and _reference(parsed, *reference, confirm):
        return parsed
    if (
        (issued := _ISSUED_BY.match(text))
        and is_organisation(issued["body"])
        and not names_a_resource(issued["body"])
        and _reference(parsed, People([{"literal": issued["body"]}]), issued["rest"], confirm)
        and "publisher" in parsed.item
    ):
        return parsed
    unmarked = _in_brackets(text) or _between_commas(text, confirm) or _serial(text)
    if unmarked is None and (led := _LED_UP.match(text)) and (led["topic"] or names_a_work(led[0])):
        unmarked = _in_brackets(text[led.end() :]) or _between_commas(text[led.end() :], confirm)
    return unmarked or Parsed()


def _in_brackets(text: str) -> Parsed | None:
    """Read a book whose publisher and year stand in brackets at the end, its author before or after the title."""
    words = bare(text.split(URL, 1)[0]).strip(" :–—-.(<[")
    if not words.endswith(")") or len(words) > 300:
        return None
    for pattern in (_IN_BRACKETS, _BY_IN_BRACKETS):
        if (found := pattern.match(words)) and (who := people(found["who"])) and not people(found["title"]):
            parsed = Parsed(how="plain", people=who)
            put_people(parsed.item, who)
            parsed.item["title"] = clean_title(found["title"])
            parsed.item["publisher"] = found["publisher"].strip(" ,")
            parsed.item["issued"] = {"date-parts": [[int(found["year"])]]}
            return parsed
    return None


def _parted_by_commas(rest: str) -> tuple[str, str] | None:
    """Split *La contre-démocratie. La politique à l'âge de la défiance, Paris, Seuil* into title and imprint."""
    words = bare(rest.split(URL, 1)[0]).strip(" .")
    if EM in rest or len(words) > 400:
        return None
    edition = _EDITION_AFTER.search(words)
    pieces = _COMMAS.split(words)
    first = len(pieces)
    while first > 1 and _IMPRINT.match(pieces[first - 1]):
        first -= 1
    if first == len(pieces):
        return None
    title, imprint = ", ".join(pieces[:first]), ", ".join(pieces[first:])
    if edition and edition.start() < len(title):
        title, imprint = title[: edition.start()], f"{title[edition.start() :]}, {imprint}"
    return title, imprint


def _after_subtitle(rest: str, end: re.Match[str] | None) -> re.Match[str] | None:
    """Return the end of a subtitle: a sentence between the title and *Place: Publisher*."""
    if end is None or not end[0].startswith("."):
        return None
    following = _TITLE_END.search(rest, end.end() + 1)
    if following is None or not following[0].startswith("."):
        return None
    between, after = bare(rest[end.end() : following.start()]), bare(rest[following.end() :])
    if (
        len(between.split()) < 3
        or not re.search(rf"\s[{LOWER}]{{2,}}\s", between)
        or re.match(r"\W*(?:[Ii]n|[Dd]ans)\b", between)
    ):
        return None
    return following if _PLACE_PUBLISHER.match(after) else None


def _between_commas(text: str, confirm: Confirmation) -> Parsed | None:
    """Read *Éric Charmes, La revanche des villages, Seuil, 2019*: French notes whose italics were lost."""
    words = bare(text.split(URL, 1)[0]).strip(" :–—-.(<[")
    if len(words) > 300 or not _ENDS_IN_YEAR.search(words):
        return None
    pieces = [p.strip() for p in (_DASHES if words.count(" - ") >= 2 else _COMMAS).split(words)]
    if (
        len(pieces) > 2
        and len(pieces[0].split()) > 2
        and people(pieces[1])
        and not people(pieces[0].rpartition(":")[2])
    ):
        pieces[:2] = [pieces[1], pieces[0]]  # the title first
    for cut in range(min(len(pieces) - 2, 8), 0, -1):
        who = people(", ".join(pieces[:cut]))
        body = pieces[0] if cut == 1 and not who and is_organisation(pieces[0]) else ""
        if (not who and not body) or len(pieces[0].split()) > 12:
            continue
        title, rest = pieces[cut], pieces[cut + 1 :]
        while len(rest) > 1 and rest[0][:1].islower() and not (names_a_work(rest[0]) or PRESS_WORD.search(rest[0])):
            title, rest = f"{title}, {rest[0]}", rest[1:]
        if (
            (not title[:1].isupper() and not title[:1].isdigit())
            or people(title)
            or any(len(p.split()) > 8 for p in rest)
        ):
            return None
        if len(title.split()) < 2 and len(rest) < 2:
            return None
        if URL not in text and _DAY.search(rest[-1]) and len(rest) < 2:
            return None  # who does what, and when
        if len(rest) < 2 and (title[-1].isdigit() or not re.search(rf"[{LETTER}]{{3}}\s[{LETTER}]{{2}}", title)):
            return None
        parsed = Parsed(how="plain", people=who)
        if who:
            put_people(parsed.item, who)
        else:
            parsed.item["author"] = [{"literal": body}]
        parsed.item["title"] = clean_title(title)
        found = details(", ".join(rest))
        parsed.item.update(found.item)
        if found.container:
            parsed.item["container-title"] = found.container
        kept = [p for p in found.rest if len(p) > 1]
        placed = len(kept) > 1 and is_place(kept[0]) and not {"volume", "issue"} & found.item.keys()
        if kept and {"volume", "issue", "page"} & found.item.keys() and not found.container and not placed:
            parsed.item["container-title"] = kept.pop(0)
        assign(parsed, kept, found.marked_container, False, confirm)
        return parsed
    return None


def _serial(text: str) -> Parsed | None:
    """Read a place in a journal that is cited without author or title: *Le Débat 2010/3 (n° 160), p. 4-12*."""
    words = bare(text.split(URL, 1)[0])
    start = _SERIAL_START.match(words)
    if not start or len(words) > 200:
        return None
    found = details(words[start.end() :])
    if (
        "issue" not in found.item
        or "issued" not in found.item
        or (not {"page", "volume"} & found.item.keys() and "/" not in words)
    ):
        return None
    parsed = Parsed(how="serial")
    parsed.item.update(found.item)
    parsed.item["container-title"] = start["name"].strip(" ,")
    return parsed


def _entitled(found: re.Match[str]) -> Parsed:
    """Read *un texte de Stuart Hall intitulé Codage et décodage*."""
    parsed = Parsed(how="entitled", head=found["before"].strip())
    if who := people_at_end(found["before"]):
        parsed.people = who
        put_people(parsed.item, who)
    parsed.item["title"] = clean_title(found["title"])
    return parsed


def _reference(parsed: Parsed, who: People, rest: str, confirm: Confirmation) -> bool:
    """Read APA, Harvard, ISO 690 and Vancouver: authors, (year), title up to the full stop, the rest."""
    item = parsed.item
    year = _YEAR_FIRST.match(rest)
    forthcoming = re.match(
        r"[\s.,]*\((?P<l>à paraître|sous presse|in press|forthcoming|s\.\s?d\.|n\.\s?d\.)\)\s*[.,:]?\s*", rest
    )
    if year:
        item["issued"] = {"date-parts": [[int(year["year"] or year["bare"])]]}
        full = DATE_PATTERN.search(year[0])
        if full:
            item["issued"] = read_date(full)
        rest = rest[year.end() :]
    elif forthcoming:
        item["issued"] = {"literal": forthcoming["l"]}
        rest = rest[forthcoming.end() :]
    if year and not year[0].rstrip().endswith((".", ":")) and (parted := _parted_by_commas(rest)):
        rest = f"{parted[0]}. {parted[1]}"
        end: re.Match[str] | None = re.compile(r"\.\s").search(rest, len(parted[0]))
    else:
        end = _TITLE_END.search(rest)
        end = _after_subtitle(rest, end) or end
    title = clean_title(rest[: end.end() if end and end[0][:1] in "?!" else end.start()] if end else rest)
    words = title.split()
    if not words or len(words) > 60 or not any(c.isalpha() for c in title):
        if year and not title:
            put_people(item, who)
            parsed.people, parsed.how = who, "author-date"
            return True
        return False
    tail = rest[end.end() :] if end else ""
    if not year and not forthcoming and not DATE_PATTERN.search(tail) and URL not in tail:
        return False
    if words[0].islower():
        return False
    put_people(item, who)
    parsed.people, parsed.how = who, "plain"
    item["title"] = title
    found = details(tail)
    for name, value in found.item.items():
        item.setdefault(name, value)  # type: ignore[misc]
    if found.container:
        item["container-title"] = found.container
        parsed.chapter = found.chapter
    pieces = [p for p in found.rest if len(p) > 1]
    numbered = any(name in item for name in ("volume", "issue", "page"))
    if pieces and numbered and not found.container:
        item["container-title"] = pieces.pop(0)
    assign(parsed, pieces, found.marked_container, False, confirm)
    return True
