"""Subscriptions of other servers, what they are to be told, and what of it was told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from engine.store.tables import CALL, DIRECTIVE, HISTORY, OBLIGATION, PERSON, SUBSCRIPTION, TASK, UNIT, UNIT_CLOSURE
from engine.store.upserts import insert_all_unless_there


@dataclass(frozen=True)
class Span:
    """Where to look for what happened: at and below a unit, from an instant on, of some kinds; ``after``: the last one
    that was found (recorded_at, obligation, seq)."""

    unit_id: int
    since_at: datetime
    kinds: tuple[str, ...]
    after: tuple[datetime, int, int] | None = None


def insert_subscription(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a subscription; gives its id."""
    found: int = connection.execute(insert(SUBSCRIPTION).values(**values).returning(SUBSCRIPTION.c.id)).scalar_one()
    return found


def _with_unit() -> Select[Any]:
    waiting = (
        select(func.count())
        .select_from(CALL)
        .where((CALL.c.subscription_id == SUBSCRIPTION.c.id) & CALL.c.told_at.is_(None))
        .scalar_subquery()
    )
    return select(SUBSCRIPTION, UNIT.c.name.label("unit_name"), waiting.label("waiting")).join(
        UNIT, UNIT.c.id == SUBSCRIPTION.c.unit_id
    )


def of_person(connection: Connection, person_id: int) -> Sequence[Row[Any]]:
    """The subscriptions of a person, the oldest first, with the unit's name and how many calls wait."""
    query = _with_unit().where(SUBSCRIPTION.c.person_id == person_id)
    return connection.execute(query.order_by(SUBSCRIPTION.c.id)).all()


def one(connection: Connection, subscription_id: int) -> Row[Any] | None:
    """A subscription, as ``of_person`` gives it."""
    return connection.execute(_with_unit().where(SUBSCRIPTION.c.id == subscription_id)).one_or_none()


def active(connection: Connection) -> Sequence[Row[Any]]:
    """The subscriptions that were not stopped, with the name of each person."""
    query = select(SUBSCRIPTION, PERSON.c.name.label("person_name")).join(
        PERSON, PERSON.c.id == SUBSCRIPTION.c.person_id
    )
    return connection.execute(query.where(SUBSCRIPTION.c.stopped_at.is_(None)).order_by(SUBSCRIPTION.c.id)).all()


def change(connection: Connection, subscription_id: int, *, values: Mapping[str, Any]) -> None:
    """Change a subscription."""
    connection.execute(update(SUBSCRIPTION).where(SUBSCRIPTION.c.id == subscription_id).values(**values))


def see(connection: Connection, subscription_id: int, *, at: datetime) -> None:
    """Note up to when was looked; never back."""
    mine = (SUBSCRIPTION.c.id == subscription_id) & (SUBSCRIPTION.c.seen_at < at)
    connection.execute(update(SUBSCRIPTION).where(mine).values(seen_at=at))


def stop(connection: Connection, subscription_id: int, *, reason: str, at: datetime) -> None:
    """Stop a subscription that runs."""
    running = (SUBSCRIPTION.c.id == subscription_id) & SUBSCRIPTION.c.stopped_at.is_(None)
    connection.execute(update(SUBSCRIPTION).where(running).values(stopped_at=at, stopped_reason=reason))


def resume(connection: Connection, subscription_id: int, *, at: datetime) -> None:
    """Let every call that was not told begin anew."""
    waiting = (CALL.c.subscription_id == subscription_id) & CALL.c.told_at.is_(None)
    connection.execute(update(CALL).where(waiting).values(next_at=at, attempts=0))


def remove(connection: Connection, subscription_id: int) -> None:
    """Take out a subscription and its calls."""
    connection.execute(delete(CALL).where(CALL.c.subscription_id == subscription_id))
    connection.execute(delete(SUBSCRIPTION).where(SUBSCRIPTION.c.id == subscription_id))


