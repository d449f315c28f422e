"""What happens next: the earliest instant of any timer, in one look-up of the timers' own indexes."""

from datetime import UTC, datetime

from sqlalchemy import Column, ColumnElement, Connection, bindparam, select

from engine.store.tables import MESSAGE, NOTICE, OBLIGATION, SERIES

_EVER = datetime(1900, 1, 1, tzinfo=UTC)


def _first(column: Column[datetime], *conditions: ColumnElement[bool]) -> ColumnElement[datetime]:
    is_ahead = column > bindparam("after", type_=column.type)
    return select(column).where(is_ahead, *conditions).order_by(column).limit(1).scalar_subquery()


_NEXT = select(
    _first(SERIES.c.next_at).label("occurrence_at"),
    _first(OBLIGATION.c.next_at).label("obligation_at"),
    _first(NOTICE.c.release_at, NOTICE.c.message_id.is_(None)).label("notice_at"),
    _first(MESSAGE.c.next_at).label("message_at"),
    _first(MESSAGE.c.fall_back_at).label("fall_back_at"),
)


def next_instants(connection: Connection, *, after: datetime | None = None) -> dict[str, datetime]:
    """The earliest instants later than ``after``: of an occurrence to make, an obligation, a waiting notice, a message,
    a further channel (occurrence_at, obligation_at, notice_at, message_at, fall_back_at); only those that there are."""
    row = connection.execute(_NEXT, {"after": after or _EVER}).one()
    return {name: instant for name, instant in row._asdict().items() if instant is not None}
