"""Which format a file has: by its first bytes, then by its suffix; and the suffix must not contradict them."""

import re
from pathlib import PurePath

from biblio.errors import ReportError

SUFFIXES: dict[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
}
"""Suffix → format; any other file is known by its content."""

_NAMES = {
    "markdown": "Markdown",
    "text": "plain text",
    "html": "an HTML page",
    "pdf": "a PDF",
    "docx": "a Word document (DOCX)",
    "odt": "an OpenDocument text (ODT)",
}
_USUAL = {"markdown": ".md", "text": ".txt", "html": ".html", "pdf": ".pdf", "docx": ".docx", "odt": ".odt"}

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"</?[a-z!]", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ODT = b"application/vnd.oasis.opendocument.text"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF document", "save it as .docx or .odt"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or password-protected Office document",
        "open it and save it as .docx without password",
    ),
    (b"\x89PNG", "an image", "give the report as text; scans need OCR first"),
    (b"\xff\xd8\xff", "an image", "give the report as text; scans need OCR first"),
    (b"GIF8", "an image", "give the report as text; scans need OCR first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3", "a database", "give the report it was made from; a library is named with --db"),
)


def sniff(data: bytes, name: str) -> str:
    """Return the format of a report, a key of `biblio.readers.READERS`.

    Raises `ReportError` where it is empty, of no known format, or other than its suffix claims.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise ReportError(f"{name}: the file is empty", "check that the file is the one you mean")
    claimed = SUFFIXES.get(PurePath(name).suffix.lower(), "")
    found = _by_content(data, name, claimed)
    if claimed and found != claimed:
        stem = PurePath(name).stem
        raise ReportError(
            f"{name}: named {PurePath(name).suffix}, but it holds {_NAMES[found]}",
            f"rename it to {stem}{_USUAL[found]}",
        )
    return found


def _by_content(data: bytes, name: str, claimed: str) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name, claimed)
    for start, what, cure in _FOREIGN:
        if data.startswith(start):
            raise ReportError(f"{name}: it holds {what}", cure)
    if _HTML_START.match(data):
        return "html"
    if claimed == "html":
        return "html" if data.startswith(_UTF16) or _TAG.search(data) else "text"
    return claimed if claimed in ("markdown", "text") else "text"


def _zipped(data: bytes, name: str, claimed: str) -> str:
    """Tell what an archive holds; a damaged one is left to the reader that its suffix names."""
    import zipfile
    import zlib
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = (
                archive.read("mimetype")
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 99
                else b""
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        if claimed in ("docx", "odt"):
            return claimed
        raise ReportError(f"{name}: it holds a damaged archive", "get the file again from its origin") from None
    if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
        return "docx"
    if kind.strip() == _ODT or (claimed == "odt" and "content.xml" in names):
        return "odt"
    if claimed in ("docx", "odt") and names & {"content.xml", "word/document.xml"}:
        return claimed
    raise ReportError(
        f"{name}: an archive that holds neither a DOCX nor an ODT text", "unpack it, or save it as .docx or .odt"
    )
