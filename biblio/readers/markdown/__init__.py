"""Markdown and text with links in it; the text stays as it is, offsets refer to the file as decoded.

A purpose-written scanner: the libraries for Markdown give no offsets of inline elements (docs/decisions/0010).
"""

from biblio.model import Block, Document, Link
from biblio.readers.decode import decode
from biblio.readers.limits import Limits
from biblio.readers.markdown.blocks import Blocks, shadow
from biblio.readers.markdown.front_matter import front_matter
from biblio.readers.markdown.inline import Inline


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read Markdown."""
    text, warnings = decode(data, name)
    return parse(text, name, warnings=warnings)


def parse(text: str, name: str, *, format: str = "markdown", warnings: tuple[str, ...] = ()) -> Document:
    """Return the Document of a text with Markdown in it."""
    source = shadow(text)
    matter = front_matter(source)
    structure = Blocks(source, matter.end)
    structure.scan()
    inline = Inline(source, {label: found.url for label, found in structure.definitions.items()})
    for block in structure.blocks:
        if block.kind != "code":
            inline.scan(block.start, block.end)
    blocks, links, invisible = structure.blocks, inline.links, structure.invisible + inline.invisible
    if matter.end:
        invisible.append((0, matter.end))
    for label, found in structure.definitions.items():
        if label in inline.used:
            invisible.append((found.start, found.end))
        else:  # nobody calls it: then it is a line of text with an address in it
            blocks.append(Block(start=found.start, end=found.end, kind="paragraph"))
            links.append(Link(start=found.url_start, end=found.url_end, url=found.url))
    first = structure.headings[0] if structure.headings else None
    return Document(
        name=name,
        text=text,
        format=format,
        headings=tuple(structure.headings),
        blocks=tuple(sorted(blocks, key=lambda block: block.start)),
        links=tuple(sorted(links, key=lambda link: (link.start, link.end))),
        invisible=tuple(sorted(invisible)),
        title=matter.title or (first.text if first and first.level == 1 else ""),
        date=matter.date,
        warnings=warnings,
    )
