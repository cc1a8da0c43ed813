"""URLs that go on after a line break: only where that is certain, for a wrong address is worse than a cut one."""

import re

BREAK = re.compile(r"[ \t]?\r?\n[ \t]{0,16}(?=\S)")
"""A line break inside a paragraph, with the next line's indentation."""

ANGLE = re.compile(r"[^\s<>]*(?:[ \t]?\r?\n[ \t]*[^\s<>]+){0,4}(?=>)")
"""The rest of ``<…>`` when nothing but line breaks interrupts it."""

_TOKEN = re.compile(r"[\w\-.~/?#=%&+,;:@()]{1,300}")
_FILE_END = re.compile(r"\.(?:html?|php|aspx?|jsp|pdf|docx?|odt|epub|xhtml)(?:[?#]\S*)?$", re.I)
_LOCAL_ID = re.compile(
    r"(?:hal|halshs|tel|dumas|cel|medihal|inria)-\d{8}(?:v\d+)?|10\.\d{4,9}/\S+|\d{4}\.\d{4,5}(?:v\d+)?"
    r"|[12]\d{3}[A-Z]{2}[A-Z0-9]{6}"
)
_DOI_PREFIX = re.compile(r"(?:^|/)10\.\d{4,9}/$")
_DOI_WORD = re.compile(r"(?:^|/)10\.\d{4,9}/[a-z]+\.$")


def goes_on(text: str, at: int, url: str, opener: str) -> bool:
    """Tell whether the next line, which begins at ``at``, certainly continues a URL.

    ``url`` is what has been read of it, ``opener`` the character before it.
    """
    token = _TOKEN.match(text, at)
    word = token[0].rstrip(".,;:!?)") if token else ""
    if not word or not word.isascii() or "://" in word or word.startswith("www."):
        return False
    return _continues(url, word, opener)


def _continues(url: str, word: str, opener: str) -> bool:
    last, first = url[-1], word[0]
    if last == "-" or (last == "_" and opener != "_"):
        return first.isalnum()
    if last in "=&%":
        return first.isalnum() or first == "%"
    if last == "/":
        return _names_page(word) or (first.isalnum() and _DOI_PREFIX.search(url) is not None)
    if first in "/?&=%":
        return word[1:2].isalnum()
    if first in "-._":
        return word[1:2].isalnum() and (_FILE_END.search(word) is not None or word.count("-") > 1)
    return first.isdigit() and _DOI_WORD.search(url) is not None


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
