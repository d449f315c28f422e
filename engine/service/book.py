"""What a transaction needs to read dates: the calendar and the school-year frame in force, and values made of rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.deadlines import DueContext, SchoolFrame, end_of
from engine.ladders import Policies
from engine.states import Status
from engine.store import working_calendar as calendar_store
from engine.store.database import Connection, Database, Row, reading
from engine.store.directives import DEFAULT_ZONE
from engine.tallies import Bucket
from engine.timeline import Track
from engine.workdays import WorkCalendar


@dataclass(frozen=True)
class Book:
    """The calendar and the frame."""

    calendar: WorkCalendar
    frame: SchoolFrame


def open_book(connection: Connection) -> Book:
    """The calendar and frame in force."""
    return Book(*calendar_store.load_kept(connection))


def read_book(database: Database) -> Book:
    """The calendar and the frame in force, in a transaction of its own."""
    with reading(database) as connection:
        return open_book(connection)


def issued_day(issued_on: date | None, issued_at: datetime, *, zone: str = DEFAULT_ZONE) -> date:
    """The day from which a document's periods count: as printed, or, where the day was left blank, the day it was
    issued here."""
    return issued_on or issued_at.astimezone(ZoneInfo(zone)).date()


def due_context(book: Book, *, directive: Row[Any] | Any, zone: str) -> DueContext:
    """The context in which a directive's rules become dates; a document sent here is received the day it is issued
    here."""
    policy: dict[str, Any] = directive.policy
    return DueContext(
        calendar=book.calendar,
        frame=book.frame,
        zone=ZoneInfo(zone),
        anchors={
            "issued": issued_day(directive.issued_on, directive.issued_at, zone=zone),
            "received": issued_day(None, directive.issued_at, zone=zone),
        },
        is_before_inclusive=bool(policy.get("is_before_inclusive", False)),
        is_fixed_rolled=bool(policy.get("is_fixed_rolled", False)),
    )


def soon_until(book: Book, policies: Policies, *, at: datetime) -> datetime:
    """Work due by this instant counts as due soon at ``at``."""
    zone = ZoneInfo(DEFAULT_ZONE)
    return end_of(book.calendar.add(at.astimezone(zone).date(), policies.soon_days), zone)


def days_left(row: Row[Any], book: Book, *, at: datetime) -> int | None:
    """Working days from today to the last day of a row with ``last_day_on`` and ``zone``, below 0 once it has passed;
    None without a date."""
    if row.last_day_on is None:
        return None
    return book.calendar.between(at.astimezone(ZoneInfo(row.zone)).date(), row.last_day_on)


def track_of(row: Row[Any], *, last_day: date | None) -> Track:
    """What time needs to know of a stored obligation."""
    return Track(
        status=Status(row.status),
        running_from=row.running_from_at,
        settled_at=row.settled_at,
        bucket=Bucket(row.bucket),
        due_at=row.due_at,
        last_day=last_day,
        submitted_at=row.last_submitted_at,
        judged_due_at=row.judged_due_at,
    )
