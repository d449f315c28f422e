"""The register of directives as far as some units see it: lists by search key, tasks with their counts, who has and who
has not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal, literal_column, or_, select, tuple_

from engine.states import HANDED_ON
from engine.store.duties import with_task
from engine.store.tables import (
    DEADLINE,
    DIRECTIVE,
    DIRECTIVE_TEXT,
    OBLIGATION,
    PARTY,
    TALLY,
    TALLY_DAY,
    TALLY_DELTA,
    TASK,
    UNIT,
    UNIT_CLOSURE,
)
from engine.store.totals import counts_of, pending_by_directive
from engine.tallies import COUNT_COLUMNS, Bucket, Counts

OPEN_BUCKETS = (Bucket.OPEN_OVERDUE, Bucket.OPEN_WITHIN, Bucket.UNDATED_OPEN)
CLOSED_BUCKETS = (Bucket.DONE_ON_TIME, Bucket.DONE_LATE, Bucket.UNDATED_DONE, Bucket.EXCUSED)
_SUMS = [func.sum(TALLY.c[name]).label(name) for name in COUNT_COLUMNS]
_OPEN = TALLY.c.open_within + TALLY.c.open_overdue + TALLY.c.undated_open
_CLOSED = TALLY.c.done_on_time + TALLY.c.done_late + TALLY.c.undated_done + TALLY.c.excused
_STATES: dict[str, ColumnElement[bool]] = {"open": _OPEN > 0, "overdue": TALLY.c.open_overdue > 0, "done": _CLOSED > 0}
STATES = ("all", *_STATES)


def _is_ours(units: Sequence[int]) -> ColumnElement[bool]:
    """Issued by one of the units, or below one."""
    above = select(UNIT_CLOSURE.c.depth).where(UNIT_CLOSURE.c.descendant_id == DIRECTIVE.c.issuer_id)
    return above.where(UNIT_CLOSURE.c.ancestor_id.in_(units)).exists()


def _touches(units: Sequence[int]) -> ColumnElement[bool]:
    """Gives work to one of the units, or below one, or lets one of them take part."""
    owing = select(TALLY.c.directive_id).where(TALLY.c.unit_id.in_(units) & (TALLY.c.task_id == 0))
    helping = select(TASK.c.directive_id).join(PARTY, PARTY.c.task_id == TASK.c.id).where(PARTY.c.unit_id.in_(units))
    return or_(DIRECTIVE.c.id.in_(owing), DIRECTIVE.c.id.in_(helping))


def _stands(units: Sequence[int], state: str) -> ColumnElement[bool]:
    """True of a directive by the counts at its own node, if it is ours, else at our units."""
    at_units, at_node = TALLY.c.unit_id.in_(units), TALLY.c.unit_id == DIRECTIVE.c.node_id
    ours = _is_ours(units)

    def counted(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        same = (TALLY.c.directive_id == DIRECTIVE.c.id) & (TALLY.c.task_id == 0) & condition
        # Two look-ups rather than one with OR, for which SQLite would read all tallies of the directive.
        whole, part = (select(TALLY.c.unit_id).where(same & where).exists() for where in (at_node, at_units))
        return or_(and_(ours, whole), and_(~ours, part))

    if state == "done":
        return and_(counted(_CLOSED > 0), ~counted(_OPEN > 0))
    return counted(_STATES[state])


def directives(
    connection: Connection,
    units: Iterable[int],
    *,
    words: Sequence[str],
    state: str,
    judged: Mapping[int, bool],
    after: tuple[datetime, int] | None,
    limit: int,
) -> list[Row[Any]]:
    """Directives that some units see, whose search key has all the words, before a key (issued at, id), the newest
    first, one row over the limit; ``is_ours``: issued by the units or below. ``judged``: whether those fit the state
    whose tallies do not say it yet."""
    mine = sorted(set(units))
    ours = _is_ours(mine)
    query = select(DIRECTIVE, ours.label("is_ours")).where(or_(ours, _touches(mine)))
    for word in words:
        query = query.where(DIRECTIVE.c.search_key.contains(word, autoescape=True))
    if state in _STATES:
        right = [number for number, is_right in judged.items() if is_right]
        counted = and_(DIRECTIVE.c.id.not_in(judged), _stands(mine, state)) if judged else _stands(mine, state)
        query = query.where(or_(DIRECTIVE.c.id.in_(right), counted) if right else counted)
    key = (DIRECTIVE.c.issued_at, DIRECTIVE.c.id)
    if after is not None:
        query = query.where(tuple_(*key) < tuple_(literal(after[0], DIRECTIVE.c.issued_at.type), literal(after[1])))
    return list(connection.execute(query.order_by(*(column.desc() for column in key)).limit(limit + 1)))


def counts_of_directives(connection: Connection, pairs: Iterable[tuple[int, int]]) -> dict[int, Counts]:
    """The counts of directives by id, what is not folded yet among them, each added up over its nodes: (directive,
    node)."""
    wanted = set(pairs)
    if not wanted:
        return {}
    # Two lists of single columns are look-ups in the key; a list of pairs makes SQLite read all tallies.
    chosen = TALLY.c.directive_id.in_({pair[0] for pair in wanted}) & TALLY.c.unit_id.in_({pair[1] for pair in wanted})
    found: dict[int, Counts] = {}
    for row in connection.execute(select(TALLY).where((TALLY.c.task_id == 0) & chosen)):
        if (row.directive_id, row.unit_id) in wanted:
            found[row.directive_id] = found.get(row.directive_id, Counts()) + counts_of(row)
    for key, change in pending_by_directive(connection, sorted({pair[1] for pair in wanted})).items():
        if key in wanted:
            found[key[0]] = found.get(key[0], Counts()) + change
    return found


def chosen(connection: Connection, units: Iterable[int], *, ids: Iterable[int]) -> list[Row[Any]]:
    """Some directives; ``is_ours``: issued by the units or below."""
    query = select(DIRECTIVE, _is_ours(sorted(set(units))).label("is_ours"))
    return list(connection.execute(query.where(DIRECTIVE.c.id.in_(sorted(set(ids))))))


def tasks(connection: Connection, directive_id: int, *, units: Sequence[int], helpers: Iterable[int]) -> list[Row[Any]]:
    """The tasks of a directive in text order with the counts at some nodes (None where nothing was given to them);
    ``is_party``: one of ``helpers`` takes part."""
    party = select(PARTY.c.role).where((PARTY.c.task_id == TASK.c.id) & PARTY.c.unit_id.in_(sorted(set(helpers))))
    is_mine = (TALLY.c.directive_id == TASK.c.directive_id) & (TALLY.c.task_id == TASK.c.id)
    query = (
        select(TASK, party.exists().label("is_party"), *_SUMS)
        .outerjoin(TALLY, is_mine & TALLY.c.unit_id.in_(units))
        .where(TASK.c.directive_id == directive_id)
        .group_by(TASK.c.id)
    )
    return list(connection.execute(query.order_by(TASK.c.ordinal)))


def shared_deadlines(connection: Connection, directive_id: int) -> list[Row[Any]]:
    """The deadlines that all units of a task and occurrence share, newest versions only, by day."""
    newer = DEADLINE.alias()
    is_replaced = (
        select(newer.c.id)
        .where((newer.c.task_id == DEADLINE.c.task_id) & (newer.c.occurrence == DEADLINE.c.occurrence))
        .where((newer.c.zone == DEADLINE.c.zone) & newer.c.obligation_id.is_(None))
        .where(newer.c.version > DEADLINE.c.version)
        .exists()
    )
    query = (
        select(DEADLINE.c.task_id, DEADLINE.c.occurrence, DEADLINE.c.due_at, DEADLINE.c.last_day_on, DEADLINE.c.quote)
        .join(TASK, TASK.c.id == DEADLINE.c.task_id)
        .where((TASK.c.directive_id == directive_id) & DEADLINE.c.obligation_id.is_(None) & ~is_replaced)
    )
    return list(connection.execute(query.order_by(DEADLINE.c.last_day_on, TASK.c.ordinal, DEADLINE.c.id)))


def changes_by_day(connection: Connection, directive_id: int, *, units: Sequence[int]) -> list[tuple[date, Counts]]:
    """What changed in a directive at some nodes on each day; what is not folded yet is left out."""
    sums = [func.sum(TALLY_DAY.c[name]).label(name) for name in COUNT_COLUMNS]
    query = select(TALLY_DAY.c.changed_on, *sums).where(
        (TALLY_DAY.c.directive_id == directive_id) & TALLY_DAY.c.unit_id.in_(units)
    )
    rows = connection.execute(query.group_by(TALLY_DAY.c.changed_on).order_by(TALLY_DAY.c.changed_on))
    return [(row.changed_on, counts_of(row)) for row in rows]


def text_of(connection: Connection, directive_id: int) -> Row[Any] | None:
    """The text that a directive was issued from, if it was kept."""
    query = select(DIRECTIVE_TEXT).where(DIRECTIVE_TEXT.c.directive_id == directive_id)
    return connection.execute(query).one_or_none()


@dataclass(frozen=True)
class Place:
    """Where in the tree to look: at and below some units, or everywhere (None). ``is_small``: a few thousand units at
    most, so that going through them beats going through the whole list."""

    units: tuple[int, ...] | None
    is_small: bool = False

    def holds(self, unit_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The conditions on a column of unit ids."""
        if self.units is None:
            return []
        below = select(UNIT_CLOSURE.c.descendant_id).where(UNIT_CLOSURE.c.ancestor_id.in_(self.units))
        if self.is_small:
            return [unit_id.in_(below)]
        return [below.where(UNIT_CLOSURE.c.descendant_id == unit_id).exists()]


