"""Timeliness: the one function that says late, checked to the microsecond."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import OFFICE_ZONE, Timeliness, end_of, timeliness
from tests.support.calendars import day

DUE = end_of(day("2023-10-29"), OFFICE_ZONE)
TICK = timedelta(microseconds=1)
INSTANTS = st.datetimes(datetime(2023, 10, 1), datetime(2023, 11, 30), timezones=st.just(UTC))


def stand(**overrides: Any) -> Timeliness:
    facts: dict[str, Any] = {
        "is_done": False,
        "is_excused": False,
        "due_at": DUE,
        "submitted_at": None,
        "is_under_review": False,
        "at": DUE - timedelta(days=10),
    }
    return timeliness(**{**facts, **overrides})


def test_day_ends_at_local_midnight() -> None:
    assert datetime(2023, 10, 29, 17, tzinfo=UTC) == DUE


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "within_term"),
        ({"at": DUE}, "within_term"),
        ({"at": DUE + TICK}, "overdue"),
        ({"soon_at": DUE - timedelta(days=10)}, "due_soon"),
        ({"soon_at": DUE - timedelta(days=10) + TICK}, "within_term"),
        ({"at": DUE + TICK, "soon_at": DUE}, "overdue"),
        ({"due_at": None, "at": DUE + TICK}, "no_deadline"),
        ({"due_at": None, "is_done": True, "submitted_at": DUE}, "no_deadline"),
        ({"is_done": True, "submitted_at": DUE}, "on_time"),
        ({"is_done": True, "submitted_at": DUE + TICK}, "late"),
        ({"is_done": True}, "late"),
        ({"is_excused": True, "is_done": True, "submitted_at": DUE + TICK}, "excused"),
        ({"is_excused": True, "due_at": None}, "excused"),
        ({"is_under_review": True, "submitted_at": DUE, "at": DUE + timedelta(days=90)}, "within_term"),
        ({"is_under_review": True, "submitted_at": DUE + TICK, "at": DUE + timedelta(days=1)}, "overdue"),
        ({"submitted_at": DUE, "at": DUE + TICK}, "overdue"),
    ],
)
def test_timeliness_follows_the_dates(facts: dict[str, Any], expected: str) -> None:
    assert stand(**facts) == Timeliness(expected)


@given(submitted_at=INSTANTS, at=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_length_of_review_never_counts_for_any_instants(submitted_at: datetime, at: datetime, later: timedelta) -> None:
    facts: dict[str, Any] = {"is_done": True, "submitted_at": submitted_at}
    assert stand(**facts, at=at) == stand(**facts, at=at + later)
    assert (stand(**facts, at=at) == Timeliness.ON_TIME) == (submitted_at <= DUE)


@given(at=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_overdue_work_stays_overdue_for_any_later_instant(at: datetime, later: timedelta) -> None:
    if stand(at=at) == Timeliness.OVERDUE:
        assert stand(at=at + later) == Timeliness.OVERDUE
