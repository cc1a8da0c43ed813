"""What line ends have broken: words with a hyphen, addresses anywhere; and whether a line end was meant.

The one measure for all of it: would what begins the next line have fitted at the end of this one?
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from biblio.readers.pdf.runs import Run

_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.|(?:dx\.)?doi\.org/|doi:\s?10\.|10\.\d{4,9}/)\S*$", re.IGNORECASE)
_ADDRESS_PART = re.compile(r"[/_=&?%#~@+]|\d|\w[-.:]\w")
_ADDRESS_START = re.compile(r"(?:https?:|ftp:|www\.)", re.IGNORECASE)
_NO_END = "-=&?_%#~+@:\u2010\u00ad"  # signs that end no address, so that it must go on
_PIECE = re.compile(r"(?:[^/?]|/(?=\d))*+[/?]?")  # where all programs break an address
_SUFFIXES = frozenset({"html", "htm", "pdf", "php", "asp", "aspx", "fr", "org", "com"})
_HYPHENS = "-\u2010\u00ad"
_INSERTED = "\u2010\u00ad"  # no address has these: who set the page put them there
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# what French sets with a hyphen after a verb or pronoun: it stays when the line breaks there
_ENCLITICS = frozenset({"ce", "ci", "la", "là", "le", "les", "je", "tu", "il", "elle", "on", "nous", "vous", "ils"})
_ENCLITICS |= {"elles", "moi", "toi", "lui", "leur", "y", "en", "même", "mêmes", "être", "dire", "t"}
_LONGEST_WORD = 12  # lines that an address may run over


def fits(lines: list[list[Run]], following: Run, right: float) -> bool:
    """Tell whether the word that begins a line would have fitted at the end of the line before: the break was meant.

    An address and a hyphenated word are no whole words: they go on wherever they can.
    """
    tail = _last_word(lines)
    room = right - lines[-1][-1].x1
    if _address_goes_on(tail, following, room):
        return False
    if tail[-1] in _HYPHENS:
        word = following.text.split(" ", 1)[0]
        return room > following.head * (len(word.split("-", 1)[0]) + 1) / len(word) + following.size
    if _ADDRESS.search(tail) and _ADDRESS_START.match(following.text):
        return True  # one address under the other
    return following.head + 0.4 * following.size < room


def _last_word(lines: list[list[Run]]) -> str:
    """Return the last word of lines, with what stands of it in the lines before."""
    word = ""
    for runs in reversed(lines[-_LONGEST_WORD:]):
        text = " ".join(run.text for run in runs) + ("-" if runs[-1].hyphen else "")
        last = text.rsplit(" ", 1)[-1]
        word = last + word
        if last != text:
            break
    return word


def _address_goes_on(word: str, following: Run, room: float) -> bool:
    """Tell whether an address that ends a line, with ``room`` points to spare, goes on in the next one."""
    if not _ADDRESS.search(word):
        return False
    head, _, rest = following.text.partition(" ")
    plain = head.rstrip(".,;:)]»”\"'")
    if word.endswith("://"):
        return plain[:1].isalnum()
    if not plain or word[-1] in ",;)»" or _ADDRESS_START.match(plain):
        return False
    alike = _ADDRESS_PART.search(plain) is not None
    if word[-1] in _NO_END:
        return plain[0].isalnum() or plain[0] in "/?#&=%_~-."
    if word[-1] == "/":
        piece = _PIECE.match(plain)
        share = len(piece[0]) / len(head) if piece else 0
        return room < share * following.head and (alike or not rest)
    if word[-1] == ".":
        return (not plain[0].isupper() and alike) or plain in _SUFFIXES
    return plain[0] in "/?#&=%_~" or (room < 1.6 * following.advance and (alike or not rest))


def join(tail: str, run: Run, following: Run, right: float, words: Mapping[str, int]) -> tuple[int, str]:
    """Return how many characters to cut off the end of a line, and what to set between it and the next.

    ``tail`` is what the last word of the line has in the lines before, ``right`` the margin; ``words`` counts the
    words of the document, which tell a hyphenated word from a compound.
    """
    text = run.text + ("-" if run.hyphen else "")
    word = text.rsplit(" ", 1)[-1] if " " in text else tail + text
    head = following.text.split(" ", 1)[0]
    hyphenated = text[-1] in _HYPHENS
    url = _ends_with(run) if link_goes_on(run, following) else ""
    if url and (joined := _as_in(url, word, head, hyphenated)) is not None:
        return (1, "") if joined else (0, "")
    if _address_goes_on(word, following, right - run.x1):
        return (1 if text[-1] in _INSERTED else 0), ""
    if not hyphenated:
        # within one block as the file tags it, a line end that was meant is one of its own
        return 0, "\n" if run.tag and fits([[run]], following, right) else " "
    return (1, "") if _is_hyphenation(word[:-1], head, words) else (0, "")


def _is_hyphenation(before: str, after: str, words: Mapping[str, int]) -> bool:
    """Tell a hyphen that a line end has put into a word from one that belongs to it."""
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not left or not right or right[0][0].isupper() or right[0].lower() in _ENCLITICS:
        return False
    whole, compound = left[0] + right[0], f"{left[0]}-{right[0]}"
    if words.get(whole, 0) != words.get(compound, 0):
        return words.get(whole, 0) > words.get(compound, 0)
    return not (words.get(left[0], 0) and words.get(right[0], 0) > 1)


def _as_in(url: str, word: str, head: str, hyphenated: bool) -> bool | None:
    """Say how the two ends of a broken address stand in the link's target: True without hyphen, False as they are.

    None where they are no part of it.
    """
    head = head.rstrip(".,;:)]»”\"'>")
    word = word.lstrip("<([«“\"'")
    targets = (url, unquote(url))
    if any(word + head in target for target in targets):
        return False
    if hyphenated and any(word[:-1] + head in target for target in targets):
        return True
    return None


def link_goes_on(run: Run, following: Run) -> bool:
    """Tell whether a link goes on from one run to the next."""
    url = _ends_with(run)
    return bool(url) and any(span.url == url and span.start == 0 for span in following.spans)


def _ends_with(run: Run) -> str:
    return next((span.url for span in run.spans if span.url and span.end >= len(run.text)), "")