def size_of(connection: Connection, units: Sequence[int], *, most: int) -> int:
    """How many units there are at and below some, counted up to ``most``."""
    below = select(UNIT_CLOSURE.c.descendant_id).where(UNIT_CLOSURE.c.ancestor_id.in_(units)).limit(most)
    return int(connection.execute(select(func.count()).select_from(below.subquery())).scalar_one())


def _own(directive_id: int, unit_id: ColumnElement[int], *, buckets: Iterable[Bucket]) -> Select[Any]:
    """The obligations of a unit in a directive in some buckets."""
    # Literal, not bound: each bucket is one look-up in the index.
    wanted = OBLIGATION.c.bucket.in_([literal_column(f"'{bucket.value}'") for bucket in buckets])
    is_counted = OBLIGATION.c.status.not_in([status.value for status in sorted(HANDED_ON)])
    same = (OBLIGATION.c.directive_id == directive_id) & (OBLIGATION.c.unit_id == unit_id)
    return select(OBLIGATION.c.id).where(same & wanted & is_counted)


def _which(directive_id: int, which: str) -> list[ColumnElement[bool]]:
    """``which`` of the units that owe something: all, open, overdue, done (nothing open is left)."""
    unit_id = TALLY.c.unit_id
    has_open = _own(directive_id, unit_id, buckets=OPEN_BUCKETS).exists()
    choices: dict[str, list[ColumnElement[bool]]] = {
        "all": [_own(directive_id, unit_id, buckets=Bucket).exists()],
        "open": [has_open],
        "overdue": [_own(directive_id, unit_id, buckets=(Bucket.OPEN_OVERDUE,)).exists()],
        "done": [_own(directive_id, unit_id, buckets=CLOSED_BUCKETS).exists(), ~has_open],
    }
    return choices[which]


