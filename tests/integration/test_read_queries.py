"""The pages ask the database as often for a hundred rows as for ten."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.organisation import UnitSpec
from engine.rules import By
from engine.service.agenda import count_waiting, late_below, my_work, waiting_for_me
from engine.service.organisation import import_organisation
from engine.service.overview import overview, school_years, top_units, trend
from engine.service.register import (
    list_directives,
    obligations_of_unit,
    show_directive,
    table_of_directive,
    units_of_directive,
)
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office, create_organisation, sqlite_office
from tests.support.statements import counted
from tests.support.viewers import LOTUS, OFFICE, viewer

AT = ISSUED_AT + timedelta(days=15)
BOSS, SCHOOL = viewer(OFFICE), viewer(LOTUS)
PAST = date(2023, 10, 15)

Read = Callable[[Office], Any]
READS: dict[str, Read] = {
    "top_units": lambda o: top_units(o.database, BOSS),
    "overview": lambda o: overview(o.database, BOSS, unit_id=OFFICE),
    "overview as of": lambda o: overview(o.database, BOSS, unit_id=OFFICE, as_of=PAST),
    "trend": lambda o: trend(o.database, BOSS, unit_id=OFFICE, until=AT.date()),
    "school_years": lambda o: school_years(o.database),
    "my_work": lambda o: my_work(o.database, SCHOOL, at=AT, policies=o.policies),
    "waiting_for_me": lambda o: waiting_for_me(o.database, BOSS, at=AT),
    "count_waiting": lambda o: count_waiting(o.database, BOSS),
    "late_below": lambda o: late_below(o.database, BOSS, at=AT),
    "list_directives": lambda o: list_directives(o.database, BOSS, query="so ket", state="overdue"),
    "show_directive": lambda o: show_directive(o.database, BOSS, directive_id=1),
    "show_directive at a school": lambda o: show_directive(o.database, SCHOOL, directive_id=1),
    "table_of_directive": lambda o: table_of_directive(o.database, BOSS, directive_id=1),
    "units_of_directive": lambda o: units_of_directive(o.database, BOSS, directive_id=1, which="overdue"),
    "obligations_of_unit": lambda o: obligations_of_unit(o.database, BOSS, directive_id=1, unit_id=LOTUS, at=AT),
}


def fill(office: Office, size: int) -> None:
    """As many schools, as many clauses in the first directive, as many directives; some answered, some late, and some
    changes that are not folded yet."""
    schools = [UnitSpec(f"S{n}", f"Trường {n}", "truong_mam_non", parent="PHONG") for n in range(size)]
    units = (*create_organisation().units, *schools)
    import_organisation(office.database, create_organisation(units=units), at=ISSUED_AT, on=date(2023, 1, 1))
    tasks = [create_task(f"T{n:03}", By(date(2023, 10, 20) + timedelta(days=n % 3))) for n in range(size // 5)]
    office.issue(create_directive(*tasks))
    for n in range(size // 5):
        task = create_task(f"N{n:03}", By(date(2023, 10, 20)))
        office.issue(create_directive(task, number=f"{n}/CV"), at=ISSUED_AT + timedelta(minutes=n))
    office.sweep(AT)
    for one in office.ids("T000")[: size // 2]:
        office.report(one, at=AT)
        office.ask(office.ids("T001")[0], until=date(2023, 11, 30), at=AT) if one == office.ids("T000")[0] else None
    office.fold()
    office.report(office.one("T001", "HOAMAI"), at=AT)
    office.accept(office.one("T001", "HOAMAI"), at=AT)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Office]]:
    folder: Path = tmp_path_factory.mktemp("reads")
    with sqlite_office(folder) as few, sqlite_office(folder) as many:
        made = {10: few, 100: many}
        for size, office in made.items():
            fill(office, size)
        yield made


@pytest.mark.parametrize("name", list(READS))
def test_number_of_queries_does_not_grow_with_the_rows(offices: dict[int, Office], name: str) -> None:
    numbers = {}
    for size, office in offices.items():
        with counted(office.database) as sent:
            READS[name](office)
        numbers[size] = len(sent)
    assert numbers[10] == numbers[100]
    assert 1 < numbers[10] <= 20
