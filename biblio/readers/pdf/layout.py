"""Runs to lines in reading order: columns found, running headers, footers and page numbers dropped."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from biblio.readers.pdf.runs import RAISED, PageRuns, Run
from biblio.readers.pdf.tables import Row, rows
from biblio.readers.pdf.tags import Tag

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|\.)?\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|sur|of|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARGIN_LINES = 3  # how many lines at the top and at the bottom of a page may repeat from page to page
_SAME_PLACE = 3.0  # points
_NARROWEST_COLUMN = 0.2  # of the width of the text
_FEWEST_LINES = 5
_MOST_CROSSING = 0.15
_NARROWEST_GUTTER = 0.8  # em
_MOST_RUNS = 5_000  # a page with more is a drawing, not text in columns
_LONGEST_CLUSTER = 200


@dataclass(slots=True)
class Line:
    """Runs on one base line of one column of one page; or a row of a table, with lines in each cell."""

    runs: list[Run]
    page: int
    column: int
    row: Row | None = None
    left: float = 0.0  # of the column
    right: float = 0.0

    @property
    def text(self) -> str:
        """The words of the line."""
        return " ".join(run.text for run in self.runs)

    @property
    def main(self) -> Run:
        """The run that the line is judged by: the longest."""
        return max(self.runs, key=lambda run: len(run.text))

    @property
    def tag(self) -> Tag | None:
        """The block that the file itself puts it into."""
        return self.main.tag

    @property
    def size(self) -> float:
        """The size of its font."""
        return self.main.size

    @property
    def y(self) -> float:
        """Its base line."""
        return self.main.y

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(run.x1 for run in self.runs)


def lay_out(pages: list[PageRuns]) -> list[Line]:
    """Return the lines of a document in reading order."""
    repeated = _repeated(pages)
    lines: list[Line] = []
    column = 0
    for number, page in enumerate(pages):
        runs = [run for run in page.runs if id(run) not in repeated]
        for part in _columns(runs):
            tables, rest = rows(part)
            found = [Line(_mark_raised(cluster), number, column) for cluster in _clusters(rest)]
            found += [
                Line([run for cell in row for each in cell for run in each], number, column, row) for row in tables
            ]
            lines += sorted(found, key=lambda line: -max(run.y for run in line.runs))
            column += 1
    _set_margins(lines)
    return lines


def _clusters(runs: Iterable[Run]) -> list[list[Run]]:
    """Return runs gathered into lines, from top to bottom; in a line from left to right."""
    clusters: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        if clusters:
            main = max(clusters[-1], key=lambda other: other.size)
            near = abs(run.y - main.y) < 0.5 * max(run.size, main.size)
            if (
                near
                and len(clusters[-1]) < _LONGEST_CLUSTER
                and not any(_overlap(run, other) for other in clusters[-1])
            ):
                clusters[-1].append(run)
                continue
        clusters.append([run])
    return [sorted(cluster, key=lambda run: run.x0) for cluster in clusters]


def _overlap(run: Run, other: Run) -> bool:
    shared = min(run.x1, other.x1) - max(run.x0, other.x0)
    return shared > 2 and shared > 0.3 * min(run.x1 - run.x0, other.x1 - other.x0)


def _mark_raised(runs: list[Run]) -> list[Run]:
    """Mark the small numbers of a line: they may call notes."""
    size = max(run.size for run in runs)
    for run in runs:
        run.raised = run.size < RAISED * size and run.text.isdecimal() and len(run.text) <= 3
    return runs


def _repeated(pages: list[PageRuns]) -> set[int]:
    """Return the identities of the runs that are headers, footers and page numbers."""
    edges: list[list[list[Run]]] = []  # by page: its outermost lines
    places: Counter[tuple[str, int]] = Counter()
    for page in pages:
        lines = _clusters(page.runs)
        outer = [*lines[:_MARGIN_LINES], *lines[max(_MARGIN_LINES, len(lines) - _MARGIN_LINES) :]]
        edges.append(outer)
        places.update((_key(line), round(line[0].y / _SAME_PLACE)) for line in outer)
    needed = 2 if len(pages) <= 6 else 3
    dropped: set[int] = set()
    for page, outer in zip(pages, edges, strict=True):
        for line in outer:
            key, place = _key(line), round(line[0].y / _SAME_PLACE)
            same = sum(places[key, place + near] for near in (-1, 0, 1))
            if same >= needed or _is_lone_number(line, page):
                dropped.update(id(run) for run in line)
    return dropped


def _key(line: list[Run]) -> str:
    return _DIGITS.sub("0", " ".join(run.text for run in line).casefold())


def _is_lone_number(line: list[Run], page: PageRuns) -> bool:
    """Tell a page number in the margin of a document that has too few pages to compare."""
    text = " ".join(run.text for run in line)
    if len(text) > 20 or not _PAGE_NUMBER.fullmatch(text):
        return False
    y = line[0].y
    others = [run.y for run in page.runs if abs(run.y - y) > 1]
    if not others:
        return False
    apart = 1.6 * line[0].size
    return (y < 0.1 * page.height and y < min(others) - apart) or (y > 0.92 * page.height and y > max(others) + apart)


def _columns(runs: list[Run], depth: int = 0) -> list[list[Run]]:
    """Part runs into columns in reading order; lines over the whole width part the columns above from those below."""
    gutter = _gutter(runs) if depth < 3 else None
    if gutter is None:
        return [runs] if runs else []
    right = [run for run in runs if run.x0 >= gutter]
    beside = sorted(run.y for run in right)
    crossing = [run for run in runs if run.x0 < gutter < run.x1 and not _has_neighbour(run, beside)]
    apart = {id(run) for run in (*right, *crossing)}
    left = [run for run in runs if id(run) not in apart]
    parts: list[list[Run]] = []
    ceiling = float("inf")
    held: list[Run] = []  # lines over the whole width that follow each other
    for run in [*sorted(crossing, key=lambda run: -run.y), None]:
        floor = run.y if run else float("-inf")
        sides = [[other for other in side if floor < other.y < ceiling] for side in (left, right)]
        if any(sides) and held:
            parts.append(held)
            held = []
        for side in sides:
            parts += _columns(side, depth + 1)
        if run:
            held.append(run)
        ceiling = floor
    return [*parts, held] if held else parts


def _has_neighbour(run: Run, beside: list[float]) -> bool:
    """Tell whether the right column has a line at the height of ``run``: then it only stands out of the left one."""
    index = bisect_right(beside, run.y - 0.5 * run.size)
    return index < len(beside) and beside[index] < run.y + 0.5 * run.size


def _gutter(runs: list[Run]) -> float | None:
    """Return where white parts two columns from top to bottom, None where the text has one column.

    A table looks alike, but is drawn row by row: columns are drawn one after the other.
    """
    if not 2 * _FEWEST_LINES <= len(runs) <= _MOST_RUNS:
        return None
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    width = right - left
    em = sorted(run.size for run in runs)[len(runs) // 2]
    best: tuple[int, float] | None = None
    inner = (left + _NARROWEST_COLUMN * width, right - _NARROWEST_COLUMN * width)
    edges = sorted({round(run.x1) for run in runs if inner[0] < run.x1 < inner[1]})
    starts = sorted(run.x0 for run in runs)
    for edge in edges:
        index = bisect_right(starts, edge)
        if index == len(starts) or starts[index] - edge < _NARROWEST_GUTTER * em:
            continue
        middle = (edge + starts[index]) / 2
        crossing = sum(run.x0 < middle < run.x1 for run in runs)
        if crossing > _MOST_CROSSING * len(runs) or (best and crossing >= best[0]):
            continue
        if _are_columns(runs, middle, width):
            best = (crossing, middle)
    return best[1] if best else None


def _are_columns(runs: list[Run], middle: float, width: float) -> bool:
    sides = [[run for run in runs if run.x1 <= middle], [run for run in runs if run.x0 >= middle]]
    for side in sides:
        if len(side) < _FEWEST_LINES:
            return False
        if max(run.x1 for run in side) - min(run.x0 for run in side) < _NARROWEST_COLUMN * width:
            return False
    drawn = sorted((run for side in sides for run in side), key=lambda run: run.order)
    switches = sum((a.x1 <= middle) != (b.x1 <= middle) for a, b in pairwise(drawn))
    return switches <= max(3, 0.1 * len(drawn))


@dataclass(slots=True)
class _Margins:
    """The margins that the columns at one place of all pages have in common."""

    left: float
    right: float
    ends: list[float]


def _set_margins(lines: list[Line]) -> None:
    """Give each line the margins of its column, as all pages together show them.

    A few lines may stand out at the right, such as an address that could not be broken.
    """
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    groups: list[_Margins] = []
    of_column: dict[int, _Margins] = {}
    for number, column in columns.items():
        left, right = min(line.x0 for line in column), _share(0.9, [line.x1 for line in column])
        group = next((g for g in groups if _same_column(g, left, right)), None)
        if group is None:
            group = _Margins(left, right, [])
            groups.append(group)
        group.left, group.right = min(group.left, left), max(group.right, right)
        group.ends += [line.x1 for line in column]
        of_column[number] = group
    for group in groups:
        group.right = _share(0.97, group.ends)
    for line in lines:
        line.left, line.right = of_column[line.column].left, of_column[line.column].right


def _share(share: float, values: list[float]) -> float:
    """Return the value that ``share`` of all values do not exceed."""
    return sorted(values)[int(share * (len(values) - 1))]


def _same_column(group: _Margins, left: float, right: float) -> bool:
    shared = min(group.right, right) - max(group.left, left)
    return shared > 0.7 * max(group.right - group.left, right - left)


def body_size(lines: list[Line]) -> float:
    """Return the size of font that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for run in line.runs:
            sizes[round(run.size, 1)] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
