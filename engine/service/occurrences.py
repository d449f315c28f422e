"""Making the obligations of one occurrence inside the database, at issue and ahead of time for recurring tasks."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.deadlines import Recurring, Resolved, resolve
from engine.errors import BadRule
from engine.ladders import Ladder, Policies
from engine.rules import Linked, rule_from_dict, rule_to_dict
from engine.service.book import Book, due_context
from engine.service.schedule import Dated, SeriesPlan, dated_occurrence, following
from engine.states import Status
from engine.store import directives as store
from engine.store import tallies as tally_store
from engine.store import tally_days
from engine.store.database import Connection, Row
from engine.tallies import Bucket
from engine.timeline import Track, bucket_of, next_at


def place(
    connection: Connection,
    dated: Dated,
    *,
    directive: Row[Any] | Any,
    task_id: int,
    occurrence: int,
    set_no: int,
    zone: str,
    at: datetime,
    book: Book,
    ladder: Ladder,
) -> int:
    """One obligation for each staged unit of a set and zone, assigned at ``at``; gives how many."""
    resolved = _in_zone(dated, directive, zone=zone, book=book)
    deadline_id = store.insert_deadline(
        connection, deadline_row(dated, resolved, task_id=task_id, occurrence=occurrence, zone=zone, at=at)
    )
    track = Track(Status.ASSIGNED, at, at, Bucket.UNDATED_OPEN, resolved.due_at, resolved.last_day)
    bucket = _initial_bucket(track, at=at)
    track = Track(Status.ASSIGNED, at, at, bucket, resolved.due_at, resolved.last_day)
    values = {
        "directive_id": directive.id,
        "task_id": task_id,
        "occurrence": occurrence,
        "bucket": bucket.value,
        "deadline_id": deadline_id,
        "due_at": resolved.due_at,
        "assigned_at": at,
        "next_at": next_at(track, ladder, calendar=book.calendar, zone=ZoneInfo(zone)),
        "set_no": set_no,
        "zone": zone,
    }
    made = store.insert_obligations(connection, values)
    tally_store.count_staged(
        connection, directive_id=directive.id, task_id=task_id, bucket=bucket.value, set_no=set_no, zone=zone
    )
    return made


def _initial_bucket(track: Track, *, at: datetime) -> Bucket:
    """A date that had passed before issue becomes a fact by the first sweep, with its history entry, not silently
    here."""
    found = bucket_of(track, at=at)
    return Bucket.OPEN_WITHIN if found is Bucket.OPEN_OVERDUE else found


def _in_zone(dated: Dated, directive: Row[Any] | Any, *, zone: str, book: Book) -> Resolved:
    """The dates in a unit's own zone; a linked rule keeps the dates of the task it copies."""
    if zone == store.DEFAULT_ZONE or isinstance(dated.rule, Linked) or dated.resolved.due_at is None:
        return dated.resolved
    return resolve(dated.rule, due_context(book, directive=directive, zone=zone))


def deadline_row(
    dated: Dated, resolved: Resolved, *, task_id: int, occurrence: int, zone: str, at: datetime
) -> dict[str, Any]:
    """The first version of a deadline, shared by all units of a task and occurrence."""
    return {
        "task_id": task_id,
        "occurrence": occurrence,
        "obligation_id": None,
        "version": 1,
        "quote": dated.quote,
        "zone": zone,
        "rule": rule_to_dict(dated.rule),
        "due_at": resolved.due_at,
        "last_day_on": resolved.last_day,
        "opens_on": resolved.opens_on,
        "derivation": [{"code": step.code, "values": step.values} for step in resolved.steps],
        "supersedes_id": None,
        "reason": "",
        "set_by": "",
        "set_at": at,
    }


def make_following(connection: Connection, series: Row[Any], *, book: Book, policies: Policies) -> int:
    """Make the next occurrence of a series, dated by the instant at which it was to be made; gives how many
    obligations."""
    rule = rule_from_dict(series.rule)
    if not isinstance(rule, Recurring):
        raise BadRule(reason="series_without_recurrence")
    task = store.tasks_by_id(connection, [series.task_id])[series.task_id]
    directive = store.directive(connection, task.directive_id)
    if directive is None:
        raise BadRule(reason="series_without_directive")
    plan = SeriesPlan(series.quote, rule, series.starts_on, series.until_on, series.last_index)
    context = due_context(book, directive=directive, zone=store.DEFAULT_ZONE)
    occurrence = following(plan, context, index=series.last_index)
    if occurrence is None:
        store.update_series(connection, series.task_id, seen=series.next_at, values={"next_at": None})
        return 0
    dated = dated_occurrence(rule, series.quote, occurrence=occurrence)
    moved = {
        "last_index": occurrence.index,
        "last_occurrence": series.last_occurrence + 1,
        "next_at": occurrence.resolved.due_at,
    }
    if not store.update_series(connection, series.task_id, seen=series.next_at, values=moved):
        return 0
    ladder = policies.ladder(name=task.ladder or task.directive_ladder, urgency=task.urgency)
    return _place_series(connection, dated, directive=directive, series=series, book=book, ladder=ladder)


def _place_series(
    connection: Connection, dated: Dated, *, directive: Row[Any], series: Row[Any], book: Book, ladder: Ladder
) -> int:
    store.stage_series_targets(connection, series.task_id, at=series.next_at)
    made = 0
    for zone in store.staged_zones(connection, 0):
        made += place(
            connection,
            dated,
            directive=directive,
            task_id=series.task_id,
            occurrence=series.last_occurrence + 1,
            set_no=0,
            zone=zone,
            at=series.next_at,
            book=book,
            ladder=ladder,
        )
        bucket = Bucket.UNDATED_OPEN if dated.resolved.due_at is None else Bucket.OPEN_WITHIN
        on = tally_days.day_of(series.next_at)
        tally_store.count_staged_whole(
            connection, directive_id=directive.id, bucket=bucket.value, set_no=0, zone=zone, on=on
        )
    return made
