"""What units owe, what waits for those who assigned it, and what is late below: page by page, by the next key."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)

from engine.states import OPEN, Status
from engine.store.tables import (
    DEADLINE,
    DIRECTIVE,
    EXTENSION,
    OBLIGATION,
    REPORT,
    REPORT_DRAFT,
    TASK,
    UNIT,
    UNIT_CLOSURE,
)

GROUPS = ("overdue", "due_soon", "returned", "within_term", "no_deadline", "handed_in")
"""By urgency; the place of a group is its rank."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for the deadline of work that has none, so that it sorts last."""
EVER = datetime(1900, 1, 1, tzinfo=UTC)

_DUE = func.coalesce(OBLIGATION.c.due_at, literal(NEVER, OBLIGATION.c.due_at.type))
_TASK_COLUMNS = (
    TASK.c.key.label("task_key"),
    TASK.c.text.label("task_text"),
    DIRECTIVE.c.number,
    DIRECTIVE.c.number_suffix,
    DIRECTIVE.c.title,
    DIRECTIVE.c.issuer_name,
    UNIT.c.name.label("unit_name"),
    DEADLINE.c.last_day_on,
    DEADLINE.c.zone,
)


def with_task(query: Select[Any]) -> Select[Any]:
    """Add the unit, the clause, the document and the last day to obligations."""
    return (
        query.add_columns(*_TASK_COLUMNS)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
    )


def _rank(*, at: datetime, soon_at: datetime) -> ColumnElement[int]:
    """The place in GROUPS of open work."""
    due_at = OBLIGATION.c.due_at
    return case(
        (OBLIGATION.c.status == Status.SUBMITTED.value, 5),
        (due_at < at, 0),
        (due_at <= soon_at, 1),
        (OBLIGATION.c.status == Status.RETURNED.value, 2),
        (due_at.is_not(None), 3),
        else_=4,
    )


def _owed_by(units: Iterable[int]) -> ColumnElement[bool]:
    # Literal, not bound: SQLite uses an index on status only for values that it can see.
    is_open = OBLIGATION.c.status.in_([literal_column(f"'{status.value}'") for status in sorted(OPEN)])
    return OBLIGATION.c.unit_id.in_(sorted(set(units))) & is_open


def owed(
    connection: Connection,
    units: Iterable[int],
    *,
    person_id: int,
    at: datetime,
    soon_at: datetime,
    rank: int | None,
    after: tuple[int, datetime, int] | None,
    limit: int,
) -> list[Row[Any]]:
    """Open work of some units after a key (rank, deadline or NEVER, id), one row over the limit."""
    ranked = _rank(at=at, soon_at=soon_at)
    draft = select(REPORT_DRAFT.c.saved_at).where(
        (REPORT_DRAFT.c.obligation_id == OBLIGATION.c.id) & (REPORT_DRAFT.c.person_id == person_id)
    )
    answer = select(REPORT.c.review_reason).where(REPORT.c.obligation_id == OBLIGATION.c.id)
    answer = answer.order_by(REPORT.c.number.desc()).limit(1)
    query = with_task(
        select(
            OBLIGATION,
            ranked.label("rank"),
            _DUE.label("due_key"),
            draft.scalar_subquery().label("draft_saved_at"),
            answer.scalar_subquery().label("answer"),
        )
    ).where(_owed_by(units))
    if rank is not None:
        query = query.where(ranked == rank)
    key = (ranked, _DUE, OBLIGATION.c.id)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*_bound(after)))
    return list(connection.execute(query.order_by(*key).limit(limit + 1)))


def _bound(key: tuple[int | datetime, ...]) -> list[ColumnElement[Any]]:
    return [literal(part, OBLIGATION.c.due_at.type if isinstance(part, datetime) else None) for part in key]


def count_owed(connection: Connection, units: Iterable[int], *, at: datetime, soon_at: datetime) -> dict[str, int]:
    """How much open work some units have in each group."""
    ranked = _rank(at=at, soon_at=soon_at).label("rank")
    query = select(ranked, func.count().label("n")).where(_owed_by(units)).group_by(ranked)
    found = {GROUPS[row.rank]: int(row.n) for row in connection.execute(query)}
    return {name: found.get(name, 0) for name in GROUPS}


def _issued_by(units: Iterable[int]) -> ColumnElement[bool]:
    issued = select(DIRECTIVE.c.id).where(DIRECTIVE.c.issuer_id.in_(sorted(set(units))))
    return OBLIGATION.c.directive_id.in_(issued)


def _is_submitted(since: datetime = EVER) -> ColumnElement[bool]:
    # The bound on the instant says nothing new; it tells SQLite, which may have no statistics, which index is best.
    is_status = OBLIGATION.c.status == literal_column(f"'{Status.SUBMITTED.value}'")
    return is_status & (OBLIGATION.c.last_submitted_at >= since)


