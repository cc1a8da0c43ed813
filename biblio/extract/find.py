"""Find what a report cites: block by block, line by line, one unit of text per mention."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from biblio.extract.dates import HAS_YEAR
from biblio.extract.letters import LETTER, UPPER
from biblio.extract.names import people
from biblio.extract.urls import find_urls
from biblio.extract.view import EM, LABEL, LABEL_END, URL, Anchor, View, build
from biblio.extract.words import is_common_noun
from biblio.model import Block, Document, Link

_OFF = re.compile(r"<!--\s*biblio:(off|on)\s*-->")
_MARKED = re.compile(r"[«“„\"*_]|<(?:i|em|cite)\b")
_INVITING = (
    "intitul",
    "titré",
    "entitled",
    "op. cit",
    "op.cit",
    "bid.",
    "bidem",
    "déjà cité",
    "loc. cit",
    "cit.",
    "à paraître",
    "sous presse",
    "forthcoming",
    "in press",
)
_NAMED_TITLE = re.compile(
    rf"[{UPPER}][{LETTER}'’.-]*[\])]?\s?[,.:;(–—-]?\s?(?:[(\[]\s?)?(?:\*|_|[«“\"]|<(?:i|em|cite)\b|&laquo;)"
    r"|\b(?:livre|ouvrage|article|rapport|film|roman|essai|étude|thèse|texte|book|paper)\s:?\s?[*_«“\"<]"
)
_FIRST_WORD = re.compile(
    rf"(?:\A|\n|\s:\s)[^\w\n]*(?:(?:voir|aussi|cf\.?|lire|et)\s)*(?P<word>[{LETTER}][{LETTER}'’-]*)", re.I
)
_ENDS_DATED = re.compile(r"\d{4}[a-z]?\)?[\s.;]*$", re.M)
_LAWS = frozenset(
    ("loi", "décret", "arrêté", "ordonnance", "circulaire", "directive", "règlement", "cour", "conseil", "tribunal")
)
_HTML_LABEL = re.compile(r"\A<a\b[^>]*>(?P<label>.*)</a>\Z", re.S | re.I)
_WIKI_LABEL = re.compile(r"\A\[{1,2}(?P<url>(?:https?|ftp)://[^\s|\]]+)(?:\s*\|\s*|\s+)(?P<label>[^\]]+)\]{1,2}\Z")
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,4}\s*\Z")
_FILE = re.compile(r"\.(?:md|html?|pdf|docx?|odt|txt|pptx?)(?:#.*)?\Z", re.I)
_CELLS = str.maketrans("|\t", ",,")
_NEWLINE = re.compile(r"\n")
_MARK = re.compile(f"[{LABEL}{URL}]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: ``view.text[start:end]`` and its block."""

    view: View
    start: int
    end: int
    block: Block

    @property
    def text(self) -> str:
        """Return the words of the line."""
        text = self.view.text[self.start : self.end]
        return text.translate(_CELLS) if self.block.kind == "row" else text


def skipped(document: Document) -> list[tuple[int, int]]:
    """Return the ranges that nobody is meant to cite from: comments, front matter, ``biblio:off`` … ``biblio:on``."""
    ranges = list(document.invisible)
    if "biblio:" in document.text:
        start = -1
        for found in _OFF.finditer(document.text):
            if found[1] == "off" and start < 0:
                start = found.start()
            elif found[1] == "on" and start >= 0:
                ranges.append((start, found.end()))
                start = -1
        if start >= 0:
            ranges.append((start, len(document.text)))
    ranges.sort()
    merged: list[tuple[int, int]] = []
    for a, b in ranges:
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def anchors(document: Document, hidden: list[tuple[int, int]]) -> list[Anchor]:
    """Return every address of a report: those the markup declares and those written out, in order."""
    text = document.text
    declared: list[Anchor] = []
    for link in document.links:
        if (_is_web(link.url) or _is_file(link.url)) and not (declared and link.start < declared[-1].end):
            declared.append(_anchor(text, link))
    written = [
        Anchor(start=u.start, end=u.end, url=u.url, cut=u.cut)
        for u in find_urls(text)
        if not u.url.lower().startswith("mailto:")
    ]
    merged = sorted([*declared, *_apart(written, declared)], key=lambda anchor: anchor.start)
    return _outside(merged, hidden)


