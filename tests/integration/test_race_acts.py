"""Two people at once, on both databases: one after the other in some order, and the book is right."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from engine.access import HeldPost, Viewer
from engine.errors import AlreadyIssued, DraftRefused, ExtensionRefused, Stale, TransitionRefused
from engine.rules import By
from engine.service.drafts import DraftSource, change_plan_draft, issue_plan_draft, keep_plan_draft, plan_draft
from engine.service.system import check_chains
from engine.service.tallies import audit, roll_up
from engine.states import Verb
from engine.tallies import Counts
from engine.timeline import TICK
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import OFFICIAL, OWNER, Office
from tests.support.viewers import OFFICE, PROVINCE

PLAN = create_directive(create_task("T01", By(date(2023, 10, 17))), create_task("T02", By(date(2023, 10, 20))))
REFUSED = (AlreadyIssued, DraftRefused, ExtensionRefused, Stale, TransitionRefused)
VIEWER = Viewer(3, "Chuyên viên", (HeldPost(OFFICE, "Phòng GDĐT", "chuyen_vien", ""),))
SOURCE = DraftSource("cv.docx", "ab", "Dòng một", "doc: cv.docx\n", "Về việc báo cáo")


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Do all of it at the same moment; what became of each: "done", or the name of the refusal."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> str:
        start.wait()
        try:
            deed()
        except REFUSED as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def is_right(office: Office) -> Counts:
    """The chains hold, the tallies are those of a full count; gives what they say."""
    check_chains(office.database)
    assert audit(office.database).mismatches == ()
    office.fold()
    assert audit(office.database).mismatches == ()
    return roll_up(office.database, 1, unit_id=PROVINCE).total


@pytest.fixture
def desk(office: Office) -> Office:
    office.issue(PLAN)
    return office


def test_two_reviewers_answer_one_report_once(desk: Office) -> None:
    for number, one in enumerate(desk.ids("T01")):
        at = ISSUED_AT + timedelta(hours=number)
        desk.report(one, at=at, actor=OWNER) if number == 0 else desk.report(one, at=at)
        found = at_once(
            partial(desk.accept, one, at=at + TICK, actor=OFFICIAL),
            partial(desk.send_back, one, at=at + TICK, actor=OFFICIAL),
        )
        assert sorted(found) == ["TransitionRefused", "done"]
    assert is_right(desk).assigned == 6


def test_report_and_cancellation_leave_one_of_both(desk: Office) -> None:
    for one in desk.ids("T01"):
        at_once(
            partial(desk.report, one, at=ISSUED_AT + timedelta(days=1)),
            partial(desk.act, one, Verb.CANCEL, at=ISSUED_AT + timedelta(days=1), reason="thôi"),
        )
        assert desk.row(one).status == "cancelled"
    assert is_right(desk) == Counts(open_within=3, excused=3)


def test_report_at_the_last_moment_and_the_sweep_after_it(desk: Office) -> None:
    due_at = desk.row(desk.one("T01")).due_at
    ids = desk.ids("T01")
    found = at_once(*(partial(desk.report, one, at=due_at) for one in ids), lambda: desk.sweep(due_at + TICK))
    assert found == ["done"] * 4
    assert [desk.row(one).bucket for one in ids] == ["open_within"] * 3
    assert is_right(desk) == Counts(open_within=6)


def test_grant_and_report_are_judged_by_the_deadline_in_force(desk: Office) -> None:
    late_at = ISSUED_AT + timedelta(days=9)
    for one in desk.ids("T01"):
        desk.ask(one, until=date(2023, 10, 25), at=ISSUED_AT + timedelta(days=1))
        granted, reported = at_once(
            partial(desk.decide, one, is_granted=True, at=late_at),
            partial(desk.report, one, at=late_at),
        )
        assert reported == "done"
        assert desk.row(one).bucket == ("open_within" if granted == "done" else "open_overdue")
    assert is_right(desk).assigned == 6


def test_draft_is_changed_once_and_issued_once_by_many_at_once(desk: Office) -> None:
    database = desk.database
    draft = keep_plan_draft(database, VIEWER, unit_id=OFFICE, source=SOURCE, at=ISSUED_AT)

    def change(plan: str) -> Callable[[], Any]:
        return lambda: change_plan_draft(
            database, VIEWER, draft_id=draft, version=1, plan=plan, title="Mới", at=ISSUED_AT
        )

    assert sorted(at_once(*(change(f"x: {number}\n") for number in range(4)))) == ["DraftRefused"] * 3 + ["done"]
    assert plan_draft(database, VIEWER, draft_id=draft).version == 2

    def issue() -> Any:
        return issue_plan_draft(
            database,
            VIEWER,
            draft_id=draft,
            version=2,
            spec=create_directive(number="77/GDĐT"),
            policies=desk.policies,
            at=ISSUED_AT + timedelta(hours=1),
        )

    found = at_once(*[issue] * 3, change("y: 1\n"))
    assert found.count("done") <= 1
    assert sum(row["number"] == "77/GDĐT" for row in desk.rows("directive")) == found[:3].count("done")
    assert audit(database).mismatches == ()


def test_fold_and_acts_in_the_middle_of_tables_never_show_a_total_that_is_not_its_lines(desk: Office) -> None:
    tables: list[Any] = []

    def look() -> None:
        tables.extend(roll_up(desk.database, 1, unit_id=OFFICE) for _ in range(15))

    def work() -> None:
        for one in desk.ids():
            desk.act(one, Verb.CANCEL, at=ISSUED_AT + timedelta(days=1), reason="thôi")
            desk.fold()

    at_once(look, work)
    assert all(table.total.assigned == 6 for table in tables)
    assert all(sum((line.counts for line in table.lines), Counts()) == table.total for table in tables)
