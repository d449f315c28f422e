"""What was sent to one person and what came back, row by row."""

from typing import Any

from sqlalchemy import Connection, Row, select

from engine.store.tables import INCOMING, MESSAGE, NOTICE, PREFERENCE


def messages_of(connection: Connection, person_id: int) -> list[Row[Any]]:
    """Every message made for a person, oldest first."""
    query = select(MESSAGE).where(MESSAGE.c.person_id == person_id).order_by(MESSAGE.c.created_at, MESSAGE.c.id)
    return list(connection.execute(query))


def obligations_of(connection: Connection, person_id: int) -> dict[int, tuple[int, ...]]:
    """The obligations that each message of a person speaks of now."""
    query = select(NOTICE.c.message_id, NOTICE.c.obligation_id).distinct()
    query = query.where((NOTICE.c.person_id == person_id) & NOTICE.c.message_id.is_not(None))
    found: dict[int, tuple[int, ...]] = {}
    for row in connection.execute(query.order_by(NOTICE.c.message_id, NOTICE.c.obligation_id)):
        found[row.message_id] = (*found.get(row.message_id, ()), row.obligation_id)
    return found


def incoming_of(connection: Connection, person_id: int) -> list[Row[Any]]:
    """Everything that a person wrote and that something was made of, oldest first."""
    query = select(INCOMING).where(INCOMING.c.person_id == person_id)
    return list(connection.execute(query.order_by(INCOMING.c.handled_at, INCOMING.c.id)))


def preference_of(connection: Connection, person_id: int) -> Row[Any] | None:
    """What a person chose, None if nothing."""
    return connection.execute(select(PREFERENCE).where(PREFERENCE.c.person_id == person_id)).first()
