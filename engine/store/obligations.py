"""Obligations: claims for the sweep, updates that check what was seen, history, reports, extensions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update

from engine.history import Entry
from engine.store.tables import (
    DAILY_SEAL,
    DEADLINE,
    DIRECTIVE,
    EXTENSION,
    FIGURE_VALUE,
    HISTORY,
    OBLIGATION,
    REPORT,
    TASK,
)

_SWEPT = (
    OBLIGATION.c.id,
    OBLIGATION.c.directive_id,
    OBLIGATION.c.task_id,
    OBLIGATION.c.unit_id,
    OBLIGATION.c.occurrence,
    OBLIGATION.c.status,
    OBLIGATION.c.bucket,
    OBLIGATION.c.deadline_id,
    OBLIGATION.c.deadline_version,
    OBLIGATION.c.due_at,
    OBLIGATION.c.running_from_at,
    OBLIGATION.c.settled_at,
    OBLIGATION.c.next_at,
    OBLIGATION.c.last_submitted_at,
    OBLIGATION.c.judged_due_at,
    OBLIGATION.c.history_length,
    OBLIGATION.c.history_head,
)


class Move(NamedTuple):
    """Where a sweep leaves an obligation: the instant it was seen waiting for, and what is true of it now."""

    seen_at: datetime
    bucket: str
    settled_at: datetime
    next_at: datetime | None


_MOVE = (
    update(OBLIGATION)
    .where(OBLIGATION.c.id.in_(bindparam("b_ids", expanding=True)) & (OBLIGATION.c.next_at == bindparam("b_seen_at")))
    .values({name: bindparam(f"b_{name}") for name in ("bucket", "settled_at", "next_at")})
)
_EXTEND = (
    update(OBLIGATION)
    .where(OBLIGATION.c.id == bindparam("b_id"))
    .values(history_length=bindparam("b_length"), history_head=bindparam("b_head"))
)
_AT_ONCE = 5_000


def claim_due(connection: Connection, *, at: datetime, limit: int) -> list[Row[Any]]:
    """Obligations whose time has come, earliest first; on PostgreSQL locked so that other sweepers pass them by
    (on SQLite the write transaction itself keeps others out)."""
    query = (
        select(*_SWEPT).where(OBLIGATION.c.next_at <= at).order_by(OBLIGATION.c.next_at, OBLIGATION.c.id).limit(limit)
    )
    return list(connection.execute(query.with_for_update(skip_locked=True)))


def due_ids(connection: Connection, *, at: datetime, limit: int) -> list[int]:
    """Ids of due obligations; reads nothing else of them."""
    query = select(OBLIGATION.c.id).where(OBLIGATION.c.next_at <= at).order_by(OBLIGATION.c.next_at, OBLIGATION.c.id)
    return list(connection.execute(query.limit(limit)).scalars())


def claim_one(connection: Connection, obligation_id: int, *, at: datetime) -> list[Row[Any]]:
    """One due obligation, claimed as in ``claim_due``; empty if another sweeper has it."""
    query = select(*_SWEPT).where((OBLIGATION.c.id == obligation_id) & (OBLIGATION.c.next_at <= at))
    return list(connection.execute(query.with_for_update(skip_locked=True)))


def has_due(connection: Connection, *, at: datetime) -> bool:
    """True while an obligation waits for a sweep at or before ``at``."""
    return connection.execute(select(OBLIGATION.c.id).where(OBLIGATION.c.next_at <= at).limit(1)).first() is not None


def move_swept(connection: Connection, moves: Mapping[Move, Sequence[int]]) -> None:
    """Write what the sweep decided, at once for all that go the same way, each only if it still stands where it was
    seen."""
    for move, ids in moves.items():
        values = {f"b_{name}": value for name, value in move._asdict().items()}
        for i in range(0, len(ids), _AT_ONCE):
            connection.execute(_MOVE, {"b_ids": ids[i : i + _AT_ONCE], **values})


def extend_chains(connection: Connection, rows: Sequence[tuple[int, int, str]]) -> None:
    """Record the new ends of the chains of claimed obligations: (id, length, head)."""
    if rows:
        connection.execute(_EXTEND, [{"b_id": n, "b_length": length, "b_head": head} for n, length, head in rows])


_LOCK = select(OBLIGATION).where(OBLIGATION.c.id == bindparam("b_id")).with_for_update()


def lock(connection: Connection, obligation_id: int) -> Row[Any] | None:
    """One obligation, locked for this transaction."""
    return connection.execute(_LOCK, {"b_id": obligation_id}).first()


def save(connection: Connection, obligation_id: int, *, values: Mapping[str, Any]) -> None:
    """Write some columns of a locked obligation."""
    connection.execute(update(OBLIGATION).where(OBLIGATION.c.id == obligation_id).values(**values))


def set_aside(connection: Connection, obligation_id: int, *, at: datetime, reason: str) -> None:
    """Take a row out of the sweep with its error; the doctor reports it."""
    still_due = (OBLIGATION.c.id == obligation_id) & (OBLIGATION.c.next_at <= at)
    values = {"set_aside_at": at, "set_aside_reason": reason[:500], "next_at": None}
    connection.execute(update(OBLIGATION).where(still_due).values(**values))


def put_back(connection: Connection, *, at: datetime) -> int:
    """Let the sweep look at the rows set aside once more."""
    values = {"set_aside_at": None, "set_aside_reason": None, "next_at": at}
    return connection.execute(
        update(OBLIGATION).where(OBLIGATION.c.set_aside_at.is_not(None)).values(**values)
    ).rowcount


def rows_set_aside(connection: Connection) -> list[Row[Any]]:
    """Rows set aside: id, set_aside_at, set_aside_reason."""
    query = select(OBLIGATION.c.id, OBLIGATION.c.set_aside_at, OBLIGATION.c.set_aside_reason)
    return list(connection.execute(query.where(OBLIGATION.c.set_aside_at.is_not(None)).order_by(OBLIGATION.c.id)))


def append_history(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append history entries (bulk)."""
    if rows:
        connection.execute(insert(HISTORY), list(rows))


