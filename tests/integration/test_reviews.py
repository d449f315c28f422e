"""Answers given on what was seen: a newer report, another request, a second reviewer at the same moment."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from engine.errors import DondocError, ExtensionRefused, Stale, TransitionRefused
from engine.service.obligations import ReportInput
from engine.states import Status, Verb
from tests.support.builders import ISSUED_AT, create_directive
from tests.support.cast import OFFICIAL, OWNER, Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def one(office: Office) -> int:
    office.issue(create_directive())
    return office.one()


def test_report_is_reviewed_only_as_it_was_seen(office: Office, one: int) -> None:
    office.report(one, at=ISSUED_AT + MINUTE, actor=OWNER)
    office.send_back(one, at=ISSUED_AT + 2 * MINUTE, actor=OFFICIAL)
    office.report(one, at=ISSUED_AT + 3 * MINUTE, actor=OWNER)
    before = office.dump()
    with pytest.raises(Stale):
        office.act(one, Verb.ACCEPT, at=ISSUED_AT + 4 * MINUTE, actor=OFFICIAL, seen_report=1)
    assert office.dump() == before
    done = office.act(one, Verb.ACCEPT, at=ISSUED_AT + 4 * MINUTE, actor=OFFICIAL, seen_report=2)
    assert done.status is Status.COMPLETED


def test_report_written_before_another_came_back_is_stale(office: Office, one: int) -> None:
    office.report(one, at=ISSUED_AT + MINUTE, actor=OWNER)
    office.send_back(one, at=ISSUED_AT + 2 * MINUTE, actor=OFFICIAL)
    with pytest.raises(Stale):
        office.act(one, Verb.REPORT, at=ISSUED_AT + 3 * MINUTE, actor=OWNER, seen_report=0)
    assert office.act(one, Verb.REPORT, at=ISSUED_AT + 3 * MINUTE, actor=OWNER, seen_report=1).status == "submitted"


def test_text_that_a_database_refuses_is_cleaned(office: Office, one: int) -> None:
    said = ReportInput(text="Đã\0 làm")
    office.act(one, Verb.REPORT, at=ISSUED_AT + MINUTE, actor=OWNER, report=said)
    assert office.rows("report")[0]["text"] == "Đã làm"


def test_request_is_decided_only_as_it_was_seen(office: Office, one: int) -> None:
    asked = office.ask(one, until=date(2023, 12, 29), at=ISSUED_AT + MINUTE, actor=OWNER)
    at = ISSUED_AT + 2 * MINUTE
    with pytest.raises(ExtensionRefused) as refused:
        office.decide(one, is_granted=True, at=at, actor=OFFICIAL, extension_id=asked.extension_id + 1)
    assert refused.value.values["why"] == "none_is_open"
    office.decide(one, is_granted=True, at=at, actor=OFFICIAL, extension_id=asked.extension_id)


def test_day_that_has_passed_is_not_granted(office: Office, one: int) -> None:
    office.ask(one, until=date(2023, 12, 29), at=ISSUED_AT + MINUTE, actor=OWNER)
    late_at = ISSUED_AT + timedelta(days=100)
    with pytest.raises(ExtensionRefused) as refused:
        office.decide(one, is_granted=True, at=late_at, actor=OFFICIAL)
    assert refused.value.values["why"] == "in_the_past"
    office.decide(one, is_granted=True, at=late_at, actor=OFFICIAL, until=late_at.date() + timedelta(days=7))


def test_one_of_two_reviewers_wins(office: Office, one: int) -> None:
    office.report(one, at=ISSUED_AT + MINUTE, actor=OWNER)
    at, start = ISSUED_AT + 2 * MINUTE, Barrier(2)
    told: list[str] = []

    def review(verb: Verb) -> None:
        start.wait()
        try:
            office.act(one, verb, at=at, actor=OFFICIAL, reason="thiếu", seen_report=1)
            told.append("done")
        except DondocError as error:
            told.append(type(error).__name__)

    both = [Thread(target=review, args=(verb,)) for verb in (Verb.ACCEPT, Verb.RETURN)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(told) == [TransitionRefused.__name__, "done"]
    assert len([row for row in office.rows("history") if row["kind"] in ("accepted", "returned")]) == 1
