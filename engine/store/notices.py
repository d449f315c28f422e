"""Notices: the decisions about rungs, one per obligation, deadline version, rung and person. The insert is the
claim."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engine.store.database import is_postgresql
from engine.store.tables import DEADLINE, DIRECTIVE, NOTICE, OBLIGATION, TASK, UNIT

_AT_ONCE = 500
_IDENTITY = ("obligation_id", "deadline_version", "rung", "person_id")


def insert_notices(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record decisions; one that is there already stands."""
    if not rows:
        return
    insert = insert_postgresql if is_postgresql(connection) else insert_sqlite
    connection.execute(insert(NOTICE).on_conflict_do_nothing(index_elements=_IDENTITY), list(rows))


def people_waiting(
    connection: Connection, *, at: datetime, kinds: Iterable[str] | None, after: int, limit: int
) -> list[int]:
    """People who have notices to be told of by ``at``, by id."""
    waiting = NOTICE.c.message_id.is_(None) & NOTICE.c.release_at.is_not(None) & (NOTICE.c.release_at <= at)
    query = select(NOTICE.c.person_id).where(waiting & (NOTICE.c.person_id > after))
    if kinds is not None:
        query = query.where(NOTICE.c.kind.in_(list(kinds)))
    return list(connection.execute(query.distinct().order_by(NOTICE.c.person_id).limit(limit)).scalars())


def waiting_for(connection: Connection, people: Sequence[int], *, at: datetime) -> list[Row[Any]]:
    """Waiting notices of some people, locked, by person and id."""
    waiting = NOTICE.c.message_id.is_(None) & NOTICE.c.release_at.is_not(None) & (NOTICE.c.release_at <= at)
    query = select(NOTICE).where(waiting & NOTICE.c.person_id.in_(people)).order_by(NOTICE.c.person_id, NOTICE.c.id)
    return list(connection.execute(query.with_for_update(skip_locked=True)))


def put_in_message(connection: Connection, ids: Sequence[int], *, message_id: int, decision: str) -> None:
    """Bind notices to the message that carries them."""
    decide(connection, ids, message_id=message_id, decision=decision)


def decide(connection: Connection, ids: Sequence[int], **values: Any) -> None:
    """Change the decision about some notices."""
    for i in range(0, len(ids), _AT_ONCE):
        connection.execute(update(NOTICE).where(NOTICE.c.id.in_(ids[i : i + _AT_ONCE])).values(**values))


def take_back(connection: Connection, message_ids: Sequence[int], *, at: datetime) -> None:
    """Let the notices of messages that will not be sent wait again."""
    carried = NOTICE.c.message_id.in_(message_ids) & (NOTICE.c.decision == "bundled")
    connection.execute(update(NOTICE).where(carried).values(message_id=None, release_at=at))


def fail_message(connection: Connection, message_id: int, *, reason: str) -> None:
    """Mark the notices of a message that could not be sent."""
    sent = (NOTICE.c.message_id == message_id) & NOTICE.c.decision.in_(("bundled", "sent", "held"))
    connection.execute(update(NOTICE).where(sent).values(decision="failed", reason=reason))


def revive(connection: Connection, message_id: int) -> None:
    """Let the notices of a message that failed be told once more."""
    failed = (NOTICE.c.message_id == message_id) & (NOTICE.c.decision == "failed")
    connection.execute(update(NOTICE).where(failed).values(decision="bundled", reason=""))


_ITEM = (
    NOTICE,
    OBLIGATION.c.status,
    OBLIGATION.c.deadline_version.label("current_version"),
    OBLIGATION.c.due_at,
    OBLIGATION.c.unit_id,
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


_OF_MESSAGE = (
    select(*_ITEM)
    .join(OBLIGATION, OBLIGATION.c.id == NOTICE.c.obligation_id)
    .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
    .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
    .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
    .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
    .where(NOTICE.c.message_id == bindparam("b_message_id"))
    .order_by(OBLIGATION.c.due_at, NOTICE.c.id)
)


def of_message(connection: Connection, message_id: int) -> list[Row[Any]]:
    """Notices of a message with what their line needs, soonest due first."""
    return list(connection.execute(_OF_MESSAGE, {"b_message_id": message_id}))


def of_obligation(connection: Connection, obligation_id: int) -> list[Row[Any]]:
    """All decisions about an obligation, in order of the rungs' instants."""
    query = select(NOTICE).where(NOTICE.c.obligation_id == obligation_id)
    return list(connection.execute(query.order_by(NOTICE.c.rung_at, NOTICE.c.id)))
