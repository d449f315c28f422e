"""The bare side: the rows the engine wrote, written again by plain bulk statements and nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, text, update

from benchmarks.measuring import Watch
from engine.store.database import Connection, Database
from engine.store.tables import DEADLINE, DIRECTIVE, HISTORY, NOTICE, OBLIGATION, TALLY, TALLY_DAY, TALLY_DELTA, TASK

BATCH = 10_000
ISSUED = (DIRECTIVE, TASK, DEADLINE, OBLIGATION, TALLY, TALLY_DAY)
"""What issuing the national directive writes to (it has neither parties nor series)."""
_SWEPT = ("bucket", "settled_at", "next_at", "history_length", "history_head")

Rows = list[dict[str, Any]]


def insert_issued(source: Database, target: Database) -> tuple[float, int]:
    """Copy what issuing wrote in ``source`` into the empty tables of ``target``, in one transaction; gives the seconds
    of inserting and committing, and the number of rows. Reading does not count."""
    watch, count = Watch(), 0
    with source.execution_options(is_reading=True).connect() as reader, target.connect() as writer:
        transaction = writer.begin()
        for table in ISSUED:
            found = reader.execution_options(stream_results=True).execute(select(table))
            for part in found.mappings().partitions(BATCH):
                rows = [dict(row) for row in part]
                count += len(rows)
                with watch.running():
                    writer.execute(insert(table), rows)
        with watch.running():
            transaction.commit()
    return watch.seconds, count


def swept(database: Database, *, task_id: int, at: datetime) -> tuple[Rows, dict[Table, Rows]]:
    """What a sweep at ``at`` left of a task: the columns of obligations it moved, and the rows it inserted."""
    with database.execution_options(is_reading=True).begin() as connection:
        columns = [OBLIGATION.c.id, *(OBLIGATION.c[name] for name in _SWEPT)]
        moved = (OBLIGATION.c.task_id == task_id) & (OBLIGATION.c.settled_at == at)
        updates = _rows(connection, select(*columns).where(moved))
        inserts = {
            HISTORY: _rows(connection, select(HISTORY).where(HISTORY.c.recorded_at == at)),
            TALLY_DELTA: _rows(connection, select(TALLY_DELTA)),
            NOTICE: _rows(connection, select(NOTICE).where(NOTICE.c.decided_at == at)),
        }
    return updates, inserts


def _rows(connection: Connection, query: Any) -> Rows:
    return [dict(row) for row in connection.execute(query).mappings()]


def write_swept(database: Database, updates: Rows, *, inserts: dict[Table, Rows]) -> float:
    """Write the same in one transaction, by executemany in batches; gives the seconds."""
    move = (
        update(OBLIGATION)
        .where(OBLIGATION.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}") for name in _SWEPT})
    )
    changes = [{f"b_{name}": value for name, value in row.items()} for row in updates]
    watch = Watch()
    with watch.running(), database.begin() as connection:
        for part in _parts(changes):
            connection.execute(move, part)
        for table, rows in inserts.items():
            for part in _parts(rows):
                connection.execute(insert(table), part)
    return watch.seconds


def _parts(rows: Rows) -> Sequence[Rows]:
    return [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]


def analyse(database: Database) -> None:
    """Tell the planner what is in the tables; a server does so by itself a minute after a load."""
    with database.begin() as connection:
        connection.execute(text("ANALYZE"))
