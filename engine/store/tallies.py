"""Tallies at every node: appended as deltas, folded up the tree, read in one look-up, counted anew for the audit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, TextClause, delete, func, insert, select, text

from engine.store import tally_days
from engine.store.database import is_postgresql
from engine.store.directives import lock_directives
from engine.store.tables import FIGURE_VALUE, OBLIGATION, TALLY, TALLY_DELTA, UNIT_CLOSURE
from engine.tallies import COUNT_COLUMNS, Counts

# Only names of columns, fixed above, are put into these statements; values are always bound.
# ruff: noqa: S608
_COLUMNS = ", ".join(COUNT_COLUMNS)
_ADD = ", ".join(f"{name} = tally.{name} + excluded.{name}" for name in COUNT_COLUMNS)
_SUMS = ", ".join(f"SUM({name})" for name in COUNT_COLUMNS)
_CONFLICT = f"ON CONFLICT (directive_id, task_id, unit_id) DO UPDATE SET {_ADD}"

_UPSERT = text(
    f"INSERT INTO tally (directive_id, task_id, unit_id, {_COLUMNS}) "
    f"VALUES (:directive_id, :task_id, :unit_id, {', '.join(':' + name for name in COUNT_COLUMNS)}) {_CONFLICT}"
)
_SUM_TASKS = text(
    f"INSERT INTO tally (directive_id, task_id, unit_id, {_COLUMNS}) "
    f"SELECT directive_id, 0, unit_id, {_SUMS} FROM tally WHERE directive_id = :directive_id AND task_id <> 0 "
    "GROUP BY directive_id, unit_id"
)


def _count_staged(bucket: str) -> TextClause:
    values = ", ".join("COUNT(*)" if name == bucket else "0" for name in COUNT_COLUMNS)
    return text(
        f"INSERT INTO tally (directive_id, task_id, unit_id, {_COLUMNS}) "
        f"SELECT :directive_id, :task_id, unit_closure.ancestor_id, {values} FROM stage_target "
        "JOIN unit_closure ON unit_closure.descendant_id = stage_target.unit_id "
        "WHERE stage_target.set_no = :set_no AND stage_target.zone = :zone "
        f"GROUP BY unit_closure.ancestor_id {_CONFLICT}"
    )


_STAGED = {bucket: _count_staged(bucket) for bucket in COUNT_COLUMNS}


def count_staged(
    connection: Connection, *, directive_id: int, task_id: int, bucket: str, set_no: int, zone: str
) -> None:
    """Add the staged units to the tallies of a task, at every node above them."""
    values = {"directive_id": directive_id, "task_id": task_id, "set_no": set_no, "zone": zone}
    connection.execute(_STAGED[bucket], values)


def count_staged_whole(
    connection: Connection, *, directive_id: int, bucket: str, set_no: int, zone: str, on: date
) -> None:
    """Add the staged units of a later occurrence to the tallies of the whole directive, and to the day it was made."""
    count_staged(connection, directive_id=directive_id, task_id=0, bucket=bucket, set_no=set_no, zone=zone)
    tally_days.count_staged(connection, directive_id=directive_id, bucket=bucket, set_no=set_no, zone=zone, on=on)


def sum_tasks(connection: Connection, directive_id: int, *, on: date) -> None:
    """Make the directive's own tallies (task 0) from those of its tasks, right after issuing on the day ``on``."""
    connection.execute(_SUM_TASKS, {"directive_id": directive_id})
    tally_days.begin(connection, directive_id, on=on)


