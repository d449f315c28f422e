"""Copying a whole database, row by row, into an empty one of any kind."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from engine.models import metadata
from engine.store.database import Database, migrate, reading, writing

AT_ONCE = 1_000


def copy_database(source: Database, target: Database) -> int:
    """Bring ``target`` to the newest version and fill it with every row of ``source``, read from one snapshot; gives
    how many rows. ``target`` must be empty."""
    migrate(target)
    copied = 0
    with reading(_at_one_moment(source)) as taken, writing(target) as given:
        for table in metadata.sorted_tables:
            for rows in _chunks(taken, table):
                given.execute(insert(table), rows)
                copied += len(rows)
    return copied


def _at_one_moment(source: Database) -> Database:
    """All reads of a transaction see the same moment; on SQLite they always do."""
    return source if source.dialect.name == "sqlite" else source.execution_options(isolation_level="REPEATABLE READ")


def _chunks(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    result = connection.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": AT_ONCE})
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]
