"""Markdown to the words that a reader sees, for titles."""

import re
from html import unescape

_LINKS = re.compile(r"!?\[([^\[\]]*+)\](?:\([^()\s]*+(?:\([^()]*+\)[^()\s]*+)*+\)|\[[^\[\]]*+\])")
_TAGS = re.compile(r"</?[A-Za-z][^<>]*+>|<!--.*?-->")
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}]*\}\s*$")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}|`+|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)|(\*{1,3})(?=\S)(.+?)(?<=\S)\3")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markup: str) -> str:
    """Return the words of one line of Markdown.

    >>> plain("**Session 1** – [*Crise*](https://example.org) {#s1}")
    'Session 1 – Crise'
    """
    text = _ATTRIBUTES.sub("", markup)
    if "[" in text:
        text = _LINKS.sub(r"\1", text)
    if "<" in text:
        text = _TAGS.sub("", text)
    if any(sign in text for sign in "*_`~"):
        for _ in range(3):
            text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return " ".join(unescape(text).split())
