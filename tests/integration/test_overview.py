"""Figures of a viewer's units: totals, worst first, as of a day, and week by week."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound
from engine.rules import By
from engine.service.overview import Choice, overview, school_years, top_units, trend
from engine.tallies import Counts
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office
from tests.support.viewers import APRICOT, ELSEWHERE, LOTUS, OFFICE, PROVINCE, viewer

FIRST = create_directive(create_task("T01", By(date(2023, 10, 20))), create_task("T02", By(date(2023, 10, 27))))
SECOND = create_directive(create_task("T11", By(date(2023, 11, 3))), number="2/CV", issued_on=date(2023, 10, 23))
DAY = timedelta(days=1)


@pytest.fixture
def desk(office: Office) -> Office:
    office.issue(FIRST)
    office.report(office.one("T01", "HOASEN"), at=ISSUED_AT + 2 * DAY)
    office.accept(office.one("T01", "HOASEN"), at=ISSUED_AT + 3 * DAY)
    office.issue(SECOND, at=ISSUED_AT + 13 * DAY)
    office.sweep(ISSUED_AT + 20 * DAY)
    return office


def test_top_units_leave_out_what_lies_below_another(desk: Office) -> None:
    tops = top_units(desk.database, viewer(LOTUS, OFFICE, ELSEWHERE))
    assert [unit.unit_id for unit in tops] == [OFFICE, ELSEWHERE]
    assert top_units(desk.database, viewer()) == ()


@pytest.mark.parametrize("is_folded", [False, True])
def test_units_below_add_up_and_come_worst_first(desk: Office, *, is_folded: bool) -> None:
    if is_folded:
        desk.fold()
    found = overview(desk.database, viewer(PROVINCE), unit_id=OFFICE)
    assert [unit.unit_id for unit in found.path] == [PROVINCE, 2, OFFICE]
    assert found.total == Counts(done_on_time=1, open_overdue=5, open_within=3)
    assert [line.counts.open_overdue for line in found.lines] == [2, 2, 1]
    assert sum((line.counts for line in found.lines), found.own) == found.total


@pytest.mark.parametrize("is_folded", [False, True])
def test_past_days_are_told_as_they_were(desk: Office, *, is_folded: bool) -> None:
    if is_folded:
        desk.fold()
    past = {
        date(2023, 10, 9): Counts(),
        date(2023, 10, 10): Counts(open_within=6),
        date(2023, 10, 12): Counts(open_within=6),
        date(2023, 10, 13): Counts(done_on_time=1, open_within=5),
        date(2023, 10, 20): Counts(done_on_time=1, open_within=5),
        date(2023, 10, 21): Counts(done_on_time=1, open_within=3, open_overdue=2),
        date(2023, 10, 23): Counts(done_on_time=1, open_within=6, open_overdue=2),
        date(2023, 10, 28): Counts(done_on_time=1, open_within=3, open_overdue=5),
    }
    for day, counts in past.items():
        assert overview(desk.database, viewer(OFFICE), unit_id=OFFICE, as_of=day).total == counts
    ends = [date(2023, 10, 15), date(2023, 10, 22), date(2023, 10, 28)]
    found = trend(desk.database, viewer(OFFICE), unit_id=OFFICE, until=date(2023, 10, 28), weeks=3)
    assert list(found.days) == ends
    for number, end in enumerate(ends):
        then = overview(desk.database, viewer(OFFICE), unit_id=OFFICE, as_of=end)
        assert found.node.counts[number] == then.total
        lines = {line.unit.unit_id: line.counts for line in then.lines}
        assert {line.unit.unit_id: line.counts[number] for line in found.lines} == lines


def test_chosen_directives_are_added_up(desk: Office) -> None:
    boss = viewer(OFFICE)
    choices = {
        Choice(1): 6,
        Choice(2): 3,
        Choice(issued_from=date(2023, 10, 11)): 3,
        Choice(issued_to=date(2023, 10, 22)): 6,
        Choice(issued_from=date(2023, 10, 10), issued_to=date(2023, 10, 23)): 9,
    }
    for choice, wanted in choices.items():
        assert overview(desk.database, boss, unit_id=OFFICE, choice=choice).total.assigned == wanted
        points = trend(desk.database, boss, unit_id=OFFICE, until=date(2023, 12, 31), choice=choice).node.counts
        assert points[-1].assigned == wanted


def test_school_years_are_those_of_the_documents(desk: Office) -> None:
    (year,) = school_years(desk.database)
    assert (year.start_year, year.choice.issued_to) == (2023, date(2024, 5, 31))
    assert overview(desk.database, viewer(OFFICE), unit_id=OFFICE, choice=year.choice).total.assigned == 9


@pytest.mark.parametrize(("mine", "other"), [(LOTUS, APRICOT), (LOTUS, OFFICE), (ELSEWHERE, LOTUS), (OFFICE, 99)])
def test_unit_of_others_is_not_found(desk: Office, mine: int, other: int) -> None:
    with pytest.raises(NotFound):
        overview(desk.database, viewer(mine), unit_id=other)
    with pytest.raises(NotFound):
        trend(desk.database, viewer(mine), unit_id=other, until=date(2023, 10, 30))