def history(connection: Connection, obligation_id: int) -> list[tuple[Entry, str]]:
    """The entries of an obligation in order, each with its stored hash."""
    query = select(HISTORY).where(HISTORY.c.obligation_id == obligation_id).order_by(HISTORY.c.seq)
    return [(_entry(row), row.hash) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, row.kind, row.happened_at, row.actor, row.post, row.reason, row.payload)


def chains(connection: Connection, directive_id: int, *, after: int, limit: int) -> list[Row[Any]]:
    """Obligations of a directive by id, with task key and seal, for checking their chains."""
    query = (
        select(
            OBLIGATION.c.id,
            OBLIGATION.c.unit_id,
            OBLIGATION.c.occurrence,
            OBLIGATION.c.history_length,
            OBLIGATION.c.history_head,
            TASK.c.key.label("task_key"),
            DIRECTIVE.c.seal,
        )
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .where((OBLIGATION.c.directive_id == directive_id) & (OBLIGATION.c.id > after))
    )
    return list(connection.execute(query.order_by(OBLIGATION.c.id).limit(limit)))


def histories(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[Entry, str]]]:
    """Entries of several obligations."""
    found: dict[int, list[tuple[Entry, str]]] = {}
    query = select(HISTORY).where(HISTORY.c.obligation_id.in_(ids)).order_by(HISTORY.c.obligation_id, HISTORY.c.seq)
    for row in connection.execute(query):
        found.setdefault(row.obligation_id, []).append((_entry(row), row.hash))
    return found


def daily_seal(connection: Connection, directive_id: int, *, on: date) -> Row[Any] | None:
    """The newest seal of a directive made on or before a day."""
    query = select(DAILY_SEAL).where((DAILY_SEAL.c.directive_id == directive_id) & (DAILY_SEAL.c.sealed_on <= on))
    return connection.execute(query.order_by(DAILY_SEAL.c.sealed_on.desc()).limit(1)).first()


def insert_daily_seal(connection: Connection, *, directive_id: int, on: date, hashed: str, count: int) -> None:
    """Record a day's seal."""
    values = {"directive_id": directive_id, "sealed_on": on, "hash": hashed, "obligations": count}
    connection.execute(insert(DAILY_SEAL), [values])


