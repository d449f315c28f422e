"""Issues the national directive once and prints the peak of memory: python -m benchmarks.issue_alone URL FOLDER."""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from benchmarks import country
from engine.service.issuing import issue

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """The most memory this program has held so far, in megabytes. Linux counts towards ``ru_maxrss`` what the process
    held before it became this program, so its own high-water mark is read where there is one."""
    if _STATUS.exists():
        marks = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines() if ":" in line)
        return int(marks["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    """Open, issue, print."""
    office = country.office(sys.argv[1], Path(sys.argv[2]))
    database, policies = office.database, office.policies
    before = peak_mb()
    started = perf_counter()
    made = issue(database, country.directive(), policies=policies, at=country.ISSUED_AT, actor="benchmark")
    seconds = perf_counter() - started
    found = {"obligations": made.obligations, "seconds": seconds, "before_mb": before, "peak_mb": peak_mb()}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
