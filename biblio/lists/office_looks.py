"""The styles of word-processor lists: one table, put into pandoc's reference documents for DOCX and ODT."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

SERIF, SANS = "Cambria", "Calibri"
INK, SOFT, ACCENT, LINK = "1D1B18", "5C564D", "8A2B0E", "0B4F79"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A style. Lengths are in points; ``indent`` is that of all lines, ``first`` that of the first one on top."""

    font: str = SERIF
    size: float = 11
    colour: str = INK
    bold: bool = False
    italic: bool = False
    indent: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    keep: bool = False
    rule: bool = False


PARAGRAPHS: Mapping[str, Look] = {
    "Title": Look(size=26, bold=True, after=4),
    "Subtitle": Look(font=SANS, size=10.5, colour=SOFT, after=14),
    "Heading 1": Look(size=17, bold=True, before=24, after=8, keep=True),
    "Heading 2": Look(size=13, bold=True, colour=SOFT, before=16, after=6, keep=True),
    "Heading 3": Look(font=SANS, size=11, bold=True, before=12, after=4, keep=True),
    "Body Text": Look(before=3, after=6),
    "First Paragraph": Look(before=3, after=6),
    "Compact": Look(before=1, after=1),
    "Reference": Look(indent=24, first=-24, before=9, after=2, keep=True),
    "Marks": Look(font=SANS, size=9, colour=SOFT, indent=24, after=2),
    "Note": Look(size=10.5, indent=28, before=3, after=3, rule=True),
    "Place": Look(font=SANS, size=9, colour=SOFT, indent=24, before=2, keep=True),
    "Passage": Look(size=10, colour=SOFT, italic=True, indent=24, after=4),
    "TOC Heading": Look(font=SANS, size=11, bold=True, colour=SOFT, before=6, after=4, keep=True),
    "toc 1": Look(font=SANS, size=10.5, after=2),
    "toc 2": Look(font=SANS, size=10, indent=16, after=1),
}
"""Paragraph styles by their name in DOCX."""

CHARACTERS: Mapping[str, Look] = {"Level": Look(font=SANS, size=9, bold=True, colour=ACCENT)}

_ODT_NAMES: Mapping[str, str] = {
    "Body Text": "Text body",
    "First Paragraph": "First paragraph",
    "TOC Heading": "Contents Heading",
    "toc 1": "Contents 1",
    "toc 2": "Contents 2",
}

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"


def reference_document(original: bytes, format: str, lang: str) -> bytes:
    """Return pandoc's reference document in ``format`` (``docx odt``) with these styles, on A4 paper."""
    changes = {
        "docx": {"word/styles.xml": _docx_styles, "word/document.xml": _docx_paper},
        "odt": {"styles.xml": _odt_styles},
    }[format]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if change := changes.get(entry.filename):
                data = change(data, lang)
            target.writestr(entry, data)
    return made.getvalue()


def _parse(data: bytes) -> ElementTree.Element:
    """Parse XML that pandoc ships, keeping its prefixes."""
    for _, (prefix, address) in ElementTree.iterparse(io.BytesIO(data), events=("start-ns",)):  # noqa: S314
        ElementTree.register_namespace(prefix, address)
    return ElementTree.fromstring(data)  # noqa: S314 (pandoc's own file)


def _written(root: ElementTree.Element) -> bytes:
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _w(parent: ElementTree.Element, name: str, **attributes: object) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{W}}}{name}", {f"{{{W}}}{k}": str(v) for k, v in attributes.items()})


def _docx_styles(data: bytes, lang: str) -> bytes:
    root = _parse(data)
    known = {node.get(f"{{{W}}}val", "").lower(): style for style in root for node in style.findall(f"{{{W}}}name")}
    for language in root.iter(f"{{{W}}}lang"):
        language.set(f"{{{W}}}val", "fr-FR" if lang == "fr" else "en-US")
    for kind, looks in (("paragraph", PARAGRAPHS), ("character", CHARACTERS)):
        for name, look in looks.items():
            style = known.get(name.lower())
            if style is None:
                style = _w(root, "style", type=kind, styleId=name.replace(" ", "").replace("toc", "TOC"))
                _w(style, "name", val=name)
                if kind == "paragraph":
                    _w(style, "basedOn", val="Normal")
                _w(style, "qFormat")
            for part in ("pPr", "rPr"):
                for old in style.findall(f"{{{W}}}{part}"):
                    style.remove(old)
            if kind == "paragraph":
                _docx_paragraph(style, look, name)
            _docx_characters(style, look)
    return _written(root)