def _apart(written: list[Anchor], declared: list[Anchor]) -> Iterator[Anchor]:
    """Yield the addresses that are no part of a declared link."""
    k = 0
    for anchor in written:
        while k < len(declared) and declared[k].end <= anchor.start:
            k += 1
        if k >= len(declared) or anchor.end <= declared[k].start:
            yield anchor


def _outside(items: list[Anchor], hidden: list[tuple[int, int]]) -> list[Anchor]:
    kept: list[Anchor] = []
    k = 0
    for item in items:
        while k < len(hidden) and hidden[k][1] <= item.start:
            k += 1
        if k >= len(hidden) or item.start < hidden[k][0]:
            kept.append(item)
    return kept


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://", "ftp://", "www.")) or bool(re.match(r"10\.\d{4,9}/", url))


def _is_file(url: str) -> bool:
    """Tell whether a link leads to a document beside the report: its words may be a title, its address is none."""
    return bool(_FILE.search(url)) and "://" not in url


def _anchor(text: str, link: Link) -> Anchor:
    """Tell the words of a link from its markup."""
    words = text[link.start : link.end]
    label: tuple[int, int] | None = None
    if words.startswith(("[[", "[http", "[ftp")) and (found := _WIKI_LABEL.match(words)):
        label = found.span("label")
    elif words.startswith(("[", "![")):
        middle = words.rfind("](") if words.endswith(")") else -1
        if middle < 0 and words.endswith("]"):
            middle = words.rfind("][")
            middle = len(words) - 1 if middle < 0 else middle
        label = (1, middle) if middle > 0 else None
    elif words[:2].lower() == "<a":
        found = _HTML_LABEL.match(words)
        label = found.span("label") if found else None
    elif words.startswith("<"):
        label = None
    elif link.hidden:
        label = (0, len(words))
    span = (link.start + label[0], link.start + label[1]) if label and label[1] > label[0] else None
    return Anchor(start=link.start, end=link.end, url=link.url if _is_web(link.url) else "", label=span)


def lines(
    document: Document, found: list[Anchor], hidden: list[tuple[int, int]], listed: Callable[[int], bool]
) -> Iterator[tuple[Line, bool]]:
    """Yield the lines that may cite something, and whether they may do so without address.

    ``listed`` tells whether a position lies in a list of resources, where every line counts.
    """
    text = document.text
    markup = document.format in {"markdown", "text"}
    emphasis = list(document.emphasis)
    i = e = k = 0
    covered = 0
    for block in _blocks(document, found):
        while i < len(found) and found[i].end <= block.start:
            i += 1
        first = i
        while i < len(found) and found[i].start < block.end:
            i += 1
        here = found[first:i]
        if i > first and found[i - 1].end > block.end:
            i -= 1
        while e < len(emphasis) and emphasis[e][1] <= block.start:
            e += 1
        stop = e
        while stop < len(emphasis) and emphasis[stop][0] < block.end:
            stop += 1
        while k < len(hidden) and hidden[k][1] <= block.start:
            k += 1
        if k < len(hidden) and hidden[k][0] <= block.start and hidden[k][1] >= block.end:
            continue
        here = [a for a in here if a.start >= max(block.start, covered) and a.end <= block.end]
        if block.kind == "heading" and not here:
            continue
        if not here and not _may_cite(text, block, e < stop) and not listed(block.start):
            continue
        view = build(text, block.start, block.end, here, emphasis[e:stop], markup=markup)
        covered = max(covered, block.end)
        for start, end in _with_speakers(view.text, list(_logical(view.text))):
            if (
                view.text[end - 1 : end].isdigit()
                and _CONTENTS.search(view.text, start, end)
                and URL not in view.text[start:end]
            ):
                continue
            yield Line(view, start, end, block), block.kind != "code"


