"""What a viewer has to do: the work that the viewer's units owe, what waits for their answer, what is late below."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.access import Viewer
from engine.clock import require_aware
from engine.deadlines import Timeliness, is_in_time
from engine.errors import NotFound
from engine.ladders import Policies
from engine.service.book import Book, days_left, document_of, looked_on, open_book, soon_until, track_of
from engine.service.paging import Page, cut, from_cursor, within
from engine.states import Status
from engine.store import access as access_store
from engine.store import duties as store
from engine.store.database import Database, Row, reading
from engine.store.totals import Choice, totals
from engine.timeline import bucket_of, timeliness_of

GROUPS = store.GROUPS
"""The groups of open work by urgency: overdue, due_soon, returned, within_term, no_deadline, handed_in (waits for the
assigner). Each piece of work is in one: returned work that is overdue or due soon is found there."""


@dataclass(frozen=True)
class Piece:
    """An obligation as lists of people show it. ``document``: number or notation; ``bucket`` and ``timeliness`` at the
    instant of the look; ``days_left`` in working days, below 0 once the last day has passed, None without a date and
    for closed work, counted from the day it was handed in while it waits for an answer; ``looked_on``: the day of the
    look where the unit is."""

    id: int
    directive_id: int
    task_id: int
    unit_id: int
    document: str
    title: str
    issuer_name: str
    task_key: str
    task_text: str
    unit_name: str
    occurrence: int
    status: Status
    bucket: str
    timeliness: Timeliness
    due_at: datetime | None
    last_day: date | None
    days_left: int | None
    looked_on: date


@dataclass(frozen=True)
class WorkLine:
    """Work that a viewer's unit owes. ``answer``: why the last report came back ("" if none did);
    ``draft_saved_at``: when the viewer last saved a draft of a report on it."""

    piece: Piece
    group: str
    answer: str
    draft_saved_at: datetime | None


@dataclass(frozen=True)
class Work:
    """What a viewer's units owe: some lines, and how many there are in each group."""

    lines: Page[WorkLine]
    counts: Mapping[str, int]


