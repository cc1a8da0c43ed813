"""What a tagged PDF says of itself: paragraphs, headings and list items (ISO 32000-1, section 14.8).

Office programs and browsers tag the PDFs that they write. Tags then part paragraphs where places alone leave doubts;
tables are found by their places all the same.
"""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

_BLOCKS = frozenset({"P", "LI", "TOCI", "Caption", "Note", "FENote", "BlockQuote", "Title", "Div"})
_DEEPEST = 60
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A block of a page; ``heading`` and ``item`` are levels, 0 for none. Two tags are equal if they are one."""

    heading: int = 0
    item: int = 0


def read_tags(page: Any) -> dict[int, Tag]:
    """Return the block that each piece of marked content of a page belongs to; nothing for a PDF without tags."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    found: dict[int, Tag] = {}
    try:
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            if child := raw.FPDF_StructTree_GetChildAtIndex(tree, index):
                _walk(child, None, 0, 0, found)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return found


def _walk(element: Any, tag: Tag | None, lists: int, depth: int, found: dict[int, Tag]) -> None:
    name = _type(element)
    if name == "Table" or depth > _DEEPEST:
        return
    lists += name == "L"
    if level := _heading_level(name):
        tag = Tag(heading=level)
    elif name in _BLOCKS and not (tag and tag.item and name in ("P", "Div")):
        tag = Tag(item=max(1, lists) if name == "LI" else 0)
    for index in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
        content = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if content >= 0:
            if tag:
                found.setdefault(content, tag)
        elif child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            _walk(child, tag, lists, depth + 1, found)


def _type(element: Any) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = raw.FPDF_StructElement_GetType(element, buffer, _LONGEST_NAME)
    return buffer.raw[: max(0, min(length, _LONGEST_NAME) - 2)].decode("utf-16-le", "replace")


def _heading_level(name: str) -> int:
    if name == "H":
        return 1
    return int(name[1]) if len(name) == 2 and name[0] == "H" and name[1] in "123456" else 0
