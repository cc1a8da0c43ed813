"""The pages of a site of lists: one a theme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from biblio.lists.build import Anchors, Entry, ReadingList, by_sort, slug
from biblio.lists.listfile import ListFile
from biblio.lists.rich import fine
from biblio.lists.words import Words
from biblio.model import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One list of the site: its works, and the name of its files without suffix."""

    title: str
    name: str
    listed: ReadingList

    @property
    def works(self) -> list[Work]:
        """The works on the list, in its order."""
        return [entry.work for entry in self.listed.entries()]


def pages(
    works: Iterable[Work], *, lang: str = "fr", list_files: Mapping[str, ListFile] | None = None
) -> tuple[Page, ...]:
    """Return a page for each theme, in alphabetical order, and a last one for works without.

    A work stands in full on the page of each of its themes. ``list_files`` gives the list file of a page by its name.
    """
    words = Words(lang)
    everything = list(works)
    themes: dict[str, list[Work]] = {}
    for work in everything:
        for theme in work.themes or ("",):
            themes.setdefault(theme, []).append(work)
    anchors = Anchors()
    anchors("index")
    made = []
    for theme in sorted(themes, key=lambda theme: (not theme, slug(theme), theme)):
        title = theme or words["other"]
        name = anchors(title)
        file = (list_files or {}).get(name)
        if file:
            listed = file.reading_list(everything, lang=lang)
        else:
            entries = [Entry(work=work) for work in themes[theme]]
            listed = ReadingList(title=fine(title, lang), lang=lang, sections=by_sort(entries, words, Anchors()))
        made.append(Page(title=listed.title, name=name, listed=listed))
    return tuple(made)
