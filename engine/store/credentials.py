"""Sealed pairs of tokens: read, replaced only by who read the newest one, lost for good."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine.store.tables import CREDENTIAL


def read(connection: Connection, name: str) -> Row[Any] | None:
    """A pair; None if none was ever kept."""
    return connection.execute(select(CREDENTIAL).where(CREDENTIAL.c.name == name)).first()


def begin(connection: Connection, name: str, *, values: Mapping[str, Any]) -> None:
    """Put the first pair of a new consent in the place of whatever was there."""
    known = read(connection, name)
    connection.execute(delete(CREDENTIAL).where(CREDENTIAL.c.name == name))
    version = 1 if known is None else known.version + 1
    connection.execute(insert(CREDENTIAL), [{"name": name, "version": version, "lost_reason": "", **values}])


def replace(connection: Connection, name: str, *, version: int, values: Mapping[str, Any]) -> bool:
    """Put a newer pair in the place of ``version``; False if that is not the newest."""
    newest = (CREDENTIAL.c.name == name) & (CREDENTIAL.c.version == version)
    fresh = {"version": version + 1, "lost_at": None, "lost_reason": ""}
    changed = connection.execute(update(CREDENTIAL).where(newest).values(**fresh, **values))
    return changed.rowcount == 1


def lose(connection: Connection, name: str, *, version: int, at: datetime, reason: str) -> None:
    """Note that ``version`` can be renewed by nobody but an administrator of the account."""
    newest = (CREDENTIAL.c.name == name) & (CREDENTIAL.c.version == version)
    connection.execute(update(CREDENTIAL).where(newest).values(lost_at=at, lost_reason=reason[:500]))
