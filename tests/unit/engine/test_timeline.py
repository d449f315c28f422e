"""How time acts on one obligation: cut as one likes, the facts and rungs are the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import OFFICE_ZONE, Timeliness, end_of
from engine.events import Fact
from engine.ladders import DueRung
from engine.states import CLOSED, DONE, OPEN, WORKING, Status
from engine.tallies import Bucket
from engine.timeline import TICK, Advance, Track, advance, bucket_of, next_at, timeliness_of
from tests.support.builders import ISSUED_AT, create_ladder, create_track
from tests.support.calendars import CALENDAR

LADDER = create_ladder()
DUE_AT = datetime(2023, 10, 30, 17, 0, tzinfo=UTC)
END_AT = ISSUED_AT + timedelta(days=120)

statuses = st.sampled_from(sorted(Status))
last_days = st.dates(date(2023, 10, 1), date(2023, 12, 31))
offsets = st.integers(-3, 120 * 24)


def age(track: Track, until: datetime) -> Advance:
    return advance(track, LADDER, calendar=CALENDAR, zone=OFFICE_ZONE, until=until)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Work in any status, handed in at any time, due on any day or none."""
    last_day = draw(st.one_of(st.none(), last_days))
    status = draw(statuses)
    due_at = None if last_day is None else end_of(last_day, OFFICE_ZONE)
    hours = draw(st.one_of(st.none(), st.integers(0, 2000)))
    submitted_at = None if hours is None else ISSUED_AT + timedelta(hours=hours)
    if status in DONE or status is Status.SUBMITTED:
        submitted_at = submitted_at or ISSUED_AT
    track = create_track(
        status=status,
        due_at=due_at,
        last_day=last_day,
        submitted_at=submitted_at,
        judged_due_at=due_at if submitted_at else None,
    )
    return replace(track, bucket=Bucket.UNDATED_OPEN if due_at is None else Bucket.OPEN_WITHIN)


@given(track=tracks(), cuts=st.lists(offsets, max_size=8))
def test_history_is_the_same_for_any_cut_of_the_time_line(track: Track, cuts: list[int]) -> None:
    whole = age(track, END_AT)
    facts: list[Fact] = []
    rungs: list[DueRung] = []
    now = track
    for until in [*(ISSUED_AT + timedelta(hours=cut) for cut in sorted(cuts)), END_AT]:
        step = age(now, until)
        facts += step.facts
        rungs += step.rungs
        now = step.track
    assert tuple(facts) == whole.facts
    assert sorted(rungs, key=lambda due: (due.at, due.key)) == sorted(whole.rungs, key=lambda due: (due.at, due.key))
    assert now.bucket == whole.track.bucket
    assert next_at(now, LADDER, calendar=CALENDAR, zone=OFFICE_ZONE) == whole.next_at


@given(track=tracks(), hours=offsets)
def test_nothing_happens_before_the_next_instant_for_any_work(track: Track, hours: int) -> None:
    due = next_at(track, LADDER, calendar=CALENDAR, zone=OFFICE_ZONE)
    until = ISSUED_AT + timedelta(hours=hours)
    step = age(track, until)
    if due is None or until < due:
        assert (step.facts, step.rungs) == ((), ())
    if due is not None and track.status in WORKING:
        there = age(track, due)
        assert there.facts or there.rungs


@given(track=tracks(), hours=st.integers(-48, 2000), ticks=st.integers(-1, 1))
def test_timeliness_agrees_with_plain_words_for_any_work(track: Track, hours: int, ticks: int) -> None:
    at = (track.due_at or ISSUED_AT) + timedelta(hours=hours, microseconds=ticks)
    assert timeliness_of(track, at=at) == in_plain_words(track, at)


def in_plain_words(track: Track, at: datetime) -> Timeliness:
    if track.status in CLOSED and track.status not in DONE:
        return Timeliness.EXCUSED
    if track.due_at is None:
        return Timeliness.NO_DEADLINE
    if track.status in DONE:
        return Timeliness.ON_TIME if track.submitted_at and track.submitted_at <= track.due_at else Timeliness.LATE
    is_handed_in_on_time = (
        track.status is Status.SUBMITTED and track.submitted_at is not None and track.submitted_at <= track.due_at
    )
    if is_handed_in_on_time or at <= track.due_at:
        return Timeliness.WITHIN_TERM
    return Timeliness.OVERDUE


@pytest.mark.parametrize("status", sorted(OPEN))
def test_deadline_is_missed_one_tick_after_it_by_work_that_is_owed(status: Status) -> None:
    track = create_track(status=status, submitted_at=ISSUED_AT, judged_due_at=DUE_AT)
    assert age(track, DUE_AT).facts == ()
    facts = age(track, DUE_AT + TICK).facts
    assert [fact.at for fact in facts] == ([DUE_AT] if status in WORKING else [])


def test_deadline_that_passed_before_the_work_was_owed_is_missed_from_then_on() -> None:
    returned_at = DUE_AT + timedelta(days=3)
    track = create_track(status=Status.RETURNED, running_from=returned_at)
    assert [fact.at for fact in age(track, returned_at).facts] == [returned_at]


def test_late_report_under_review_is_overdue_but_not_missed_again() -> None:
    moved_to = DUE_AT + timedelta(days=9)
    track = create_track(
        status=Status.SUBMITTED,
        due_at=moved_to,
        last_day=date(2023, 11, 8),
        submitted_at=DUE_AT + TICK,
        judged_due_at=DUE_AT,
    )
    step = age(track, DUE_AT + timedelta(days=1))
    assert (step.facts, step.track.bucket) == ((), Bucket.OPEN_OVERDUE)


def test_work_is_due_soon_from_the_instant_asked_for() -> None:
    track, soon_at = create_track(), DUE_AT - timedelta(days=3)
    assert timeliness_of(track, at=soon_at - TICK, soon_at=soon_at) is Timeliness.WITHIN_TERM
    assert timeliness_of(track, at=soon_at, soon_at=soon_at) is Timeliness.DUE_SOON
    assert bucket_of(track, at=soon_at) is Bucket.OPEN_WITHIN


def test_closed_work_needs_no_attention() -> None:
    track = create_track(status=Status.CANCELLED)
    assert age(track, END_AT) == Advance((), (), track, None)


def test_clock_set_back_settles_nothing_anew() -> None:
    track = create_track(settled_at=DUE_AT)
    assert age(track, ISSUED_AT).track.settled_at == DUE_AT