def units_owing(
    connection: Connection, directive_id: int, *, place: Place, which: str, after: int | None, limit: int
) -> list[Row[Any]]:
    """Units that owe work of a directive themselves, by id after one, one row over the limit."""
    unit_id = TALLY.c.unit_id
    query = (
        select(unit_id)
        .where((TALLY.c.directive_id == directive_id) & (TALLY.c.task_id == 0), *place.holds(unit_id))
        .where(*_maybe(directive_id, which), *_which(directive_id, which))
    )
    if after is not None:
        query = query.where(unit_id > after)
    chosen = query.order_by(unit_id).limit(limit + 1).correlate(None)
    return list(connection.execute(select(UNIT).where(UNIT.c.id.in_(chosen)).order_by(UNIT.c.id)))


def _maybe(directive_id: int, which: str) -> list[ColumnElement[bool]]:
    """What the tally of a unit must show for it to be found (it may be about units below), unless it is about to
    change: spares a look at the obligations of most units."""
    if which == "all":
        return []
    waiting = select(TALLY_DELTA.c.unit_id).where(TALLY_DELTA.c.directive_id == directive_id)
    return [or_(_STATES[which], TALLY.c.unit_id.in_(waiting))]


def own_counts(connection: Connection, directive_id: int, *, units: Sequence[int]) -> dict[int, Counts]:
    """What units owe themselves in a directive, not those below them."""
    if not units:
        return {}
    wanted = OBLIGATION.c.bucket.in_([literal_column(f"'{bucket.value}'") for bucket in Bucket])
    is_counted = OBLIGATION.c.status.not_in([status.value for status in sorted(HANDED_ON)])
    query = (
        select(OBLIGATION.c.unit_id, OBLIGATION.c.bucket, func.count().label("n"))
        .where((OBLIGATION.c.directive_id == directive_id) & wanted & OBLIGATION.c.unit_id.in_(units) & is_counted)
        .group_by(OBLIGATION.c.unit_id, OBLIGATION.c.bucket)
    )
    found: dict[int, Counts] = {}
    for row in connection.execute(query):
        found[row.unit_id] = found.get(row.unit_id, Counts()) + Counts(**{row.bucket: int(row.n)})
    return found


def obligations_of(
    connection: Connection,
    directive_id: int,
    *,
    unit_id: int,
    after: tuple[int, int, int] | None,
    limit: int,
) -> list[Row[Any]]:
    """What one unit owes in a directive, in text order, after a key (place of the task, occurrence, id), one row over
    the limit."""
    key = (TASK.c.ordinal, OBLIGATION.c.occurrence, OBLIGATION.c.id)
    query = with_task(select(OBLIGATION, TASK.c.ordinal)).where(
        (OBLIGATION.c.unit_id == unit_id) & (OBLIGATION.c.directive_id == directive_id)
    )
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*(literal(part) for part in after)))
    return list(connection.execute(query.order_by(*key).limit(limit + 1)))
