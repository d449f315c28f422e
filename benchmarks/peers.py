"""The same deadlines as jobs and as workflows: python -m benchmarks.peers [--deadlines 50000] [--sample 2000]."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks import bare, country, scheduler_jobs, workflow_timers
from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, Watch, report
from engine.service.issuing import issue
from engine.service.organisation import import_organisation
from engine.service.sweep import sweep
from engine.timeline import TICK

JOBS, TIMERS = "APScheduler, one durable job each", "SpiffWorkflow, one timer each, no database"
TUNED = "APScheduler with our settings of SQLite"
LIMITS = {JOBS: 20.0, TIMERS: 10.0}
ROUNDS = 3


EMPTY, OURS = "empty", "ours"

Seconds = dict[str, float]


def prepare(place: Place, folder: Path, *, deadlines: int) -> None:
    """A country of ``deadlines`` schools with nothing to do."""
    office = country.founded(place.create(EMPTY), folder)
    size = country.Size(34, max(1, deadlines // 15), deadlines)
    import_organisation(office.database, country.organisation(size), at=country.ISSUED_AT, on=country.ISSUED_AT.date())
    bare.analyse(office.database)
    office.database.dispose()


def ours(place: Place, folder: Path, *, deadlines: int) -> Seconds:
    """Seconds of issuing one task to all schools, and of the sweep in which all of them cross."""
    office = country.office(place.copy(EMPTY, OURS), folder)
    database, policies = office.database, office.policies
    set_up, fire = Watch(), Watch()
    with set_up.running():
        issue(database, country.directive(tasks=1), policies=policies, at=country.ISSUED_AT, actor="benchmark")
    due_at = datetime.combine(country.FIRST_DUE + timedelta(days=1), datetime.min.time(), country.ZONE)
    sweep(database, at=due_at, policies=policies)
    with fire.running():
        done = sweep(database, at=due_at + TICK, policies=policies)
    database.dispose()
    if done.facts != deadlines:
        raise RuntimeError(f"expected {deadlines} deadlines to be missed, found {done}")
    return {"set up": set_up.seconds, "fire": fire.seconds}


def measures(place: Place, folder: Path, *, deadlines: int, sample: int) -> Iterator[Measure]:
    """Ours in full, the peers on a sample, turn by turn; the peers' seconds are scaled up linearly, which is said."""
    prepare(place, folder, deadlines=deadlines)
    peers: dict[str, Callable[[], Seconds]] = {
        JOBS: lambda: scheduler_jobs.measured(folder, count=sample, is_tuned=False),
        TUNED: lambda: scheduler_jobs.measured(folder, count=sample, is_tuned=True),
        TIMERS: lambda: workflow_timers.measured(count=sample),
    }
    rounds = [
        {"ours": ours(place, folder, deadlines=deadlines)} | {name: peer() for name, peer in peers.items()}
        for _ in range(ROUNDS)
    ]
    note = f"{deadlines:,} deadlines, in full"
    yield Measure(
        "ours", median(_total(r["ours"]) for r in rounds), None, "s", seconds=_middle(rounds, "ours"), note=note
    )
    factor = deadlines / sample
    for name in peers:
        scaled = {step: seconds * factor for step, seconds in _middle(rounds, name).items()}
        yield Measure(
            f"ours against {name}",
            median(_total(r[name]) * factor / _total(r["ours"]) for r in rounds),
            LIMITS.get(name),
            unit="× faster",
            is_floor=True,
            seconds=scaled,
            note=f"for {deadlines:,}, extrapolated linearly from {sample:,}" if factor != 1 else "",
        )


def _total(seconds: Seconds) -> float:
    return sum(seconds.values())


def _middle(rounds: Sequence[dict[str, Seconds]], name: str) -> Seconds:
    return {step: median(r[name][step] for r in rounds) for step in rounds[0][name]}


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = argparse.ArgumentParser(description="Deadlines here, as APScheduler jobs, as SpiffWorkflow timers.")
    made.add_argument("--json", action="store_true", help="print JSON instead of a table")
    made.add_argument("--deadlines", type=int, default=50_000)
    made.add_argument("--sample", type=int, default=1_000, help="how many of them the peers are given")
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened("sqlite") as (place, folder):
        found = list(measures(place, folder, deadlines=chosen.deadlines, sample=min(chosen.sample, chosen.deadlines)))
        report(f"{chosen.deadlines:,} deadlines side by side", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
