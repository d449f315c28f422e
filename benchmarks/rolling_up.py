"""Roll-up: the table of a node as it is kept, against counting the obligations, with the same answer."""

from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Select, func, select

from benchmarks import country
from benchmarks.issuing import Nation
from benchmarks.measuring import Measure
from engine.service.tallies import RollUp, fold, roll_up
from engine.store.database import Connection, Database
from engine.store.tables import OBLIGATION, UNIT, UNIT_CLOSURE
from engine.tallies import COUNT_COLUMNS, Counts

LIMIT = 100.0
READS, COUNTS = 50, 3
NOT_COUNTED = ("superseded", "transferred")

Table = dict[int, Counts]


def measure(nation: Nation) -> list[Measure]:
    """Read and count at the root, a province, a commune and a school drawn by lot."""
    fold(nation.ours.database)
    whole = _best_of(lambda: _counted(nation, None), COUNTS)
    return [found for level, code in _nodes(nation) for found in _measured(nation, level, code=code, whole=whole)]


def _nodes(nation: Nation) -> list[tuple[str, str]]:
    lot, size = Random(1), country.size(nation.scale)
    return [
        ("root", country.ROOT),
        ("a province", f"T{lot.randrange(size.provinces):02}"),
        ("a commune", f"X{lot.randrange(size.communes):04}"),
        ("a school", f"S{lot.randrange(size.schools):05}"),
    ]


def _measured(nation: Nation, level: str, *, code: str, whole: tuple[Table, float]) -> list[Measure]:
    table, read_seconds = _best_of(lambda: _read(nation, code), READS)
    counted, below_seconds = _best_of(lambda: _counted(nation, code), COUNTS)
    if not table == counted == {unit: counts for unit, counts in whole[0].items() if unit in table}:
        raise RuntimeError(f"the roll-up of {code} is not what counting gives")
    return [
        Measure(
            f"roll-up read at {level}",
            whole[1] / read_seconds,
            LIMIT,
            unit="× faster",
            is_floor=True,
            seconds={"read": read_seconds, "GROUP BY over the obligations": whole[1]},
        ),
        Measure(
            f"… than a GROUP BY over {level} alone",
            below_seconds / read_seconds,
            LIMIT if code == country.ROOT else None,
            unit="× faster",
            is_floor=True,
            seconds={"GROUP BY, only what lies below": below_seconds},
        ),
    ]


def _best_of(work: Callable[[], Table], times: int) -> tuple[Table, float]:
    """The answer and the median of the seconds."""
    seconds: list[float] = []
    found: Table = {}
    for _ in range(times):
        started = perf_counter()
        found = work()
        seconds.append(perf_counter() - started)
    return found, median(seconds)


def _read(nation: Nation, code: str) -> Table:
    """The table of a node as the program shows it: its children with work, and the total."""
    made: RollUp = roll_up(nation.ours.database, nation.directive_id, unit=code)
    return {_id(nation.ours.database, code): made.total} | {line.unit_id: line.counts for line in made.lines}


def _id(database: Database, code: str) -> int:
    with database.execution_options(is_reading=True).begin() as connection:
        return _unit_id(connection, code)


def _unit_id(connection: Connection, code: str) -> int:
    return int(connection.execute(select(UNIT.c.id).where(UNIT.c.code == code)).scalar_one())


def _counted(nation: Nation, code: str | None) -> Table:
    """The same by counting: at every node of the tree, or only at one and its children."""
    with nation.ours.database.execution_options(is_reading=True).begin() as connection:
        query = _count(nation.directive_id)
        if code is not None:
            node = _unit_id(connection, code)
            near = select(UNIT_CLOSURE.c.descendant_id).where(
                (UNIT_CLOSURE.c.ancestor_id == node) & (UNIT_CLOSURE.c.depth <= 1)
            )
            query = query.where(UNIT_CLOSURE.c.ancestor_id.in_(list(connection.execute(near).scalars())))
        found: dict[int, dict[str, int]] = {}
        for row in connection.execute(query):
            found.setdefault(row.ancestor_id, {})[row.bucket] = row.n
    return {unit: Counts(*(buckets.get(name, 0) for name in COUNT_COLUMNS)) for unit, buckets in found.items()}


def _count(directive_id: int) -> Select[Any]:
    counted = (OBLIGATION.c.directive_id == directive_id) & OBLIGATION.c.status.not_in(NOT_COUNTED)
    return (
        select(UNIT_CLOSURE.c.ancestor_id, OBLIGATION.c.bucket, func.count().label("n"))
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == OBLIGATION.c.unit_id)
        .where(counted)
        .group_by(UNIT_CLOSURE.c.ancestor_id, OBLIGATION.c.bucket)
    )
