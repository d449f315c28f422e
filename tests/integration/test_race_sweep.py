"""Several sweepers over one database at the same time leave what one sweeper leaves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from config.bootstrap import Office, examples_folder, init_office, open_office
from config.settings import Settings
from engine.clock import SetClock
from engine.service.issuing import issue
from engine.service.organisation import import_organisation
from engine.service.sweep import sweep
from engine.service.system import check_chains
from engine.service.tallies import audit, fold
from engine.store.database import open_database, reading
from engine.store.tables import HISTORY, NOTICE, OBLIGATION, TALLY
from intake.org_file import read_organisation
from intake.plan_file import read_plan
from tests.support.offices import ZONE

ISSUED = {
    "krong_pa": datetime(2021, 8, 10, 8, tzinfo=ZONE),
    "my_tu": datetime(2023, 9, 4, 8, tzinfo=ZONE),
    "vinh_bao": datetime(2023, 10, 10, 8, tzinfo=ZONE),
    "khanh_hoa": datetime(2024, 8, 13, 8, tzinfo=ZONE),
    "dam_ha": datetime(2025, 2, 10, 8, tzinfo=ZONE),
}
SWEPT_AT = (
    datetime(2023, 10, 20, 9, tzinfo=ZONE),
    datetime(2024, 6, 3, 9, tzinfo=ZONE),
    datetime(2025, 6, 2, 9, tzinfo=ZONE),
)


@contextmanager
def office_of_five(url: str, folder: Path) -> Iterator[Office]:
    """An office in which all five sample directives are issued."""
    office = open_office(clock=SetClock(SWEPT_AT[0]), settings=Settings(data_dir=folder, database_url=url))
    init_office(office)
    try:
        for name, at in ISSUED.items():
            sample = examples_folder() / name
            organisation = read_organisation(sample / "organisation.yaml")
            import_organisation(office.database, organisation, at=at, on=date(2021, 1, 1))
            issue(office.database, read_plan(sample / "plan.yaml")[0], policies=office.policies, at=at, actor="test")
        yield office
    finally:
        office.database.dispose()


def sweep_in_threads(office: Office, *, at: datetime, sweepers: int) -> None:
    """Let so many sweepers, each with a database of its own, begin at the same moment; a small batch lets them meet."""
    barrier = Barrier(sweepers)

    def work(_: int) -> list[tuple[int, str]]:
        database = open_database(office.settings.database, pool_size=1)
        barrier.wait()
        try:
            return sweep(database, at=at, policies=office.policies, batch=40).set_aside
        finally:
            database.dispose()

    with ThreadPoolExecutor(sweepers) as threads:
        assert list(threads.map(work, range(sweepers))) == [[]] * sweepers


def record(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a sweep writes, under names that do not depend on the order of writing."""
    fold(office.database)
    assert audit(office.database).mismatches == ()
    check_chains(office.database)
    o, h, n = OBLIGATION.c, HISTORY.c, NOTICE.c
    name = (o.task_id, o.unit_id, o.occurrence)
    wanted = {
        "obligations": select(*name, o.status, o.bucket, o.due_at, o.next_at, o.history_length, o.set_aside_at),
        "histories": select(*name, h.seq, h.kind, h.happened_at, h.payload).join(OBLIGATION, o.id == h.obligation_id),
        "notices": select(
            *name, n.deadline_version, n.rung, n.person_id, n.audience, n.kind, n.rung_at, n.decision, n.reason
        ).join(OBLIGATION, o.id == n.obligation_id),
        "tallies": select(TALLY),
    }
    with reading(office.database) as connection:
        return {
            key: sorted((tuple(row) for row in connection.execute(query)), key=repr) for key, query in wanted.items()
        }


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, list[tuple[Any, ...]]]]:
    """What one sweeper leaves at each instant."""
    folder = tmp_path_factory.mktemp("one")
    records = []
    with office_of_five(f"sqlite:///{folder / 'dondoc.db'}", folder) as office:
        for at in SWEPT_AT:
            sweep(office.database, at=at, policies=office.policies)
            records.append(record(office))
    return records


@pytest.mark.parametrize("sweepers", [2, 10])
def test_sweepers_leave_what_one_leaves_when_raced(
    sweepers: int, database_url: str, tmp_path: Path, expected: list[dict[str, list[tuple[Any, ...]]]]
) -> None:
    with office_of_five(database_url, tmp_path) as office:
        for at, left in zip(SWEPT_AT, expected, strict=True):
            sweep_in_threads(office, at=at, sweepers=sweepers)
            found = record(office)
            for kind, rows in left.items():
                assert found[kind] == rows, f"{kind} differ at {at}"
