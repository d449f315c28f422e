"""The sweep: how time acts. Cost grows with what is due, not with what exists; any number may run at once (rules §
4)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import require_aware
from engine.errors import DondocError
from engine.ladders import Policies
from engine.service.book import Book, open_book, track_of
from engine.service.decisions import Pending, closing_reason, notice_rows
from engine.service.occurrences import make_following
from engine.service.record import SYSTEM, chain_of, delta
from engine.states import Status
from engine.store import directives as directive_store
from engine.store import notices as notice_store
from engine.store import obligations as store
from engine.store import tallies as tally_store
from engine.store.database import REFUSED, Connection, Database, Row, is_storage_failure, reading, writing
from engine.tallies import Bucket
from engine.timeline import Advance, Track, advance

BATCH = 2_000
_ROW_ERRORS = (DondocError, ArithmeticError, LookupError, TypeError, ValueError)
_BAD_ROW = (*REFUSED, *_ROW_ERRORS)


@dataclass
class Swept:
    """What a sweep did. ``set_aside``: (obligation id, error) of rows that could not be decided."""

    obligations: int = 0
    facts: int = 0
    notices: int = 0
    occurrences: int = 0
    batches: int = 0
    set_aside: list[tuple[int, str]] = field(default_factory=list)

    def __iadd__(self, other: "Swept") -> "Swept":
        self.obligations += other.obligations
        self.facts += other.facts
        self.notices += other.notices
        self.occurrences += other.occurrences
        self.batches += other.batches
        self.set_aside += other.set_aside
        return self


def sweep(database: Database, *, at: datetime, policies: Policies, batch: int = BATCH) -> Swept:
    """Let time act up to ``at``: occurrences of recurring tasks, missed deadlines, rungs. One transaction per batch.

    However the time line is cut into sweeps, the facts and the set of decided rungs are the same. A row that cannot be
    decided is set aside with its error and never stops the others.
    """
    at = require_aware(at)
    done = Swept()
    while True:
        one = _series_batch(database, at=at, policies=policies)
        if one is None:
            break
        done += one
    while True:
        one = _batch(database, at=at, policies=policies, limit=batch)
        if one is None:
            return done
        done += one
        if one.obligations + len(one.set_aside) < batch:
            return done


def _series_batch(database: Database, *, at: datetime, policies: Policies) -> Swept | None:
    with writing(database) as connection:
        task_id = directive_store.claim_series(connection, at=at)
        if task_id is None:
            return None
        directive_store.lock_directive_of_task(connection, task_id)
        try:
            with connection.begin_nested():
                series = directive_store.series(connection, task_id)
                made = make_following(connection, series, book=open_book(connection), policies=policies)
        except _BAD_ROW as error:
            if is_storage_failure(error):
                raise
            directive_store.stop_series(connection, task_id, reason=_said(error))
            return Swept(batches=1)
        return Swept(occurrences=made, batches=1)


def _batch(database: Database, *, at: datetime, policies: Policies, limit: int) -> Swept | None:
    try:
        with writing(database) as connection:
            rows = store.claim_due(connection, at=at, limit=limit)
            return _decide(connection, rows, at=at, policies=policies) if rows else None
    except _BAD_ROW as error:
        if is_storage_failure(error):
            raise
        return _one_by_one(database, at=at, policies=policies, limit=limit)


def _one_by_one(database: Database, *, at: datetime, policies: Policies, limit: int) -> Swept:
    """The slow way round a bad row: each by itself, the bad ones set aside."""
    with reading(database) as connection:
        ids = store.due_ids(connection, at=at, limit=limit)
    done = Swept(batches=1)
    for obligation_id in ids:
        try:
            with writing(database) as connection:
                rows = store.claim_one(connection, obligation_id, at=at)
                if rows:
                    done += _decide(connection, rows, at=at, policies=policies)
        except _BAD_ROW as error:
            if is_storage_failure(error):
                raise
            with writing(database) as connection:
                store.set_aside(connection, obligation_id, at=at, reason=_said(error))
            done.set_aside.append((obligation_id, _said(error)))
    return done


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _decide(connection: Connection, rows: list[Row[Any]], *, at: datetime, policies: Policies) -> Swept:
    book = open_book(connection)
    tasks = directive_store.tasks_by_id(connection, {row.task_id for row in rows})
    deadlines = directive_store.deadlines_by_id(connection, {row.deadline_id for row in rows})
    known: dict[tuple[Any, ...], Advance] = {}
    moves: dict[store.Move, list[int]] = {}
    chains: list[tuple[int, int, str]] = []
    entries: list[dict[str, Any]] = []
    deltas: list[Any] = []
    pending: list[Pending] = []
    for row in rows:
        advanced = _advanced(
            row,
            tasks[row.task_id],
            deadline=deadlines[row.deadline_id],
            book=book,
            policies=policies,
            at=at,
            known=known,
        )
        chain = chain_of(row, tasks[row.task_id]) if advanced.facts else None
        if chain is not None:
            chain.extend(advanced.facts, actor=SYSTEM, recorded_at=at)
            entries += chain.entries
            chains.append((row.id, chain.length, chain.head))
        if advanced.track.bucket != row.bucket:
            happened_at = advanced.facts[-1].at if advanced.facts else at
            deltas.append(delta(row, source=Bucket(row.bucket), target=advanced.track.bucket, at=happened_at))
        if advanced.rungs:
            status = Status(row.status)
            closing = closing_reason(status) if status is Status.SUBMITTED else None
            pending.append(Pending(row, advanced.rungs, closing))
        moves.setdefault(_move(row, advanced), []).append(row.id)
    notices = notice_rows(connection, pending, book=book, policies=policies, at=at)
    store.append_history(connection, entries)
    tally_store.append_deltas(connection, deltas)
    notice_store.insert_notices(connection, notices)
    store.extend_chains(connection, chains)
    store.move_swept(connection, moves)
    return Swept(obligations=len(rows), facts=len(entries), notices=len(notices), batches=1)


def _advanced(
    row: Row[Any],
    task: Row[Any],
    *,
    deadline: Row[Any],
    book: Book,
    policies: Policies,
    at: datetime,
    known: dict[tuple[Any, ...], Advance],
) -> Advance:
    """What time did to a row; many rows of one task share the answer."""
    key = (
        row.task_id,
        row.deadline_id,
        row.status,
        row.bucket,
        row.running_from_at,
        row.settled_at,
        row.last_submitted_at,
        row.judged_due_at,
    )
    if key not in known:
        ladder = policies.ladder(name=task.ladder or task.directive_ladder, urgency=task.urgency)
        track: Track = track_of(row, last_day=deadline.last_day_on)
        known[key] = advance(track, ladder, calendar=book.calendar, zone=ZoneInfo(deadline.zone), until=at)
    return known[key]


def _move(row: Row[Any], advanced: Advance) -> store.Move:
    return store.Move(row.next_at, advanced.track.bucket.value, advanced.track.settled_at, advanced.next_at)
