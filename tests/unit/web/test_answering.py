"""The form of a report: where writing goes on, and what stands in its way."""

from typing import Any

import pytest

from web.i18n import speech
from web.presenters.answering import LONGEST_TEXT, Written, faults_of, typed_figures
from web.presenters.forms import Fault

VI = speech("vi")


def field(key: str, kind: str = "number", *, is_required: bool = True) -> dict[str, Any]:
    return {"key": key, "label": f"Số {key}", "type": kind, "is_required": is_required}


def test_every_wrong_figure_is_told_not_only_the_first() -> None:
    fields = [field("a"), field("b"), field("c", is_required=False), field("d", "yes_no")]
    written = Written("x", {"a": "ba", "c": "1,5", "d": "có lẽ"})
    assert faults_of(written, fields, speech=VI) == (
        Fault("so-a", "Số a: phải là số."),
        Fault("so-b", "Số b: bắt buộc phải có."),
        Fault("so-d", "Số d: phải là “có” hoặc “không”."),
    )


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        (Written(), {"noi_dung"}),
        (Written("  \n"), {"noi_dung"}),
        (Written("x"), set()),
        (Written(files=({"sha256": "a"},)), set()),
        (Written("x" * (LONGEST_TEXT + 1)), {"noi_dung"}),
        (Written("x", faults=(Fault("tep", "hỏng"),)), {"tep"}),
    ],
)
def test_report_says_something(written: Written, fields: set[str]) -> None:
    assert {fault.field for fault in faults_of(written, [], speech=VI)} == fields


def test_figures_alone_are_a_report() -> None:
    assert faults_of(Written(figures={"a": "0"}), [field("a")], speech=VI) == ()


def test_figures_come_back_as_one_would_type_them() -> None:
    given = {"a": 12, "b": 8.5, "c": True, "d": False, "e": "<b>", "f": "1.000"}
    said = {"a": "12", "b": "8,5", "c": "co", "d": "khong", "e": "<b>", "f": "1.000"}
    assert typed_figures(given) == said
