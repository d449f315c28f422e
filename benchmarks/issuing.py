"""Issuing: against a bare bulk insert of the same rows, and its peak of memory in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import bare, country
from benchmarks.databases import Place
from benchmarks.measuring import Measure, ratio_of
from config.bootstrap import Office
from engine.plans import DirectiveSpec
from engine.service.issuing import issue
from engine.service.organisation import import_organisation

TIME_LIMIT, MEMORY_LIMIT = 3.0, 400.0
EMPTY, OURS, TWIN, LONE = "empty", "ours", "twin", "lone"


@dataclass
class Nation:
    """The country in a database: ``ours`` was issued to by the engine, ``twin`` holds the same rows written bare."""

    place: Place
    folder: Path
    scale: float
    ours: Office
    twin: Office
    directive_id: int = 1


def found(place: Place, folder: Path, *, scale: float, name: str = EMPTY) -> float:
    """Make a database with the country and no directive, to be copied; gives the seconds of the import."""
    office = country.founded(place.create(name), folder)
    spec = country.organisation(country.size(scale))
    started = perf_counter()
    import_organisation(office.database, spec, at=country.ISSUED_AT, on=country.ISSUED_AT.date())
    seconds = perf_counter() - started
    bare.analyse(office.database)
    office.database.dispose()
    return seconds


def issued(office: Office, spec: DirectiveSpec) -> tuple[int, float]:
    """Issue; gives the directive's id and the seconds."""
    started = perf_counter()
    made = issue(office.database, spec, policies=office.policies, at=country.ISSUED_AT, actor="benchmark")
    return made.directive_id, perf_counter() - started


def measure(place: Place, folder: Path, *, scale: float, repeats: int) -> tuple[Nation, Measure]:
    """Issue and insert bare, turn by turn into fresh copies; the last pair of databases stays."""
    spec = country.directive()
    ours_seconds: list[float] = []
    bare_seconds: list[float] = []
    rows = 0
    nation = None
    for _ in range(repeats):
        if nation is not None:
            nation.ours.database.dispose()
            nation.twin.database.dispose()
        ours, twin = (country.office(place.copy(EMPTY, name), folder) for name in (OURS, TWIN))
        directive_id, seconds = issued(ours, spec)
        ours_seconds.append(seconds)
        seconds, rows = bare.insert_issued(ours.database, twin.database)
        bare_seconds.append(seconds)
        nation = Nation(place, folder, scale, ours, twin, directive_id)
    if nation is None:
        raise ValueError("repeats must be at least 1")
    for office in (nation.ours, nation.twin):
        bare.analyse(office.database)
    return nation, Measure(
        "issuing",
        ratio_of(ours_seconds, bare_seconds),
        TIME_LIMIT,
        seconds={"ours": median(ours_seconds), "bare insert": median(bare_seconds)},
        note=f"{rows:,} rows",
    )


def measure_memory(place: Place, folder: Path) -> Measure:
    """Issue once more in a process of its own that does nothing else, and ask the system for its peak."""
    url = place.copy(EMPTY, LONE)
    command = [sys.executable, "-m", "benchmarks.issue_alone", url, str(folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(printed)
    note = f"{found['obligations']:,} obligations; {found['before_mb']:.0f} MB before issuing"
    if place.kind == "postgresql":
        note += "; the client process, not the server"
    seconds = {"ours": found["seconds"]}
    return Measure("peak memory of issuing", found["peak_mb"], MEMORY_LIMIT, unit="MB", seconds=seconds, note=note)
