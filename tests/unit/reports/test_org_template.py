"""The template for units and people is read by the reader of such files."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from engine.errors import InputRefused
from intake.org_sheet import examine_tables, organisation_name
from intake.workbook import tables_of
from reports.org_template import org_template
from reports.wording import Language, words


def filled(language: Language, rows: dict[int, list[tuple[Any, ...]]]) -> bytes:
    """The template with rows from the second on, by the number of the sheet."""
    book = load_workbook(io.BytesIO(org_template(words(language))))
    for number, wanted in rows.items():
        for row, values in enumerate(wanted, start=4):
            for column, value in enumerate(values, start=1):
                book.worksheets[number].cell(row, column, value)
    book.worksheets[2].cell(1, 2, "Giáo dục Hoa Sen")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_template_filled_in_is_read_without_its_examples(language: Language) -> None:
    units = [("PHONG", "Phòng GDĐT", "phòng"), ("MN", "MN Sen", "trường mầm non", "PHONG", "", "01/07/2025")]
    tables = tables_of("a.xlsx", filled(language, {0: units, 1: [("A", "MN", "hiệu trưởng", "", "a@x.example")]}))
    spec, warnings = examine_tables("a.xlsx", tables, scheme="x")
    assert [unit.code for unit in spec.units] == ["PHONG", "MN"]
    assert [person.unit for person in spec.people] == ["MN"]
    assert {problem.code for problem in warnings} == {"example_left_out"}
    assert organisation_name(tables) == "Giáo dục Hoa Sen"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_template_as_it_is_holds_nothing(language: Language) -> None:
    with pytest.raises(InputRefused) as caught:
        examine_tables("a.xlsx", tables_of("a.xlsx", org_template(words(language))), scheme="x")
    assert caught.value.problems[0].code == "sheet_empty"


def test_template_offers_kinds_and_roles_to_choose_from() -> None:
    book = load_workbook(io.BytesIO(org_template(words("vi"))))
    for sheet, column, first in ((book["Đơn vị"], "C", "bộ"), (book["Cán bộ"], "C", "lãnh đạo")):
        (rule,) = sheet.data_validations.dataValidation
        assert str(rule.sqref).startswith(f"{column}2:")
        place = rule.formula1.partition("!")[2].split(":")[0].replace("$", "")
        assert book["Hướng dẫn"][place].value == first
        assert sheet["A1"].comment is not None
