"""What every command shares: configuration, the library, messages."""

from __future__ import annotations

import os
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import click

from biblio.errors import BiblioError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from biblio.store import Library


class App:
    """Options of the whole program; handed to commands by `pass_app`.

    ``may_create`` is set by commands that put something into the library: they make it where there is none.
    """

    def __init__(
        self,
        db_option: str | None = None,
        config_option: str | None = None,
        quiet: bool = False,
        verbose: bool = False,
    ) -> None:
        self.db_option = db_option
        self.config_option = config_option
        self.quiet = quiet
        self.verbose = verbose
        self.may_create = False

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """The merged configuration; see `biblio.cli.config`."""
        from biblio.cli.config import load

        return load(self.config_option)

    def setting(self, section: str, name: str, default: Any = None) -> Any:
        """Return ``BIBLIO_<SECTION>_<NAME>`` from the environment, else ``[section] name``, else ``default``."""
        value = os.environ.get(f"BIBLIO_{section}_{name}".upper())
        return value if value is not None else self.config.get(section, {}).get(name, default)

    @property
    def db_path(self) -> Path:
        """The library's file: ``--db``, ``BIBLIO_DB``, ``db`` of the configuration, else ``biblio.db`` here."""
        from pathlib import Path

        return Path(self.db_option or os.environ.get("BIBLIO_DB") or self.config.get("db") or "biblio.db")

    @cached_property
    def library(self) -> Library:
        """The opened library. Raises `StoreError` where there is none and the command may not make it."""
        from biblio.exports.citekeys import FORMULA, citekey
        from biblio.store import Library

        if not self.may_create and not self.db_path.exists():
            raise StoreError(f"{self.db_path}: no library here", "`biblio add REPORT` makes one; --db names another")
        return Library(self.db_path, partial(citekey, formula=self.setting("export", "citekey", FORMULA)))

    def say(self, message: str) -> None:
        """Print a message for people on stderr, unless ``--quiet``."""
        if not self.quiet:
            click.echo(message, err=True)

    @staticmethod
    def complain(error: BiblioError) -> None:
        """Print an error in one line on stderr: what failed, on what, what to do now."""
        cure = f" → {error.cure}" if error.cure else ""
        click.echo(f"biblio: {error}{cure}", err=True)


pass_app = click.make_pass_decorator(App, ensure=True)
