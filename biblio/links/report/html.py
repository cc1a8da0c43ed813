"""The report as one HTML file: charts over time, a filter, no request to anywhere. Pure."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from biblio.links.report.rows import ORDER, Report, trouble
from biblio.links.report.text import archived, place
from biblio.links.report.words import EVENTS

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH, HEIGHT = 720, 160
_SHOWN = ("dead", "changed", "suspect", "blocked", "unsure", "moved")


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(Path(__file__).with_name("report.html").read_text(encoding="utf-8"))


def html(report: Report) -> str:
    """Return the report as HTML that needs nothing else; addresses that are not http(s) are shown, not linked."""
    return _template().render(
        report=report,
        states=report.states,
        events=[(name, report.changed(name)) for name in EVENTS],
        word=report.word,
        said=report.said,
        rows=sorted(report.rows, key=lambda row: (ORDER.index(row.state), row.url)),
        hosts=report.hosts[:50],
        charts=[(state, line) for state in _SHOWN if (line := _line(report.history, state))],
        dates=(report.history[0][0], report.history[-1][0]) if report.history else ("", ""),
        width=WIDTH,
        height=HEIGHT,
        place=lambda hurt: place(report, hurt),
        archived=lambda row: archived(report, row),
        trouble=trouble,
        web=lambda url: urlsplit(url).scheme in ("http", "https"),
    )


def _line(history: Sequence[tuple[str, Mapping[str, int]]], state: str) -> tuple[str, int, int] | None:
    """Return the points of a state's curve, its highest and its last value; None where it never occurred."""
    values = [states.get(state, 0) for _, states in history]
    if len(values) < 2 or not any(values):
        return None
    top = max(values)
    points = " ".join(
        f"{WIDTH * index / (len(values) - 1):.1f},{HEIGHT - (HEIGHT - 8) * value / top:.1f}"
        for index, value in enumerate(values)
    )
    return points, top, values[-1]
