"""What providers tell afterwards: a message arrived, was read, came back. Each is taken once, however often told."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.clock import require_aware
from engine.outbox import MessageState
from engine.store import fallback as store
from engine.store import messages as message_store
from engine.store.database import Connection, Database, Row, reading, storable, writing

_SENT = frozenset({MessageState.SENDING, MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.DELIVERED})
_TO_GO_AGAIN = frozenset({MessageState.DEFERRED, MessageState.PENDING, MessageState.CLAIMED})
ARRIVED = frozenset({"delivered", "seen"})
CAME_BACK = "failed"


@dataclass(frozen=True)
class Receipt:
    """``event``: delivered, seen or failed. ``provider_id`` is the provider's number of the message, or for mail the
    Message-ID. ``message_id``: our own number, where the receipt proves it. ``is_recipient_lost``: the address itself
    is no good (RFC 3463: 5.1.x), so it is not used again."""

    channel: str
    event: str
    provider_id: str
    happened_at: datetime | None = None
    detail: str = ""
    message_id: int | None = None
    is_recipient_lost: bool = False


def take(database: Database, receipt: Receipt, *, at: datetime) -> bool:
    """Take a receipt; False if it was taken before, or is about no message of ours (it is kept all the same)."""
    at = require_aware(at)
    receipt = replace(receipt, provider_id=storable(receipt.provider_id), detail=storable(receipt.detail))
    with writing(database) as connection:
        message = _message(connection, receipt)
        values = {
            "channel": receipt.channel,
            "event": receipt.event,
            "provider_id": receipt.provider_id,
            "happened_at": receipt.happened_at,
            "received_at": at,
            "message_id": None if message is None else message.id,
            "detail": receipt.detail[:1000],
        }
        is_new = store.insert_receipt(connection, values)
        if not is_new or message is None:
            return False
        if receipt.event in ARRIVED:
            _arrived(connection, message, at=receipt.happened_at or at)
        elif receipt.event == CAME_BACK:
            _came_back(connection, message, receipt=receipt, at=at)
        return True


def heed_early(connection: Connection, message_id: int) -> bool:
    """Settle an accepted message whose receipt was faster than the record of what the provider calls it; False if none
    came."""
    message = message_store.by_id(connection, [message_id])[message_id]
    at = message.delivered_at or store.claim_early(connection, message, events=ARRIVED)
    if at is not None:
        _arrived(connection, message, at=at)
    return at is not None


def rfc_message_id(database: Database, message_id: int) -> str | None:
    """The Message-ID of a message; None if there is no such message."""
    with reading(database) as connection:
        found = message_store.by_id(connection, [message_id]).get(message_id)
    return None if found is None else found.rfc_message_id


def _message(connection: Connection, receipt: Receipt) -> Row[Any] | None:
    if receipt.message_id is not None:
        return store.by_own_id(connection, receipt.channel, message_id=receipt.message_id)
    if receipt.provider_id.startswith("<"):
        return store.by_rfc_id(connection, receipt.channel, rfc_message_id=receipt.provider_id)
    return store.by_provider_id(connection, receipt.channel, provider_id=receipt.provider_id)


def _arrived(connection: Connection, message: Row[Any], *, at: datetime) -> None:
    """It arrived: nothing more is tried, except that an urgent one waits on for its reader."""
    if message.state not in _SENT:
        return
    values: dict[str, Any] = {"delivered_at": message.delivered_at or at}
    if message.state != MessageState.SENDING:  # whoever sends it just now records that first
        values["state"] = MessageState.DELIVERED.value
    if not message.is_urgent:
        values["fall_back_at"] = None
    message_store.save(connection, message.id, values=values)


def _came_back(connection: Connection, message: Row[Any], *, receipt: Receipt, at: datetime) -> None:
    """It did not arrive after all: the next channel takes over, if there is one. What waits to be sent again because
    its answer was lost had left already, and comes back as well."""
    if message.state not in _SENT and not (message.state in _TO_GO_AGAIN and message.deliveries):
        return
    if receipt.is_recipient_lost:
        store.disable_contact(connection, message, at=at, reason=receipt.detail)
    values = {
        "state": MessageState.FAILED_PERMANENT.value,
        "next_at": None,
        "claimed_by": None,
        "settled_at": at,
        "outcome": "recipient" if receipt.is_recipient_lost else "bounced",
        "detail": receipt.detail[:1000],
        "fall_back_at": at,
    }
    message_store.save(connection, message.id, values=values)
    # Whoever still waits for the provider's answer holds the message no more: the attempt is closed here.
    ended = {"ended_at": at, "outcome": values["outcome"], "detail": values["detail"]}
    message_store.end_attempt(connection, message.id, values=ended)
