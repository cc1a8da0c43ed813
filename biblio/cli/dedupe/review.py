"""The doubtful pairs, one after the other: both works side by side, one key to answer."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import click

from biblio.cli.app import App
from biblio.cli.dedupe.doubts import ANSWERS
from biblio.cli.dedupe.library import take_answers
from biblio.cli.listing import people_of, year_of
from biblio.dedupe import Doubt, Entry, explain
from biblio.errors import UsageError
from biblio.model import Item, Work
from biblio.text import fold

FIELDS = {
    "container-title": "in",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "edition": "edition",
    "publisher": "publisher",
    "DOI": "DOI",
    "ISBN": "ISBN",
    "URL": "URL",
    "type": "type",
}
"""The fields that are shown, with their labels."""

LABEL = 9
NARROWEST = 24
QUOTE = 200
"""Letters of a quote that are shown."""


def review_pairs(app: App, pairs: Sequence[Doubt]) -> list[Doubt]:
    """Ask for each pair; answers are stored as they come. Return the pairs left."""
    left = list(pairs)
    for number, pair in enumerate(pairs, start=1):
        a, b = app.library.work(pair.a), app.library.work(pair.b)
        if a.key == b.key:
            left.remove(pair)
            continue
        click.echo(f"\n{number}/{len(pairs)}  {pair.reason}")
        click.echo(side_by_side(a, b))
        click.echo("[s]ame  [d]ifferent  [l]ater  [q]uit ", nl=False, err=True)
        key = _pressed()
        click.echo(key, err=True)
        if key in ("q", ""):
            break
        if key in ANSWERS:
            take_answers(app, [(ANSWERS[key], pair.a, pair.b)])
            left.remove(pair)
    return left


def _pressed() -> str:
    """Return the key that is pressed; empty at the end of the input or an interruption."""
    try:
        return click.getchar().lower()
    except (EOFError, KeyboardInterrupt):
        return ""
    except OSError as error:
        raise UsageError("--review needs a terminal", "use --doubts and --answers") from error


def side_by_side(a: Work, b: Work, width: int = 0) -> str:
    """Return two works in two columns of text, a line a field; ``=`` and ``≠`` mark what both say."""
    width = width or shutil.get_terminal_size().columns
    column = max(NARROWEST, (width - LABEL - 6) // 2)
    lines = [f"  {'':{LABEL}}  {click.style(a.key.ljust(column), bold=True)}  {click.style(b.key, bold=True)}"]
    for label, left, right in _rows(a, b):
        mark = " " if not left or not right or label == "cited" else "=" if fold(left) == fold(right) else "≠"
        for number, (one, other) in enumerate(_lines(left, right, column)):
            margin = f"{mark} {label:{LABEL}}" if number == 0 else f"  {'':{LABEL}}"
            text = f"{margin}  {one.ljust(column)}  {other}".rstrip()
            lines.append(click.style(text, fg="yellow") if mark == "≠" else text)
    lines.append(textwrap.fill(str(explain(Entry.of(a), Entry.of(b))), width))
    return "\n".join(lines)


def _rows(a: Work, b: Work) -> Iterator[tuple[str, str, str]]:
    """Yield label and both values of each field that one of the works has."""
    rows = [
        ("authors", people_of(a.csl), people_of(b.csl)),
        ("title", _text(a.csl, "title"), _text(b.csl, "title")),
        ("year", year_of(a.csl), year_of(b.csl)),
        *((label, _text(a.csl, name), _text(b.csl, name)) for name, label in FIELDS.items()),
        ("cited", _quote(a), _quote(b)),
    ]
    yield from (row for row in rows if row[1] or row[2])


def _text(csl: Item, name: str) -> str:
    return " ".join(str(csl.get(name) or "").split())


def _quote(work: Work) -> str:
    if not work.citations:
        return ""
    place = work.citations[0]
    return f"{place.report}:{place.line} « {' '.join(place.quote.split())[:QUOTE]} »"


def _lines(left: str, right: str, column: int) -> list[tuple[str, str]]:
    return list(zip_longest(textwrap.wrap(left, column), textwrap.wrap(right, column), fillvalue=""))
