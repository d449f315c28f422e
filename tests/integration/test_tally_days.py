"""Tables as of a day: what was true at the end of each day, against a second office that looked each evening and kept
its own book."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ExtensionRefused, TransitionRefused
from engine.organisation import UnitSpec
from engine.rules import By, NoDeadline, Recurring
from engine.service.obligations import ReportInput
from engine.service.organisation import import_organisation
from engine.service.overview import overview, trend
from engine.service.tallies import audit, roll_up
from engine.states import Verb
from engine.tallies import COUNT_COLUMNS, Counts
from engine.timeline import TICK
from tests.support import oracle
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office, create_organisation, postgres_office, sqlite_office
from tests.support.postgres import Server
from tests.support.viewers import PROVINCE, viewer

DAYS = 25
PARENTS = {1: None, 2: 1, 3: 2, 4: 3, 5: 3, 6: 3}
MOVED = {**PARENTS, 6: 2}
PLAN = create_directive(
    create_task("T01", By(date(2023, 10, 17))),
    create_task("T02", By(date(2023, 10, 20), 16, 30)),
    create_task("T03", Recurring("FREQ=WEEKLY;BYDAY=FR")),
    create_task("T04", NoDeadline()),
    period_end=date(2023, 11, 17),
)
VERBS = tuple(verb.value for verb in Verb)

Act = tuple[int, int, str, int]
"""Days and hours after the issue, what, on which obligation."""
Book = dict[date, dict[int, Counts]]
Trees = dict[date, Mapping[int, int | None]]
acts = st.tuples(
    st.integers(0, DAYS - 1),
    st.integers(0, 15),
    st.sampled_from([*VERBS, "report", "accept", "ask", "grant", "correct", "sweep", "fold", "move"]),
    st.integers(0, 11),
)
stories = st.lists(acts, max_size=25).map(sorted)


def do(office: Office, one: Act) -> None:
    """One act; a refusal is part of the story, and the same in both offices."""
    days, hours, name, number = one
    at = ISSUED_AT + timedelta(days=days, hours=hours)
    obligation = office.ids()[number]
    deeds: dict[str, Callable[[], Any]] = {
        "report": lambda: office.act(obligation, Verb.REPORT, at=at, report=ReportInput("Đã làm")),
        "ask": lambda: office.ask(obligation, until=(at + timedelta(days=9)).date(), at=at),
        "grant": lambda: office.decide(obligation, is_granted=True, at=at),
        "correct": lambda: office.correct(obligation, By((at + timedelta(days=number - 3)).date()), at=at),
        "move": lambda: move(office, at),
        "sweep": lambda: office.sweep(at),
        "fold": office.fold,
    }
    try:
        deeds.get(name, lambda: office.act(obligation, Verb(name), at=at, reason="lý do"))()
    except (TransitionRefused, ExtensionRefused):
        return


def move(office: Office, at: datetime) -> None:
    """One school comes under another unit. What time brought until then belongs to the tree as it was."""
    office.sweep(at)
    units = [
        unit if unit.code != "HOADAO" else UnitSpec("HOADAO", "Trường Hoa Đào", "truong_mam_non", parent="HUYEN")
        for unit in create_organisation().units
    ]
    import_organisation(office.database, create_organisation(units=tuple(units)), at=at, on=day(at))


def day(at: datetime) -> date:
    """The day of an instant in Vietnam."""
    return (at + timedelta(hours=7)).date()


def evening(number: int) -> datetime:
    """The last instant of a day after the issue."""
    return datetime(2023, 10, 10, 17, tzinfo=UTC) + timedelta(days=number) - TICK


def keep_book(office: Office, story: list[Act]) -> tuple[Book, Trees]:
    """Live the story, look each evening, and write down a count by hand, and the tree."""
    office.issue(PLAN)
    book: Book = {date(2023, 10, 9): {}}
    trees: Trees = {date(2023, 10, 9): PARENTS}
    parents: Mapping[int, int | None] = PARENTS
    for number in range(DAYS):
        for one in story:
            if one[0] == number:
                do(office, one)
                parents = MOVED if one[2] == "move" else parents
        office.sweep(evening(number))
        counted = oracle.tallies(office.rows("obligation"), parents)
        book[day(evening(number))] = {unit: Counts(**found) for (task, unit), found in counted.items() if task == 0}
        trees[day(evening(number))] = parents
    return book, trees


def live(office: Office, story: list[Act]) -> None:
    """Live the same story and look only when it says so, and at the end."""
    office.issue(PLAN)
    for one in story:
        do(office, one)
    office.sweep(evening(DAYS - 1))


def pages(office: Office, days: Book) -> Book:
    """The tables of all days at all units, as the program shows them."""
    return {
        on: {
            unit: found
            for unit in PARENTS
            if (found := roll_up(office.database, 1, unit_id=unit, as_of=on).total) != Counts()
        }
        for on in days
    }


def check_lines(office: Office, book: Book, *, trees: Trees) -> None:
    """The lines of each day are the units of its tree, and add up; overview and trend say the same."""
    boss, last = viewer(PROVINCE), max(book)
    for unit in PARENTS:
        for on in list(book)[::4]:
            wanted = {child: book[on].get(child, Counts()) for child, parent in trees[on].items() if parent == unit}
            wanted = {child: counts for child, counts in wanted.items() if counts.assigned}
            total = book[on].get(unit, Counts())
            own = total - sum(wanted.values(), Counts())
            table = roll_up(office.database, 1, unit_id=unit, as_of=on)
            assert {line.unit_id: line.counts for line in table.lines if not line.is_own} == wanted
            assert [line.counts for line in table.lines if line.is_own] == ([own] if own.assigned else [])
            found = overview(office.database, boss, unit_id=unit, as_of=on)
            assert {line.unit.unit_id: line.counts for line in found.lines} == wanted
            assert (found.total, found.own) == (total, own)
        moved = trend(office.database, boss, unit_id=unit, until=last, weeks=5)
        for on, counts in zip(moved.days, moved.node.counts, strict=True):
            assert counts == book.get(on, {}).get(unit, Counts())
        for line in moved.lines:
            told = dict(zip(moved.days, line.counts, strict=True))
            assert told == {on: book.get(on, {}).get(line.unit.unit_id, Counts()) for on in moved.days}


def check(looked: Office, lived: Office, *, story: list[Act]) -> None:
    book, trees = keep_book(looked, story)
    live(lived, story)
    for _ in range(2):  # before and after folding
        assert pages(lived, book) == book
        assert pages(looked, book) == book
        check_lines(lived, book, trees=trees)
        assert audit(lived.database).mismatches == ()
        lived.fold()


@settings(
    max_examples=max(6, settings.get_profile(settings.get_current_profile_name()).max_examples // 10),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=stories)
def test_table_of_a_day_is_what_was_true_that_evening_for_any_acts(story: list[Act], tmp_path: Path) -> None:
    with sqlite_office(tmp_path) as looked, sqlite_office(tmp_path) as lived:
        check(looked, lived, story=story)


STORY: list[Act] = [
    (1, 2, "acknowledge", 0),
    (3, 3, "report", 0),
    (4, 1, "fold", 0),
    (5, 1, "accept", 0),
    (6, 1, "ask", 1),
    (8, 1, "grant", 1),
    (9, 1, "report", 2),
    (9, 9, "return", 2),
    (11, 1, "move", 0),
    (12, 1, "transfer", 3),
    (14, 1, "correct", 4),
    (16, 1, "cancel", 9),
    (20, 1, "report", 2),
    (21, 1, "accept", 2),
]


def test_table_of_a_day_is_the_same_on_postgresql(postgres: Server, tmp_path: Path) -> None:
    with sqlite_office(tmp_path) as looked, postgres_office(postgres) as lived:
        check(looked, lived, story=STORY)


def test_last_months_table_stays_when_the_tree_changes(office: Office) -> None:
    office.issue(PLAN)
    before = roll_up(office.database, 1, unit="PHONG", as_of=date(2023, 10, 12))
    move(office, ISSUED_AT + timedelta(days=5))
    assert roll_up(office.database, 1, unit="PHONG", as_of=date(2023, 10, 12)).total == before.total
    assert roll_up(office.database, 1, unit="PHONG").total.assigned == 10
    assert audit(office.database).mismatches == ()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tally_day SET open_within = open_within + 1 WHERE unit_id = 3",
        "DELETE FROM tally_day WHERE unit_id = 4",
        "UPDATE tally_day SET unit_id = 7 WHERE unit_id = 5",
    ],
)
def test_audit_finds_a_fault_in_the_days(office: Office, damage: str) -> None:
    office.issue(PLAN)
    assert audit(office.database).mismatches == ()
    office.run(damage)
    found = audit(office.database).mismatches
    assert found != ()
    assert all(one.is_of_days and one.stored != one.counted for one in found)


def test_later_occurrences_count_on_the_day_they_were_made(office: Office) -> None:
    office.issue(PLAN)
    office.sweep(ISSUED_AT + timedelta(days=12))
    office.fold()
    given = {
        str(row["changed_on"]): sum(row[name] for name in COUNT_COLUMNS)
        for row in office.rows("tally_day")
        if row["unit_id"] == 3
    }
    assert {on: number for on, number in given.items() if number} == {
        "2023-10-10": 12,
        "2023-10-14": 3,
        "2023-10-21": 3,
    }
