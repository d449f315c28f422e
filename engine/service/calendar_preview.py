"""What a change of the working calendar would move, without changing anything; the days of a year as a page lists
them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from engine.deadlines import Resolved
from engine.service.book import Book, document_of, open_book
from engine.service.projecting import moved_rows
from engine.store import directives as store
from engine.store.database import Connection, Database, Row, reading
from engine.workdays import DayException, Status, WorkCalendar


@dataclass(frozen=True)
class WouldMove:
    """A deadline that would move, and how many open obligations hang on it."""

    deadline_id: int
    directive_id: int
    document: str
    title: str
    task_id: int
    task_key: str
    task_text: str
    obligations: int
    from_day: date | None
    to_day: date | None
    from_at: datetime | None
    to_at: datetime | None


@dataclass(frozen=True)
class CalendarDate:
    """One day: whether offices work, and what makes it special (None: nothing)."""

    on: date
    is_working: bool
    why: DayException | Literal["weekend"] | None


@dataclass(frozen=True)
class CalendarYear:
    """A year of the calendar: its status, every day of it, its exceptions by date, and the years there are."""

    year: int
    status: Status
    dates: tuple[CalendarDate, ...]
    exceptions: tuple[DayException, ...]
    years: tuple[int, ...]


def preview_calendar(
    database: Database, *, days: Sequence[DayException] = (), removed: Sequence[date] = ()
) -> tuple[WouldMove, ...]:
    """The deadlines that ``change_calendar`` with the same days would move, in the order of the new dates.

    Reads one row a deadline, not one an obligation; only of what moves is it counted how much hangs on it.
    """
    with reading(database) as connection:
        book = open_book(connection)
        changed = Book(_changed(book.calendar, days, removed=removed), book.frame)
        rows = store.dated_deadlines(connection)
        tasks = store.tasks_by_id(connection, {row.task_id for row in rows})
        moved = list(moved_rows(rows, tasks, book=changed))
        found = _told(connection, moved, tasks=tasks)
    return tuple(sorted(found, key=lambda one: (one.to_day or date.max, one.deadline_id)))


def read_year(database: Database, year: int) -> CalendarYear:
    """The days of a year with their status. Raises CalendarNotCovered."""
    with reading(database) as connection:
        calendar = open_book(connection).calendar
    status = calendar.status(year)
    first = date(year, 1, 1)
    every = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]
    return CalendarYear(
        year,
        status,
        tuple(CalendarDate(on, calendar.is_working(on), calendar.why(on)) for on in every),
        tuple(day for day in calendar.exceptions if day.on.year == year),
        tuple(sorted(calendar.years)),
    )


def _changed(calendar: WorkCalendar, days: Sequence[DayException], *, removed: Sequence[date]) -> WorkCalendar:
    gone = set(removed)
    kept = [day for day in calendar.exceptions if day.on not in gone]
    return WorkCalendar([*kept, *days], calendar.years)


def _told(
    connection: Connection, moved: Sequence[tuple[Row[Any], Resolved]], *, tasks: dict[int, Row[Any]]
) -> list[WouldMove]:
    hanging = store.open_on_deadlines(connection, [row.id for row, _ in moved])
    directives = store.directives_by_id(connection, {tasks[row.task_id].directive_id for row, _ in moved})
    found = []
    for row, new in moved:
        task = tasks[row.task_id]
        directive = directives[task.directive_id]
        found.append(
            WouldMove(
                deadline_id=row.id,
                directive_id=directive.id,
                document=document_of(directive),
                title=directive.title,
                task_id=task.id,
                task_key=task.key,
                task_text=task.text,
                obligations=hanging.get(row.id, 0),
                from_day=row.last_day_on,
                to_day=new.last_day,
                from_at=row.due_at,
                to_at=new.due_at,
            )
        )
    return found
