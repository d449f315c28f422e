"""The outbox as people read it: lists, what came of a message, messages that reached nobody, what they were about."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from engine.names import fold
from engine.outbox import MessageState, OutcomeClass
from engine.store.messages import CLAIMABLE
from engine.store.organisation import parts
from engine.store.tables import DELIVERY, DIRECTIVE, MESSAGE, NOTICE, OBLIGATION, TASK, UNIT

DEAD_STATES = (MessageState.FAILED_PERMANENT, MessageState.FAILED_EXHAUSTED, MessageState.UNKNOWN)
_LATER = MESSAGE.alias("later")


def listed(
    connection: Connection, *, states: Sequence[str] = (), channels: Sequence[str] = (), person: str = "", limit: int
) -> list[Row[Any]]:
    """Messages in some states (or all) on some channels (or all), newest first; ``person``: part of the reader's name
    or address."""
    query = select(MESSAGE).order_by(MESSAGE.c.id.desc())
    query = query.where(MESSAGE.c.state.in_(states)) if states else query
    query = query.where(MESSAGE.c.channel.in_(channels)) if channels else query
    return _first(connection, query, person=person, limit=limit)


def _is_dead() -> ColumnElement[bool]:
    """True for a message that failed, or whose fate nobody knows, and that no further channel takes over."""
    # Not a correlated question: nothing has an index on previous_id, and this way the few that have one are read once.
    taken_over = select(_LATER.c.previous_id).where(_LATER.c.previous_id.is_not(None))
    return MESSAGE.c.state.in_(DEAD_STATES) & MESSAGE.c.fall_back_at.is_(None) & MESSAGE.c.id.not_in(taken_over)


def dead(connection: Connection, *, person: str = "", limit: int) -> list[Row[Any]]:
    """Messages that reached nobody and that nothing is tried for any more, newest first."""
    return _first(
        connection, select(MESSAGE).where(_is_dead()).order_by(MESSAGE.c.id.desc()), person=person, limit=limit
    )


def locked(connection: Connection, message_id: int) -> Row[Any] | None:
    """A message, locked for this transaction."""
    return connection.execute(select(MESSAGE).where(MESSAGE.c.id == message_id).with_for_update()).first()


def is_dead_now(connection: Connection, message_id: int) -> bool:
    """True if a message reached nobody and nothing is tried for it any more."""
    return connection.execute(select(MESSAGE.c.id).where((MESSAGE.c.id == message_id) & _is_dead())).first() is not None


def _first(connection: Connection, query: Select[Any], *, person: str, limit: int) -> list[Row[Any]]:
    # Only Python folds Vietnamese letters the same way on both databases.
    if not person:
        return list(connection.execute(query.limit(limit)))
    wanted = fold(person)
    rows: Iterator[Row[Any]] = iter(connection.execute(query.execution_options(yield_per=500)))
    return list(islice((row for row in rows if wanted in fold(row.person_name) or wanted in fold(row.address)), limit))


def taken_over_by(connection: Connection, message_id: int) -> Row[Any] | None:
    """The message on which what one carried went on; None for the last."""
    # What takes over is made later: nothing has an index on previous_id, and the newest messages are soon read through.
    later = (MESSAGE.c.id > message_id) & (MESSAGE.c.previous_id == message_id)
    query = select(MESSAGE).where(later).order_by(MESSAGE.c.id.desc())
    return connection.execute(query.limit(1)).first()


def deliveries(connection: Connection, message_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Attempts of some messages in order."""
    found: dict[int, list[Row[Any]]] = {}
    for part in parts(message_ids):
        query = select(DELIVERY).where(DELIVERY.c.message_id.in_(part))
        for row in connection.execute(query.order_by(DELIVERY.c.message_id, DELIVERY.c.attempt)):
            found.setdefault(row.message_id, []).append(row)
    return found


def about(connection: Connection, message_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """What some messages speak of: obligation_id, status, unit_name, task_key, task_text, number, number_suffix."""
    found: dict[int, list[Row[Any]]] = {}
    columns = (
        NOTICE.c.message_id,
        NOTICE.c.obligation_id,
        OBLIGATION.c.status,
        UNIT.c.name.label("unit_name"),
        TASK.c.key.label("task_key"),
        TASK.c.text.label("task_text"),
        DIRECTIVE.c.number,
        DIRECTIVE.c.number_suffix,
    )
    for part in parts(message_ids):
        query = (
            select(*columns)
            .join(OBLIGATION, OBLIGATION.c.id == NOTICE.c.obligation_id)
            .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
            .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
            .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
            .where(NOTICE.c.message_id.in_(part))
            .distinct()
        )
        for row in sorted(connection.execute(query), key=lambda row: (row.message_id, row.obligation_id)):
            found.setdefault(row.message_id, []).append(row)
    return found


def last_ok_at(connection: Connection) -> datetime | None:
    """When a provider last took a message over."""
    query = select(func.max(DELIVERY.c.ended_at)).where(DELIVERY.c.outcome == OutcomeClass.OK)
    found: datetime | None = connection.execute(query).scalar()
    return found


_NEWEST = 20_000


def last_ok_by_channel(connection: Connection) -> dict[str, datetime]:
    """When a provider last took a message over, by channel, among the newest messages."""
    newest: int = connection.execute(select(func.max(MESSAGE.c.id))).scalar() or 0
    query = (
        select(MESSAGE.c.channel, func.max(DELIVERY.c.ended_at).label("last_ok_at"))
        .join(DELIVERY, DELIVERY.c.message_id == MESSAGE.c.id)
        .where((MESSAGE.c.id > newest - _NEWEST) & (DELIVERY.c.outcome == OutcomeClass.OK))
        .group_by(MESSAGE.c.channel)
    )
    return {row.channel: row.last_ok_at for row in connection.execute(query) if row.last_ok_at is not None}


def waiting_by_channel(connection: Connection, *, at: datetime) -> dict[str, int]:
    """How many messages are due on each channel."""
    query = select(MESSAGE.c.channel, func.count().label("messages")).where(MESSAGE.c.next_at <= at)
    return {row.channel: row.messages for row in connection.execute(query.group_by(MESSAGE.c.channel))}


def first_due_at(connection: Connection, *, after: datetime | None, at: datetime) -> datetime | None:
    """Since when there was something to send at ``at``, not counting what lay before ``after``: the first attempt that
    did not succeed, or the first message that is due and waits."""
    tried = select(func.min(DELIVERY.c.started_at)).where(
        DELIVERY.c.outcome.is_distinct_from(OutcomeClass.OK.value) & (DELIVERY.c.started_at <= at)
    )
    if after is not None:
        tried = tried.where(DELIVERY.c.started_at > after)
    waits = MESSAGE.c.state.in_(CLAIMABLE) & (MESSAGE.c.next_at <= at)
    found: Iterable[datetime | None] = (
        connection.execute(tried).scalar(),
        connection.execute(select(func.min(MESSAGE.c.next_at)).where(waits)).scalar(),
    )
    due = min((one for one in found if one is not None), default=None)
    return due if due is None or after is None else max(due, after)
