"""Forms of a draft: days as documents print them, rows of fields, places of the plan as the page calls them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Problem
from engine.plans import ALL_ADDRESSEES
from web.i18n import speech
from web.presenters.assigning import owner_meant, owner_said, place_said, printed_day, problem_said
from web.presenters.assigning_forms import day_meant, typed_task_form, whole

VI, EN = speech("vi"), speech("en")


@given(st.dates())
def test_day_that_is_printed_is_meant_for_any_date(on: object) -> None:
    assert day_meant(printed_day(f"{on}")) == f"{on}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5/9/2023", "2023-09-05"),
        ("05-09-2023", "2023-09-05"),
        ("9/2023", "2023-09"),
        ("2023-09-05", "2023-09-05"),
        ("hôm qua", "hôm qua"),
        ("", ""),
    ],
)
def test_day_is_meant_as_documents_print_it(typed: str, meant: str) -> None:
    assert day_meant(typed) == meant


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("issued_on", "ngày ban hành"),
        ("T03.deadlines[1].phrase", "T03, thời hạn 1"),
        ("T03.text", "T03, nội dung"),
        ("T03.fields[2].key", "T03, số liệu 2"),
        ("tasks", "các việc"),
        ("khác", "khác"),
    ],
)
def test_place_of_the_plan_has_the_name_of_the_page(where: str, said: str) -> None:
    assert place_said(where, VI) == said


def test_reason_is_said_in_words() -> None:
    problem = Problem("", "phrase_not_understood", {"where": "T01.deadlines[1].phrase", "reason": "not_a_deadline"})
    said = problem_said(problem, VI)
    assert "T01, thời hạn 1" in said
    assert "not_a_deadline" not in said


def test_all_addressees_are_said_in_words_and_understood() -> None:
    for spoken in (VI, EN):
        assert owner_meant(owner_said(ALL_ADDRESSEES, spoken), spoken) == ALL_ADDRESSEES
        assert owner_meant(owner_said("Trường A", spoken), spoken) == "Trường A"


def test_rows_are_read_up_to_the_first_that_is_missing() -> None:
    form = typed_task_form({"text": " Chữ ", "owner_0": "A", "owner_1": "", "owner_3": "D", "figure_label_0": "Số"})
    assert (form.text, form.owners, form.phrases) == ("Chữ", ("A", ""), ())
    assert [(row.label, row.type, row.is_required) for row in form.figures] == [("Số", "number", True)]


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("0", 0), ("", None), ("-1", None), ("٣", None), ("9" * 10, None)]
)
def test_whole_number_is_read_or_not(text: str, number: int | None) -> None:
    assert whole(text) == number
