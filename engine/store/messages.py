"""The outbox: messages, claims with a lease, attempts, stopped channels."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engine.channels import probe_at
from engine.outbox import MessageState
from engine.store.database import is_postgresql
from engine.store.tables import CHANNEL_STOP, CONTACT, DELIVERY, MESSAGE

CLAIMABLE = (MessageState.PENDING, MessageState.DEFERRED, MessageState.CLAIMED, MessageState.SENDING)

# Once for every message that is sent: building a statement costs more than running it.
_MINE = (MESSAGE.c.id == bindparam("b_id")) & (MESSAGE.c.claimed_by == bindparam("b_worker"))
_LOCK = (
    select(MESSAGE, CONTACT.c.address.label("address_now"))
    .outerjoin(
        CONTACT,
        (CONTACT.c.person_id == MESSAGE.c.person_id)
        & (CONTACT.c.channel == MESSAGE.c.channel)
        & CONTACT.c.disabled_at.is_(None),
    )
    .where(_MINE)
    .with_for_update(of=MESSAGE)
)
_BEGIN_ATTEMPT = insert(DELIVERY)


_INSERT_SQLITE = insert_sqlite(MESSAGE).on_conflict_do_nothing(index_elements=["key"]).returning(MESSAGE.c.id)
_INSERT_POSTGRESQL = insert_postgresql(MESSAGE).on_conflict_do_nothing(index_elements=["key"]).returning(MESSAGE.c.id)


def insert_message(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Insert a message; None if its key is there already."""
    statement = _INSERT_POSTGRESQL if is_postgresql(connection) else _INSERT_SQLITE
    found: int | None = connection.execute(statement, dict(values)).scalar()
    return found


def claim(
    connection: Connection, *, channel: str, worker: str, at: datetime, limit: int, lease: timedelta
) -> list[int]:
    """Claim due messages: ``next_at`` is when a message may be taken, also while it is claimed (then: the lease's
    end)."""
    due = select(MESSAGE.c.id).where((MESSAGE.c.channel == channel) & (MESSAGE.c.next_at <= at))
    due = due.order_by(MESSAGE.c.next_at, MESSAGE.c.id).limit(limit).with_for_update(skip_locked=True)
    ids = list(connection.execute(due).scalars())
    if ids:
        # An interrupted attempt stays ``sending`` until it is begun again, so that the record shows what is in doubt.
        state = case((MESSAGE.c.state == MessageState.SENDING, MESSAGE.c.state), else_=MessageState.CLAIMED.value)
        values = {"state": state, "claimed_by": worker, "next_at": at + lease}
        connection.execute(update(MESSAGE).where(MESSAGE.c.id.in_(ids)).values(**values))
    return ids


def lock(connection: Connection, message_id: int, *, worker: str) -> Row[Any] | None:
    """A message that this worker still holds, locked, and its reader's working address today (``address_now``); None if
    another has taken it over."""
    return connection.execute(_LOCK, {"b_id": message_id, "b_worker": worker}).first()


def save(connection: Connection, message_id: int, *, values: Mapping[str, Any]) -> None:
    """Write some columns of a message."""
    named = {f"b_{name}": value for name, value in values.items()}
    connection.execute(_save(tuple(values)), {"b_id": message_id, **named})


@cache
def _save(names: tuple[str, ...]) -> Update:
    same = MESSAGE.c.id == bindparam("b_id")
    return update(MESSAGE).where(same).values({name: bindparam(f"b_{name}") for name in names})


def release(connection: Connection, ids: Sequence[int], *, worker: str, at: datetime) -> None:
    """Give claims back unsent."""
    mine = MESSAGE.c.id.in_(ids) & (MESSAGE.c.claimed_by == worker) & (MESSAGE.c.state == MessageState.CLAIMED)
    values = {"state": MessageState.PENDING.value, "claimed_by": None, "next_at": at}
    connection.execute(update(MESSAGE).where(mine).values(**values))


def begin_attempt(connection: Connection, values: Mapping[str, Any]) -> None:
    """Record that an attempt begins."""
    connection.execute(_BEGIN_ATTEMPT, [dict(values)])


def settle(connection: Connection, message_id: int, *, worker: str, counted: int, values: Mapping[str, Any]) -> bool:
    """Write some columns of a message that this worker still holds, ``counted`` attempts more; False if another has
    taken it over."""
    named = {f"b_{name}": value for name, value in values.items()}
    held = {"b_id": message_id, "b_worker": worker, "b_counted": counted}
    return connection.execute(_settle(tuple(values)), {**held, **named}).rowcount == 1


@cache
def _settle(names: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in names}
    return update(MESSAGE).where(_MINE).values(attempts=MESSAGE.c.attempts + bindparam("b_counted"), **values)


def end_attempt(connection: Connection, message_id: int, *, values: Mapping[str, Any]) -> None:
    """Record how the attempt that is under way ended."""
    named = {f"b_{name}": value for name, value in values.items()}
    connection.execute(_end_attempt(tuple(values)), {"b_message_id": message_id, **named})


@cache
def _end_attempt(names: tuple[str, ...]) -> Update:
    under_way = (DELIVERY.c.message_id == bindparam("b_message_id")) & DELIVERY.c.ended_at.is_(None)
    return update(DELIVERY).where(under_way).values({name: bindparam(f"b_{name}") for name in names})


