"""What every command shares: configuration, the library, messages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biblio.errors import BiblioError, UsageError

if TYPE_CHECKING:
    from biblio.store import Library


@dataclass
class App:
    """Options of the whole program; handed to commands by `pass_app`."""

    db_option: str | None = None
    config_option: str | None = None
    quiet: bool = False
    verbose: bool = False

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """The merged configuration: user's file (XDG), then ``biblio.toml`` found upwards or ``--config``.

        Raises `UsageError` for a file that is missing or no TOML.
        """
        import tomllib

        merged: dict[str, Any] = {}
        for path in self._config_files():
            try:
                layer = tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise UsageError(f"{path}: {error}", "mend the file, or name another with --config") from error
            for name, value in layer.items():
                old = merged.get(name)
                merged[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        return merged

    def _config_files(self) -> list[Path]:
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "biblio" / "biblio.toml"
        named = self.config_option or os.environ.get("BIBLIO_CONFIG")
        if named:
            return [*([home] if home.is_file() else []), Path(named)]
        here = Path.cwd()
        found = (folder / "biblio.toml" for folder in (here, *here.parents))
        nearest = next((path for path in found if path.is_file()), None)
        return [path for path in (home, nearest) if path and path.is_file()]

    def setting(self, section: str, name: str, default: Any = None) -> Any:
        """Return ``BIBLIO_<SECTION>_<NAME>`` from the environment, else ``[section] name``, else ``default``."""
        value = os.environ.get(f"BIBLIO_{section}_{name}".upper())
        return value if value is not None else self.config.get(section, {}).get(name, default)

    @property
    def db_path(self) -> Path:
        """The library's file: ``--db``, ``BIBLIO_DB``, ``db`` of the configuration, else ``biblio.db`` here."""
        return Path(self.db_option or os.environ.get("BIBLIO_DB") or self.config.get("db") or "biblio.db")

    @cached_property
    def library(self) -> Library:
        """The opened library, created where there is none."""
        from biblio.exports import citekey
        from biblio.store import Library

        return Library(self.db_path, citekey)

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
