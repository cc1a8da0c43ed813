"""What comes out of parsing one citation."""

from dataclasses import dataclass, field

from biblio.extract.names import People
from biblio.model import Item


@dataclass(slots=True)
class Parsed:
    """What was read out of one citation. ``head`` are the words before its title."""

    item: Item = field(default_factory=lambda: Item())
    head: str = ""
    how: str = ""
    chapter: bool = False
    people: People | None = None
    notes: list[str] = field(default_factory=list)


def put_people(item: Item, who: People) -> None:
    """Put people where they belong: those who direct are editors."""
    item["editor" if who.editors else "author"] = who.names
