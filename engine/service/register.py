"""The register of directives as a viewer sees it: found without diacritics, one whole, who has and who has not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.access import Viewer
from engine.clock import require_aware
from engine.errors import NotFound
from engine.names import bare
from engine.service.agenda import Piece, piece_of
from engine.service.book import document_of, open_book
from engine.service.overview import UnitCounts, UnitHead, head_of
from engine.service.paging import Page, cut, from_cursor, within
from engine.service.sight import find_directive, sees_whole
from engine.service.tallies import RollUp, roll_up
from engine.store import access as access_store
from engine.store import organisation as organisation_store
from engine.store import register as store
from engine.store.database import Connection, Database, Row, reading
from engine.store.register import Place
from engine.store.tally_days import day_of
from engine.store.totals import Choice, counts_of, directives_waiting, pending, pending_by_task, totals
from engine.tallies import Counts

STATES = store.STATES
"""What a list of directives is narrowed to by the counts of the viewer's part: all, open, overdue, done."""
WHICH = ("all", "open", "overdue", "done")
"""Units that owe something: all, with something open, with something overdue, with nothing open left."""
_SMALL = 3_000
_MOST_WORDS = 8


@dataclass(frozen=True)
class DirectiveHead:
    """A directive by what is printed on it. ``document``: number or notation, "" where it has none."""

    id: int
    document: str
    doc_type: str
    title: str
    issuer_id: int
    issuer_name: str
    issued_text: str
    issued_on: date | None
    issued_at: datetime
    urgency: str
    period_start: date | None
    period_end: date | None


@dataclass(frozen=True)
class DirectiveCard:
    """A directive in a list, with the counts of all of it (``is_whole``) or of the part that touches the viewer's
    units."""

    head: DirectiveHead
    is_whole: bool
    counts: Counts


def list_directives(
    database: Database,
    viewer: Viewer,
    *,
    query: str = "",
    state: str = "all",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DirectiveCard]:
    """The directives that a viewer sees, the newest first: issued by the viewer's units or below them, or touching
    them. ``query``: words that all stand in number, subject or issuer, diacritics or not. Raises NotFound for a state
    that is none of STATES, or a broken cursor."""
    if state not in STATES:
        raise NotFound(what="list", key=state)
    limit, after = within(limit), from_cursor(cursor, datetime, int)
    words = bare(query).split()[:_MOST_WORDS]
    with reading(database) as connection:
        tops = [row.id for row in access_store.tops(connection, viewer.unit_ids)]
        judged = {} if state == "all" else _judged(connection, viewer, tops=tops, state=state)
        rows = store.directives(
            connection, viewer.unit_ids, words=words, state=state, judged=judged, after=after, limit=limit
        )
        counts = _counts_of_rows(connection, rows, tops=tops)
    return cut(
        rows,
        limit=limit,
        make=lambda row: DirectiveCard(_head(row), bool(row.is_ours), counts.get(row.id, Counts())),
        key=lambda row: (row.issued_at, row.id),
    )


def _counts_of_rows(connection: Connection, rows: list[Row[Any]], *, tops: list[int]) -> dict[int, Counts]:
    pairs = [(row.id, node) for row in rows for node in _nodes(row, tops=tops, is_whole=row.is_ours)]
    return store.counts_of_directives(connection, pairs)


def _judged(connection: Connection, viewer: Viewer, *, tops: list[int], state: str) -> dict[int, bool]:
    """Of the directives of which something is not folded yet, whether each is in a state."""
    waiting = directives_waiting(connection)
    if not waiting:
        return {}
    rows = store.chosen(connection, viewer.unit_ids, ids=waiting)
    counts = _counts_of_rows(connection, rows, tops=tops)
    return {row.id: _is_in(counts.get(row.id, Counts()), state) for row in rows}


def _is_in(counts: Counts, state: str) -> bool:
    closed = counts.completed + counts.excused
    found = {
        "open": counts.assigned > closed,
        "overdue": counts.open_overdue > 0,
        "done": 0 < closed == counts.assigned,
    }
    return found[state]


@dataclass(frozen=True)
class TaskLine:
    """A clause of a directive with the counts of the viewer's part of it. ``deadlines``: the phrases it gives;
    ``due_days``: the last day of each occurrence so far (None: without a date). ``is_party``: a unit of the viewer
    takes part beside the lead."""

    id: int
    key: str
    text: str
    section: str | None
    line: int | None
    kind: str
    owner_label: str
    external: tuple[str, ...]
    coordinators: tuple[str, ...]
    informed: tuple[str, ...]
    fields: tuple[Mapping[str, Any], ...]
    deadlines: tuple[str, ...]
    due_days: tuple[date | None, ...]
    is_party: bool
    counts: Counts


