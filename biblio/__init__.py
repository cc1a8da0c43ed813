"""From session reports to checked bibliographies."""

__version__ = "0.1.0"
