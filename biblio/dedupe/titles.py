"""Titles: what is said of the work, without what platforms add to it."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from unicodedata import normalize

from biblio.text import fold

LONGEST = 600
"""Characters of a title that are read; longer ones are abstracts in the wrong field, or hostile."""

STOP = frozenset(
    # Articles, prepositions and conjunctions of French, English, German, Spanish and Italian: small words that notes drop.
    "a au aux c ce ces d dans de des du e en et est l la le les leur leurs ou où par pour qu que qui s sa se ses son sur "
    "un une vers y n ne and an as at by for from in into is its of on or the their to with der die das den dem des ein "
    "eine und fur im mit von zu zum zur el los las del por para con il lo gli della delle di da nel "
    "i".split()
)

GENERIC = frozenset(
    # Headings that recur in every issue or every book: alone they tell nothing of which one.
    "introduction;introduction generale;introduction au dossier;introduction au numero;introduction du dossier;"
    "conclusion;conclusions;conclusion generale;editorial;avant propos;preface;"
    "postface;presentation;presentation du dossier;presentation du numero;presentation generale;ouverture;en guise d "
    "introduction;en guise de conclusion;liminaire;varia;comptes rendus;compte rendu;notes de lecture;note de lecture;"
    "lectures;livres recus;recensions;recension;chronique;actualites;bibliographie;resumes;abstracts;sommaire;index;"
    "notes;note;remerciements;resume;annexe;annexes;hommage;in memoriam;erratum;errata;entretien;dossier;debat;debats;"
    "mot de la redaction;avertissement;prologue;epilogue;glossaire;foreword;editorial board;table of contents;contents;"
    "book review;book reviews;letter to the editor;letters to the editor;editorial note;editors note;editor s note;"
    "editor s notes;editor s comments;editors comments;guest editor s introduction;guest editors introduction;"
    "from the editor;message from the editor;news;announcements;correction;corrigendum;retraction;acknowledgements;"
    "acknowledgments;discussion;comment;commentary;reply;response;front matter;back matter;masthead;"
    "introduction to the special issue;guest editorial;chair s message;calendar;obituary;reports".split(";")
)

_NOTICE = re.compile(
    # "Correction to: …", "Compte rendu de : …", "Re: …" are about a work that has a record of its own.
    r"(?:correction|corrections|erratum|errata|corrigendum|corrigenda|retraction|retracted article|"
    r"expression of concern|compte rendu|recension|note de lecture|book review|review of|reply to|response to|"
    r"authors? (?:reply|response)|comment on|comments on|commentary on|re|reponse a|a propos de|droit de reponse) "
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_STATEMENT = re.compile(r"\s+/\s+")
_BREAK = re.compile(r"\s*:\s+|\s+[:–—|=/-]\s+|(?<=[^\s.\d]{2})[.?!]\s+|\s*;\s+|\s*\[|,\s+(?=[A-ZÀÉÈÊÎÔÇŒ])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_TOKEN = re.compile(r"\w+")
_ROMAN = re.compile(r"^(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})$")
_COUNTED = frozenset(
    "tome t volume vol v part partie parts pt livre book cahier band bd teil numero no n fascicule fasc chapter "
    "chapitre phase etape episode serie series saison".split()
)
_PARTS = frozenset("partie part volet tome volume livre episode phase".split())
_NUMBERED = re.compile(r"\d|\b[IVX]{1,5}\b")
_ANNOUNCES = _COUNTED | _PARTS
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        (
            "premier premiere 1er 1ere 1re first 1st",
            "deuxieme second seconde 2e 2eme 2nd 2nde",
            "troisieme 3e 3eme third 3rd",
            "quatrieme 4e 4eme fourth 4th",
            "cinquieme 5e 5eme fifth 5th",
            "sixieme 6e 6eme sixth 6th",
        ),
        start=1,
    )
    for word in words.split()
}
_SPELLED = {
    word: str(n)
    for n, words in enumerate(("one un", "two deux", "three trois", "four quatre", "five cinq", "six"), 1)
    for word in words.split()
}
_CLOSING = ' .)]»”"*\u00a0\u202f'
_VALUE = {"I": 1, "V": 5, "X": 10}


class Title(NamedTuple):
    """A title for comparison.

    ``words`` are the folded words that tell something, in order, without the numbers; the first ``main`` of them stand before the first
    break (a subtitle, a title in another language, a statement of responsibility). ``numbers`` are those that tell
    one work from its sibling: volumes, parts, years. A ``generic`` title recurs in every issue; a ``notice`` is about
    another work: a correction, a review, a reply.
    """

    words: tuple[str, ...]
    main: int
    numbers: tuple[str, ...]
    generic: bool
    notice: bool


def clean(text: str) -> str:
    """Return one line of text without mark-up, entities and line-end hyphens, of at most `LONGEST` characters."""
    text = text[:LONGEST]
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if not text.isascii():
        text = normalize("NFC", text)  # text out of PDF has accents apart, which end words
    if "- " in text:
        text = _HYPHEN.sub("", text)
    return text


def title(text: str, subtitle: str = "", hosts: Iterable[str] = (), names: Collection[str] = ()) -> Title:
    """Read a title as a platform gives it, with its subtitle where that has a field of its own.

    What a page's title says of its site (``hosts``, folded) and a catalogue's of the authors (``names``, folded words)
    is left out: "… | Site", "… / Anne Dupont ; préface de …".

    >>> title("La Ville. Tome II", "Enquête à Lyon").words
    ('ville', 'enquete', 'lyon')
    >>> title("La Ville. Tome II", "Enquête à Lyon").numbers
    ('2',)
    """
    text = _bare(clean(text), hosts, names)
    start = _BREAK.search(text, 3)
    whole = f"{text} : {clean(subtitle)}" if subtitle else text
    cut = start.start() if start else len(text)
    words, main, numbers = _read(whole, cut)
    bare = " ".join(words)
    folded = fold(text[:80])
    return Title(words, main, numbers, folded in GENERIC or bare in GENERIC, _NOTICE.match(folded) is not None)


def _bare(text: str, hosts: Iterable[str], names: Collection[str]) -> str:
    if names and " / " in text:
        before, _, after = text.partition(" / ")
        if before and not names.isdisjoint(fold(after).split()):
            text = before
    for mark in (" | ", " - ", " – "):
        before, found, after = text.rpartition(mark)
        if found and before and (site := fold(after)) and any(site == host for host in hosts):
            return before
    return text


def _read(text: str, cut: int) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Return the telling words, how many of them stand before ``cut``, and the numbers."""
    folded = fold(text).split()
    if _NUMBERED.search(text) is None and _ANNOUNCES.isdisjoint(folded):
        words = [word for word in folded if word not in STOP]
        main = len(words) if cut >= len(text) else sum(word not in STOP for word in fold(text[:cut]).split())
        return tuple(words or folded), max(main, 1), ()
    return _read_numbered(text, cut)


