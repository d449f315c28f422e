"""What becomes of a message: one row for each class of outcome."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outbox import MessageState, Outcome, OutcomeClass
from notifications.retry import BACKOFF, CHANNEL_PAUSE, TREATMENTS, backoff, next_morning, settle
from tests.support.outbox import AT

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
State, Class = MessageState, OutcomeClass

TABLE = {
    # class: state by email, state by another channel, channel stopped, counted
    Class.OK: (State.ACCEPTED, State.ACCEPTED, False, True),
    Class.THROTTLE: (State.DEFERRED, State.DEFERRED, False, True),
    Class.TRANSIENT: (State.DEFERRED, State.DEFERRED, False, True),
    Class.AMBIGUOUS: (State.DEFERRED, State.UNKNOWN, False, True),
    Class.QUOTA: (State.DEFERRED, State.DEFERRED, False, False),
    Class.NIGHT: (State.DEFERRED, State.DEFERRED, False, False),
    Class.AUTH: (State.PENDING, State.PENDING, True, False),
    Class.CONFIG: (State.PENDING, State.PENDING, True, False),
    Class.BILLING: (State.PENDING, State.PENDING, True, False),
    Class.RECIPIENT: (State.FAILED_PERMANENT, State.FAILED_PERMANENT, False, True),
    Class.PAYLOAD: (State.FAILED_PERMANENT, State.FAILED_PERMANENT, False, True),
    Class.WINDOW: (State.FAILED_PERMANENT, State.FAILED_PERMANENT, False, True),
}

CLASSES = st.sampled_from(list(OutcomeClass))
KINDS = st.sampled_from(["email", "zalo"])
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def test_treatments_name_every_class() -> None:
    assert set(TREATMENTS) == set(OutcomeClass) == set(TABLE)


@pytest.mark.parametrize("outcome_class", list(OutcomeClass))
def test_settle_decides_by_class(outcome_class: OutcomeClass) -> None:
    by_email, otherwise, is_stopped, is_counted = TABLE[outcome_class]
    for kind, state in (("email", by_email), ("zalo", otherwise)):
        settlement = settle(Outcome(outcome_class, "x"), channel_kind=kind, attempt=1, at=AT, key="k")
        assert settlement.state is state
        assert settlement.is_channel_stopped is is_stopped
        assert settlement.counts_as_attempt is is_counted


@given(
    outcome=st.builds(Outcome, CLASSES, is_channel_wide=st.booleans()),
    kind=KINDS,
    attempt=st.integers(1, 20),
    at=INSTANTS,
    key=st.text(max_size=20),
)
def test_settlement_waits_into_the_future_or_not_at_all_for_any_outcome(
    *, outcome: Outcome, kind: str, attempt: int, at: datetime, key: str
) -> None:
    settlement = settle(outcome, channel_kind=kind, attempt=attempt, at=at, key=key)
    assert settlement == settle(outcome, channel_kind=kind, attempt=attempt, at=at, key=key)
    assert (settlement.state is State.DEFERRED) == (settlement.next_at is not None)
    assert settlement.next_at is None or settlement.next_at > at


@given(st.integers(1, len(BACKOFF)), st.text(max_size=20))
def test_backoff_stays_within_a_fifth_for_any_key(attempt: int, key: str) -> None:
    assert abs(backoff(attempt, key) / BACKOFF[attempt - 1] - 1) <= 0.2


def test_backoff_differs_from_key_to_key() -> None:
    assert len({backoff(1, f"key {number}") for number in range(100)}) > 90


@pytest.mark.parametrize("outcome_class", [Class.THROTTLE, Class.TRANSIENT, Class.AMBIGUOUS])
def test_settle_gives_up_after_the_last_backoff(outcome_class: OutcomeClass) -> None:
    states = [
        settle(Outcome(outcome_class), channel_kind="email", attempt=attempt, at=AT, key="k").state
        for attempt in range(1, len(BACKOFF) + 2)
    ]
    assert states == [State.DEFERRED] * len(BACKOFF) + [State.FAILED_EXHAUSTED]


@pytest.mark.parametrize("outcome_class", [Class.THROTTLE, Class.TRANSIENT])
def test_settle_holds_nothing_against_the_message_when_the_channel_is_down(outcome_class: OutcomeClass) -> None:
    outcome = Outcome(outcome_class, is_channel_wide=True)
    settlement = settle(outcome, channel_kind="email", attempt=99, at=AT, key="k")
    assert settlement.next_at == AT + CHANNEL_PAUSE
    assert not settlement.counts_as_attempt


@pytest.mark.parametrize("outcome_class", [Class.QUOTA, Class.NIGHT, Class.THROTTLE])
def test_settle_waits_until_the_instant_that_the_provider_names(outcome_class: OutcomeClass) -> None:
    until = AT + timedelta(hours=3)
    settlement = settle(Outcome(outcome_class, until=until), channel_kind="email", attempt=1, at=AT, key="k")
    assert settlement.next_at == until


@given(INSTANTS, st.text(max_size=20))
def test_next_morning_is_the_coming_opening_for_any_instant(at: datetime, key: str) -> None:
    opening = next_morning(at, key).astimezone(VIETNAM)
    assert (6, 5) <= (opening.hour, opening.minute) < (6, 20)
    assert timedelta(0) < opening - at <= timedelta(days=1, minutes=15)


def test_next_morning_is_today_when_it_is_still_night() -> None:
    night = datetime(2023, 10, 27, 3, 0, tzinfo=VIETNAM)
    assert next_morning(night, "k").astimezone(VIETNAM).date() == night.date()
