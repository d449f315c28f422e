"""Messages that reached nobody: which they are, what they were about, and sending them once more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.channels import ChannelKind, Preference
from engine.errors import NotFound, ResendRefused
from engine.service import contacts
from engine.service.correspondence import dead_messages, list_messages, show_message
from engine.service.receipts import Receipt, take
from engine.service.views import why
from engine.store.database import writing
from engine.store.messages import stop_channel
from tests.support.builders import ISSUED_AT
from tests.support.cast import Office
from tests.support.desk import DOUBTFUL, LATER_AT, LOST, MORNING_AT, SEN, Desk, staff

BOT, EMAIL, PHONE = ChannelKind.ZALO_BOT, ChannelKind.EMAIL, ChannelKind.ZALO_PHONE
CHAT, NUMBER = "chat-8841", "84900000123"


@pytest.fixture
def desk(office: Office) -> Desk:
    """The bot goes first, then mail; the clerk of Hoa Sen has linked the bot."""
    found = staff(office, BOT, EMAIL)
    found.link(BOT, CHAT)
    office.compose(MORNING_AT)
    return found


@pytest.fixture
def lost(desk: Desk) -> Desk:
    """Both channels have refused the clerk."""
    desk.send(BOT, LOST)
    desk.move_on(MORNING_AT)
    desk.send(EMAIL, LOST)
    desk.move_on(MORNING_AT)
    return desk


def dead(desk: Desk) -> list[tuple[str, str]]:
    found = dead_messages(desk.office.database, person="văn thư sen", limit=10)
    return [(one.message.channel, one.message.state) for one in found]


def newest(desk: Desk) -> int:
    return desk.mine()[-1].id


def decision(desk: Desk) -> tuple[str, str, str | None]:
    found = why(desk.office.database, desk.office.one(), at=LATER_AT, policies=desk.office.policies).decisions
    (one,) = (one for one in found if one.rung == "before_7")
    return one.decision, one.reason, one.message_state


def test_failed_message_is_dead_only_when_no_channel_goes_on(desk: Desk) -> None:
    desk.send(BOT, LOST)
    assert dead(desk) == []  # the next round finds out whether another channel is left
    desk.move_on(MORNING_AT)
    assert dead(desk) == []  # mail goes on with it
    desk.send(EMAIL, LOST)
    assert dead(desk) == []
    desk.move_on(MORNING_AT)
    assert dead(desk) == [(EMAIL, "failed_permanent")]


def test_dead_message_says_what_it_was_about(lost: Desk) -> None:
    (one,) = dead_messages(lost.office.database, person=SEN, limit=10)
    assert (one.message.person_name, one.message.outcome, one.message.detail) == (
        "Văn thư Sen",
        "recipient",
        "550 no such user",
    )
    (subject,) = one.subjects
    assert (subject.obligation_id, subject.task_key, subject.unit_name) == (lost.office.one(), "T01", "Trường Hoa Sen")


def test_message_in_doubt_is_dead_once_it_has_waited_in_vain(desk: Desk) -> None:
    contacts.revoke(desk.office.database, desk.clerk, channel=EMAIL, by="x", at=ISSUED_AT)
    desk.send(BOT, DOUBTFUL)
    assert dead(desk) == []
    desk.move_on(LATER_AT)
    assert dead(desk) == [(BOT, "unknown")]


def test_dead_message_goes_again_on_a_new_address(lost: Desk) -> None:
    old = newest(lost)
    assert decision(lost) == ("failed", "recipient", "failed_permanent")
    lost.link(BOT, "chat-9952")
    done = lost.resend(old)
    assert (done.channel, done.address, done.is_doubtful) == (BOT, "***952", False)
    assert lost.states() == [(BOT, "failed_permanent"), (EMAIL, "failed_permanent"), (BOT, "pending")]
    assert decision(lost) == ("bundled", "", "pending")
    (sent,) = lost.send(BOT, at=LATER_AT)
    assert (sent.address, len(sent.items)) == ("chat-9952", 1)
    assert dead(lost) == []
    assert [leg.channel for leg in show_message(lost.office.database, old).legs] == [BOT, EMAIL, BOT]


def test_message_is_sent_again_only_once(lost: Desk) -> None:
    lost.link(BOT, "chat-9952")
    old = newest(lost)
    done = lost.resend(old)
    for one in (old, done.id):
        with pytest.raises(ResendRefused) as refused:
            lost.resend(one)
        assert refused.value.values["why"] == "not_dead"


def test_two_who_send_it_again_at_once_make_one_message(lost: Desk) -> None:
    lost.link(BOT, "chat-9952")
    lost.link(EMAIL, "moi@huyen.example")
    old, together = newest(lost), Barrier(2)

    def try_it(_: int) -> bool:
        together.wait()
        try:
            lost.resend(old)
        except ResendRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, range(2))) == [False, True]
    assert len(lost.mine()) == 3


def test_message_that_failed_again_may_go_again(lost: Desk) -> None:
    lost.link(BOT, "chat-9952")
    lost.resend(newest(lost))
    lost.send(BOT, LOST, at=LATER_AT)
    lost.move_on(LATER_AT)
    lost.link(EMAIL, "moi@huyen.example")
    done = lost.resend(newest(lost), at=LATER_AT)
    assert (done.channel, done.address) == (EMAIL, "moi@huyen.example")


def test_refusal_without_an_address_leaves_nothing_behind(lost: Desk) -> None:
    before = lost.office.dump()
    with pytest.raises(ResendRefused) as refused:
        lost.resend(newest(lost))
    assert refused.value.values["why"] == "no_address"
    assert lost.office.dump() == before


def test_stopped_channel_does_not_work_today(lost: Desk) -> None:
    lost.link(BOT, "chat-9952")
    with writing(lost.office.database) as connection:
        stop_channel(connection, BOT, at=LATER_AT, reason="401")
    with pytest.raises(ResendRefused) as refused:
        lost.resend(newest(lost))
    assert refused.value.values["why"] == "channels_stopped"
    lost.link(EMAIL, "moi@huyen.example")
    assert lost.resend(newest(lost)).channel == EMAIL


def test_message_that_went_is_not_dead(desk: Desk) -> None:
    desk.send(BOT)
    with pytest.raises(ResendRefused):
        desk.resend(newest(desk))
    with pytest.raises(NotFound):
        desk.resend(99_999)


def test_doubtful_channel_is_the_last_choice_and_is_told(desk: Desk) -> None:
    contacts.revoke(desk.office.database, desk.clerk, channel=EMAIL, by="x", at=ISSUED_AT)
    desk.send(BOT, DOUBTFUL)
    desk.move_on(LATER_AT)
    in_doubt = newest(desk)
    desk.link(EMAIL, "moi@huyen.example")
    done = desk.resend(in_doubt)
    assert (done.channel, done.is_doubtful) == (EMAIL, False)


def test_doubtful_channel_that_is_the_only_one_may_tell_twice(desk: Desk) -> None:
    contacts.revoke(desk.office.database, desk.clerk, channel=EMAIL, by="x", at=ISSUED_AT)
    desk.send(BOT, DOUBTFUL)
    desk.move_on(LATER_AT)
    done = desk.resend(newest(desk))
    assert (done.channel, done.is_doubtful) == (BOT, True)


def test_message_sent_again_at_night_waits_for_the_morning(lost: Desk) -> None:
    lost.link(BOT, "chat-9952")
    night_at = MORNING_AT.replace(hour=23)
    assert lost.resend(newest(lost), at=night_at).next_at == MORNING_AT + timedelta(days=1)


def test_message_sent_again_falls_back_only_on_channels_not_tried(lost: Desk) -> None:
    contacts.prefer(lost.office.database, lost.clerk, preference=Preference(order=(EMAIL,)), at=ISSUED_AT)
    lost.link(BOT, "chat-9952")
    lost.link(EMAIL, "moi@huyen.example")
    lost.resend(newest(lost))
    assert lost.office.rows("message", "id")[-1]["fall_back_at"] is None


# --- lists --------------------------------------------------------------------------------------


def test_list_is_narrowed_by_state_channel_and_reader(desk: Desk) -> None:
    desk.send(BOT)
    database = desk.office.database

    def found(**options: object) -> list[tuple[str, str]]:
        return [(one.person_name, one.channel) for one in list_messages(database, limit=50, **options)]  # type: ignore[arg-type]

    assert found(channels=[BOT]) == [("Văn thư Sen", BOT)]
    assert found(states=["accepted"]) == [("Văn thư Sen", BOT)]
    assert found(person="VĂN  thư sen".replace("  ", " ")) == [("Văn thư Sen", BOT)]
    assert found(person="van_thu.hoamai@") == [("Văn thư Mai", EMAIL)]
    assert found(person="8841") == [("Văn thư Sen", BOT)]
    assert found(person="nobody") == []
    assert [one.id for one in list_messages(database, limit=2)] == sorted(
        (one.id for one in list_messages(database, limit=50)), reverse=True
    )[:2]


def test_list_shows_provider_number_and_receipt(desk: Desk) -> None:
    desk.send(BOT)
    (one,) = desk.mine()
    assert (one.provider_id, one.receipt, one.receipt_at) == ("p-1", None, None)
    assert take(desk.office.database, Receipt(BOT, "seen", "p-1", happened_at=LATER_AT), at=LATER_AT)
    (one,) = desk.mine()
    assert (one.receipt, one.receipt_at) == ("seen", LATER_AT)


def test_chain_is_told_from_wherever_it_is_asked(lost: Desk) -> None:
    ids = [one.id for one in lost.mine()]
    for one in ids:
        found = show_message(lost.office.database, one)
        assert [leg.id for leg in found.legs] == ids
        assert [subject.obligation_id for subject in found.subjects] == [lost.office.one()]
        assert found.is_dead == (one == ids[-1])
    assert [leg.attempts[0].detail for leg in found.legs] == ["550 no such user", "550 no such user"]
    with pytest.raises(NotFound):
        show_message(lost.office.database, 99_999)


def test_why_follows_the_chain_oldest_first(lost: Desk) -> None:
    found = why(lost.office.database, lost.office.one(), at=LATER_AT, policies=lost.office.policies).decisions
    (one,) = (one for one in found if one.rung == "before_7")
    assert [(leg.channel, leg.state) for leg in one.messages] == lost.states()
    assert one.message_id == one.messages[-1].id
    assert one.attempts == one.messages[-1].attempts


def test_numbers_and_accounts_leave_masked(desk: Desk) -> None:
    desk.send(BOT, LOST.__class__(LOST.outcome_class, f"-201: {CHAT} / 0900 000 123 blocked"))
    (told, _) = (show_message(desk.office.database, newest(desk)), desk.move_on(MORNING_AT))
    found = (
        told,
        desk.mine(),
        contacts.failed_addresses(desk.office.database),
        why(desk.office.database, desk.office.one(), at=LATER_AT, policies=desk.office.policies),
    )
    for printed in map(repr, found):
        assert CHAT not in printed
        assert "0900" not in printed
    assert told.legs[0].detail == "-201: ***841 / ***123 blocked"


def test_person_is_found_by_a_phone_number_as_people_type_it(desk: Desk) -> None:
    desk.link(PHONE, NUMBER)
    for typed in (NUMBER, "0900000123", "+84 900 000 123"):
        assert contacts.person_of(desk.office.database, typed) == desk.clerk
    with pytest.raises(NotFound) as refused:
        contacts.person_of(desk.office.database, "0911111222")
    assert "0911111222" not in str(refused.value)


def test_choice_of_somebody_without_an_address_is_kept(desk: Desk) -> None:
    contacts.prefer(desk.office.database, desk.clerk, preference=Preference(order=(EMAIL,)), at=ISSUED_AT)
    for channel in (BOT, EMAIL):
        contacts.revoke(desk.office.database, desk.clerk, channel=channel, by="x", at=ISSUED_AT)
    assert contacts.reach_of(desk.office.database, desk.clerk).preference.order == (EMAIL,)
