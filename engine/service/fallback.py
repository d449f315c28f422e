"""The next channel takes over: from one that refused, that is too slow, or whose answer nobody has heard."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.channels import WITH_RECEIPT, Contacts, is_reached
from engine.clock import require_aware
from engine.ladders import Policies
from engine.outbox import MessageState
from engine.service.receipts import heed_early
from engine.service.routing import after_quiet, identity, leg, route
from engine.store import fallback as store
from engine.store import messages as message_store
from engine.store import notices as notice_store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, writing

_AT_ONCE = 500
_WAITING = frozenset({MessageState.PENDING, MessageState.DEFERRED})
_FAILED = frozenset({MessageState.FAILED_PERMANENT, MessageState.FAILED_EXHAUSTED, MessageState.UNKNOWN})


@dataclass
class FellBack:
    """What a round did: messages made on a further channel, and those for which there was none left."""

    moved: int = 0
    given_up: int = 0


def fall_back(database: Database, *, at: datetime, policies: Policies, mail_domain: str) -> FellBack:
    """Hand every message whose time on its channel is over to the next channel. One transaction for some hundred."""
    at = require_aware(at)
    done = FellBack()
    while True:
        with writing(database) as connection:
            store.release_reached(connection, at=at)
            late = store.overdue(connection, at=at, limit=_AT_ONCE)
            contacts = people_store.contacts(
                connection, {row.person_id for row in late}, channels=policies.channels_used
            )
            for message in late:
                _move_on(
                    connection,
                    message,
                    contacts=contacts.get(message.person_id),
                    done=done,
                    policies=policies,
                    mail_domain=mail_domain,
                    at=at,
                )
        if len(late) < _AT_ONCE:
            return done


def _move_on(
    connection: Connection,
    message: Row[Any],
    *,
    contacts: Contacts | None,
    done: FellBack,
    policies: Policies,
    mail_domain: str,
    at: datetime,
) -> None:
    message_store.save(connection, message.id, values={"fall_back_at": None})
    is_awaited = message.state == MessageState.ACCEPTED and message.channel in WITH_RECEIPT
    if is_awaited and heed_early(connection, message.id) and not message.is_urgent:
        return
    knows = store.acted_since(connection, message.id, since=message.created_at)
    if is_reached(message.state, message.channel, needs_acknowledgement=message.is_urgent, is_acknowledged=knows):
        return
    obligation_ids = store.obligations_of(connection, message.id)
    if not obligation_ids:  # another message carries them already, and sees to them
        return
    channels = _further(connection, message, contacts=contacts, policies=policies)
    if contacts is None or not channels:
        _give_up(connection, message, done=done)
        return
    leaves_at = at
    if not message.is_any_hour:
        leaves_at = after_quiet(connection, contacts, obligation_ids=obligation_ids, at=at)
    values = {name: getattr(message, name) for name in ("kind", "person_id", "person_name", "is_urgent", "is_any_hour")}
    values |= leg(contacts, channels, policies=policies, at=leaves_at)
    values |= identity(f"{message.key.rpartition('|')[0]}|{message.id}", channels[0], mail_domain=mail_domain)
    fresh = {"state": MessageState.PENDING.value, "attempts": 0, "deliveries": 0, "detail": ""}
    made = {"previous_id": message.id, "thread_id": message.thread_id, "created_at": at, "dated_at": at}
    new_id = message_store.insert_message(connection, {**values, **fresh, **made})
    if new_id is None:  # another process was faster
        return
    store.move_notices(connection, message.id, target=new_id)
    if message.state in _WAITING:
        message_store.supersede(connection, [message.id], at=at)
    done.moved += 1


def _further(
    connection: Connection, message: Row[Any], *, contacts: Contacts | None, policies: Policies
) -> tuple[str, ...]:
    """The channels of the person that this message did not wait on yet; where it failed on the last of them, those on
    which it only waited: nothing was ever sent there."""
    if contacts is None:
        return ()
    legs = store.chain(connection, message)
    channels = route(contacts, policies=policies, is_urgent=message.is_urgent)
    visited = {one.channel for one in legs}
    fresh = tuple(one for one in channels if one not in visited)
    if fresh or message.state not in _FAILED:
        return fresh
    tried = {one.channel for one in legs if one.deliveries}
    return tuple(one for one in channels if one not in tried)


def _give_up(connection: Connection, message: Row[Any], *, done: FellBack) -> None:
    """No channel is left. What still waits goes on waiting; what failed has failed for its reader."""
    if message.state in _FAILED:
        notice_store.fail_message(connection, message.id, reason=message.outcome or "")
        done.given_up += 1
