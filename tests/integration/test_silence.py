"""Silence: since when messages were due and none went, in working time, on both databases."""

from datetime import datetime, timedelta

import pytest

from engine.channels import ChannelKind
from engine.outbox import Outcome, OutcomeClass
from engine.service.oversight import Silence, count_unknown, silence, stopped_channels
from engine.store.database import writing
from engine.store.messages import stop_channel
from tests.support.cast import Office
from tests.support.desk import DOUBTFUL, MORNING_AT, Desk, staff

EMAIL, BOT = ChannelKind.EMAIL, ChannelKind.ZALO_BOT
HOUR = timedelta(hours=1)
REFUSED = Outcome(OutcomeClass.PAYLOAD, "554")


@pytest.fixture
def desk(office: Office) -> Desk:
    """On Thursday morning a reminder for each school is due by mail."""
    found = staff(office, EMAIL)
    office.compose(MORNING_AT)
    return found


def silent(desk: Desk, at: datetime) -> Silence | None:
    return silence(desk.office.database, at=at)


def test_nothing_due_is_no_silence(office: Office) -> None:
    assert silent(staff(office, EMAIL), MORNING_AT) is None


def test_message_that_waits_makes_silence_from_when_it_is_due(desk: Desk) -> None:
    assert silent(desk, MORNING_AT - HOUR) is None
    assert silent(desk, MORNING_AT + 3 * HOUR) == Silence(MORNING_AT, 3 * HOUR, None)
    almost, alarm = (silent(desk, MORNING_AT + hours * HOUR) for hours in (23, 24))
    assert almost is not None
    assert alarm is not None
    assert (almost.is_alarming, alarm.is_alarming) == (False, True)


def test_weekend_does_not_count(desk: Desk) -> None:
    monday_at = MORNING_AT + timedelta(days=4)
    found = silent(desk, monday_at)
    assert found is not None
    assert found.lasted == 48 * HOUR


def test_message_that_goes_ends_the_silence(desk: Desk) -> None:
    desk.send(EMAIL, at=MORNING_AT + HOUR)
    assert silent(desk, MORNING_AT + timedelta(days=30)) is None


def test_refused_messages_are_silence_until_one_goes(desk: Desk) -> None:
    desk.send(EMAIL, REFUSED, at=MORNING_AT + HOUR)
    assert silent(desk, MORNING_AT + 2 * HOUR) == Silence(MORNING_AT + HOUR, HOUR, None)


def test_silence_after_a_success_begins_with_what_was_due_after_it(desk: Desk) -> None:
    desk.send(EMAIL, at=MORNING_AT)
    tuesday_at = MORNING_AT + timedelta(days=6)
    desk.office.compose(tuesday_at)
    assert silent(desk, tuesday_at + HOUR) == Silence(tuesday_at, HOUR, MORNING_AT)


def test_stopped_channels_and_messages_in_doubt_are_told(office: Office) -> None:
    desk = staff(office, BOT, EMAIL)
    desk.link(BOT, "chat-1")
    office.compose(MORNING_AT)
    desk.send(BOT, DOUBTFUL)
    assert count_unknown(office.database) == 1
    assert stopped_channels(office.database) == ()
    with writing(office.database) as connection:
        stop_channel(connection, BOT, at=MORNING_AT, reason="401: 0900000123")
    (one,) = stopped_channels(office.database)
    assert (one.channel, one.reason, one.probe_at) == (BOT, "401: ***123", MORNING_AT + timedelta(minutes=5))
