"""Lists for people: obligations with their unit, task and document; directives by what is printed on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal_column, or_, select

from engine.errors import Ambiguous, NotFound
from engine.names import fold
from engine.states import OPEN, Status
from engine.store.organisation import units_named
from engine.store.tables import DEADLINE, DIRECTIVE, HISTORY, OBLIGATION, TASK, UNIT, UNIT_CLOSURE


def _listing() -> Select[Any]:
    return (
        select(
            OBLIGATION,
            UNIT.c.name.label("unit_name"),
            UNIT.c.code.label("unit_code"),
            TASK.c.key.label("task_key"),
            TASK.c.text.label("task_text"),
            DIRECTIVE.c.number,
            DIRECTIVE.c.number_suffix,
            DIRECTIVE.c.issued_text,
            DIRECTIVE.c.issuer_name,
            DEADLINE.c.last_day_on,
            DEADLINE.c.zone,
        )
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
    )


def obligation(connection: Connection, obligation_id: int) -> list[Row[Any]]:
    """One obligation as in a list; empty if unknown."""
    return list(connection.execute(_listing().where(OBLIGATION.c.id == obligation_id)))


def obligations(
    connection: Connection,
    *,
    at: datetime,
    directive_id: int | None,
    unit: str | None,
    task: str | None,
    which: str,
    soon_at: datetime,
    limit: int,
) -> list[Row[Any]]:
    """Obligations that fit, soonest due first, those without a date last."""
    conditions = [*_which(which, at=at, soon_at=soon_at)]
    conditions += _within(connection, directive_id=directive_id, unit=unit, task=task)
    order = (OBLIGATION.c.due_at.is_(None), OBLIGATION.c.due_at, OBLIGATION.c.id)
    return list(connection.execute(_listing().where(*conditions).order_by(*order).limit(limit)))


def count(
    connection: Connection,
    *,
    at: datetime,
    directive_id: int | None,
    unit: str | None,
    task: str | None,
    which: str,
    soon_at: datetime,
) -> int:
    """How many obligations fit."""
    conditions = [*_which(which, at=at, soon_at=soon_at)]
    conditions += _within(connection, directive_id=directive_id, unit=unit, task=task)
    query = select(func.count()).select_from(OBLIGATION).join(TASK, TASK.c.id == OBLIGATION.c.task_id)
    return int(connection.execute(query.where(*conditions)).scalar_one())


def _within(
    connection: Connection, *, directive_id: int | None, unit: str | None, task: str | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if directive_id is not None:
        conditions.append(OBLIGATION.c.directive_id == directive_id)
    if task is not None:
        conditions.append(TASK.c.key == task)
    if unit is not None:
        nodes = [row.id for row in units_named(connection, unit)]
        if not nodes:
            raise NotFound(what="unit", key=unit)
        below = select(UNIT_CLOSURE.c.descendant_id).where(UNIT_CLOSURE.c.ancestor_id.in_(nodes))
        conditions.append(OBLIGATION.c.unit_id.in_(below))
    return conditions


def obligations_after(connection: Connection, obligation_id: int) -> list[Row[Any]]:
    """Obligations with a greater id, in order."""
    query = _listing().add_columns(DIRECTIVE.c.scheme, DIRECTIVE.c.issuer_id, TASK.c.fields)
    return list(connection.execute(query.where(OBLIGATION.c.id > obligation_id).order_by(OBLIGATION.c.id)))


def _in(statuses: frozenset[Status]) -> ColumnElement[bool]:
    # Literal, not bound: SQLite uses an index on status only for values that it can see.
    return OBLIGATION.c.status.in_([literal_column(f"'{status.value}'") for status in sorted(statuses)])


def _which(which: str, *, at: datetime, soon_at: datetime) -> list[ColumnElement[bool]]:
    is_timely_review = (OBLIGATION.c.status == Status.SUBMITTED.value) & (
        OBLIGATION.c.last_submitted_at <= OBLIGATION.c.judged_due_at
    )
    not_timely = or_(OBLIGATION.c.status != Status.SUBMITTED.value, ~is_timely_review)
    owed = _in(OPEN - {Status.SUBMITTED})
    choices: dict[str, list[ColumnElement[bool]]] = {
        "all": [],
        "open": [_in(OPEN)],
        "waiting": [OBLIGATION.c.status == Status.SUBMITTED.value],
        "done": [OBLIGATION.c.status == Status.COMPLETED.value],
        "overdue": [_in(OPEN), OBLIGATION.c.due_at < at, not_timely],
        "due_soon": [owed, OBLIGATION.c.due_at >= at, OBLIGATION.c.due_at <= soon_at],
        "within_term": [owed, OBLIGATION.c.due_at > soon_at],
        "no_deadline": [owed, OBLIGATION.c.due_at.is_(None)],
    }
    if which not in choices:
        raise NotFound(what="list", key=which)
    return choices[which]


def directive_by_key(connection: Connection, key: str) -> int:
    """A directive by id, number or suffix."""
    if key.isdigit():
        found = list(connection.execute(select(DIRECTIVE.c.id).where(DIRECTIVE.c.id == int(key))).scalars())
    else:
        wanted = fold(key).replace(" ", "")
        rows = connection.execute(select(DIRECTIVE.c.id, DIRECTIVE.c.number, DIRECTIVE.c.number_suffix))
        found = [r.id for r in rows if wanted in {fold(t).replace(" ", "") for t in (r.number, r.number_suffix) if t}]
    if not found:
        raise NotFound(what="directive", key=key)
    if len(found) > 1:
        raise Ambiguous(what="directive", key=key, choices=", ".join(str(one) for one in found))
    return int(found[0])


def facts_recorded(connection: Connection, *, after: datetime, kinds: tuple[str, ...]) -> list[Row[Any]]:
    """History entries recorded after an instant, with unit, document and task."""
    query = (
        select(
            HISTORY.c.obligation_id,
            HISTORY.c.kind,
            HISTORY.c.happened_at,
            UNIT.c.name.label("unit_name"),
            TASK.c.key.label("task_key"),
            DIRECTIVE.c.number,
            DIRECTIVE.c.number_suffix,
        )
        .join(OBLIGATION, OBLIGATION.c.id == HISTORY.c.obligation_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .where(HISTORY.c.recorded_at > after)
    )
    if kinds:
        query = query.where(HISTORY.c.kind.in_(kinds))
    return list(connection.execute(query.order_by(HISTORY.c.happened_at, HISTORY.c.obligation_id, HISTORY.c.seq)))
