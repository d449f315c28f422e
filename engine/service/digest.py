"""Composing messages: urgent notices by themselves, everything else as one digest per person and morning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import require_aware
from engine.ladders import Policies
from engine.outbox import MessageState
from engine.service.book import Book, open_book
from engine.service.decisions import OFFICE
from engine.service.events import EVENTS
from engine.service.routing import first_leg, identity
from engine.service.sweep import Swept, sweep
from engine.store import messages as message_store
from engine.store import notices as store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, writing

PEOPLE_AT_ONCE = 500
DIGEST = "digest"


@dataclass
class Composed:
    """What composing did: messages by kind, and notices put off because of the noise budget or a digest sent
    already."""

    messages: dict[str, int]
    put_off: int
    swept: Swept


@dataclass(frozen=True)
class _Morning:
    """The day in question: its midnight, its digest instant, the next one; whether digests may go out now."""

    starts_at: datetime
    day: str
    next_at: datetime
    is_digest_time: bool


def compose(
    database: Database, *, at: datetime, policies: Policies, mail_domain: str, people_at_once: int = PEOPLE_AT_ONCE
) -> Composed:
    """Sweep up to ``at``, then write outbox rows for all who wait. One transaction for some hundred people."""
    at = require_aware(at)
    done = Composed({}, 0, sweep(database, at=at, policies=policies))
    after = -1
    while True:
        with writing(database) as connection:
            morning = _morning(open_book(connection), policies, at=at)
            kinds = None if morning.is_digest_time else tuple(_IMMEDIATE)
            people = store.people_waiting(connection, at=at, kinds=kinds, after=after, limit=people_at_once)
            if not people:
                return done
            after = people[-1]
            is_last = len(people) < people_at_once
            _compose(connection, people, done=done, at=at, policies=policies, morning=morning, mail_domain=mail_domain)
        if is_last:
            return done


_IMMEDIATE = frozenset({"urgent", "returned", "extension_asked", "extension_decided"})


def _morning(book: Book, policies: Policies, *, at: datetime) -> _Morning:
    local = at.astimezone(OFFICE)
    midnight = datetime.combine(local.date(), datetime.min.time(), OFFICE)
    is_workday = book.calendar.is_working(local.date())
    is_time = is_workday and max(policies.digest_at, policies.send_from) <= local.time() < policies.send_until
    next_day = book.calendar.add(local.date(), 1)
    next_at = datetime.combine(next_day, policies.digest_at, OFFICE)
    return _Morning(midnight, local.date().isoformat(), next_at, is_time)


def _compose(
    connection: Connection,
    people: Sequence[int],
    *,
    done: Composed,
    at: datetime,
    policies: Policies,
    morning: _Morning,
    mail_domain: str,
) -> None:
    if morning.is_digest_time:
        _remake(connection, people, before=morning.starts_at, at=at)
    waiting = _by_person(store.waiting_for(connection, people, at=at))
    names = people_store.names(connection, waiting)
    contacts = people_store.contacts(connection, waiting, channels=policies.channels_used)
    sent_today = message_store.count_since(connection, list(waiting), since=morning.starts_at)
    digested = message_store.with_message_since(connection, list(waiting), kind=DIGEST, since=morning.starts_at)
    for person, notices in waiting.items():
        if person not in contacts:
            store.decide(connection, _ids(notices), decision="no_address", reason="no_contact", release_at=None)
            continue
        left = policies.budget - sent_today.get(person, 0)
        for kind, group in _grouped(_merge_repeats(connection, notices), morning):
            reason = _why_wait(kind, left=left, has_digest=person in digested)
            if reason is not None:
                _put_off(connection, group, done=done, morning=morning, reason=reason)
                continue
            values = _message(kind, person=person, name=names[person], at=at)
            values.update(first_leg(connection, contacts[person], notices=group, policies=policies, at=at))
            key = _key(kind, group, person=person, morning=morning)
            values.update(identity(key, values["channel"], mail_domain=mail_domain))
            values["thread_id"] = _thread(kind, group, person=person, mail_domain=mail_domain)
            message_id = message_store.insert_message(connection, values)
            if message_id is None:  # another process was faster
                _put_off(connection, group, done=done, morning=morning, reason="one_digest_a_day")
                continue
            decision = "bundled" if kind == DIGEST else "sent"
            store.put_in_message(connection, _ids(group), message_id=message_id, decision=decision)
            done.messages[kind] = done.messages.get(kind, 0) + 1
            left -= 1


def _by_person(notices: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for notice in notices:
        found.setdefault(notice.person_id, []).append(notice)
    return found


def _why_wait(kind: str, *, left: int, has_digest: bool) -> str | None:
    """Why a message is not made today: the person had enough, or this morning's digest went out already."""
    if left <= 0:
        return "noise_budget"
    return "one_digest_a_day" if kind == DIGEST and has_digest else None


