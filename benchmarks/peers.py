"""The same deadlines as jobs and as workflows: python -m benchmarks.peers [--deadlines 50000] [--sample 2000]."""

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks import bare, country, scheduler_jobs, workflow_timers
from benchmarks.databases import SqlitePlace, opened
from benchmarks.measuring import Measure, report
from engine.service.issuing import issue
from engine.service.organisation import import_organisation
from engine.service.sweep import sweep
from engine.timeline import TICK

JOBS_LIMIT, TIMERS_LIMIT = 20.0, 10.0


def ours(place: SqlitePlace, folder: Path, *, deadlines: int) -> dict[str, float]:
    """Seconds of issuing one task to ``deadlines`` schools, and of the sweep in which all of them cross."""
    office = country.founded(place.create("ours"), folder)
    size = country.Size(34, max(1, deadlines // 15), deadlines)
    issued_at = country.ISSUED_AT
    import_organisation(office.database, country.organisation(size), at=issued_at, on=issued_at.date())
    bare.analyse(office.database)
    database, policies = office.database, office.policies
    started = perf_counter()
    issue(database, country.directive(tasks=1), policies=policies, at=issued_at, actor="benchmark")
    set_up = perf_counter() - started
    due_at = datetime.combine(country.FIRST_DUE + timedelta(days=1), datetime.min.time(), country.ZONE)
    sweep(database, at=due_at, policies=policies)
    started = perf_counter()
    done = sweep(database, at=due_at + TICK, policies=policies)
    fire = perf_counter() - started
    database.dispose()
    if done.facts != deadlines:
        raise RuntimeError(f"expected {deadlines} deadlines to be missed, found {done}")
    return {"set up": set_up, "fire": fire}


def measures(folder: Path, *, deadlines: int, sample: int) -> Iterator[Measure]:
    """Ours in full, the peers on a sample; their seconds are scaled up linearly, and the note says so."""
    found = ours(SqlitePlace(folder), folder, deadlines=deadlines)
    yield _told("ours", found, deadlines=deadlines)
    jobs, tuned = (scheduler_jobs.measured(folder, count=sample, is_tuned=is_tuned) for is_tuned in (False, True))
    for name, limit, sampled in (
        ("APScheduler, one durable job each", JOBS_LIMIT, jobs),
        ("APScheduler with our settings of SQLite", None, tuned),
        ("SpiffWorkflow, one timer each, no database", TIMERS_LIMIT, workflow_timers.measured(count=sample)),
    ):
        scaled = {step: seconds * deadlines / sample for step, seconds in sampled.items()}
        note = f"for {deadlines:,}, extrapolated linearly from {sample:,}" if sample != deadlines else ""
        yield Measure(
            f"ours against {name}",
            sum(scaled.values()) / sum(found.values()),
            limit,
            unit="× faster",
            is_floor=True,
            seconds=scaled,
            note=note,
        )


def _told(name: str, seconds: dict[str, float], *, deadlines: int) -> Measure:
    note = f"{deadlines:,} deadlines, measured in full"
    return Measure(name, sum(seconds.values()), None, unit="s", seconds=seconds, note=note)


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = argparse.ArgumentParser(description="Deadlines here, as APScheduler jobs, as SpiffWorkflow timers.")
    made.add_argument("--json", action="store_true", help="print JSON instead of a table")
    made.add_argument("--deadlines", type=int, default=50_000)
    made.add_argument("--sample", type=int, default=2_000, help="how many of them the peers are given")
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened("sqlite") as (_, folder):
        found = list(measures(folder, deadlines=chosen.deadlines, sample=min(chosen.sample, chosen.deadlines)))
        report(f"{chosen.deadlines:,} deadlines side by side", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
