"""``biblio reading-list``: lists to hand out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from biblio.cli.app import App, pass_app
from biblio.cli.files import write_file
from biblio.errors import UsageError
from biblio.lists import STYLE

if TYPE_CHECKING:
    from biblio.lists.listfile import ListFile
    from biblio.lists.query import Query
    from biblio.model import Work

BESIDE = (("BibTeX", "biblatex", ".bib"), ("RIS", "ris", ".ris"))
"""What is written beside a list: label, exporter, suffix."""


@click.command()
@click.option("--theme", "themes", multiple=True, help="Works of this theme; may be repeated.")
@click.option("--session", "sessions", multiple=True, help="Works cited in sessions with these words in the title.")
@click.option("--report", "reports", multiple=True, help="Works cited in this report (file name).")
@click.option("--kind", "kinds", multiple=True, help="work, resource, pointer, or a CSL type such as book.")
@click.option(
    "--years", default="", metavar="FROM-TO", help="Works published in these years, e.g. 2010-2020 or 2015-."
)
@click.option("--key", "keys", multiple=True, help="This work; may be repeated.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["md", "html", "docx", "odt"]), help="[default: from -o, else md]"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write (with --all: folder).")
@click.option(
    "--style", default="", help="iso690, apa, chicago, chicago-fr, rfap, or a .csl file.  [default: iso690]"
)
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the list.  [default: fr]")
@click.option("--title", default="", help="Title of the list.")
@click.option(
    "--edit-file", type=click.Path(path_type=Path), help="List file (TOML): created, or new works merged in."
)
@click.option(
    "--duplicate", type=click.Path(path_type=Path), help="Copy the list file here as a draft for the next course."
)
@click.option(
    "--all", "whole", is_flag=True, help="The whole library: a page a theme, an index, a feed; needs -o DIR."
)
@click.option("--alone", is_flag=True, help="Write no .bib and .ris beside the list.")
@pass_app
def command(
    app: App,
    themes: tuple[str, ...],
    sessions: tuple[str, ...],
    reports: tuple[str, ...],
    kinds: tuple[str, ...],
    years: str,
    keys: tuple[str, ...],
    form: str | None,
    output: Path | None,
    style: str,
    lang: str | None,
    title: str,
    edit_file: Path | None,
    duplicate: Path | None,
    whole: bool,
    alone: bool,
) -> None:
    """Write a reading list of the works that match, or of the whole library.

    With --edit-file a trainer's choices rule: title, sections, levels, notes, hidden items. The file is created once;
    later runs only add new works to it. PDF: open the HTML page in a browser and print it.
    """
    from biblio.lists.query import Query

    query = Query(
        themes=tuple(app.library.theme(theme) for theme in themes),
        sessions=sessions,
        reports=reports,
        kinds=kinds,
        years=_span(years),
        keys=keys,
    )
    wish = Wish(
        query=query,
        output=output,
        style=style or str(app.setting("lists", "style", "")),
        lang=lang or str(app.setting("lists", "lang", "fr")),
        title=title,
        beside=() if alone else _exporters(),
    )
    if whole:
        if not output or themes or keys:
            raise UsageError("--all writes every theme into a folder", "give -o DIR, and no --theme or --key")
        _write_site(app, wish, output, edit_file)
        return
    if duplicate and not edit_file:
        raise UsageError("--duplicate copies a list file", "name it with --edit-file")
    works = app.library.works()
    file = _list_file(app, works, wish, edit_file, duplicate) if edit_file else None
    if output or form or not file:
        _write_list(app, works, wish, file, form or _form(output))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the options ask for; ``beside`` are the files that go with a list."""

    query: Query
    output: Path | None
    style: str
    lang: str
    title: str
    beside: tuple[tuple[str, str, str], ...]


def _span(years: str) -> tuple[int | None, int | None]:
    first, dash, last = years.partition("-")
    if not all(part.strip().isdigit() or not part.strip() for part in (first, last)):
        raise UsageError(f"--years {years}", "write 2010-2020, 2015- or 2020")
    begin = int(first) if first.strip() else None
    return begin, (int(last) if last.strip() else None) if dash else begin


def _form(output: Path | None) -> str:
    suffix = output.suffix.lower().lstrip(".") if output else ""
    form = {"": "md", "md": "md", "markdown": "md", "html": "html", "htm": "html", "docx": "docx", "odt": "odt"}.get(
        suffix
    )
    if not form:
        raise UsageError(f"{output}: no format goes with this suffix", "choose one with -f: md, html, docx, odt")
    return form


def _list_file(app: App, works: Sequence[Work], wish: Wish, path: Path, duplicate: Path | None) -> ListFile:
    """Create or merge the list file at ``path`` and say what was done; return it, or its duplicate."""
    from biblio.lists.listfile import ListFile

    if path.exists():
        file = _read_list_file(path)
        if added := file.merge(works):
            write_file(path, [file.text().encode()])
            app.say(f"{path}: {added} new: {', '.join(file.added)}")
        elif not duplicate:
            app.say(f"{path}: nothing new")
    else:
        chosen = [work for work in works if wish.query.matches(work)]
        file = ListFile.create(chosen, title=wish.title, query=wish.query, lang=wish.lang, style=wish.style or STYLE)
        write_file(path, [file.text().encode()])
        app.say(f"{path}: created with {len(chosen)} references; edit it, then run the same command with -o")
    if missing := file.missing(works):
        app.say(f"{path}: not in the library, left out: {', '.join(missing)}")
    if duplicate:
        if duplicate.exists():
            raise UsageError(f"{duplicate} exists already", "name a new file for the copy")
        file = file.duplicate(title=wish.title)
        write_file(duplicate, [file.text().encode()])
        app.say(f"{duplicate}: a draft, copied from {path}")
    return file


