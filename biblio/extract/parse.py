"""One citation → a CSL item: authors, title, container, date and the rest, as the text says them."""

import re
from dataclasses import dataclass, field
from typing import cast

from biblio.extract.confirm import Confirmation
from biblio.extract.dates import DATE_PATTERN, YEAR, last_date, read_date
from biblio.extract.details import details, is_place
from biblio.extract.legal import legal
from biblio.extract.letters import LETTER, LOWER, UPPER
from biblio.extract.names import RUN, People, people
from biblio.extract.titles import Region, clean_title, invited, is_address, is_description, italics, labels, quoted
from biblio.extract.view import EM, EM_END, LABEL, LABEL_END, URL, bare
from biblio.extract.words import CALENDAR, COURTS, EVENTS, is_organisation, names_a_resource, names_a_work
from biblio.model import Item, Name


@dataclass(slots=True)
class Parsed:
    """What was read out of one citation. ``head`` are the words before its title."""

    item: Item = field(default_factory=lambda: Item())
    head: str = ""
    how: str = ""
    chapter: bool = False
    people: People | None = None
    notes: list[str] = field(default_factory=list)


_LEAD = re.compile(
    r"(?:\s|[-–—•◦▪■●*→⇒>+»|]|=+>|-+>|\d{1,3}\s?[.)](?=\s)|\[\d{1,3}\]|\(\d{1,3}\)\s|\[[ xX]\]"
    r"|[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u20e3])+"
)
_CUE = re.compile(
    r"(?:cf\.?|voir(?: aussi| notamment| par exemple| également| dans)?|lire(?: aussi)?|à lire|à voir|à écouter"
    r"|see(?: also)?|référence|réf\.|source|lien|url|via|in)\s*:?\s+(?=\S)",
    re.I,
)
_AUTHOR_DATE = re.compile(
    rf"\s*(?P<who>[^\d()\[\]:;]{{2,120}}?)[\s,]*[(\[]?\s*(?P<year>{YEAR})(?P<letter>[a-z])?(?:\s*[,:]\s*(?:pp?\.)\s*[\d–-]+)?\s*[)\]]?\s*(?::\s*(?P<title>\S.{{2,200}}))?\s*\Z"
)
_AUTHOR_DATE_HEAD = re.compile(rf"[^\d()\[\]:;\x01-\x05]{{2,80}}?\s?\({YEAR}[a-z]?\)(?=\s*[,:.\x05])")
_YEAR_IN_BRACKETS = re.compile(
    rf"[(\[]\s*(?:c\.?\s*)?({YEAR})[a-z]?(?:,\s*[^()\[\]]{{0,30}}|[-–/]\d{{2,4}})?\s*[)\]]|\((?:à paraître"
    rf"|sous presse|in press|forthcoming|s\.\s?d\.|n\.\s?d\.)\)",
    re.I,
)
_PRODUCTION = (
    r"(?:travaux|travail|article|articles|textes?|ouvrages?|livres?|études?|rapports?|thèse|recherches?|publications?|conférences?|interventions?|entretiens?|interviews?"
    r"|essais?|contributions?|vidéos?|billets?|tribunes?|notes?|chapitre|analyses?|enquêtes?|écrits|œuvres?|oeuvres?|propos|work|works|paper|papers|book|article|interview|talk)"
)
_WORKS_OF = re.compile(
    rf"\b{_PRODUCTION}\b(?:\s(?:[{LOWER}]+)){{0,6}}?[^.:;,«»\"\x01-\x05]{{0,80}}?\s(?:(?:de|par|by|of|avec)\s|d['’]\s?)(?P<who>(?-i:(?=[{UPPER}])).+)\Z",
    re.I,
)
_AND_OF = re.compile(r"^(?:et\s+)?(?:(?:de|par|by)\s+|d['’]\s?)")
_TOPIC = re.compile(
    r"^(?:sur|à propos d|au sujet d|concernant|autour d|pour|en matière d|about|on|regarding|travaux|recherches)\b",
    re.I,
)
_SUBJECT = re.compile(r"^\s*(?:et|&|ou)\s+(?:l['’]|la |le |les |son |sa |ses |leur |the )", re.I)
_AFTER_NAME = re.compile(
    rf"^(?:\s*,\s*|\s+)(?=[{LOWER}d]|\Z)|^\s*[,:]?\s*\Z|^\s*\([^)]*\)\s*(?:,\s*|sur\s|qui\s|:\s*)?"
)
_LONGEST_LIST = 600
_STOP = re.compile(
    r"[«“„\"\x01\x03]|[(\[]\s*(?:1[5-9]|20)\d\d|\(à paraître|\(sous presse|\((?:in press|forthcoming)|\(s\.\s?d\."
    r"|\(n\.\s?d\."
)
_SENTENCE = re.compile(r"(?<=[^.\s])[.:]\s+(?=\S)")
_TITLE_END = re.compile(
    rf"[.](?=\s|\Z)(?<!\b[{UPPER}]\.)(?<!\bvol\.)(?<!\bn\.)(?<!\bp\.)|[?!](?=\s+[{UPPER}\x01\x05(\[])|,\s*(?=\x01)|\s*(?=[\x05\[]|\Z)|\s(?=[Ii]n\s?[:\x01])|\.?\s(?=In\s[{UPPER}])"
)
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
_PRESS_WORD = re.compile(
    r"\b(?:presses?|press|éditions?|éd\.|éditeur|editions?|verlag|publish\w*|books|livres|university)\b", re.I
)
_SERIAL = re.compile(
    r"(?:la |les |le |l['’])?(?:revue|cahiers?|annales|journal|bulletin|actes|lettre|archives|review|european"
    r"|international)\b",
    re.I,
)
PART_OF = re.compile(
    r"(?:\bcoll(?:ection|\.)?|\bnuméro|\bdossier|\bséries?|\bop|\brubrique)\s*:?\s*[«“\"\x01]?\s*\Z", re.I
)
_MAY_ENTITLE = re.compile(r"intitulé|titrée? |entitled")
_INTITULE = re.compile(
    rf"(?P<before>[^.;:]{{0,160}}?)\s(?:intitulée?|titrée?|entitled)\s:?\s*(?P<title>[{UPPER}][^.;:(]{{3,160}}?)(?=[.;:(]|\s(?:qui|où|dans|publié|paru)\b|\Z)"
)
_GENRE_PREFIX = re.compile(
    rf"^(?:l['’]|le |la |les |un |une |the "
    rf"|a )?(?P<noun>[{LETTER}][{LETTER}-]*)(?P<more>(?:\s[{LOWER}]+){{0,3}})\s*:?\s*\Z",
    re.I,
)
_COMMENT = re.compile(
    rf"\s:\s(?=[{LOWER}])|\s[–—-]\s(?=[{LOWER}])(?!n[°o]|vol|p\.|pp|t\.)|\s(?:->|→|=>|//)\s|(?<=[\x04\x05])\s(?=[{LOWER}]{{2,}}\s)(?!par\s|by\s|de\s|in\s|dans\s|sous\s|avec\s|dir|trad|consulté|vol|pp?\b|n°)"
)
_REMARK = re.compile(r"\([^()]{20,400}\)")
_REPORT_TITLE = re.compile(
    r"(?:rapport|avis|étude|note|livre blanc|bilan|enquête|recommandations?|lignes directrices)\b", re.I
)
_OF_BODY = re.compile(r"\s(?:du|de la|de l['’]|des)\s?(?P<org>[A-ZÀ-ÖØ-Þ][^,:;.]{3,100})\Z")
_OF_ORG = re.compile(r"\s(?:par|de la|du|de l['’]|des|de|d['’]|by|of)\s*(?P<org>(?=[A-ZÀ-ÖØ-Þ]).+)\Z")


