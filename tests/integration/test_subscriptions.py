"""What other servers are to be told: found once, at and below a unit, told with patience; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from engine.errors import NotFound, SubscriptionRefused
from engine.service import calls as service
from engine.service.calls import (
    CLAIMED,
    OVERLAP,
    WAITS,
    DueCall,
    claim_calls,
    give_back,
    note_events,
    record_failed,
    record_told,
    sweep_calls,
)
from engine.service.subscriptions import (
    KINDS,
    MOST,
    change_subscription,
    show_subscription,
    subscribe,
    subscriptions_of,
    unsubscribe,
)
from engine.states import Verb
from engine.store import subscriptions as store
from engine.store.database import reading
from tests.support.builders import ISSUED_AT, create_directive
from tests.support.cast import DEPUTY, OFFICIAL, OWNER, Office
from tests.support.people import OFFICER, PRINCIPAL, person_id
from tests.support.viewers import APRICOT, LOTUS, OFFICE, viewer

URL = "https://kho.example.gov.vn/dondoc"
MINUTE = timedelta(minutes=1)
REPORTED = "obligation.reported"
ALL = KINDS


def made(
    office: Office, *, unit_id: int = OFFICE, kinds: Any = ALL, who: str = OFFICER, at: datetime = ISSUED_AT
) -> int:
    seer = viewer(unit_id, person_id=person_id(office.database, who))
    said = {"unit_id": unit_id, "url": URL, "kinds": kinds, "secret_sealed": "kín", "allows_private": False}
    return subscribe(office.database, seer, at=at, **said)


def noted(office: Office, *, at: datetime) -> int:
    return note_events(office.database, at=at)


def types(office: Office) -> list[str]:
    """What is to be told, in order."""
    return [
        call.payload["type"]
        for call in sorted(claim_calls(office.database, at=ISSUED_AT + timedelta(days=400)), key=lambda one: one.id)
    ]


def test_events_at_and_below_a_unit_are_noted_once(office: Office) -> None:
    made(office)
    office.issue(create_directive())
    one = office.one()
    office.report(one, at=ISSUED_AT + MINUTE, actor=OWNER)
    assert noted(office, at=ISSUED_AT + 2 * MINUTE) == 2
    assert noted(office, at=ISSUED_AT + 3 * MINUTE) == 0
    office.send_back(one, at=ISSUED_AT + 4 * MINUTE, actor=OFFICIAL)
    assert noted(office, at=ISSUED_AT + 60 * MINUTE) == 1
    assert types(office) == [REPORTED, "directive.issued", "obligation.returned"]


def test_event_says_what_happened_to_whom(office: Office) -> None:
    made(office, kinds=[REPORTED])
    office.issue(create_directive())
    one = office.one()
    office.report(one, at=ISSUED_AT + MINUTE, actor=DEPUTY)
    noted(office, at=ISSUED_AT + MINUTE)
    (call,) = claim_calls(office.database, at=ISSUED_AT + MINUTE)
    data = call.payload["data"]
    assert (call.payload["type"], call.url, call.secret_sealed) == (REPORTED, URL, "kín")
    assert (data["obligation_id"], data["unit_id"], data["actor"]) == (one, LOTUS, DEPUTY.name)
    assert datetime.fromisoformat(call.payload["timestamp"]) == ISSUED_AT + MINUTE


def test_missed_deadline_is_told(office: Office) -> None:
    made(office, kinds=["obligation.deadline_missed"])
    office.issue(create_directive())
    late = ISSUED_AT + timedelta(days=200)
    office.sweep(late)
    assert noted(office, at=late) == len(office.ids("T01"))


def test_other_units_and_other_kinds_are_not_told(office: Office) -> None:
    made(office, unit_id=APRICOT, who="hieu_truong.hoamai@huyen.example", kinds=[REPORTED])
    made(office, unit_id=LOTUS, who=PRINCIPAL, kinds=["obligation.accepted"])
    office.issue(create_directive())
    office.report(office.one(), at=ISSUED_AT + MINUTE, actor=OWNER)
    assert noted(office, at=ISSUED_AT + MINUTE) == 0


def test_what_happened_before_is_not_told(office: Office) -> None:
    office.issue(create_directive())
    office.report(office.one(), at=ISSUED_AT + MINUTE, actor=OWNER)
    made(office, at=ISSUED_AT + 2 * MINUTE)
    assert noted(office, at=ISSUED_AT + 3 * MINUTE) == 0


def test_commit_that_came_late_is_found_within_the_overlap(office: Office) -> None:
    made(office, kinds=[REPORTED])
    office.issue(create_directive())
    noted(office, at=ISSUED_AT + OVERLAP)
    office.report(office.one(), at=ISSUED_AT + MINUTE, actor=OWNER)
    assert noted(office, at=ISSUED_AT + OVERLAP + MINUTE) == 1


def test_many_events_are_read_some_at_a_time(office: Office) -> None:
    made(office, kinds=["obligation.acknowledged"])
    office.issue(create_directive())
    for one in office.ids("T01"):
        office.act(one, Verb.ACKNOWLEDGE, at=ISSUED_AT + MINUTE)
    found = list(service._events(office.database, _row(office), at_once=1))
    assert [len(events) for events in found] == [1] * len(office.ids("T01")) + [0]


def _row(office: Office) -> Any:
    with reading(office.database) as connection:
        (row,) = store.active(connection)
    return row


def test_person_who_left_is_told_nothing_more(office: Office) -> None:
    number = made(office)
    office.run("UPDATE post SET valid_to = '2023-01-02' WHERE person_id = :id", id=person_id(office.database, OFFICER))
    office.issue(create_directive())
    assert noted(office, at=ISSUED_AT + MINUTE) == 0
    seer = viewer(OFFICE, person_id=person_id(office.database, OFFICER))
    assert show_subscription(office.database, seer, subscription_id=number).stopped_reason == "no_right"


def waiting_call(office: Office) -> DueCall:
    office.issue(create_directive())
    noted(office, at=ISSUED_AT)
    (call,) = claim_calls(office.database, at=ISSUED_AT)
    return call


def test_call_in_vain_is_tried_again_later_and_later_then_stopped(office: Office) -> None:
    made(office, kinds=["directive.issued"])
    call, at = waiting_call(office), ISSUED_AT
    for wait in WAITS:
        record_failed(office.database, call, detail="HTTP 500", at=at)
        assert claim_calls(office.database, at=at + wait - timedelta(seconds=1)) == []
        at += wait
        (call,) = claim_calls(office.database, at=at)
    record_failed(office.database, call, detail="HTTP 500", at=at)
    assert claim_calls(office.database, at=at + timedelta(days=9)) == []
    seer = viewer(OFFICE, person_id=person_id(office.database, OFFICER))
    (shown,) = subscriptions_of(office.database, seer)
    assert (shown.stopped_at, shown.stopped_reason, shown.waiting) == (at, "unreachable", 1)
    change_subscription(office.database, seer, subscription_id=shown.id, allows_private=False, at=at + MINUTE)
    (again,) = claim_calls(office.database, at=at + MINUTE)
    assert (again.id, again.attempts) == (call.id, 1)


def test_reader_that_is_gone_is_not_called_again(office: Office) -> None:
    made(office, kinds=["directive.issued"])
    record_failed(office.database, waiting_call(office), detail="HTTP 410", is_gone=True, at=ISSUED_AT)
    assert [row["stopped_reason"] for row in office.rows("subscription")] == ["gone"]


def test_call_whose_teller_was_killed_is_taken_again_and_its_late_answer_changes_nothing(office: Office) -> None:
    made(office, kinds=["directive.issued"])
    first = waiting_call(office)
    (second,) = claim_calls(office.database, at=ISSUED_AT + CLAIMED)
    assert (second.id, second.attempts) == (first.id, 2)
    record_failed(office.database, first, detail="spät", at=ISSUED_AT + CLAIMED)
    record_told(office.database, second, detail="HTTP 204", at=ISSUED_AT + CLAIMED)
    assert claim_calls(office.database, at=ISSUED_AT + timedelta(days=1)) == []
    assert sweep_calls(office.database, at=ISSUED_AT + timedelta(days=6)) == 0
    assert sweep_calls(office.database, at=ISSUED_AT + timedelta(days=8)) == 1


def test_call_that_was_given_back_lost_no_attempt(office: Office) -> None:
    made(office, kinds=["directive.issued"])
    give_back(office.database, [waiting_call(office)], at=ISSUED_AT)
    assert claim_calls(office.database, at=ISSUED_AT) == []
    assert [call.attempts for call in claim_calls(office.database, at=ISSUED_AT + WAITS[0])] == [1]


def race(act: Callable[[], Any], *, racers: int = 4) -> list[Any]:
    barrier = Barrier(racers)

    def run(_: int) -> Any:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(racers) as threads:
        return list(threads.map(run, range(racers)))


def test_events_are_noted_once_and_calls_taken_by_one_when_many_do_it(office: Office) -> None:
    made(office)
    office.issue(create_directive())
    office.report(office.one(), at=ISSUED_AT, actor=OWNER)
    race(lambda: noted(office, at=ISSUED_AT + MINUTE))
    assert len(office.rows("call")) == 2
    taken = race(lambda: claim_calls(office.database, at=ISSUED_AT + MINUTE))
    assert sorted(call.id for calls in taken for call in calls) == sorted(row["id"] for row in office.rows("call"))


def test_subscription_is_for_units_at_and_below_ones_own(office: Office) -> None:
    with pytest.raises(NotFound):
        subscribe(
            office.database,
            viewer(LOTUS, person_id=person_id(office.database)),
            unit_id=APRICOT,
            url=URL,
            kinds=ALL,
            secret_sealed="kín",
            allows_private=False,
            at=ISSUED_AT,
        )


def test_subscription_is_its_owners(office: Office) -> None:
    number = made(office)
    stranger = viewer(OFFICE, person_id=person_id(office.database))
    for act in (
        lambda: show_subscription(office.database, stranger, subscription_id=number),
        lambda: unsubscribe(office.database, stranger, subscription_id=number),
        lambda: change_subscription(
            office.database, stranger, subscription_id=number, allows_private=False, at=ISSUED_AT
        ),
    ):
        with pytest.raises(NotFound):
            act()
    owner = viewer(OFFICE, person_id=person_id(office.database, OFFICER))
    waiting_call(office)
    unsubscribe(office.database, owner, subscription_id=number)
    assert (subscriptions_of(office.database, owner), office.rows("call")) == ([], [])


def test_nobody_has_more_than_so_many(office: Office) -> None:
    for _ in range(MOST):
        made(office)
    with pytest.raises(SubscriptionRefused) as refused:
        made(office)
    assert refused.value.values["why"] == "too_many"
