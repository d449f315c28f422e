"""Editing the working calendar: a change re-projects the open deadlines it touches, with the reason, and re-arms
them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.clock import require_aware
from engine.ladders import Policies
from engine.rules import rule_from_dict
from engine.service.book import Book, open_book, track_of
from engine.service.deadlines import apply_version, version_row
from engine.service.obligations import close_case, open_case
from engine.service.projecting import moved_rows
from engine.service.record import Actor
from engine.service.sweep import sweep
from engine.store import directives as directive_store
from engine.store import obligations as obligation_store
from engine.store import working_calendar as store
from engine.store.database import Connection, Database, reading, writing
from engine.timeline import next_at
from engine.workdays import DayException, WorkCalendar


@dataclass(frozen=True)
class Moved:
    """A deadline that a calendar change moved, and how many obligations hang on it."""

    deadline_id: int
    task_id: int
    obligations: int
    from_day: date | None
    to_day: date | None


@dataclass(frozen=True)
class Reprojected:
    """What a change of the calendar did: moved deadlines, and obligations whose rungs were placed anew."""

    moved: tuple[Moved, ...]
    rearmed: int


def read_calendar(database: Database) -> WorkCalendar:
    """The calendar in force."""
    with reading(database) as connection:
        return store.load_kept(connection)[0]


def change_calendar(
    database: Database,
    *,
    days: Sequence[DayException] = (),
    removed: Sequence[date] = (),
    reason: str,
    actor: Actor,
    at: datetime,
    policies: Policies,
    is_trial: bool = False,
) -> Reprojected:
    """Set or remove exceptions and re-project every open deadline, in one transaction. ``is_trial`` shows what would
    move and changes nothing."""
    at = require_aware(at)
    if not is_trial:  # what has passed is decided by the calendar under which it passed
        sweep(database, at=at, policies=policies)
    with writing(database) as connection:
        before = open_book(connection)
        for on in removed:
            store.remove(connection, on)
        for day in days:
            store.edit(connection, day)
        book = open_book(connection)
        moved = _reproject(connection, book, reason=reason, actor=actor, at=at, policies=policies)
        rearmed = 0 if before.calendar == book.calendar else _rearm(connection, book, policies=policies, at=at)
        if is_trial:
            connection.rollback()
        return Reprojected(tuple(moved), rearmed)


def confirm_year(database: Database, year: int) -> None:
    """Mark a year of the calendar as official."""
    with writing(database) as connection:
        store.confirm_year(connection, year)


def _reproject(
    connection: Connection, book: Book, *, reason: str, actor: Actor, at: datetime, policies: Policies
) -> list[Moved]:
    moved: list[Moved] = []
    rows = directive_store.open_deadlines(connection)
    tasks = directive_store.tasks_by_id(connection, {row.task_id for row in rows})
    for row, new in moved_rows(rows, tasks, book=book):
        values = version_row(row, rule_from_dict(row.rule), resolved=new, reason=reason, set_by=actor.name, at=at)
        deadline_id = directive_store.insert_deadline(connection, values)
        hanging = obligation_store.on_deadline(connection, row.id)
        for obligation in hanging:
            case = open_case(connection, obligation.id, at=at, policies=policies)
            case.track = replace(case.track, settled_at=at)  # by the old calendar: see change_calendar
            apply_version(case, deadline_id, resolved=new, reason=reason, set_by=actor)
            close_case(case)
        moved.append(Moved(row.id, row.task_id, len(hanging), row.last_day_on, new.last_day))
    return moved


def _rearm(connection: Connection, book: Book, *, policies: Policies, at: datetime) -> int:
    """Place the next rung of every open obligation anew: the rungs are working days too. What the new calendar would
    have put before ``at`` is not caught up: all that had passed was decided by the old one."""
    changed = 0
    rows = obligation_store.armed(connection)
    tasks = directive_store.tasks_by_id(connection, {row.task_id for row in rows})
    for row in rows:
        task = tasks[row.task_id]
        ladder = policies.ladder(name=task.ladder or task.directive_ladder, urgency=task.urgency)
        track = track_of(row, last_day=row.last_day_on)
        wanted = next_at(track, ladder, calendar=book.calendar, zone=ZoneInfo(row.zone))
        if wanted is not None and wanted <= at:
            track = replace(track, settled_at=at)
            wanted = next_at(track, ladder, calendar=book.calendar, zone=ZoneInfo(row.zone))
        if wanted != row.next_at:
            obligation_store.rearm(connection, row, next_at=wanted, settled_at=track.settled_at)
            changed += row.obligations
    return changed
