"""How time acts on one obligation: facts, rungs and the next instant, as a pure function of what is stored."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.deadlines import Timeliness, timeliness
from engine.events import Fact, FactKind
from engine.ladders import DueRung, Ladder, Term, next_rung_at, rungs_due
from engine.states import CLOSED, DONE, OPEN, WORKING, Status
from engine.tallies import Bucket, bucket
from engine.workdays import WorkCalendar

TICK = timedelta(microseconds=1)
"""A report at the due instant is on time; the first late instant is one tick after it."""


@dataclass(frozen=True)
class Track:
    """What time needs to know of an obligation.

    ``running_from``: since when the unit owes it: assignment, last return, or the moment the deadline was moved.
    ``settled_at``: all rungs up to here are decided for the deadline in force. ``judged_due_at``: the deadline in
    force when
    the last report was handed in. ``bucket``: where it is counted now.
    """

    status: Status
    running_from: datetime
    settled_at: datetime
    bucket: Bucket
    due_at: datetime | None = None
    last_day: date | None = None
    submitted_at: datetime | None = None
    judged_due_at: datetime | None = None


@dataclass(frozen=True)
class Advance:
    """What time did between ``Track.settled_at`` and the instant asked for."""

    facts: tuple[Fact, ...]
    rungs: tuple[DueRung, ...]
    track: Track
    next_at: datetime | None


def timeliness_of(track: Track, *, at: datetime, soon_at: datetime | None = None) -> Timeliness:
    """The timeliness of a track at an instant, by the one function that says "late"."""
    is_handed_in = track.status is Status.SUBMITTED or track.status in DONE
    return timeliness(
        is_done=track.status in DONE,
        is_excused=track.status in CLOSED - DONE,
        due_at=track.judged_due_at if is_handed_in else track.due_at,
        submitted_at=track.submitted_at,
        is_under_review=track.status is Status.SUBMITTED,
        at=at,
        soon_at=soon_at,
    )


def bucket_of(track: Track, *, at: datetime) -> Bucket:
    """The bucket of a track at an instant."""
    return bucket(timeliness_of(track, at=at), is_done=track.status in DONE)


def advance(track: Track, ladder: Ladder, *, calendar: WorkCalendar, zone: ZoneInfo, until: datetime) -> Advance:
    """Let time pass up to ``until``: the deadline missed (dated by the deadline, not by the look), the rungs passed."""
    if track.status not in OPEN:
        return Advance((), (), track, None)
    # An act that is dated before the last look must not undo what that look found.
    now_in = bucket_of(track, at=max(track.settled_at, until))
    facts: tuple[Fact, ...] = ()
    is_missed = now_in is Bucket.OPEN_OVERDUE and track.bucket is not Bucket.OPEN_OVERDUE
    if track.due_at and is_missed and track.status in WORKING:
        missed_at = max(track.due_at, track.running_from)
        facts = (Fact(FactKind.DEADLINE_MISSED, missed_at, {"due_at": track.due_at.isoformat()}),)
    rungs: tuple[DueRung, ...] = ()
    if track.due_at and track.last_day:
        term = Term(track.due_at, track.last_day, zone)
        rungs = rungs_due(ladder, term, calendar=calendar, after=track.settled_at, until=until)
    moved = replace(track, bucket=now_in, settled_at=max(track.settled_at, until))
    return Advance(facts, rungs, moved, next_at(moved, ladder, calendar=calendar, zone=zone))


def next_at(track: Track, ladder: Ladder, *, calendar: WorkCalendar, zone: ZoneInfo) -> datetime | None:
    """When the obligation next needs attention after ``settled_at``: a rung or the instant after its deadline."""
    if track.status not in OPEN or track.due_at is None or track.last_day is None:
        return None
    term = Term(track.due_at, track.last_day, zone)
    rung_at = next_rung_at(ladder, term, calendar=calendar, after=track.settled_at)
    is_crossing_ahead = track.bucket is Bucket.OPEN_WITHIN and track.status is not Status.SUBMITTED
    instants = [rung_at] if rung_at else []
    if is_crossing_ahead:
        instants.append(track.due_at + TICK)
    return min(instants, default=None)