def handed_in(
    connection: Connection, issuers: Iterable[int], *, after: tuple[datetime, int] | None, limit: int
) -> list[Row[Any]]:
    """Reports that wait for the units that assigned the work, after a key (handed in at, obligation), the oldest first,
    one row over the limit."""
    key = (OBLIGATION.c.last_submitted_at, OBLIGATION.c.id)
    first = select(OBLIGATION.c.id).where(_is_submitted(after[0] if after else EVER) & _issued_by(issuers))
    if after is not None:
        first = first.where(tuple_(*key) > tuple_(*_bound(after)))
    chosen = first.order_by(*key).limit(limit + 1).correlate(None)
    other = REPORT.alias()
    last = select(func.max(other.c.number)).where(other.c.obligation_id == OBLIGATION.c.id).scalar_subquery()
    columns = (REPORT.c.number.label("report_number"), REPORT.c.submitted_at, REPORT.c.submitted_by)
    query = with_task(select(OBLIGATION, *columns, REPORT.c.text, REPORT.c.figures, REPORT.c.files, TASK.c.fields))
    query = query.join(REPORT, (REPORT.c.obligation_id == OBLIGATION.c.id) & (REPORT.c.number == last))
    return list(connection.execute(query.where(OBLIGATION.c.id.in_(chosen)).order_by(*key)))


def count_handed_in(connection: Connection, issuers: Iterable[int]) -> int:
    """How many reports wait for the units that assigned the work."""
    query = select(func.count()).select_from(OBLIGATION).where(_is_submitted() & _issued_by(issuers))
    return int(connection.execute(query).scalar_one())


def _is_asked(issuers: Iterable[int]) -> ColumnElement[bool]:
    is_open = OBLIGATION.c.status.in_([status.value for status in sorted(OPEN)])
    return EXTENSION.c.decision.is_(None) & is_open & _issued_by(issuers)


def asked(
    connection: Connection, issuers: Iterable[int], *, after: tuple[datetime, int] | None, limit: int
) -> list[Row[Any]]:
    """Requests for more time that wait for the units that assigned the work, after a key (asked at, request), the
    oldest first, one row over the limit."""
    columns: Sequence[Column[Any]] = (EXTENSION.c.asked_at, EXTENSION.c.asked_by, EXTENSION.c.until_on)
    query = with_task(
        select(OBLIGATION, EXTENSION.c.id.label("extension_id"), *columns, EXTENSION.c.reason).join(
            EXTENSION, EXTENSION.c.obligation_id == OBLIGATION.c.id
        )
    ).where(_is_asked(issuers))
    key = (EXTENSION.c.asked_at, EXTENSION.c.id)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*_bound(after)))
    return list(connection.execute(query.order_by(*key).limit(limit + 1)))


def count_asked(connection: Connection, issuers: Iterable[int]) -> int:
    """How many requests wait for the units that assigned the work."""
    query = select(func.count()).select_from(EXTENSION).join(OBLIGATION, OBLIGATION.c.id == EXTENSION.c.obligation_id)
    return int(connection.execute(query.where(_is_asked(issuers))).scalar_one())


def late(
    connection: Connection,
    units: Iterable[int],
    *,
    directive_id: int | None,
    is_sparse: bool,
    after: tuple[datetime, int] | None,
    limit: int,
) -> list[Row[Any]]:
    """Overdue work at and below some units after a key (deadline, id), the longest overdue first, one row over the
    limit. ``is_sparse``: little of all that is overdue lies there, so it is looked for unit by unit, not deadline by
    deadline."""
    below = select(UNIT_CLOSURE.c.descendant_id).where(UNIT_CLOSURE.c.ancestor_id.in_(sorted(set(units))))
    inside = (
        OBLIGATION.c.unit_id.in_(below)
        if is_sparse
        else below.where(UNIT_CLOSURE.c.descendant_id == OBLIGATION.c.unit_id).exists()
    )
    key = (OBLIGATION.c.due_at, OBLIGATION.c.id)
    first = select(OBLIGATION.c.id).where((OBLIGATION.c.bucket == literal_column("'open_overdue'")) & inside)
    if directive_id is not None:
        first = first.where(OBLIGATION.c.directive_id == directive_id)
    if after is not None:
        first = first.where(tuple_(*key) > tuple_(*_bound(after)))
    chosen = first.order_by(*key).limit(limit + 1).correlate(None)
    return list(connection.execute(with_task(select(OBLIGATION)).where(OBLIGATION.c.id.in_(chosen)).order_by(*key)))