@dataclass(frozen=True)
class DueDay:
    """What falls due on one day, as all units share it (a deadline that was moved for one unit stands at its
    obligation). ``tasks``: (task, occurrence) of each."""

    on: date
    tasks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ChangedDay:
    """By how much the counts changed on one day; the sum of all days is what they are."""

    on: date
    change: Counts


@dataclass(frozen=True)
class DirectivePage:
    """A directive. ``is_whole``: the viewer sees all of it, else only the clauses and counts that touch the viewer's
    units. ``nodes``: the units at which it is counted. ``lines``: the text it was issued from, if that was kept:
    whoever the document was sent to reads it whole."""

    head: DirectiveHead
    is_whole: bool
    nodes: tuple[UnitHead, ...]
    counts: Counts
    tasks: tuple[TaskLine, ...]
    due_days: tuple[DueDay, ...]
    changed_days: tuple[ChangedDay, ...]
    file_name: str | None
    lines: tuple[str, ...] | None


def show_directive(database: Database, viewer: Viewer, *, directive_id: int) -> DirectivePage:
    """A directive as far as a viewer sees it. Raises NotFound."""
    with reading(database) as connection:
        directive, is_whole, tops = _reach(connection, viewer, directive_id=directive_id)
        nodes = _nodes(directive, tops=tops, is_whole=is_whole)
        tasks = store.tasks(connection, directive_id, units=nodes, helpers=viewer.unit_ids)
        shown = [row for row in tasks if is_whole or row.is_party or row.open_within is not None]
        deadlines = store.shared_deadlines(connection, directive_id)
        counts = totals(connection, nodes, choice=Choice(directive_id))
        waiting = pending_by_task(connection, nodes, directive_id=directive_id)
        text = store.text_of(connection, directive_id)
        seen = {row.id for row in shown}
        return DirectivePage(
            head=_head(directive),
            is_whole=is_whole,
            nodes=tuple(head_of(row) for row in organisation_store.units_by_id(connection, nodes)),
            counts=sum(counts.values(), Counts()),
            tasks=tuple(_task_line(row, deadlines=deadlines, waiting=waiting) for row in shown),
            due_days=_due_days([row for row in deadlines if row.task_id in seen]),
            changed_days=_changed_days(connection, directive_id, units=nodes),
            file_name=text.file_name if text is not None else None,
            lines=tuple(text.text.splitlines()) if text is not None else None,
        )


def _changed_days(connection: Connection, directive_id: int, *, units: list[int]) -> tuple[ChangedDay, ...]:
    days = dict(store.changes_by_day(connection, directive_id, units=units))
    for _, at, change in pending(connection, units, choice=Choice(directive_id)):
        on = day_of(at)
        days[on] = days.get(on, Counts()) + change
    return tuple(ChangedDay(on, days[on]) for on in sorted(days))


@dataclass(frozen=True)
class DirectiveReach:
    """A directive by its head, whether the viewer sees all of it, and the units at which it is counted for the
    viewer."""

    head: DirectiveHead
    is_whole: bool
    nodes: tuple[UnitHead, ...]


def find_seen_directive(database: Database, viewer: Viewer, *, directive_id: int) -> DirectiveReach:
    """The head of a directive that a viewer sees at least in part. Raises NotFound."""
    with reading(database) as connection:
        directive, is_whole, tops = _reach(connection, viewer, directive_id=directive_id)
        nodes = _nodes(directive, tops=tops, is_whole=is_whole)
        heads = tuple(head_of(row) for row in organisation_store.units_by_id(connection, nodes))
        return DirectiveReach(_head(directive), is_whole, heads)


def table_of_directive(
    database: Database,
    viewer: Viewer,
    *,
    directive_id: int,
    unit_id: int | None = None,
    task: str | None = None,
    as_of: date | None = None,
) -> RollUp:
    """The official table of a directive at a unit, as far as the viewer sees it; without ``unit_id`` at the highest.
    Raises NotFound, and NotKeptByDay for a task as of a day."""
    with reading(database) as connection:
        directive, is_whole, tops = _reach(connection, viewer, directive_id=directive_id)
        if unit_id is not None:
            _require_unit(connection, viewer, unit_id=unit_id, is_whole=is_whole)
        nodes = _nodes(directive, tops=tops, is_whole=is_whole)
    return roll_up(database, directive_id, unit_id=unit_id or nodes[0], task=task, as_of=as_of)


