"""Which units stand for all that a plan reaches: units of one kind with the same tasks are told the same things."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import require_aware
from engine.deadlines import OFFICE_ZONE
from engine.ladders import Policies
from engine.plans import DirectiveSpec
from engine.service.assignments import Assignment
from engine.service.outline import MOST_NAMED, prepared_for
from engine.store import sampling as store
from engine.store.database import Connection, Database, Row, reading

MOST_UNITS = 24
OF_EACH = 2


@dataclass(frozen=True)
class Alike:
    """Units that are told the same things: their kind and tasks, how many there are, the ones that stand for them."""

    kind: str
    tasks: tuple[str, ...]
    count: int
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """``units`` are all that has to be known of the organisation: those that stand for others, the issuer, and all
    above. ``weights``: for how many units each stands. ``silent`` names reached units in which nobody can be told,
    ``silent_count`` of them in all."""

    units: frozenset[int]
    weights: Mapping[int, float]
    groups: tuple[Alike, ...]
    reached: int
    silent: tuple[str, ...]
    silent_count: int

    @property
    def is_whole(self) -> bool:
        """True if every unit stands for itself only."""
        return all(len(group.chosen) == group.count for group in self.groups)


def sample_of(
    database: Database,
    spec: DirectiveSpec,
    *,
    unit_id: int,
    policies: Policies,
    at: datetime,
    most_units: int = MOST_UNITS,
    of_each: int = OF_EACH,
) -> Sample:
    """The units that stand for all that a plan of a unit reaches: all of them up to ``most_units``, else ``of_each``
    of every group that is alike."""
    at = require_aware(at)
    with reading(database) as connection:
        found, unit = prepared_for(connection, spec, unit_id=unit_id, policies=policies, at=at)
        tasks = _tasks(found.assignments)
        known = {row.id: row for row in store.units_of(connection, unit.scheme)}
        ways = _ways(connection, unit.scheme, at=at)
        groups = _groups(tasks, known=known, ways=ways)
        is_whole = len(tasks) <= most_units
        chosen = {key: members if is_whole else members[:of_each] for key, members in groups.items()}
        picked = {one for members in chosen.values() for one in members}
        above = store.ancestors_of(connection, {*picked, unit_id})
        everything_above = above if is_whole else store.ancestors_of(connection, tasks)
    weights = {one: len(groups[key]) / len(members) for key, members in chosen.items() for one in members}
    silent = [one for one in tasks if not any(channels for _, channels in ways.get(one, ()))]
    return Sample(
        units=frozenset({*picked, *above, unit_id}),
        weights={**_weights_above(above - picked, everything_above - set(tasks), known=known), **weights},
        groups=tuple(_alike(key, groups[key], chosen=members, known=known) for key, members in chosen.items()),
        reached=len(tasks),
        silent=tuple(known[one].name for one in silent[:MOST_NAMED]),
        silent_count=len(silent),
    )


_Key = tuple[str, str | None, tuple[tuple[str, str], ...], Any]


def _tasks(assignments: Sequence[Assignment]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Every unit that a plan reaches, with the tasks it has a part in and which part."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for a in assignments:
        for role, units in (("lead", a.leads), ("coordinator", a.coordinators), ("informed", a.informed)):
            for unit in units:
                found[unit].append((a.spec.key, role))
    return {unit: tuple(parts) for unit, parts in sorted(found.items())}


def _ways(connection: Connection, scheme: str, *, at: datetime) -> dict[int, tuple[tuple[str, str], ...]]:
    """How each unit can be reached: role and channel ("" for none) of each post."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in store.ways_to(connection, scheme, on=at.astimezone(OFFICE_ZONE).date()):
        found[row.unit_id].append((row.role, row.channel or ""))
    return {unit: tuple(sorted(ways)) for unit, ways in found.items()}


def _groups(
    tasks: Mapping[int, tuple[tuple[str, str], ...]],
    *,
    known: Mapping[int, Row[Any]],
    ways: Mapping[int, tuple[tuple[str, str], ...]],
) -> dict[_Key, list[int]]:
    found: dict[_Key, list[int]] = defaultdict(list)
    for unit, parts in tasks.items():
        found[known[unit].kind, known[unit].zone, parts, ways.get(unit, ())].append(unit)
    return found


def _weights_above(sampled: set[int], everything: set[int], *, known: Mapping[int, Row[Any]]) -> dict[int, float]:
    """Who only oversees stands for all overseers of the kind."""
    kinds, sampled_kinds = (Counter(known[one].kind for one in units) for units in (everything, sampled))
    return {one: max(1.0, kinds[known[one].kind] / sampled_kinds[known[one].kind]) for one in sampled}


def _alike(key: _Key, members: Sequence[int], *, chosen: Sequence[int], known: Mapping[int, Row[Any]]) -> Alike:
    tasks = tuple(dict.fromkeys(task for task, _ in key[2]))
    return Alike(key[0], tasks, len(members), tuple(known[one].name for one in chosen))
