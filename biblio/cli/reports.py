"""Reads the reports that a command was given: one bad file does not keep the others from being read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from biblio.cli.app import App
from biblio.errors import ReportError
from biblio.model import Document


@dataclass
class Reports:
    """The reports called ``names`` (``-`` is stdin), read one by one as they are iterated over.

    A report that cannot be read costs one line on stderr and counts in ``failed``; a command that saw one ends with
    exit code 3.
    """

    app: App
    names: Sequence[str]
    failed: int = 0

    def __iter__(self) -> Iterator[Document]:
        from biblio.readers import Limits, read, read_bytes

        limits = Limits.of(self.app.config.get("limits", {}))
        for name in self.names:
            try:
                if name == "-":
                    document = read_bytes(click.get_binary_stream("stdin").read(), "stdin", limits)
                else:
                    document = read(Path(name), limits)
            except ReportError as error:
                self.failed += 1
                self.app.complain(error)
                continue
            for warning in document.warnings:
                self.app.say(f"biblio: {name}: {warning}")
            yield document
