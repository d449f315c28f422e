"""Ladders against an oracle that counts day by day, and when messages may go out."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import OFFICE_ZONE, end_of
from engine.ladders import (
    Audience,
    Ladder,
    Rung,
    Term,
    digest_at,
    next_digest_at,
    next_rung_at,
    release_at,
    rungs_due,
)
from tests.support import oracle
from tests.support.builders import MORNING, create_ladder, create_policies, create_rung
from tests.support.calendars import CALENDAR

days = st.dates(date(2023, 3, 1), date(2024, 6, 30))
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
rungs = st.builds(
    lambda number, days, repeat, at: create_rung(
        f"r{number}", days, at=at, repeat_days=repeat if repeat and days > 0 else None
    ),
    st.integers(0, 999),
    st.integers(-15, 15),
    st.one_of(st.none(), st.integers(1, 30)),
    hours,
)
ladders = st.lists(rungs, min_size=1, max_size=5, unique_by=lambda rung: rung.key).map(
    lambda found: Ladder("any", tuple(found))
)
spans = st.tuples(st.integers(-40 * 24, 60 * 24), st.integers(0, 60 * 24))


def term_of(last_day: date) -> Term:
    return Term(end_of(last_day, OFFICE_ZONE), last_day, OFFICE_ZONE)


@given(ladder=ladders, last_day=days, span=spans)
def test_rungs_due_are_those_counted_day_by_day_for_any_ladder(
    ladder: Ladder, last_day: date, span: tuple[int, int]
) -> None:
    term = term_of(last_day)
    after = term.due_at + timedelta(hours=span[0])
    until = after + timedelta(hours=span[1])
    found = rungs_due(ladder, term, calendar=CALENDAR, after=after, until=until)
    assert {(due.key, due.at) for due in found} == oracle.rungs(ladder, term, after=after, until=until)
    assert [due.at for due in found] == sorted(due.at for due in found)
    assert len({due.key for due in found}) == len(found)


@given(ladder=ladders, last_day=days, span=spans)
def test_next_rung_is_the_first_of_those_due_for_any_ladder(
    ladder: Ladder, last_day: date, span: tuple[int, int]
) -> None:
    term = term_of(last_day)
    after = term.due_at + timedelta(hours=span[0])
    found = oracle.rungs(ladder, term, after=after, until=after + timedelta(days=120))
    assert next_rung_at(ladder, term, calendar=CALENDAR, after=after) == min((at for _, at in found), default=None)


@given(ladder=ladders, last_day=days, cuts=st.lists(st.integers(0, 100 * 24), max_size=6))
def test_rungs_are_the_same_for_any_cut_of_the_time_line(ladder: Ladder, last_day: date, cuts: list[int]) -> None:
    term = term_of(last_day)
    start, end = term.due_at - timedelta(days=40), term.due_at + timedelta(days=60)
    whole = rungs_due(ladder, term, calendar=CALENDAR, after=start, until=end)
    edges = [start, *(start + timedelta(hours=cut) for cut in sorted(cuts)), end]
    parts = [
        due
        for after, until in pairwise(edges)
        for due in rungs_due(ladder, term, calendar=CALENDAR, after=after, until=until)
    ]
    assert sorted(parts, key=lambda due: (due.at, due.key)) == sorted(whole, key=lambda due: (due.at, due.key))


def test_rung_on_the_day_comes_before_a_deadline_early_in_the_morning() -> None:
    due_at = datetime(2023, 10, 30, 0, 0, tzinfo=UTC)  # 07:00 in Vietnam
    term = Term(due_at, date(2023, 10, 30), OFFICE_ZONE)
    ladder, after = Ladder("x", (create_rung("on_day", 0),)), due_at - timedelta(days=9)
    (due,) = rungs_due(ladder, term, calendar=CALENDAR, after=after, until=due_at)
    assert due.at == datetime.combine(date(2023, 10, 27), MORNING, OFFICE_ZONE)


def test_daily_repeats_that_roll_over_a_long_holiday_are_found_from_within_it() -> None:
    ladder = Ladder("x", (create_rung("daily", 1, repeat_days=1),))
    term = term_of(date(2024, 2, 5))  # Tết: 8 to 14 February 2024
    after, until = local("2024-02-14", "12:00"), local("2024-02-15", "12:00")
    found = rungs_due(ladder, term, calendar=CALENDAR, after=after, until=until)
    assert [due.key for due in found] == [f"daily#{number}" for number in range(2, 10)]
    assert {due.at for due in found} == {local("2024-02-15", "07:30")}


def test_ladder_gives_the_rung_behind_a_repeat() -> None:
    ladder = create_ladder()
    assert ladder.rung("weekly#3") == ladder.rung("weekly")


def test_ladder_is_chosen_by_name_then_by_urgency() -> None:
    policies = create_policies()
    assert policies.ladder(name="express", urgency="normal").name == "express"
    assert policies.ladder(name=None, urgency="express").name == "express"
    assert policies.ladder(name=None, urgency="unheard of").name == "default"


def local(day: str, hour: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), OFFICE_ZONE)


@pytest.mark.parametrize(
    ("at", "digest", "following", "release"),
    [
        (("2023-10-26", "06:00"), ("2023-10-26", "07:30"), ("2023-10-26", "07:30"), ("2023-10-26", "07:30")),
        (("2023-10-26", "07:30"), ("2023-10-26", "07:30"), ("2023-10-26", "07:30"), ("2023-10-26", "07:30")),
        (("2023-10-26", "10:00"), ("2023-10-26", "07:30"), ("2023-10-27", "07:30"), ("2023-10-26", "10:00")),
        (("2023-10-27", "20:00"), ("2023-10-27", "07:30"), ("2023-10-30", "07:30"), ("2023-10-30", "07:30")),
        (("2023-10-28", "10:00"), ("2023-10-30", "07:30"), ("2023-10-30", "07:30"), ("2023-10-30", "07:30")),
        (("2023-12-31", "10:00"), ("2024-01-02", "07:30"), ("2024-01-02", "07:30"), ("2024-01-02", "07:30")),
    ],
)
def test_messages_go_out_in_the_morning_or_within_the_hours_of_sending(
    at: tuple[str, str], digest: tuple[str, str], following: tuple[str, str], release: tuple[str, str]
) -> None:
    policies, moment = create_policies(), local(*at).astimezone(ZoneInfo("UTC"))
    assert digest_at(policies, CALENDAR, at=moment, zone=OFFICE_ZONE) == local(*digest)
    assert next_digest_at(policies, CALENDAR, at=moment, zone=OFFICE_ZONE) == local(*following)
    assert release_at(policies, CALENDAR, at=moment, zone=OFFICE_ZONE) == local(*release)


def test_rung_says_for_whom_it_is() -> None:
    assert Rung("x", 1, Audience.LEADER, MORNING).audience == "leader"
