"""Office files made by hand for the tests, so that each shows one thing."""

import zipfile
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

STYLES = """
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr>
<w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Session"><w:name w:val="Session"/><w:basedOn w:val="Titre1"/></w:style>
<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Titre 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Puces"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Accent"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
"""

NUMBERING = """
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="27"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="SESSION %1 –"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
"""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return an archive of parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(links: dict[str, str]) -> str:
    """Return the part with the relations of another one."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}hyperlink" Target="{url}" TargetMode="External"/>'
        for name, url in links.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def docx(body: str, links: dict[str, str] | None = None, **parts: str | bytes) -> bytes:
    """Return a DOCX with ``body`` in it; ``parts`` (``footnotes``, ``endnotes``) are what their root holds."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W} {R} {MC}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W}>{NUMBERING}</w:numbering>",
        "word/_rels/document.xml.rels": relations(links or {}),
    }
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {W} {R}>{content}</w:{name}>"
        files[f"word/_rels/{name}.xml.rels"] = relations(links or {})
    return zipped(files)


def p(words: str = "", style: str = "", properties: str = "") -> str:
    """Return a paragraph of a DOCX: runs, or mere words."""
    runs = words if words.startswith("<") else f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(words: str, properties: str = "") -> str:
    """Return a run of a DOCX."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


_O = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = (
    f'xmlns:office="{_O}office:1.0" xmlns:text="{_O}text:1.0" xmlns:table="{_O}table:1.0" '
    f'xmlns:style="{_O}style:1.0" xmlns:fo="{_O}xsl-fo-compatible:1.0" xmlns:draw="{_O}drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
AUTOMATIC = """
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-prefix="[" style:num-suffix="]" text:start-value="27"/></text:list-style>
"""


def odt(body: str, styles: str = "", **parts: str | bytes) -> bytes:
    """Return an ODT with ``body`` in it."""
    heading = '<style:style style:name="Heading_20_2" style:family="paragraph" style:default-outline-level="2"/>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{AUTOMATIC}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}><office:styles>{heading}{styles}</office:styles>"
            "</office:document-styles>",
            **{name.replace("_", ".", 1): content for name, content in parts.items()},
        }
    )
