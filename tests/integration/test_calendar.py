"""A change of the working calendar moves open deadlines and rungs, says why, can be tried first (rules § 3, § 9)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.rules import By, Linked, Within
from engine.service.system import check_chains
from engine.service.tallies import audit
from engine.service.views import why
from engine.workdays import DayException
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office

STORM = DayException(date(2023, 10, 13), "off", "Nghỉ tránh bão", "Công điện 01")
NOW = ISSUED_AT + timedelta(days=1)


@pytest.fixture
def desk(office: Office) -> Office:
    """Five working days from 10 October 2023: the last one is Tuesday 17 October. Linked dates stand before it."""
    office.issue(
        create_directive(
            create_task("T03", Linked("T02", offset_days=1)),
            create_task("T02", Linked("T01")),
            create_task("T01", Within(5, "working_day")),
            create_task("T04", By(date(2023, 10, 17))),
        )
    )
    return office


def last_days(office: Office) -> dict[str, date | None]:
    found = {}
    for task in ("T01", "T02", "T03", "T04"):
        found[task] = why(office.database, office.one(task), at=NOW, policies=office.policies).versions[0].last_day
    return found


def test_day_off_by_decree_moves_what_counts_working_days_and_what_is_linked_to_it(desk: Office) -> None:
    done = desk.change_calendar(STORM, at=NOW)
    assert last_days(desk) == {
        "T01": date(2023, 10, 18),
        "T02": date(2023, 10, 18),
        "T03": date(2023, 10, 19),
        "T04": date(2023, 10, 17),
    }
    assert [(move.obligations, move.from_day, move.to_day) for move in done.moved] == [
        (3, date(2023, 10, 17), date(2023, 10, 18)),
        (3, date(2023, 10, 17), date(2023, 10, 18)),
        (3, date(2023, 10, 18), date(2023, 10, 19)),
    ]
    assert audit(desk.database).mismatches == ()
    assert check_chains(desk.database) == 12


def test_why_shows_the_reason_of_a_moved_deadline_and_the_day_that_moved_it(desk: Office) -> None:
    desk.change_calendar(STORM, at=NOW)
    new, old = why(desk.database, desk.one(), at=NOW, policies=desk.policies).versions
    assert (new.version, new.reason, old.version, old.last_day) == (2, "công văn đổi ngày nghỉ", 1, date(2023, 10, 17))
    assert any("Nghỉ tránh bão" in str(step.values) for step in new.steps)


def test_rungs_move_with_the_calendar_also_where_the_deadline_stays(desk: Office) -> None:
    def ahead() -> dict[str, str]:
        found = why(desk.database, desk.one("T04"), at=NOW, policies=desk.policies).ahead
        return {due.key: f"{due.at:%d/%m}" for due in found if due.key in ("before_3", "before_1", "after_1")}

    assert ahead() == {"before_3": "12/10", "before_1": "16/10", "after_1": "18/10"}
    first = desk.row(desk.one("T04")).next_at
    desk.change_calendar(DayException(date(2023, 10, 16), "off", "Nghỉ"), at=NOW)
    assert ahead() == {"before_1": "13/10", "after_1": "18/10"}  # before_3 would have been this morning
    assert desk.row(desk.one("T04")).next_at != first


def test_trial_shows_what_would_move_and_changes_nothing(desk: Office) -> None:
    before = desk.dump()
    tried = desk.change_calendar(STORM, at=NOW, is_trial=True)
    assert desk.dump() == before
    done = desk.change_calendar(STORM, at=NOW)
    assert [(one.task_id, one.to_day) for one in tried.moved] == [(one.task_id, one.to_day) for one in done.moved]
    assert tried.rearmed == done.rearmed


def test_removed_exception_moves_deadlines_back(desk: Office) -> None:
    desk.change_calendar(STORM, at=NOW)
    desk.change_calendar(removed=(STORM.on,), at=NOW + timedelta(hours=1))
    assert last_days(desk)["T01"] == date(2023, 10, 17)
    assert len(why(desk.database, desk.one(), at=NOW, policies=desk.policies).versions) == 3


def test_same_calendar_again_moves_nothing(desk: Office) -> None:
    desk.change_calendar(STORM, at=NOW)
    before = desk.dump()
    again = desk.change_calendar(STORM, at=NOW)
    assert (again.moved, again.rearmed) == ((), 0)
    changed = {table for table, rows in desk.dump().items() if rows != before[table]}
    assert changed <= {"calendar_revision"}


def test_day_off_declared_after_the_fact_takes_the_delay_back(desk: Office) -> None:
    desk.sweep(datetime(2023, 10, 17, 18, tzinfo=UTC))
    assert desk.row(desk.one()).bucket == "open_overdue"
    desk.change_calendar(STORM, at=datetime(2023, 10, 18, 1, tzinfo=UTC))
    assert desk.row(desk.one()).bucket == "open_within"
    kinds = [row["kind"] for row in desk.rows("history", "obligation_id, seq") if row["obligation_id"] == desk.one()]
    assert kinds == ["deadline_missed", "deadline_moved"]


def test_late_report_under_review_is_not_missed_a_second_time_when_the_calendar_moves_its_deadline(
    desk: Office,
) -> None:
    obligation = desk.one()
    desk.report(obligation, at=datetime(2023, 10, 18, 1, tzinfo=UTC))
    desk.change_calendar(
        STORM, DayException(date(2023, 10, 16), "off", "Nghỉ"), at=datetime(2023, 10, 18, 2, tzinfo=UTC)
    )
    kinds = [row["kind"] for row in desk.rows("history", "obligation_id, seq") if row["obligation_id"] == obligation]
    assert kinds == ["deadline_missed", "reported", "deadline_moved"]
    desk.accept(obligation, at=datetime(2023, 10, 20, tzinfo=UTC))
    assert desk.row(obligation).bucket == "done_late"


def test_report_on_time_stays_on_time_when_the_calendar_moves_its_deadline_forward(desk: Office) -> None:
    obligation = desk.one()
    desk.report(obligation, at=datetime(2023, 10, 17, 17, tzinfo=UTC))
    worked = DayException(date(2023, 10, 14), "work", "Làm bù")
    desk.change_calendar(worked, at=datetime(2023, 10, 18, tzinfo=UTC))
    desk.accept(obligation, at=datetime(2023, 10, 20, tzinfo=UTC))
    assert desk.row(obligation).bucket == "done_on_time"


def test_closed_work_keeps_its_deadline(desk: Office) -> None:
    obligation = desk.one()
    desk.report(obligation, at=NOW)
    desk.accept(obligation, at=NOW)
    desk.change_calendar(STORM, at=NOW)
    assert desk.row(obligation).deadline_version == 1
    assert desk.row(desk.one("T01", "HOAMAI")).deadline_version == 2


def test_reminder_that_the_new_calendar_would_have_put_before_now_is_not_caught_up(desk: Office) -> None:
    desk.change_calendar(DayException(date(2023, 10, 16), "off", "Nghỉ"), at=NOW)
    desk.sweep(datetime(2023, 10, 17, tzinfo=UTC))
    rungs = [row["rung"] for row in desk.rows("notice", "rung_at") if row["obligation_id"] == desk.one("T04")]
    assert rungs == ["before_1"]  # before_3 would have been this morning, before the change
