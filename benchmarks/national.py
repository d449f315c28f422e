"""The national directive: python -m benchmarks.national [--scale 1.0] [--database sqlite|postgresql|URL] [--json]."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks import country, issuing, rolling_up, sweeping
from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, options, report

NAMES = ("issuing", "memory", "idle", "crossing", "rollup")


def measures(place: Place, folder: Path, *, scale: float, rounds: int, only: tuple[str, ...]) -> Iterator[Measure]:
    """Run what was asked for, in the order of a directive's life; everything but memory needs it issued first."""
    seconds = issuing.found(place, folder, scale=scale)
    size = country.size(scale)
    yield Measure("importing the organisation", seconds, None, unit="s", note=f"{size.units:,} units and the ministry")
    if set(only) - {"memory"}:
        nation, issued = issuing.measure(place, folder, scale=scale, repeats=rounds if "issuing" in only else 1)
        yield issued
        if "idle" in only:
            yield sweeping.measure_idle(nation)
        if "crossing" in only:
            yield from sweeping.measure_crossings(nation, rounds=rounds)
        if "rollup" in only:
            yield from rolling_up.measure(nation)
        nation.ours.database.dispose()
        nation.twin.database.dispose()
    if "memory" in only:
        yield issuing.measure_memory(place, folder)


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = options("The national directive: 20 tasks to every school of the country.")
    made.add_argument("--scale", type=float, default=1.0, help="1.0 is 53,355 units and 1,000,000 obligations")
    made.add_argument("--rounds", type=int, default=3, help="how often issuing and crossing are measured")
    made.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened(chosen.database) as (place, folder):
        made = measures(place, folder, scale=chosen.scale, rounds=chosen.rounds, only=tuple(chosen.only))
        found = list(made)
        report(f"National directive at scale {chosen.scale:g} on {place.kind}", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
