"""Links inside a block of Markdown: inline, by reference, autolinks, raw HTML, and the brackets of wikis and SPIP.

The rules are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/#inlines), made lenient where reports are
written by hand: addresses with a space, an unbalanced bracket or a line break. Every pattern is possessive or
bounded: time is linear in the text.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from html import unescape

from biblio.model import Link

_TOKEN = re.compile(r"\\[!-/:-@\[-`{-~]|`++|!?\[|\]|<(?=[A-Za-z/!])")
_INLINE = re.compile(
    r"""\(\s*+
    (?: <(?P<angle>[^<>\n]*+)>
      | (?P<plain>[^\s()\\<][^\s()\\]*+(?:(?:\\.|\((?:[^\s()]|\([^\s()]*+\))*+\))[^\s()\\]*+)*+|)
    )
    (?:\s++(?:"[^"]{0,300}"|'[^']{0,300}'|\([^()]{0,300}\)))?+
    \s*+\)""",
    re.VERBOSE,
)
_LOOSE = re.compile(r"\(\s*+((?:https?|ftp)://[^\n)\"]{1,2000}+)(?:\"[^\"\n]{0,300}\"\s*+)?\)")
_REFERENCE = re.compile(r"\[([^\[\]\\]{0,999})\]")
_AUTOLINK = re.compile(
    r"<((?:https?|ftp)://[^\s<>]*+(?:\n[ \t]*+[^\s<>]++){0,3}|www\.[^\s<>]++|mailto:[^\s<>]++)[ \t]*+>", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*+)(?=[\s/>])((?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*+)>")
_ADDRESS = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
_FRAMES = frozenset({"iframe", "embed", "video", "audio", "source"})
_WIKI = re.compile(r"((?:https?|ftp)://[^\s|\]]++)(?:\s*+\|.*|\s++.*)?")
_SPIP = re.compile(r"\s*((?:https?|ftp)://\S+)\s*")
_LABEL_LENGTH = 999  # CommonMark's bound
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")

Range = tuple[int, int]


def address(markup: str) -> str:
    """Return a URL as a reader would follow it: backslash escapes, entities and line breaks undone."""
    if "\\" in markup:
        markup = _ESCAPE.sub(r"\1", markup)
    if "&" in markup:
        markup = _ENTITY.sub(lambda entity: unescape(entity[0]), markup)
    if "\n" in markup:
        markup = "".join(markup.split())
    return markup.strip().replace(" ", "%20")


def normal_label(label: str) -> str:
    """Return a reference label as it is compared."""
    return " ".join(label.casefold().split())


class Inline:
    """Finds links in blocks of one text; collects ``links``, ``invisible`` ranges and the ``used`` definitions."""

    def __init__(self, text: str, definitions: Mapping[str, str]) -> None:
        self.text = text
        self.definitions = definitions
        self.links: list[Link] = []
        self.invisible: list[Range] = []
        self.used: set[str] = set()
        self._last_comment_end = text.rfind("-->")

    def scan(self, start: int, end: int) -> None:
        """Find the links of the block ``text[start:end]``."""
        text, search = self.text, _TOKEN.search
        brackets: list[int] = []
        ticks: dict[int, list[int]] | None = None
        anchor: tuple[int, str] | None = None
        closed_before = start
        token = search(text, start, end)
        while token:
            position, after = token.span()
            sign = text[position]
            if sign == "[" or sign == "!":
                brackets.append(position)
            elif sign == "]":
                if brackets:
                    opening = brackets.pop()
                    image = text[opening] == "!"
                    # a link holds no other link: brackets opened before the last link are text
                    if image or opening >= closed_before:
                        made = self._close(opening, position, end)
                        if made > after:
                            after = made
                            if not image:
                                closed_before = made
            elif sign == "`":
                if ticks is None:
                    ticks = _runs(text, position, end)
                same = ticks[after - position]
                following = bisect_left(same, after)
                if following < len(same):
                    after = same[following] + after - position
            elif sign == "<":
                after, anchor = self._angle(position, end, anchor)
            token = search(text, after, end)

    def _close(self, opening: int, closing: int, end: int) -> int:
        """Make what the brackets ``opening`` … ``closing`` are, and return where it ends; 0 for mere brackets."""
        text = self.text
        image = text[opening] == "!"
        following = text[closing + 1 : closing + 2]
        if following == "(":
            if match := _INLINE.match(text, closing + 1, end):
                url = address(match["angle"] or match["plain"] or "")
            elif match := _LOOSE.match(text, closing + 1, end):
                url = address(match[1])
            if match:
                return self._made(opening, closing, match.end(), url, image, hidden=False)
        if self.definitions:
            match = _REFERENCE.match(text, closing + 1, end) if following == "[" else None
            label = match[1] if match and match[1].strip() else self._content(opening, closing)
            label = normal_label(label)
            if label in self.definitions:
                self.used.add(label)
                stop = match.end() if match else closing + 1
                return self._made(opening, closing, stop, self.definitions[label], image, hidden=True)
        return 0 if image else self._wiki(opening, closing)

    def _made(self, opening: int, closing: int, stop: int, url: str, image: bool, *, hidden: bool) -> int:
        if image:
            self.invisible.append((closing + 1, stop))
        elif url:
            self.links.append(Link(start=opening, end=stop, url=url, hidden=hidden))
        return stop

    def _content(self, opening: int, closing: int) -> str:
        first = opening + (2 if self.text[opening] == "!" else 1)
        return self.text[first:closing] if closing - first <= _LABEL_LENGTH else ""

    def _wiki(self, opening: int, closing: int) -> int:
        """Make a link of ``[url words]``, ``[[url|words]]`` (wikis) or ``[words->url]`` (SPIP)."""
        text = self.text
        content = self._content(opening, closing)
        if content.startswith(("http://", "https://", "ftp://")):
            match = _WIKI.match(content)
        else:
            arrow = content.rfind("->")
            match = _SPIP.fullmatch(content, arrow + 2) if arrow >= 0 else None
        if not match:
            return 0
        doubled = opening > 0 and text[opening - 1] == "[" and text[closing + 1 : closing + 2] == "]"
        start, stop = (opening - 1, closing + 2) if doubled else (opening, closing + 1)
        self.links.append(Link(start=start, end=stop, url=address(match[1])))
        return stop

    def _angle(self, position: int, end: int, anchor: tuple[int, str] | None) -> tuple[int, tuple[int, str] | None]:
        """Read an autolink, a comment or a tag; return where to go on and the open ``<a>``."""
        text = self.text
        if match := _AUTOLINK.match(text, position, end):
            self.links.append(Link(start=position, end=match.end(), url=address(match[1])))
            return match.end(), anchor
        if text.startswith("<!--", position) and position < self._last_comment_end:
            stop = text.find("-->", position + 4)
            if 0 <= stop < end:
                self.invisible.append((position, stop + 3))
                return stop + 3, anchor
        match = _TAG.match(text, position, end)
        if not match:
            return position + 1, anchor
        closing, name, attributes = match.groups()
        name = name.lower()
        if name == "a" and closing:
            if anchor:
                self.links.append(Link(start=anchor[0], end=match.end(), url=anchor[1]))
            return match.end(), None
        if not closing and (name == "a" or name in _FRAMES) and (found := _ADDRESS.search(attributes)):
            url = address(found[1] or found[2] or found[3] or "")
            if name == "a" and url:
                return match.end(), (position, url)
            if url:
                self.links.append(Link(start=position, end=match.end(), url=url))
        elif name == "img" and (found := _ADDRESS.search(attributes)):
            self.invisible.append(match.span())
        return match.end(), anchor


def _runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Return where the runs of backticks are, by length, so that a code span's end is found without a search."""
    runs: dict[int, list[int]] = defaultdict(list)
    for run in re.compile("`+").finditer(text, start, end):
        runs[run.end() - run.start()].append(run.start())
    return runs
