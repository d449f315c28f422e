"""What was tried to tell people: messages, their attempts and receipts, the chain of channels, those in vain.

Phone numbers and accounts leave here masked (engine.channels.masked), in addresses and in what providers say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.channels import hushed, masked
from engine.errors import NotFound
from engine.service.book import document_of
from engine.store import correspondence as store
from engine.store import fallback as fallback_store
from engine.store import messages as message_store
from engine.store.database import Connection, Database, Row, reading


@dataclass(frozen=True)
class Attempt:
    """One attempt to send. ``outcome`` None while it is under way; ``detail``: the provider's words."""

    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    detail: str
    provider_id: str | None


@dataclass(frozen=True)
class Seen:
    """A receipt: ``event`` (delivered, seen, failed), when that happened as far as the provider says, when it came."""

    event: str
    happened_at: datetime | None
    received_at: datetime
    detail: str


@dataclass(frozen=True)
class Leg:
    """One message on its way: a channel, the masked address, what came of it."""

    id: int
    channel: str
    address: str
    state: str
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None
    delivered_at: datetime | None
    outcome: str | None
    detail: str
    attempts: tuple[Attempt, ...]
    receipts: tuple[Seen, ...]


@dataclass(frozen=True)
class Subject:
    """One obligation that a message speaks of."""

    obligation_id: int
    status: str
    document: str
    task_key: str
    task_text: str
    unit_name: str


@dataclass(frozen=True)
class Listed:
    """A message in a list. ``provider_id``: the provider's number of its last attempt, ``receipt``: the last event that
    the provider told and ``receipt_at`` when; None where not known."""

    id: int
    kind: str
    channel: str
    person_name: str
    address: str
    state: str
    created_at: datetime
    settled_at: datetime | None
    next_at: datetime | None
    outcome: str | None
    detail: str
    provider_id: str | None
    receipt: str | None
    receipt_at: datetime | None


@dataclass(frozen=True)
class Dead:
    """A message that reached nobody and that nothing is tried for any more, and what it was about."""

    message: Listed
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class Shown:
    """A message in full: what it is about and every channel that was tried for it, oldest first."""

    message: Listed
    is_dead: bool
    subjects: tuple[Subject, ...]
    legs: tuple[Leg, ...]


def list_messages(
    database: Database, *, states: Sequence[str] = (), channels: Sequence[str] = (), person: str = "", limit: int
) -> list[Listed]:
    """Messages in some states (or all) on some channels (or all), newest first; ``person``: part of the reader's name
    or address."""
    with reading(database) as connection:
        return listed_in(
            connection, store.listed(connection, states=states, channels=channels, person=person, limit=limit)
        )


def dead_messages(database: Database, *, person: str = "", limit: int) -> list[Dead]:
    """Messages that failed, or whose fate nobody knows, without a further channel, newest first."""
    with reading(database) as connection:
        found = listed_in(connection, store.dead(connection, person=person, limit=limit))
        subjects = subjects_in(connection, [one.id for one in found])
        return [Dead(one, subjects.get(one.id, ())) for one in found]


def show_message(database: Database, message_id: int) -> Shown:
    """A message in full, wherever in its chain it stands. Raises NotFound."""
    with reading(database) as connection:
        row = message_store.by_id(connection, [message_id]).get(message_id)
        if row is None:
            raise NotFound(what="message", key=message_id)
        last = row
        while (following := store.taken_over_by(connection, last.id)) is not None:
            last = following
        return Shown(
            message=listed_in(connection, [row])[0],
            is_dead=store.is_dead_now(connection, message_id),
            subjects=subjects_in(connection, [last.id]).get(last.id, ()),
            legs=legs_of(connection, [last.id])[last.id],
        )


def legs_of(connection: Connection, message_ids: Iterable[int]) -> dict[int, tuple[Leg, ...]]:
    """What was tried up to each of some messages, oldest first, that message last."""
    newest = message_store.by_id(connection, set(message_ids))
    chains = {one: fallback_store.chain(connection, row)[::-1] for one, row in newest.items()}
    ids = sorted({row.id for chain in chains.values() for row in chain})
    tried, told = store.deliveries(connection, ids), fallback_store.receipts(connection, ids)
    return {
        one: tuple(_leg(row, tried=tried.get(row.id, []), told=told.get(row.id, [])) for row in chain)
        for one, chain in chains.items()
    }


def _leg(row: Row[Any], *, tried: Sequence[Row[Any]], told: Sequence[Row[Any]]) -> Leg:
    return Leg(
        id=row.id,
        channel=row.channel,
        address=masked(row.channel, row.address),
        state=row.state,
        created_at=row.created_at,
        next_at=row.next_at,
        settled_at=row.settled_at,
        delivered_at=row.delivered_at,
        outcome=row.outcome,
        detail=_hushed(row, row.detail),
        attempts=tuple(
            Attempt(one.started_at, one.ended_at, one.outcome, _hushed(row, one.detail), one.provider_id)
            for one in tried
        ),
        receipts=tuple(Seen(one.event, one.happened_at, one.received_at, _hushed(row, one.detail)) for one in told),
    )


def listed_in(connection: Connection, rows: Sequence[Row[Any]]) -> list[Listed]:
    """Rows of messages as lists show them, within a transaction."""
    ids = [row.id for row in rows]
    tried, told = store.deliveries(connection, ids), fallback_store.receipts(connection, ids)
    return [_line(row, tried=tried.get(row.id, []), told=told.get(row.id, [])) for row in rows]


def _line(row: Row[Any], *, tried: Sequence[Row[Any]], told: Sequence[Row[Any]]) -> Listed:
    receipt = told[-1] if told else None
    return Listed(
        id=row.id,
        kind=row.kind,
        channel=row.channel,
        person_name=row.person_name,
        address=masked(row.channel, row.address),
        state=row.state,
        created_at=row.created_at,
        settled_at=row.settled_at,
        next_at=row.next_at,
        outcome=row.outcome,
        detail=_hushed(row, row.detail),
        provider_id=next((one.provider_id for one in reversed(tried) if one.provider_id), None),
        receipt=receipt.event if receipt else None,
        receipt_at=(receipt.happened_at or receipt.received_at) if receipt else None,
    )


def _hushed(row: Row[Any], text: str) -> str:
    return hushed(text, channel=row.channel, address=row.address)


def subjects_in(connection: Connection, message_ids: Sequence[int]) -> dict[int, tuple[Subject, ...]]:
    """What some messages speak of, within a transaction."""
    return {
        message_id: tuple(
            Subject(
                obligation_id=row.obligation_id,
                status=row.status,
                document=document_of(row),
                task_key=row.task_key,
                task_text=row.task_text,
                unit_name=row.unit_name,
            )
            for row in rows
        )
        for message_id, rows in store.about(connection, message_ids).items()
    }
