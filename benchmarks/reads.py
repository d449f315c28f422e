"""What the pages read: python -m benchmarks.reads [--scale 1.0] [--rounds 20] [--database sqlite|postgresql|URL].

Twenty directives to every school of the country, some answered, half overdue; each read by a ministry, a province, a
commune and a school."""

import argparse
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import select, text, update

from benchmarks import bare, country, issuing
from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, options, report
from config.bootstrap import Office
from engine.access import HeldPost, Viewer
from engine.plans import DirectiveSpec
from engine.service.agenda import count_waiting, late_below, my_work, waiting_for_me
from engine.service.obligations import ReportInput, act
from engine.service.overview import overview, school_years, top_units, trend
from engine.service.record import Actor
from engine.service.register import (
    list_directives,
    obligations_of_unit,
    show_directive,
    table_of_directive,
    units_of_directive,
)
from engine.service.tallies import fold
from engine.states import Verb
from engine.store.database import reading
from engine.store.tables import OBLIGATION, UNIT
from engine.store.tallies import rebuild
from engine.tallies import COUNT_COLUMNS

LIMIT = 20.0
DIRECTIVES = 20
NOW = country.ISSUED_AT + timedelta(days=150)
ANSWERS = 400
LEVELS = {"ministry": country.ROOT, "province": "T00", "commune": "X0000", "school": "S00000"}

Read = Callable[[Office, Viewer], Any]


def _directive(number: int) -> DirectiveSpec:
    """One task to every school, each falling due two weeks after the one before; half of them lie in the past."""
    whole = country.directive(tasks=DIRECTIVES)
    values = {**vars(whole), "number": f"{number + 1}/BGDĐT-VP", "tasks": whole.tasks[number : number + 1]}
    return DirectiveSpec(**values)


def lived(place: Place, folder: Path, *, scale: float) -> Office:
    """The country with its directives issued, the first half overdue, some reports accepted and some waiting."""
    issuing.found(place, folder, scale=scale)
    office = country.office(place.copy(issuing.EMPTY, issuing.OURS), folder)
    for number in range(DIRECTIVES):
        issuing.issued(office, _directive(number))
    _answer(office)
    fold(office.database)
    _let_time_pass(office)
    bare.analyse(office.database)
    return office


def _answer(office: Office) -> None:
    """A few schools hand in; every second report is accepted. The days before get changes as a lived year has them."""
    with reading(office.database) as connection:
        ids = list(
            connection.execute(select(OBLIGATION.c.id).order_by(OBLIGATION.c.id.desc()).limit(ANSWERS)).scalars()
        )
    clerk = Actor("Văn thư", "van_thu", is_operator=True)
    for n, one in enumerate(ids):
        at = country.ISSUED_AT + timedelta(days=n % 140, hours=1)
        said = ReportInput(text="Đã làm")
        act(office.database, one, verb=Verb.REPORT, actor=clerk, at=at, policies=office.policies, report=said)
        if n % 2:
            act(office.database, one, verb=Verb.ACCEPT, actor=clerk, at=at, policies=office.policies)
    _move_every_day(office)


def _let_time_pass(office: Office) -> None:
    """Half of the directives are overdue: written straight, since a sweep would make their millions of notices too."""
    with office.database.begin() as connection:
        is_missed = (OBLIGATION.c.due_at < NOW) & (OBLIGATION.c.bucket == "open_within")
        connection.execute(update(OBLIGATION).where(is_missed).values(bucket="open_overdue"))
        for number in range(1, DIRECTIVES + 1):
            rebuild(connection, number, on=NOW.date() - timedelta(days=20))


def _move_every_day(office: Office) -> None:
    """Rows for 140 days at the ministry, the provinces and one commune, that add up to nothing: what a year leaves."""
    with office.database.begin() as connection:
        columns = ", ".join(COUNT_COLUMNS)
        query = select(UNIT.c.id).where(UNIT.c.kind.in_(("bo", "tinh")) | UNIT.c.code.in_(("X0000",)))
        units = list(connection.execute(query).scalars())
        rows = [
            {"u": unit, "d": (country.ISSUED_AT.date() + timedelta(days=day)).isoformat(), "n": number, "c": sign}
            for unit in units
            for number in range(1, DIRECTIVES + 1)
            for day in range(1, 141)
            for sign in [1 if day % 2 else -1]
        ]
        connection.execute(
            text(
                f"INSERT INTO tally_day (unit_id, changed_on, directive_id, {columns}) "
                "VALUES (:u, :d, :n, :c, 0, -:c, 0, 0, 0, 0) ON CONFLICT DO NOTHING"
            ),
            rows,
        )


