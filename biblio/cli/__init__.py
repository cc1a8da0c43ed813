"""The command line: one module a command, imported only when that command is called."""

import sys
from importlib import import_module

import click

from biblio import __version__
from biblio.cli.app import App
from biblio.errors import BiblioError

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("biblio.cli.run", "Everything: reports in, BibTeX and reading lists out."),
    "text": ("biblio.cli.text", "Print a report as it was read."),
    "extract": ("biblio.cli.extract", "Print what reports cite; no database."),
    "add": ("biblio.cli.add", "Extract what reports cite and store it."),
    "enrich": ("biblio.cli.enrich", "Ask HAL, Cairn, OpenEdition, Crossref … about the works."),
    "dedupe": ("biblio.cli.dedupe", "Find works that are one; review the doubtful."),
    "export": ("biblio.cli.export", "Write BibTeX, CSL-JSON, RIS …"),
    "import": ("biblio.cli.import_", "Read .bib, CSL-JSON or RIS into the library."),
    "reading-list": ("biblio.cli.reading_list", "Write reading lists per theme."),
    "check": ("biblio.cli.check", "Check links; report what changed."),
    "links": ("biblio.cli.links", "What is known of the links; acknowledge, mute."),
    "list": ("biblio.cli.list_", "List the works."),
    "search": ("biblio.cli.search", "Find works by words."),
    "show": ("biblio.cli.show", "Show one work, with the origin of every field."),
    "why": ("biblio.cli.why", "Print the passages that cite a work."),
    "edit": ("biblio.cli.edit", "Correct a work by hand, for ever."),
    "merge": ("biblio.cli.merge", "Make works one."),
    "unmerge": ("biblio.cli.unmerge", "Take the last merge back."),
    "split": ("biblio.cli.split", "Take a mention out into a work of its own."),
    "reject": ("biblio.cli.reject", "Leave works out: not a citation after all."),
    "decisions": ("biblio.cli.decisions", "List what was decided by hand."),
    "undo": ("biblio.cli.undo", "Take one decision back."),
    "themes": ("biblio.cli.themes", "List, rename and merge themes."),
    "status": ("biblio.cli.status", "Say what the library holds."),
    "doctor": ("biblio.cli.doctor", "Find what is wrong or missing in the works."),
}
"""Command name → (module that holds it as ``command``, one line of help)."""

EPILOG = """\b
Exit codes: 0 clean · 1 findings (e.g. newly broken links) · 2 usage or
configuration · 3 runtime or network failure · 4 only suspects"""


class LazyGroup(click.Group):
    """A group that imports a command's module only to run it, so that start-up stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the flow, which is the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the registry, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve as click does, and suggest the nearest name for a mistyped one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            if near := get_close_matches(args[0], COMMANDS, 1):
                raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from None
            raise


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="biblio")
@click.option("--db", metavar="PATH", help="The library (SQLite file).  [default: biblio.db]")
@click.option("--config", metavar="FILE", help="Configuration.  [default: biblio.toml, found upwards]")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done.")
@click.pass_context
def cli(ctx: click.Context, db: str | None, config: str | None, quiet: bool, verbose: bool) -> None:
    """From session reports to checked bibliographies.

    Reads session reports (Markdown, text, HTML, PDF, DOCX, ODT), extracts every cited work and URL, enriches,
    deduplicates, exports BibTeX and reading lists per theme, and checks links over time.
    """
    ctx.obj = App(db_option=db, config_option=config, quiet=quiet, verbose=verbose)


def main() -> None:
    """Run ``biblio`` and turn errors into one line and an exit code."""
    try:
        cli(prog_name="biblio")
    except BiblioError as error:
        App.complain(error)
        from biblio.errors import UsageError

        sys.exit(2 if isinstance(error, UsageError) else 3)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
