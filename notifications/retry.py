"""What becomes of a message after an attempt: when to try again, when to give up, when the channel itself must stop."""

from datetime import datetime, time, timedelta
from enum import Enum
from hashlib import sha256
from zoneinfo import ZoneInfo

from engine.channels import AT_LEAST_ONCE
from engine.outbox import MessageState, Outcome, OutcomeClass, Settlement

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
CHANNEL_PAUSE = timedelta(minutes=5)
MORNING = time(6, 5)
MORNING_SPREAD = timedelta(minutes=15)
JITTER = 0.2
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Treatment(Enum):
    """What a class of outcome leads to."""

    DONE = "done"
    RETRY = "retry"
    RETRY_OR_UNKNOWN = "retry_or_unknown"
    NEXT_MORNING = "next_morning"
    STOP_CHANNEL = "stop_channel"
    GIVE_UP = "give_up"


TREATMENTS = {
    OutcomeClass.OK: Treatment.DONE,
    OutcomeClass.THROTTLE: Treatment.RETRY,
    OutcomeClass.TRANSIENT: Treatment.RETRY,
    OutcomeClass.AMBIGUOUS: Treatment.RETRY_OR_UNKNOWN,
    OutcomeClass.QUOTA: Treatment.NEXT_MORNING,
    OutcomeClass.NIGHT: Treatment.NEXT_MORNING,
    OutcomeClass.AUTH: Treatment.STOP_CHANNEL,
    OutcomeClass.CONFIG: Treatment.STOP_CHANNEL,
    OutcomeClass.BILLING: Treatment.STOP_CHANNEL,
    OutcomeClass.RECIPIENT: Treatment.GIVE_UP,
    OutcomeClass.PAYLOAD: Treatment.GIVE_UP,
    OutcomeClass.WINDOW: Treatment.GIVE_UP,
}


def settle(outcome: Outcome, *, channel_kind: str, attempt: int, at: datetime, key: str) -> Settlement:
    """Decide on a message whose ``attempt`` (from 1) ended with ``outcome`` at ``at``. ``key`` fixes its jitter.

    An attempt that failed because of the channel as a whole, its quota or the night is not held against the message.
    """
    match TREATMENTS[outcome.outcome_class]:
        case Treatment.DONE:
            return Settlement(MessageState.ACCEPTED, outcome)
        case Treatment.GIVE_UP:
            return Settlement(MessageState.FAILED_PERMANENT, outcome)
        case Treatment.STOP_CHANNEL:
            return Settlement(MessageState.PENDING, outcome, is_channel_stopped=True, counts_as_attempt=False)
        case Treatment.NEXT_MORNING:
            return _postponed(outcome, outcome.until or next_morning(at, key))
        case Treatment.RETRY_OR_UNKNOWN if channel_kind not in AT_LEAST_ONCE:
            return Settlement(MessageState.UNKNOWN, outcome)
        case _:
            return _retried(outcome, attempt=attempt, at=at, key=key)


def next_morning(at: datetime, key: str) -> datetime:
    """The next 06:05 in Asia/Ho_Chi_Minh strictly after ``at``, spread over a quarter of an hour by ``key``."""
    local = at.astimezone(ZONE)
    opening = datetime.combine(local.date(), MORNING, tzinfo=ZONE)
    if opening <= local:
        opening += timedelta(days=1)
    return opening.astimezone(at.tzinfo) + _fraction(key) * MORNING_SPREAD


def backoff(attempt: int, key: str) -> timedelta:
    """The wait after failed ``attempt`` (1 to ``len(BACKOFF)``), give or take 20 % fixed by ``key``."""
    return BACKOFF[attempt - 1] * (1 + JITTER * (2 * _fraction(f"{key}/{attempt}") - 1))


def _retried(outcome: Outcome, *, attempt: int, at: datetime, key: str) -> Settlement:
    if outcome.is_channel_wide:
        return _postponed(outcome, outcome.until or at + CHANNEL_PAUSE)
    if attempt > len(BACKOFF):
        return Settlement(MessageState.FAILED_EXHAUSTED, outcome)
    next_at = at + backoff(attempt, key)
    return Settlement(MessageState.DEFERRED, outcome, next_at=max(next_at, outcome.until or next_at))


def _postponed(outcome: Outcome, until: datetime) -> Settlement:
    return Settlement(MessageState.DEFERRED, outcome, next_at=until, counts_as_attempt=False)


def _fraction(key: str) -> float:
    """A number in [0, 1) that depends on ``key`` alone."""
    return int.from_bytes(sha256(key.encode()).digest()[:4]) / 2**32
