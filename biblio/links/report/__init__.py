"""What a run found, written for people and programs: Markdown, HTML, JSON, CSV, JUnit, and the nightly digest."""

from biblio.links.report.html import html
from biblio.links.report.rows import Hurt, Report, Row, hurts, of_checks, of_memories
from biblio.links.report.text import csv_, digest, json_, junit, markdown

REPORTS = {".html": html, ".md": markdown, ".json": json_, ".csv": csv_, ".xml": junit}
"""File suffix → writer of a `Report` as text."""

__all__ = ["REPORTS", "Hurt", "Report", "Row", "digest", "hurts", "of_checks", "of_memories"]
