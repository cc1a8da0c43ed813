"""``biblio doctor``: what is wrong or missing in the library or in a bibliography file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biblio.cli.app import App, pass_app
from biblio.errors import BiblioError, UsageError

if TYPE_CHECKING:
    from biblio.doctor import Finding
    from biblio.model import Work

_PASSES = 4
_WRITERS = {".bib": "biblatex", ".json": "csl-json", ".ris": "ris"}


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "checks", multiple=True, metavar="NAME", help="Only this check; may be repeated.")
@click.option("--ignore", multiple=True, metavar="NAME", help="Not this check; may be repeated.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely (a FILE: into -o).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="With FILE --fix: mended copy.")
@click.option("--explain", is_flag=True, help="List the checks, what they look for and why.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="[default: text]"
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@pass_app
def command(
    app: App,
    file: Path | None,
    checks: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    output: Path | None,
    explain: bool,
    form: str,
    as_json: bool,
) -> None:
    """Examine the library, or a .bib, CSL-JSON or RIS FILE.

    It looks for missing and odd fields, wrong identifiers, dates, pages, names, left-overs of HTML and LaTeX,
    duplicates, and addresses that contradict the record; --explain lists the checks. Exit code 1 when something is
    found. --fix mends the library by decisions that `biblio undo` takes back.
    """
    if explain:
        _explain()
        return
    chosen = _chosen(checks, ignore)
    if fix and file and output is None:
        raise UsageError(f"{file} is not written over", "name the mended copy with -o")
    findings = _of_file(app, file, chosen, fix, output) if file else _of_library(app, chosen, fix)
    _print(findings, "json" if as_json else form, str(file or ""))
    if findings:
        app.say(_summary(findings))
    sys.exit(1 if findings else 0)


def _chosen(checks: tuple[str, ...], ignore: tuple[str, ...]) -> set[str]:
    from biblio.doctor import BIB_CHECKS, CHECKS, LIBRARY_CHECKS

    known = {*CHECKS, *LIBRARY_CHECKS, *BIB_CHECKS}
    if unknown := [name for name in (*checks, *ignore) if name not in known]:
        raise UsageError(f"no check {unknown[0]}", "biblio doctor --explain lists them")
    return (set(checks) or known) - set(ignore)


def _explain() -> None:
    from biblio.doctor import BIB_CHECKS, CHECKS, LIBRARY_CHECKS

    for name, check in CHECKS.items():
        click.echo(f"{click.style(name, bold=True)} ({check.severity})  {check.explain}")
    for name, text in LIBRARY_CHECKS.items():
        click.echo(f"{click.style(name, bold=True)} (error)  {text}")
    for name, (text, severity) in BIB_CHECKS.items():
        click.echo(f"{click.style(name, bold=True)} ({severity})  {text}")


def _of_library(app: App, chosen: set[str], fix: bool) -> list[Finding]:
    from biblio.doctor import examine

    works = [work for work in app.library.works() if work.kind != "pointer"]
    findings = list(examine(works, chosen))
    if not fix:
        return findings
    mended = 0
    for _ in range(_PASSES):
        decided: set[tuple[str, str]] = set()
        for finding in findings:
            if finding.fixable and (finding.key, finding.field) not in decided:
                decided.add((finding.key, finding.field))
                app.library.decide(finding.key, finding.field, finding.fix)
        if not decided:
            break
        mended += len(decided)
        works = [work for work in app.library.works() if work.kind != "pointer"]
        findings = list(examine(works, chosen))
    app.say(f"{mended} fields mended")
    return findings


def _of_file(app: App, file: Path, chosen: set[str], fix: bool, output: Path | None) -> list[Finding]:
    from biblio.cli.files import write_file
    from biblio.doctor import examine
    from biblio.exports import EXPORTERS, Options
    from biblio.imports import read

    try:
        data = file.read_bytes()
    except OSError as error:
        raise BiblioError(f"{file}: {error.strerror}", "check the path") from error
    result = read(data)
    written = [finding for finding in _as_written(data) if finding.check in chosen]
    works = result.works
    findings = list(examine(works, chosen, result.lines))
    if fix and output:
        works = [_mended(work, chosen) for work in works]
        options = Options(profile="private", pointers=True)
        write_file(output, EXPORTERS[_WRITERS.get(output.suffix.lower(), "biblatex")].chunks(works, options))
        left = list(examine(works, chosen, result.lines))
        app.say(f"{output}: {len(findings) - len(left)} findings mended")
        findings = left
    return sorted([*written, *findings], key=lambda finding: finding.line)


def _mended(work: Work, chosen: set[str]) -> Work:
    from biblio.doctor import examine, fixed

    for _ in range(_PASSES):
        better = fixed(work, examine([work], chosen))
        if better == work:
            break
        work = better
    return work


def _as_written(data: bytes) -> Iterator[Finding]:
    """Yield what is wrong in the file before its entries become works."""
    from biblio.doctor import Finding, examine_entries
    from biblio.imports import ImportResult, read, sniff
    from biblio.imports.base import text_of
    from biblio.imports.bibfile import entries

    if sniff(data) == "bibtex":
        yield from examine_entries(entries(text_of(data), ImportResult()))
    for failure in read(data).failures:
        yield Finding(check="parse", severity="error", key="", field="", message=failure.reason, line=failure.line)


def _print(findings: Iterable[Finding], form: str, file: str) -> None:
    if form == "json":
        click.echo(json.dumps([_object(finding, file) for finding in findings], ensure_ascii=False, indent=2))
        return
    for finding in findings:
        click.echo(_github(finding, file) if form == "github" else _text(finding, file))


def _object(finding: Finding, file: str) -> dict[str, Any]:
    told = {"file": file, "line": finding.line, "key": finding.key, "field": finding.field}
    rest = {"check": finding.check, "severity": finding.severity, "message": finding.message}
    return {**told, **rest, "fixable": finding.fixable, **({"fix": finding.fix} if finding.fixable else {})}


def _text(finding: Finding, file: str) -> str:
    place = f"{file}:{finding.line}: " if file and finding.line else f"{file}: " if file else ""
    fix = "" if not finding.fixable else "  [--fix]"
    key = f"{click.style(finding.key, bold=True)}: " if finding.key else ""
    return f"{place}{key}{finding.severity} {finding.check}: {finding.message}{fix}"


def _github(finding: Finding, file: str) -> str:
    """Return a workflow command (https://docs.github.com/actions/reference/workflow-commands-for-github-actions)."""
    level = {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
    message = f"{finding.key}: {finding.message}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    place = f"file={file},line={finding.line}," if file else ""
    return f"::{level} {place}title={finding.check}::{message}"


def _summary(findings: list[Finding]) -> str:
    from collections import Counter

    counts = Counter(finding.severity for finding in findings)
    fixable = sum(finding.fixable for finding in findings)
    told = ", ".join(f"{counts[level]} {level}s" for level in ("error", "warning", "info") if counts[level])
    return f"{told}; {fixable} of them can be mended with --fix" if fixable else told
