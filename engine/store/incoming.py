"""What people wrote to the office, and which work they can mean."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engine.channels import ChannelKind
from engine.outbox import MessageState
from engine.states import OPEN
from engine.store.database import is_postgresql
from engine.store.tables import (
    CONTACT,
    DEADLINE,
    DIRECTIVE,
    INCOMING,
    MESSAGE,
    NOTICE,
    OBLIGATION,
    POST,
    TASK,
    UNIT,
)

_LEFT = (MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNKNOWN, MessageState.SENDING)


def insert_incoming(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Keep a message; False if it came before."""
    insert = insert_postgresql if is_postgresql(connection) else insert_sqlite
    statement = insert(INCOMING).on_conflict_do_nothing(index_elements=["channel", "provider_id"])
    return connection.execute(statement.returning(INCOMING.c.id), dict(values)).scalar() is not None


def unhandled(connection: Connection, *, limit: int) -> list[Row[Any]]:
    """Messages that nothing was made of yet, in the order in which they came."""
    query = select(INCOMING).where(INCOMING.c.handled_at.is_(None)).order_by(INCOMING.c.id).limit(limit)
    return list(connection.execute(query))


def close(connection: Connection, incoming_id: int, *, values: Mapping[str, Any]) -> bool:
    """Record what was made of a message; False if somebody else did so meanwhile."""
    open_still = (INCOMING.c.id == incoming_id) & INCOMING.c.handled_at.is_(None)
    return connection.execute(update(INCOMING).where(open_still).values(**values)).rowcount == 1


def one(connection: Connection, incoming_id: int) -> Row[Any] | None:
    """A message by its number."""
    return connection.execute(select(INCOMING).where(INCOMING.c.id == incoming_id)).first()


def save(connection: Connection, incoming_id: int, *, values: Mapping[str, Any]) -> None:
    """Write some columns of a message that was handled."""
    connection.execute(update(INCOMING).where(INCOMING.c.id == incoming_id).values(**values))


def listed(connection: Connection, *, outcomes: Sequence[str] = (), limit: int) -> list[Row[Any]]:
    """Messages, newest first."""
    query = select(INCOMING).order_by(INCOMING.c.id.desc()).limit(limit)
    return list(connection.execute(query.where(INCOMING.c.outcome.in_(outcomes)) if outcomes else query))


def sender_of(connection: Connection, channel: str, *, address: str) -> int | None:
    """Whose verified address it is; None for a stranger, and for an address that several people share. The letters of
    a mail address may be written large or small."""
    is_mail = channel == ChannelKind.EMAIL
    is_same = func.lower(CONTACT.c.address) == address.lower() if is_mail else CONTACT.c.address == address
    same = (CONTACT.c.channel == channel) & is_same & CONTACT.c.verified_at.is_not(None)
    found = list(connection.execute(select(CONTACT.c.person_id).where(same & CONTACT.c.disabled_at.is_(None)).limit(2)))
    return found[0].person_id if len(found) == 1 else None


def told_in(connection: Connection, person_id: int, *, message_ids: Sequence[int], rfc_ids: Sequence[str]) -> list[int]:
    """The obligations that some messages to a person spoke of."""
    named = MESSAGE.c.id.in_(message_ids) | MESSAGE.c.rfc_message_id.in_(rfc_ids) | MESSAGE.c.thread_id.in_(rfc_ids)
    query = select(NOTICE.c.obligation_id).join(MESSAGE, MESSAGE.c.id == NOTICE.c.message_id)
    query = query.where(named & (MESSAGE.c.person_id == person_id)).distinct().order_by(NOTICE.c.obligation_id)
    return list(connection.execute(query).scalars())


def last_told(connection: Connection, person_id: int, *, channel: str, since: datetime) -> list[int]:
    """The obligations of the last message that left for a person on a channel since an instant."""
    left = (MESSAGE.c.person_id == person_id) & (MESSAGE.c.channel == channel) & (MESSAGE.c.created_at >= since)
    query = select(MESSAGE.c.id).where(left & MESSAGE.c.state.in_(_LEFT)).order_by(MESSAGE.c.id.desc()).limit(1)
    message_id = connection.execute(query).scalar()
    return [] if message_id is None else told_in(connection, person_id, message_ids=[message_id], rfc_ids=[])


_WORK = (
    select(
        OBLIGATION.c.id.label("obligation_id"),
        OBLIGATION.c.status,
        OBLIGATION.c.due_at,
        UNIT.c.name.label("unit_name"),
        TASK.c.key.label("task_key"),
        TASK.c.text.label("task_text"),
        DIRECTIVE.c.number,
        DIRECTIVE.c.number_suffix,
        DIRECTIVE.c.issued_on,
        DIRECTIVE.c.issued_text,
        DIRECTIVE.c.issuer_name,
        DIRECTIVE.c.title,
        DEADLINE.c.last_day_on,
    )
    .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
    .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
    .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
    .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
)


def open_work_of(connection: Connection, person_id: int, *, on: date, limit: int) -> list[Row[Any]]:
    """Open work of the units in which a person holds a post on a day, soonest due first, undated last."""
    is_held = or_(POST.c.valid_from.is_(None), POST.c.valid_from <= on)
    is_held &= or_(POST.c.valid_to.is_(None), POST.c.valid_to >= on)
    units = select(POST.c.unit_id).where((POST.c.person_id == person_id) & is_held)
    open_here = OBLIGATION.c.unit_id.in_(units) & OBLIGATION.c.status.in_(sorted(OPEN))
    order = (OBLIGATION.c.due_at.is_(None), OBLIGATION.c.due_at, OBLIGATION.c.id)
    return list(connection.execute(_WORK.where(open_here).order_by(*order).limit(limit)))


def work(connection: Connection, obligation_ids: Sequence[int]) -> list[Row[Any]]:
    """Some obligations with what a line about them needs, soonest due first."""
    order = (OBLIGATION.c.due_at.is_(None), OBLIGATION.c.due_at, OBLIGATION.c.id)
    return list(connection.execute(_WORK.where(OBLIGATION.c.id.in_(obligation_ids)).order_by(*order)))
