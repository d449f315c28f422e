"""The outbox on the database: what delivery is handed is checked once more just before it is sent (rules § 6)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from engine.channels import AT_LEAST_ONCE, RECEIPT_WAIT, WITH_RECEIPT
from engine.ladders import Policies, release_at
from engine.outbox import MessageState, NoticeItem, OutcomeClass, Outgoing, Settlement
from engine.service.book import Book, open_book
from engine.service.decisions import OFFICE
from engine.service.lines import line_of
from engine.service.receipts import heed_early
from engine.states import OPEN, Status
from engine.store import fallback as fallback_store
from engine.store import messages as store
from engine.store import notices as notice_store
from engine.store.database import Connection, Database, Row, ease_commit, reading, storable, writing
from engine.workdays import WorkCalendar

LEASE = timedelta(minutes=15)
_RUNG_KINDS = frozenset({"digest", "urgent"})
_FAILED = frozenset({MessageState.FAILED_PERMANENT, MessageState.FAILED_EXHAUSTED})
_ENDED = frozenset({MessageState.DEFERRED, MessageState.PENDING})


class DatabaseOutbox:
    """Implements engine.outbox.Outbox. Every method is one transaction."""

    def __init__(self, database: Database, *, policies: Policies | None = None, lease: timedelta = LEASE) -> None:
        self._database = database
        self._policies = policies
        self._lease = lease
        self._book: Book | None = None
        self._probes: set[int] = set()
        self._receipted: set[int] = set()

    def claim(self, *, channel: str, worker: str, at: datetime, limit: int, lease: timedelta) -> list[int]:
        """Claim due messages; an expired lease counts as due."""
        self._lease = lease
        with writing(self._database) as connection:
            self._book = open_book(connection)
            stop = store.stopped_channels(connection).get(channel)
            if stop is not None:
                if not _is_probe_due(stop, at):
                    return []
                store.put_off_probe(connection, channel, until=at + lease)
                limit = 1
            found = store.claim(connection, channel=channel, worker=worker, at=at, limit=limit, lease=lease)
            self._probes.update(found if stop is not None else ())
            return found

    def begin(self, message_id: int, *, worker: str, at: datetime) -> Outgoing | None:
        """Re-check and mark ``sending``; None if nothing is left to say or another worker has taken the claim over."""
        with writing(self._database) as connection:
            ease_commit(connection)
            return self._begin(connection, message_id, worker=worker, at=at)

    def settle(self, message_id: int, settlement: Settlement, *, worker: str, at: datetime) -> None:
        """Record an attempt."""
        with writing(self._database) as connection:
            ease_commit(connection)
            self._settle(connection, message_id, settlement=settlement, worker=worker, at=at)

    def settle_and_begin(
        self, message_id: int, settlement: Settlement, *, following: int, worker: str, at: datetime
    ) -> Outgoing | None:
        """``settle`` one and ``begin`` the next in one commit."""
        with writing(self._database) as connection:
            ease_commit(connection)
            self._settle(connection, message_id, settlement=settlement, worker=worker, at=at)
            return self._begin(connection, following, worker=worker, at=at)

    def release(self, message_ids: list[int], *, worker: str, at: datetime) -> None:
        """Give claims back unsent; they cost no attempt."""
        with writing(self._database) as connection:
            store.release(connection, message_ids, worker=worker, at=at)

    def is_stopped(self, channel: str, *, at: datetime) -> bool:
        """True while the channel waits for an operator or for its next probe."""
        with reading(self._database) as connection:
            stop = store.stopped_channels(connection).get(channel)
        return stop is not None and not _is_probe_due(stop, at)

    def _begin(self, connection: Connection, message_id: int, *, worker: str, at: datetime) -> Outgoing | None:
        message = store.lock(connection, message_id, worker=worker)
        if message is None:
            return None
        if message.state == MessageState.SENDING and not _goes_again(connection, message, at=at):
            return None
        book = self._book or open_book(connection)
        held = self._held_until(message, book.calendar, at=at)
        if held is not None:
            values = {"state": MessageState.DEFERRED.value, "claimed_by": None, "next_at": held}
            store.save(connection, message_id, values=values | self._later(message, held))
            return None
        kept, dropped = _checked(notice_store.of_message(connection, message_id))
        for reason, ids in dropped.items():
            notice_store.decide(connection, ids, decision="suppressed", reason=reason)
        address = message.address_now
        if not kept or address is None:
            _let_go(connection, message, kept=kept, at=at)
            return None
        values = {
            "state": MessageState.SENDING.value,
            "address": address,
            "deliveries": message.deliveries + 1,
            "next_at": at + self._lease,
        }
        store.save(connection, message_id, values=values)
        attempt = {"message_id": message_id, "attempt": message.deliveries + 1, "worker": worker, "started_at": at}
        store.begin_attempt(connection, {**attempt, "detail": ""})
        if message.channel in WITH_RECEIPT:
            self._receipted.add(message_id)
        return outgoing_of(message, kept, address=address, calendar=book.calendar, at=at)

    def _settle(
        self, connection: Connection, message_id: int, *, settlement: Settlement, worker: str, at: datetime
    ) -> None:
        outcome = replace(settlement.outcome, detail=storable(settlement.outcome.detail[:1000]))
        settlement = replace(settlement, outcome=outcome)
        said = {"outcome": outcome.outcome_class.value, "detail": outcome.detail}
        values = {
            "state": settlement.state.value,
            "next_at": (settlement.next_at or at) if settlement.state in _ENDED else None,
            "claimed_by": None,
            "settled_at": at,
            **said,
        }
        counted = 1 if settlement.counts_as_attempt else 0
        if not store.settle(connection, message_id, worker=worker, counted=counted, values=values):
            return  # the lease ran out while it was sent; whoever took it over records what follows
        store.end_attempt(connection, message_id, values={"ended_at": at, "provider_id": outcome.provider_id, **said})
        is_probe = message_id in self._probes
        self._probes.discard(message_id)
        if message_id in self._receipted and settlement.state == MessageState.ACCEPTED:
            heed_early(connection, message_id)
        self._receipted.discard(message_id)
        if is_probe and not (settlement.is_channel_stopped or outcome.is_channel_wide):
            store.close_circuit(connection, message_id)
        if settlement.state in _FAILED or settlement.is_channel_stopped or settlement.state == MessageState.UNKNOWN:
            message = store.by_id(connection, [message_id])[message_id]
            _follow(connection, message, settlement=settlement, at=at)

    def _held_until(self, message: Row[Any], calendar: WorkCalendar, *, at: datetime) -> datetime | None:
        """When a message that has waited may leave, if this is no hour for it."""
        if self._policies is None or message.is_any_hour or message.deliveries == 0:
            return None
        release = release_at(self._policies, calendar, at=at, zone=OFFICE)
        return release if release > at else None

    def _later(self, message: Row[Any], until: datetime) -> dict[str, Any]:
        """Its time on this channel begins when it may leave."""
        if self._policies is None or message.fall_back_at is None:
            return {}
        return {"fall_back_at": until + self._policies.fall_back_after}


def _is_probe_due(stop: Row[Any], at: datetime) -> bool:
    return stop.probe_at is not None and bool(stop.probe_at <= at)


def _follow(connection: Connection, message: Row[Any], *, settlement: Settlement, at: datetime) -> None:
    """What an attempt that did not reach the reader leads to beyond its own message."""
    outcome = settlement.outcome
    if settlement.is_channel_stopped:
        stop = {"reason": outcome.detail, "outcome": outcome.outcome_class.value}
        store.stop_channel(connection, message.channel, at=at, **stop)
    elif settlement.state == MessageState.UNKNOWN:
        is_known = message.delivered_at is not None  # the receipt was faster than the answer
        values = {"state": MessageState.DELIVERED.value} if is_known else {"fall_back_at": at + RECEIPT_WAIT}
        store.save(connection, message.id, values=values)
    else:
        if outcome.outcome_class == OutcomeClass.RECIPIENT:
            fallback_store.disable_contact(connection, message, at=at, reason=outcome.detail)
        if _can_move_on(message):  # the next round of falling back finds out whether another channel is still left
            store.save(connection, message.id, values={"fall_back_at": at})
        else:
            notice_store.fail_message(connection, message.id, reason=outcome.outcome_class.value)


def _can_move_on(message: Row[Any]) -> bool:
    """True if there may be another channel: one that comes next, or one before on which it only waited."""
    return message.fall_back_at is not None or message.previous_id is not None


def _goes_again(connection: Connection, message: Row[Any], *, at: datetime) -> bool:
    """Close the attempt of a worker that died between sending and recording: nobody knows whether it went out. False if
    it must not go out again: then its receipt has come already, or is waited for before another channel is used."""
    interrupted = {"outcome": OutcomeClass.AMBIGUOUS.value, "detail": "interrupted"}
    store.end_attempt(connection, message.id, values={"ended_at": at, **interrupted})
    if message.delivered_at is None and message.channel in AT_LEAST_ONCE:
        return True
    values = {"next_at": None, "claimed_by": None, "settled_at": at, **interrupted}
    if message.delivered_at is None:
        values |= {"state": MessageState.UNKNOWN.value, "fall_back_at": at + RECEIPT_WAIT}
    else:
        values |= {"state": MessageState.DELIVERED.value}
    store.save(connection, message.id, values=values)
    return False


def _checked(rows: list[Row[Any]]) -> tuple[list[Row[Any]], dict[str, list[int]]]:
    """The lines that are still true, and the others by reason."""
    kept: list[Row[Any]] = []
    dropped: dict[str, list[int]] = {}
    for row in rows:
        reason = _why_drop(row)
        if reason is None:
            kept.append(row)
        else:
            dropped.setdefault(reason, []).append(row.id)
    return kept, dropped


def _why_drop(row: Row[Any]) -> str | None:
    if row.decision not in ("bundled", "sent", "held", "failed"):
        return str(row.reason or row.decision)
    status = Status(row.status)
    event = row.rung.partition("#")[0]
    if event == "returned":
        return None if status is Status.RETURNED else "done_meanwhile"
    if event in ("submitted", "extension_asked", "extension_decided"):
        return None
    if status not in OPEN:
        return "done_meanwhile"
    if row.current_version != row.deadline_version:
        return "deadline_moved"
    return "awaiting_review" if status is Status.SUBMITTED else None


def _let_go(connection: Connection, message: Row[Any], *, kept: list[Row[Any]], at: datetime) -> None:
    """Nothing is left to say, or there is no address any more. Where another channel can take over, it does."""
    can_move_on = bool(kept) and _can_move_on(message)
    values = {
        "state": (MessageState.FAILED_PERMANENT if can_move_on else MessageState.SUPPRESSED).value,
        "next_at": None,
        "claimed_by": None,
        "settled_at": at,
        "outcome": OutcomeClass.RECIPIENT.value if can_move_on else "suppressed",
        "detail": "no_contact" if kept else "nothing_left",
        "fall_back_at": at if can_move_on else None,
    }
    store.save(connection, message.id, values=values)
    if not can_move_on:
        notice_store.decide(connection, [row.id for row in kept], decision="no_address", reason="no_contact")


def outgoing_of(
    message: Row[Any], rows: list[Row[Any]], *, address: str, calendar: WorkCalendar, at: datetime
) -> Outgoing:
    """A message with its lines as delivery is handed it; ``rows``: its notices (engine.store.notices.of_message)."""
    return Outgoing(
        id=message.id,
        kind=message.kind,
        channel=message.channel,
        address=address,
        person_name=message.person_name,
        rfc_message_id=message.rfc_message_id,
        dated_at=message.dated_at,
        attempt=message.attempts + 1,
        items=tuple(_item(row, calendar=calendar, at=at) for row in rows),
        thread_id=message.thread_id,
        is_urgent=message.is_urgent,
    )


def _item(row: Row[Any], *, calendar: WorkCalendar, at: datetime) -> NoticeItem:
    details: dict[str, Any] = row.details
    return line_of(
        row,
        calendar,
        at=at,
        rung=row.rung,
        audience="urging_draft" if details.get("is_draft") else row.audience,
        deadline_version=row.current_version,
        note=str(details.get("note", "")),
        note_values={str(k): str(v) for k, v in dict(details.get("note_values", {})).items()},
        merged=tuple(str(rung) for rung in details.get("merged", ())),
    )
