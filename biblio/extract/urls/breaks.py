"""URLs that go on after a line break: only where that is certain, for a wrong address is worse than a cut one."""

import re

BREAK = re.compile(r"[ \t]?\r?\n[ \t]{0,16}(?=\S)")
"""A line break inside a paragraph, with the next line's indentation."""

ANGLE = re.compile(r"[^\s<>|]*(?:[ \t]?\r?\n[ \t]*[^\s<>|]+){0,4}(?=>)")
"""The rest of ``<…>`` when nothing but line breaks interrupts it."""

_TOKEN = re.compile(r"[\w\-.~/?#=%&+,;:@()]{1,300}")
_FILE_END = re.compile(r"\.(?:html?|php|aspx?|jsp|pdf|docx?|odt|epub|xhtml)(?:[?#]\S*)?$", re.I)
_LOCAL_ID = re.compile(
    r"(?:hal|halshs|tel|dumas|cel|medihal|inria)-\d{8}(?:v\d+)?|10\.\d{4,9}/\S+|\d{4}\.\d{4,5}(?:v\d+)?"
    r"|[12]\d{3}[A-Z]{2}[A-Z0-9]{6}"
)
_EXTENSION = re.compile(r"(?:html?|php|aspx?|pdf|docx?|odt|epub)(?:[?#]\S*)?")
_FIRST_LABEL = re.compile(r"https?://[\w-]+\.", re.I)
_REST_OF_HOST = re.compile(r"[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:[/?#]|$)|[a-z]{2,}/")
_FULL_LINE = 60
_NEXT_URL = ("http://", "https://", "www.")
_JOINTS = "/?&=%-._"
_DOI_PREFIX = re.compile(r"(?:^|/)10\.\d{4,9}/$")
_DOI_WORD = re.compile(r"(?:^|/)10\.\d{4,9}/[a-z]+\.$")


def goes_on(text: str, line_end: re.Match[str], url: str, opener: str) -> bool:
    """Tell whether the line after ``line_end`` certainly continues a URL.

    ``url`` is what has been read of it, ``opener`` the character before it.
    """
    at = line_end.end()
    if text.startswith(_NEXT_URL, at):
        return False
    # Cut anywhere at the margin: the line is full, and the next word can be nothing else.
    full = line_end.start() - text.rfind("\n", max(0, line_end.start() - 200), line_end.start()) > _FULL_LINE
    if not full and url[-1].isalnum() and text[at] not in _JOINTS:
        return False
    token = _TOKEN.match(text, at)
    word = token[0].rstrip(".,;:!?)") if token else ""
    if not word or not word.isascii() or "://" in word:
        return False
    if _continues(url, word, opener):
        return True
    return full and not _FILE_END.search(url) and url[-1].isalnum() and _names_file(word)


def _continues(url: str, word: str, opener: str) -> bool:
    last, first = url[-1], word[0]
    if last in "-\u00ad\u2010\u2011" or (last == "_" and opener != "_"):
        return first.isalnum()
    if last in "=&%":
        return first.isalnum() or first == "%"
    if last == "/":
        return _names_page(word) or (first.isalnum() and _DOI_PREFIX.search(url) is not None)
    if last == ".":
        if _DOI_WORD.search(url):
            return first.isdigit()
        return _EXTENSION.fullmatch(word) is not None or (
            _FIRST_LABEL.fullmatch(url) is not None and _REST_OF_HOST.match(word) is not None
        )
    if first in "/?&=%":
        return word[1:2].isalnum()
    if first in "-._":
        return word[1:2].isalnum() and (_FILE_END.search(word) is not None or word.count("-") > 1)
    return False


def _names_file(word: str) -> bool:
    return word[0].islower() and _FILE_END.search(word) is not None and any(c in word for c in "-_/")


def _names_page(word: str) -> bool:
    """Tell whether a word alone is the last part of a path, and no word of the next sentence."""
    if _LOCAL_ID.fullmatch(word):
        return True
    if word.isdigit():
        # Four digits may be a year that opens the next sentence.
        return len(word) > 2 and not (len(word) == 4 and word[:2] in ("19", "20"))
    if word[0].isupper() or not word[0].isalnum():
        return False
    joints = sum(word.count(c) for c in "-_/=")
    return _FILE_END.search(word) is not None or joints > 3 or (joints > 1 and any(c.isdigit() for c in word))
