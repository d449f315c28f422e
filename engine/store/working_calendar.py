"""The working calendar and the school-year frame as stored."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from engine.school_year import SchoolFrame, SchoolYear
from engine.store.tables import CALENDAR_DAY, CALENDAR_REVISION, CALENDAR_YEAR, SCHOOL_YEAR
from engine.workdays import DayException, WorkCalendar

_KEPT: dict[str, tuple[WorkCalendar, SchoolFrame]] = {}
_MOST_KEPT = 16


def load_kept(connection: Connection) -> tuple[WorkCalendar, SchoolFrame]:
    """Calendar and frame in force, read anew only after an edit: its revision is a random mark, so that one that was
    rolled back is never met again."""
    revision: str | None = connection.execute(select(CALENDAR_REVISION.c.revision)).scalar()
    if revision is None:
        return load(connection), load_frame(connection)
    if revision not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[revision] = (load(connection), load_frame(connection))
    return _KEPT[revision]


def _mark_edit(connection: Connection) -> None:
    connection.execute(delete(CALENDAR_REVISION))
    connection.execute(insert(CALENDAR_REVISION), [{"id": 1, "revision": uuid4().hex}])


def load(connection: Connection) -> WorkCalendar:
    """The calendar in force."""
    days = (
        DayException(row.day_on, row.kind, row.name, row.source, row.status)
        for row in connection.execute(select(CALENDAR_DAY).order_by(CALENDAR_DAY.c.day_on))
    )
    years = {row.year: row.status for row in connection.execute(select(CALENDAR_YEAR))}
    return WorkCalendar(tuple(days), years)


def load_frame(connection: Connection) -> SchoolFrame:
    """The school-year frame in force."""
    rows = connection.execute(select(SCHOOL_YEAR))
    return SchoolFrame(
        {row.start_year: SchoolYear(row.opens_on, row.semester_1_ends_on, row.ends_on, row.status) for row in rows}
    )


def seed(connection: Connection, days: Iterable[DayException], *, years: Mapping[int, str]) -> None:
    """Lay a seed under what an operator has edited: edited days stay as they are."""
    _mark_edit(connection)
    edited = set(connection.execute(select(CALENDAR_DAY.c.day_on).where(CALENDAR_DAY.c.is_edited)).scalars())
    connection.execute(delete(CALENDAR_DAY).where(~CALENDAR_DAY.c.is_edited))
    rows = [_row(day, is_edited=False) for day in days if day.on not in edited]
    if rows:
        connection.execute(insert(CALENDAR_DAY), rows)
    confirmed = set(
        connection.execute(select(CALENDAR_YEAR.c.year).where(CALENDAR_YEAR.c.status == "official")).scalars()
    )
    connection.execute(delete(CALENDAR_YEAR).where(CALENDAR_YEAR.c.year.not_in(confirmed)))
    fresh = [{"year": year, "status": status} for year, status in years.items() if year not in confirmed]
    if fresh:
        connection.execute(insert(CALENDAR_YEAR), fresh)


def edit(connection: Connection, day: DayException) -> None:
    """Set one exception, in place of what stood there."""
    _mark_edit(connection)
    connection.execute(delete(CALENDAR_DAY).where(CALENDAR_DAY.c.day_on == day.on))
    connection.execute(insert(CALENDAR_DAY), [_row(day, is_edited=True)])


def remove(connection: Connection, on: date) -> bool:
    """Take an exception out; False if there was none."""
    _mark_edit(connection)
    return connection.execute(delete(CALENDAR_DAY).where(CALENDAR_DAY.c.day_on == on)).rowcount > 0


def confirm_year(connection: Connection, year: int) -> None:
    """Mark a year as official."""
    _mark_edit(connection)
    connection.execute(delete(CALENDAR_YEAR).where(CALENDAR_YEAR.c.year == year))
    connection.execute(insert(CALENDAR_YEAR), [{"year": year, "status": "official"}])


def is_empty(connection: Connection) -> bool:
    """True before the first seed."""
    return connection.execute(select(CALENDAR_YEAR.c.year).limit(1)).first() is None


def _row(day: DayException, *, is_edited: bool) -> dict[str, object]:
    return {
        "day_on": day.on,
        "kind": day.kind,
        "name": day.name,
        "source": day.source,
        "status": day.status,
        "is_edited": is_edited,
    }
