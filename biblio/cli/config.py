"""The configuration: a user's file, a project's file, read and merged."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from biblio.errors import UsageError


def load(named: str | None) -> Mapping[str, Any]:
    """Return the user's configuration (XDG) overlaid by the file ``named``, else by ``biblio.toml`` found upwards.

    Tables are merged key by key. Raises `UsageError` for a file that is missing or no TOML.
    """
    merged: dict[str, Any] = {}
    for path in _files(named or os.environ.get("BIBLIO_CONFIG")):
        try:
            layer = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: {error}", "mend the file, or name another with --config") from error
        for name, value in layer.items():
            old = merged.get(name)
            merged[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _files(named: str | None) -> list[Path]:
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "biblio" / "biblio.toml"
    here = Path.cwd()
    upwards = (folder / "biblio.toml" for folder in (here, *here.parents))
    project = Path(named) if named else next((path for path in upwards if path.is_file()), None)
    return [path for path in (home if home.is_file() else None, project) if path]
