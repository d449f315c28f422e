"""Heartbeats and lock rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.store.tables import HEARTBEAT, LEASE


def beat(connection: Connection, name: str, *, at: datetime, detail: dict[str, Any]) -> None:
    """Note that a job ran to its end."""
    values = {"beat_at": at, "detail": detail}
    if connection.execute(update(HEARTBEAT).where(HEARTBEAT.c.name == name).values(**values)).rowcount == 0:
        connection.execute(insert(HEARTBEAT), [{"name": name, **values}])


def beats(connection: Connection) -> dict[str, Row[Any]]:
    """All heartbeats by name."""
    return {row.name: row for row in connection.execute(select(HEARTBEAT))}


def take_lease(connection: Connection, name: str, *, holder: str, at: datetime, until: datetime) -> Row[Any] | None:
    """Take or renew a lock row; gives the row of the present holder if another holds it still."""
    mine_or_over = (LEASE.c.name == name) & ((LEASE.c.holder == holder) | (LEASE.c.expires_at <= at))
    values = {"holder": holder, "expires_at": until}
    if connection.execute(update(LEASE).where(mine_or_over).values(**values)).rowcount == 1:
        return None
    held = connection.execute(select(LEASE).where(LEASE.c.name == name)).first()
    if held is not None:
        return held
    try:
        with connection.begin_nested():
            connection.execute(insert(LEASE), [{"name": name, **values}])
    except IntegrityError:  # another took it between the look and the insert
        return connection.execute(select(LEASE).where(LEASE.c.name == name)).first()
    return None


def drop_lease(connection: Connection, name: str, *, holder: str) -> bool:
    """Give a lock row up; False if it was not held."""
    mine = (LEASE.c.name == name) & (LEASE.c.holder == holder)
    return connection.execute(delete(LEASE).where(mine)).rowcount > 0


def lease(connection: Connection, name: str) -> Row[Any] | None:
    """A lock row."""
    return connection.execute(select(LEASE).where(LEASE.c.name == name)).first()
