"""One morning of a whole country: python -m benchmarks.morning [--people 50000] [--per-minute 600] [--database …]."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks import bare, country
from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, options, report
from engine.service.issuing import issue
from engine.service.organisation import import_organisation

MEMORY_LIMIT = 300.0
FULL = "morning"
TASKS = 3


def fill(place: Place, folder: Path, *, people: int) -> str:
    """Make a database in which ``people`` officers are to get a digest of three lines; gives its URL."""
    url = place.create(FULL)
    office = country.founded(url, folder)
    size = country.Size(provinces=34, communes=max(34, people // 15), schools=people)
    issued_at = country.ISSUED_AT
    import_organisation(office.database, country.organisation(size), at=issued_at, on=issued_at.date())
    spec = country.directive(tasks=TASKS, step=timedelta(0))
    issue(office.database, spec, policies=office.policies, at=issued_at, actor="benchmark")
    bare.analyse(office.database)
    office.database.dispose()
    return url


def measures(place: Place, folder: Path, *, people: int, per_minute: float) -> Iterator[Measure]:
    """Fill, then let a process that does nothing else write the digests and hand them over."""
    url = fill(place, folder, people=people)
    command = [sys.executable, "-m", "benchmarks.morning_alone", url, str(folder), f"{per_minute:g}"]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    if found["composed"] != people or found["handed"] != people:
        raise RuntimeError(f"expected {people} digests, found {found}")
    yield Measure(
        "writing the digests",
        found["compose_seconds"],
        None,
        unit="s",
        note=f"{people:,} digests of {TASKS} lines; {people / found['compose_seconds'] * 60:,.0f} a minute",
    )
    yield Measure(
        "handing them over, without the waiting",
        found["deliver_seconds"],
        None,
        unit="s",
        note=f"{people / found['deliver_seconds'] * 60:,.0f} a minute is what this machine could do",
    )
    note = f"set: {per_minute:g} a minute; first to last {found['minutes']:,.0f} minutes by the office's clock"
    limit = per_minute + 1  # both ends of the minute count
    yield Measure("most messages within any minute", found["most_a_minute"], limit, unit="messages", note=note)
    memory = f"{found['before_mb']:.0f} MB before; {found['composed_mb']:.0f} MB when the digests were written"
    if place.kind == "postgresql":
        memory += "; the client process, not the server"
    yield Measure("peak memory of the morning", found["peak_mb"], MEMORY_LIMIT, unit="MB", note=memory)


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = options("One morning: a digest for every officer of the country, handed to a sink in memory.")
    made.add_argument("--people", type=int, default=50_000, help="how many officers get a digest")
    made.add_argument("--per-minute", type=float, default=600.0, help="the limit of messages a minute")
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened(chosen.database) as (place, folder):
        found = list(measures(place, folder, people=chosen.people, per_minute=chosen.per_minute))
        report(f"A morning of {chosen.people:,} people on {place.kind}", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
