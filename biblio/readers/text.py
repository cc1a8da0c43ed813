"""Plain text: the file as decoded.

Markup is read as in Markdown: wiki pages and pads that were pasted into a text file carry ``<URL>``, ``[words](URL)``
and ``[[URL|words]]``.
"""

from biblio.model import Document
from biblio.readers import markdown
from biblio.readers.decode import decode
from biblio.readers.limits import Limits


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read plain text."""
    text, warnings = decode(data, name)
    return markdown.parse(text, name, format="text", warnings=warnings)
