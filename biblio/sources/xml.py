"""XML answers: parsed without document types, so that no entity can be defined or fetched."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from biblio.errors import FormatError
from biblio.sources.base import Response

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def parse(response: Response) -> Element:
    """Return the root of an XML answer.

    Raises `FormatError` for what is no XML, and for a document type declaration: no service needs one, and entities
    are how XML bombs are made (https://docs.python.org/3/library/xml.html#xml-vulnerabilities).
    """
    text = _decode(response.body)
    # Decoded before the search, so that no encoding can hide the declaration from it.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FormatError(f"{response.url.partition('?')[0]}: XML with a document type is refused")
    try:
        return fromstring(_DECLARATION.sub("", text, count=1), XMLParser())  # noqa: S314
    except (ParseError, ValueError) as error:
        raise FormatError(f"{response.url.partition('?')[0]}: no XML ({error})") from error


def _decode(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    declared = _ENCODING.match(body)
    try:
        return body.decode(declared[1].decode() if declared else "utf-8-sig", "replace").removeprefix("\ufeff")
    except LookupError:
        return body.decode("utf-8", "replace")


def local(element: Element) -> str:
    """Return an element's name without its namespace: the services' namespaces vary, the names do not."""
    return element.tag.rpartition("}")[2]


def every(root: Element, *names: str) -> Iterator[Element]:
    """Yield all elements below ``root`` that bear one of ``names``, in document order."""
    return (element for element in root.iter() if local(element) in names)


def texts(root: Element, *names: str) -> list[str]:
    """Return the texts of all such elements, without blanks around, empty ones left out."""
    found = ("".join(element.itertext()).strip() for element in every(root, *names))
    return [text for text in found if text]


def text(root: Element, *names: str) -> str:
    """Return the first of `texts`, or an empty string."""
    return next(iter(texts(root, *names)), "")


def attribute(element: Element, name: str) -> str:
    """Return an attribute's value by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def oai_records(root: Element) -> list[Element]:
    """Return the records of an OAI-PMH 2.0 answer that have not been deleted; none where it holds an error."""
    return [
        record
        for record in every(root, "record")
        if not any(attribute(header, "status") == "deleted" for header in every(record, "header"))
    ]
