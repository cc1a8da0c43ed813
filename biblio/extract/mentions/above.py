"""Addresses that stand alone under the line that names what they lead to."""

import re
from bisect import bisect_left

from biblio.extract.confirm import confirmation
from biblio.extract.find import Line
from biblio.extract.kinds import place
from biblio.extract.mentions.assemble import Context, assemble
from biblio.extract.mentions.units import EDGES, SERIALS, read_note
from biblio.extract.names import people
from biblio.extract.parse import Parsed, lead
from biblio.extract.titles import clean_title, is_address
from biblio.extract.view import EM, EM_END, LABEL, URL, bare, build
from biblio.model import Mention


def only_address(text: str) -> bool:
    """Tell whether a line is one address and nothing else (but *lien :*)."""
    return (
        text.count(URL) == 1
        and not bare(text[lead(text) :].split(URL)[0].split(LABEL)[0]).strip(" :-–")
        and not text.split(URL)[1].strip(EDGES + ".<>+*")
    )


def under_title(context: Context, line: Line, block_starts: list[int]) -> Mention | None:
    """Read an address that stands under its title: a line in italics, or one whose words the address confirms."""
    anchor = line.view.urls(line.start, line.end)[0]
    document = context.document
    if line.start or (anchor.label and not is_address(document.text[slice(*anchor.label)])):
        return None
    k = bisect_left(block_starts, line.block.start) - 1
    if (
        k < 0
        or document.blocks[k].kind not in {"paragraph", "heading"}
        or document.blocks[k].end - document.blocks[k].start > 300
    ):
        return None
    block = document.blocks[k]
    between = document.text[block.end : line.block.start]
    if between.strip(" \t\n*_-–#") or between.count("\n") > 3 or "://" in document.text[block.start : block.end]:
        return None
    view = build(document.text, block.start, block.end, [], [], markup=document.format in {"markdown", "text"})
    text = view.text.strip()
    where = place(anchor.url)
    confirm = confirmation(anchor.url, serial=where.type in SERIALS)
    if len(text) > 300 or text.count(".") > 2:
        return None
    if text.startswith(EM) and text.rstrip(" .").endswith(EM_END) and text.count(EM) == 1:
        parsed = _under_italics(text)
    else:
        parsed = read_note(f"{text} : {URL}", confirm, where)
        if not parsed.item.get("title") or not confirm.name(parsed.item["title"]):
            return None
    start = block.start
    end = line.view.span(line.start, line.end)[1]
    return assemble(context, parsed, text, (start, end), (anchor.url,), where, [anchor])


def _under_italics(text: str) -> Parsed:
    """Read a line that is all in italics: *Title – Author – Institution*."""
    parsed = Parsed(how="italics")
    title, *others = re.split(r"\s[-–—]\s", bare(text))
    parsed.item["title"] = clean_title(title)
    for other in others:
        if who := people(other):
            parsed.item["author"] = who.names
            break
    return parsed
