"""From rules to tables: the cells that the rules of a page enclose, put into rows and columns."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from intake.reading.pdf_rules import Rule

_NEAR: Final = 3.0
_SMALLEST: Final = 4.0
_MOST_PAIRS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell or a whole table, measured from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """True for a point inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells by row and column; a merged cell stands at its first place, the others are None."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]
    columns: tuple[float, ...]
    tops: tuple[float, ...]

    def box_at(self, x: float, y: float) -> Box | None:
        """The cell around a point: the one that begins there, or one merged from further left or further up."""
        column = bisect_right(self.columns, x)
        line = bisect_right(self.tops, -y, key=lambda top: -top)
        around = (box for row in reversed(self.rows[:line]) for box in reversed(row[:column]) if box is not None)
        return next((box for box in around if box.holds(x, y)), None)


def grids(found: Sequence[Rule]) -> list[Grid]:
    """The tables of two cells or more that the rules make, from top to bottom."""
    level = _merged(rule for rule in found if rule.is_level)
    upright = _merged(rule for rule in found if not rule.is_level)
    tables = [_grid(cells) for cells in _connected(_Lattice(level, upright).cells()) if len(cells) > 1]
    return sorted(tables, key=lambda grid: -grid.box.top)


def _merged(found: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch become one."""
    lines: list[list[Rule]] = []
    for rule in sorted(found, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return [rule for line in lines for rule in _joined(line)]


def _joined(line: Sequence[Rule]) -> list[Rule]:
    at = sum(rule.at for rule in line) / len(line)
    joined: list[Rule] = []
    for rule in sorted(line, key=lambda rule: rule.start):
        if joined and rule.start <= joined[-1].end + _NEAR:
            last = joined.pop()
            joined.append(Rule(rule.is_level, at, last.start, max(last.end, rule.end)))
        else:
            joined.append(Rule(rule.is_level, at, rule.start, rule.end))
    return joined


class _Lattice:
    """Level and upright rules and where they cross; a rule is known by its index."""

    def __init__(self, level: Sequence[Rule], upright: Sequence[Rule]) -> None:
        self._level, self._upright = level, upright
        self._crossings: set[tuple[int, int]] = set()
        self._along: dict[int, list[int]] = defaultdict(list)
        self._down: dict[int, list[int]] = defaultdict(list)
        if len(level) * len(upright) > _MOST_PAIRS:
            return
        for i, flat in enumerate(level):
            for j, tall in enumerate(upright):
                if _reaches(flat, tall.at) and _reaches(tall, flat.at):
                    self._crossings.add((i, j))
                    self._along[i].append(j)
                    self._down[j].append(i)

    def cells(self) -> list[Box]:
        """The smallest rectangles with rules on all four sides."""
        boxes = (self._cell(i, j) for i, j in sorted(self._crossings))
        return [box for box in boxes if box is not None]

    def _cell(self, i: int, j: int) -> Box | None:
        """The cell with this crossing as its upper left corner. Rules are sorted, level ones from below."""
        for lower in reversed([k for k in self._down[j] if k < i]):
            for right in (k for k in self._along[i] if k > j):
                if (lower, right) in self._crossings:
                    left, top = self._upright[j].at, self._level[i].at
                    box = Box(left, self._level[lower].at, self._upright[right].at, top)
                    return box if min(box.right - box.left, box.top - box.bottom) >= _SMALLEST else None
        return None


def _reaches(rule: Rule, at: float) -> bool:
    return rule.start - _NEAR <= at <= rule.end + _NEAR


def _connected(cells: Sequence[Box]) -> list[list[Box]]:
    """The cells of each table: those that share a corner, directly or through others."""
    by_corner: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, box in enumerate(cells):
        for corner in ((box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom)):
            by_corner[round(corner[0]), round(corner[1])].append(index)
    beside: dict[int, set[int]] = defaultdict(set)
    for sharing in by_corner.values():
        for index in sharing:
            beside[index].update(sharing)
    tables: list[list[Box]] = []
    open_cells = set(range(len(cells)))
    while open_cells:
        found, waiting = [], [open_cells.pop()]
        while waiting:
            index = waiting.pop()
            found.append(cells[index])
            fresh = beside[index] & open_cells
            open_cells -= fresh
            waiting.extend(fresh)
        tables.append(found)
    return tables


def _grid(cells: Sequence[Box]) -> Grid:
    lefts, tops = sorted({box.left for box in cells}), sorted({box.top for box in cells}, reverse=True)
    column = {left: index for index, left in enumerate(lefts)}
    line = {top: index for index, top in enumerate(tops)}
    places: list[list[Box | None]] = [[None] * len(lefts) for _ in tops]
    for box in cells:
        places[line[box.top]][column[box.left]] = box
    whole = Box(lefts[0], min(box.bottom for box in cells), max(box.right for box in cells), tops[0])
    return Grid(whole, tuple(map(tuple, places)), tuple(lefts), tuple(tops))
