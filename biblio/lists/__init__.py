"""Reading lists: what stands on them and in which order, as Markdown, HTML, DOCX and ODT."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from biblio.errors import UsageError
from biblio.model import Work

if TYPE_CHECKING:
    from biblio.lists.build import ReadingList
    from biblio.lists.listfile import ListFile
    from biblio.lists.rich import Runs

FORMATS = ("md", "html", "docx", "odt")
"""What `render` writes."""

STYLE = "iso690"
"""The style of references where none is asked for."""


def reading_list(
    works: Iterable[Work],
    *,
    title: str = "",
    theme: str = "",
    list_file: "ListFile | None" = None,
    lang: str = "fr",
) -> "ReadingList":
    """Return the list of ``works``: as ``list_file`` says, else by sort for one ``theme``, else by theme and sort.

    With a list file its title, language and sections rule; ``works`` must hold the works that it names.
    """
    from biblio.lists import build
    from biblio.lists.rich import fine
    from biblio.lists.words import Words

    if list_file is not None:
        return list_file.reading_list(works, title=title, lang=lang)
    words = Words(lang)
    entries = [build.Entry(work=work) for work in works]
    sections = build.by_sort(entries, words, build.Anchors()) if theme else build.by_theme(entries, words)
    heading = fine(title or theme, lang) or words["title"]
    return build.ReadingList(title=heading, lang=lang, sections=sections)


def render(
    listed: "ReadingList",
    *,
    format: str = "html",
    style: str = "",
    references: "Mapping[str, Runs] | None" = None,
    reports: Mapping[str, str] | None = None,
    coins: Callable[[Work], str] | None = None,
    files: Sequence[tuple[str, str]] = (),
    home: str = "",
) -> bytes:
    """Return the list as a file of ``format`` (one of `FORMATS`).

    ``style`` is a name of `biblio.lists.engine.STYLES` or a path of a .csl file; ``references`` gives references that
    were formatted before (one engine run for a whole site). ``reports`` maps a report's name to its address, for the
    links to passages; ``coins`` returns a work's COinS span (HTML);
    ``files`` are (label, address) of other forms of this list, ``home`` the address of the index over all lists.

    Raises `UsageError` for an unknown format or style, `BiblioError` where DOCX or ODT is asked for without pandoc.
    """
    if format not in FORMATS:
        raise UsageError(f"no reading list in the format {format!r}", f"choose one of {', '.join(FORMATS)}")
    used = style or listed.style or STYLE
    if references is None:
        from biblio.lists.references import references as formatted

        references = formatted(works_on(listed), style=used, lang=listed.lang)
    reports = reports or {}
    if format == "md":
        from biblio.lists import markdown

        return markdown.render(listed, references, reports=reports).encode()
    if format in ("docx", "odt"):
        from biblio.lists import office

        return office.render(listed, references, format=format, reports=reports)
    from biblio.lists import html

    return html.render(listed, references, style=used, reports=reports, coins=coins, files=files, home=home).encode()


def works_on(listed: "ReadingList") -> list[Work]:
    """Return every work that stands on the list once, in its order."""
    works = {entry.work.key: entry.work for entry in listed.entries()}
    for section in listed.sections:
        works |= {work.key: work for work in section.see_also if work.key not in works}
    return list(works.values())