def lead(text: str) -> int:
    """Return how much of ``text`` are bullets, numbers, arrows, emoji and *cf.* before the citation begins."""
    found = _LEAD.match(text)
    position = found.end() if found else 0
    if cue := _CUE.match(text, position):
        position = cue.end()
    return position


def parse(text: str, confirm: Confirmation) -> Parsed:
    """Parse one citation; ``text`` is a piece of a view, ``confirm`` what its first address confirms."""
    text = text[lead(text) :]
    if law := legal(text):
        return Parsed(item=law, how="legal", head=bare(text[:80]))
    region = _title(text, confirm)
    if region is None:
        parsed = _unmarked(text, confirm)
        if not parsed.how and URL in text and (found := _AUTHOR_DATE_HEAD.match(text)):
            return _author_date(bare(found[0])) or parsed
        return parsed
    if region.how == "author-date":
        return _author_date(region.title) or Parsed()
    return _marked(text, region, confirm)


def _title(text: str, confirm: Confirmation) -> Region | None:
    """Choose the title among the words in quotation marks, in italics and under links."""
    for region in labels(text):
        if is_address(region.title):
            continue
        if _author_date(region.title):
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
    words = bare(before)
    if region.how == "italics" and _sentence_about_people(re.sub(r"[\s,]*\b(?:in|dans)\s*\Z", "", words)):
        return True
    return bool(people_at_end(before)) or bool(
        (noun := _GENRE_PREFIX.match(words.rsplit(",", 1)[-1].strip()))
        and (names_a_work(noun["noun"]) or names_a_resource(noun["noun"]))
    )


