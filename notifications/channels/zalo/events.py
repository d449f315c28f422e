"""What Zalo tells by itself: bodies of webhooks and updates of the bot, read into values. Reading never raises.

Check the signature first (``signature``). Zalo sends an event again until it is answered: ``key`` is the same then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from notifications.channels.zalo.codes import code_of
from notifications.channels.zalo.wire import inner, word
from notifications.channels.zalo.words import well_formed


@dataclass(frozen=True)
class Receipt:
    """A message arrived. ``message_ids`` are the provider's; ``tracking_id`` is ours ("" where the channel has none);
    ``at`` is when it came to the phone. That it was also read is not kept."""

    key: str
    message_ids: tuple[str, ...]
    tracking_id: str
    at: datetime | None


@dataclass(frozen=True)
class Incoming:
    """A person wrote, or pressed a button that writes. ``channel``: zalo_bot, zalo_oa; ``address`` answers reach;
    ``text`` in NFC. ``is_group``: others read the answer as well."""

    key: str
    channel: str
    address: str
    text: str
    at: datetime | None
    is_group: bool = False


@dataclass(frozen=True)
class TemplateChanged:
    """A review of a template ended, or it was switched off; ``reason`` is Zalo's own sentence."""

    key: str
    template_id: str
    status: str
    reason: str


@dataclass(frozen=True)
class QuotaChanged:
    """How many template messages a day the account may send; None where the number cannot be read."""

    key: str
    before: int | None
    now: int | None


@dataclass(frozen=True)
class Followed:
    """A person follows the account and may be written to as ``address``."""

    key: str
    address: str
    at: datetime | None


@dataclass(frozen=True)
class Unfollowed:
    """A person left the account."""

    key: str
    address: str
    at: datetime | None


@dataclass(frozen=True)
class Other:
    """Anything else; ``name`` is "" for a body that is no event."""

    name: str


Event = Receipt | Incoming | TemplateChanged | QuotaChanged | Followed | Unfollowed | Other


def read_event(raw: bytes) -> Event:
    """The event in the body of a webhook of an Official Account or of its templates."""
    body = _object(raw)
    name = word(body.get("event_name"))
    reader = _READERS.get(name)
    return (reader(body) if reader else None) or Other(name)


def read_bot_event(raw: bytes) -> Event:
    """The event in the body of a bot's webhook."""
    body = _object(raw)
    return bot_event(inner(body, "result") or body)


def bot_event(update: Mapping[str, Any]) -> Event:
    """The event in one update of a bot: a text, or something else."""
    name = word(update.get("event_name"))
    message = inner(update, "message")
    chat = inner(message, "chat")
    address, message_id = word(chat.get("id")), word(message.get("message_id"))
    text = message.get("text")
    if name != "message.text.received" or not (address and message_id and isinstance(text, str)):
        return Other(name)
    if inner(message, "from").get("is_bot") is True:
        return Other(name)
    return Incoming(
        key=f"{name}/{message_id}",
        channel="zalo_bot",
        address=address,
        text=well_formed(text),
        at=instant(message.get("date")),
        is_group=chat.get("chat_type", "PRIVATE") != "PRIVATE",
    )


def instant(milliseconds: object) -> datetime | None:
    """The instant that a number of milliseconds, often written as a string, stands for; None if it cannot be."""
    text = word(milliseconds)
    if not text.isascii() or not text.isdigit():
        return None
    try:
        return datetime.fromtimestamp(int(text[:20]) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _receipt(body: Mapping[str, Any]) -> Receipt | None:
    message = inner(body, "message")
    several = message.get("msg_ids")
    ids = several if isinstance(several, list) else [message.get("msg_id")]
    message_ids = tuple(found for each in ids if (found := word(each)))
    if not message_ids:
        return None
    return Receipt(
        key=_key(body, "+".join(message_ids)),
        message_ids=message_ids,
        tracking_id=word(message.get("tracking_id")),
        at=instant(message.get("delivery_time")) or instant(body.get("timestamp")),
    )


def _incoming(body: Mapping[str, Any]) -> Incoming | None:
    message = inner(body, "message")
    address, message_id = word(inner(body, "sender").get("id")), word(message.get("msg_id"))
    text = message.get("text")
    if not (address and message_id and isinstance(text, str)):
        return None
    return Incoming(
        key=_key(body, message_id),
        channel="zalo_oa",
        address=address,
        text=well_formed(text),
        at=instant(body.get("timestamp")),
    )


def _template_changed(body: Mapping[str, Any]) -> TemplateChanged | None:
    template_id = word(body.get("template_id"))
    status = word(inner(body, "status").get("new_status")) or word(body.get("status"))
    key = _key(body, f"{template_id}/{word(body.get('timestamp'))}")
    return TemplateChanged(key, template_id, status, well_formed(word(body.get("reason")))) if template_id else None


def _quota_changed(body: Mapping[str, Any]) -> QuotaChanged:
    quota = inner(body, "quota")
    key = _key(body, word(body.get("timestamp")))
    return QuotaChanged(key, before=code_of(quota.get("prev_value")), now=code_of(quota.get("new_value")))


def _followed(body: Mapping[str, Any]) -> Followed | None:
    address = word(inner(body, "follower").get("id"))
    key = _key(body, f"{address}/{word(body.get('timestamp'))}")
    return Followed(key, address, instant(body.get("timestamp"))) if address else None


def _unfollowed(body: Mapping[str, Any]) -> Unfollowed | None:
    followed = _followed(body)
    return Unfollowed(followed.key, followed.address, followed.at) if followed else None


def _key(body: Mapping[str, Any], of_event: str) -> str:
    return f"{word(body.get('event_name'))}/{of_event}"


_READERS = {
    "user_received_message": _receipt,
    "user_seen_message": _receipt,
    "user_send_text": _incoming,
    "change_template_status": _template_changed,
    "change_oa_daily_quota": _quota_changed,
    "follow": _followed,
    "unfollow": _unfollowed,
}
