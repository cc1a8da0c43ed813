"""The library: one SQLite file; the only room that knows SQL."""

from biblio.store.library import Library

__all__ = ["Library"]
