"""Which channel a message takes, when it may leave on it, and when the next one takes over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine.channels import Contacts, falls_back_at, held_until, quiet_until, route_of
from engine.history import digest as hashed
from engine.ladders import Policies
from engine.service.decisions import OFFICE
from engine.store import fallback as fallback_store
from engine.store.database import Connection, Row


def route(contacts: Contacts, *, policies: Policies, is_urgent: bool) -> tuple[str, ...]:
    """The channels of a person in the order in which they are tried. A person who switched every channel off that
    works today is told all the same, on the office's order: duties have to be known."""
    order = policies.urgent_channels if is_urgent else policies.channels
    chosen = route_of(contacts, office_order=(*order, *policies.channels_used), is_urgent=is_urgent)
    return chosen or tuple(one for one in policies.channels_used if one in contacts.addresses)


def first_leg(
    connection: Connection, contacts: Contacts, *, notices: Sequence[Row[Any]], policies: Policies, at: datetime
) -> dict[str, Any]:
    """Channel, address, next_at, fall_back_at and is_any_hour of a new message that carries ``notices``."""
    is_urgent = any(notice.kind == "urgent" for notice in notices)
    is_any_hour = any(notice.details.get("any_hour") and notice.kind == "urgent" for notice in notices)
    channels = route(contacts, policies=policies, is_urgent=is_urgent)
    leaves_at = at
    if not is_any_hour:
        leaves_at = after_quiet(
            connection, contacts, obligation_ids=[notice.obligation_id for notice in notices], at=at
        )
    return {
        **leg(contacts, channels, policies=policies, at=leaves_at),
        "is_any_hour": is_any_hour,
    }


def leg(contacts: Contacts, channels: Sequence[str], *, policies: Policies, at: datetime) -> dict[str, Any]:
    """Channel, address, next_at and fall_back_at on the first of ``channels``, leaving at ``at``."""
    return {
        "channel": channels[0],
        "address": contacts.addresses[channels[0]],
        "next_at": at,
        "fall_back_at": falls_back_at(at, further=channels[1:], limit=policies.fall_back_after),
    }


def after_quiet(connection: Connection, contacts: Contacts, *, obligation_ids: Sequence[int], at: datetime) -> datetime:
    """``at``, or the end of the person's quiet hours unless a deadline of theirs would pass meanwhile."""
    quiet = quiet_until(contacts.preference, at=at, zone=OFFICE)
    if quiet is None:
        return at
    dues = fallback_store.dues_after(connection, obligation_ids, at=at)
    return held_until(at, until=quiet, due_at=min(dues, default=None)).astimezone(at.tzinfo)


def identity(key: str, channel: str, *, mail_domain: str) -> dict[str, Any]:
    """The outbox key of a message on a channel, and its Message-ID: the same whenever it is made again."""
    return {"key": f"{key}|{channel}", "rfc_message_id": f"<{hashed(key, channel)[:32]}@{mail_domain}>"}
