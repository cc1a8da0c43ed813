"""The page on exports says what the program does."""

from pathlib import Path

from scripts import export_tables


def test_the_tables_of_the_page_are_those_of_the_program() -> None:
    text = export_tables.PAGE.read_text(encoding="utf-8")
    assert export_tables.page(text) == text


def test_every_command_of_the_page_is_one() -> None:
    from biblio.cli import COMMANDS

    page = Path(export_tables.PAGE).read_text(encoding="utf-8")
    commands = [line.split()[1] for line in page.splitlines() if line.startswith("    biblio ")]
    assert commands and set(commands) <= COMMANDS.keys()