def _is_container(text: str, region: Region) -> bool:
    """Tell whether italics hold the container: an unmarked title stands between the authors and them."""
    before = bare(text[: region.start]).rstrip(" ,")
    if inside := re.search(r"[\s,.]*\b(?:[Ii]n|[Dd]ans)\s*:?\s*\Z", before):
        return not _sentence_about_people(before[: inside.start()])
    if year := list(_YEAR_IN_BRACKETS.finditer(before)):
        return len(before[year[-1].end() :].strip(" .,:").split()) >= 2
    reference = _authors_first(before + " ")
    return bool(reference and len(reference[1].strip(" .,:").split()) >= 3 and before.endswith((".", "?", "!")))


def _sentence_about_people(words: str) -> People | None:
    """Return the people of a sentence that runs up to a title: *Bruno Latour propose*, *Sarah X en a fait un*."""
    clause = re.split(r"(?<=[a-zà-ÿ)»][a-zà-ÿ)»])[.?!:;]\s+|\n", words)[-1].strip(" ,;:(")
    runs = list(RUN.finditer(clause))
    if not runs:
        return None
    after = clause[runs[-1].end() :].strip(" ,")
    if (
        not after
        or len(after.split()) > 10
        or not after[0].islower()
        or any(c in after for c in ":;()")
        or re.match(r"(?:et|ou)\b", after)
    ):
        return None
    return people(runs[-1][0])


def _author_date(label: str) -> Parsed | None:
    """Read *Barron (2003)*, *Dourish & Bellotti, 1992*, *Lanares et al., 2023 : Design pédagogique*."""
    found = _AUTHOR_DATE.match(label)
    if not found:
        return None
    who = people(found["who"], families=True)
    if not who:
        return None
    parsed = Parsed(how="author-date", people=who)
    _put_people(parsed.item, who)
    parsed.item["issued"] = {"date-parts": [[int(found["year"])]]}
    if found["title"]:
        parsed.item["title"] = clean_title(found["title"])
    return parsed


def _put_people(item: Item, who: People) -> None:
    item["editor" if who.editors else "author"] = who.names


def people_at_end(text: str) -> People | None:
    """Return the people whose names end ``text``: *Femmes et pouvoir : travaux de Réjane Sénac,*."""
    words = bare(text[-_LONGEST_LIST:]).rstrip(' ,:;(«“"–—-')
    words = re.sub(
        rf"[,\s]*(?:[(\[]?(?:{YEAR})[a-z]?[)\]]?|\((?:à paraître|sous presse|in press|forthcoming|s\.\s?d\."
        rf"|n\.\s?d\.)\))[.,]?\s*\Z",
        "",
        words,
    )
    if not words:
        return None
    if who := people(words):
        return who
    clause = re.split(r"\s*[:;]\s+|(?<=[^.\s][^.\s])\.\s+|\s[-–—]\s|→|->", words)[-1]
    if clause != words and (who := people(_AND_OF.sub("", clause))):
        return who
    if found := _WORKS_OF.search(clause):
        return people(found["who"])
    if (stripped := _AND_OF.sub("", clause)) != clause:
        return people(stripped)
    return _last_people(clause) or _families(words)


