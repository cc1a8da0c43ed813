"""The library of one user or team."""

from pathlib import Path


class Library:
    """A library in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
