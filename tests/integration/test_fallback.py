"""Several channels for one person: order, fall-back, receipts, refusals, quiet hours (rules § 6)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from engine.channels import ChannelKind, Preference
from engine.errors import AddressTaken, LastChannelRefused, NotFound
from engine.ladders import Policies
from engine.outbox import Outcome, OutcomeClass, Outgoing, Settlement
from engine.rules import By
from engine.service import contacts
from engine.service.fallback import FellBack, fall_back
from engine.service.outbox import DatabaseOutbox
from engine.service.receipts import Receipt, take
from engine.service.views import why
from engine.states import Verb
from notifications.retry import settle
from tests.support.builders import ISSUED_AT, create_directive, create_policies, create_task
from tests.support.cast import DOMAIN, Office

VN = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING_AT = datetime(2023, 10, 19, 7, 30, tzinfo=VN)
MINUTE = timedelta(minutes=1)
LATER_AT = MORNING_AT + 31 * MINUTE
SEN = "van_thu.hoasen@huyen.example"
BOT, EMAIL, PHONE = ChannelKind.ZALO_BOT, ChannelKind.EMAIL, ChannelKind.ZALO_PHONE
OK = Outcome(OutcomeClass.OK, provider_id="p-1")
LEASE = timedelta(minutes=20)


@pytest.fixture
def desk(office: Office) -> Office:
    """One task for each school, due at the end of Monday 30 October 2023; the clerk of Hoa Sen has linked the bot."""
    office.policies = with_channels(BOT, EMAIL, PHONE)
    office.issue(create_directive(create_task("T01", By(date(2023, 10, 30)))))
    link(office, BOT, "chat-1")
    return office


def with_channels(*channels: str) -> Policies:
    return replace(create_policies(), channels=channels, urgent_channels=channels)


def clerk(office: Office) -> int:
    return contacts.person_of(office.database, SEN)


def link(office: Office, channel: str, address: str) -> None:
    contacts.consent(
        office.database, clerk(office), channel=channel, address=address, source="phiếu đồng ý", at=ISSUED_AT
    )


def begin(office: Office, channel: str, at: datetime) -> list[Outgoing]:
    outbox = DatabaseOutbox(office.database, policies=office.policies)
    ids = outbox.claim(channel=channel, worker="w", at=at, limit=100, lease=LEASE)
    return [found for one in ids if (found := outbox.begin(one, worker="w", at=at)) is not None]


def conclude(office: Office, outgoing: Outgoing, outcome: Outcome, at: datetime) -> Settlement:
    settlement = settle(
        outcome, channel_kind=outgoing.channel, attempt=outgoing.attempt, at=at, key=outgoing.rfc_message_id
    )
    DatabaseOutbox(office.database).settle(outgoing.id, settlement, worker="w", at=at)
    return settlement


def send(office: Office, channel: str, outcome: Outcome = OK, *, at: datetime = MORNING_AT) -> list[Outgoing]:
    sent = begin(office, channel, at)
    for one in sent:
        conclude(office, one, outcome, at)
    return sent


def move_on(office: Office, at: datetime) -> FellBack:
    return fall_back(office.database, at=at, policies=office.policies, mail_domain=DOMAIN)


def mine(office: Office) -> list[tuple[str, str]]:
    rows = office.rows("message", "id")
    return [(row["channel"], row["state"]) for row in rows if row["person_id"] == clerk(office)]


def told(office: Office) -> list[tuple[str, str | None]]:
    found = why(office.database, office.one(), at=LATER_AT, policies=office.policies).decisions
    return [(one.decision, one.message_state) for one in found if one.rung == "before_7"]


def test_first_channel_of_the_order_with_an_account_is_taken(desk: Office) -> None:
    desk.compose(MORNING_AT)
    assert mine(desk) == [(BOT, "pending")]
    others = {row["channel"] for row in desk.rows("message") if row["person_id"] != clerk(desk)}
    assert others == {EMAIL}


def test_own_order_is_kept(desk: Office) -> None:
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(EMAIL,)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    assert mine(desk) == [(EMAIL, "pending")]


def test_what_was_taken_over_needs_no_further_channel(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT)
    assert move_on(desk, LATER_AT) == FellBack()
    assert mine(desk) == [(BOT, "accepted")]


def test_refusal_moves_the_person_to_the_next_channel_and_marks_the_address(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.RECIPIENT, "-201: đã chặn"))
    assert move_on(desk, MORNING_AT) == FellBack(moved=1)
    assert mine(desk) == [(BOT, "failed_permanent"), (EMAIL, "pending")]
    assert [one.address for one in send(desk, EMAIL) if one.address == SEN] == [SEN]
    assert told(desk) == [("bundled", "accepted")]
    (failed,) = contacts.failed_addresses(desk.database)
    assert (failed["channel"], failed["disabled_reason"]) == (BOT, "-201: đã chặn")
    assert move_on(desk, LATER_AT + 60 * MINUTE) == FellBack()


def test_channel_that_is_too_slow_is_overtaken(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.THROTTLE, until=MORNING_AT + timedelta(hours=3)))
    assert move_on(desk, MORNING_AT + 29 * MINUTE) == FellBack()
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    assert mine(desk) == [(BOT, "superseded"), (EMAIL, "pending")]
    assert begin(desk, BOT, MORNING_AT + timedelta(hours=4)) == []


def test_ambiguous_message_is_not_sent_again_and_goes_by_the_next_channel(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.AMBIGUOUS, "timeout"))
    assert mine(desk) == [(BOT, "unknown")]
    assert begin(desk, BOT, LATER_AT) == []
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    assert mine(desk) == [(BOT, "unknown"), (EMAIL, "pending")]


def test_receipt_of_an_ambiguous_message_ends_the_waiting(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE,)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    send(desk, PHONE, Outcome(OutcomeClass.AMBIGUOUS, "timeout", provider_id="track-7"))
    assert take(desk.database, Receipt(PHONE, "delivered", "track-7", happened_at=LATER_AT), at=LATER_AT)
    assert not take(desk.database, Receipt(PHONE, "delivered", "track-7", happened_at=LATER_AT), at=LATER_AT)
    assert move_on(desk, LATER_AT + 60 * MINUTE) == FellBack()
    assert mine(desk) == [(PHONE, "delivered")]


def test_accepted_without_a_receipt_falls_back_where_receipts_tell(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE, EMAIL)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    send(desk, PHONE)
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    assert mine(desk) == [(PHONE, "accepted"), (EMAIL, "pending")]


def test_worker_killed_while_sending_leaves_chat_unknown_and_mail_sent_again(desk: Office) -> None:
    desk.compose(MORNING_AT)
    assert len(begin(desk, BOT, MORNING_AT)) == 1
    mails = len(begin(desk, EMAIL, MORNING_AT))
    assert begin(desk, BOT, LATER_AT) == []
    assert len(begin(desk, EMAIL, LATER_AT)) == mails
    assert mine(desk) == [(BOT, "unknown")]
    assert move_on(desk, LATER_AT + 31 * MINUTE) == FellBack(moved=1)


def test_mail_that_comes_back_is_told_and_the_address_is_not_used_again(desk: Office) -> None:
    contacts.revoke(desk.database, clerk(desk), channel=BOT, by="chủ tài khoản", at=ISSUED_AT)
    desk.compose(MORNING_AT)
    (mail,) = (one for one in send(desk, EMAIL) if one.address == SEN)
    bounce = Receipt(EMAIL, "failed", mail.rfc_message_id, detail="5.1.1 no such user", is_recipient_lost=True)
    assert take(desk.database, bounce, at=LATER_AT)
    assert move_on(desk, LATER_AT) == FellBack(given_up=1)
    assert told(desk) == [("failed", "failed_permanent")]
    assert [one["address"] for one in contacts.failed_addresses(desk.database) if one["channel"] == EMAIL] == [SEN]


def test_mail_that_comes_back_while_it_waits_to_be_sent_again_is_not_sent_again(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, EMAIL, Outcome(OutcomeClass.AMBIGUOUS, "timeout"))
    mails = [row for row in desk.rows("message") if row["channel"] == EMAIL]
    assert {row["state"] for row in mails} == {"deferred"}
    lost = mails[0]
    bounce = Receipt(EMAIL, "failed", lost["rfc_message_id"], detail="5.1.1 no such user", is_recipient_lost=True)
    assert take(desk.database, bounce, at=MORNING_AT + 2 * MINUTE)
    assert len(begin(desk, EMAIL, MORNING_AT + 2 * MINUTE)) == len(mails) - 1
    assert move_on(desk, MORNING_AT + 2 * MINUTE) == FellBack(given_up=1)


def test_receipt_about_a_message_of_somebody_else_changes_nothing(desk: Office) -> None:
    desk.compose(MORNING_AT)
    before = desk.rows("message")
    assert not take(desk.database, Receipt(BOT, "failed", "unheard-of"), at=LATER_AT)
    assert desk.rows("message") == before


def test_work_acknowledged_meanwhile_needs_no_further_channel(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.AMBIGUOUS, "timeout"))
    desk.act(desk.one(), Verb.ACKNOWLEDGE, at=MORNING_AT + MINUTE)
    assert move_on(desk, LATER_AT) == FellBack()


def test_chain_ends_with_the_last_channel(desk: Office) -> None:
    desk.compose(MORNING_AT)
    lost = Outcome(OutcomeClass.RECIPIENT, "gone")
    send(desk, BOT, lost)
    move_on(desk, MORNING_AT)
    send(desk, EMAIL, lost)
    move_on(desk, MORNING_AT)
    assert mine(desk) == [(BOT, "failed_permanent"), (EMAIL, "failed_permanent")]
    assert told(desk) == [("failed", "failed_permanent")]
    assert move_on(desk, LATER_AT + timedelta(days=1)) == FellBack()


def test_receipt_that_came_before_the_worker_died_ends_the_waiting(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE,)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    (begun,) = begin(desk, PHONE, MORNING_AT)
    assert take(desk.database, Receipt(PHONE, "delivered", "p-9", message_id=begun.id), at=MORNING_AT + MINUTE)
    assert begin(desk, PHONE, LATER_AT) == []
    assert mine(desk) == [(PHONE, "delivered")]
    assert move_on(desk, LATER_AT + 60 * MINUTE) == FellBack()


def test_receipt_that_is_faster_than_a_lost_answer_ends_the_waiting(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE,)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    (begun,) = begin(desk, PHONE, MORNING_AT)
    assert take(desk.database, Receipt(PHONE, "delivered", "p-9", message_id=begun.id), at=MORNING_AT)
    conclude(desk, begun, Outcome(OutcomeClass.AMBIGUOUS, "timeout"), MORNING_AT + MINUTE)
    assert mine(desk) == [(PHONE, "delivered")]
    assert move_on(desk, LATER_AT + 60 * MINUTE) == FellBack()


def test_account_revoked_while_its_message_waits_leaves_the_next_channel(desk: Office) -> None:
    desk.compose(MORNING_AT)
    contacts.revoke(desk.database, clerk(desk), channel=BOT, by="chủ tài khoản", at=MORNING_AT)
    assert begin(desk, BOT, MORNING_AT) == []
    assert move_on(desk, MORNING_AT) == FellBack(moved=1)
    assert mine(desk) == [(BOT, "failed_permanent"), (EMAIL, "pending")]
    assert told(desk) == [("bundled", "pending")]


def test_late_failure_of_a_message_that_another_took_over_from_takes_no_channel(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE, EMAIL, BOT)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    (sent,) = send(desk, PHONE)
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    contacts.revoke(desk.database, clerk(desk), channel=EMAIL, by="chủ tài khoản", at=LATER_AT)
    assert take(desk.database, Receipt(PHONE, "failed", "p-1", message_id=sent.id), at=LATER_AT)
    assert move_on(desk, LATER_AT) == FellBack()
    assert begin(desk, EMAIL, LATER_AT) != []
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    assert mine(desk) == [(PHONE, "failed_permanent"), (EMAIL, "failed_permanent"), (BOT, "pending")]


def test_channel_that_was_only_waited_on_is_used_when_the_last_one_fails(desk: Office) -> None:
    desk.compose(MORNING_AT)
    assert move_on(desk, LATER_AT) == FellBack(moved=1)  # nobody delivered meanwhile
    send(desk, EMAIL, Outcome(OutcomeClass.PAYLOAD, "too long"), at=LATER_AT)
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    assert len(send(desk, BOT, Outcome(OutcomeClass.PAYLOAD, "too long"), at=LATER_AT)) == 1
    assert move_on(desk, LATER_AT) == FellBack(given_up=1)
    assert mine(desk) == [(BOT, "superseded"), (EMAIL, "failed_permanent"), (BOT, "failed_permanent")]
    assert told(desk) == [("failed", "failed_permanent")]


def test_change_of_channel_gives_no_second_digest_on_one_day(desk: Office) -> None:
    desk.compose(MORNING_AT)
    desk.run("UPDATE notice SET message_id = NULL, release_at = decided_at WHERE person_id = :one", one=clerk(desk))
    contacts.revoke(desk.database, clerk(desk), channel=BOT, by="chủ tài khoản", at=MORNING_AT)
    assert desk.compose(LATER_AT).messages == {}
    assert told(desk) == [("held", None)]


def test_digest_that_took_over_from_another_channel_is_not_remade_on_that_one(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.AMBIGUOUS, "timeout"))
    assert move_on(desk, LATER_AT) == FellBack(moved=1)
    next_day_at = MORNING_AT + timedelta(days=1)
    desk.compose(next_day_at)
    assert begin(desk, BOT, next_day_at) == []
    assert [one.address for one in begin(desk, EMAIL, next_day_at) if one.address == SEN] == [SEN]


# --- quiet hours --------------------------------------------------------------------------------


def quiet(start: str, end: str) -> Preference:
    return Preference(quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))


def test_message_waits_for_the_end_of_quiet_hours(desk: Office) -> None:
    contacts.prefer(desk.database, clerk(desk), preference=quiet("07:00", "09:00"), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    assert begin(desk, BOT, MORNING_AT + 60 * MINUTE) == []
    assert len(begin(desk, BOT, MORNING_AT + 90 * MINUTE)) == 1
    assert move_on(desk, MORNING_AT + 45 * MINUTE) == FellBack()


def test_message_does_not_wait_while_its_deadline_passes(desk: Office) -> None:
    desk.correct(desk.one(), By(date(2023, 10, 19), 8, 30), at=ISSUED_AT)
    contacts.prefer(desk.database, clerk(desk), preference=quiet("07:00", "09:00"), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    assert len(begin(desk, BOT, MORNING_AT)) == 1


def test_second_attempt_keeps_the_hours_of_sending(desk: Office) -> None:
    desk.compose(MORNING_AT)
    evening_at = MORNING_AT.replace(hour=20, minute=30)
    send(desk, EMAIL, Outcome(OutcomeClass.TRANSIENT, "451"))
    assert begin(desk, EMAIL, evening_at) == []
    assert begin(desk, EMAIL, MORNING_AT + timedelta(days=1)) != []


def test_retry_that_waits_for_the_morning_keeps_its_channel(desk: Office) -> None:
    desk.issue(create_directive(create_task("T01", By(date(2023, 10, 20))), number="7", urgency="urgent"))
    desk.compose(MORNING_AT)
    evening_at = MORNING_AT.replace(hour=20, minute=5)
    begun = begin(desk, BOT, evening_at - 6 * MINUTE)
    for one in begun:
        conclude(desk, one, Outcome(OutcomeClass.THROTTLE, "429"), evening_at - 5 * MINUTE)
    assert {one.kind for one in begun} == {"digest", "urgent"}
    assert begin(desk, BOT, evening_at) == []
    assert move_on(desk, evening_at + 60 * MINUTE) == FellBack()
    assert {one.kind for one in begin(desk, BOT, MORNING_AT + timedelta(days=1))} == {"digest", "urgent"}


# --- linking and choosing -----------------------------------------------------------------------


def test_code_links_an_account_once(desk: Office) -> None:
    contacts.revoke(desk.database, clerk(desk), channel=BOT, by="chủ tài khoản", at=ISSUED_AT)
    code = contacts.make_link_code(desk.database, clerk(desk), channel=BOT, at=MORNING_AT)
    assert contacts.link(desk.database, code, channel=PHONE, address="chat-9", at=MORNING_AT) is None
    assert contacts.link(desk.database, f" {code.lower()} ", channel=BOT, address="chat-9", at=MORNING_AT) == clerk(
        desk
    )
    assert contacts.link(desk.database, code, channel=BOT, address="chat-10", at=MORNING_AT) is None
    found = contacts.reach_of(desk.database, clerk(desk))
    assert [(one.channel, one.address) for one in found.addresses if one.is_usable] == [(EMAIL, SEN), (BOT, "chat-9")]
    assert [(one[0], one[2] is None) for one in found.consents] == [(BOT, False), (BOT, True)]


def test_code_is_void_after_a_week_and_after_a_newer_one(desk: Office) -> None:
    old = contacts.make_link_code(desk.database, clerk(desk), channel=BOT, at=MORNING_AT)
    new = contacts.make_link_code(desk.database, clerk(desk), channel=BOT, at=MORNING_AT)
    assert contacts.link(desk.database, old, channel=BOT, address="chat-9", at=MORNING_AT) is None
    late_at = MORNING_AT + contacts.CODE_LIFE
    assert contacts.link(desk.database, new, channel=BOT, address="chat-9", at=late_at) is None
    assert new not in repr(desk.dump())


def test_account_belongs_to_one_person_and_the_code_stays_good(desk: Office) -> None:
    other = contacts.person_of(desk.database, "hieu_truong.hoasen@huyen.example")
    code = contacts.make_link_code(desk.database, other, channel=BOT, at=MORNING_AT)
    with pytest.raises(AddressTaken):
        contacts.link(desk.database, code, channel=BOT, address="chat-1", at=MORNING_AT)
    assert contacts.link(desk.database, code, channel=BOT, address="chat-2", at=MORNING_AT) == other


def test_address_that_nobody_verified_is_not_used(desk: Office) -> None:
    desk.run("UPDATE contact SET verified_at = NULL WHERE channel = 'zalo_bot'")
    desk.compose(MORNING_AT)
    assert mine(desk) == [(EMAIL, "pending")]


def test_not_every_channel_can_be_switched_off(desk: Office) -> None:
    contacts.prefer(desk.database, clerk(desk), preference=Preference(off=frozenset({BOT})), at=ISSUED_AT)
    with pytest.raises(LastChannelRefused):
        contacts.prefer(desk.database, clerk(desk), preference=Preference(off=frozenset({BOT, EMAIL})), at=ISSUED_AT)
    assert contacts.reach_of(desk.database, clerk(desk)).preference.off == {BOT}
    desk.compose(MORNING_AT)
    assert mine(desk) == [(EMAIL, "pending")]


def test_reader_whose_only_channel_left_is_off_is_told_all_the_same(desk: Office) -> None:
    contacts.prefer(desk.database, clerk(desk), preference=Preference(off=frozenset({EMAIL})), at=ISSUED_AT)
    contacts.revoke(desk.database, clerk(desk), channel=BOT, by="chủ tài khoản", at=ISSUED_AT)
    desk.compose(MORNING_AT)
    assert mine(desk) == [(EMAIL, "pending")]


def test_person_who_is_not_there_is_refused(desk: Office) -> None:
    with pytest.raises(NotFound):
        contacts.make_link_code(desk.database, 9999, channel=BOT, at=MORNING_AT)
    with pytest.raises(NotFound):
        contacts.reach_of(desk.database, 9999)


def test_receipt_that_is_faster_than_the_record_of_its_number_ends_the_waiting(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE, EMAIL)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    outbox = DatabaseOutbox(desk.database, policies=desk.policies)
    (claimed,) = outbox.claim(channel=PHONE, worker="w", at=MORNING_AT, limit=9, lease=LEASE)
    begun = outbox.begin(claimed, worker="w", at=MORNING_AT)
    assert begun is not None
    assert not take(desk.database, Receipt(PHONE, "delivered", "p-1", happened_at=MORNING_AT), at=MORNING_AT)
    settlement = settle(OK, channel_kind=PHONE, attempt=1, at=MORNING_AT, key=begun.rfc_message_id)
    outbox.settle(claimed, settlement, worker="w", at=MORNING_AT)
    assert mine(desk) == [(PHONE, "delivered")]
    assert move_on(desk, LATER_AT) == FellBack()


def test_receipt_kept_beside_its_message_is_found_before_another_channel_is_used(desk: Office) -> None:
    link(desk, PHONE, "84900000001")
    contacts.prefer(desk.database, clerk(desk), preference=Preference(order=(PHONE, EMAIL)), at=ISSUED_AT)
    desk.compose(MORNING_AT)
    (begun,) = begin(desk, PHONE, MORNING_AT)
    assert not take(desk.database, Receipt(PHONE, "delivered", "p-1"), at=MORNING_AT)
    conclude(desk, begun, OK, MORNING_AT)  # at the very same moment: neither saw the other
    assert move_on(desk, LATER_AT) == FellBack()
    assert mine(desk) == [(PHONE, "delivered")]


def test_provider_s_words_that_no_database_holds_are_kept_without_what_it_refuses(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.RECIPIENT, "-201: đã\0 chặn\ud800"))
    (failed,) = contacts.failed_addresses(desk.database)
    assert failed["disabled_reason"] == "-201: đã chặn?"


def test_account_that_two_people_link_at_once_is_one_s_only(desk: Office) -> None:
    people = [row["id"] for row in desk.rows("person")][:2]
    codes = [contacts.make_link_code(desk.database, one, channel=BOT, at=ISSUED_AT) for one in people]
    start = Barrier(2)

    def link_at_once(code: str) -> int | None:
        start.wait()
        try:
            return contacts.link(desk.database, code, channel=BOT, address="chat-shared", at=ISSUED_AT)
        except AddressTaken:
            return None

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(link_at_once, codes))
    assert found.count(None) == 1


def test_mail_that_comes_back_before_its_server_has_answered_leaves_no_attempt_open(desk: Office) -> None:
    desk.compose(MORNING_AT)
    (mail, *_) = begin(desk, EMAIL, MORNING_AT)
    assert take(desk.database, Receipt(EMAIL, "failed", mail.rfc_message_id, detail="5.2.2 full"), at=LATER_AT)
    conclude(desk, mail, OK, LATER_AT)
    attempts = [row for row in desk.rows("delivery") if row["message_id"] == mail.id]
    assert [(row["outcome"], row["ended_at"] is None) for row in attempts] == [("bounced", False)]