def append_deltas(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append changes of buckets; nobody waits for a node that many share."""
    if rows:
        connection.execute(insert(TALLY_DELTA), list(rows))


def fold(connection: Connection, *, limit: int) -> int:
    """Fold up to ``limit`` deltas into the tallies of all nodes above; gives how many. Any number may fold at once:
    deltas are locked, tallies are written in one order."""
    query = select(TALLY_DELTA).order_by(TALLY_DELTA.c.id).limit(limit).with_for_update(skip_locked=True)
    deltas = list(connection.execute(query))
    if not deltas:
        return 0
    lock_directives(connection, {delta.directive_id for delta in deltas})
    above = _ancestors(connection, {delta.unit_id for delta in deltas})
    net: dict[tuple[int, int, int], Counter[str]] = {}
    days: dict[tuple[int, date, int], Counter[str]] = {}
    for delta in deltas:
        day = tally_days.day_of(delta.happened_at)
        for node in above[delta.unit_id]:
            _move(days.setdefault((node, day, delta.directive_id), Counter()), delta)
            for task_id in (0, delta.task_id):
                _move(net.setdefault((delta.directive_id, task_id, node), Counter()), delta)
    tally_days.add(connection, {key: tally_days.counted(counter) for key, counter in days.items()})
    rows = [
        {
            "directive_id": key[0],
            "task_id": key[1],
            "unit_id": key[2],
            **{name: net[key][name] for name in COUNT_COLUMNS},
        }
        for key in sorted(net)
    ]
    connection.execute(_UPSERT, rows)
    connection.execute(text("DELETE FROM tally_delta WHERE id = :id"), [{"id": delta.id} for delta in deltas])
    return len(deltas)


def _move(counter: Counter[str], delta: Row[Any], *, count: int = 1) -> None:
    counter[delta.source or ""] -= count
    counter[delta.target or ""] += count


def _ancestors(connection: Connection, units: Iterable[int]) -> dict[int, list[int]]:
    wanted = sorted(units)
    found: dict[int, list[int]] = {unit: [] for unit in wanted}
    for i in range(0, len(wanted), 500):
        query = select(UNIT_CLOSURE.c.descendant_id, UNIT_CLOSURE.c.ancestor_id)
        for row in connection.execute(query.where(UNIT_CLOSURE.c.descendant_id.in_(wanted[i : i + 500]))):
            found[row.descendant_id].append(row.ancestor_id)
    return found


def read(connection: Connection, *, directive_id: int, task_id: int, units: Sequence[int]) -> dict[int, Counts]:
    """The counts at some nodes: one look-up each, and what is not folded yet (usually nothing) added."""
    found = dict.fromkeys(units, Counts())
    for i in range(0, len(units), 500):
        part = units[i : i + 500]
        same = (TALLY.c.directive_id == directive_id) & (TALLY.c.task_id == task_id) & TALLY.c.unit_id.in_(part)
        for row in connection.execute(select(TALLY).where(same)):
            found[row.unit_id] = _counts(row)
        for unit, change in _pending(connection, directive_id=directive_id, task_id=task_id, units=part).items():
            found[unit] = found[unit] + change
    return found


def _counts(row: Row[Any]) -> Counts:
    return Counts(*(getattr(row, name) for name in COUNT_COLUMNS))


def _pending(connection: Connection, *, directive_id: int, task_id: int, units: Sequence[int]) -> dict[int, Counts]:
    query = (
        select(UNIT_CLOSURE.c.ancestor_id, TALLY_DELTA.c.source, TALLY_DELTA.c.target, func.count().label("n"))
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == TALLY_DELTA.c.unit_id)
        .where((TALLY_DELTA.c.directive_id == directive_id) & UNIT_CLOSURE.c.ancestor_id.in_(units))
    )
    if task_id:
        query = query.where(TALLY_DELTA.c.task_id == task_id)
    changes: dict[int, Counter[str]] = {}
    for row in connection.execute(
        query.group_by(UNIT_CLOSURE.c.ancestor_id, TALLY_DELTA.c.source, TALLY_DELTA.c.target)
    ):
        _move(changes.setdefault(row.ancestor_id, Counter()), row, count=row.n)
    return {unit: tally_days.counted(counter) for unit, counter in changes.items()}


def covering_units(connection: Connection, directive_id: int) -> list[int]:
    """Nodes whose tally holds the whole directive, the lowest first; empty where several trees share it."""
    total = sum(TALLY.c[name] for name in COUNT_COLUMNS[1:]) + TALLY.c[COUNT_COLUMNS[0]]
    mine = (TALLY.c.directive_id == directive_id) & (TALLY.c.task_id == 0)
    is_root = TALLY.c.unit_id.not_in(select(UNIT_CLOSURE.c.descendant_id).where(UNIT_CLOSURE.c.depth == 1))
    whole = connection.execute(select(func.sum(total)).where(mine & is_root)).scalar() or 0
    depth = (
        select(func.count())
        .select_from(UNIT_CLOSURE)
        .where(UNIT_CLOSURE.c.descendant_id == TALLY.c.unit_id)
        .scalar_subquery()
    )
    query = select(TALLY.c.unit_id).where(mine & (total == whole)).order_by(depth.desc(), TALLY.c.unit_id)
    return list(connection.execute(query).scalars())


def keep_others_out(connection: Connection) -> None:
    """Let nobody change a bucket while a directive is counted anew (on SQLite the write transaction sees to it)."""
    if is_postgresql(connection):
        connection.execute(text("LOCK TABLE tally_delta IN SHARE ROW EXCLUSIVE MODE"))


def full_count(connection: Connection, directive_id: int) -> dict[tuple[int, int], Counts]:
    """Counts by (task, node) straight from the obligations, task 0 for all: slow, and right by construction."""
    query = (
        select(OBLIGATION.c.task_id, UNIT_CLOSURE.c.ancestor_id, OBLIGATION.c.bucket, func.count().label("n"))
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == OBLIGATION.c.unit_id)
        .where((OBLIGATION.c.directive_id == directive_id) & OBLIGATION.c.status.not_in(("superseded", "transferred")))
        .group_by(OBLIGATION.c.task_id, UNIT_CLOSURE.c.ancestor_id, OBLIGATION.c.bucket)
    )
    found: dict[tuple[int, int], Counter[str]] = {}
    for row in connection.execute(query):
        for task_id in (0, row.task_id):
            found.setdefault((task_id, row.ancestor_id), Counter())[row.bucket] += row.n
    return {key: tally_days.counted(counter) for key, counter in found.items()}


def whole_counts(connection: Connection, directive_id: int) -> dict[int, Counts]:
    """Counts of a whole directive by node as the tallies have them, without what is not folded yet."""
    rows = connection.execute(select(TALLY).where((TALLY.c.directive_id == directive_id) & (TALLY.c.task_id == 0)))
    return {row.unit_id: _counts(row) for row in rows}


def stored_counts(connection: Connection, directive_id: int) -> dict[tuple[int, int], Counts]:
    """Counts by (task, node) as the tallies have them, with what is not folded yet."""
    rows = connection.execute(select(TALLY).where(TALLY.c.directive_id == directive_id))
    found = {(row.task_id, row.unit_id): _counts(row) for row in rows}
    for key, change in _all_pending(connection, directive_id).items():
        found[key] = found.get(key, Counts()) + change
    return found


def _all_pending(connection: Connection, directive_id: int) -> dict[tuple[int, int], Counts]:
    query = (
        select(
            TALLY_DELTA.c.task_id,
            UNIT_CLOSURE.c.ancestor_id,
            TALLY_DELTA.c.source,
            TALLY_DELTA.c.target,
            func.count().label("n"),
        )
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == TALLY_DELTA.c.unit_id)
        .where(TALLY_DELTA.c.directive_id == directive_id)
        .group_by(TALLY_DELTA.c.task_id, UNIT_CLOSURE.c.ancestor_id, TALLY_DELTA.c.source, TALLY_DELTA.c.target)
    )
    changes: dict[tuple[int, int], Counter[str]] = {}
    for row in connection.execute(query):
        for task_id in (0, row.task_id):
            _move(changes.setdefault((task_id, row.ancestor_id), Counter()), row, count=row.n)
    return {key: tally_days.counted(counter) for key, counter in changes.items()}


def pending_deltas(connection: Connection) -> int:
    """How many deltas wait to be folded."""
    return int(connection.execute(select(func.count()).select_from(TALLY_DELTA)).scalar_one())


def rebuild(connection: Connection, directive_id: int, *, on: date) -> None:
    """Throw the tallies of a directive away and count anew (after the tree was changed). What is different now became
    so on the day ``on``: the tables of the days before stay as they were."""
    before = whole_counts(connection, directive_id)
    connection.execute(delete(TALLY_DELTA).where(TALLY_DELTA.c.directive_id == directive_id))
    connection.execute(delete(TALLY).where(TALLY.c.directive_id == directive_id))
    found = full_count(connection, directive_id)
    rows = [
        {
            "directive_id": directive_id,
            "task_id": task,
            "unit_id": unit,
            **{n: getattr(counts, n) for n in COUNT_COLUMNS},
        }
        for (task, unit), counts in sorted(found.items())
    ]
    if rows:
        connection.execute(_UPSERT, rows)
    nodes = before.keys() | {unit for _, unit in found}
    changes = {n: found.get((0, n), Counts()) - before.get(n, Counts()) for n in nodes}
    tally_days.add(connection, {(node, on, directive_id): change for node, change in changes.items()})


def figures(connection: Connection, *, task_id: int, unit_id: int) -> list[dict[str, float]]:
    """Figures of accepted reports of a task at and below a node, one mapping per obligation."""
    query = (
        select(FIGURE_VALUE.c.obligation_id, FIGURE_VALUE.c.field, FIGURE_VALUE.c.value)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == FIGURE_VALUE.c.unit_id)
        .where((FIGURE_VALUE.c.task_id == task_id) & (UNIT_CLOSURE.c.ancestor_id == unit_id))
    )
    found: dict[int, dict[str, float]] = {}
    for row in connection.execute(query.order_by(FIGURE_VALUE.c.obligation_id)):
        found.setdefault(row.obligation_id, {})[row.field] = row.value
    return list(found.values())
