"""Quotes as a list prints them: in one line, short, without addresses and marks of Markdown."""

import re

_ADDRESS = re.compile(r"(?:\bURL\s?:\s?)?<?https?://[^\s<>\])]+>?", re.IGNORECASE)
_LEFT_OVER = re.compile(r"[,;:](?=\s{1,3}[,;])|\(\s{0,3}\)")

_MARKUP = (
    (re.compile(r"\[\^[^\]\s]{1,40}\]?"), ""),
    (re.compile(r"!?\[([^\[\]]{0,500})\](?:\([^()\s]{0,2000}\)|\[[^\[\]]{0,200}\])"), r"\1"),
    (re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,500})(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!<>~-])"), r"\1"),
)
"""Marks of Markdown: the quote is kept to the letter, a reader of the list is spared them."""

LONGEST_QUOTE = 320
"""Characters of a quote that are printed; the whole is behind the link to the passage."""


def shorten(text: str, limit: int = LONGEST_QUOTE) -> str:
    """Return ``text`` in one line of at most ``limit`` characters, cut at a word.

    Addresses are left out: they stand in the reference above, as links; so are Markdown's marks.
    """
    plain = text[: 20 * limit]
    for pattern, bare in _MARKUP:
        plain = pattern.sub(bare, plain)
    line = " ".join(_LEFT_OVER.sub("", _ADDRESS.sub("", plain)).split()).strip(" :,;<>") or " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.") + " […]"
