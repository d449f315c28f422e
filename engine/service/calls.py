"""What other servers are to be told: found in the histories, written down once, told with patience."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from engine import access
from engine.clock import require_aware
from engine.service.book import document_of
from engine.service.sessions import viewer_in
from engine.service.subscriptions import DIRECTIVE_ISSUED, OBLIGATION
from engine.store import access as access_store
from engine.store import subscriptions as store
from engine.store.database import Connection, Database, Row, reading, writing
from engine.store.subscriptions import Span

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long after each attempt in vain; after the last one the subscription is stopped."""
OVERLAP: Final = timedelta(minutes=5)
"""How far back is looked again: a transaction may have waited so long for its commit. What stands there is not written
twice."""
CLAIMED: Final = timedelta(minutes=5)
"""After this a call is taken again whose teller was killed."""
TOLD_KEPT: Final = timedelta(days=7)
WAITING_KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 500
_LONGEST_DETAIL: Final = 300


@dataclass(frozen=True)
class DueCall:
    """A call to make: ``attempts`` counts this one."""

    id: int
    subscription_id: int
    url: str
    secret_sealed: str
    payload: dict[str, Any]
    attempts: int


def note_events(database: Database, *, at: datetime) -> int:
    """Write down what happened since the last time for each subscription that runs; gives how much. One whose person
    may not look into its unit any more is stopped."""
    at = require_aware(at)
    with reading(database) as connection:
        found = [(row, _may_hear(connection, row, at=at)) for row in store.active(connection)]
    noted = 0
    for row, may_hear in found:
        if may_hear:
            noted += sum(_note(database, row, events=events, at=at) for events in _events(database, row))
            with writing(database) as connection:
                store.see(connection, row.id, at=at)
        else:
            with writing(database) as connection:
                store.stop(connection, row.id, reason="no_right", at=at)
    return noted


def _may_hear(connection: Connection, row: Row[Any], *, at: datetime) -> bool:
    viewer = viewer_in(connection, row.person_id, name=row.person_name, is_administrator=False, at=at)
    return access.may_look_into(viewer, access_store.above(connection, [row.unit_id]))


Event = tuple[str, dict[str, Any]]


def _events(database: Database, row: Row[Any], *, at_once: int = AT_ONCE) -> Iterator[list[Event]]:
    """What happened, by the key under which it is told once, some at a time."""
    since_at = max(row.made_at, row.seen_at - OVERLAP)
    kinds = tuple(kind.removeprefix(OBLIGATION) for kind in row.kinds if kind.startswith(OBLIGATION))
    after: tuple[datetime, int, int] | None = None
    while kinds:
        with reading(database) as connection:
            rows = store.facts(connection, Span(row.unit_id, since_at, kinds, after), limit=at_once)
        yield [(f"{fact.obligation_id}.{fact.seq}", _fact_event(fact)) for fact in rows]
        if len(rows) < at_once:
            break
        after = (rows[-1].recorded_at, rows[-1].obligation_id, rows[-1].seq)
    if DIRECTIVE_ISSUED in row.kinds:
        yield from _issued_events(database, row, since_at=since_at)


def _issued_events(database: Database, row: Row[Any], *, since_at: datetime) -> Iterator[list[Event]]:
    last = 0
    while True:
        with reading(database) as connection:
            rows = store.issued(connection, row.unit_id, since_at=since_at, after=last, limit=AT_ONCE)
        yield [(f"directive.{directive.id}", _issued_event(directive)) for directive in rows]
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _fact_event(fact: Row[Any]) -> dict[str, Any]:
    return {
        "type": f"{OBLIGATION}{fact.kind}",
        "timestamp": _instant(fact.happened_at),
        "data": {
            "obligation_id": fact.obligation_id,
            "seq": fact.seq,
            "directive_id": fact.directive_id,
            "document": document_of(fact),
            "task_key": fact.task_key,
            "occurrence": fact.occurrence,
            "unit_id": fact.unit_id,
            "unit_code": fact.unit_code,
            "unit_name": fact.unit_name,
            "actor": fact.actor,
            "reason": fact.reason,
            "values": json.loads(fact.payload),
        },
    }


def _issued_event(directive: Row[Any]) -> dict[str, Any]:
    return {
        "type": DIRECTIVE_ISSUED,
        "timestamp": _instant(directive.issued_at),
        "data": {
            "directive_id": directive.id,
            "document": document_of(directive),
            "title": directive.title,
            "issuer_id": directive.issuer_id,
            "issuer_name": directive.issuer_name,
        },
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _note(database: Database, row: Row[Any], *, events: list[Event], at: datetime) -> int:
    rows = [
        {
            "subscription_id": row.id,
            "event_key": key,
            "payload": payload,
            "made_at": at,
            "attempts": 0,
            "next_at": at,
            "detail": "",
        }
        for key, payload in events
    ]
    with writing(database) as connection:
        return store.note(connection, rows)


def claim_calls(database: Database, *, at: datetime, limit: int = 200) -> list[DueCall]:
    """Take calls whose time has come; each is taken by one. What is not settled is taken again after CLAIMED."""
    at = require_aware(at)
    with writing(database) as connection:
        rows = store.due(connection, at=at, limit=limit)
        mine = [row for row in rows if store.claim(connection, row, until=at + CLAIMED)]
    return [
        DueCall(row.id, row.subscription_id, row.url, row.secret_sealed, row.payload, row.attempts + 1) for row in mine
    ]


def record_told(database: Database, call: DueCall, *, detail: str, at: datetime) -> None:
    """A call was taken."""
    values = {"told_at": require_aware(at), "next_at": None, "detail": detail[:_LONGEST_DETAIL]}
    with writing(database) as connection:
        store.settle(connection, call.id, attempts=call.attempts, values=values)


def record_failed(database: Database, call: DueCall, *, detail: str, is_gone: bool = False, at: datetime) -> None:
    """A call was in vain: it is tried again after WAITS; after the last of them, or when its reader is gone for good,
    the subscription is stopped."""
    at = require_aware(at)
    is_last = is_gone or call.attempts > len(WAITS)
    values = {"next_at": None if is_last else at + WAITS[call.attempts - 1], "detail": detail[:_LONGEST_DETAIL]}
    with writing(database) as connection:
        is_mine = store.settle(connection, call.id, attempts=call.attempts, values=values)
        if is_mine and is_last:
            store.stop(connection, call.subscription_id, reason="gone" if is_gone else "unreachable", at=at)


def give_back(database: Database, calls: list[DueCall], *, at: datetime) -> None:
    """Give back calls that were taken and not tried; they wait as long as after a first attempt in vain."""
    with writing(database) as connection:
        for call in calls:
            store.give_back(connection, call.id, attempts=call.attempts, next_at=require_aware(at) + WAITS[0])


def sweep_calls(database: Database, *, at: datetime) -> int:
    """Take out what was told a week ago, and what nobody took for a month; gives how many."""
    at = require_aware(at)
    with writing(database) as connection:
        return store.sweep(connection, told_before=at - TOLD_KEPT, made_before=at - WAITING_KEPT)
