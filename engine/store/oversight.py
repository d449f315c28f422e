"""Questions of an operator to the whole database."""

from datetime import datetime

from sqlalchemy import Connection, extract, func, select, text

from engine.states import OPEN
from engine.store.database import is_postgresql
from engine.store.tables import DEADLINE, HISTORY, OBLIGATION, UNIT

_IS_OPEN = OBLIGATION.c.status.in_(sorted(status.value for status in OPEN))


def open_work_by_year(connection: Connection) -> dict[int, int]:
    """How many open obligations have their last day in each year."""
    year = extract("year", DEADLINE.c.last_day_on)
    query = (
        select(year.label("year"), func.count().label("obligations"))
        .select_from(OBLIGATION)
        .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
        .where(_IS_OPEN & DEADLINE.c.last_day_on.is_not(None))
        .group_by(year)
    )
    return {int(row.year): int(row.obligations) for row in connection.execute(query)}


def units_with_open_work(connection: Connection) -> dict[int, str]:
    """Names by id of the units that owe dated work."""
    owing = select(OBLIGATION.c.unit_id).where(_IS_OPEN & OBLIGATION.c.due_at.is_not(None)).distinct()
    rows = connection.execute(select(UNIT.c.id, UNIT.c.name).where(UNIT.c.id.in_(owing)).order_by(UNIT.c.id))
    return {row.id: row.name for row in rows}


def last_recorded_at(connection: Connection) -> datetime | None:
    """When the newest history entry was written."""
    found: datetime | None = connection.execute(select(func.max(HISTORY.c.recorded_at))).scalar()
    return found


def journal_mode(connection: Connection) -> str:
    """SQLite's journal mode; "server" for a database that keeps its own."""
    if is_postgresql(connection):
        return "server"
    return str(connection.execute(text("PRAGMA journal_mode")).scalar())
