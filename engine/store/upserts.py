"""Rows that several may want to make at once: one makes it, nobody fails."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.database import is_postgresql


def insert_unless_there(connection: Connection, table: Table, *, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its key is there; True if it was inserted."""
    maker = postgresql.insert if is_postgresql(connection) else sqlite.insert
    query = maker(table).values(**values).on_conflict_do_nothing()
    # SQLAlchemy throws the count of an INSERT away on PostgreSQL unless it is told not to.
    return connection.execute(query, execution_options={"preserve_rowcount": True}).rowcount == 1


def insert_all_unless_there(connection: Connection, table: Table, *, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that are not there yet, in one statement; gives how many."""
    maker = postgresql.insert if is_postgresql(connection) else sqlite.insert
    query = maker(table).values([dict(row) for row in rows]).on_conflict_do_nothing()
    return connection.execute(query, execution_options={"preserve_rowcount": True}).rowcount


def counted(connection: Connection, table: Table, *, values: Mapping[str, Any]) -> int:
    """Add one to the column ``count`` of the row whose key is ``values``, made if it is missing; gives the count."""
    maker = postgresql.insert if is_postgresql(connection) else sqlite.insert
    query = maker(table).values(**values, count=1)
    query = query.on_conflict_do_update(index_elements=list(values), set_={"count": table.c["count"] + 1})
    found: int = connection.execute(query.returning(table.c["count"])).scalar_one()
    return found
