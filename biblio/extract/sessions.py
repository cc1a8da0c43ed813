"""Sessions and sections of a report, from headings of every shape."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from biblio.extract.dates import find_date, iso, read_date
from biblio.extract.letters import UPPER
from biblio.extract.view import bare, build
from biblio.model import Document, Session
from biblio.text import fold


@dataclass(frozen=True, slots=True)
class Part:
    """What stands above the text from ``start`` on."""

    start: int
    session: Session | None = None
    section: str = ""
    resources: bool = False


_WORDS = (
    r"(?:sessions?|séances?|ateliers?|tables?[- ]rondes?|panels?|plénières?|modules?|rencontres?|webinaires?"
    r"|journées?|axes?|parcours|temps|jour|workshops?|meetings?|réunions?|cours|conférences?|lectures?|seminars?|séminaires?|day"
    r"|week|semaine|leçons?)"
)
_SESSION = re.compile(
    rf"^\W*(?P<word>{_WORDS})\s*(?:n[°o]\s*)?(?P<number>[A-Z]?\d{{1,3}}(?:[.-]\d{{1,2}})?[a-zA-Z]?|[IVX]{{1,5}}|[A-H])\b(?P<rest>.*)$",
    re.I | re.S,
)
_STARTS = frozenset(
    word[:3]
    for word in [
        "session",
        "séance",
        "atelier",
        "table",
        "panel",
        "plénière",
        "module",
        "rencontre",
        "webinaire",
        "journée",
        "axe",
        "parcours",
        "temps",
        "jour",
        "workshop",
        "meeting",
        "réunion",
        "cours",
        "conférence",
        "lecture",
        "seminar",
        "séminaire",
        "day",
        "week",
        "semaine",
        "leçon",
    ]
)
_SEPARATOR = re.compile(r"^\s*[–—:|.\-/,)»>]+\s*|^\s+")
_TOC = re.compile(r"\.{3,}|…{2,}|[.·_\t ]{4,}\d+\s*$|\t\d{1,4}\s*$|^\s*\d+(?:\.\d+)*\s+\S.*\s\d{1,3}\s*$")
_TOC_ENTRY = re.compile(r"^(?P<title>.*?)\s*(?:[.…·_\t]{2,}|\s{2,}|\t)\s*\d{1,4}\s*$")
_CAPS_LINE = re.compile(rf"^[^a-zà-öø-ÿ\n]*[{UPPER}][^a-zà-öø-ÿ\n]*$")
_BOLD_LINE = re.compile(
    r"^\s*(?:<[^>]+>\s*)*(?:\*\*|__|<b>|<strong>)\s*(?P<text>[^*<\n]{2,160}?|.{2,300}?)\s*(?:\*\*|__|</b>|</strong>)\s*:?\s*(?:<[^>]+>\s*)*$"
)
_RESOURCES = re.compile(
    r"\b(?:ressources?|références?|bibliograph\w+|sitograph\w+|webograph\w+|filmograph\w+|lectures?|à lire"
    r"|pour aller plus loin|aller plus loin|sources?|liens|documentation|documents|en savoir plus"
    r"|travaux|publications|resources|references|bibliography|further reading|readings?|links|works cited"
    r"|littérature|ouvrages|livres|articles|books|vidéos|podcasts|rapports|études)\b",
    re.I,
)
_SENTENCE_END = re.compile(r"[.;,!]$")


def outline(document: Document) -> list[Part]:
    """Return the parts of a report in order; the first begins at 0."""
    headings = sorted([*_marked(document), *_unmarked(document)], key=lambda h: h[0])
    return _parts(document, headings)


def at(parts: list[Part], starts: list[int], position: int) -> Part:
    """Return the part that ``position`` lies in; ``starts`` are the starts of ``parts``."""
    return parts[bisect_right(starts, position) - 1]


def _marked(document: Document) -> list[tuple[int, int, int, str]]:
    """Return the headings that the markup declares: start, end, level, words."""
    return [(h.start, h.end, h.level, h.text) for h in document.headings if h.text.strip()]


def _unmarked(document: Document) -> list[tuple[int, int, int, str]]:
    """Return lines that stand alone as headings do: *SESSION 1 – …*, capitals, bold, directives of MyST."""
    found: list[tuple[int, int, int, str]] = []
    text = document.text
    for block in document.blocks:
        if block.kind not in {"paragraph", "item"} or block.end - block.start > 2000:
            if block.kind == "code":
                continue
            if block.kind != "paragraph":
                continue
        if block.end - block.start > 400 and "\n" not in text[block.start : block.start + 400]:
            continue
        raw = text[block.start : min(block.end, block.start + 400)]
        line = raw.split("\n", 1)[0]
        alone = "\n" not in raw.strip()
        heading = _heading_line(line, alone, block.kind)
        if heading:
            level, words = heading
            found.append((block.start, block.start + len(line), level, words))
    if "{" in text:
        found += [
            (m.start(), m.end(), 6, _words(m["text"]))
            for m in re.finditer(r"^[ \t]*[`:~]{3,}[ \t]*\{[\w-]+\}[ \t]*(?P<text>\S[^\n]*)$", text, re.M)
        ]
    return found


def _may_be_session(line: str) -> bool:
    """Tell cheaply whether a line begins with *session*, *séance*, *atelier* …."""
    return line.lstrip(" *_#<>").lower()[:3] in _STARTS


def _heading_line(line: str, alone: bool, kind: str) -> tuple[int, str] | None:
    stripped = line.strip()
    if not stripped or len(stripped) > (300 if stripped[0] in "*_<" else 160):
        return None
    if ("://" in stripped and "<" not in stripped) or (stripped[-1].isdigit() and _TOC.search(stripped)):
        return None
    if (
        kind == "paragraph"
        and _may_be_session(stripped)
        and (found := _SESSION.match(stripped))
        and len(stripped) <= 160
    ):
        rest = found["rest"]
        if (
            not rest.strip() or (_SEPARATOR.match(rest) and re.match(r"\s*[–—:|.\-/,)]", rest))
        ) and not stripped.endswith((".", ",", ";")):
            return 2, _words(stripped)
    if kind != "paragraph":
        return None
    if bold := _BOLD_LINE.match(stripped):
        if alone or stripped.endswith(("**", "</b>", "</strong>", ":")):
            words = _words(bold["text"])
            if "<i>" in stripped or "<em>" in stripped or re.search(r"[a-zà-ÿ]\.\s[A-ZÀ-Ý]", words):
                return None
            if (
                words
                and len(words) <= 160
                and not _SENTENCE_END.search(words.rstrip())
                and (alone or len(words.split()) <= 12)
                and "<br" not in bold["text"]
            ):
                return 7, words
        return None
    if not alone or len(stripped) > 90:
        return None
    if _CAPS_LINE.match(stripped) and sum(c.isalpha() for c in stripped) >= 4 and not _SENTENCE_END.search(stripped):
        return 5, _words(stripped)
    if (
        _RESOURCES.match(stripped)
        and len(stripped.split()) <= 5
        and stripped[0].isupper()
        and not _SENTENCE_END.search(stripped)
    ):
        return 5, _words(stripped)
    if re.fullmatch(
        rf"(?:les\s)?(?:terrains?|pistes de (?:réflexion|recherche)|{_WORDS}\s?\d*)\s*:?", stripped, re.I
    ):
        return 5, _words(stripped)
    if find_date(stripped) and len(stripped.split()) <= 5 and not stripped.endswith("."):
        return 4, _words(stripped)
    return None


def _words(line: str) -> str:
    words = bare(build(line, 0, len(line), [], [], markup=True).text)
    if any(sign in words for sign in "[]"):
        words = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", words)
    return words.strip(" #*:_").strip()


def _parts(document: Document, headings: list[tuple[int, int, int, str]]) -> list[Part]:
    contents, skipped = _contents(document, headings)
    parts = [Part(0)]
    session: Session | None = None
    session_level = 0
    day = ""
    stack: list[tuple[int, str]] = []
    for start, _, level, words in headings:
        if start in skipped or not words:
            continue
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, words))
        date = find_date(words)
        found = _SESSION.match(words)
        if found and not _numbered_list(found):
            session = _session(found, day, _title_above(document.text, start), contents)
            session_level = level
        elif (
            date
            and not words[: date.start()].strip(" –—:-#").replace("du", "").replace("le", "")
            and not words[date.end() :].strip(" –—:-.")
        ):
            day = iso(read_date(date))
            if session and level <= session_level:
                session = None
            if session is None or (level >= session_level and not session.number):
                session, session_level = Session(title="", date=day), level
        elif date and level <= 3 and document.headings and (title := _beside(words, date)):
            session, session_level, day = Session(title=title, date=iso(read_date(date))), level, ""
        elif session and level < session_level:
            session = None
            if level <= 1:
                day = ""
        elif session and session.date and not session.title and not session.number and level == session_level:
            session = None
        resources = any(_RESOURCES.search(name) for _, name in stack[-2:])
        parts.append(Part(start, session, words.rstrip(" :"), resources))
    return parts


def _title_above(text: str, start: int) -> str:
    """Return the line above a session's number where it reads as its title: short, and no sentence."""
    lines = text[max(0, start - 400) : start].rstrip("#*_ \t\n").rsplit("\n", 1)
    words = _words(lines[-1]) if lines else ""
    return (
        words if 1 <= len(words.split()) <= 14 and not _SENTENCE_END.search(words) and not words[0].islower() else ""
    )