def facts(connection: Connection, span: Span, *, limit: int) -> Sequence[Row[Any]]:
    """History entries recorded in a span, in the order in which they were recorded."""
    place = (HISTORY.c.recorded_at, HISTORY.c.obligation_id, HISTORY.c.seq)
    query = (
        select(HISTORY, OBLIGATION.c.unit_id, OBLIGATION.c.directive_id, OBLIGATION.c.occurrence)
        .add_columns(UNIT.c.code.label("unit_code"), UNIT.c.name.label("unit_name"), TASK.c.key.label("task_key"))
        .add_columns(DIRECTIVE.c.number, DIRECTIVE.c.number_suffix)
        .join(OBLIGATION, OBLIGATION.c.id == HISTORY.c.obligation_id)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == OBLIGATION.c.unit_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .where((HISTORY.c.recorded_at >= span.since_at) & (UNIT_CLOSURE.c.ancestor_id == span.unit_id))
        .where(HISTORY.c.kind.in_(span.kinds))
    )
    if span.after is not None:
        recorded_at, *rest = span.after
        last = (literal(recorded_at, HISTORY.c.recorded_at.type), *map(literal, rest))
        query = query.where(tuple_(*place) > tuple_(*last))
    return connection.execute(query.order_by(*place).limit(limit)).all()


def issued(connection: Connection, unit_id: int, *, since_at: datetime, after: int, limit: int) -> Sequence[Row[Any]]:
    """Directives that were issued from an instant on by units at and below one, or that gave them work, by id."""
    issuer = UNIT_CLOSURE.alias()
    is_issuer = (
        select(issuer.c.depth)
        .where((issuer.c.descendant_id == DIRECTIVE.c.issuer_id) & (issuer.c.ancestor_id == unit_id))
        .exists()
    )
    owes = (
        select(OBLIGATION.c.id)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == OBLIGATION.c.unit_id)
        .where((OBLIGATION.c.directive_id == DIRECTIVE.c.id) & (UNIT_CLOSURE.c.ancestor_id == unit_id))
        .exists()
    )
    query = select(DIRECTIVE).where((DIRECTIVE.c.issued_at >= since_at) & (DIRECTIVE.c.id > after))
    return connection.execute(query.where(or_(is_issuer, owes)).order_by(DIRECTIVE.c.id).limit(limit)).all()


def note(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Write down calls, but for those that stand there already; gives how many are new."""
    return insert_all_unless_there(connection, CALL, rows=rows) if rows else 0


def due(connection: Connection, *, at: datetime, limit: int) -> Sequence[Row[Any]]:
    """Calls whose time has come, of subscriptions that run, with address and secret, the oldest first."""
    query = (
        select(CALL, SUBSCRIPTION.c.url, SUBSCRIPTION.c.secret_sealed)
        .join(SUBSCRIPTION, SUBSCRIPTION.c.id == CALL.c.subscription_id)
        .where((CALL.c.next_at <= at) & SUBSCRIPTION.c.stopped_at.is_(None))
    )
    return connection.execute(query.order_by(CALL.c.next_at, CALL.c.id).limit(limit)).all()


def claim(connection: Connection, row: Row[Any], *, until: datetime) -> bool:
    """Take a call to tell it; False if somebody was faster."""
    same = (CALL.c.id == row.id) & (CALL.c.attempts == row.attempts) & (CALL.c.next_at == row.next_at)
    query = update(CALL).where(same).values(attempts=row.attempts + 1, next_at=until)
    return connection.execute(query).rowcount == 1


def settle(connection: Connection, call_id: int, *, attempts: int, values: Mapping[str, Any]) -> bool:
    """Record what became of an attempt; False if another one was begun meanwhile."""
    query = update(CALL).where(_attempt(call_id, attempts)).values(**values)
    return connection.execute(query).rowcount == 1


def give_back(connection: Connection, call_id: int, *, attempts: int, next_at: datetime) -> None:
    """Give back a call that was taken and not told."""
    query = update(CALL).where(_attempt(call_id, attempts)).values(attempts=attempts - 1, next_at=next_at)
    connection.execute(query)


def _attempt(call_id: int, attempts: int) -> ColumnElement[bool]:
    return (CALL.c.id == call_id) & (CALL.c.attempts == attempts) & CALL.c.told_at.is_(None)


def sweep(connection: Connection, *, told_before: datetime, made_before: datetime) -> int:
    """Take out calls told before an instant, and those made before another that nobody took; gives how many."""
    old = (CALL.c.told_at < told_before) | (CALL.c.told_at.is_(None) & (CALL.c.made_at < made_before))
    return connection.execute(delete(CALL).where(old)).rowcount
