"""Rows of tables in a PDF, by the order in which it draws: cell after cell, each from top to bottom.

Lines of neighbouring cells need not stand at the same height, so rows are found before lines are.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from biblio.readers.pdf.runs import RAISED, Run

_MARKER = re.compile(r"[\W_]{1,3}|\[?\w{1,3}[.)\]]|o")  # a bullet or number, which is no cell of its own
_APART = 0.7  # em of white between two cells, at least
_MOST_CELLS = 100
_SHARED = 0.2  # em of height that two cells of a row share, at least

Row = list[list[list[Run]]]
"""Cells → lines → runs."""


@dataclass(slots=True)
class _Stack:
    """Lines that were drawn one under the other."""

    lines: list[list[Run]] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    leading: float = 0.0  # the distance of its lines, once there are two

    def add(self, run: Run, *, same_line: bool) -> None:
        """Take another run in."""
        if not self.lines:
            self.left, self.right, self.top = run.x0, run.x1, run.y + 0.7 * run.size
        if same_line:
            self.lines[-1].append(run)
        else:
            self.leading = self.leading or (self.lines[-1][0].y - run.y if self.lines else 0.0)
            self.lines.append([run])
        self.left, self.right = min(self.left, run.x0), max(self.right, run.x1)
        self.bottom = run.y - 0.1 * run.size


def rows(runs: list[Run]) -> tuple[list[Row], list[Run]]:
    """Return the rows of tables among ``runs``, and the runs that are in none."""
    found: list[Row] = []
    group: list[_Stack] = []
    for stack in _stacks(runs):
        if len(group) == _MOST_CELLS or (group and not any(_beside(stack, other) for other in group)):
            found += _row(group)
            group = []
        group.append(stack)
    found += _row(group)
    edge = max((run.x1 for run in runs), default=0.0)
    places = Counter(_place(cell) for row in found for cell in row[1:])
    found = [row for row in found if not _is_stretched(row, places, edge)]
    taken = {id(run) for row in found for cell in row for line in cell for run in line}
    return found, [run for run in runs if id(run) not in taken]


def _stacks(runs: list[Run]) -> list[_Stack]:
    stacks: list[_Stack] = []
    previous: Run | None = None
    rooms = _rooms(runs)
    for run in sorted(runs, key=lambda run: run.order):
        if _MARKER.fullmatch(run.text):
            continue
        size = max(run.size, previous.size) if previous else 0.0
        if previous and abs(previous.y - run.y) < 0.5 * size and -size < run.x0 - previous.x1 < 1.5 * size:
            stacks[-1].add(run, same_line=True)
        elif previous and _goes_on(stacks[-1], previous, run, *rooms[id(run)]):
            stacks[-1].add(run, same_line=False)
        elif run.size < RAISED * size:
            continue  # the mark of a note, drawn apart
        else:
            stacks.append(_Stack())
            stacks[-1].add(run, same_line=False)
        previous = run
    return stacks


def _goes_on(stack: _Stack, previous: Run, run: Run, left: float, right: float) -> bool:
    """Tell whether a run stands under a stack at the distance of a line, and the stack has room in its column."""
    size = max(run.size, previous.size)
    most = 1.2 * stack.leading if stack.leading else 1.8 * size
    under = 0.7 * size < previous.y - run.y < most and run.x0 < stack.right and stack.left < run.x1
    aligned = run.x0 > stack.left - 0.8 * size or abs(run.x0 + run.x1 - stack.left - stack.right) < size
    return under and aligned and left <= stack.left and stack.right <= right


def _rooms(runs: list[Run]) -> dict[int, tuple[float, float]]:
    """Return how far each run could reach to the left and to the right before it meets another on its line."""
    found: dict[int, tuple[float, float]] = {}
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if lines and abs(lines[-1][0].y - run.y) < 0.5 * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    for line in lines:
        words = sorted((run for run in line if not _MARKER.fullmatch(run.text)), key=lambda run: run.x0)
        lefts = _bounds(words)
        rights = _bounds([replace(run, x0=-run.x1, x1=-run.x0) for run in reversed(words)])
        for run, left, right in zip(words, lefts, reversed(rights), strict=True):
            found[id(run)] = (left, -right)
    return found


def _bounds(words: list[Run]) -> list[float]:
    """Return where the nearest word ends that stands apart on the left of each."""
    bounds: list[float] = []
    for index, run in enumerate(words):
        if not index:
            bounds.append(float("-inf"))
        elif run.x0 - words[index - 1].x1 > _APART * run.size:
            bounds.append(words[index - 1].x1)
        else:
            bounds.append(bounds[-1])
    return bounds


def _beside(stack: _Stack, other: _Stack) -> bool:
    """Tell whether two stacks stand at one height with white between them."""
    em = other.lines[0][0].size
    shared = min(stack.top, other.top) - max(stack.bottom, other.bottom)
    white = max(stack.left - other.right, other.left - stack.right)
    return shared > _SHARED * em and white > _APART * em


def _place(cell: list[list[Run]]) -> int:
    return round(cell[0][0].x0)


def _is_stretched(row: Row, places: Counter[int], edge: float) -> bool:
    """Tell a justified line with wide spaces: it reaches the margin, and no other row has cells at its places."""
    last = row[-1][-1][-1]
    if any(len(cell) > 1 for cell in row) or last.x1 < edge - 0.8 * last.size:
        return False
    return all(sum(places[_place(cell) + near] for near in range(-2, 3)) == 1 for cell in row[1:])


def _row(group: list[_Stack]) -> list[Row]:
    """Return the row that a group of stacks makes, if it has two cells or more."""
    cells: list[_Stack] = []
    for stack in sorted(group, key=lambda stack: stack.left):
        if cells and stack.left < cells[-1].right:
            cells[-1].lines += stack.lines
            cells[-1].right = max(cells[-1].right, stack.right)
        else:
            cells.append(stack)
    if len(cells) < 2:
        return []
    for cell in cells:
        _drop_above(cell, [other for other in cells if other is not cell])
    return [[cell.lines for cell in cells]]


def _drop_above(cell: _Stack, others: list[_Stack]) -> None:
    """Drop what stands over a row, such as a heading: lines of a cell that is set in the middle go as far below."""
    top = max(other.lines[0][0].y for other in others)
    bottom = min(other.lines[-1][0].y for other in others)
    if bottom - cell.lines[-1][0].y > 0.3 * cell.leading:
        return
    while len(cell.lines) > 1 and cell.lines[0][0].y - top > 0.8 * cell.leading:
        cell.lines.pop(0)
