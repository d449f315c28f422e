"""Directives, tasks, deadlines, and the bulk making of obligations inside the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select, text, update

from engine.store.tables import DEADLINE, DIRECTIVE, OBLIGATION, PARTY, SERIES, TASK, UNIT

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"

_STAGE_COLUMNS = "stage_target (set_no INTEGER, unit_id INTEGER, zone TEXT)"
_STAGE = {
    "sqlite": f"CREATE TEMP TABLE IF NOT EXISTS {_STAGE_COLUMNS}",
    "postgresql": f"CREATE TEMP TABLE IF NOT EXISTS {_STAGE_COLUMNS} ON COMMIT DELETE ROWS",
}

_OBLIGATIONS = text("""
INSERT INTO obligation (directive_id, task_id, unit_id, occurrence, status, bucket, deadline_id, deadline_version,
due_at,
    assigned_at, running_from_at, settled_at, next_at, history_length)
SELECT :directive_id, :task_id, unit_id, :occurrence, 'assigned', :bucket, :deadline_id, 1, :due_at,
    :assigned_at, :assigned_at, :assigned_at, :next_at, 0
FROM stage_target WHERE set_no = :set_no AND zone = :zone
""").bindparams(*(bindparam(name, type_=OBLIGATION.c.due_at.type) for name in ("due_at", "assigned_at", "next_at")))


def find_by_key(connection: Connection, document_key: str) -> int | None:
    """The directive that has this document key."""
    found: int | None = connection.execute(
        select(DIRECTIVE.c.id).where(DIRECTIVE.c.document_key == document_key)
    ).scalar()
    return found


def insert_directive(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert the head; gives its id."""
    key = connection.execute(insert(DIRECTIVE).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def set_seal(connection: Connection, directive_id: int, *, seal: str) -> None:
    """Record the seal of the frozen list."""
    connection.execute(update(DIRECTIVE).where(DIRECTIVE.c.id == directive_id).values(seal=seal))


def set_node(connection: Connection, directive_id: int, *, node_id: int) -> None:
    """Record the unit whose table shows the whole directive."""
    connection.execute(update(DIRECTIVE).where(DIRECTIVE.c.id == directive_id).values(node_id=node_id))


def insert_tasks(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert the tasks of a directive; gives ids by key."""
    connection.execute(insert(TASK), [dict(row) for row in rows])
    found = connection.execute(select(TASK.c.key, TASK.c.id).where(TASK.c.directive_id == rows[0]["directive_id"]))
    return {row.key: row.id for row in found}


def insert_parties(connection: Connection, rows: Iterable[tuple[int, int, str]]) -> None:
    """Insert coordinating and informed units: (task_id, unit_id, role)."""
    values = [{"task_id": t, "unit_id": u, "role": r} for t, u, r in sorted(set(rows))]
    if values:
        connection.execute(insert(PARTY), values)


def insert_deadline(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a deadline version; gives its id."""
    key = connection.execute(insert(DEADLINE).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def insert_series(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert the series of a recurring task."""
    connection.execute(insert(SERIES).values(**values))


def stage_targets(connection: Connection, sets: Sequence[Sequence[int]]) -> None:
    """Put sets of units into a temporary table, each with its zone, to make obligations from."""
    connection.execute(text(_STAGE[connection.dialect.name]))
    connection.execute(text("DELETE FROM stage_target"))
    rows = [{"s": number, "u": unit} for number, units in enumerate(sets) for unit in units]
    if rows:
        connection.execute(text("INSERT INTO stage_target (set_no, unit_id) VALUES (:s, :u)"), rows)
    _fill_zones(connection)


def stage_series_targets(connection: Connection, task_id: int, *, at: datetime) -> None:
    """Stage, as set 0, the units on a task's frozen list: those of its first occurrence, but for work that had been
    handed on by ``at``."""
    connection.execute(text(_STAGE[connection.dialect.name]))
    connection.execute(text("DELETE FROM stage_target"))
    connection.execute(
        text("""
        INSERT INTO stage_target (set_no, unit_id)
        SELECT 0, unit_id FROM obligation WHERE task_id = :task_id
            AND occurrence = (SELECT MIN(occurrence) FROM obligation WHERE task_id = :task_id)
            AND unit_id NOT IN (
                SELECT unit_id FROM obligation
                WHERE task_id = :task_id AND status IN ('transferred', 'superseded') AND closed_at <= :at
            )
        """).bindparams(bindparam("at", type_=OBLIGATION.c.closed_at.type)),
        {"task_id": task_id, "at": at},
    )
    _fill_zones(connection)


def _fill_zones(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE stage_target SET zone = "
            "COALESCE((SELECT zone FROM unit WHERE unit.id = stage_target.unit_id), :zone)"
        ),
        {"zone": DEFAULT_ZONE},
    )


def staged_zones(connection: Connection, set_no: int) -> list[str]:
    """The zones among the staged units of a set."""
    query = text("SELECT DISTINCT zone FROM stage_target WHERE set_no = :s ORDER BY zone")
    return list(connection.execute(query, {"s": set_no}).scalars())


def insert_obligations(connection: Connection, values: Mapping[str, Any]) -> int:
    """One obligation for each staged unit of ``set_no`` and ``zone``; gives how many. Nothing passes through Python."""
    return connection.execute(_OBLIGATIONS, dict(values)).rowcount


def directive(connection: Connection, directive_id: int) -> Row[Any] | None:
    """One directive by id."""
    return connection.execute(select(DIRECTIVE).where(DIRECTIVE.c.id == directive_id)).first()


def all_directives(connection: Connection) -> list[Row[Any]]:
    """All directives in order of issue."""
    return list(connection.execute(select(DIRECTIVE).order_by(DIRECTIVE.c.id)))


def printed_days(connection: Connection) -> set[date]:
    """The days printed on the directives."""
    query = select(DIRECTIVE.c.issued_on).where(DIRECTIVE.c.issued_on.is_not(None)).distinct()
    return set(connection.execute(query).scalars())


def instants_without_day(connection: Connection) -> list[datetime]:
    """When the directives were issued here on which the day was left blank."""
    return list(connection.execute(select(DIRECTIVE.c.issued_at).where(DIRECTIVE.c.issued_on.is_(None))).scalars())


def tasks_of(connection: Connection, directive_id: int) -> list[Row[Any]]:
    """Tasks of a directive in text order."""
    return list(connection.execute(select(TASK).where(TASK.c.directive_id == directive_id).order_by(TASK.c.ordinal)))


def tasks_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Tasks with their directive's urgency, ladder, issuer and seal, by id."""
    query = (
        select(
            TASK,
            DIRECTIVE.c.urgency,
            DIRECTIVE.c.ladder.label("directive_ladder"),
            DIRECTIVE.c.issuer_id,
            DIRECTIVE.c.seal,
            DIRECTIVE.c.policy,
            DIRECTIVE.c.issued_on,
            DIRECTIVE.c.issued_at,
        )
        .join(DIRECTIVE, DIRECTIVE.c.id == TASK.c.directive_id)
        .where(TASK.c.id.in_(list(ids)))
    )
    return {row.id: row for row in connection.execute(query)}


def deadlines_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Deadline versions by id."""
    return {row.id: row for row in connection.execute(select(DEADLINE).where(DEADLINE.c.id.in_(list(ids))))}


def claim_series(connection: Connection, *, at: datetime) -> int | None:
    """The task of a series whose next occurrence is to be made, locked against other sweepers; reads nothing else of
    it, since one that cannot be read must not stop the others."""
    query = select(SERIES.c.task_id).where(SERIES.c.next_at <= at).order_by(SERIES.c.next_at, SERIES.c.task_id).limit(1)
    found: int | None = connection.execute(query.with_for_update(skip_locked=True)).scalar()
    return found


def series(connection: Connection, task_id: int) -> Row[Any]:
    """The series of a task."""
    return connection.execute(select(SERIES).where(SERIES.c.task_id == task_id)).one()


def update_series(connection: Connection, task_id: int, *, seen: datetime, values: Mapping[str, Any]) -> bool:
    """Move a series on if it still stands where it was seen."""
    same = (SERIES.c.task_id == task_id) & (SERIES.c.next_at == seen)
    return connection.execute(update(SERIES).where(same).values(**values)).rowcount == 1


def stop_series(connection: Connection, task_id: int, *, reason: str) -> None:
    """Take a series out of the sweep with its error; the doctor reports it."""
    values = {"next_at": None, "stopped_reason": reason[:500]}
    connection.execute(update(SERIES).where(SERIES.c.task_id == task_id).values(**values))


def resume_series(connection: Connection) -> int:
    """Let the sweep try the stopped series once more, from where each stood: its next occurrence is made when the last
    one is due; gives how many."""
    last = (DEADLINE.c.task_id == SERIES.c.task_id) & (DEADLINE.c.occurrence == SERIES.c.last_occurrence)
    by_zone = (DEADLINE.c.zone != DEFAULT_ZONE, DEADLINE.c.id)
    first_version = select(DEADLINE.c.due_at).where(last & (DEADLINE.c.version == 1)).order_by(*by_zone).limit(1)
    values = {"next_at": first_version.scalar_subquery(), "stopped_reason": None}
    return connection.execute(update(SERIES).where(SERIES.c.stopped_reason.is_not(None)).values(**values)).rowcount


def stopped_series(connection: Connection) -> list[Row[Any]]:
    """Series that were stopped by an error: task_id, stopped_reason."""
    columns = (SERIES.c.task_id, SERIES.c.stopped_reason)
    return list(
        connection.execute(select(*columns).where(SERIES.c.stopped_reason.is_not(None)).order_by(SERIES.c.task_id))
    )


def lock_directive_of_task(connection: Connection, task_id: int) -> None:
    """Keep others from writing the tallies of a task's directive until this transaction ends."""
    owner = select(TASK.c.directive_id).where(TASK.c.id == task_id).scalar_subquery()
    connection.execute(select(DIRECTIVE.c.id).where(DIRECTIVE.c.id == owner).with_for_update())


def lock_directives(connection: Connection, ids: Iterable[int]) -> None:
    """The same for several directives, in order."""
    wanted = select(DIRECTIVE.c.id).where(DIRECTIVE.c.id.in_(sorted(set(ids))))
    connection.execute(wanted.order_by(DIRECTIVE.c.id).with_for_update())


def unit_names(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Unit names by id."""
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for i in range(0, len(wanted), 500):
        rows = connection.execute(select(UNIT.c.id, UNIT.c.name).where(UNIT.c.id.in_(wanted[i : i + 500])))
        found.update({row.id: row.name for row in rows})
    return found


def dated_deadlines(connection: Connection) -> list[Row[Any]]:
    """Deadline versions with a date on which at least one open obligation hangs. How many do is not counted: that
    would read every obligation."""
    hanging = exists().where((OBLIGATION.c.deadline_id == DEADLINE.c.id) & OBLIGATION.c.closed_at.is_(None))
    return list(
        connection.execute(select(DEADLINE).where(DEADLINE.c.due_at.is_not(None) & hanging).order_by(DEADLINE.c.id))
    )


def open_on_deadlines(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """How many open obligations hang on each of some deadline versions."""
    found: dict[int, int] = {}
    for i in range(0, len(ids), 500):
        query = select(OBLIGATION.c.deadline_id, func.count().label("obligations")).where(
            OBLIGATION.c.deadline_id.in_(ids[i : i + 500]) & OBLIGATION.c.closed_at.is_(None)
        )
        found.update(
            {row.deadline_id: row.obligations for row in connection.execute(query.group_by(OBLIGATION.c.deadline_id))}
        )
    return found


def directives_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Directives by id."""
    wanted = sorted(set(ids))
    found: dict[int, Row[Any]] = {}
    for i in range(0, len(wanted), 500):
        rows = connection.execute(select(DIRECTIVE).where(DIRECTIVE.c.id.in_(wanted[i : i + 500])))
        found.update({row.id: row for row in rows})
    return found


def open_deadlines(connection: Connection) -> list[Row[Any]]:
    """Deadline versions in force of open obligations, each once, with how many obligations hang on it."""
    query = (
        select(DEADLINE, func.count().label("obligations"))
        .join(OBLIGATION, OBLIGATION.c.deadline_id == DEADLINE.c.id)
        .where(OBLIGATION.c.closed_at.is_(None))
        .group_by(DEADLINE.c.id)
        .order_by(DEADLINE.c.id)
    )
    return list(connection.execute(query))
