"""The vocabulary of themes on the command line: which file, and what it says of a mention."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from biblio.cli.app import App
from biblio.errors import UsageError

if TYPE_CHECKING:
    from biblio.model import Mention

ThemesOf = Callable[["Mention"], tuple[str, ...]]


def vocabulary_text(app: App) -> str:
    """Return the vocabulary: ``[themes] file`` of the configuration, else ``data/themes.toml`` here, else our own."""
    named = app.setting("themes", "file")
    here = Path("data/themes.toml")
    path = Path(named) if named else here if here.is_file() else _shipped()
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "name a vocabulary with [themes] file in biblio.toml") from error


def _shipped() -> Path:
    package = Path(__file__).resolve().parents[1]
    installed = package / "data" / "themes.toml"
    return installed if installed.is_file() else package.parent / "data" / "themes.toml"


def themes_of(app: App) -> ThemesOf:
    """Return the function that finds a mention's themes, main one first."""
    from biblio.extract.themes import parse_vocabulary
    from biblio.extract.themes import themes_of as find

    vocabulary = parse_vocabulary(vocabulary_text(app))
    return lambda mention: find(mention, vocabulary)


def refresh_themes(app: App) -> None:
    """Find the themes of all works again if the vocabulary has been edited since."""
    digest = hashlib.sha256(vocabulary_text(app).encode()).hexdigest()
    if app.library.retheme(digest, themes_of(app)):
        app.say("themes brought up to date with the vocabulary")
