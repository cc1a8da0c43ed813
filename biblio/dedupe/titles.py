"""Titles: what is said of the work, without what platforms add to it."""

import re
from collections.abc import Iterable, Set
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from unicodedata import normalize

from biblio.dedupe.words import COUNTED, GENERIC, ORDINALS, PARTS, SPELLED, STOP
from biblio.text import fold

LONGEST = 600
"""Characters of a title that are read; longer ones are abstracts in the wrong field, or hostile."""

_NOTICE = re.compile(
    # "Correction to: …", "Compte rendu de : …", "Re: …" are about a work that has a record of its own.
    r"(?:correction|corrections|erratum|errata|corrigendum|corrigenda|retraction|retracted article|"
    r"expression of concern|compte rendu|recension|note de lecture|book review|review of|reply to|response to|"
    r"author(?: ?s)? (?:reply|response)(?: to)?|comment on|comments on|commentary on|re|reponse a|a propos de|"
    r"droit de reponse) "
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_STATEMENT = re.compile(r"\s+/\s+")
_BREAK = re.compile(r":\s|;\s|\[|\s[:–—|=/?!-]\s|[.?!]\s(?<=[^\s.\d]{2}..)|,\s(?=[A-ZÀÉÈÊÎÔÇŒ])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_TOKEN = re.compile(r"\w+")
_ROMAN = re.compile(r"^(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})$")
_NUMBERED = re.compile(r"\d|\b[IVX]{1,5}\b")
_ANNOUNCES = COUNTED | PARTS
_CLOSING = ' .)]»”"*\u00a0\u202f'
_VALUE = {"I": 1, "V": 5, "X": 10}


class Title(NamedTuple):
    """A title for comparison.

    ``words`` are the folded words that tell something, in order, without the numbers; the first ``main`` of them
    stand before the first break (a subtitle, a title in another language, a statement of responsibility).
    ``numbers`` are those that tell one work from its sibling: volumes, parts, years. A ``generic`` title recurs in
    every issue; a ``notice`` is about another work: a correction, a review, a reply.
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


def title(text: str, subtitle: str = "", hosts: Iterable[str] = (), names: Set[str] = frozenset()) -> Title:
    """Read a title as a platform gives it, with its subtitle where that has a field of its own.

    What a page's title says of its site (``hosts``, folded) and a catalogue's of the authors (``names``, folded
    words) is left out: "… | Site", "… / Anne Dupont ; préface de …".

    >>> title("La Ville. Tome II", "Enquête à Lyon").words
    ('ville', 'enquete', 'lyon')
    >>> title("La Ville. Tome II", "Enquête à Lyon").numbers
    ('2',)
    """
    text = _bare(clean(text), hosts, names)
    start = _BREAK.search(text, 3)
    cut = start.start() if start else len(text)
    head = fold(text[:cut])
    words, main, numbers = _read(f"{text} : {clean(subtitle)}" if subtitle else text, head, cut)
    beginning = head if cut == len(text) <= 80 else fold(text[:80])
    generic = beginning in GENERIC or " ".join(words) in GENERIC
    return Title(words, main, numbers, generic, _NOTICE.match(beginning) is not None)


def _bare(text: str, hosts: Iterable[str], names: Set[str]) -> str:
    if names and " / " in text:
        before, _, after = text.partition(" / ")
        if before and not names.isdisjoint(fold(after).split()):
            text = before
    for mark in (" | ", " - ", " – "):
        before, found, after = text.rpartition(mark)
        if found and before and (site := fold(after)) and any(site == host for host in hosts):
            return before
    return text


def _read(text: str, head: str, cut: int) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Return the telling words, how many of them stand before ``cut``, and the numbers.

    ``head`` is what stands before ``cut``, folded; no word goes across a break.
    """
    before, after = head.split(), fold(text[cut:]).split()
    if _NUMBERED.search(text) is None and _ANNOUNCES.isdisjoint(before) and _ANNOUNCES.isdisjoint(after):
        words = [word for word in before if word not in STOP]
        main = len(words)
        words += [word for word in after if word not in STOP]
        return tuple(words or before + after), max(main, 1), ()
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
            elif word in PARTS and before in ORDINALS:
                numbers.add(ORDINALS[before])
                if words and words[-1] == before:
                    words.pop()
            elif word not in STOP:
                words.append(word)
            counted = not number and word in COUNTED and bool(words) and words[-1] == word
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
    if before in COUNTED and word in SPELLED:
        return SPELLED[word]
    if (
        len(raw) <= 5
        and _ROMAN.match(raw)
        and (before in COUNTED or (not shouting and len(raw) > 1) or not text[end : end + 2].strip(_CLOSING))
    ):
        return str(_roman(raw))
    return ""


def _roman(numeral: str) -> int:
    values = [_VALUE[letter] for letter in numeral]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
