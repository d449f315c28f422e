"""The sweep beside its laws: idle, repeated, raced, and with rows that cannot be decided (rules § 4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from engine.rules import By, Recurring, Rule
from engine.service.sweep import Swept
from engine.service.system import check_chains, health
from engine.service.tallies import audit
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office

LATER = ISSUED_AT + timedelta(days=40)


@pytest.fixture
def desk(office: Office) -> Office:
    """Nine obligations, due at the end of 30 October 2023."""
    office.issue(create_directive(*(create_task(f"T0{n}", By(date(2023, 10, 30))) for n in (1, 2, 3))))
    return office


def test_second_sweep_at_the_same_instant_does_nothing(desk: Office) -> None:
    first = desk.sweep(LATER)
    before = desk.dump()
    assert (first.obligations, first.facts) == (9, 9)
    assert desk.sweep(LATER) == Swept()
    assert desk.dump() == before


def test_sweep_of_an_earlier_instant_changes_nothing(desk: Office) -> None:
    desk.sweep(LATER)
    before = desk.dump()
    assert desk.sweep(ISSUED_AT).obligations == 0
    assert desk.dump() == before


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_size_of_a_batch_makes_no_difference(sqlite_cast: Office, batch: int) -> None:
    sqlite_cast.issue(create_directive())
    assert sqlite_cast.sweep(LATER, batch=batch).facts == 3
    assert check_chains(sqlite_cast.database) == 3


@pytest.mark.parametrize("sweepers", [2, 10])
def test_sweepers_that_run_at_once_lose_and_double_nothing(office: Office, sweepers: int) -> None:
    rules: list[Rule] = [By(date(2023, 10, 30)), Recurring("FREQ=WEEKLY;BYDAY=FR")]
    office.issue(create_directive(*(create_task(f"T{n:02}", rules[n % 2]) for n in range(8))))
    barrier = Barrier(sweepers)

    def one(_number: int) -> Swept:
        barrier.wait()
        return office.sweep(LATER, batch=3)

    with ThreadPoolExecutor(sweepers) as pool:
        done = list(pool.map(one, range(sweepers)))
    done.append(office.sweep(LATER))
    missed = [row["obligation_id"] for row in office.rows("history") if row["kind"] == "deadline_missed"]
    assert sum(one.facts for one in done) == len(missed) == len(set(missed))
    overdue = [row for row in office.rows("obligation") if row["bucket"] == "open_overdue"]
    assert len(overdue) == len(missed)
    assert sum(one.occurrences for one in done) == len(office.ids()) - 24
    assert check_chains(office.database) == len(office.ids())
    assert audit(office.database).mismatches == ()


DAMAGE = {
    "unknown status": "UPDATE obligation SET status = 'asleep' WHERE id = 2",
    "unknown bucket": "UPDATE obligation SET bucket = 'nowhere' WHERE id = 2",
    "lost deadline": "UPDATE obligation SET deadline_id = 999 WHERE id = 2",
    "doubled history": "INSERT INTO history SELECT 2, 1, 'started', assigned_at, '', '', '', '', '', assigned_at "
    "FROM obligation WHERE id = 2",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_bad_row_is_set_aside_and_the_others_go_on(desk: Office, damage: str) -> None:
    desk.run(DAMAGE[damage])
    swept = desk.sweep(LATER)
    assert [obligation for obligation, _ in swept.set_aside] == [2]
    assert swept.obligations == 8
    assert [number for number, _ in health(desk.database, at=LATER).set_aside] == [2]
    assert desk.sweep(LATER) == Swept()


def test_text_that_is_no_instant_is_set_aside(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive())
    sqlite_cast.run("UPDATE obligation SET settled_at = 'hôm qua' WHERE id = 2")
    assert [number for number, _ in sqlite_cast.sweep(LATER).set_aside] == [2]


def test_damaged_task_sets_aside_its_own_work_only(sqlite_cast: Office) -> None:
    sqlite_cast.issue(
        create_directive(create_task("T01", By(date(2023, 10, 30))), create_task("T02", By(date(2023, 10, 30))))
    )
    sqlite_cast.run("UPDATE task SET fields = '{' WHERE key = 'T01'")
    swept = sqlite_cast.sweep(LATER)
    assert [number for number, _ in swept.set_aside] == sqlite_cast.ids("T01")
    assert swept.obligations == 3


def test_row_set_aside_goes_on_where_it_stood_when_it_was_mended(desk: Office) -> None:
    desk.run("UPDATE obligation SET status = 'asleep' WHERE id = 2")
    desk.sweep(LATER)
    desk.run("UPDATE obligation SET status = 'assigned' WHERE id = 2")
    assert desk.retry(LATER) == 1
    assert desk.sweep(LATER).facts == 1
    rungs: dict[int, set[str]] = {}
    for row in desk.rows("notice"):
        rungs.setdefault(row["obligation_id"], set()).add(row["rung"])
    assert rungs[1] == rungs[2]
    assert audit(desk.database).mismatches == ()


def test_ladder_that_an_official_took_away_sets_its_work_aside(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive(create_task("T01", By(date(2023, 10, 30)), ladder="express")))
    sqlite_cast.policies = type(sqlite_cast.policies)(
        ladders={"default": sqlite_cast.policies.ladders["default"]},
        urgencies={},
        roles=sqlite_cast.policies.roles,
    )
    assert len(sqlite_cast.sweep(LATER).set_aside) == 3