def attempts(connection: Connection, message_id: int) -> list[Row[Any]]:
    """Attempts of a message in order."""
    query = select(DELIVERY).where(DELIVERY.c.message_id == message_id).order_by(DELIVERY.c.attempt)
    return list(connection.execute(query))


def by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Messages by id."""
    return {row.id: row for row in connection.execute(select(MESSAGE).where(MESSAGE.c.id.in_(list(ids))))}


def unsent_before(connection: Connection, people: Sequence[int], *, kind: str, before: datetime) -> list[int]:
    """Messages of a kind made for some people before an instant that still wait for their first chance, locked. Not one
    that took over from another channel: its lines may have arrived there, and must not go there again."""
    waiting = MESSAGE.c.state.in_((MessageState.PENDING, MessageState.DEFERRED)) & (MESSAGE.c.kind == kind)
    waiting &= MESSAGE.c.previous_id.is_(None)
    query = select(MESSAGE.c.id).where(MESSAGE.c.person_id.in_(people) & waiting & (MESSAGE.c.created_at < before))
    return list(connection.execute(query.with_for_update(skip_locked=True)).scalars())


def supersede(connection: Connection, ids: Sequence[int], *, at: datetime) -> None:
    """Take messages out because a newer one says what is true now."""
    values = {"state": MessageState.SUPERSEDED.value, "next_at": None, "claimed_by": None, "settled_at": at}
    connection.execute(update(MESSAGE).where(MESSAGE.c.id.in_(ids)).values(**values))


def count_since(connection: Connection, people: Sequence[int], *, since: datetime) -> dict[int, int]:
    """Messages made for each person since an instant."""
    query = (
        select(MESSAGE.c.person_id, func.count().label("messages"))
        .where(MESSAGE.c.person_id.in_(people) & (MESSAGE.c.created_at >= since))
        .group_by(MESSAGE.c.person_id)
    )
    return {row.person_id: int(row.messages) for row in connection.execute(query)}


def with_message_since(connection: Connection, people: Sequence[int], *, kind: str, since: datetime) -> set[int]:
    """Those of some people for whom a message of a kind was made since an instant, on whichever channel; one that only
    took over from another does not count."""
    made = (MESSAGE.c.created_at >= since) & (MESSAGE.c.kind == kind) & MESSAGE.c.previous_id.is_(None)
    query = select(MESSAGE.c.person_id).where(MESSAGE.c.person_id.in_(people) & made)
    return set(connection.execute(query).scalars())


def counts(connection: Connection) -> list[Row[Any]]:
    """How many messages there are by channel, kind and state."""
    columns = (MESSAGE.c.channel, MESSAGE.c.kind, MESSAGE.c.state)
    return list(
        connection.execute(select(*columns, func.count().label("messages")).group_by(*columns).order_by(*columns))
    )


def listed(connection: Connection, *, states: Sequence[str] = (), limit: int = 200) -> list[Row[Any]]:
    """Messages, newest first."""
    query = select(MESSAGE).order_by(MESSAGE.c.id.desc()).limit(limit)
    return list(connection.execute(query.where(MESSAGE.c.state.in_(states)) if states else query))


def stop_channel(connection: Connection, channel: str, *, at: datetime, reason: str, outcome: str = "") -> None:
    """Note that a channel waits: for an operator, or for the next probe. A probe in vain makes the next one later."""
    same = CHANNEL_STOP.c.channel == channel
    known = connection.execute(select(CHANNEL_STOP).where(same)).first()
    probes = 0 if known is None else known.probes + 1
    values = {"reason": reason[:500], "outcome": outcome, "probes": probes, "probe_at": probe_at(at, probes=probes)}
    if known is None:
        connection.execute(insert(CHANNEL_STOP), [{"channel": channel, "stopped_at": at, **values}])
    else:
        connection.execute(update(CHANNEL_STOP).where(same).values(**values))


def put_off_probe(connection: Connection, channel: str, *, until: datetime) -> None:
    """A probe is under way: no other is let through before ``until``."""
    connection.execute(update(CHANNEL_STOP).where(CHANNEL_STOP.c.channel == channel).values(probe_at=until))


_CLOSE = delete(CHANNEL_STOP).where(
    CHANNEL_STOP.c.channel
    == select(MESSAGE.c.channel).where(MESSAGE.c.id == bindparam("b_message_id")).scalar_subquery()
)


def close_circuit(connection: Connection, message_id: int) -> None:
    """The channel of a message went again: nothing waits for an operator any more."""
    connection.execute(_CLOSE, {"b_message_id": message_id})


def start_channel(connection: Connection, channel: str) -> bool:
    """Let a channel go on; False if it was not stopped."""
    return connection.execute(delete(CHANNEL_STOP).where(CHANNEL_STOP.c.channel == channel)).rowcount > 0


def stopped_channels(connection: Connection) -> dict[str, Row[Any]]:
    """Stopped channels with instant and reason."""
    return {row.channel: row for row in connection.execute(select(CHANNEL_STOP))}


def stuck(connection: Connection, *, since: datetime) -> int:
    """How many messages have been due since before ``since``."""
    late = or_(MESSAGE.c.state == MessageState.PENDING, MESSAGE.c.state == MessageState.DEFERRED)
    query = select(func.count()).select_from(MESSAGE).where(late & (MESSAGE.c.next_at < since))
    return int(connection.execute(query).scalar_one())