def my_work(
    database: Database,
    viewer: Viewer,
    *,
    at: datetime,
    policies: Policies,
    which: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Work:
    """The open work of the units in which the viewer holds a post (not of those below), the most urgent first; all of
    it or one group of GROUPS. Raises NotFound for another group or a broken cursor."""
    at, limit = require_aware(at), within(limit)
    if which is not None and which not in GROUPS:
        raise NotFound(what="list", key=which)
    after = from_cursor(cursor, int, datetime, int)
    with reading(database) as connection:
        book = open_book(connection)
        soon_at = soon_until(book, policies, at=at)
        counts = store.count_owed(connection, viewer.unit_ids, at=at, soon_at=soon_at)
        rows = store.owed(
            connection,
            viewer.unit_ids,
            person_id=viewer.person_id,
            at=at,
            soon_at=soon_at,
            rank=None if which is None else GROUPS.index(which),
            after=after,
            limit=limit,
        )
    lines = cut(
        rows,
        limit=limit,
        make=lambda row: _work_line(row, book, at=at),
        key=lambda row: (row.rank, row.due_key, row.id),
    )
    return Work(lines, counts)


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits for an answer. ``number``: which one of this obligation, from 1; ``files``: name, size and
    sha256 of each; ``fields``: the figures asked for; ``is_on_time``: None without a deadline."""

    piece: Piece
    number: int
    submitted_at: datetime
    submitted_by: str
    text: str
    figures: Mapping[str, Any]
    fields: tuple[Mapping[str, Any], ...]
    files: tuple[Mapping[str, Any], ...]
    is_on_time: bool | None


@dataclass(frozen=True)
class WaitingRequest:
    """A request for more time that waits for a decision."""

    piece: Piece
    extension_id: int
    asked_at: datetime
    asked_by: str
    until: date
    reason: str


@dataclass(frozen=True)
class Waiting:
    """What waits for an answer of the viewer's units, the oldest first, and how much there is of each kind."""

    handed_in: Page[WaitingReport]
    asked: Page[WaitingRequest]
    handed_in_count: int
    asked_count: int


def waiting_for_me(
    database: Database,
    viewer: Viewer,
    *,
    at: datetime,
    handed_in_cursor: str | None = None,
    asked_cursor: str | None = None,
    limit: int = 50,
) -> Waiting:
    """Reports and requests on directives that the units of the viewer's posts issued. Raises NotFound for a broken
    cursor."""
    at, limit = require_aware(at), within(limit)
    handed_in_after = from_cursor(handed_in_cursor, datetime, int)
    asked_after = from_cursor(asked_cursor, datetime, int)
    mine = viewer.unit_ids
    with reading(database) as connection:
        book = open_book(connection)
        handed_in = store.handed_in(connection, mine, after=handed_in_after, limit=limit)
        asked = store.asked(connection, mine, after=asked_after, limit=limit)
        handed_in_count = store.count_handed_in(connection, mine)
        asked_count = store.count_asked(connection, mine)
    return Waiting(
        handed_in=cut(
            handed_in,
            limit=limit,
            make=lambda row: _waiting_report(row, book, at=at),
            key=lambda row: (row.last_submitted_at, row.id),
        ),
        asked=cut(
            asked,
            limit=limit,
            make=lambda row: _waiting_request(row, book, at=at),
            key=lambda row: (row.asked_at, row.extension_id),
        ),
        handed_in_count=handed_in_count,
        asked_count=asked_count,
    )


def count_waiting(database: Database, viewer: Viewer) -> int:
    """How many reports and requests wait for an answer of the viewer's units: the figure beside a menu."""
    with reading(database) as connection:
        mine = viewer.unit_ids
        return store.count_handed_in(connection, mine) + store.count_asked(connection, mine)


@dataclass(frozen=True)
class Late:
    """Overdue work, the longest overdue first (since ``due_at`` of each), and how much there is."""

    lines: Page[Piece]
    count: int


def late_below(
    database: Database,
    viewer: Viewer,
    *,
    at: datetime,
    unit_id: int | None = None,
    directive_id: int | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Late:
    """Who is late, with what, since when: all that is overdue at and below a unit of the viewer (all of them without
    ``unit_id``), late reports that wait for an answer among it, as the tables count it. Raises NotFound."""
    at, limit = require_aware(at), within(limit)
    after = from_cursor(cursor, datetime, int)
    with reading(database) as connection:
        if unit_id is not None and not access_store.path_to(connection, unit_id, units=viewer.unit_ids):
            raise NotFound(what="unit", key=unit_id)
        nodes = [unit_id] if unit_id is not None else [row.id for row in access_store.tops(connection, viewer.unit_ids)]
        counts = totals(connection, nodes, choice=Choice(directive_id))
        count = sum(one.open_overdue for one in counts.values())
        above = totals(connection, sorted(access_store.above(connection, nodes)))
        everywhere = max((one.open_overdue for one in above.values()), default=0)
        rows = store.late(
            connection,
            nodes,
            directive_id=directive_id,
            # Deadline by deadline, limit × everywhere ÷ count rows are looked at; unit by unit, count rows.
            is_sparse=count * count < limit * everywhere,
            after=after,
            limit=limit,
        )
        book = open_book(connection)
    lines = cut(rows, limit=limit, make=lambda row: piece_of(row, book, at=at), key=lambda row: (row.due_at, row.id))
    return Late(lines, count)


def piece_of(row: Row[Any], book: Book, *, at: datetime) -> Piece:
    """An obligation out of a row that has its task and its deadline beside it."""
    track = track_of(row, last_day=row.last_day_on)
    return Piece(
        id=row.id,
        directive_id=row.directive_id,
        task_id=row.task_id,
        unit_id=row.unit_id,
        document=document_of(row),
        title=row.title,
        issuer_name=row.issuer_name,
        task_key=row.task_key,
        task_text=row.task_text,
        unit_name=row.unit_name,
        occurrence=row.occurrence,
        status=Status(row.status),
        bucket=bucket_of(track, at=at).value,
        timeliness=timeliness_of(track, at=at),
        due_at=row.due_at,
        last_day=row.last_day_on,
        days_left=days_left(row, book, at=at),
        looked_on=looked_on(row, at=at),
    )


def _work_line(row: Row[Any], book: Book, *, at: datetime) -> WorkLine:
    answer = row.answer if row.status == Status.RETURNED else ""
    return WorkLine(piece_of(row, book, at=at), GROUPS[row.rank], answer or "", row.draft_saved_at)


def _waiting_report(row: Row[Any], book: Book, *, at: datetime) -> WaitingReport:
    return WaitingReport(
        piece=piece_of(row, book, at=at),
        number=row.report_number,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        text=row.text,
        figures=row.figures,
        fields=tuple(row.fields),
        files=tuple(row.files),
        is_on_time=is_in_time(row.submitted_at, due_at=row.judged_due_at),
    )


def _waiting_request(row: Row[Any], book: Book, *, at: datetime) -> WaitingRequest:
    return WaitingRequest(
        piece=piece_of(row, book, at=at),
        extension_id=row.extension_id,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        until=row.until_on,
        reason=row.reason,
    )