def reads(unit_id: int, school_id: int) -> dict[str, Read]:
    """Every read of the pages, for somebody whose unit is ``unit_id``."""
    past = date(2026, 4, 1)
    return {
        "top units": lambda o, v: top_units(o.database, v),
        "overview": lambda o, v: overview(o.database, v, unit_id=unit_id),
        "overview as of two months ago": lambda o, v: overview(o.database, v, unit_id=unit_id, as_of=past),
        "trend over 12 weeks": lambda o, v: trend(o.database, v, unit_id=unit_id, until=NOW.date()),
        "school years": lambda o, _: school_years(o.database),
        "my work": lambda o, v: my_work(o.database, v, at=NOW, policies=o.policies),
        "waiting for me": lambda o, v: waiting_for_me(o.database, v, at=NOW),
        "count waiting": lambda o, v: count_waiting(o.database, v),
        "late below": lambda o, v: late_below(o.database, v, at=NOW),
        "late below in one directive": lambda o, v: late_below(o.database, v, at=NOW, directive_id=3),
        "directives": lambda o, v: list_directives(o.database, v),
        "directives searched": lambda o, v: list_directives(o.database, v, query="trien khai 7/bgddt"),
        "directives overdue": lambda o, v: list_directives(o.database, v, state="overdue"),
        "one directive": lambda o, v: show_directive(o.database, v, directive_id=3),
        "its table": lambda o, v: table_of_directive(o.database, v, directive_id=3),
        "its table as of two months ago": lambda o, v: table_of_directive(o.database, v, directive_id=3, as_of=past),
        "its units": lambda o, v: units_of_directive(o.database, v, directive_id=3),
        "its units overdue": lambda o, v: units_of_directive(o.database, v, directive_id=3, which="overdue"),
        "its units done": lambda o, v: units_of_directive(o.database, v, directive_id=3, which="done"),
        "what a school owes of it": lambda o, v: obligations_of_unit(
            o.database, v, directive_id=3, unit_id=school_id, at=NOW
        ),
    }


def measures(place: Place, folder: Path, *, scale: float, rounds: int) -> Iterator[Measure]:
    """p95 of each read at each level, beside p50."""
    office = lived(place, folder, scale=scale)
    with reading(office.database) as connection:
        ids = dict(connection.execute(select(UNIT.c.code, UNIT.c.id).where(UNIT.c.code.in_(LEVELS.values()))).all())
    for level, code in LEVELS.items():
        viewer = Viewer(1, level, (HeldPost(ids[code], code, "chuyen_vien", ""),))
        for name, read in reads(ids[code], ids["S00000"]).items():
            p50, p95 = _timed(office, viewer, read=read, rounds=rounds)
            yield Measure(f"{name}, {level}", p95, LIMIT, unit="ms", seconds={"p50": p50 / 1000})
    office.database.dispose()


def _timed(office: Office, viewer: Viewer, *, read: Read, rounds: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds; the first round warms the statements up."""
    read(office, viewer)
    seconds = []
    for _ in range(max(2, rounds)):
        started = perf_counter()
        read(office, viewer)
        seconds.append(1000 * (perf_counter() - started))
    cuts = quantiles(seconds, n=20, method="inclusive")
    return cuts[9], cuts[18]


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = options("What the pages read, at 1,000,000 obligations.")
    made.add_argument("--scale", type=float, default=1.0, help="1.0 is 53,355 units and 1,000,000 obligations")
    made.add_argument("--rounds", type=int, default=20, help="how often each read is measured")
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened(chosen.database) as (place, folder):
        found = list(measures(place, folder, scale=chosen.scale, rounds=chosen.rounds))
        report(f"Reads of the pages at scale {chosen.scale:g} on {place.kind}", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