def _last_people(clause: str) -> People | None:
    """Return the people that end a clause, as far back as names follow on one another."""
    runs = list(RUN.finditer(clause))
    if not runs or runs[-1].end() != len(clause):
        return None
    start = runs[-1].start()
    for run in reversed(runs[:-1]):
        if not re.fullmatch(r"\s*(?:,|et|&|and|,\s*(?:et|and))\s*", clause[run.end() : start]):
            break
        start = run.start()
    return people(clause[start:])


def _families(words: str) -> People | None:
    """Return family names that stand alone before a title: three or more, or two that a conjunction joins."""
    if words.count(",") >= 2 or re.search(r"\s(?:et|&|and)\s", words):
        who = people(words, families=True)
        return who if who and len(who.names) > 1 else None
    return None


def _marked(text: str, region: Region, confirm: Confirmation) -> Parsed:
    """Parse a citation whose title is marked."""
    parsed = Parsed(how=region.how)
    item = parsed.item
    head, tail = text[: region.start], text[region.end :]
    if region.how == "italics" and _SERIAL.match(region.title) and people_at_end(head):
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
    tail = _relevant(tail.lstrip("»”\"' "))
    _read_head(parsed, head, confirm)
    headed = bool(parsed.people)
    rest = _tail_people(parsed, tail, confirm)
    _read_tail(parsed, rest, confirm, journal=not (headed and region.how == "label"))
    _read_title(item)
    return parsed


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
        _put_people(item, last)
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
    words = bare(head).strip(" «“\"'–—-")
    words = words[:-1].rstrip() if words.endswith((":", ",")) else words
    if not words:
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
        _sentence_about_people(re.sub(r"[\s,]*\b(?:in|dans)\s*\Z", "", words)) if parsed.how == "italics" else None
    )
    if who and not confirm.host(words):
        parsed.people = who
        _put_people(item, who)
        return
    last = re.split(r"\s*[:;]\s+|(?<=\w\w)\.\s+|,\s", words)[-1].strip(" ,.:")
    first = words.split(",")[0].strip(" .:")
    if confirm.serial and (confirm.host(first) or confirm.host(last)):
        item["container-title"] = first if confirm.host(first) else last
    elif confirm.host(first) and len(words.split(",")) == 1 and people(first) is None:
        item["author"] = [{"literal": first}]
    elif (
        (issuer := re.sub(r"^(?:l['’]|la |le |les |the )", "", words.rstrip(" .,:"), flags=re.I))
        and is_organisation(issuer)
        and len(issuer.split()) <= 10
        and not names_a_resource(issuer)
    ):
        item["author"] = [{"literal": issuer}]
    elif parsed.how == "quoted" and len(words.split()) <= 5 and words[0].isupper() and "issued" in item:
        item["container-title"] = words.rstrip(" .,:")


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
        _put_people(item, who)
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
        if confirm.host(last) or last.lower() in _PUBLISHERS_LIKE_PEOPLE or _PRESS_WORD.search(last):
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
        _put_people(item, best)
        parsed.people = best
        return tail[end:]
    return tail


def _read_tail(parsed: Parsed, tail: str, confirm: Confirmation, *, journal: bool = True) -> None:
    """Read container, numbers, dates and publisher after the title; ``journal``: a lone name may be a container."""
    if not tail.strip(" \x02\x04\x05.,;:»)\"'”<>"):
        return
    item = parsed.item
    found = details(tail)
    numbered = bool({"volume", "issue"} & found.item.keys())
    article = parsed.how in {"quoted", "label"} and (journal or numbered or confirm.serial)
    for name, value in found.item.items():
        if name not in item or (name == "issued" and len(item["issued"].get("date-parts", [[0]])[0]) == 1):
            item[name] = value  # type: ignore[literal-required]
    if found.container and "container-title" not in item:
        item["container-title"] = found.container
        parsed.chapter = found.chapter
    rest = [piece for piece in found.rest if len(piece) > 1 and re.search(rf"[{LETTER}]{{2}}", piece)]
    _assign(parsed, rest, found.marked_container, article, confirm)


