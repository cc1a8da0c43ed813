"""Mentions without a title of their own: pointers and back-references."""

from collections.abc import Iterator

from biblio.extract.backrefs import Reference, as_mention, resolve
from biblio.extract.find import Line
from biblio.extract.mentions.assemble import Context
from biblio.extract.pointers import pointers
from biblio.model import Mention


def refer_back(context: Context, line: Line, reference: Reference, before: list[Mention]) -> Mention:
    """Return the mention that a back-reference makes, with the description of the work it refers to."""
    source = line.view.span(line.start + reference.start, line.start + reference.end)
    base = Mention(
        report=context.document.name,
        session=context.part.session,
        section=context.part.section,
        start=source[0],
        end=source[1],
        quote=context.document.text[source[0] : source[1]],
        kind="pointer",
    )
    return as_mention(base, reference, resolve(reference, before))


def pointing(context: Context, line: Line, text: str) -> Iterator[Mention]:
    """Yield what a line of a list of resources names without title or address."""
    for pointer in pointers(text):
        source = line.view.span(line.start + pointer.start, line.start + pointer.end)
        yield Mention(
            report=context.document.name,
            session=context.part.session,
            section=context.part.section,
            start=source[0],
            end=source[1],
            quote=context.document.text[source[0] : source[1]],
            kind="pointer",
            csl={"author": pointer.names},
            confidence=0.4,
            note="named without title or address: find the work",
        )
