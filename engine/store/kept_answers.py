"""Answers to requests with an idempotency key: the insert is the claim."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from engine.store.tables import KEPT_ANSWER
from engine.store.upserts import insert_unless_there


def claim(connection: Connection, owner: str, *, key: str, request_hash: str, at: datetime) -> bool:
    """Begin a request; False if one with this key is there."""
    values = {"owner": owner, "key": key, "request_hash": request_hash, "made_at": at}
    return insert_unless_there(connection, KEPT_ANSWER, values=values)


def find(connection: Connection, owner: str, *, key: str) -> Row[Any] | None:
    """What is known of a key."""
    return connection.execute(select(KEPT_ANSWER).where(_one(owner, key))).one_or_none()


def take_over(connection: Connection, owner: str, *, key: str, seen_at: datetime, at: datetime) -> bool:
    """Begin anew what somebody began at ``seen_at`` and never ended; False if somebody was faster."""
    abandoned = _one(owner, key) & (KEPT_ANSWER.c.made_at == seen_at) & KEPT_ANSWER.c.status.is_(None)
    return connection.execute(update(KEPT_ANSWER).where(abandoned).values(made_at=at)).rowcount == 1


def keep(connection: Connection, owner: str, *, key: str, begun_at: datetime, status: int, body: bytes) -> None:
    """Keep the answer to what was begun then."""
    mine = _one(owner, key) & (KEPT_ANSWER.c.made_at == begun_at) & KEPT_ANSWER.c.status.is_(None)
    connection.execute(update(KEPT_ANSWER).where(mine).values(status=status, body=body))


def release(connection: Connection, owner: str, *, key: str, begun_at: datetime) -> None:
    """Forget what was begun then and did nothing."""
    mine = _one(owner, key) & (KEPT_ANSWER.c.made_at == begun_at) & KEPT_ANSWER.c.status.is_(None)
    connection.execute(delete(KEPT_ANSWER).where(mine))


def sweep(connection: Connection, *, before: datetime) -> int:
    """Take out what was begun before an instant; gives how many."""
    return connection.execute(delete(KEPT_ANSWER).where(KEPT_ANSWER.c.made_at < before)).rowcount


def _one(owner: str, key: str) -> ColumnElement[bool]:
    return (KEPT_ANSWER.c.owner == owner) & (KEPT_ANSWER.c.key == key)