def _assign(parsed: Parsed, rest: list[str], contained: bool, article: bool, confirm: Confirmation) -> None:
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
        elif named and (numbered or parsed.how == "quoted" or "issued" in item) and not _PRESS_WORD.search(named[0]):
            journal = named[0]
            if numbered and len(named) > 1 and not _SERIAL.match(named[0]) and not is_place(named[1]):
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
    pieces = [p for p in rest if p[0].isupper() or p[0].isdigit() or _PRESS_WORD.search(p)]
    pieces = [p for p in pieces if len(p.split()) <= 8]
    if not pieces or item.get("publisher"):
        return
    if len(pieces) >= 2 and is_place(pieces[0]):
        item["publisher-place"], item["publisher"] = pieces[0], pieces[1]
    elif len(pieces) >= 2 and is_place(pieces[1]) and _PRESS_WORD.search(pieces[0]):
        item["publisher"], item["publisher-place"] = pieces[0], pieces[1]
    else:
        item["publisher"] = pieces[0]


def _authors_first(text: str) -> tuple[People, str] | None:
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
        and len(body.split()) <= 10
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


def _unmarked(text: str, confirm: Confirmation) -> Parsed:
    """Parse a citation whose title bears no mark."""
    parsed = Parsed()
    if _MAY_ENTITLE.search(text) and (found := _INTITULE.search(bare(text))):
        return _entitled(found)
    if (reference := _authors_first(text)) and _reference(parsed, *reference, confirm):
        return parsed
    return parsed


def _entitled(found: re.Match[str]) -> Parsed:
    """Read *un texte de Stuart Hall intitulé Codage et décodage*."""
    parsed = Parsed(how="entitled", head=found["before"].strip())
    if who := people_at_end(found["before"]):
        parsed.people = who
        _put_people(parsed.item, who)
    parsed.item["title"] = clean_title(found["title"])
    return parsed


def _reference(parsed: Parsed, who: People, rest: str, confirm: Confirmation) -> bool:
    """Read APA, Harvard, ISO 690 and Vancouver: authors, (year), title up to the full stop, the rest."""
    item = parsed.item
    year = re.match(rf"[\s.,]*[(\[]?\s*(?P<y>{YEAR})[a-z]?(?:,\s*[^()\[\]]{{0,30}})?\s*[)\]]?\s*[.,:]?\s*", rest)
    forthcoming = re.match(
        r"[\s.,]*\((?P<l>à paraître|sous presse|in press|forthcoming|s\.\s?d\.|n\.\s?d\.)\)\s*[.,:]?\s*", rest
    )
    if year:
        item["issued"] = {"date-parts": [[int(year["y"])]]}
        full = DATE_PATTERN.search(year[0])
        if full:
            item["issued"] = read_date(full)
        rest = rest[year.end() :]
    elif forthcoming:
        item["issued"] = {"literal": forthcoming["l"]}
        rest = rest[forthcoming.end() :]
    end = _TITLE_END.search(rest)
    title = clean_title(rest[: end.end() if end and end[0][:1] in "?!" else end.start()] if end else rest)
    words = title.split()
    if not words or len(words) > 60 or not any(c.isalpha() for c in title):
        if year and not title:
            _put_people(item, who)
            parsed.people, parsed.how = who, "author-date"
            return True
        return False
    tail = rest[end.end() :] if end else ""
    if not year and not forthcoming and not DATE_PATTERN.search(tail) and URL not in tail:
        return False
    if words[0].islower():
        return False
    _put_people(item, who)
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
    _assign(parsed, pieces, found.marked_container, False, confirm)
    return True


__all__ = ["EM", "EM_END", "LABEL", "LABEL_END", "Parsed", "cast", "lead", "parse"]