def units_of_directive(
    database: Database,
    viewer: Viewer,
    *,
    directive_id: int,
    which: str = "all",
    unit_id: int | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[UnitCounts]:
    """Who has and who has not: the units that owe work of a directive themselves (at and below a unit, if one is
    given), each with the counts of its own work, ``which`` of WHICH. The counts of all pages of ``all`` add up to those
    of the node. Raises NotFound."""
    if which not in WHICH:
        raise NotFound(what="list", key=which)
    limit, after = within(limit), from_cursor(cursor, int)
    with reading(database) as connection:
        _, is_whole, tops = _reach(connection, viewer, directive_id=directive_id)
        if unit_id is not None:
            _require_unit(connection, viewer, unit_id=unit_id, is_whole=is_whole)
        place = _place(connection, [unit_id] if unit_id is not None else None if is_whole else tops)
        last = after[0] if after else None
        rows = store.units_owing(connection, directive_id, place=place, which=which, after=last, limit=limit)
        counts = store.own_counts(connection, directive_id, units=[row.id for row in rows])
    return cut(
        rows,
        limit=limit,
        make=lambda row: UnitCounts(head_of(row), counts.get(row.id, Counts())),
        key=lambda row: (row.id,),
    )


def obligations_of_unit(
    database: Database,
    viewer: Viewer,
    *,
    directive_id: int,
    unit_id: int,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Piece]:
    """What one unit owes in a directive itself, in the order of the text; work that was handed on is listed, though
    not counted. Raises NotFound."""
    at, limit, after = require_aware(at), within(limit), from_cursor(cursor, int, int, int)
    with reading(database) as connection:
        _, is_whole, _ = _reach(connection, viewer, directive_id=directive_id)
        _require_unit(connection, viewer, unit_id=unit_id, is_whole=is_whole)
        book = open_book(connection)
        rows = store.obligations_of(connection, directive_id, unit_id=unit_id, after=after, limit=limit)
    return cut(
        rows,
        limit=limit,
        make=lambda row: piece_of(row, book, at=at),
        key=lambda row: (row.ordinal, row.occurrence, row.id),
    )


def _reach(connection: Connection, viewer: Viewer, *, directive_id: int) -> tuple[Row[Any], bool, list[int]]:
    directive = find_directive(connection, directive_id)
    is_whole = sees_whole(connection, viewer, directive=directive)
    return directive, is_whole, [row.id for row in access_store.tops(connection, viewer.unit_ids)]


def _require_unit(connection: Connection, viewer: Viewer, *, unit_id: int, is_whole: bool) -> None:
    """Who sees a whole directive sees any unit's part of it; others only their own units'."""
    if is_whole:
        is_seen = organisation_store.find_unit(connection, unit_id) is not None
    else:
        is_seen = bool(access_store.path_to(connection, unit_id, units=viewer.unit_ids))
    if not is_seen:
        raise NotFound(what="unit", key=unit_id)


def _nodes(directive: Row[Any], *, tops: list[int], is_whole: bool) -> list[int]:
    """The units at which a viewer's part of a directive is counted."""
    return [directive.node_id or directive.issuer_id] if is_whole else tops


def _place(connection: Connection, units: list[int] | None) -> Place:
    if units is None:
        return Place(None)
    return Place(tuple(units), is_small=store.size_of(connection, units, most=_SMALL) < _SMALL)


def _head(row: Row[Any]) -> DirectiveHead:
    return DirectiveHead(
        id=row.id,
        document=document_of(row),
        doc_type=row.doc_type,
        title=row.title,
        issuer_id=row.issuer_id,
        issuer_name=row.issuer_name,
        issued_text=row.issued_text,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        urgency=row.urgency,
        period_start=row.period_start_on,
        period_end=row.period_end_on,
    )


def _task_line(row: Row[Any], *, deadlines: list[Row[Any]], waiting: Mapping[int, Counts]) -> TaskLine:
    return TaskLine(
        id=row.id,
        key=row.key,
        text=row.text,
        section=row.section,
        line=row.line,
        kind=row.kind,
        owner_label=row.owner_label,
        external=tuple(row.external),
        coordinators=tuple(row.coordinators),
        informed=tuple(row.informed),
        fields=tuple(row.fields),
        deadlines=tuple(rule["quote"] for rule in row.rules),
        due_days=tuple(found.last_day_on for found in deadlines if found.task_id == row.id),
        is_party=bool(row.is_party),
        counts=(Counts() if row.open_within is None else counts_of(row)) + waiting.get(row.id, Counts()),
    )


def _due_days(deadlines: list[Row[Any]]) -> tuple[DueDay, ...]:
    days: dict[date, list[tuple[int, int]]] = {}
    for row in deadlines:
        if row.last_day_on is not None:
            days.setdefault(row.last_day_on, []).append((row.task_id, row.occurrence))
    return tuple(DueDay(on, tuple(days[on])) for on in sorted(days))
