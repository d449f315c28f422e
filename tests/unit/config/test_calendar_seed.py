"""The seeded calendar against dates that the government announced."""

import pytest

from config.calendar_seed import default_frame, seed_calendar
from engine.workdays import WorkCalendar
from tests.support.calendars import CALENDAR, day

DAYS, YEARS = seed_calendar()
SEEDED = WorkCalendar(DAYS, YEARS)


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
        ("2025-05-02", "2025-04-26"),
        ("2024-04-29", "2024-05-04"),
        ("2019-04-29", "2019-05-04"),
        ("2018-12-31", "2019-01-05"),
    ],
)
def test_seed_holds_each_known_swap(off: str, worked: str) -> None:
    assert not SEEDED.is_working(day(off))
    assert SEEDED.is_working(day(worked))


@pytest.mark.parametrize("on", ["2026-02-16", "2026-02-20", "2026-04-27", "2026-09-01", "2026-09-02", "2027-02-08"])
def test_seed_holds_public_holidays(on: str) -> None:
    assert not SEEDED.is_working(day(on))


def test_seed_agrees_with_the_typed_calendar_in_its_years() -> None:
    for year in (2023, 2024):
        first, last = day(f"{year}-01-01"), day(f"{year}-12-31")
        assert SEEDED.between(first, last) == CALENDAR.between(first, last)


def test_seed_says_what_is_only_expected() -> None:
    status = {exception.on: exception.status for exception in DAYS}
    assert status[day("2026-11-24")] == "expected"
    assert status[day("2026-09-02")] == "official"
    assert all(exception.status == "expected" for exception in DAYS if exception.on.year > 2026)
    assert (YEARS[2026], YEARS[2027], min(YEARS), max(YEARS)) == ("official", "expected", 2015, 2040)


def test_seed_names_its_source_in_vietnamese_words() -> None:
    swap = next(exception for exception in DAYS if exception.on == day("2026-01-10"))
    assert (swap.kind, swap.name) == ("work", "Ngày làm việc (thay cho ngày 02/01/2026)")
    assert "25/12/2025" in swap.source
    assert all(exception.source and exception.name for exception in DAYS)


def test_seed_keeps_a_swap_over_new_year_when_it_begins_late() -> None:
    days, years = seed_calendar(2019, 2019)
    assert WorkCalendar(days, years).is_working(day("2019-01-05"))
    assert {exception.on.year for exception in days} == {2019}


def test_default_frame_follows_the_usual_school_year() -> None:
    year = default_frame().year(2023)
    assert (year.opens_on, year.semester_1_ends_on, year.ends_on) == (
        day("2023-09-01"),
        day("2024-01-15"),
        day("2024-05-31"),
    )
    assert year.status == "expected"
