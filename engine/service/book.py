"""What a transaction needs to read dates: the calendar and the school-year frame in force, and values made of rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.deadlines import DueContext, SchoolFrame, end_of
from engine.ladders import Policies
from engine.states import OPEN, Status
from engine.store import working_calendar as calendar_store
from engine.store.database import Connection, Database, Row, reading
from engine.store.directives import DEFAULT_ZONE
from engine.tallies import Bucket
from engine.timeline import TICK, Track
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


def looked_on(row: Row[Any], *, at: datetime) -> date:
    """The day of a look where the unit of a row is; 24:00 is the end of a day, as with deadlines."""
    return (at - TICK).astimezone(ZoneInfo(row.zone)).date()


def days_left(row: Row[Any], book: Book, *, at: datetime) -> int | None:
    """Working days from today to the last day of an obligation with ``last_day_on`` and ``zone``, below 0 once it has
    passed; None without a date and for closed work. Of a report that waits for its answer they are counted from the
    day it was handed in: a slow review makes nobody later."""
    if row.last_day_on is None or row.status not in OPEN:
        return None
    is_waiting = row.status == Status.SUBMITTED
    since = min(at, row.last_submitted_at) if is_waiting and row.last_submitted_at is not None else at
    return book.calendar.between(looked_on(row, at=since), row.last_day_on)


def document_of(row: Row[Any] | Any) -> str:
    """The number of a document as people name it, its notation where the number was left blank; "" for neither."""
    return str(row.number or row.number_suffix or "")


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
