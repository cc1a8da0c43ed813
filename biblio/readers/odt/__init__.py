"""OpenDocument text (ODT) by the standard library, as a stream.

Specification: OASIS OpenDocument 1.3, part 3 (https://docs.oasis-open.org/office/OpenDocument/v1.3/).
"""

from biblio.errors import ReportError
from biblio.model import Document
from biblio.readers.archive import Archive
from biblio.readers.limits import Limits
from biblio.readers.odt.body import Body
from biblio.readers.odt.styles import Styles

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_ODF}office:1.0": "office",
    f"{_ODF}text:1.0": "text",
    f"{_ODF}table:1.0": "table",
    f"{_ODF}style:1.0": "style",
    f"{_ODF}drawing:1.0": "draw",
    f"{_ODF}xsl-fo-compatible:1.0": "fo",
    f"{_ODF}svg-compatible:1.0": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
}


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read an OpenDocument text."""
    archive = Archive(data, name, "ODT", limits)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ReportError(f"{name}: the ODT is encrypted", "save it without a password")
    styles = Styles()
    if "styles.xml" in archive:
        archive.parse("styles.xml", _PREFIXES, styles.start, styles.end, lambda _: None)
    body = Body(styles)
    archive.parse("content.xml", _PREFIXES, body.start, body.end, body.data)
    return body.page.writer.document(name, "odt", title=body.title or archive.title("meta.xml"))
