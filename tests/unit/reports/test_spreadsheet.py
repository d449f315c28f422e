"""Excel files: opened again, they hold the value, and nothing but texts, numbers and days."""

import tracemalloc
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.deadlines import Timeliness
from engine.states import Status
from engine.tallies import Counts, Denominator, Figure
from reports.grid import printable
from reports.official_table import OfficialTable
from reports.spreadsheet import table_xlsx, unit_list_xlsx
from reports.wording import words
from tests.support.papers import (
    AT,
    HOSTILE,
    VI,
    all_rows,
    line,
    long_table,
    numbers,
    sheet,
    some_counts,
    some_names,
    table,
)


def heads(found: Any) -> int:
    """The number of the row with the heads of the columns."""
    return next(row[0].row for row in found.iter_rows(max_col=1) if row[0].value in {"TT", "No."})


def data(found: Any, rows: int) -> list[list[Any]]:
    """The values of as many rows below the heads."""
    first = heads(found) + 1
    return [[cell.value for cell in row] for row in found.iter_rows(min_row=first, max_row=first + rows - 1)]


def texts(found: Any) -> list[str]:
    """Everything that is text."""
    return [cell.value for row in found.iter_rows() for cell in row if isinstance(cell.value, str)]


def read_back(value: OfficialTable) -> list[list[Any]]:
    """The numbers of each row in the file made of a table."""
    rows = data(sheet(table_xlsx(value, words=VI, at=AT)), len(value.rows) + 1)
    return [[None if cell == "–" else cell for cell in row[2:-1]] for row in rows]


@given(st.lists(some_counts, max_size=6), st.sampled_from(Denominator))
@settings(max_examples=25, deadline=None)
def test_numbers_read_back_equal_the_value_for_any_table(counts: list[Counts], denominator: Denominator) -> None:
    value = table(*counts, denominator=denominator)
    found = read_back(value)
    for row, wanted in zip(found, all_rows(value), strict=True):
        for cell, number in zip(row, numbers(wanted, value), strict=True):
            assert cell == (number if number is None else pytest.approx(number, rel=1e-12))
    assert [sum(column) for column in zip(*(row[:-3] for row in found[:-1]), strict=True)] == (
        found[-1][:-3] if counts else []
    )