def _docx_paragraph(style: ElementTree.Element, look: Look, name: str) -> None:
    """Write paragraph properties in the order that the schema prescribes (ECMA-376, 17.3.1)."""
    properties = _w(style, "pPr")
    if look.keep:
        _w(properties, "keepNext")
        _w(properties, "keepLines")
    if look.rule:
        _w(_w(properties, "pBdr"), "left", val="single", sz=18, space=8, color=ACCENT)
    _w(properties, "spacing", before=round(20 * look.before), after=round(20 * look.after), line=264, lineRule="auto")
    _w(properties, "ind", left=round(20 * look.indent), hanging=round(-20 * look.first))
    if name.startswith("Heading "):
        _w(properties, "outlineLvl", val=int(name[-1]) - 1)


def _docx_characters(style: ElementTree.Element, look: Look) -> None:
    properties = _w(style, "rPr")
    _w(properties, "rFonts", ascii=look.font, hAnsi=look.font, cs=look.font)
    _w(properties, "b", val=int(look.bold))
    _w(properties, "i", val=int(look.italic))
    _w(properties, "color", val=look.colour)
    _w(properties, "sz", val=round(2 * look.size))
    _w(properties, "szCs", val=round(2 * look.size))


def _docx_paper(data: bytes, lang: str) -> bytes:
    root = _parse(data)
    for section in root.iter(f"{{{W}}}sectPr"):
        _w(section, "pgSz", w=11906, h=16838)
        _w(section, "pgMar", top=1247, right=1134, bottom=1247, left=1134, header=709, footer=709, gutter=0)
    return _written(root)


def _odt_styles(data: bytes, lang: str) -> bytes:
    root = _parse(data)
    office = root.find("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}styles")
    if office is None:
        return data
    known = {(node.get(f"{{{STYLE}}}name"), node.get(f"{{{STYLE}}}family")): node for node in office}
    for kind, looks in (("paragraph", PARAGRAPHS), ("text", CHARACTERS)):
        for name, look in looks.items():
            called = _ODT_NAMES.get(name, name)
            key = called.replace(" ", "_20_")
            style = known.get((key, kind))
            if style is None:
                style = ElementTree.SubElement(
                    office,
                    f"{{{STYLE}}}style",
                    {f"{{{STYLE}}}name": key, f"{{{STYLE}}}display-name": called, f"{{{STYLE}}}family": kind},
                )
                if kind == "paragraph":
                    style.set(f"{{{STYLE}}}parent-style-name", "Standard")
            for child in list(style):
                style.remove(child)
            if kind == "paragraph":
                _odt_paragraph(style, look)
            _odt_characters(style, look)
    for properties in root.iter(f"{{{STYLE}}}text-properties"):
        if properties.get(f"{{{FO}}}language") == "en":
            properties.set(f"{{{FO}}}language", lang)
            properties.set(f"{{{FO}}}country", "FR" if lang == "fr" else "US")
    for page in root.iter(f"{{{STYLE}}}page-layout-properties"):
        page.set(f"{{{FO}}}page-width", "21cm")
        page.set(f"{{{FO}}}page-height", "29.7cm")
        for side, width in (("top", "2.2cm"), ("bottom", "2.2cm"), ("left", "2cm"), ("right", "2cm")):
            page.set(f"{{{FO}}}margin-{side}", width)
    return _written(root)


def _odt_paragraph(style: ElementTree.Element, look: Look) -> None:
    properties = ElementTree.SubElement(style, f"{{{STYLE}}}paragraph-properties")
    for name, value in (
        ("margin-left", f"{look.indent}pt"),
        ("text-indent", f"{look.first}pt"),
        ("margin-top", f"{look.before}pt"),
        ("margin-bottom", f"{look.after}pt"),
        ("line-height", "110%"),
    ):
        properties.set(f"{{{FO}}}{name}", value)
    if look.keep:
        properties.set(f"{{{FO}}}keep-with-next", "always")
        properties.set(f"{{{FO}}}keep-together", "always")
    if look.rule:
        properties.set(f"{{{FO}}}border-left", f"2.25pt solid #{ACCENT}")
        properties.set(f"{{{FO}}}padding-left", "6pt")


def _odt_characters(style: ElementTree.Element, look: Look) -> None:
    properties = ElementTree.SubElement(style, f"{{{STYLE}}}text-properties")
    properties.set(f"{{{FO}}}font-family", look.font)
    properties.set(f"{{{FO}}}font-size", f"{look.size}pt")
    properties.set(f"{{{FO}}}color", f"#{look.colour}")
    properties.set(f"{{{FO}}}font-weight", "bold" if look.bold else "normal")
    properties.set(f"{{{FO}}}font-style", "italic" if look.italic else "normal")
