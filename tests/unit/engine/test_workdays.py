"""The working calendar: real swapped days, the refusal to guess, and the laws of counting."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.errors import CalendarNotCovered
from engine.workdays import DayException, WorkCalendar, working_time
from tests.support.calendars import CALENDAR, EXCEPTIONS, YEARS, day, roll, walk, works

DAYS = st.dates(date(2022, 6, 1), date(2025, 6, 30))
COUNTS = st.integers(-90, 90)


@pytest.mark.parametrize(
    ("on", "is_working"),
    [
        ("2024-05-03", True),
        ("2024-05-04", True),
        ("2024-05-05", False),
        ("2024-04-29", False),
        ("2024-04-28", False),
        ("2023-09-02", False),
        ("2023-10-10", True),
    ],
)
def test_calendar_knows_weekends_holidays_and_swapped_days(on: str, is_working: bool) -> None:
    assert CALENDAR.is_working(day(on)) is is_working


@pytest.mark.parametrize(
    ("on", "working_days", "expected"),
    [
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-05-03", 1, "2024-05-04"),
        ("2024-05-02", -1, "2024-04-26"),
        ("2023-12-29", 1, "2024-01-02"),
        ("2024-01-02", -1, "2023-12-29"),
        ("2024-02-03", 0, "2024-02-03"),
        ("2024-02-07", 5, "2024-02-21"),
        ("2022-12-30", 500, "2024-12-31"),
    ],
)
def test_add_counts_over_holidays_swaps_and_new_year(on: str, working_days: int, expected: str) -> None:
    assert CALENDAR.add(day(on), working_days) == day(expected) == walk(day(on), working_days)


def test_why_names_what_makes_a_day_special() -> None:
    assert CALENDAR.why(day("2024-05-04")) == EXCEPTIONS[-3]
    assert CALENDAR.why(day("2024-05-05")) == "weekend"
    assert CALENDAR.why(day("2024-05-06")) is None


def test_later_exception_counts_when_two_name_one_day() -> None:
    on = day("2024-05-04")
    undone = WorkCalendar([*EXCEPTIONS, DayException(on, "off", "Không làm bù")], YEARS)
    assert not undone.is_working(on)
    assert len(undone.exceptions) == len(EXCEPTIONS)


def test_exceptions_within_leaves_out_holidays_on_weekends() -> None:
    found = CALENDAR.exceptions_within(day("2023-08-31"), day("2023-09-30"))
    assert [exception.on for exception in found] == [day("2023-09-01"), day("2023-09-04")]


def test_calendar_refuses_to_guess_when_year_is_not_covered() -> None:
    for ask in (CALENDAR.is_working, CALENDAR.why, CALENDAR.roll, CALENDAR.roll_back):
        with pytest.raises(CalendarNotCovered) as caught:
            ask(day("2026-01-05"))
        assert caught.value.values == {"year": 2026}
    with pytest.raises(CalendarNotCovered):
        CALENDAR.status(2021)
    with pytest.raises(CalendarNotCovered):
        CALENDAR.add(day("2025-12-31"), 1)
    with pytest.raises(CalendarNotCovered):
        CALENDAR.add(day("2022-01-03"), -2)
    with pytest.raises(CalendarNotCovered):
        CALENDAR.between(day("2025-01-01"), day("2026-01-01"))


def test_between_refuses_to_guess_when_a_year_in_the_middle_is_missing() -> None:
    holed = WorkCalendar([], {2022: "official", 2024: "official"})
    with pytest.raises(CalendarNotCovered):
        holed.between(day("2022-12-31"), day("2024-01-01"))


def test_calendars_are_equal_values_when_their_days_are() -> None:
    same = WorkCalendar(reversed(EXCEPTIONS), YEARS)
    assert same == CALENDAR
    assert hash(same) == hash(CALENDAR)
    assert same != WorkCalendar([], YEARS)
    assert same != "calendar"
    assert same.years == YEARS
    assert same.covers(2025)
    assert not same.covers(2026)
    assert same.status(2025) == "expected"


@given(on=DAYS, count=COUNTS)
def test_add_equals_the_slow_walk_for_any_day(on: date, count: int) -> None:
    assert CALENDAR.add(on, count) == walk(on, count)


@given(on=DAYS, count=st.integers(0, 90))
def test_add_then_between_gives_the_count_for_any_day(on: date, count: int) -> None:
    assert CALENDAR.between(on, CALENDAR.add(on, count)) == count
    assume(CALENDAR.is_working(on))
    assert CALENDAR.between(on, CALENDAR.add(on, -count)) == -count


@given(start=DAYS, end=DAYS)
def test_between_counts_each_day_for_any_two_days(start: date, end: date) -> None:
    first, last = sorted((start, end))
    counted = sum(works(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))
    assert CALENDAR.between(first, last) == counted
    assert CALENDAR.between(start, end) == -CALENDAR.between(end, start)


@given(on=DAYS)
def test_roll_gives_the_nearest_working_day_for_any_day(on: date) -> None:
    ahead, back = CALENDAR.roll(on), CALENDAR.roll_back(on)
    assert ahead == roll(on)
    assert back <= on <= ahead
    assert works(back)
    assert CALENDAR.roll(ahead) == ahead
    assert CALENDAR.roll_back(back) == back
    assert CALENDAR.between(back, ahead) == (back != ahead)


@given(first=DAYS, second=DAYS, count=COUNTS)
def test_add_is_monotone_for_any_two_days(first: date, second: date, count: int) -> None:
    early, late = sorted((first, second))
    assert CALENDAR.add(early, count) <= CALENDAR.add(late, count) or count == 0
    assert CALENDAR.roll(early) <= CALENDAR.roll(late)


# --- working time -------------------------------------------------------------------------------

VN = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR = timedelta(hours=1)
INSTANTS = st.datetimes(datetime(2023, 1, 2), datetime(2024, 12, 30), timezones=st.just(VN))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2023-10-19T07:30", "2023-10-19T09:30", 2),  # a Thursday
        ("2023-10-20T12:00", "2023-10-23T12:00", 24),  # Friday noon to Monday noon
        ("2023-10-21T08:00", "2023-10-22T20:00", 0),
        ("2024-04-26T12:00", "2024-05-02T12:00", 24),  # holidays, and a Monday given off for a Saturday
        ("2024-05-03T12:00", "2024-05-04T12:00", 24),  # that Saturday is worked
        ("2023-12-29T23:00", "2024-01-02T01:00", 2),
        ("2023-10-19T09:30", "2023-10-19T07:30", 0),
    ],
)
def test_working_time_is_that_of_working_days(start: str, end: str, hours: int) -> None:
    instants = [datetime.fromisoformat(text).replace(tzinfo=VN) for text in (start, end)]
    assert working_time(CALENDAR, instants[0], end=instants[1], zone=VN) == hours * HOUR


@given(st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_for_any_cut(instants: list[datetime]) -> None:
    first, cut, last = instants
    parts = [working_time(CALENDAR, a, end=b, zone=VN) for a, b in ((first, cut), (cut, last))]
    assert sum(parts, timedelta()) == working_time(CALENDAR, first, end=last, zone=VN)
    assert timedelta() <= parts[0] <= cut - first