def _numbered_list(found: re.Match[str]) -> bool:
    """Tell whether what looks like a session is a sentence that begins with such words."""
    rest = found["rest"].strip()
    return bool(rest) and not re.match(r"[–—:|.\-/,)»(]", rest) and found["word"][0].islower()


def _beside(words: str, date: re.Match[str]) -> str:
    """Return the title beside a date in a heading (*28.09.2022 – Comment apprend-on ?*)."""
    after = words[date.end() :].strip(" –—:|-.,)")
    return after if len(after.split()) >= 2 else ""


def _session(found: re.Match[str], day: str, above: str, contents: dict[str, list[tuple[str, str]]]) -> Session:
    number, rest = found["number"], found["rest"]
    rest = _SEPARATOR.sub("", rest, count=1)
    date = day
    if dated := find_date(rest):
        date = iso(read_date(dated))
        before, after = rest[: dated.start()], rest[dated.end() :]
        before = re.sub(
            r"(?:\b(?:le|du|on|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s*)+$",
            "",
            before.rstrip(" ,–—-|("),
        ).rstrip()
        rest = before if before.strip(" –—:|-.,(") else after
    title = rest.strip(" –—:|-.,()").strip('"«»“” ')
    if re.fullmatch(r"(?:le\s)?\d{1,2}(?:er)?\s\w+(?:\s\w+)?|(?:matin|après-midi|soir)?", title, re.I):
        title = ""
    title = title or above
    if not date:
        date = _date_in_contents(number, title, contents)
    return Session(title=title, date=date, number=number)


