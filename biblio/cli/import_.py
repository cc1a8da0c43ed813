"""``biblio import``: bibliography files into the library."""

import json
import sys
from pathlib import Path

import click

from biblio.cli.app import App, pass_app
from biblio.errors import BiblioError, FormatError


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-f", "--format", "form", type=click.Choice(["bibtex", "csl-json", "ris"]), help="[default: by its content]"
)
@click.option("--dry-run", is_flag=True, help="Read and report only.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a file: works, new, failures.")
@pass_app
def command(app: App, files: tuple[str, ...], form: str | None, dry_run: bool, as_json: bool) -> None:
    """Read .bib, CSL-JSON or RIS FILEs (- is stdin) into the library; their keys are kept where they are free.

    What cannot be read is listed by line, the rest is taken: exit code 1. A file that cannot be read at all: 3.
    """
    app.may_create = not dry_run
    worst = 0
    for file in files:
        try:
            worst = max(worst, _import(app, file, form or "", dry_run, as_json))
        except BiblioError as error:
            app.complain(error)
            worst = 3
    sys.exit(worst)


def _import(app: App, file: str, form: str, dry_run: bool, as_json: bool) -> int:
    from biblio.imports import read

    try:
        result = read(_bytes(file), form)
    except FormatError as error:
        raise FormatError(f"{file}: {error}", error.cure) from error
    _, new = (0, 0) if dry_run else app.library.import_items(result.works, file)
    if as_json:
        failures = [{"line": f.line, "reason": f.reason, "raw": f.raw} for f in result.failures]
        click.echo(
            json.dumps(
                {"file": file, "works": len(result.works), "new": new, "failures": failures}, ensure_ascii=False
            )
        )
    else:
        for failure in result.failures:
            click.echo(f"{file}:{failure.line}: {failure.reason}", err=True)
        told = "nothing stored (--dry-run)" if dry_run else f"{new} new"
        click.echo(f"{file}: {len(result.works)} works read, {told}, {len(result.failures)} failures")
    return 1 if result.failures else 0


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise BiblioError(f"{file}: {error.strerror}", "check the path") from error
