"""Phrases derived with nothing saved, and dates that look like slips."""

from datetime import date

import pytest

from engine.deadlines import OFFICE_ZONE, DueContext, SchoolFrame
from engine.errors import PhraseNotUnderstood
from engine.rules import By
from intake.derivation import derive
from intake.plan_dates import check_dates
from tests.support.builders import create_directive, create_task
from tests.support.calendars import CALENDAR

ISSUED_ON = date(2023, 10, 10)


def context(issued_on: date = ISSUED_ON) -> DueContext:
    return DueContext(CALENDAR, SchoolFrame(), OFFICE_ZONE, {"issued": issued_on, "received": issued_on})


@pytest.mark.parametrize(
    ("phrase", "last_day"),
    [
        ("trước ngày 30/10/2023", date(2023, 10, 29)),
        ("chậm nhất ngày 31/10/2023", date(2023, 10, 31)),
        ("trong 5 ngày làm việc kể từ ngày ký", date(2023, 10, 17)),
        ("khi có yêu cầu", None),
    ],
)
def test_phrase_becomes_a_day_with_its_derivation(phrase: str, last_day: date | None) -> None:
    found = derive(phrase, context=context())
    assert found.resolved.last_day == last_day
    assert found.resolved.steps
    assert found.phrase == phrase
    assert found.doubts == ()


def test_recurring_phrase_gives_the_days_to_come() -> None:
    found = derive("trước ngày 25 hằng tháng", context=context())
    assert [one.resolved.last_day for one in found.series][:2] == [date(2023, 10, 24), date(2023, 11, 24)]
    assert found.resolved == found.series[0].resolved


def test_phrase_that_is_no_deadline_is_refused() -> None:
    with pytest.raises(PhraseNotUnderstood):
        derive("ngày 32/13/2023", context=context())


@pytest.mark.parametrize(
    ("phrase", "code"),
    [("trước ngày 30/10/2013", "due_before_issue"), ("chậm nhất ngày 30/10/2034", "due_far_ahead")],
)
def test_day_of_a_wrong_year_is_doubted(phrase: str, code: str) -> None:
    assert [problem.code for problem in derive(phrase, context=context()).doubts] == [code]


def test_dates_of_a_plan_that_look_like_slips_are_found() -> None:
    spec = create_directive(
        create_task("T01", By(date(2023, 10, 30))), create_task("T02", By(date(2033, 12, 1)), By(date(2034, 1, 1)))
    )
    found = check_dates(spec, on=ISSUED_ON)
    assert [(p.code, p.values["where"], p.is_warning) for p in found] == [("due_far_ahead", "T02.deadlines[2]", True)]
    assert [p.code for p in check_dates(spec, on=date(2022, 10, 1))] == ["issued_far_ahead", "due_far_ahead"]
    assert [p.code for p in check_dates(spec, on=date(2022, 10, 10))] == ["due_far_ahead"]
