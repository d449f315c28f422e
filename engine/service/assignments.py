"""Before a directive is issued: whom each task reaches, by when, and what is wrong; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from engine.errors import InputRefused, Problem
from engine.ladders import Policies
from engine.plans import ByName, DirectiveSpec, TaskSpec
from engine.service.book import Book, due_context
from engine.service.owners import OwnerFinder
from engine.service.schedule import TaskSchedule, plan_schedules
from engine.store import organisation as organisation_store
from engine.store.database import Connection, Row
from engine.store.directives import DEFAULT_ZONE


@dataclass(frozen=True)
class Assignment:
    """A task with the units it was given to."""

    spec: TaskSpec
    leads: tuple[int, ...]
    coordinators: tuple[int, ...]
    informed: tuple[int, ...]
    external: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """A plan as it would be issued; ``file`` is what findings call it."""

    file: str
    assignments: tuple[Assignment, ...]
    schedules: Mapping[str, TaskSchedule]
    problems: tuple[Problem, ...]

    def refuse_if_errors(self) -> None:
        """Raise InputRefused with every finding if one of them is an error."""
        if any(not problem.is_warning for problem in self.problems):
            raise InputRefused(self.file, self.problems)


def prepare(
    connection: Connection,
    spec: DirectiveSpec,
    *,
    issuer: Row[Any],
    head: Mapping[str, Any],
    book: Book,
    policies: Policies,
) -> Prepared:
    """Find the units and the dates of every task; ``head`` is the directive as it would be stored."""
    finder = OwnerFinder(connection, issuer.scheme, issuer.id, spec)
    problems: list[Problem] = []
    assignments = [_assign(finder, task, problems=problems) for task in spec.tasks]
    context = due_context(book, directive=SimpleNamespace(**head), zone=DEFAULT_ZONE)
    schedules, unreadable = plan_schedules(spec, context)
    problems += unreadable
    for name in {spec.ladder, *(task.ladder for task in spec.tasks)} - {None}:
        if name not in policies.ladders:
            problems.append(
                Problem(
                    _file_of(spec), "ladder_unknown", {"ladder": name, "known": ", ".join(sorted(policies.ladders))}
                )
            )
    if not spec.tasks:
        problems.append(Problem(_file_of(spec), "tasks_empty", {"where": "tasks"}))
    return Prepared(_file_of(spec), tuple(assignments), schedules, tuple(problems))


def _file_of(spec: DirectiveSpec) -> str:
    """The plan's own file, as its tasks know it."""
    places = (task.place.rpartition(":")[0] for task in spec.tasks)
    return next((place for place in places if place), spec.doc)


def _assign(finder: OwnerFinder, task: TaskSpec, *, problems: list[Problem]) -> Assignment:
    owners = finder.find(task.owner)
    place_of = task.place or finder.spec.doc
    if owners.is_empty:
        problems.append(Problem(place_of, "SelectorReachesNobody", {"task": task.key, "selector": task.owner_label}))
    coordinators = [unit for name in task.coordinators for unit in _units(finder, name)]
    leads = owners.units
    if task.lead is not None:
        leads = finder.find(task.lead).units
        if len(leads) != 1:
            names = ", ".join(organisation_store.unit(finder.connection, unit).name for unit in leads)
            problems.append(Problem(place_of, "lead_not_one", {"task": task.key, "found": len(leads), "units": names}))
        coordinators = [*owners.units, *coordinators]
    return Assignment(
        spec=task,
        leads=leads,
        coordinators=tuple(unit for unit in dict.fromkeys(coordinators) if unit not in leads),
        informed=tuple(dict.fromkeys(unit for name in task.informed for unit in _units(finder, name))),
        external=owners.external,
    )


def _units(finder: OwnerFinder, name: str) -> tuple[int, ...]:
    """Units behind a coordinator or an informed party; one that is no unit stays text."""
    return finder.find(ByName(name)).units
