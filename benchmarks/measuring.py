"""Measuring: stopwatches, ratios with their limits, and how they are printed."""

import argparse
import json
import os
import platform
import resource
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

_STATUS = Path("/proc/self/status")


@dataclass
class Watch:
    """Seconds that ran while it was held by ``running``; may be started again and adds up."""

    seconds: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block."""
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds += perf_counter() - started


@dataclass(frozen=True)
class Measure:
    """One figure beside its limit. ``limit`` None: told for the picture, nothing was promised. ``is_floor``: the value
    must reach the limit, else it must not exceed it. ``seconds`` holds what the figure was made of, ``note`` what it is
    a figure of, and says so where it was extrapolated."""

    name: str
    value: float
    limit: float | None
    unit: str = "×"
    is_floor: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def verdict(self) -> str:
        """ok, too slow, or nothing where nothing was promised."""
        if self.limit is None:
            return ""
        is_kept = self.value >= self.limit if self.is_floor else self.value <= self.limit
        return "ok" if is_kept else "missed"


def ratio_of(ours: Iterable[float], bare: Iterable[float]) -> float:
    """The median of the ratios of rounds that ran side by side."""
    return median(one / other for one, other in zip(ours, bare, strict=True))


def peak_mb() -> float:
    """The most memory this program has held so far, in megabytes. Linux counts towards ``ru_maxrss`` what the process
    held before it became this program, so its own high-water mark is read where there is one."""
    if _STATUS.exists():
        marks = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines() if ":" in line)
        return int(marks["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def machine() -> dict[str, str | int]:
    """What the run ran on."""
    return {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count() or 0}


def report(title: str, measures: Iterable[Measure], *, is_json: bool) -> None:
    """Print the figures as a table for a page in Markdown, or as JSON."""
    found = list(measures)
    if is_json:
        rows = [{**asdict(m), "verdict": m.verdict} for m in found]
        print(json.dumps({"title": title, "machine": machine(), "measures": rows}, ensure_ascii=False, indent=2))
        return
    print(f"{title}; {', '.join(f'{key} {value}' for key, value in machine().items())}\n")
    print("| figure | measured | limit | | made of |")
    print("|---|---|---|---|---|")
    for measure in found:
        print(f"| {measure.name} | {_said(measure.value, measure.unit)} | {_limit(measure)} | {_made(measure)} |")


def _said(value: float, unit: str) -> str:
    return f"{value:,.{0 if value >= 100 else 2}f} {unit}"


def _limit(measure: Measure) -> str:
    if measure.limit is None:
        return "– | "
    return f"{'≥' if measure.is_floor else '≤'} {measure.limit:g} {measure.unit} | {measure.verdict}"


def _made(measure: Measure) -> str:
    parts = [f"{name} {_time(seconds)}" for name, seconds in measure.seconds.items()]
    return "; ".join([*parts, *([measure.note] if measure.note else [])])


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def options(description: str) -> argparse.ArgumentParser:
    """The options that all benchmarks have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--database",
        default="sqlite",
        metavar="sqlite|postgresql|URL",
        help="a SQLite file in a temporary folder, a PostgreSQL started for this run, or a server of your own",
    )
    return parser