def _blocks(document: Document, found: list[Anchor]) -> list[Block]:
    """Return the blocks of a document, and the line of each address that stands in none of them."""
    blocks = list(document.blocks)
    text = document.text
    k = 0
    added = False
    for anchor in found:
        while k < len(document.blocks) and document.blocks[k].end < anchor.end:
            k += 1
        if k < len(document.blocks) and document.blocks[k].start <= anchor.start:
            continue
        start = text.rfind("\n", 0, anchor.start) + 1
        end = text.find("\n", anchor.end)
        if k:
            start = max(start, document.blocks[k - 1].end)
        stop = len(text) if end < 0 else end
        if k < len(document.blocks):
            stop = max(anchor.end, min(stop, document.blocks[k].start))
        if blocks[-1:] and len(blocks) > len(document.blocks) and blocks[-1].end >= anchor.end:
            continue
        blocks.append(Block(start=min(start, anchor.start), end=stop, kind="paragraph"))
        added = True
    return sorted(blocks, key=lambda block: block.start) if added else blocks


def _may_cite(text: str, block: Block, emphasised: bool) -> bool:
    """Tell cheaply whether a block without address may cite something."""
    if block.kind == "code" or block.end - block.start < 12:
        return False
    words = text[block.start : block.end]
    dated = HAS_YEAR.search(words)
    if emphasised or (_MARKED.search(words) and (dated or _NAMED_TITLE.search(words))):
        return True
    if dated and (block.kind in {"note", "row"} or _begins_reference(words)):
        return True
    return any(sign in words for sign in _INVITING)


def _begins_reference(words: str) -> bool:
    """Tell whether a line begins with what may be a name or a law, not a word of a sentence, or ends in a year."""
    if _ENDS_DATED.search(words):
        return True
    firsts = (found["word"] for found in _FIRST_WORD.finditer(words))
    return any(not is_common_noun(first) or first.lower() in _LAWS for first in firsts)


def _logical(text: str) -> Iterator[tuple[int, int]]:
    """Cut a block into lines, soft line breaks undone."""
    if "\n" not in text:
        yield 0, len(text)
        return
    start = 0
    width = _width(text)
    for found in _NEWLINE.finditer(text):
        position = found.start()
        if _soft(text, start, position, width):
            continue
        if position > start:
            yield start, position
        start = position + 1
    if start < len(text):
        yield start, len(text)


def _width(text: str) -> int:
    """Return the width to which the lines of a block are broken: its longest line; 0 where that one stands alone."""
    lengths = sorted(len(line) for line in text.split("\n") if not _MARK.search(line))
    if lengths and (lengths[-1] <= 100 or (len(lengths) > 1 and lengths[-2] * 5 >= lengths[-1] * 4)):
        return lengths[-1]
    return 0


def _with_speakers(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a line that only names people to the linked title above it."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        words = text[start:end].strip()
        if joined and 5 < len(words) < 300 and URL not in words and EM not in words:
            above = text[slice(*joined[-1])].strip()
            if above.startswith(LABEL) and above.endswith(URL) and above.count(URL) == 1 and people(words):
                joined[-1] = (joined[-1][0], end)
                continue
        if words:
            joined.append((start, end))
    return joined


def _soft(text: str, start: int, position: int, width: int) -> bool:
    """Tell whether the line break at ``position`` is one of typesetting only.

    ``width`` is the longest line of the block: whoever breaks lines to a width breaks where the next word would
    pass it, whoever writes one thing a line breaks anywhere (0).
    """
    before = text[start:position].rstrip()
    after = text[position + 1 : position + 60].lstrip()
    if not before or not after:
        return False
    if URL in before[-3:]:
        return after[0].islower() and len(before) > 60
    if after.startswith((URL, LABEL)):
        return not before.endswith((".", ";", "!", "?")) and (LABEL_END not in before) and after.startswith(URL)
    if before.endswith((",", "«", "(", "“")) or (before.endswith("-") and len(before) > 40):
        return True
    line = before[before.rfind("\n") + 1 :]
    marked = bool(_MARK.search(line))
    if after[0] in "»”),;:" or (after[0].islower() and (width or marked)):
        return not before.endswith((":",))
    if not marked and len(line) + 1 + len(after.split(None, 1)[0]) <= width:
        return False
    return len(line) > 61 and not before.endswith((".", ":", ";", "!", "?", "»"))
