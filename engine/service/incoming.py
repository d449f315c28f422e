"""What people write back: kept first, then matched to a person and to their work. Never a completion (rules § 6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from engine.channels import ChannelKind, known_on
from engine.clock import require_aware
from engine.errors import DondocError, NotFound
from engine.ladders import Policies
from engine.outbox import NoticeItem
from engine.service.book import open_book
from engine.service.deadlines import Asked, ask_extension
from engine.service.decisions import OFFICE
from engine.service.lines import line_of
from engine.service.obligations import act
from engine.service.people import actor_of
from engine.service.record import Actor
from engine.states import OPEN, Status, Verb
from engine.store import incoming as store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, reading, storable, writing

MOST_LISTED = 50
_RECENTLY = timedelta(days=14)
LONGEST_TEXT = 4_000
LONGEST_REASON = 500
DRAFTED = "extension_drafted"
FILED = "extension_filed"


@dataclass(frozen=True)
class Heard:
    """A message as it came. ``message_id``: the outbox row it is proven to answer; ``rfc_ids``: the mails it says it
    answers. ``provider_id`` is the channel's own number of it: the same message is taken once."""

    channel: str
    provider_id: str
    sender: str
    text: str
    message_id: int | None = None
    rfc_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A message that nothing was made of yet. ``person_id`` None: nobody we know."""

    id: int
    heard: Heard
    received_at: datetime
    person_id: int | None


@dataclass(frozen=True)
class Made:
    """What was made of a message, and of which work. ``said``: what was drafted (until, reason)."""

    outcome: str
    obligation_id: int | None = None
    person_id: int | None = None
    said: dict[str, str] = field(default_factory=dict)
    answer: str = ""


def keep(database: Database, heard: Heard, *, at: datetime) -> bool:
    """Keep a message before anything is made of it; False if it came before. Quick: a webhook waits for it."""
    at = require_aware(at)
    values = {
        "channel": heard.channel,
        "provider_id": storable(heard.provider_id),
        "sender": storable(heard.sender),
        "received_at": at,
        "text": storable(heard.text[:LONGEST_TEXT]),
        "clues": {"message_id": heard.message_id, "rfc_ids": [storable(one) for one in heard.rfc_ids]},
        "said": {},
        "outcome": "",
        "answer": "",
    }
    with writing(database) as connection:
        return store.insert_incoming(connection, values)


def waiting(database: Database, *, limit: int = 100) -> list[Waiting]:
    """Messages that nothing was made of yet, oldest first, each with whose verified address it came from."""
    with reading(database) as connection:
        rows = store.unhandled(connection, limit=limit)
        return [_waiting(connection, row) for row in rows]


def conclude(database: Database, incoming_id: int, *, made: Made, at: datetime) -> bool:
    """Record what was made of a message; False if another process did so first: then nothing may be answered."""
    values = {
        "outcome": made.outcome,
        "obligation_id": made.obligation_id,
        "person_id": made.person_id,
        "said": made.said,
        "answer": made.answer,
        "handled_at": require_aware(at),
    }
    with writing(database) as connection:
        return store.close(connection, incoming_id, values=values)


def meant(database: Database, one: Waiting, *, number: int | None) -> list[int]:
    """The open work that a message of a known person can mean: what it names, else what it answers, else what the
    person was last told on that channel. Only work of the person's own units; a mail has to answer one of ours to the
    person. [] if nothing fits."""
    if one.person_id is None:
        return []
    today = one.received_at.astimezone(OFFICE).date()
    with reading(database) as connection:
        own = {row.obligation_id for row in store.open_work_of(connection, one.person_id, on=today, limit=10_000)}
        ids = [] if one.heard.message_id is None else [one.heard.message_id]
        found = store.told_in(connection, one.person_id, message_ids=ids, rfc_ids=one.heard.rfc_ids)
        if one.heard.channel == ChannelKind.EMAIL and not found:
            return []  # anybody can write somebody else's address over a mail
        if number is not None:
            return [number] if number in own else []
        if not found:
            since = one.received_at - _RECENTLY
            told_on = known_on(one.heard.channel)
            found = store.last_told(connection, one.person_id, channel=told_on, since=since)
    return [obligation for obligation in found if obligation in own]


def my_work(database: Database, person_id: int, *, at: datetime, limit: int = MOST_LISTED) -> tuple[NoticeItem, ...]:
    """Open work of the person's units as lines, most urgent first."""
    with reading(database) as connection:
        rows = store.open_work_of(connection, person_id, on=at.astimezone(OFFICE).date(), limit=limit)
        return _items(connection, rows, at=at)