def _remake(connection: Connection, people: Sequence[int], *, before: datetime, at: datetime) -> None:
    """A digest of an earlier morning that could not go out is remade, not sent beside the new one."""
    stale = message_store.unsent_before(connection, people, kind=DIGEST, before=before)
    if stale:
        store.take_back(connection, stale, at=at)
        message_store.supersede(connection, stale, at=at)


def _merge_repeats(connection: Connection, notices: Sequence[Row[Any]]) -> list[Row[Any]]:
    """A rung that waited until a later one of the same work was due is merged into it: one line says what is true."""
    steps: dict[int, list[Row[Any]]] = {}
    for notice in notices:
        if notice.kind == DIGEST and notice.rung.partition("#")[0] not in EVENTS:
            steps.setdefault(notice.obligation_id, []).append(notice)
    merged: set[int] = set()
    for found in steps.values():
        *earlier, last = sorted(found, key=lambda notice: (notice.rung_at, notice.id))
        for notice in earlier:
            said = {**notice.details, "into": last.rung}
            store.decide(connection, [notice.id], decision="merged", reason="merged", release_at=None, details=said)
        if earlier:
            known = [*last.details.get("merged", ()), *(notice.rung for notice in earlier)]
            store.decide(connection, [last.id], details={**last.details, "merged": known})
        merged.update(_ids(earlier))
    return [notice for notice in notices if notice.id not in merged]


def _ids(notices: Iterable[Row[Any]]) -> list[int]:
    return [notice.id for notice in notices]


def _grouped(notices: Sequence[Row[Any]], morning: _Morning) -> list[tuple[str, list[Row[Any]]]]:
    """The digest first, since it must not fall to the budget; then each immediate notice by itself."""
    bundled = [notice for notice in notices if notice.kind not in _IMMEDIATE]
    alone = [(str(notice.kind), [notice]) for notice in notices if notice.kind in _IMMEDIATE]
    return ([(DIGEST, bundled)] if bundled and morning.is_digest_time else []) + alone


def _put_off(
    connection: Connection, group: Sequence[Row[Any]], *, done: Composed, morning: _Morning, reason: str
) -> None:
    """Hold notices for the next morning's digest, and say why."""
    store.decide(connection, _ids(group), decision="held", reason=reason, release_at=morning.next_at, kind=DIGEST)
    done.put_off += len(group)


def _key(kind: str, group: Sequence[Row[Any]], *, person: int, morning: _Morning) -> str:
    """What makes a message the only one of its kind, whichever channel it takes."""
    first = group[0]
    if kind == DIGEST:
        return f"{kind}|{person}|{morning.day}"
    return f"{kind}|{person}|{first.obligation_id}|{first.rung}|{first.deadline_version}"


def _thread(kind: str, group: Sequence[Row[Any]], *, person: int, mail_domain: str) -> str | None:
    return None if kind == DIGEST else f"<viec-{group[0].obligation_id}.{person}@{mail_domain}>"


def _message(kind: str, *, person: int, name: str, at: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "person_id": person,
        "person_name": name,
        "is_urgent": kind == "urgent",
        "state": MessageState.PENDING.value,
        "attempts": 0,
        "deliveries": 0,
        "created_at": at,
        "dated_at": at,
        "detail": "",
    }
