"""The record of messages as a viewer may read it: newest first, from the viewer's own side or a stretch at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, or_, select

from engine.store import correspondence
from engine.store.organisation import parts
from engine.store.tables import DIRECTIVE, MESSAGE, NOTICE, OBLIGATION, PARTY, TASK, UNIT_CLOSURE

STRETCH = 5_000
"""So many messages are looked through for a page at most; the next page goes on from there."""
FEW = 2_000
"""Up to so many obligations of a viewer, and messages about them, it is quicker to begin with those."""
_SKEW = 1_000
"""Messages whose order by number and by time may differ: several processes write."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty and None: all. ``after`` is the cursor: only messages below that number.
    ``since`` and ``until``: made at or after, made before."""

    states: tuple[str, ...] = ()
    is_dead: bool = False
    channels: tuple[str, ...] = ()
    people: tuple[int, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(MESSAGE.c.state.in_(wanted.states))
    if wanted.is_dead:
        # What was handed on, or sent again, carries nothing any more.
        carries = exists().where(NOTICE.c.message_id == MESSAGE.c.id)
        found += [MESSAGE.c.state.in_(correspondence.DEAD_STATES), MESSAGE.c.fall_back_at.is_(None), carries]
    if wanted.channels:
        found.append(MESSAGE.c.channel.in_(wanted.channels))
    if wanted.people is not None:
        found.append(MESSAGE.c.person_id.in_(wanted.people))
    if wanted.since is not None:
        found.append(MESSAGE.c.created_at >= wanted.since)
    if wanted.until is not None:
        found.append(MESSAGE.c.created_at < wanted.until)
    return found


def _is_seen(units: Sequence[int]) -> ColumnElement[bool]:
    """True for an obligation with its directive that somebody with posts in these units may see
    (engine.access.may_see). Each part is a look-up by key, so that only the rows in question are asked about."""
    owner, issuer = UNIT_CLOSURE.alias(), UNIT_CLOSURE.alias()
    return or_(
        exists().where((owner.c.descendant_id == OBLIGATION.c.unit_id) & owner.c.ancestor_id.in_(units)),
        exists().where((issuer.c.descendant_id == DIRECTIVE.c.issuer_id) & issuer.c.ancestor_id.in_(units)),
        exists().where((PARTY.c.task_id == OBLIGATION.c.task_id) & PARTY.c.unit_id.in_(units)),
    )


def _reached(units: Sequence[int]) -> list[Select[Any]]:
    """The same from the other end, each part by an index: owed by the units, issued by them, with them as a party."""
    below = select(UNIT_CLOSURE.c.descendant_id).where(UNIT_CLOSURE.c.ancestor_id.in_(units))
    issued = select(DIRECTIVE.c.id).where(DIRECTIVE.c.issuer_id.in_(below))
    helped = select(TASK.c.id).join(PARTY, PARTY.c.task_id == TASK.c.id).where(PARTY.c.unit_id.in_(units))
    return [
        select(OBLIGATION.c.id).where(OBLIGATION.c.unit_id.in_(below)),
        select(OBLIGATION.c.id).where(OBLIGATION.c.directive_id.in_(issued)),
        select(OBLIGATION.c.id).where(OBLIGATION.c.task_id.in_(helped)),
    ]


def few_told(connection: Connection, units: Iterable[int], *, most: int = FEW) -> list[int] | None:
    """The messages about what units see, if they are few; None if there are more than ``most`` of them or of the
    obligations. Four look-ups, none of which reads more than that."""
    found: set[int] = set()
    for query in _reached(sorted(set(units))):
        found.update(connection.execute(query.limit(most + 1)).scalars())
        if len(found) > most:
            return None
    told: set[int] = set()
    carried = select(NOTICE.c.message_id).where(NOTICE.c.message_id.is_not(None))
    for part in parts(sorted(found)):
        told.update(connection.execute(carried.where(NOTICE.c.obligation_id.in_(part)).limit(most + 1)).scalars())
        if len(told) > most:
            return None
    return sorted(told)


def seen_among(connection: Connection, obligation_ids: Iterable[int], *, units: Iterable[int]) -> frozenset[int]:
    """Those of some obligations that units may see."""
    query = select(OBLIGATION.c.id).join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
    query = query.where(_is_seen(sorted(set(units))))
    pieces = parts(sorted(set(obligation_ids)))
    return frozenset(
        one for part in pieces for one in connection.execute(query.where(OBLIGATION.c.id.in_(part))).scalars()
    )


def listed(
    connection: Connection,
    wanted: Wanted,
    *,
    person_id: int | None,
    units: Iterable[int] = (),
    limit: int,
    few: int = FEW,
    stretch: int = STRETCH,
) -> tuple[list[Row[Any]], int | None]:
    """Messages that fit, newest first, and the number below which the search goes on (None: nothing is left).

    ``person_id`` None: the whole record; otherwise the messages to that person and those about what ``units`` see.
    """
    mine = sorted(set(units))
    query = select(MESSAGE).where(*_conditions(wanted)).order_by(MESSAGE.c.id.desc())
    is_short = wanted.people is not None
    if person_id is not None:
        told, is_few = _is_told(connection, mine, few=few)
        query = query.where(or_(MESSAGE.c.person_id == person_id, told))
        is_short |= is_few
    if is_short:
        found = query.where(MESSAGE.c.id < wanted.after) if wanted.after is not None else query
        rows = list(connection.execute(found.limit(limit + 1)))
        return rows[:limit], rows[limit - 1].id if len(rows) > limit else None
    return _walked(connection, query, wanted=wanted, limit=limit, stretch=stretch)


def _is_told(connection: Connection, units: Sequence[int], *, few: int) -> tuple[ColumnElement[bool], bool]:
    """True for a message about what units see; and whether that is quickly found from their side."""
    ids = few_told(connection, units, most=few)
    if ids is not None:
        return MESSAGE.c.id.in_(ids), True
    about = (
        select(NOTICE.c.id)
        .join(OBLIGATION, OBLIGATION.c.id == NOTICE.c.obligation_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .where((NOTICE.c.message_id == MESSAGE.c.id) & _is_seen(units))
    )
    return about.correlate(MESSAGE).exists(), False


def _walked(
    connection: Connection, query: Select[Any], *, wanted: Wanted, limit: int, stretch: int
) -> tuple[list[Row[Any]], int | None]:
    top = wanted.after if wanted.after is not None else _top(connection, wanted.until)
    low = max(top - stretch, 0)
    bottom = _bottom(connection, wanted.since)
    inside = (MESSAGE.c.id < top) & (MESSAGE.c.id >= low)
    rows = list(connection.execute(query.where(inside).limit(limit + 1)))
    if len(rows) > limit:
        return rows[:limit], int(rows[limit - 1].id)
    return rows, low if low > max(bottom, 1) else None


def _top(connection: Connection, until: datetime | None) -> int:
    last: int = connection.execute(select(func.max(MESSAGE.c.id))).scalar() or 0
    return last + 1 if until is None else min(last, _number_at(connection, until, last=last) + _SKEW) + 1


def _bottom(connection: Connection, since: datetime | None) -> int:
    if since is None:
        return 0
    last: int = connection.execute(select(func.max(MESSAGE.c.id))).scalar() or 0
    return _number_at(connection, since, last=last) - _SKEW


def _number_at(connection: Connection, at: datetime, *, last: int) -> int:
    """About the number of the last message made before an instant: numbers grow with time, so it is found by halving
    (some twenty look-ups by key) and not by reading them all."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        query = select(MESSAGE.c.id, MESSAGE.c.created_at).where(MESSAGE.c.id <= middle)
        row = connection.execute(query.order_by(MESSAGE.c.id.desc()).limit(1)).first()
        if row is None or row.created_at < at:
            low = middle
        else:
            high = row.id - 1
    return low
