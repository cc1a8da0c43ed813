"""``biblio export``: the library, or a part of it, as a bibliography file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biblio.cli.app import App, pass_app
from biblio.errors import UsageError

if TYPE_CHECKING:
    from biblio.model import Work

FORMATS = ("biblatex", "bibtex", "csl-json", "ris", "zotero", "csv", "xlsx", "markdown", "coins")
_SHOWN = 20


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="[default: from -o, else biblatex]")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else stdout.")
@click.option("--theme", default="", help="Only works cited under this theme.")
@click.option("--report", default="", help="Only works cited in this report (file name).")
@click.option("--session", default="", help="Only works cited in sessions with these words in the title.")
@click.option("--kind", type=click.Choice(["work", "resource", "pointer"]), help="Only works of this kind.")
@click.option("--pointers", is_flag=True, help="Also those only named, with neither title nor address.")
@click.option("--private", is_flag=True, help="With private notes and where each work was cited.")
@click.option("--no-cited", is_flag=True, help="With --private: not where each work was cited.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="Language of headings.  [default: fr]")
@click.option("--drop-keys", is_flag=True, help="Let keys go that the file held before.")
@pass_app
def command(
    app: App,
    keys: tuple[str, ...],
    form: str | None,
    output: Path | None,
    theme: str,
    report: str,
    session: str,
    kind: str | None,
    pointers: bool,
    private: bool,
    no_cited: bool,
    lang: str,
    drop_keys: bool,
) -> None:
    """Write works as a bibliography: all, those of KEYs, or those that match.

    A file that held keys which the new one would not resolve is left as it is, exit code 1: manuscripts cite keys.
    Merged works keep their old keys as aliases. --drop-keys writes it all the same.
    """
    from biblio.cli.files import write_file
    from biblio.exports import EXPORTERS, Options

    name = form or _format_of(output) or app.setting("export", "format", "biblatex")
    if name not in EXPORTERS:
        raise UsageError(f"no export format {name}", f"use {', '.join(EXPORTERS)}")
    options = Options(
        profile="private" if private else "public",
        cited=not no_cited,
        pointers=pointers or kind == "pointer",
        lang="en" if lang == "en" else "fr",
    )
    works = app.library.works(theme=theme, report=report, session=session, kind=kind or "", keys=keys)
    if not options.pointers:
        works = [work for work in works if work.kind != "pointer"]
    chunks = EXPORTERS[name].chunks(works, options)
    if output is None:
        _print(name, chunks)
        return
    if not drop_keys and (dropped := _dropped(output, works)):
        app.say(f"{output}: not written; these keys would be lost: {', '.join(dropped[:_SHOWN])}")
        app.say(f"{len(dropped)} keys in all; biblio export --drop-keys writes it all the same")
        sys.exit(1)
    write_file(output, chunks)
    app.say(f"{output}: {len(works)} works")


def _format_of(output: Path | None) -> str:
    from biblio.exports import EXPORTERS

    suffix = output.suffix.lower() if output else ""
    return next((name for name, exporter in EXPORTERS.items() if exporter.suffix == suffix), "") if suffix else ""


def _print(name: str, chunks: Iterator[bytes]) -> None:
    out = sys.stdout.buffer
    if name == "xlsx" and out.isatty():
        raise UsageError("a workbook is no text", "name a file with -o")
    out.writelines(chunks)


def _dropped(output: Path, works: list[Work]) -> list[str]:
    from biblio.exports import dropped_keys

    if output.suffix.lower() not in (".bib", ".json", ".ris") or not output.is_file():
        return []
    return dropped_keys(output.read_text(encoding="utf-8", errors="replace"), works)
