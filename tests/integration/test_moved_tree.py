"""Tables of days before the tree was changed: each unit stands where it stood then, and the lines add up."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from engine.organisation import UnitSpec
from engine.plans import ByName
from engine.rules import By
from engine.service.organisation import import_organisation
from engine.service.overview import overview, trend
from engine.service.tallies import audit, roll_up
from engine.tallies import Counts
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office, create_organisation
from tests.support.viewers import DISTRICT, OFFICE, PEACH, PROVINCE, viewer

PLAN = create_directive(create_task("T01", By(date(2023, 10, 13))), create_task("T02", By(date(2023, 10, 20))))
MOVED_ON = date(2023, 10, 18)
MOVED_AT = ISSUED_AT + timedelta(days=8)


def move(office: Office, parent: str | None, *, code: str = "HOADAO", days: int = 0) -> None:
    """The school comes under another unit."""
    units = tuple(
        unit if unit.code != code else UnitSpec(code, unit.name, unit.kind, parent=parent)
        for unit in create_organisation().units
    )
    at = MOVED_AT + timedelta(days=days)
    import_organisation(office.database, create_organisation(units=units), at=at, on=MOVED_ON + timedelta(days=days))


@pytest.fixture
def desk(office: Office) -> Iterator[Office]:
    office.issue(PLAN)
    office.sweep(MOVED_AT)
    move(office, "HUYEN")
    yield office
    assert audit(office.database).mismatches == ()


@pytest.mark.parametrize("is_folded", [False, True])
def test_table_before_the_move_has_the_lines_of_its_day(desk: Office, *, is_folded: bool) -> None:
    if is_folded:
        desk.fold()
    before, after = MOVED_ON - timedelta(days=1), MOVED_ON
    each = Counts(open_overdue=1, open_within=1)
    for on, below in ((before, [4, 5, 6]), (after, [4, 5])):
        table = roll_up(desk.database, 1, unit_id=OFFICE, as_of=on)
        assert [(line.unit_id, line.counts, line.is_own) for line in table.lines] == [(u, each, False) for u in below]
        found = overview(desk.database, viewer(PROVINCE), unit_id=OFFICE, as_of=on)
        assert (found.own, sorted(line.unit.unit_id for line in found.lines)) == (Counts(), below)
        moved = trend(desk.database, viewer(PROVINCE), unit_id=OFFICE, until=on)
        assert [line.unit for line in moved.lines] == [line.unit for line in found.lines]


def test_new_superior_does_not_count_twice_what_came_later(desk: Office) -> None:
    for on, below in ((MOVED_ON - timedelta(days=1), [OFFICE]), (MOVED_ON, [OFFICE, PEACH]), (None, [OFFICE, PEACH])):
        table = roll_up(desk.database, 1, unit_id=DISTRICT, as_of=on)
        assert [line.unit_id for line in table.lines] == below
        assert sum((line.counts for line in table.lines), Counts()) == table.total
        found = overview(desk.database, viewer(PROVINCE), unit_id=DISTRICT, as_of=on)
        assert (found.own, found.total.assigned) == (Counts(), 6)


def test_unit_that_moved_back_stands_each_day_where_it_stood(desk: Office) -> None:
    move(desk, "PHONG", days=4)
    move(desk, "HUYEN", days=4)
    move(desk, "TINH", days=4)
    places = {0: OFFICE, 1: DISTRICT, 4: DISTRICT, 5: PROVINCE}
    for days, parent in places.items():
        on = MOVED_ON + timedelta(days=days - 1)
        for unit in (PROVINCE, DISTRICT, OFFICE):
            table = roll_up(desk.database, 1, unit_id=unit, as_of=on)
            assert (PEACH in [line.unit_id for line in table.lines]) == (unit == parent), (days, unit)
            assert not any(line.is_own for line in table.lines)


def test_root_that_comes_under_another_unit_is_counted_there_from_that_day_on(office: Office) -> None:
    move(office, None, days=-20)
    peach = ByName("Trường Hoa Đào")
    office.issue(create_directive(create_task("T01"), create_task("T02", By(date(2023, 10, 13)), owner=peach)))
    office.sweep(MOVED_AT)
    before = roll_up(office.database, 1, unit_id=OFFICE).total
    move(office, "PHONG")
    assert audit(office.database).mismatches == ()
    assert roll_up(office.database, 1, unit_id=OFFICE).total == before + Counts(open_overdue=1)
    earlier = roll_up(office.database, 1, unit_id=OFFICE, as_of=MOVED_ON - timedelta(days=1))
    assert earlier.total == before == sum((line.counts for line in earlier.lines), Counts())
    assert PEACH not in [line.unit_id for line in earlier.lines]
