"""Sending once more what reached nobody: a new message on the channel of its reader that works best today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.channels import Contacts, held_until, masked
from engine.clock import require_aware
from engine.errors import NotFound, ResendRefused
from engine.ladders import Policies, release_at
from engine.outbox import MessageState
from engine.service.book import open_book
from engine.service.decisions import OFFICE
from engine.service.routing import after_quiet, identity, leg, route
from engine.store import correspondence as store
from engine.store import fallback as fallback_store
from engine.store import messages as message_store
from engine.store import notices as notice_store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, writing


@dataclass(frozen=True)
class Resent:
    """The new message. ``is_doubtful``: the old one may have arrived on the same channel, so it may arrive twice."""

    id: int
    channel: str
    address: str
    person_name: str
    next_at: datetime
    is_doubtful: bool


def resend(database: Database, message_id: int, *, at: datetime, policies: Policies, mail_domain: str) -> Resent:
    """Make what a dead message said pending again; the old row stays, its notices move to the new one.

    Raises NotFound, and ResendRefused for a message that is not dead (not_dead), a reader without a working address
    (no_address), or one whose channels are all stopped (channels_stopped).
    """
    at = require_aware(at)
    with writing(database) as connection:
        message = store.locked(connection, message_id)
        if message is None:
            raise NotFound(what="message", key=message_id)
        if not store.is_dead_now(connection, message_id):  # asked after the lock: another may have sent it again
            raise ResendRefused(id=message_id, why="not_dead")
        contacts, channels = _working(connection, message, policies=policies)
        leaves_at = _leaves_at(connection, message, contacts=contacts, policies=policies, at=at)
        kept = ("kind", "person_id", "person_name", "is_urgent", "is_any_hour", "thread_id")
        values = {name: getattr(message, name) for name in kept}
        values |= leg(contacts, channels, policies=policies, at=leaves_at)
        key = f"{message.key.rpartition('|')[0]}|again {message_id}"
        values |= identity(key, channels[0], mail_domain=mail_domain)
        fresh = {"state": MessageState.PENDING.value, "attempts": 0, "deliveries": 0, "detail": ""}
        made = {"previous_id": message_id, "created_at": at, "dated_at": at}
        new_id = message_store.insert_message(connection, {**values, **fresh, **made})
        if new_id is None:
            raise ResendRefused(id=message_id, why="not_dead")
        notice_store.revive(connection, message_id)
        fallback_store.move_notices(connection, message_id, target=new_id)
    return Resent(
        id=new_id,
        channel=channels[0],
        address=masked(channels[0], values["address"]),
        person_name=message.person_name,
        next_at=values["next_at"],
        is_doubtful=message.state == MessageState.UNKNOWN and channels[0] == message.channel,
    )


def _working(connection: Connection, message: Row[Any], *, policies: Policies) -> tuple[Contacts, tuple[str, ...]]:
    """The reader's addresses and the channels that work today, the best first: those whose last word on this message is
    not in doubt, then the reader's and the office's order."""
    found = people_store.contacts(connection, [message.person_id], channels=policies.channels_used)
    contacts = found.get(message.person_id)
    if contacts is None:
        raise ResendRefused(id=message.id, why="no_address")
    stopped = message_store.stopped_channels(connection)
    channels = [one for one in route(contacts, policies=policies, is_urgent=message.is_urgent) if one not in stopped]
    if not channels:
        raise ResendRefused(id=message.id, why="channels_stopped")
    chain = fallback_store.chain(connection, message)
    doubtful = {one.channel for one in chain if one.state == MessageState.UNKNOWN}
    best = min(channels, key=lambda one: one in doubtful)
    tried = {one.channel for one in chain}
    return contacts, (best, *(one for one in channels if one != best and one not in tried))


def _leaves_at(
    connection: Connection, message: Row[Any], *, contacts: Contacts, policies: Policies, at: datetime
) -> datetime:
    """A decent hour for the reader, unless a deadline would pass meanwhile."""
    if message.is_any_hour:
        return at
    obligation_ids = fallback_store.obligations_of(connection, message.id)
    release = release_at(policies, open_book(connection).calendar, at=at, zone=OFFICE)
    due_at = min(fallback_store.dues_after(connection, obligation_ids, at=at), default=None)
    leaves_at = held_until(at, until=release, due_at=due_at)
    return after_quiet(connection, contacts, obligation_ids=obligation_ids, at=leaves_at.astimezone(at.tzinfo))
