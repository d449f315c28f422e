"""Tables that hold data, row by row, and tables that only lay out a head or a signature block, column by column."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.reading.columns import folded, is_recipients, is_state_head
from intake.reading.printed import Printed, row

Cell = Sequence[str]
"""The printed lines of a cell."""

_MOST_COLUMNS: Final = 3
_FEW_ROWS: Final = 4
_NUMBER: Final = re.compile(r"\W{0,3}(?:so|s6)\s?[:.;]")
_ADDRESSED: Final = re.compile(r"\W{0,3}kinh gui\b")
_DATED: Final = re.compile(r"[a-z][^,;]{0,40}, ?(?:ngay|thang)\b")
_SIGNED: Final = re.compile(r"\W{0,3}(?:(?:kt|tm|tl|tuq|q)\s?\.|\(da ky)")


def table_lines(rows: Sequence[Sequence[Cell]], *, table: int, page: int | None = None) -> list[Printed]:
    """The lines of a table; ``table`` numbers it if it holds data."""
    if is_layout(rows):
        return [Printed(text, page) for text in _by_columns(rows) if text.strip()]
    told = [row((" ".join(cell) for cell in cells), table=table, page=page) for cells in rows]
    width = max((len(line.cells) for line in told if any(line.cells)), default=0)
    width = max((at + 1 for line in told for at in range(width) if any(line.cells[at : at + 1])), default=0)
    for line in told:
        line.cells = (*line.cells, *([""] * width))[:width]
    return told


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """True for a frame of one column, and for the halves of a head, of an address and of a signature block."""
    width = max((len(cells) for cells in rows), default=0)
    if width <= 1:
        return True
    if width > _MOST_COLUMNS:
        return False
    lines = [line for cells in rows for cell in cells for line in cell if line.strip()]
    first = [line for cells in rows for line in cells[0] if line.strip()]
    if any(is_state_head(line) for line in lines) or any(map(is_recipients, first)):
        return True
    if first and _ADDRESSED.match(folded(first[0])):
        return True
    return len(rows) <= _FEW_ROWS and (_is_head(lines) or any(_SIGNED.match(folded(line)) for line in lines))


def _is_head(lines: Sequence[str]) -> bool:
    plain = [folded(line) for line in lines]
    return any(map(_NUMBER.match, plain)) and any(map(_DATED.match, plain))


def _by_columns(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    for column in range(max((len(cells) for cells in rows), default=0)):
        for cells in rows:
            yield from cells[column] if column < len(cells) else ()
