"""Styles and list styles of an OpenDocument text."""

from collections.abc import Mapping
from dataclasses import dataclass

from biblio.readers.numbering import HEADING_NAME


@dataclass(slots=True)
class _Style:
    name: str = ""
    parent: str = ""
    outline: int | None = None
    italic: bool | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: ``format`` 1, a, A, i, I, or empty for bullets."""

    format: str = ""
    before: str = ""
    after: str = ""
    first: int = 1


class Styles:
    """Styles and list styles by name; those of the whole document and the automatic ones share one space."""

    def __init__(self) -> None:
        self.styles: dict[str, _Style] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        self._style = _Style()
        self._levels: dict[int, Level] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Meet the start of an element of the styles."""
        if name == "style:style":
            shown = attributes.get("style:display-name") or attributes.get("style:name", "").replace("_20_", " ")
            outline = attributes.get("style:default-outline-level", "")
            self._style = _Style(
                shown, attributes.get("style:parent-style-name", ""), int(outline) if outline.isdecimal() else None
            )
            self.styles[attributes.get("style:name", "")] = self._style
        elif name == "style:text-properties":
            if "fo:font-style" in attributes:
                self._style.italic = attributes["fo:font-style"] in ("italic", "oblique")
        elif name == "text:list-style":
            self._levels = self.lists.setdefault(attributes.get("style:name", ""), {})
        elif name == "text:outline-style":
            self._levels = self.outline
        elif name in ("text:list-level-style-number", "text:outline-level-style", "text:list-level-style-bullet"):
            first = attributes.get("text:start-value", "1")
            self._levels[int(attributes.get("text:level", "1"))] = Level(
                attributes.get("style:num-format", ""),
                attributes.get("style:num-prefix", ""),
                attributes.get("style:num-suffix", ""),
                int(first) if first.isdecimal() else 1,
            )

    def end(self, name: str) -> None:
        """Meet the end of an element of the styles."""
        if name == "style:style":
            self._style = _Style()

    def ancestry(self, name: str) -> list[_Style]:
        """Return a style and those that it inherits from, nearest first."""
        found: list[_Style] = []
        while name in self.styles and self.styles[name] not in found:
            found.append(self.styles[name])
            name = self.styles[name].parent
        return found

    def is_italic(self, name: str) -> bool:
        """Tell whether a text style slants its words."""
        return next((style.italic for style in self.ancestry(name) if style.italic is not None), False)

    def is_title(self, name: str) -> bool:
        """Tell whether a paragraph style is that of the title of the whole."""
        return name == "Title" or any(
            style.name == "Title" or style.parent == "Title" for style in self.ancestry(name)
        )

    def heading_level(self, name: str) -> int:
        """Return the outline level that a paragraph style gives, 0 for none."""
        for style in self.ancestry(name):
            if style.outline is not None:
                return style.outline
            if named := HEADING_NAME.fullmatch(style.name):
                return int(named[1])
        return 0
