"""Word documents (DOCX): WordprocessingML by the standard library, as a stream.

Specification: ECMA-376, Office Open XML, part 1 (https://ecma-international.org/publications-and-standards/standards/ecma-376/).
Links stand in relationships and in field codes; notes in parts of their own.
"""

import posixpath
from collections.abc import Mapping

from biblio.model import Document
from biblio.readers.archive import Archive
from biblio.readers.docx.parts import BodyReader, NoteReader
from biblio.readers.docx.styles import PREFIXES, Lists, Styles
from biblio.readers.limits import Limits
from biblio.readers.page import Passage


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a Word document."""
    archive = Archive(data, name, "DOCX", limits)
    main = _main_part(archive)
    styles = Styles.read(archive, _beside(main, "styles.xml"))
    lists = Lists.read(archive, _beside(main, "numbering.xml"))
    notes: dict[tuple[str, str], Passage] = {}
    for kind in ("footnote", "endnote"):
        part = _beside(main, f"{kind}s.xml")
        if part in archive:
            reader = NoteReader(kind, notes, styles, lists, _links(archive, part))
            archive.parse(part, PREFIXES, reader.start, reader.end, reader.data)
    body = BodyReader(notes, styles, lists, _links(archive, main))
    archive.parse(main, PREFIXES, body.start, body.end, body.data)
    title = body.title or archive.title("docProps/core.xml")
    return body.page.writer.document(name, "docx", title=title)


def _beside(part: str, other: str) -> str:
    return posixpath.join(posixpath.dirname(part), other)


def _main_part(archive: Archive) -> str:
    """Return the part with the text: nearly always ``word/document.xml``, but a relationship decides."""
    main = "word/document.xml"

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal main
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            main = attributes.get("Target", main).lstrip("/")

    if "_rels/.rels" in archive:
        archive.parse("_rels/.rels", {}, start, lambda _: None, lambda _: None)
    if main not in archive:
        raise archive.damaged(f"it has no part '{main}'")
    return main


def _links(archive: Archive, part: str) -> dict[str, str]:
    """Return the addresses that a part refers to, by the identifier of the relationship."""
    folder, base = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    found: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/hyperlink"):
            found[attributes.get("Id", "")] = attributes.get("Target", "").strip()

    if relations in archive:
        archive.parse(relations, {}, start, lambda _: None, lambda _: None)
    return found
