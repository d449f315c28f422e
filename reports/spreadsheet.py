"""Excel files: the official table, and the list of a unit. Numbers are numbers, texts are never formulas."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook

from engine.tallies import Rate
from reports.composition import documented, notes, scope
from reports.grid import cited, group_spans, moment, printable, table_grid, unit_grid
from reports.official_table import OfficialTable, percent
from reports.paper import Cell, Column, Grid, Kind, UnitLine
from reports.wording import ZONE, Words

# A sheet ends after 1,048,576 rows; the rest is for heads and notes.
ROWS_ON_A_SHEET = 1_000_000
_A4 = 9
_MM_PER_WIDTH, _MM_PER_LETTER = 2, 1.7
_LETTERS_ON_A_LINE = 120
_LINE_POINTS = 18
# Margins of Decree 30/2020/NĐ-CP, in inches.
_MARGINS = {"left": 1.18, "right": 0.6, "top": 0.79, "bottom": 0.79}
# A text that a spreadsheet would read as a formula when its cell is edited or the sheet is saved as CSV.
_LIKE_A_FORMULA = ("=", "+", "-", "@")
_NUMBER_FORMATS = {Kind.COUNT: "#,##0", Kind.SHARE: "0.00%", Kind.DAY: "dd/mm/yyyy", Kind.NUMBER: "0"}


def table_xlsx(table: OfficialTable, *, words: Words, at: datetime) -> bytes:
    """The official table on one sheet, A4 across, its head on every page."""
    title = words.say("paper.report.subject", document=cited(documented(table), words=words))
    head = [
        title,
        *([printable(table.roll_up.title)] if table.roll_up.title else []),
        *scope(table, words=words),
        words.say("paper.as_of", at=moment(at, words=words)),
    ]
    grid = table_grid(table, words=words)
    return _book(grid, name="sheet_table", head=head, foot=notes(table, words=words), words=words, at=at)


def unit_list_xlsx(
    lines: Iterable[UnitLine], *, subject: str, words: Words, at: datetime, rows_on_a_sheet: int = ROWS_ON_A_SHEET
) -> bytes:
    """The list of a unit, with a filter on every column. ``subject`` says whose list it is; ``lines`` are read once.

    What does not fit on one sheet goes on on the next one.
    """
    head = [words.say("paper.list"), printable(subject), words.say("paper.as_of", at=moment(at, words=words))]
    grid = unit_grid(lines, words=words)
    return _book(grid, name="sheet_list", head=head, foot=[], words=words, at=at, most=rows_on_a_sheet)


def _book(
    grid: Grid,
    *,
    name: str,
    head: Sequence[str],
    foot: Sequence[str],
    words: Words,
    at: datetime,
    most: int = ROWS_ON_A_SHEET,
) -> bytes:
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": head[0], "created": at.astimezone(ZONE).replace(tzinfo=None)})
        for number, rows in enumerate(_parts(grid.rows, most), 1):
            title = words.say(f"paper.{name}") + (f" {number}" if number > 1 else "")
            _Sheet(book, replace(grid, rows=rows), name=title, words=words).write(head, foot)
    return file.getvalue()


def _parts(rows: Iterable[tuple[Cell, ...]], most: int) -> Iterator[Iterable[tuple[Cell, ...]]]:
    """The rows in parts, each to be read before the next; at least one, if only an empty one."""
    remaining = iter(rows)
    yield islice(remaining, most)
    for first in remaining:
        yield chain((first,), islice(remaining, most - 1))


class _Sheet:
    """A sheet that is written from the top down, once: a row that was left is on its way to the disk."""

    def __init__(self, book: Workbook, grid: Grid, *, name: str, words: Words) -> None:
        self._book, self._grid, self._words = book, grid, words
        self._sheet = book.add_worksheet(name)
        self._last = len(grid.columns) - 1
        self._row = 0
        self._formats: dict[tuple[str, bool, bool], Any] = {}

    def write(self, head: Sequence[str], foot: Sequence[str]) -> None:
        """Everything, in the order of the rows."""
        self._set_up()
        for number, line in enumerate(head):
            style = {"bold": number == 0, "align": "center", "font_size": 14 if number == 0 else 13}
            self._line(line, style=style)
        self._row += 1
        first = self._row
        self._heads()
        self._sheet.repeat_rows(first, self._row - 1)
        self._sheet.freeze_panes(self._row, 2)
        self._rows(first)
        self._row += 1
        for line in foot:
            self._line(line, style={"italic": True, "font_size": 12})

    def _set_up(self) -> None:
        sheet, words = self._sheet, self._words
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(**_MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C" + words.say("paper.page", page="&P", pages="&N"))
        for number, column in enumerate(self._grid.columns):
            sheet.set_column(number, number, column.width / _MM_PER_WIDTH)

    def _line(self, text: str, *, style: dict[str, Any]) -> None:
        """A line over the whole width; merged cells do not grow by themselves."""
        made = self._book.add_format({"font_name": "Times New Roman", "text_wrap": True, "valign": "vcenter", **style})
        self._sheet.set_row(self._row, _LINE_POINTS * (1 + len(text) // _LETTERS_ON_A_LINE))
        self._sheet.merge_range(self._row, 0, self._row, self._last, "", made)
        self._sheet.write_string(self._row, 0, text, made)
        self._row += 1

    def _heads(self) -> None:
        """The heads of all columns in one row, and above it, where there are groups, the words they share.

        A cell that stands in both rows cannot be merged while rows leave the memory; it only has no line inside.
        """
        shown = {"bold": True, "align": "center", "bg_color": "#E8EEF4"}
        if self._grid.has_groups:
            shared, empty = self._style(shown), self._style({**shown, "bottom": 0})
            for group, first, size in group_spans(self._grid.columns):
                if group and size > 1:
                    self._sheet.merge_range(self._row, first, self._row, first + size - 1, group, shared)
                else:
                    for number in range(first, first + size):
                        self._sheet.write_string(self._row, number, group, shared if group else empty)
            self._row += 1
        whole, lower = self._style(shown), self._style({**shown, "top": 0})
        self._grow(column.head for column in self._grid.columns)
        for number, column in enumerate(self._grid.columns):
            style = lower if self._grid.has_groups and not column.group else whole
            self._sheet.write_string(self._row, number, column.head, style)
        self._row += 1

    def _rows(self, first: int) -> None:
        begin = self._row
        for cells in self._grid.rows:
            self._cells(cells)
        if self._grid.total is not None:
            self._cells(self._grid.total, is_total=True)
        elif self._row == begin:
            self._line(self._words.say("paper.empty"), style={"italic": True, "border": 1})
        else:
            self._sheet.autofilter(first, 0, self._row - 1, self._last)

    def _cells(self, cells: Iterable[Cell], *, is_total: bool = False) -> None:
        row = tuple(cells)
        self._grow(cell if isinstance(cell, str) else "" for cell in row)
        for number, (column, cell) in enumerate(zip(self._grid.columns, row, strict=True)):
            self._cell(number, cell, column=column, is_total=is_total)
        self._row += 1

    def _grow(self, texts: Iterable[str]) -> None:
        """Make room for the longest of the texts: spreadsheets do not do it by themselves when they open a file."""
        rooms = (int(column.width / _MM_PER_LETTER) for column in self._grid.columns)
        lines = max(len(wrap(text, room)) if len(text) > room else 1 for text, room in zip(texts, rooms, strict=True))
        self._sheet.set_row(self._row, _LINE_POINTS * lines)

    def _cell(self, number: int, cell: Cell, *, column: Column, is_total: bool) -> None:
        style = self._cell_style(column.kind, is_total=is_total)
        match cell:
            case None:
                self._sheet.write_blank(self._row, number, None, style)
            case str():
                text = printable(cell)
                is_quoted = text.lstrip().startswith(_LIKE_A_FORMULA)
                made = self._cell_style(column.kind, is_total=is_total, is_quoted=is_quoted)
                self._sheet.write_string(self._row, number, text, made)
            case Rate(whole=0):
                self._sheet.write_string(self._row, number, percent(cell), style)
            case Rate():
                self._sheet.write_number(self._row, number, cell.part / cell.whole, style)
            case date():
                self._sheet.write_datetime(self._row, number, cell, style)
            case int():
                self._sheet.write_number(self._row, number, cell, style)

    def _cell_style(self, kind: Kind, *, is_total: bool, is_quoted: bool = False) -> Any:
        key = (kind, is_total, is_quoted)
        if key not in self._formats:
            align = "left" if kind is Kind.TEXT else "center" if kind in {Kind.NUMBER, Kind.DAY} else "right"
            wanted: dict[str, Any] = {"bold": is_total, "align": align, "quote_prefix": is_quoted}
            if kind in _NUMBER_FORMATS:
                wanted["num_format"] = _NUMBER_FORMATS[kind]
            self._formats[key] = self._style(wanted)
        return self._formats[key]

    def _style(self, wanted: dict[str, Any]) -> Any:
        base = {"font_name": "Times New Roman", "font_size": 12, "border": 1, "text_wrap": True, "valign": "vcenter"}
        return self._book.add_format({**base, **wanted})
