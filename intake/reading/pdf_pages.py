"""One page of a PDF as paragraphs and table rows, by its layout: margins, indents, gaps and rows that stop early."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from intake.reading.furniture import is_page_number
from intake.reading.grids import Box, Grid
from intake.reading.pdf_characters import Character, rows
from intake.reading.pdf_columns import Row, is_labelled, reading_order, text_of
from intake.reading.tables import is_layout

# In sizes of the font, but the first in steps from row to row.
_SPACED: Final = 1.2
_WIDEST_STEP: Final = 1.9
_SHORT: Final = 3.0
_BLANK: Final = 0.2
_SLACK: Final = 0.6
_INDENT: Final = 1.0
_CENTRED: Final = 1.5
_SMALL: Final = 0.88
# A number that fills its indent touches the text; on paper its place shows that it is none of it.
_GLUED: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}[.)](?=[^\W\d_])")
_NOTE: Final = re.compile(r"[\[(]?(?:\d{1,2}|\*{1,3})[\])]?\s*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one printed line where the layout shows none.

    ``may_go_on``: its last row is full. ``may_be_rest``: its first row has neither indent nor number. Such two can be
    parts of one paragraph that a page break cut, and surely are if the first one ``is_indented``. ``is_note``: it
    stands in small letters at the foot of the page.
    """

    text: str
    may_go_on: bool = False
    may_be_rest: bool = False
    is_indented: bool = False
    is_note: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table as its cells' printed lines; ``columns`` are the left edges, equal for parts of one table."""

    cells: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    is_first: bool


Item = Paragraph | TableRow


def page_items(found: Sequence[Character], tables: Sequence[Grid]) -> list[Item]:
    """What a page holds, from top to bottom, without its number."""
    held: list[list[Character]] = [[] for _ in tables]
    free: list[Character] = []
    for character in found:
        table = next((index for index, grid in enumerate(tables) if grid.box.holds(*_place(character))), None)
        (free if table is None else held[table]).append(character)
    open_rows = _without_number(rows(free))
    measure = _measure(open_rows) if open_rows else None
    items: list[Item] = []
    for grid, inside in zip(tables, held, strict=True):
        above = [row for row in open_rows if row[0].base >= grid.box.top]
        open_rows = open_rows[len(above) :]
        items += [*_paragraphs(above, measure), *_table(grid, inside)]
    return _with_notes([*items, *_paragraphs(open_rows, measure)], measure)


def _with_notes(items: Sequence[Item], measure: "_Measure | None") -> list[Item]:
    """The page with its notes marked: the small print at its end, from the first numbered line of it."""
    start = len(items)
    while start and measure and isinstance(item := items[start - 1], Paragraph) and item.size < _SMALL * measure.size:
        start -= 1
    tail = [item for item in items[start:] if isinstance(item, Paragraph)]
    if not tail or not start or not _NOTE.match(tail[0].text):
        return list(items)
    return [*items[:start], *(replace(item, is_note=True) for item in tail)]


def joined(one: str, two: str) -> str:
    """Two rows of one paragraph; a hyphen inside a word or number was a place to break the row."""
    is_cut = one.endswith("-") and not one.endswith((" -", "--")) and len(one) > 1 and two[:1].isalnum()
    return one + two if is_cut else f"{one} {two}"


def _without_number(found: Sequence[Row]) -> Sequence[Row]:
    """The rows without a page number at the top or at the bottom, which belongs to no column."""
    start = 1 if found and is_page_number(text_of(found[0])) else 0
    end = 1 if len(found) > start and is_page_number(text_of(found[-1])) else 0
    return found[start : len(found) - end]


def _place(character: Character) -> tuple[float, float]:
    """The middle of a character; text that is too high for its row hangs over the lower border."""
    return (character.left + character.right) / 2, character.base + character.size / 2


