"""The doubtful pairs, one after the other: both works side by side, one key to answer."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from biblio.cli.app import App
from biblio.cli.dedupe.doubts import ANSWERS
from biblio.cli.dedupe.library import take_answers
from biblio.cli.listing import people_of, year_of
from biblio.dedupe import Doubt, Entry, explain
from biblio.model import Item, Work
from biblio.text import fold

FIELDS = ("container-title", "volume", "issue", "page", "edition", "publisher", "DOI", "ISBN", "URL", "type")
NARROWEST = 24


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
        key = click.getchar().lower()
        click.echo(key, err=True)
        if key in ("q", "\x03", "\x04", ""):
            break
        if key in ANSWERS:
            take_answers(app, [(ANSWERS[key], pair.a, pair.b)])
            left.remove(pair)
    return left


def side_by_side(a: Work, b: Work, width: int = 0) -> str:
    """Return two works in two columns of text, a line a field; ``≠`` marks what differs."""
    width = width or shutil.get_terminal_size().columns
    column = max(NARROWEST, (width - 6) // 2)
    lines = [f"    {click.style(a.key.ljust(column), bold=True)}  {click.style(b.key, bold=True)}"]
    for left, right in _rows(a, b):
        same = fold(left) == fold(right)
        mark = " " if not left or not right else "=" if same else "≠"
        pairs = _lines(left, right, column)
        for number, (one, other) in enumerate(pairs):
            text = f"{mark if number == 0 else ' '}   {one.ljust(column)}  {other}".rstrip()
            lines.append(click.style(text, fg="yellow") if mark == "≠" else text)
    lines.append(textwrap.fill(str(explain(Entry.of(a), Entry.of(b))), width))
    return "\n".join(lines)


def _rows(a: Work, b: Work) -> Iterator[tuple[str, str]]:
    yield _people(a), _people(b)
    yield _text(a.csl, "title"), _text(b.csl, "title")
    yield year_of(a.csl), year_of(b.csl)
    for name in FIELDS:
        left, right = _text(a.csl, name), _text(b.csl, name)
        if left or right:
            yield left, right
    yield _quote(a), _quote(b)


def _people(work: Work) -> str:
    return people_of(work.csl)


def _text(csl: Item, name: str) -> str:
    return " ".join(str(csl.get(name) or "").split())


def _quote(work: Work) -> str:
    return f"« {' '.join(work.citations[0].quote.split())[:200]} »" if work.citations else ""


def _lines(left: str, right: str, column: int) -> list[tuple[str, str]]:
    one, other = textwrap.wrap(left, column) or [""], textwrap.wrap(right, column) or [""]
    height = max(len(one), len(other))
    return list(zip(one + [""] * (height - len(one)), other + [""] * (height - len(other)), strict=True))
