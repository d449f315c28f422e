"""The sweep: an idle one over many rows against few, and a deadline that all schools miss at one instant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import select

from benchmarks import bare, country, issuing
from benchmarks.issuing import Nation
from benchmarks.measuring import Measure, ratio_of
from config.bootstrap import Office
from engine.service.sweep import Swept, sweep
from engine.service.tallies import fold
from engine.store.tables import TASK
from engine.timeline import TICK

IDLE_LIMIT, CROSSING_LIMIT = 1.5, 5.0
IDLE_ROUNDS = 300
FEW = "few"


def measure_idle(nation: Nation) -> Measure:
    """Sweep with nothing due, over all open obligations and over a hundredth of them, turn by turn."""
    few = _few(nation)
    offices = {"many": nation.ours, "few": few}
    seconds: dict[str, list[float]] = {name: [] for name in offices}
    at = country.ISSUED_AT + timedelta(minutes=1)
    for _ in range(IDLE_ROUNDS):
        for name, office in offices.items():
            seconds[name].append(_swept(office, at=at)[1])
    few.database.dispose()
    many_open, few_open = (country.TASKS * country.size(scale).schools for scale in (nation.scale, nation.scale / 100))
    medians = {name: median(found) for name, found in seconds.items()}
    return Measure(
        "idle sweep",
        medians["many"] / medians["few"],
        IDLE_LIMIT,
        seconds=medians,
        note=f"{many_open:,} open against {few_open:,}; median of {IDLE_ROUNDS}",
    )


def _few(nation: Nation) -> Office:
    """A hundredth of the country, issued to in the same way."""
    issuing.found(nation.place, nation.folder, scale=nation.scale / 100, name=FEW)
    office = country.office(nation.place.url(FEW), nation.folder)
    issuing.issued(office, country.directive())
    bare.analyse(office.database)
    return office


def _swept(office: Office, *, at: datetime) -> tuple[Swept, float]:
    database, policies = office.database, office.policies
    started = perf_counter()
    done = sweep(database, at=at, policies=policies)
    return done, perf_counter() - started


@dataclass
class _Rounds:
    """Seconds of both sides, round by round, and what one sweep did."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    did: str = ""


def measure_crossings(nation: Nation, *, rounds: int) -> Iterator[Measure]:
    """Let the deadlines of the first tasks pass one after the other: the instant itself (facts), and the first rung
    after it (notices). What the sweep wrote is then written bare into the twin."""
    crossing, rung = _Rounds(), _Rounds()
    folds: list[float] = []
    for task_id, due_at in _deadlines(nation.ours)[:rounds]:
        _swept(nation.ours, at=due_at)
        fold(nation.ours.database)
        _round(nation, crossing, task_id=task_id, at=due_at + TICK, expected=lambda done: done.facts)
        started = perf_counter()
        fold(nation.ours.database)
        folds.append(perf_counter() - started)
        _round(nation, rung, task_id=task_id, at=due_at + timedelta(hours=17), expected=lambda done: done.notices)
    yield _measured("deadline crossed at one instant", crossing)
    yield _measured("one rung for all schools", rung)
    yield Measure("folding what the crossing changed", median(folds), None, unit="s", note="into all nodes above")


def _round(nation: Nation, found: _Rounds, *, task_id: int, at: datetime, expected: Callable[[Swept], int]) -> None:
    schools = country.size(nation.scale).schools
    done, seconds = _swept(nation.ours, at=at)
    if not done.obligations == expected(done) == schools:
        raise RuntimeError(f"expected {schools} obligations to be due, swept {done}")
    updates, inserts = bare.swept(nation.ours.database, task_id=task_id, at=at)
    found.ours.append(seconds)
    found.bare.append(bare.write_swept(nation.twin.database, updates, inserts=inserts))
    fold(nation.twin.database)
    written = ", ".join(f"{len(rows):,} {table.name}" for table, rows in inserts.items() if rows)
    found.did = f"{len(updates):,} obligations moved, {written} rows"


def _measured(name: str, found: _Rounds) -> Measure:
    seconds = {"ours": median(found.ours), "bare update + insert": median(found.bare)}
    return Measure(name, ratio_of(found.ours, found.bare), CROSSING_LIMIT, seconds=seconds, note=found.did)


def _deadlines(office: Office) -> list[tuple[int, datetime]]:
    """The tasks with their due instants, earliest first."""
    with office.database.execution_options(is_reading=True).begin() as connection:
        ids = connection.execute(select(TASK.c.id).order_by(TASK.c.ordinal)).scalars().all()
    return [(task_id, _end_of(country.FIRST_DUE + n * country.STEP)) for n, task_id in enumerate(ids)]


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), country.ZONE)
