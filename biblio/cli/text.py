"""``biblio text``: what was read, to the letter; the offsets of all other commands refer to it."""

import sys

import click

from biblio.cli.app import App, pass_app


@click.command("text")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("--json", "as_json", is_flag=True, help="One object a report: text, headings, blocks, links.")
@pass_app
def command(app: App, reports: tuple[str, ...], as_json: bool) -> None:
    """Print REPORT... as they were read ('-' is stdin).

    Reads Markdown, plain text, HTML, PDF, DOCX and ODT. The offsets that other commands print count the code points
    of this text; for Markdown and plain text it is the file as decoded, unchanged.
    """
    from biblio.cli.reports import read_each

    failed = 0
    for name, document in read_each(app, reports):
        if document is None:
            failed += 1
            continue
        for warning in document.warnings:
            app.say(f"biblio: {name}: {warning}")
        if as_json:
            import json
            from dataclasses import asdict

            click.echo(json.dumps(asdict(document), ensure_ascii=False))
        else:
            sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))
    sys.exit(3 if failed else 0)
