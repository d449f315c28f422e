"""Who is told what and when: one digest per person and morning, quiet hours, the budget, stand-ins (rules § 5)."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.outbox import MessageState, Outcome, OutcomeClass, Outgoing, Settlement
from engine.rules import By
from engine.service.organisation import import_organisation, set_absence
from engine.service.outbox import DatabaseOutbox
from engine.service.views import why
from engine.states import Verb
from engine.workdays import DayException
from tests.support.builders import ISSUED_AT, create_directive, create_policies, create_task
from tests.support.cast import CLERK, OFFICIAL, OWNER, Office, create_organisation, person

VN = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
SEN_CLERK = 5


def local(day: str, hour: str = "07:30") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), VN)


def send(office: Office, at: datetime) -> list[Outgoing]:
    """Compose and send all that is due; every message is taken by the server."""
    office.compose(at)
    outbox, sent = DatabaseOutbox(office.database), []
    for message in outbox.claim(channel="email", worker="w", at=at, limit=100, lease=timedelta(minutes=20)):
        outgoing = outbox.begin(message, worker="w", at=at)
        if outgoing is not None:
            sent.append(outgoing)
            outbox.settle(message, Settlement(MessageState.ACCEPTED, Outcome(OutcomeClass.OK)), worker="w", at=at)
    return sent


def to(sent: list[Outgoing], address: str) -> list[Outgoing]:
    return [one for one in sent if one.address == address]


def decisions(office: Office, obligation: int, rung: str) -> list[tuple[str, str]]:
    found = why(office.database, obligation, at=ISSUED_AT, policies=office.policies).decisions
    return [(one.decision, one.reason) for one in found if one.rung == rung]


SEN = "van_thu.hoasen@huyen.example"
SEN_LEADER = "hieu_truong.hoasen@huyen.example"
PHONG = "chuyen_vien.phong@huyen.example"


@pytest.fixture
def desk(sqlite_cast: Office) -> Office:
    """Three tasks for each school, all due at the end of Monday 30 October 2023."""
    sqlite_cast.issue(create_directive(*(create_task(f"T0{n}", By(date(2023, 10, 30))) for n in (1, 2, 3))))
    return sqlite_cast


def test_each_person_gets_one_digest_a_morning(office: Office) -> None:
    office.issue(create_directive(*(create_task(f"T0{n}", By(date(2023, 10, 30))) for n in (1, 2, 3))))
    sent = send(office, local("2023-10-19"))
    assert Counter(one.address for one in sent) == {
        "van_thu.hoasen@huyen.example": 1,
        "van_thu.hoamai@huyen.example": 1,
        "van_thu.hoadao@huyen.example": 1,
    }
    assert [(item.task_key, item.rung, item.days_left) for item in to(sent, SEN)[0].items] == [
        ("T01", "before_7", 7),
        ("T02", "before_7", 7),
        ("T03", "before_7", 7),
    ]
    assert send(office, local("2023-10-19", "09:00")) == []


def test_nothing_goes_out_before_the_morning_hour_or_on_a_day_off(desk: Office) -> None:
    desk.change_calendar(DayException(date(2023, 10, 27), "off", "Nghỉ bão"), at=local("2023-10-26", "16:00"))
    assert send(desk, local("2023-10-27")) == []  # a holiday by decree
    assert send(desk, local("2023-10-28")) == []  # Saturday
    assert send(desk, local("2023-10-30", "07:29")) == []
    assert len(send(desk, local("2023-10-30", "07:30"))) == 3


def test_rungs_missed_while_down_are_merged_into_one_message_that_says_what_is_true_now(desk: Office) -> None:
    (message,) = to(send(desk, local("2023-10-30", "10:00")), SEN)
    assert [(item.rung, item.days_left, item.merged) for item in message.items] == [
        ("on_day", 0, ("before_7", "before_3", "before_1"))
    ] * 3
    assert decisions(desk, desk.one(), "before_3") == [("merged", "merged")]


def test_rungs_that_waited_for_a_digest_are_merged_when_it_is_made(desk: Office) -> None:
    for day in ("2023-10-19", "2023-10-25", "2023-10-27"):
        desk.sweep(local(day))
    (message,) = to(send(desk, local("2023-10-27", "08:00")), SEN)
    assert [(item.rung, item.merged) for item in message.items] == [("before_1", ("before_7", "before_3"))] * 3
    assert decisions(desk, desk.one(), "before_7") == [("merged", "merged")]


def test_escalation_goes_up_step_by_step_to_its_own_readers(desk: Office) -> None:
    days = ("2023-10-30", "2023-10-31", "2023-11-02", "2023-11-08", "2023-11-15", "2023-11-22")
    own = {"van_thu.hoasen", "hieu_truong.hoasen", "chuyen_vien.phong", "lanh_dao.phong"}
    readers = {day: sorted({one.address.split("@")[0] for one in send(desk, local(day))} & own) for day in days}
    assert readers == {
        "2023-10-30": ["van_thu.hoasen"],
        "2023-10-31": ["hieu_truong.hoasen"],
        "2023-11-02": ["chuyen_vien.phong"],
        "2023-11-08": ["lanh_dao.phong"],
        "2023-11-15": ["hieu_truong.hoasen"],
        "2023-11-22": ["hieu_truong.hoasen"],
    }


def test_every_escalation_rung_missed_while_down_still_reaches_its_reader(desk: Office) -> None:
    sent = send(desk, local("2023-11-08"))
    assert {one.address.split("@")[0] for one in sent} >= {"hieu_truong.hoasen", "chuyen_vien.phong", "lanh_dao.phong"}


def test_noise_budget_puts_off_what_is_too_much_and_says_so(sqlite_cast: Office) -> None:
    sqlite_cast.policies = create_policies(budget=2)
    tasks = [create_task(f"T{n:02}", By(date(2023, 10, 12)), ladder="express") for n in range(4)]
    sqlite_cast.issue(create_directive(*tasks))
    sent = to(send(sqlite_cast, local("2023-10-11", "09:00")), SEN)
    assert len(sent) == 2
    held = [row for row in sqlite_cast.rows("notice") if row["person_id"] == SEN_CLERK and row["decision"] == "held"]
    assert {(row["reason"], row["kind"]) for row in held} == {("noise_budget", "digest")}
    assert [len(one.items) for one in to(send(sqlite_cast, local("2023-10-12")), SEN)] == [2]


def test_express_documents_do_not_wait_for_the_morning(sqlite_cast: Office) -> None:
    due = By(date(2023, 10, 13))
    sqlite_cast.issue(create_directive(create_task("T01", due), number="1", urgency="express"))
    sqlite_cast.issue(create_directive(create_task("T01", due), number="2", urgency="urgent"))
    night = local("2023-10-12", "22:00")
    sent = to(send(sqlite_cast, night), SEN)
    assert [(one.kind, one.is_urgent, one.items[0].directive_number) for one in sent] == [("urgent", True, "1")]
    waiting = [
        row["reason"]
        for row in sqlite_cast.rows("notice")
        if row["person_id"] == SEN_CLERK and row["decision"] == "held"
    ]
    assert waiting == ["quiet_hours"]
    assert [one.items[0].directive_number for one in to(send(sqlite_cast, local("2023-10-13")), SEN)] == ["2"]


def test_vacant_post_goes_to_the_next_one_up_and_says_so(desk: Office) -> None:
    desk.run("UPDATE post SET valid_to = '2023-10-15' WHERE person_id IN (4, 5)")
    sent = to(send(desk, local("2023-10-19")), "lanh_dao.phong@huyen.example")
    assert [(item.unit_name, item.note) for item in sent[0].items] == [("Trường Hoa Sen", "vacant_officer")] * 3


def test_work_that_nobody_can_be_told_of_is_a_decision_too(desk: Office) -> None:
    desk.run("UPDATE post SET valid_to = '2023-10-15'")
    assert send(desk, local("2023-10-19")) == []
    assert decisions(desk, desk.one(), "before_7") == [("no_address", "no_post")]


def test_person_without_a_contact_is_recorded_as_not_reached(desk: Office) -> None:
    desk.run("DELETE FROM contact WHERE person_id = :person", person=SEN_CLERK)
    assert to(send(desk, local("2023-10-19")), SEN) == []
    assert decisions(desk, desk.one(), "before_7") == [("no_address", "no_contact")]


def away(office: Office, email: str, delegate: str | None) -> None:
    set_absence(
        office.database, email=email, starts_on=date(2023, 10, 16), ends_on=date(2023, 10, 20), delegate_email=delegate
    )


@pytest.mark.parametrize("is_reversed", [False, True], ids=["in order", "in reverse"])
def test_delegations_are_followed_in_whatever_order_they_were_noted(desk: Office, is_reversed: bool) -> None:
    noted = [(SEN, "van_thu.hoamai@huyen.example"), ("van_thu.hoamai@huyen.example", "van_thu.hoadao@huyen.example")]
    for email, delegate in reversed(noted) if is_reversed else noted:
        away(desk, email, delegate)
    (sent,) = send(desk, local("2023-10-19"))
    assert sent.address == "van_thu.hoadao@huyen.example"
    notes = {(item.unit_name, item.note, item.note_values.get("person_name")) for item in sent.items}
    assert notes == {
        ("Trường Hoa Sen", "delegated", "Văn thư Sen"),
        ("Trường Hoa Mai", "delegated", "Văn thư Mai"),
        ("Trường Hoa Đào", "", None),
    }


def test_delegation_in_a_circle_ends_and_absence_without_a_stand_in_is_said(desk: Office) -> None:
    away(desk, SEN, None)
    away(desk, "van_thu.hoamai@huyen.example", "van_thu.hoadao@huyen.example")
    away(desk, "van_thu.hoadao@huyen.example", "van_thu.hoamai@huyen.example")
    sent = send(desk, local("2023-10-19"))
    assert {item.note for one in sent for item in one.items} == {"absent"}
    assert {item.unit_name for one in sent for item in one.items} == {
        "Trường Hoa Sen",
        "Trường Hoa Mai",
        "Trường Hoa Đào",
    }


# --- the check just before sending --------------------------------------------------------------


def composed(office: Office) -> datetime:
    at = local("2023-10-19")
    office.compose(at)
    return at


def begin(office: Office, address: str, at: datetime) -> Outgoing | None:
    outbox = DatabaseOutbox(office.database)
    (message,) = (row["id"] for row in office.rows("message") if row["address"] == address)
    outbox.claim(channel="email", worker="w", at=at, limit=100, lease=timedelta(minutes=20))
    return outbox.begin(message, worker="w", at=at)


def test_work_done_meanwhile_is_left_out_of_the_message(desk: Office) -> None:
    at = composed(desk)
    desk.report(desk.one("T01"), at=at)
    desk.report(desk.one("T02"), at=at)
    desk.accept(desk.one("T02"), at=at)
    outgoing = begin(desk, SEN, at)
    assert outgoing is not None
    assert [item.task_key for item in outgoing.items] == ["T03"]
    assert decisions(desk, desk.one("T01"), "before_7") == [("suppressed", "awaiting_review")]
    assert decisions(desk, desk.one("T02"), "before_7") == [("suppressed", "done_meanwhile")]


def test_work_moved_meanwhile_is_left_out_of_the_message(desk: Office) -> None:
    at = composed(desk)
    desk.correct(desk.one("T01"), By(date(2023, 12, 1)), at=at)
    outgoing = begin(desk, SEN, at)
    assert outgoing is not None
    assert [item.task_key for item in outgoing.items] == ["T02", "T03"]
    assert decisions(desk, desk.one("T01"), "before_7") == [("suppressed", "deadline_moved")]


def test_message_with_nothing_left_to_say_is_suppressed(desk: Office) -> None:
    at = composed(desk)
    for obligation in desk.ids(None, "HOASEN"):
        desk.act(obligation, Verb.CANCEL, at=at, reason="bãi bỏ")
    assert begin(desk, SEN, at) is None
    states = {row["address"]: (row["state"], row["detail"]) for row in desk.rows("message")}
    assert states[SEN] == ("suppressed", "nothing_left")


def test_message_to_a_contact_disabled_meanwhile_is_not_sent(desk: Office) -> None:
    at = composed(desk)
    desk.run(
        "UPDATE contact SET disabled_at = '2023-10-19 00:00:00.000000' WHERE person_id = :person", person=SEN_CLERK
    )
    assert begin(desk, SEN, at) is None
    assert decisions(desk, desk.one(), "before_7") == [("no_address", "no_contact")]


def test_message_goes_to_the_address_in_force_when_it_is_sent(desk: Office) -> None:
    at = composed(desk)
    changed = create_organisation(
        people=(person("Văn thư Sen", "HOASEN", "van_thu", contacts={"email": "moi@huyen.example"}),)
    )
    import_organisation(desk.database, changed, at=at, on=date(2023, 10, 19))
    outgoing = begin(desk, SEN, at)
    assert outgoing is not None
    assert outgoing.address == "moi@huyen.example"


# --- moved deadlines ----------------------------------------------------------------------------


def test_moved_deadline_arms_only_the_rungs_that_lie_ahead(desk: Office) -> None:
    obligation, moved_at = desk.one(), local("2023-10-26", "10:00")
    desk.sweep(local("2023-10-25"))
    desk.correct(obligation, By(date(2023, 11, 1)), at=moved_at)
    desk.sweep(local("2023-11-03"))
    found = why(desk.database, obligation, at=local("2023-11-03"), policies=desk.policies)
    rows = [row for row in desk.rows("notice", "rung_at, id") if row["obligation_id"] == obligation]
    assert [(row["deadline_version"], row["rung"]) for row in rows] == [
        (1, "before_7"),
        (1, "before_3"),
        (2, "before_3"),
        (2, "before_1"),
        (2, "on_day"),
        (2, "after_1"),
    ]
    assert [version.version for version in found.versions] == [2, 1]


# --- acts that are told -------------------------------------------------------------------------


def test_returned_work_is_told_at_once_with_the_reason(desk: Office) -> None:
    obligation, at = desk.one(), local("2023-10-20", "09:00")
    desk.report(obligation, at=at, actor=OWNER)
    desk.send_back(obligation, at=at, actor=OFFICIAL)
    sent = [one for one in send(desk, at) if one.kind == "returned"]
    assert sorted(one.address for one in sent) == sorted([SEN, SEN_LEADER])
    assert {one.items[0].note_values["reason"] for one in sent} == {"thiếu số liệu"}


def test_request_and_decision_about_more_time_are_told_to_the_other_side(desk: Office) -> None:
    obligation, at = desk.one(), local("2023-10-20", "09:00")
    desk.ask(obligation, until=date(2023, 11, 10), at=at, actor=OWNER)
    assert [(one.kind, one.address) for one in send(desk, at) if one.kind != "digest"] == [("extension_asked", PHONG)]
    desk.decide(obligation, is_granted=True, at=at + DAY / 24, actor=OFFICIAL)
    told = [one for one in send(desk, at + DAY / 24) if one.kind == "extension_decided"]
    assert sorted(one.address for one in told) == sorted([SEN, SEN_LEADER])


def test_act_in_the_night_is_held_until_the_morning(desk: Office) -> None:
    obligation, night = desk.one(), local("2023-10-19", "21:00")
    desk.ask(obligation, until=date(2023, 11, 10), at=night, actor=CLERK)
    assert [one for one in send(desk, night) if one.kind != "digest"] == []
    assert [one.kind for one in to(send(desk, local("2023-10-20")), PHONG)] == ["extension_asked"]


def test_digest_that_could_not_go_out_is_remade_on_the_next_morning(desk: Office) -> None:
    desk.compose(local("2023-10-19"))  # the server is down: nothing is sent for days
    desk.compose(local("2023-10-25"))
    sent = to(send(desk, local("2023-10-27")), SEN)
    assert len(sent) == 1
    assert {item.task_key for item in sent[0].items} == {"T01", "T02", "T03"}
    assert {item.rung for item in sent[0].items} == {"before_1"}
    states = Counter(row["state"] for row in desk.rows("message") if row["address"] == SEN)
    assert states == {"superseded": 2, "accepted": 1}
    assert send(desk, local("2023-10-27", "10:00")) == []


def test_person_with_thousands_of_lines_is_written_to(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive(*(create_task(f"T{n:03}", By(date(2023, 10, 30))) for n in range(400))))
    sent = to(send(sqlite_cast, local("2023-11-02")), PHONG)
    assert [len(one.items) for one in sent] == [3 * 400]
