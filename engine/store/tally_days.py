"""What changed on each day at each node: written beside the tallies, taken off them for a table as of a day."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, TextClause, bindparam, func, select, text

from engine.store.directives import DEFAULT_ZONE
from engine.store.tables import TALLY_DAY
from engine.tallies import COUNT_COLUMNS, Counts

# Only names of columns, fixed above, are put into these statements; values are always bound.
# ruff: noqa: S608
_COLUMNS = ", ".join(COUNT_COLUMNS)
_ADD = ", ".join(f"{name} = tally_day.{name} + excluded.{name}" for name in COUNT_COLUMNS)
_CONFLICT = f"ON CONFLICT (unit_id, changed_on, directive_id) DO UPDATE SET {_ADD}"
_INTO = f"INSERT INTO tally_day (unit_id, changed_on, directive_id, {_COLUMNS})"
_ZONE = ZoneInfo(DEFAULT_ZONE)
_DAY = bindparam("changed_on", type_=TALLY_DAY.c.changed_on.type)

_UPSERT = text(
    f"{_INTO} VALUES (:unit_id, :changed_on, :directive_id, {', '.join(':' + n for n in COUNT_COLUMNS)}) {_CONFLICT}"
).bindparams(_DAY)
_FIRST = text(
    f"{_INTO} SELECT unit_id, :changed_on, directive_id, {_COLUMNS} FROM tally "
    "WHERE directive_id = :directive_id AND task_id = 0"
).bindparams(_DAY)


def _count_staged(bucket: str) -> TextClause:
    values = ", ".join("COUNT(*)" if name == bucket else "0" for name in COUNT_COLUMNS)
    return text(
        f"{_INTO} SELECT unit_closure.ancestor_id, :changed_on, :directive_id, {values} FROM stage_target "
        "JOIN unit_closure ON unit_closure.descendant_id = stage_target.unit_id "
        "WHERE stage_target.set_no = :set_no AND stage_target.zone = :zone "
        f"GROUP BY unit_closure.ancestor_id {_CONFLICT}"
    ).bindparams(_DAY)


_STAGED = {bucket: _count_staged(bucket) for bucket in COUNT_COLUMNS}


def day_of(at: datetime) -> date:
    """The day on which an instant is counted."""
    return at.astimezone(_ZONE).date()


def first_instant_of(day: date) -> datetime:
    """0:00 of a day."""
    return datetime.combine(day, time(), _ZONE).astimezone(UTC)


def first_instant_after(day: date) -> datetime:
    """24:00 of a day: the first instant that no longer belongs to it."""
    return first_instant_of(day + timedelta(days=1))


def begin(connection: Connection, directive_id: int, *, on: date) -> None:
    """Date the tallies of a directive that was just issued."""
    connection.execute(_FIRST, {"directive_id": directive_id, "changed_on": on})


def count_staged(connection: Connection, *, directive_id: int, bucket: str, set_no: int, zone: str, on: date) -> None:
    """Add the staged units to a day, at every node above them."""
    values = {"directive_id": directive_id, "set_no": set_no, "zone": zone, "changed_on": on}
    connection.execute(_STAGED[bucket], values)


def add(connection: Connection, changes: Mapping[tuple[int, date, int], Counts]) -> None:
    """Add changes by (unit, day, directive); in one order, so that no two writers wait for each other."""
    rows = [
        {
            "unit_id": key[0],
            "changed_on": key[1],
            "directive_id": key[2],
            **{name: getattr(changes[key], name) for name in COUNT_COLUMNS},
        }
        for key in sorted(changes, key=lambda key: (key[2], key[0], key[1]))
        if changes[key] != Counts()
    ]
    if rows:
        connection.execute(_UPSERT, rows)


def counted(counter: Counter[str]) -> Counts:
    """Counts out of a counter by bucket; what went out of all counting stands under ""."""
    return Counts(**{name: counter[name] for name in COUNT_COLUMNS})


def sums(connection: Connection, directive_id: int) -> dict[int, Counts]:
    """The sum of all days of a directive by node: slow, for the audit."""
    columns = [func.sum(TALLY_DAY.c[name]).label(name) for name in COUNT_COLUMNS]
    query = select(TALLY_DAY.c.unit_id, *columns).where(TALLY_DAY.c.directive_id == directive_id)
    rows = connection.execute(query.group_by(TALLY_DAY.c.unit_id))
    return {row.unit_id: Counts(*(int(getattr(row, name)) for name in COUNT_COLUMNS)) for row in rows}