def lines(database: Database, obligation_ids: Sequence[int], *, at: datetime) -> tuple[NoticeItem, ...]:
    """Some obligations as lines of a message, soonest due first."""
    with reading(database) as connection:
        return _items(connection, store.work(connection, obligation_ids), at=at)


def acknowledge(database: Database, obligation_id: int, *, person_id: int, at: datetime, policies: Policies) -> str:
    """Acknowledge for a person in a post of the unit; gives the code of what came of it: acknowledged,
    already_acknowledged, closed or refused."""
    (line,) = lines(database, [obligation_id], at=at)
    status = Status(line.status)
    if status not in OPEN:
        return "closed"
    if status is not Status.ASSIGNED:
        return "already_acknowledged"
    try:
        actor = actor_of(database, person_id, on=at.astimezone(OFFICE).date(), obligation_id=obligation_id)
        act(database, obligation_id, verb=Verb.ACKNOWLEDGE, actor=actor, at=at, policies=policies)
    except DondocError:
        return "refused"
    return "acknowledged"


def drafts(database: Database, *, limit: int = 200) -> list[dict[str, Any]]:
    """Requests for more time that people wrote and nobody has filed yet, newest first."""
    with reading(database) as connection:
        rows = store.listed(connection, outcomes=(DRAFTED,), limit=limit)
        names = people_store.names(connection, {row.person_id for row in rows if row.person_id is not None})
    return [
        {
            "id": row.id,
            "obligation_id": row.obligation_id,
            "person_id": row.person_id,
            "person_name": names.get(row.person_id, ""),
            "until": date.fromisoformat(row.said["until"]),
            "reason": row.said["reason"],
            "received_at": row.received_at,
        }
        for row in rows
    ]


def file_draft(
    database: Database, draft_id: int, *, at: datetime, policies: Policies, actor: Actor | None = None
) -> Asked:
    """File a request that was drafted from a reply: in its writer's name, or as ``actor``. A draft is filed once.

    Raises NotFound (draft), ExtensionRefused."""
    at = require_aware(at)
    with reading(database) as connection:
        row = store.one(connection, draft_id)
    if row is None or row.outcome != DRAFTED or row.obligation_id is None or row.person_id is None:
        raise NotFound(what="draft", key=draft_id)
    on = at.astimezone(OFFICE).date()
    actor = actor or actor_of(database, row.person_id, on=on, obligation_id=row.obligation_id)
    until, reason = date.fromisoformat(row.said["until"]), row.said["reason"] or row.text[:LONGEST_REASON]
    # One request is open at a time: a second filing of the same draft is refused by that rule as well.
    asked = ask_extension(
        database, row.obligation_id, until=until, reason=reason, actor=actor, at=at, policies=policies
    )
    with writing(database) as connection:
        store.save(connection, draft_id, values={"outcome": FILED})
    return asked


def _waiting(connection: Connection, row: Row[Any]) -> Waiting:
    heard = Heard(
        row.channel,
        row.provider_id,
        row.sender,
        row.text,
        row.clues.get("message_id"),
        tuple(row.clues.get("rfc_ids", ())),
    )
    known_as = known_on(row.channel)
    return Waiting(row.id, heard, row.received_at, store.sender_of(connection, known_as, address=row.sender))


def _items(connection: Connection, rows: Sequence[Row[Any]], *, at: datetime) -> tuple[NoticeItem, ...]:
    calendar = open_book(connection).calendar
    return tuple(line_of(row, calendar, at=at, rung="", audience="officer") for row in rows)
