"""What a plan would become, seen before it is issued: whom each task reaches, by when, what stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.clock import require_aware
from engine.errors import AlreadyIssued, Ambiguous, NotFound, Problem
from engine.ladders import Policies
from engine.plans import DirectiveSpec
from engine.service.assignments import Assignment, Prepared, prepare
from engine.service.book import open_book
from engine.service.issuing import find_issuer, head_row, refuse_second
from engine.service.schedule import TaskSchedule
from engine.store import organisation as store
from engine.store.database import Connection, Database, Row, reading

MOST_NAMED = 12


@dataclass(frozen=True)
class Reach:
    """Units that a phrase reaches: how many, the names of the first ones, and parties outside the tree."""

    count: int = 0
    names: tuple[str, ...] = ()
    external: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskOutline:
    """A task as it would be given; ``schedule`` is None where its dates cannot be read."""

    leads: Reach
    coordinators: Reach
    informed: Reach
    schedule: TaskSchedule | None


@dataclass(frozen=True)
class Outline:
    """A plan as it would be issued by a unit. ``problems`` would refuse it (or warn); ``obligations`` and ``units`` are
    what issuing would make, and for how many."""

    is_own: bool
    tasks: Mapping[str, TaskOutline]
    problems: tuple[Problem, ...]
    obligations: int
    undated: int
    units: int


def outline(database: Database, spec: DirectiveSpec, *, unit_id: int, policies: Policies, at: datetime) -> Outline:
    """What issuing would do with a plan of a unit. ``is_own`` is False where the plan names no issuer that is known, or
    another than this unit; owners are then looked up as if it were the unit's own."""
    at = require_aware(at)
    with reading(database) as connection:
        found, unit = prepared_for(connection, spec, unit_id=unit_id, policies=policies, at=at)
        issuer, problems = _issuer(connection, _with_year(spec, at), unit=unit, at=at)
        names = store.names_of(connection, _named(found.assignments))
    leads = [a.leads for a in found.assignments]
    return Outline(
        is_own=issuer is not None and issuer.id == unit_id,
        tasks={a.spec.key: _task(a, found.schedules.get(a.spec.key), names=names) for a in found.assignments},
        problems=(*problems, *found.problems),
        obligations=sum(len(a.leads) * _dates(found.schedules.get(a.spec.key)) for a in found.assignments),
        undated=sum(len(a.leads) for a in found.assignments if not _is_dated(found.schedules.get(a.spec.key))),
        units=len({unit for units in leads for unit in units}),
    )


def prepared_for(
    connection: Connection, spec: DirectiveSpec, *, unit_id: int, policies: Policies, at: datetime
) -> tuple[Prepared, Row[Any]]:
    """A plan as a unit would issue it, whichever issuer it names; and the unit."""
    unit, spec = store.unit(connection, unit_id), _with_year(spec, at)
    head = head_row(spec, unit, at=at, actor="")
    return prepare(connection, spec, issuer=unit, head=head, book=open_book(connection), policies=policies), unit


def _with_year(spec: DirectiveSpec, at: datetime) -> DirectiveSpec:
    """A day that cannot be read is looked at as left blank."""
    year = spec.issued_text[:4]
    return spec if not year or (year.isascii() and year.isdecimal()) else replace(spec, issued_text=f"{at.year}")


def _issuer(
    connection: Connection, spec: DirectiveSpec, *, unit: Row[Any], at: datetime
) -> tuple[Row[Any] | None, list[Problem]]:
    try:
        issuer = find_issuer(connection, spec, scheme=unit.scheme)
    except (NotFound, Ambiguous) as error:
        return None, [Problem(spec.doc, error.code, {**error.values, "where": "issuer"})]
    try:
        refuse_second(connection, spec, issuer=issuer, at=at)
    except AlreadyIssued as error:
        return issuer, [Problem(spec.doc, error.code, {**error.values, "where": "number"})]
    return issuer, []


def _named(assignments: Sequence[Assignment]) -> set[int]:
    return {unit for a in assignments for units in (a.leads, a.coordinators, a.informed) for unit in units[:MOST_NAMED]}


def _task(assignment: Assignment, schedule: TaskSchedule | None, *, names: Mapping[int, str]) -> TaskOutline:
    def reach(units: Sequence[int], external: tuple[str, ...] = ()) -> Reach:
        return Reach(len(units), tuple(names[unit] for unit in units[:MOST_NAMED]), external)

    return TaskOutline(
        leads=reach(assignment.leads, assignment.external),
        coordinators=reach(assignment.coordinators),
        informed=reach(assignment.informed),
        schedule=schedule,
    )


def _dates(schedule: TaskSchedule | None) -> int:
    return 0 if schedule is None else len(schedule.dated)


def _is_dated(schedule: TaskSchedule | None) -> bool:
    return schedule is not None and schedule.dated[0].resolved.due_at is not None