def _table(grid: Grid, inside: Sequence[Character]) -> Iterator[Item]:
    """The rows of a table; one that only lays out a head or a frame gives plain lines, column by column."""
    contents: dict[Box, list[Character]] = {box: [] for row in grid.rows for box in row if box is not None}
    for character in inside:
        box = grid.box_at(*_place(character))
        if box is not None:
            contents[box].append(character)
    texts = {box: tuple(text_of(row) for row in rows(held)) for box, held in contents.items()}
    cells = [tuple(() if box is None else texts[box] for box in row) for row in grid.rows]
    if is_layout(cells):
        yield from (Paragraph(text) for column in range(len(grid.columns)) for row in cells for text in row[column])
        return
    filled = [row for row in cells if any(row)]
    yield from (TableRow(row, grid.columns, is_first=index == 0) for index, row in enumerate(filled))


def _paragraphs(found: Sequence[Row], measure: "_Measure | None") -> Iterator[Paragraph]:
    """The rows in reading order, those of one paragraph put together; rows of columns and centred ones stay apart."""
    held: list[Row] = []
    was_column = False
    for row, is_column in reading_order(found):
        if held and measure and not (is_column or was_column) and measure.is_continued(held[-1], row):
            held.append(row)
        else:
            yield from _paragraph(held, measure, is_column=was_column)
            held = [row]
        was_column = is_column
    yield from _paragraph(held, measure, is_column=was_column)


def _paragraph(held: Sequence[Row], measure: "_Measure | None", *, is_column: bool) -> Iterator[Paragraph]:
    if not held or measure is None:
        return
    text = _GLUED.sub(r"\g<0> ", text_of(held[0]))
    for row in held[1:]:
        text = joined(text, text_of(row))
    is_plain = not is_column and not measure.is_centred(held[0]) and not is_labelled(held[0])
    is_flush = held[0][0].left < measure.left + _INDENT * measure.size
    yield Paragraph(
        text,
        may_go_on=not is_column and measure.is_long(held[-1]),
        may_be_rest=is_plain and is_flush,
        is_indented=not is_flush,
        size=_size(held),
    )


def _size(held: Sequence[Row]) -> float:
    return median(piece.size for row in held for piece in row)


@dataclass(frozen=True, slots=True)
class _Measure:
    """The left and the right edge of a text, the size of its letters and the usual step to the next row."""

    left: float
    right: float
    size: float
    step: float

    def is_long(self, row: Row) -> bool:
        """True for a row that ends near the right edge."""
        return row[-1].right > self.right - _SHORT * self.size

    def is_full(self, row: Row, following: Row) -> bool:
        """True for a row that had no room for the first word of the next one."""
        word = following[0].first - following[0].left
        return row[-1].right + word + _BLANK * self.size > self.right - _SLACK * self.size

    def is_centred(self, row: Row) -> bool:
        """True for a row with as much room on the left as on the right."""
        is_narrow = row[0].left > self.left + _SHORT * self.size and not self.is_long(row)
        return is_narrow and abs(row[0].left + row[-1].right - self.left - self.right) < 2 * _CENTRED * self.size

    def is_continued(self, last: Row, row: Row) -> bool:
        """True if two rows are one paragraph: a usual step, no indent, no number, and no room left in the first."""
        step = last[0].base - row[0].base
        if not 0 < step <= _SPACED * self.step + 1 or self.is_centred(row) or is_labelled(row):
            return False
        is_indented = row[0].left > max(last[0].left, self.left) + _INDENT * self.size
        return self.is_full(last, row) and (is_labelled(last) or not is_indented)


def _measure(found: Sequence[Row]) -> _Measure:
    size = _size(found)
    left, right = min(row[0].left for row in found), max(row[-1].right for row in found)
    rough = _Measure(left, right, size, 0)
    single = ((one, two) for one, two in pairwise(found) if len(one) == len(two) == 1)
    steps = [one[0].base - two[0].base for one, two in single if rough.is_long(one)]
    usual = [step for step in steps if 0 < step < _WIDEST_STEP * size]
    return _Measure(left, right, size, median(usual) if usual else _WIDEST_STEP * size / _SPACED)