def _read_numbered(text: str, cut: int) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    words: list[str] = []
    numbers: set[str] = set()
    main = -1
    before = ""
    counted = False  # the last word announces a number: "tome", "partie"
    shouting = text.isupper()
    for found in _TOKEN.finditer(text):
        if main < 0 and found.start() >= cut:
            main = len(words)
        raw = found[0]
        for word in _folded(raw):
            number = _number(raw, word, before, shouting, text, found.end())
            if number:
                numbers.add(number)
                if counted:
                    words.pop()
            elif word in _PARTS and before in _ORDINALS:
                numbers.add(_ORDINALS[before])
                if words and words[-1] == before:
                    words.pop()
            elif word not in STOP:
                words.append(word)
            counted = not number and word in _COUNTED and bool(words) and words[-1] == word
            before = word
    if not words:
        words = fold(text).split()
    return tuple(words), len(words) if main < 1 else main, tuple(sorted(numbers))


@lru_cache(1 << 16)
def _folded(token: str) -> tuple[str, ...]:
    return tuple(fold(token).split("_"))


def _number(raw: str, word: str, before: str, shouting: bool, text: str, end: int) -> str:
    """Return the number a word stands for, or nothing."""
    if word.isdecimal():
        return word.lstrip("0")[:12] or "0"
    if before in _COUNTED and word in _SPELLED:
        return _SPELLED[word]
    if (
        len(raw) <= 5
        and _ROMAN.match(raw)
        and (before in _COUNTED or (not shouting and len(raw) > 1) or not text[end : end + 2].strip(_CLOSING))
    ):
        return str(_roman(raw))
    return ""


def _roman(numeral: str) -> int:
    values = [_VALUE[letter] for letter in numeral]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
