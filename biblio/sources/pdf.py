"""PDF files: what they say of themselves, in their XMP packet and document information; no page is read.

XMP: ISO 16684-1. Document information: ISO 32000-1, 14.3.3.
"""

import re
from xml.etree.ElementTree import Element, ParseError, fromstring

from biblio.model import Item, Name
from biblio.sources import clean, xml

_XMP_START, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
# What a word processor wrote for want of a title.
_NO_TITLE = re.compile(
    r"^(?:microsoft word|powerpoint|untitled|sans titre|document\d*$|[\w.-]+\.(?:docx?|pdf|indd|qxd|pptx?|odt)$)",
    re.I,
)


def parse(body: bytes) -> Item:
    """Return the CSL item of a PDF file; empty where it names no title."""
    xmp, info = _xmp(body), _information(body)
    title = next(
        (
            text
            for value in (xmp.get("title", ""), info.get("Title", ""))
            if (text := clean.title(value)) and _is_title(text)
        ),
        "",
    )
    if not title:
        return Item()
    authors = xmp.get("creator", "") or info.get("Author", "")
    return clean.compact(
        type="document",
        title=title,
        author=[who for who in (_author(part) for part in re.split(r"[;\n]|, (?=\w+ \w)", authors)) if who],
        issued=clean.date(xmp.get("date", "") or xmp.get("CreateDate", ""))
        or clean.date(_pdf_date(info.get("CreationDate", ""))),
        language=clean.language(xmp.get("language", "")),
        DOI=xmp.get("doi", "").lower(),
    )


def _is_title(text: str) -> bool:
    return len(text) > 5 and not _NO_TITLE.match(text)


def _author(text: str) -> Name:
    # The author slot often holds a login or the machine's owner.
    return clean.name(text) if 2 <= len(text.split()) <= 6 else Name()


def _xmp(body: bytes) -> dict[str, str]:
    start = body.rfind(_XMP_START)
    end = body.find(_XMP_END, start)
    if start < 0 or end < 0 or end - start > 1_000_000:
        return {}
    packet = body[start : end + len(_XMP_END)].decode("utf-8", "replace")
    if "<!DOCTYPE" in packet or "<!ENTITY" in packet:
        return {}
    try:
        root = fromstring(packet)  # noqa: S314 (no document type gets this far)
    except ParseError:
        return {}
    values = {
        name: "; ".join(_leaves(root, name)) for name in ("title", "creator", "date", "language", "doi", "CreateDate")
    }
    values["title"] = values["title"].partition("; ")[0]
    for one in xml.every(root, "Description"):
        for name in ("CreateDate", "doi", "date"):
            values[name] = values[name] or xml.attribute(one, name)
    return values


def _leaves(root: Element, name: str) -> list[str]:
    for one in xml.every(root, name):
        items = xml.texts(one, "li")
        return items or [text for text in ["".join(one.itertext()).strip()] if text]
    return []


def _information(body: bytes) -> dict[str, str]:
    try:
        import pypdfium2
    except ImportError:
        return {}
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError:
        return {}
    with document:
        return {key: str(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}


def _pdf_date(value: str) -> str:
    found = re.match(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?", value)
    return "-".join(part for part in found.groups() if part) if found else ""