@given(st.lists(some_names.filter(lambda name: "_x" not in name), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_names_read_back_as_printed_for_any_names(names: list[str]) -> None:
    value = table(*[Counts(1)] * len(names), names=names)
    rows = data(sheet(table_xlsx(value, words=VI, at=AT)), len(names))
    assert [row[1] or "" for row in rows] == [printable(name) for name in names]


def test_hostile_names_are_texts_and_stay_texts_when_they_are_edited() -> None:
    found = sheet(table_xlsx(table(*[Counts(1)] * len(HOSTILE), names=HOSTILE), words=VI, at=AT))
    first = heads(found) + 1
    cells = [found.cell(first + number, 2) for number in range(len(HOSTILE))]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {cell.data_type for row in found.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert [bool(cell.quotePrefix) for cell in cells] == [name.strip()[0] in "=+-@" for name in HOSTILE]
    assert not any(cell.hyperlink for cell in cells)


def test_sheet_is_laid_out_for_print() -> None:
    found = sheet(table_xlsx(table(Counts(1, 2, 3, 4)), words=VI, at=AT))
    head = heads(found)
    assert found.page_setup.orientation == "landscape"
    assert int(found.page_setup.paperSize) == 9
    assert found.print_title_rows == f"${head - 1}:${head}"
    assert found.freeze_panes == f"C{head + 1}"
    assert (found.page_setup.fitToWidth, found.page_setup.fitToHeight) in {(1, 0), (None, 0)}
    merged = {str(one) for one in found.merged_cells.ranges}
    assert {f"C{head - 1}:G{head - 1}", f"H{head - 1}:J{head - 1}"} <= merged
    row = [found.cell(head + 1, column).number_format for column in (3, 8)]
    assert row == ["#,##0", "0.00%"]


def test_sheet_names_document_instant_denominator_and_figures() -> None:
    figures = (Figure("so", "Số trẻ", "sum", 1234.5, 4, 5),)
    value = table(Counts(3, 1, 0, 1), title="Kế hoạch & <x>", figures=figures)
    found = texts(sheet(table_xlsx(value, words=VI, at=AT)))
    assert "123/KH-PGDĐT" in found[0]
    assert "Kế hoạch & <x>" in found
    assert VI.say("paper.as_of", at="08:30 ngày 05/02/2024") in found
    assert VI.say("paper.shares.due") in found
    assert VI.say("table.denominator.due", whole="5") in found
    assert any("Số trẻ" in one and "1 234,5" in one and "4/5" in one for one in found)


def test_empty_table_has_its_totals() -> None:
    (total,) = data(sheet(table_xlsx(table(), words=VI, at=AT)), 1)
    assert total[1:] == [VI.say("table.total"), 0, 0, 0, 0, 0, "–", "–", "–", ""]


def test_sheet_speaks_english() -> None:
    found = texts(sheet(table_xlsx(table(Counts(1)), words=words("en"), at=AT)))
    assert "Done on time" in found
    assert "As of 08:30 on 05/02/2024" in found


def test_unit_list_holds_each_line_with_days_as_days() -> None:
    lines = [
        line(note="=1+1"),
        line(last_day=None, reported_on=None, status=Status.ASSIGNED, timeliness=Timeliness.NO_DEADLINE),
    ]
    found = sheet(unit_list_xlsx(iter(lines), subject="Trường & <b>", words=VI, at=AT))
    assert "Trường & <b>" in texts(found)
    first, second = data(found, 2)
    assert first == [
        1,
        "123/KH-PGDĐT",
        "Báo cáo kết quả thực hiện",
        "Trường Mầm non Hoa Hồng",
        datetime(2024, 1, 15),
        "đã hoàn thành (trễ hạn)",
        datetime(2024, 1, 17),
        "=1+1",
    ]
    assert second[4:7] == [None, "mới giao (không có thời hạn)", None]
    assert found.auto_filter.ref == f"A{heads(found)}:H{heads(found) + 2}"
    assert found.cell(heads(found) + 1, 5).number_format == "dd/mm/yyyy"


def test_list_goes_on_on_further_sheets_when_one_is_full() -> None:
    lines = [line(task=f"Nhiệm vụ {number}") for number in range(7)]
    file = unit_list_xlsx(lines, subject="Trường", words=VI, at=AT, rows_on_a_sheet=3)
    book = load_workbook(BytesIO(file))
    assert book.sheetnames == ["Danh sách", "Danh sách 2", "Danh sách 3"]
    found = [row for one, rows in zip(book.worksheets, (3, 3, 1), strict=True) for row in data(one, rows)]
    assert [row[0] for row in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [row[2] for row in found] == [f"Nhiệm vụ {number}" for number in range(7)]
    whole = unit_list_xlsx(lines[:3], subject="Trường", words=VI, at=AT, rows_on_a_sheet=3)
    assert load_workbook(BytesIO(whole)).sheetnames == ["Danh sách"]


def test_same_value_gives_the_same_file() -> None:
    value = table(Counts(1))
    file = table_xlsx(value, words=VI, at=AT)
    assert file == table_xlsx(value, words=VI, at=AT)
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(file)).infolist()} == {1980}


def test_empty_list_says_so() -> None:
    found = sheet(unit_list_xlsx([], subject="Trường", words=VI, at=AT))
    assert VI.say("paper.empty") in texts(found)
    assert found.auto_filter.ref is None


def test_five_thousand_rows_fit_into_little_memory() -> None:
    value = long_table(5_000)
    tracemalloc.start()
    file = table_xlsx(value, words=VI, at=AT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24_000_000
    found = data(sheet(file), 5_001)
    assert [row[0] for row in found] == [*range(1, 5_001), None]
    assert sum(row[2] for row in found[:-1]) == found[-1][2] == value.total.counts.assigned


def test_long_list_is_read_once_and_not_kept() -> None:
    lines = (line(task=f"Nhiệm vụ {number}", last_day=date(2024, 1, 1 + number % 28)) for number in range(5_000))
    tracemalloc.start()
    file = unit_list_xlsx(lines, subject="Trường", words=VI, at=AT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
    assert data(sheet(file), 5_000)[-1][:3] == [5_000, "123/KH-PGDĐT", "Nhiệm vụ 4999"]
