"""Counts of whole directives at nodes, added up over the directives that were chosen, now and as of a day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from engine.store import tally_days
from engine.store.tables import DIRECTIVE, TALLY, TALLY_DAY, TALLY_DELTA, UNIT_CLOSURE
from engine.tallies import COUNT_COLUMNS, Counts

_SUMS = [func.sum(TALLY.c[name]).label(name) for name in COUNT_COLUMNS]
_DAY_SUMS = [func.sum(TALLY_DAY.c[name]).label(name) for name in COUNT_COLUMNS]


@dataclass(frozen=True)
class Choice:
    """Which directives are added up: one, or those issued from a day to a day (as printed on them; where the day was
    left blank, as issued here), or all."""

    directive_id: int | None = None
    issued_from: date | None = None
    issued_to: date | None = None

    def of(self, column: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The conditions on a column of directive ids."""
        conditions: list[ColumnElement[bool]] = []
        if self.directive_id is not None:
            conditions.append(column == self.directive_id)
        if self.issued_from is not None or self.issued_to is not None:
            conditions.append(column.in_(select(DIRECTIVE.c.id).where(*self._issued())))
        return conditions

    def _issued(self) -> Iterable[ColumnElement[bool]]:
        blank = DIRECTIVE.c.issued_on.is_(None)
        if self.issued_from is not None:
            since = tally_days.first_instant_of(self.issued_from)
            yield or_(DIRECTIVE.c.issued_on >= self.issued_from, blank & (DIRECTIVE.c.issued_at >= since))
        if self.issued_to is not None:
            until = tally_days.first_instant_after(self.issued_to)
            yield or_(DIRECTIVE.c.issued_on <= self.issued_to, blank & (DIRECTIVE.c.issued_at < until))


EVERYTHING = Choice()


def counts_of(row: Row[Any]) -> Counts:
    """The counts in a row that has their columns."""
    return Counts(*(int(getattr(row, name)) for name in COUNT_COLUMNS))


def totals(
    connection: Connection, units: Sequence[int], *, choice: Choice = EVERYTHING, as_of: date | None = None
) -> dict[int, Counts]:
    """The counts at some nodes, what is not folded yet among them; as of the end of a day where one is given."""
    found = dict.fromkeys(units, Counts())
    mine = (TALLY.c.unit_id.in_(units), TALLY.c.task_id == 0, *choice.of(TALLY.c.directive_id))
    for row in connection.execute(select(TALLY.c.unit_id, *_SUMS).where(*mine).group_by(TALLY.c.unit_id)):
        found[row.unit_id] = counts_of(row)
    before = None if as_of is None else tally_days.first_instant_after(as_of)
    for unit, _, change in pending(connection, units, choice=choice, before=before):
        found[unit] += change
    if as_of is not None:
        later = (TALLY_DAY.c.unit_id.in_(units), TALLY_DAY.c.changed_on > as_of, *choice.of(TALLY_DAY.c.directive_id))
        query = select(TALLY_DAY.c.unit_id, *_DAY_SUMS).where(*later).group_by(TALLY_DAY.c.unit_id)
        for row in connection.execute(query):
            found[row.unit_id] -= counts_of(row)
    return found


def changes(
    connection: Connection, units: Sequence[int], *, choice: Choice = EVERYTHING, after: date
) -> list[tuple[int, date, Counts]]:
    """What changed at some nodes on each day after a day: (unit, day, by how much), in no order."""
    later = (TALLY_DAY.c.unit_id.in_(units), TALLY_DAY.c.changed_on > after, *choice.of(TALLY_DAY.c.directive_id))
    keys = (TALLY_DAY.c.unit_id, TALLY_DAY.c.changed_on)
    rows = connection.execute(select(*keys, *_DAY_SUMS).where(*later).group_by(*keys))
    found = [(row.unit_id, row.changed_on, counts_of(row)) for row in rows]
    since = tally_days.first_instant_after(after)
    waiting = [
        (unit, tally_days.day_of(at), change)
        for unit, at, change in pending(connection, units, choice=choice)
        if at >= since
    ]
    return found + waiting


def pending(
    connection: Connection, units: Sequence[int], *, choice: Choice = EVERYTHING, before: datetime | None = None
) -> list[tuple[int, datetime, Counts]]:
    """Changes at some nodes that are not folded yet (usually none), those before an instant only."""
    rows = _waiting(connection, TALLY_DELTA.c.happened_at, units=units, choice=choice, before=before)
    return [(row.ancestor_id, row.happened_at, _change(row)) for row in rows]


def pending_by_task(connection: Connection, units: Sequence[int], *, directive_id: int) -> dict[int, Counts]:
    """Changes of the tasks of a directive that are not folded yet, added up over some nodes."""
    found: dict[int, Counts] = {}
    rows = _waiting(connection, TALLY_DELTA.c.task_id, units=units, choice=Choice(directive_id), before=None)
    for row in rows:
        found[row.task_id] = found.get(row.task_id, Counts()) + _change(row)
    return found


def pending_by_directive(connection: Connection, units: Sequence[int]) -> dict[tuple[int, int], Counts]:
    """Changes that are not folded yet by (directive, node)."""
    found: dict[tuple[int, int], Counts] = {}
    for row in _waiting(connection, TALLY_DELTA.c.directive_id, units=units, choice=EVERYTHING, before=None):
        key = (row.directive_id, row.ancestor_id)
        found[key] = found.get(key, Counts()) + _change(row)
    return found


def directives_waiting(connection: Connection) -> list[int]:
    """The directives of which something is not folded yet (usually none)."""
    return list(connection.execute(select(TALLY_DELTA.c.directive_id).distinct()).scalars())


def _change(row: Row[Any]) -> Counts:
    return tally_days.counted(Counter({row.target or "": row.n, row.source or "": -row.n}))


def _waiting(
    connection: Connection, column: ColumnElement[Any], *, units: Sequence[int], choice: Choice, before: datetime | None
) -> list[Row[Any]]:
    if connection.execute(select(TALLY_DELTA.c.id).limit(1)).first() is None:
        return []  # spares a look at everything below the nodes
    keys = (UNIT_CLOSURE.c.ancestor_id, column, TALLY_DELTA.c.source, TALLY_DELTA.c.target)
    query = (
        select(*keys, func.count().label("n"))
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == TALLY_DELTA.c.unit_id)
        .where(UNIT_CLOSURE.c.ancestor_id.in_(units), *choice.of(TALLY_DELTA.c.directive_id))
    )
    if before is not None:
        query = query.where(TALLY_DELTA.c.happened_at < before)
    return list(connection.execute(query.group_by(*keys)))
