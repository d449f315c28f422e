"""Values and protocol of the outbox: what delivery is handed, and what it hands back."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol


class MessageState(StrEnum):
    """States of a message (rules § 6)."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"
    FAILED_PERMANENT = "failed_permanent"
    FAILED_EXHAUSTED = "failed_exhausted"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class OutcomeClass(StrEnum):
    """How one attempt ended, said so that the type tells whether to try again (rules § 6)."""

    OK = "ok"
    THROTTLE = "throttle"
    QUOTA = "quota"
    NIGHT = "night"
    WINDOW = "window"
    AUTH = "auth"
    CONFIG = "config"
    BILLING = "billing"
    RECIPIENT = "recipient"
    PAYLOAD = "payload"
    TRANSIENT = "transient"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Outcome:
    """What a channel says of one attempt. ``detail`` is the provider's own text, kept as it is.

    ``is_channel_wide``: no message would have gone now (server unreachable, session refused), so this one is not to
    blame.
    """

    outcome_class: OutcomeClass
    detail: str = ""
    provider_id: str | None = None
    until: datetime | None = None
    is_channel_wide: bool = False


@dataclass(frozen=True)
class Settlement:
    """What becomes of a message after an attempt. ``next_at`` is set for deferred only;
    ``is_channel_stopped`` asks that the channel waits (auth, config, billing) and an alarm is raised;
    ``counts_as_attempt`` is False where the message is not to blame."""

    state: MessageState
    outcome: Outcome
    next_at: datetime | None = None
    is_channel_stopped: bool = False
    counts_as_attempt: bool = True


@dataclass(frozen=True)
class NoticeItem:
    """One line of a message: an obligation and why its reader is told.

    ``days_left`` counts working days to ``last_day``: negative when overdue, None without a deadline.
    ``rung`` is the ladder's stable key; ``audience`` why this person reads it (officer, leader, monitor,
    parent_leader);
    ``note`` is a code (vacant_post, delegated, …) with ``note_values`` or "".
    ``deadline_version`` grows with each move of the deadline.
    """

    obligation_id: int
    rung: str
    audience: str
    unit_name: str
    directive_number: str
    directive_on: str
    issuer_name: str
    directive_title: str
    task_key: str
    task_text: str
    status: str
    due_at: datetime | None
    last_day: date | None
    days_left: int | None
    note: str = ""
    note_values: dict[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    deadline_version: int = 1


@dataclass(frozen=True)
class Outgoing:
    """A message that was re-checked and is marked ``sending``; only what is still true is in ``items``.

    ``kind``: digest, urgent, returned, extension_asked, extension_decided, submitted, urging_draft.
    ``rfc_message_id`` and ``dated_at`` stay the same on every attempt; ``thread_id`` is the fixed id that all
    messages about one obligation to one person refer to (None for a digest). ``attempt`` counts from 1.
    """

    id: int
    kind: str
    channel: str
    address: str
    person_name: str
    rfc_message_id: str
    dated_at: datetime
    attempt: int
    items: tuple[NoticeItem, ...]
    thread_id: str | None = None
    is_urgent: bool = False


class Outbox(Protocol):
    """What delivery asks of the store; every call is one transaction, none is open while a provider is called."""

    def claim(self, *, channel: str, worker: str, at: datetime, limit: int, lease: timedelta) -> list[int]:
        """Claim up to ``limit`` messages that are due: pending, deferred whose time has come, or whose lease ran
        out."""
        ...

    def begin(self, message_id: int, *, worker: str, at: datetime) -> Outgoing | None:
        """Re-check the work, mark ``sending`` and commit; None if nothing is left to say or the claim was lost."""
        ...

    def settle(self, message_id: int, settlement: Settlement, *, worker: str, at: datetime) -> None:
        """Record the attempt and the new state."""
        ...

    def settle_and_begin(
        self, message_id: int, settlement: Settlement, *, following: int, worker: str, at: datetime
    ) -> Outgoing | None:
        """``settle`` one and ``begin`` the next in one commit."""
        ...

    def release(self, message_ids: list[int], *, worker: str, at: datetime) -> None:
        """Give claimed messages back unsent (channel stopped, shutting down)."""
        ...

    def is_stopped(self, channel: str, *, at: datetime) -> bool:
        """True while the channel's circuit is open and no probe is due; where one is, ``claim`` gives one message."""
        ...
