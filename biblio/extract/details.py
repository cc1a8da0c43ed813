"""What follows a title: container, volume, issue, pages, dates, publisher, edition.

Each habit is one pattern; what a pattern has read is taken out of the text, and what is left at the end is split
into container, place and publisher.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from biblio.extract.dates import DATE, DATE_PATTERN, HAS_YEAR, YEAR, read_date
from biblio.extract.letters import LETTER, UPPER
from biblio.extract.names import people
from biblio.extract.view import EM, EM_END, LABEL, LABEL_END, URL, bare
from biblio.extract.words import CALENDAR, is_common_noun
from biblio.model import Item

_GAP = "\x06"
_NUMBER = r"\d{1,5}(?:bis|ter|[a-z]\b)?(?:\s?[-–/&]\s?\d{1,5}(?:bis|ter|[a-z]\b)?)*(?!\d)"
_ACCESSED = re.compile(
    rf"[\[(]?\s*(?:page |site |dernière |document )?(?:consult(?:é|ation|able)e?s?|visitée?|accessed|retrieved"
    rf"|viewed|last accessed|accès)"
    rf"\s*(?:le|on|en|:)?\s*:?\s*{DATE}\s*[\])]?",
    re.I,
)
_ONLINE = re.compile(
    rf"[\[(]?\s*\b(?:(?:mis|mise) en ligne|publiée?|parue?|postée?|posted|published(?: online)?|diffusée?"
    rf"|created)\s*(?:le|on|en|:)?\s*{DATE}\s*[\])]?",
    re.I,
)
_NOISE = re.compile(
    r"[\[(]\s*(?:en ligne|online|pdf|html|web|[Pp]age web|vidéo|video|fr|en)\s*[\])]|\b(?:en ligne|en accès libre"
    r"|accès libre|open access)\b"
    r"|\b(?:disponible(?: en ligne)?(?: sur| à)?(?: l['’]adresse)?(?: suivante)?|available (?:online |from|at)+"
    r"|retrieved from|récupéré de|repéré à|à lire (?:sur|ici))\b\s*:?"
    r"|\b(?:url|doi|lien|adresse|isbn|issn|eisbn|hal id|handle)\s*:",
    re.I,
)
_IDENTIFIER = re.compile(
    r"\b(?:doi\s*:?\s*)?10\.\d{4,9}/\S+|\b(?:isbn(?:-1[03])?\s*:?\s*)[\dxX -]{10,17}"
    r"|\bissn\s*:?\s*\d{4}-\d{3}[\dxX]|\bhal-\d{8}\w*|\barxiv\s*:\s*\S+",
    re.I,
)
_EDITION = re.compile(
    r"[(\[]?\b(\d{1,2})\s?(?:e|è|ème|ᵉ|re|ère|nd|rd|th|st)\.?\s+(?:éd(?:ition|\.)?|ed(?:ition|n|\.)?)(?![a-z])[^,.;)\]]{0,30}[)\]]?"
    r"|\b((?:nouvelle|première|deuxième|seconde|troisième|revised|new|second|third)\s(?:éd(?:ition|\.)|ed(?:ition"
    r"|\.))(?:\s(?:revue|augmentée|mise à jour|et|corrigée)){0,4})"
    r"|\b(rev(?:ised|\.)?(?:\s(?:and|&)\s(?:expanded|enlarged|updated))?\sed(?:ition|n|\.))(?=[\s,.])"
    r"|\b(rééd\.?|réédition|réimpr\.?)(?:\s+(?:19|20)\d\d)?",
    re.I,
)
_COLLECTION = re.compile(
    r"[(\[]?\s*\bcoll(?:ection|\.)?\s*:?\s*(?:[«“\"]\s*([^»”\"]{2,80}?)\s*[»”\"]|([^,.;)\]«“\"]{2,60}))(?:,?\s*n[°o]\s*\d+)?\s*[)\]]?",
    re.I,
)
_TRANSLATOR = re.compile(
    rf"[(\[]?\s*\b(?:trad(?:uit|uite|uction|\.)?(?:\s+(?:de\s+l['’]|du\s+|from\s+(?:the\s+)?)\w+)?(?:\s*\([^)]*\))?\s*(?:par|by|:)?|trans(?:lated|\.)\s+(?:from\s+\w+\s+)?by)"
    rf"\s+((?:[dDlL]['’])?[{UPPER}][^,;:()\[\]\x06]{{2,80}}?)(?=\s*[,;:)\]\x06]|\.\s|\.?$)\s*[)\]]?"
)
_TRANSLATED = re.compile(r"[(\[]?\b(?:trad(?:uit|uite|uction|\.)?)(?:\s+(?:de\s+l['’]|du\s+)\w+)[)\]]?", re.I)
_DIRECTED = re.compile(
    rf"[(\[]?\s*\b(?:sous la (?:dir(?:ection)?|coord(?:ination)?)\.? (?:de |d['’])|(?:édité|dirigé|coordonné"
    rf"|coord\.|edited|ed\.) (?:par|by) |(?:dir|éd|éds|eds?|coord)\.\s?(?=[{UPPER}]))"
    rf"((?:[^,;:()\[\]\x01-\x06.]|(?<=[{UPPER}])\.|(?<=[{UPPER}][{LETTER}])\.|,(?=\s[{UPPER}][{LETTER}'’-]*\s[{UPPER}])){{3,160}})[)\]]?"
)
_EDITORS = re.compile(
    rf"(?:^|(?<=[,:.\s\x06]))\s*((?:[{UPPER}][^()\[\]:;\x01-\x06«»\"]{{3,160}}?))\s*[,(\[]+\s*(?:dirs?|éds?|eds?"
    rf"|coords?|eds?|orgs?|sous la direction)\.?\s*[)\],.]+"
)
_CONTAINER_OPEN = re.compile(r"(?:^|(?<=[\s,.;:(\x04\x05]))(?:[Ii]n|[Dd]ans|IN|DANS)\s*:?\s+(?=\S)")
_OPENEDITION = re.compile(rf"(?<!\d)(\d{{1,4}}(?:\s?[-–/]\s?\d{{1,4}})?)\s*\|\s*({YEAR})(?:[-–/]\d+)?")
_CAIRN = re.compile(
    rf"(?<!\d)({YEAR})/(\d{{1,2}}(?:[-–]\d{{1,2}})?)(?![\d/])"
    rf"(?:\s*[-–,]?\s*\(?\s*(?:(?:n[°ºo]s?|numéro|no)\.?\s*({_NUMBER}|[A-Z]+\d*)|(?:vol|volume|tome|t)\.?\s*({_NUMBER}))\s*\)?)?",
    re.I,
)
_VOLUME_ISSUE = re.compile(
    rf"(?<![\d/])(?:vol\.?\s*)?(\d{{1,4}})\s?\(\s?(?:n[°o]\s?|no\.?\s?)?(?!{YEAR}\))({_NUMBER})\s?\)", re.I
)
_EVENT_BEFORE = re.compile(
    r"\b(?:journées? d['’]études?|colloque|séminaire|conférence|congrès|workshop|rencontres?)"
    r"\s(?:[\w'’]+\s){0,3}«?\s*\Z",
    re.I,
)
_VOLUME_DASH = re.compile(rf"(?<![\d/.:-])(\d{{1,3}})-(\d{{1,2}})(?=,\s*{YEAR}\b)")
"""*Revue française de sociologie*, 52-3, 2011."""
_VOLUME = re.compile(
    r"\b(?:vol(?:ume|s)?\.?|tome|t\.)\s*(\d{1,4}(?:\s?[-–/]\s?\d{1,4})?|[IVXLC]{1,8}\b|[ivxlc]{1,8}\b)", re.I
)
_ISSUE = re.compile(
    rf"(?:\bn\s?[°ºᵒo]s?\.?|\bn\.\s?°|№|\bnuméros?|\bnum\.|\bissue|\bnos?\.|\bnr\.?)\s*({_NUMBER})(?:\s*,\s*\d{{1,3}}(?=\s*[,.]))?",
    re.I,
)
_PAGES = re.compile(
    r"(?:\bpp?|\bpages?|\bpp)\s*\.?\s*((?:[A-Z]?\d{1,5}|[ivxlc]{1,7}\b)(?:\s?(?:[-–—‑]|à|to|et|&)\s?[A-Z]?\d{1,5}|\s?[-–—]\s?[ivxlc]{1,7}\b|(?<=\d)\s\d{1,5}(?!\d))?(?:\s?,\s?\d{1,5}\s?[-–]\s?\d{1,5})*)(?!\w)",
    re.I,
)
_PAGE_COUNT = re.compile(r"(?<![\w-])(\d{1,4})\s?(?:p\.?|pages|pp\.?)(?![\w])", re.I)
_PAGE_RANGE = re.compile(r"(?:(?<=[:,;]\s)|(?<=[:;]))([A-Za-z]?\d{1,5}\s?[-–—‑]\s?[A-Za-z]?\d{1,5}|e\d{3,})(?![\d/])")
_LAW_REVIEW = re.compile(
    rf"^[\s,.»”\"\x06]*(\d{{1,4}})\s+((?:[{UPPER}][{LETTER}.'’&]*|&|of|de|du|la)(?:\s(?:[{UPPER}][{LETTER}.'’&]*|&|of|on|de|du|la))*)\s+(\d{{1,5}})\b"
)
_FORTHCOMING = re.compile(r"\b(à paraître|sous presse|forthcoming|in press|n\.\s?d\.|s\.\s?d\.)", re.I)
_NO_PLACE = re.compile(r"\[?\bs\.\s?[ln]\.?\]?", re.I)
_SEGMENT = re.compile(r"[,;()\[\]\x06\n|]|\.(?=\s|$)(?<!\b[A-Z]\.)|\s[-–—]\s|\s:\s|:\s")
_PLACE = re.compile(
    rf"[{UPPER}][{LETTER}'’]+(?:[- ](?:[{UPPER}][{LETTER}'’]+|sur|sous|le|la|les|en|de|du|lès|upon"
    rf"|of)){{0,3}}(?:\s?[/&]\s?[{UPPER}][{LETTER}]+)?\Z"
)
_BARE_NUMBER = re.compile(r"\d{1,4}(?:[-–/]\d{1,4})?\Z")
_NUMBER_IN_ITALICS = re.compile(r"\x01\s*(\d{1,4})\s*\x02")
_AGAIN = re.compile(r"[;,]\s(?:repris|réédité|republié|réimprimé|reproduit|reprinted)e?s?\s(?:dans|in|en|par)\b")
"""Where a work came out once more is not where it came out."""
_ORIGINAL = re.compile(r"\s*\(\s*\x01([^\x02]{2,200})\x02\s*\)")
"""*Titre* (*Original title*)."""
_WORDS = re.compile(rf"[{LETTER}]{{2,}}")


@dataclass(slots=True)
class Details:
    """Fields read after a title, and the pieces of text that no pattern claimed."""

    item: Item = field(default_factory=lambda: Item())
    rest: list[str] = field(default_factory=list)
    container: str = ""
    marked_container: bool = False
    chapter: bool = False


def details(text: str) -> Details:
    """Read what stands after (or before) a title; ``text`` is a piece of a view."""
    found = Details()
    item = found.item
    text = _NUMBER_IN_ITALICS.sub(r"\1", text)
    if again := _AGAIN.search(text):
        text = text[: again.start()]
    if original := _ORIGINAL.match(text):
        item["original-title"] = bare(original[1])
        text = text[original.end() :]
    text = text.replace(LABEL, "").replace(LABEL_END, "").replace(URL, _GAP)

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal text
        match = pattern.search(text)
        if match:
            text = f"{text[: match.start()]} {_GAP} {text[match.end() :]}"
        return match

    if match := take(_ACCESSED):
        item["accessed"] = read_date(match)
    online = take(_ONLINE)
    while take(_IDENTIFIER):
        pass
    if (match := _LAW_REVIEW.match(bare(text))) and match[2].split()[0].lower() not in CALENDAR:
        item["volume"], item["page"] = match[1], match[3]
        found.container, found.marked_container = match[2].rstrip(","), True
        text = bare(text)[match.end() :]
    text = _NOISE.sub(_GAP, text)
    if match := take(_EDITION):
        item["edition"] = next(filter(None, match.groups()))
    if match := take(_COLLECTION):
        item["collection-title"] = bare(match[1] or match[2]).strip(" ,")
    if match := take(_TRANSLATOR):
        translators = people(bare(match[1]))
        if translators:
            item["translator"] = translators.names
    take(_TRANSLATED)
    text = _container(text, found)
    if match := take(_DIRECTED):
        editors = people(bare(match[1]))
        if editors:
            item["editor"] = editors.names
    _numbers(take, item)
    if match := take(_PAGE_COUNT):
        item["number-of-pages"] = match[1]
    if match := take(_FORTHCOMING):
        item["issued"] = {"literal": match[1]}
    if "issue" not in item and (match := take(_VOLUME_DASH)):
        item["volume"], item["issue"] = match[1], match[2]
    if date := _best_date(text):
        if "issued" not in item or "literal" in item["issued"]:
            item["issued"] = read_date(date)
        text = DATE_PATTERN.sub(_GAP, text)
    elif "issued" not in item and online:
        item["issued"] = read_date(online)
    text = _NO_PLACE.sub(_GAP, text)
    if match := take(_PAGE_RANGE):
        item.setdefault("page", " ".join(match[1].split()))
    found.rest = [piece for piece in (_trim(p) for p in _split(text)) if piece]
    _bare_numbers(found)
    return found


def _container(text: str, found: Details) -> str:
    """Take the container that *in*, *dans* or italics announce."""
    opening = _CONTAINER_OPEN.search(text)
    em = text.find(EM, opening.end() if opening else 0)
    if em < 0 and opening:
        em = text.find(EM)
    if em >= 0:
        stop = text.find(EM_END, em)
        stop = len(text) if stop < 0 else stop
        title = bare(text[em:stop].replace(_GAP, " ")).strip(" ,.;:")
        if _WORDS.search(title):
            between = text[opening.end() : em] if opening and opening.end() <= em else ""
            if between.strip(" ,"):
                editors = people(bare(between))
                if editors:
                    found.item["editor"] = editors.names
            if _EVENT_BEFORE.search(text[:em]):
                found.item["event-title"] = title
                return f"{text[:em]} {_GAP} {text[stop + 1 :]}"
            found.container, found.marked_container, found.chapter = title, True, bool(opening)
            head = text[: opening.start()] if opening and opening.end() <= em else text[:em]
            return f"{head} {_GAP} {text[stop + 1 :]}"
    if opening:
        after = text[opening.end() :]
        if quoted := re.match(r"[«“\"]\s*([^»”\"]{3,300}?)\s*[»”\"]", after):
            found.container, cut = bare(quoted[1]), quoted.end()
        else:
            before = _EDITORS.match(after)
            lead = before.end() if before else 0
            if before and (who := people(bare(before[1]))):
                found.item["editor"] = who.names
            end = re.compile(r"[,;()\x06\n]|\.(?=\s|$)").search(after, lead + 1)
            cut = end.start() if end else len(after)
            found.container = bare(after[lead:cut]).strip(" ,.;:")
        found.marked_container = found.chapter = True
        return f"{text[: opening.start()]} {_GAP} {after[cut:]}"
    return text


def _numbers(take: Callable[[re.Pattern[str]], re.Match[str] | None], item: Item) -> None:
    if match := take(_OPENEDITION):
        item["issue"] = match[1].replace(" ", "")
        item["issued"] = {"date-parts": [[int(match[2])]]}
    elif match := take(_CAIRN):
        item["issued"] = {"date-parts": [[int(match[1])]]}
        item["issue"] = match[3] or match[2]
        if not match[3] and (numbered := take(_ISSUE)):
            item["issue"] = numbered[1].replace(" ", "")
        if match[4]:
            item["volume"] = match[4]
    elif match := take(_VOLUME_ISSUE):
        item["volume"], item["issue"] = match[1], match[2].replace(" ", "")
    if match := take(_VOLUME):
        item.setdefault("volume", match[1].replace(" ", ""))
    if match := take(_ISSUE):
        item.setdefault("issue", match[1].replace(" ", ""))
    if match := take(_PAGES):
        item.setdefault("page", " ".join(match[1].split()))


def _best_date(text: str) -> re.Match[str] | None:
    """Return the most exact date of ``text``, the first among equals."""
    dates = list(DATE_PATTERN.finditer(text)) if HAS_YEAR.search(text) else []
    return max(dates, key=lambda d: (sum(v is not None for v in d.groups()), -d.start()), default=None)


def _split(text: str) -> list[str]:
    text = text.replace(EM, _GAP).replace(EM_END, _GAP)
    return _SEGMENT.split(text)


def _trim(piece: str) -> str:
    return bare(piece.replace(_GAP, " ")).strip(" ,.;:–—-/→>«»“”\"'()[]*_|")


def _bare_numbers(found: Details) -> None:
    """Read numbers that stand alone between commas: *Réseaux*, 177, 1."""
    numbers = [piece for piece in found.rest if _BARE_NUMBER.match(piece)]
    if not numbers:
        return
    found.rest = [piece for piece in found.rest if not _BARE_NUMBER.match(piece)]
    item = found.item
    if "issue" not in item and (found.container or "page" in item):
        item["issue"] = numbers[0]


def is_place(text: str) -> bool:
    """Tell whether ``text`` may be a town: one to four words, no common noun among them."""
    return bool(_PLACE.match(text)) and not any(is_common_noun(w) for w in text.split() if w[0].isupper())
