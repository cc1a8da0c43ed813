"""A library on disk and ways to fill it."""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from biblio.model import Document, Item, Mention, Session
from biblio.store import Library
from biblio.text import fold


def citekey(item: Item, taken: Collection[str]) -> str:
    """Make a simple key: first family and a number."""
    people = item.get("author") or [{"literal": item.get("title", "x")}]
    stem = fold(people[0].get("family") or people[0].get("literal") or "x").replace(" ", "")
    return next(k for n in range(1, 10_000) if (k := f"{stem}{n}") not in taken)


def themes_of(mention: Mention) -> tuple[str, ...]:
    """Return the session's title, as the vocabulary is not at stake here."""
    return (mention.session.title,) if mention.session else ()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library.db", citekey)


Cite = Callable[..., Mention]


def cite(quote: str, *urls: str, session: str = "Crise", **csl: object) -> Mention:
    """Return a mention of ``quote``; ``author`` is given as a family name."""
    item = dict(csl)
    if author := item.pop("author", None):
        item["author"] = [{"family": author}]
    ids = item.pop("ids", {})
    return Mention(
        report="cr.md",
        session=Session(title=session),
        section="RESSOURCES",
        start=0,
        end=len(quote),
        quote=quote,
        kind=item.pop("kind", "work"),  # type: ignore[arg-type]
        urls=urls,
        ids=ids,  # type: ignore[arg-type]
        csl=item,  # type: ignore[arg-type]
    )


def add(library: Library, *mentions: Mention, name: str = "cr.md", text: str = "texte") -> object:
    """Add a report that holds these mentions."""
    document = Document(name=name, text=text, format="markdown")
    return library.add_report(document, mentions, f"/reports/{name}", themes_of)