def _read_list_file(path: Path) -> ListFile:
    from biblio.lists.listfile import ListFile

    try:
        return ListFile.parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "name a list file, or a new file to be created") from error


def _write_list(app: App, works: Sequence[Work], wish: Wish, file: ListFile | None, form: str) -> None:
    from biblio import lists
    from biblio.lists.references import engine_missing

    query, output = wish.query, wish.output
    chosen = works if file else [work for work in works if query.matches(work)]
    if not chosen:
        app.say("no works match; the list is empty (biblio themes lists the themes)")
    narrowed = query.themes[0] if len(query.themes) == 1 else ", ".join((*query.sessions, *query.reports))
    listed = lists.reading_list(
        _themes_in(wish.lang, app, chosen), title=wish.title, theme=narrowed, list_file=file, lang=wish.lang
    )
    beside = wish.beside if output else ()
    stem = output.with_suffix("") if output else Path()
    made = lists.render(
        listed,
        format=form,
        style=wish.style,
        reports=report_addresses(app, output.parent if output else Path()),
        coins=coins,
        files=[(label, quote(stem.name + suffix)) for label, _, suffix in beside],
    )
    if message := engine_missing():
        app.say(message)
    if output is None:
        click.echo(made, nl=False)
        return
    write_file(output, [made])
    for _, exporter, suffix in beside:
        _export(lists.works_on(listed), exporter, stem.with_name(stem.name + suffix))
    names = ", ".join(stem.name + suffix for _, _, suffix in beside)
    count = sum(1 for _ in listed.entries())
    app.say(f"{output}: {count} references{f' (beside it {names})' if names else ''}")


def _write_site(app: App, wish: Wish, folder: Path, edit_file: Path | None) -> None:
    """Write the site into ``folder``; ``edit_file`` is a folder of list files named as the pages are."""
    from datetime import date

    from biblio.lists.pages import pages
    from biblio.lists.references import engine_missing, references
    from biblio.lists.site import site

    if edit_file and not edit_file.is_dir():
        raise UsageError(f"{edit_file} is no folder", "with --all, --edit-file names a folder of list files")
    files = {path.stem: _read_list_file(path) for path in sorted(edit_file.glob("*.toml"))} if edit_file else {}
    works = [work for work in app.library.works() if wish.query.matches(work)]
    made = pages(_themes_in(wish.lang, app, works), lang=wish.lang, list_files=files)
    every = {work.key: work for page in made for work in page.works}
    formatted = references(list(every.values()), style=wish.style or STYLE, lang=wish.lang)
    if message := engine_missing():
        app.say(message)
    content = site(
        made,
        formatted,
        title=wish.title,
        lang=wish.lang,
        style=wish.style or STYLE,
        reports=report_addresses(app, folder),
        read_at={str(report["name"]): str(report["read_at"]) for report in app.library.reports()},
        coins=coins,
        suffixes=[(label, suffix) for label, _, suffix in wish.beside],
        today=date.today().isoformat(),
    )
    for name, data in content:
        write_file(folder / name, [data])
    for page in made:
        for _, exporter, suffix in wish.beside:
            _export(page.works, exporter, folder / (page.name + suffix))
    app.say(f"{folder / 'index.html'}: {len(every)} references on {len(made)} pages, feed.xml")


def _themes_in(lang: str, app: App, works: Sequence[Work]) -> Sequence[Work]:
    """Return ``works`` with the themes of the vocabulary in the list's language; titles of sessions stay."""
    if lang == "fr":
        return works
    from biblio.cli.vocabulary import vocabulary_text
    from biblio.extract.themes import parse_vocabulary

    labels = {term.fr: term.en for term in parse_vocabulary(vocabulary_text(app)).values() if term.en}
    return [replace(work, themes=tuple(labels.get(theme, theme) for theme in work.themes)) for work in works]


def _exporters() -> tuple[tuple[str, str, str], ...]:
    from biblio.exports import EXPORTERS

    return tuple(entry for entry in BESIDE if entry[1] in EXPORTERS)


def coins(work: Work) -> str:
    """Return a work's COinS span."""
    from biblio.exports import EXPORTERS

    return EXPORTERS["coins"].text([work])


def _export(works: Sequence[Work], exporter: str, path: Path) -> None:
    from biblio.exports import EXPORTERS

    write_file(path, EXPORTERS[exporter].chunks([work for work in works if work.kind != "pointer"]))


def report_addresses(app: App, folder: Path) -> dict[str, str]:
    """Return where each report can be opened from a page in ``folder``: its address, or a relative path."""
    addresses = {}
    for report in app.library.reports():
        address = str(report["address"])
        if address.startswith(("http://", "https://")):
            addresses[str(report["name"])] = address
        elif Path(address).is_file():
            addresses[str(report["name"])] = quote(Path(os.path.relpath(address, folder or ".")).as_posix())
    return addresses
