"""Issues the national directive once and prints the peak of memory: python -m benchmarks.issue_alone URL FOLDER."""

import json
import sys
from pathlib import Path
from time import perf_counter

from benchmarks import country
from benchmarks.measuring import peak_mb
from engine.service.issuing import issue


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
