"""Recurrences against a walk over the calendar, and the ends of school years."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import Recurring, SchoolFrame, SchoolPattern, SchoolYear, occurrence_after, occurrences
from engine.errors import BadRule, FrameNotCovered, RuleNeverFires
from engine.recurrence import HORIZON, recurrence_dates
from tests.support.calendars import create_context, day

STARTS = st.dates(date(2020, 1, 1), date(2024, 12, 31))
FRAMED = Recurring("FREQ=YEARLY", frame="school_year")
HALVES = Recurring("FREQ=YEARLY", frame="semester")


def dates(rule: Recurring, start: str, until: str | None, frame: SchoolFrame | None = None) -> list[str]:
    found = recurrence_dates(rule, frame or SchoolFrame(), start=day(start), until=day(until) if until else None)
    return [on.isoformat() for on in islice(found, 100)]


def month_walk(start: date, until: date, wanted: int) -> list[date]:
    """Every month's ``wanted`` day or its last one, from ``start`` to ``until``."""
    found = []
    for number in range(start.year * 12, until.year * 12 + 12):
        year, month = divmod(number, 12)
        on = date(year, month + 1, min(wanted, monthrange(year, month + 1)[1]))
        if start <= on <= until:
            found.append(on)
    return found


@pytest.mark.parametrize(
    ("rrule", "start", "until", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2023-01-31", "2023-04-30", ["01-31", "02-28", "03-31", "04-30"]),
        ("FREQ=MONTHLY", "2023-01-31", "2023-03-31", ["01-31", "02-28", "03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,31", "2023-02-01", "2023-03-31", ["02-15", "02-28", "03-15", "03-31"]),
        ("FREQ=MONTHLY;BYMONTH=3,6;BYMONTHDAY=31", "2023-01-01", "2023-12-31", ["03-31", "06-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2023-01-01", "2023-02-28", ["01-31", "02-28"]),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31", "2023-01-01", "2023-12-31", ["06-30", "12-31"]),
        ("FREQ=YEARLY;BYMONTHDAY=31", "2023-05-01", "2023-07-31", ["05-31", "06-30", "07-31"]),
        ("FREQ=YEARLY", "2023-05-10", "2023-12-31", ["05-10"]),
        ("FREQ=WEEKLY;BYDAY=FR", "2023-10-10", "2023-10-27", ["10-13", "10-20", "10-27"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2023-09-01", "2023-10-31", ["09-29", "10-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=1", "2023-01-01", "2023-03-31", ["01-31", "03-31"]),
        ("FREQ=DAILY;COUNT=2", "2023-01-01", "2023-12-31", ["01-01", "01-02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,31;COUNT=3", "2023-02-01", None, ["02-15", "02-28", "03-15"]),
        ("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20230420", "2023-03-01", None, ["03-20", "04-20"]),
    ],
)
def test_recurrence_falls_on_the_expected_days(rrule: str, start: str, until: str | None, expected: list[str]) -> None:
    assert dates(Recurring(rrule), start, until) == [f"2023-{each}" for each in expected]


def test_leap_day_falls_on_the_last_of_february_when_the_year_has_none() -> None:
    found = dates(Recurring("FREQ=YEARLY", start=day("2024-02-29")), "2020-01-01", "2028-12-31")
    assert found == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_recurrence_ends_with_the_horizon_when_nothing_else_ends_it() -> None:
    found = list(recurrence_dates(Recurring("FREQ=YEARLY"), SchoolFrame(), start=day("2023-10-10"), until=None))
    assert found[-1] == day("2023-10-10") + HORIZON


def test_recurrence_keeps_its_own_end_when_asked_for_longer() -> None:
    rule = Recurring("FREQ=MONTHLY;BYMONTHDAY=1", until=day("2023-02-15"))
    assert dates(rule, "2023-01-01", "2023-12-31") == ["2023-01-01", "2023-02-01"]


def test_recurrence_refuses_an_unbelievable_start() -> None:
    with pytest.raises(BadRule):
        recurrence_dates(Recurring("FREQ=DAILY"), SchoolFrame(), start=date.max, until=None)


@given(start=STARTS, days=st.integers(0, 1500), wanted=st.integers(1, 31))
def test_monthly_recurrence_equals_the_month_walk_for_any_day(start: date, days: int, wanted: int) -> None:
    until = start + timedelta(days=days)
    rule = Recurring(f"FREQ=MONTHLY;BYMONTHDAY={wanted}")
    assert list(recurrence_dates(rule, SchoolFrame(), start=start, until=until)) == month_walk(start, until, wanted)


@given(start=STARTS, later=st.integers(0, 400))
def test_index_means_the_same_date_for_any_later_question(start: date, later: int) -> None:
    rule = Recurring("FREQ=MONTHLY;BYMONTHDAY=31", start=start)
    context, until = create_context(), start + timedelta(days=900)
    every = {each.index: each.on for each in occurrences(rule, context, start=start, until=until, limit=99)}
    asked = occurrences(rule, context, start=start + timedelta(days=later), until=until, limit=99)
    assert all(every[each.index] == each.on for each in asked)
    after = [occurrence_after(rule, context, start=start, until=until, index=each - 1) for each in every]
    assert [each.on for each in after if each] == list(every.values())


def test_school_year_ends_come_from_the_frame() -> None:
    local = SchoolYear(day("2023-09-05"), day("2024-01-12"), day("2024-05-25"))
    frame = SchoolFrame({2023: local})
    assert dates(FRAMED, "2023-06-15", "2025-12-31", frame) == ["2024-05-25", "2025-05-31"]
    assert dates(HALVES, "2024-01-12", "2025-01-31", frame) == ["2024-01-12", "2024-05-25", "2025-01-15"]
    assert dates(HALVES, "2024-01-13", "2024-12-31", frame) == ["2024-05-25"]
    assert dates(Recurring("FREQ=YEARLY;INTERVAL=2", frame="school_year"), "2023-06-15", "2024-12-31") == ["2024-05-31"]
    every_other = Recurring("FREQ=YEARLY;INTERVAL=2;COUNT=2", frame="school_year")
    assert dates(every_other, "2023-06-15", None, frame) == ["2024-05-25", "2026-05-31"]


def test_school_year_is_refused_when_frame_has_neither_year_nor_pattern() -> None:
    frame = SchoolFrame({}, pattern=None)
    with pytest.raises(FrameNotCovered) as caught:
        frame.year(2023)
    assert caught.value.values == {"start_year": 2023, "end_year": 2024}


def test_school_year_is_refused_when_its_dates_are_not_in_order() -> None:
    with pytest.raises(BadRule):
        SchoolPattern(opens=(9, 1), semester_1_ends=(6, 15)).year(2023)


@pytest.mark.parametrize(("on", "start_year"), [("2023-05-31", 2022), ("2023-06-01", 2023), ("2023-12-31", 2023)])
def test_summer_belongs_to_the_next_school_year(on: str, start_year: int) -> None:
    assert SchoolFrame().start_year_at(day(on)) == start_year


def test_occurrences_leave_out_what_ended_before_the_start() -> None:
    rule = Recurring("FREQ=MONTHLY;BYMONTHDAY=25", "before")
    found = occurrences(rule, create_context(), start=day("2023-10-25"), until=day("2024-01-31"), limit=2)
    assert [(each.index, each.on) for each in found] == [(1, day("2023-11-25")), (2, day("2023-12-25"))]
    assert found[0].resolved.last_day == day("2023-11-24")


def test_occurrence_carries_its_cut_off() -> None:
    rule = Recurring("FREQ=MONTHLY;BYMONTHDAY=20", cutoff_days=6)
    first = occurrences(rule, create_context(), start=day("2023-11-01"), until=None, limit=1)[0]
    assert first.resolved.opens_on == day("2023-11-14")
    assert [step.code for step in first.resolved.steps] == ["occurrence", "by", "cutoff"]


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        (Recurring("FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=1;BYMONTH=2"), None),
        (Recurring("FREQ=MONTHLY;BYMONTHDAY=25"), "2023-10-15"),
        (Recurring("FREQ=MONTHLY;BYMONTHDAY=25", until=day("2023-10-15")), None),
        (FRAMED, "2024-05-30"),
    ],
)
def test_rule_that_never_fires_is_refused(rule: Recurring, until: str | None) -> None:
    end = day(until) if until else None
    with pytest.raises(RuleNeverFires) as caught:
        occurrences(rule, create_context(), start=day("2023-10-10"), until=end, limit=5)
    assert caught.value.values["start"] == day("2023-10-10")
    assert occurrence_after(rule, create_context(), start=day("2023-10-10"), until=end, index=-1) is None