def insert_report(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a report under the next number of its obligation; gives the number."""
    last = select(func.coalesce(func.max(REPORT.c.number), 0)).where(REPORT.c.obligation_id == values["obligation_id"])
    number = int(connection.execute(last).scalar_one()) + 1
    connection.execute(insert(REPORT).values(number=number, **values))
    return number


def last_report(connection: Connection, obligation_id: int) -> Row[Any] | None:
    """The newest report of an obligation."""
    query = select(REPORT).where(REPORT.c.obligation_id == obligation_id).order_by(REPORT.c.number.desc()).limit(1)
    return connection.execute(query).first()


def reports(connection: Connection, obligation_id: int) -> list[Row[Any]]:
    """All reports of an obligation in order."""
    return list(
        connection.execute(select(REPORT).where(REPORT.c.obligation_id == obligation_id).order_by(REPORT.c.number))
    )


def review_report(connection: Connection, report_id: int, *, values: Mapping[str, Any]) -> None:
    """Record the answer to a report."""
    connection.execute(update(REPORT).where(REPORT.c.id == report_id).values(**values))


def insert_figures(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the figures of an accepted report."""
    if rows:
        connection.execute(insert(FIGURE_VALUE), list(rows))


def insert_extension(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a request; gives its id."""
    key = connection.execute(insert(EXTENSION).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def extensions(connection: Connection, obligation_id: int) -> list[Row[Any]]:
    """All requests of an obligation in order."""
    query = select(EXTENSION).where(EXTENSION.c.obligation_id == obligation_id).order_by(EXTENSION.c.id)
    return list(connection.execute(query))


def decide_extension(connection: Connection, extension_id: int, *, values: Mapping[str, Any]) -> None:
    """Record the decision of a request."""
    connection.execute(update(EXTENSION).where(EXTENSION.c.id == extension_id).values(**values))


def deadline_versions(connection: Connection, row: Row[Any]) -> list[Row[Any]]:
    """The versions of an obligation's deadline, newest first, by following what each supersedes."""
    found: list[Row[Any]] = []
    wanted: int | None = row.deadline_id
    while wanted is not None:
        deadline = connection.execute(select(DEADLINE).where(DEADLINE.c.id == wanted)).one()
        found.append(deadline)
        wanted = deadline.supersedes_id
    return found


def on_deadline(connection: Connection, deadline_id: int) -> list[Row[Any]]:
    """Open obligations that hang on a deadline version."""
    query = select(OBLIGATION).where((OBLIGATION.c.deadline_id == deadline_id) & OBLIGATION.c.closed_at.is_(None))
    return list(connection.execute(query.order_by(OBLIGATION.c.id).with_for_update()))


_ARMED = (
    OBLIGATION.c.task_id,
    OBLIGATION.c.deadline_id,
    OBLIGATION.c.status,
    OBLIGATION.c.bucket,
    OBLIGATION.c.due_at,
    OBLIGATION.c.running_from_at,
    OBLIGATION.c.settled_at,
    OBLIGATION.c.next_at,
    OBLIGATION.c.last_submitted_at,
    OBLIGATION.c.judged_due_at,
)


def armed(connection: Connection) -> list[Row[Any]]:
    """Open dated obligations in groups that stand alike, with the size of each group."""
    query = (
        select(*_ARMED, DEADLINE.c.last_day_on, DEADLINE.c.zone, func.count().label("obligations"))
        .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
        .where(
            OBLIGATION.c.closed_at.is_(None) & OBLIGATION.c.due_at.is_not(None) & OBLIGATION.c.set_aside_at.is_(None)
        )
        .group_by(*_ARMED, DEADLINE.c.last_day_on, DEADLINE.c.zone)
    )
    return list(connection.execute(query))


def rearm(connection: Connection, group: Row[Any], *, next_at: datetime | None, settled_at: datetime) -> None:
    """Give a group of obligations that stand alike another next instant."""
    same: ColumnElement[bool] = OBLIGATION.c.closed_at.is_(None) & OBLIGATION.c.set_aside_at.is_(None)
    for column in _ARMED:
        value = getattr(group, column.name)
        same &= column.is_(None) if value is None else column == value
    connection.execute(update(OBLIGATION).where(same).values(next_at=next_at, settled_at=settled_at))