def _contents(
    document: Document, headings: list[tuple[int, int, int, str]]
) -> tuple[dict[str, list[tuple[str, str]]], set[int]]:
    """Return number → (folded title, date) of the sessions in a table of contents, and where its lines are."""
    entries: dict[str, list[tuple[str, str]]] = {}
    day = ""
    skipped: set[int] = set()
    in_contents = False
    head = document.text[:20000]
    position = 0
    for line in head.split("\n"):
        stripped = line.strip(" -*•\t")
        if re.fullmatch(r"(?:\W*)(?:sommaire|table des matières|table of contents|contents|plan)\W*", stripped, re.I):
            in_contents, day = True, ""
            skipped.add(position + len(line) - len(line.lstrip()))
        elif in_contents and stripped:
            entry = _TOC_ENTRY.match(line.rstrip())
            dated = find_date(stripped)
            if entry and (found := _SESSION.match(entry["title"].strip())):
                title = _SEPARATOR.sub("", found["rest"], count=1).strip(' –—:|-."«»“”')
                entries.setdefault(found["number"], []).append((fold(title), day))
            elif dated and len(stripped.split()) <= 5:
                day = iso(read_date(dated))
            elif not entry:
                in_contents = False
            if in_contents:
                skipped.add(position + len(line) - len(line.lstrip()))
        position += len(line) + 1
    return entries, skipped


def _date_in_contents(number: str, title: str, contents: dict[str, list[tuple[str, str]]]) -> str:
    """Return the day under which the table of contents lists a session."""
    candidates = contents.get(number, [])
    words = set(fold(title).split())
    best, score = "", 0.0
    for listed, day in candidates:
        other = set(listed.split())
        shared = len(words & other) / max(1, len(words | other))
        if shared > score:
            best, score = day, shared
    return best if score >= 0.5 else ""
