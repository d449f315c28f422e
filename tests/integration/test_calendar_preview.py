"""The preview of a calendar change says what the change then does, and leaves everything as it is."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import CalendarNotCovered
from engine.rules import By, Linked, Within
from engine.service.calendar_preview import preview_calendar, read_year
from engine.service.working_calendar import read_calendar
from engine.workdays import DayException
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office, sqlite_office

STORM = DayException(date(2023, 10, 13), "off", "Nghỉ tránh bão", "Công điện 01")
NOW = ISSUED_AT + timedelta(days=1)
FIRST = date(2023, 10, 11)


def issue_some(office: Office) -> None:
    """Dates that count working days, that are linked to such a date, that are fixed, that roll."""
    office.issue(
        create_directive(
            create_task("T03", Linked("T02", offset_days=1)),
            create_task("T02", Linked("T01")),
            create_task("T01", Within(5, "working_day")),
            create_task("T04", By(date(2023, 10, 17))),
            create_task("T05", Within(8, "day")),
            create_task("T06"),
        )
    )


def test_preview_names_what_moves_and_changes_nothing(office: Office) -> None:
    issue_some(office)
    done = office.one("T02", "HOAMAI")
    office.report(done, at=NOW)
    office.accept(done, at=NOW)
    before = office.dump()
    found = preview_calendar(office.database, days=(STORM,))
    assert office.dump() == before
    assert [(one.document, one.task_key, one.obligations, one.from_day, one.to_day) for one in found] == [
        ("396/GDĐT-MN", "T02", 2, date(2023, 10, 17), date(2023, 10, 18)),
        ("396/GDĐT-MN", "T01", 3, date(2023, 10, 17), date(2023, 10, 18)),
        ("396/GDĐT-MN", "T03", 3, date(2023, 10, 18), date(2023, 10, 19)),
    ]
    assert all(one.to_at > one.from_at and one.title and one.task_text for one in found if one.to_at and one.from_at)


_DAYS = st.builds(
    DayException,
    st.integers(0, 30).map(lambda days: FIRST + timedelta(days=days)),
    st.sampled_from(["off", "work"]),
    st.just("thử"),
)


@settings(max_examples=25, deadline=None)
@given(first=st.lists(_DAYS, max_size=3), days=st.lists(_DAYS, max_size=5), removed=st.lists(_DAYS, max_size=2))
def test_preview_is_what_the_change_then_does_for_any_days(
    first: list[DayException], days: list[DayException], removed: list[DayException]
) -> None:
    with TemporaryDirectory() as folder, sqlite_office(Path(folder)) as office:
        issue_some(office)
        office.change_calendar(*first, at=NOW)
        gone = [day.on for day in removed]
        tried = preview_calendar(office.database, days=days, removed=gone)
        done = office.change_calendar(*days, removed=gone, at=NOW)
        assert {(one.deadline_id, one.task_id, one.obligations, one.from_day, one.to_day) for one in tried} == {
            (one.deadline_id, one.task_id, one.obligations, one.from_day, one.to_day) for one in done.moved
        }


def test_year_lists_every_day_with_what_makes_it_special(office: Office) -> None:
    found = read_year(office.database, 2023)
    calendar = read_calendar(office.database)
    assert (len(found.dates), found.status) == (365, calendar.status(2023))
    assert [day.on for day in found.exceptions] == [day.on for day in calendar.exceptions if day.on.year == 2023]
    by_day = {one.on: one for one in found.dates}
    assert not by_day[date(2023, 9, 2)].is_working
    assert by_day[date(2023, 10, 14)].why == "weekend"
    assert by_day[date(2023, 10, 10)].why is None
    assert set(found.years) == set(calendar.years)
    with pytest.raises(CalendarNotCovered):
        read_year(office.database, 1900)
