"""Trails: everything that happened between the office and one person, in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.channels import ChannelKind, Contacts, quiet_until
from engine.errors import NotFound
from engine.service.decisions import OFFICE
from engine.store import contacts as contact_store
from engine.store import fallback as fallback_store
from engine.store import messages as message_store
from engine.store import people as people_store
from engine.store import trails as store
from engine.store.database import Connection, Database, Row, reading

_LINKED = ("linked", "code_refused")


@dataclass(frozen=True)
class Happening:
    """One thing that happened. ``what`` and its ``values``: agreed (channel, source), chose (order, quiet_from,
    quiet_until), made (kind, channel, address, tasks), moved (the same and left: the channel before), held (quiet_from,
    quiet_until, until), tried (channel, attempt, outcome, detail), told (channel, event, detail), disabled (channel,
    detail), wrote (channel, text, outcome, task)."""

    at: datetime
    what: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Trail:
    """What happened, oldest first; ``channel`` and ``state`` are those of the newest message ("" if there is none)."""

    name: str
    happenings: tuple[Happening, ...]
    channel: str = ""
    state: str = ""


def trail_of(database: Database, person_id: int) -> Trail:
    """The trail of a person. What somebody typed to link an account is left out: it is a secret. Raises NotFound."""
    with reading(database) as connection:
        name = people_store.names(connection, [person_id]).get(person_id)
        if name is None:
            raise NotFound(what="person", key=person_id)
        messages = store.messages_of(connection, person_id)
        found = [
            *_agreed(connection, person_id),
            *_legs(connection, person_id, messages=messages),
            *_wrote(connection, person_id),
        ]
    newest = messages[-1] if messages else None
    return Trail(
        name,
        # The sort is stable: what happened in one instant stays in the order of cause and effect.
        tuple(sorted(found, key=lambda one: one.at)),
        newest.channel if newest is not None else "",
        newest.state if newest is not None else "",
    )


def _agreed(connection: Connection, person_id: int) -> Iterator[Happening]:
    for row in contact_store.consents(connection, person_id):
        yield Happening(row.given_at, "agreed", {"channel": row.channel, "source": row.source})
    chosen = store.preference_of(connection, person_id)
    if chosen is not None:
        values = {"order": tuple(chosen.choice.get("order", ()))}
        yield Happening(
            chosen.changed_at,
            "chose",
            {**values, "quiet_from": chosen.quiet_from, "quiet_until": chosen.quiet_until},
        )


def _legs(connection: Connection, person_id: int, *, messages: list[Row[Any]]) -> Iterator[Happening]:
    contacts = people_store.contacts(connection, [person_id], channels=tuple(ChannelKind)).get(person_id)
    tasks = _tasks(messages, now=store.obligations_of(connection, person_id))
    receipts = fallback_store.receipts(connection, [message.id for message in messages])
    ended = [row for row in contact_store.all_of(connection, person_id) if row.disabled_at is not None]
    by_id = {message.id: message for message in messages}
    for message in messages:
        before = by_id.get(message.previous_id)
        yield _made(message, before=before, tasks=tasks.get(message.id, ()))
        tried = message_store.attempts(connection, message.id)
        yield from _held(message, contacts, tried=tried)
        for attempt in tried:
            values = {"channel": message.channel, "attempt": attempt.attempt, "outcome": attempt.outcome or ""}
            yield Happening(attempt.started_at, "tried", {**values, "detail": attempt.detail})
        for told in receipts.get(message.id, ()):
            values = {"channel": message.channel, "event": told.event, "detail": told.detail}
            yield Happening(told.received_at, "told", values)
        for row in ended:
            if (row.channel, row.address) == (message.channel, message.address):
                yield Happening(row.disabled_at, "disabled", {"channel": row.channel, "detail": row.disabled_reason})


def _tasks(messages: list[Row[Any]], *, now: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """The obligations that each message spoke of: what the next channel took over was in the one before as well."""
    found = dict(now)
    for message in reversed(messages):
        if message.previous_id is not None:
            found.setdefault(message.previous_id, found.get(message.id, ()))
    return found


def _made(message: Row[Any], *, before: Row[Any] | None, tasks: tuple[int, ...]) -> Happening:
    values = {"kind": message.kind, "channel": message.channel, "address": message.address, "tasks": tasks}
    if before is None:
        return Happening(message.created_at, "made", values)
    return Happening(message.created_at, "moved", {**values, "left": before.channel})


def _held(message: Row[Any], contacts: Contacts | None, *, tried: list[Row[Any]]) -> Iterator[Happening]:
    """The quiet hours that a message met when it was made, if it kept them."""
    if contacts is None or message.is_any_hour:
        return
    chosen = contacts.preference
    until = quiet_until(chosen, at=message.created_at, zone=OFFICE)
    if until is None or (tried and tried[0].started_at < until):
        return
    values = {"quiet_from": chosen.quiet_from, "quiet_until": chosen.quiet_until, "until": until}
    yield Happening(message.created_at, "held", values)


def _wrote(connection: Connection, person_id: int) -> Iterator[Happening]:
    for row in store.incoming_of(connection, person_id):
        if row.outcome not in _LINKED:
            values = {"channel": row.channel, "text": row.text, "outcome": row.outcome, "task": row.obligation_id}
            yield Happening(row.handled_at, "wrote", values)
