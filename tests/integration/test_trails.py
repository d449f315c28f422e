"""The trail of a person: what was sent, refused, handed on and written back, in the order in which it happened."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.channels import ChannelKind, Preference
from engine.errors import NotFound
from engine.outbox import Outcome, OutcomeClass
from engine.rules import By
from engine.service import contacts, incoming
from engine.service.fallback import fall_back
from engine.service.incoming import Heard, Made
from engine.service.outbox import DatabaseOutbox
from engine.service.trails import Trail, trail_of
from notifications.retry import settle
from tests.support.builders import ISSUED_AT, create_directive, create_policies, create_task
from tests.support.cast import DOMAIN, Office

MORNING_AT = datetime(2023, 10, 19, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SEN = "van_thu.hoasen@huyen.example"
BOT, EMAIL = ChannelKind.ZALO_BOT, ChannelKind.EMAIL
REFUSED = Outcome(OutcomeClass.RECIPIENT, "-139 refuses this kind")


@pytest.fixture
def desk(office: Office) -> Office:
    """One task for each school, due on Monday 30 October 2023; the clerk of Hoa Sen has linked the bot by a code."""
    office.policies = replace(create_policies(), channels=(BOT, EMAIL), urgent_channels=(BOT, EMAIL))
    office.issue(create_directive(create_task("T01", By(date(2023, 10, 30)))))
    code = contacts.make_link_code(office.database, clerk(office), channel=BOT, at=ISSUED_AT)
    keep(office, code, made=Made("linked", person_id=clerk(office)), at=ISSUED_AT)
    assert contacts.link(office.database, code, channel=BOT, address="chat-1", at=ISSUED_AT)
    return office


def clerk(office: Office) -> int:
    return contacts.person_of(office.database, SEN)


def keep(office: Office, text: str, *, made: Made, at: datetime) -> None:
    assert incoming.keep(office.database, Heard(BOT, f"{text}|{at}", "chat-1", text), at=at)
    (waiting,) = incoming.waiting(office.database)
    assert incoming.conclude(office.database, waiting.id, made=made, at=at)


def send(office: Office, channel: str, outcome: Outcome, *, at: datetime = MORNING_AT) -> None:
    outbox = DatabaseOutbox(office.database, policies=office.policies)
    for one in outbox.claim(channel=channel, worker="w", at=at, limit=100, lease=timedelta(minutes=20)):
        outgoing = outbox.begin(one, worker="w", at=at)
        assert outgoing is not None
        settlement = settle(outcome, channel_kind=channel, attempt=outgoing.attempt, at=at, key=outgoing.rfc_message_id)
        outbox.settle(outgoing.id, settlement, worker="w", at=at)


def trail(office: Office) -> Trail:
    return trail_of(office.database, clerk(office))


def told(found: Trail) -> list[str]:
    return [one.what for one in found.happenings]


def test_refusal_and_the_channel_after_it_are_told_in_order(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, REFUSED)
    fall_back(desk.database, at=MORNING_AT, policies=desk.policies, mail_domain=DOMAIN)
    send(desk, EMAIL, Outcome(OutcomeClass.OK))
    found = trail(desk)
    assert told(found) == ["agreed", "made", "tried", "disabled", "moved", "tried"]
    assert (found.channel, found.state) == (EMAIL, "accepted")
    refused, moved = found.happenings[2], found.happenings[4]
    assert (refused.values["outcome"], refused.values["detail"]) == ("recipient", "-139 refuses this kind")
    assert (moved.values["left"], moved.values["channel"]) == (BOT, EMAIL)
    assert [one.values["tasks"] for one in found.happenings if "tasks" in one.values] == [(desk.one(),), (desk.one(),)]


def test_quiet_hours_are_told_only_while_they_were_kept(desk: Office) -> None:
    quiet = Preference(quiet_from=time(7), quiet_until=time(9))
    contacts.prefer(desk.database, clerk(desk), preference=quiet, at=ISSUED_AT)
    desk.compose(MORNING_AT)
    assert told(trail(desk)) == ["agreed", "chose", "made", "held"]
    send(desk, BOT, Outcome(OutcomeClass.OK), at=MORNING_AT + timedelta(minutes=90))
    assert told(trail(desk)) == ["agreed", "chose", "made", "held", "tried"]


def test_quiet_hours_chosen_afterwards_explain_nothing(desk: Office) -> None:
    desk.compose(MORNING_AT)
    send(desk, BOT, Outcome(OutcomeClass.OK))
    quiet = Preference(quiet_from=time(7), quiet_until=time(9))
    contacts.prefer(desk.database, clerk(desk), preference=quiet, at=MORNING_AT + timedelta(hours=1))
    assert told(trail(desk)) == ["agreed", "made", "tried", "chose"]


def test_answer_is_told_and_a_code_is_not(desk: Office) -> None:
    number = desk.one()
    keep(desk, f"dondoc:ack:{number}", made=Made("acknowledged", number, clerk(desk)), at=MORNING_AT)
    found = trail(desk)
    assert told(found) == ["agreed", "wrote"]
    assert found.happenings[-1].values["task"] == number
    assert "LK-" not in repr(found)


def test_person_who_is_not_there_has_no_trail(desk: Office) -> None:
    with pytest.raises(NotFound):
        trail_of(desk.database, 9999)
