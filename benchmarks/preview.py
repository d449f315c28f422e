"""Looking ahead before a directive is issued: python -m benchmarks.preview [--schools 50000] [--database …]."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks import bare, country
from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, options, report
from config.preview import preview_issue
from engine.service.organisation import import_organisation
from engine.service.outline import outline

FULL = "preview"
TASKS = 3
PREVIEW_LIMIT = 10.0


def measures(place: Place, folder: Path, *, schools: int) -> Iterator[Measure]:
    """Found a country, and look at a directive to all its schools before it is issued."""
    office = country.founded(place.create(FULL), folder)
    size = country.Size(provinces=34, communes=max(34, schools // 15), schools=schools)
    at = country.ISSUED_AT
    import_organisation(office.database, country.organisation(size), at=at, on=at.date())
    bare.analyse(office.database)
    spec, unit_id = country.directive(tasks=TASKS), 1
    started = perf_counter()
    seen = outline(office.database, spec, unit_id=unit_id, policies=office.policies, at=at)
    seconds = perf_counter() - started
    note = f"{seen.units:,} units, {seen.obligations:,} obligations to be made"
    yield Measure("outline of the plan", seconds, None, unit="s", note=note)
    started = perf_counter()
    found = preview_issue(office, spec, unit_id=unit_id, at=at)
    seconds = perf_counter() - started
    office.database.dispose()
    stands = sum(len(group.chosen) for group in found.groups)
    note = f"{found.reached:,} units, {stands} of them played; {found.total:,} messages foreseen"
    yield Measure("preview of what will be sent", seconds, PREVIEW_LIMIT, unit="s", note=note)


def main() -> None:
    """Run and print."""
    parser = options("A plan to every school of the country, looked at before it is issued.")
    parser.add_argument("--schools", type=int, default=50_000, help="how many schools get it")
    chosen = parser.parse_args()
    with opened(chosen.database) as (place, folder):
        found = list(measures(place, folder, schools=chosen.schools))
        report(f"A look ahead for {chosen.schools:,} schools on {place.kind}", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
