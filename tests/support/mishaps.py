"""Delivery under mishaps: an office whose channels answer as a script says, and a ledger of what each provider was
handed, so that a test can tell what arrived twice and what was lost."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select

from engine.channels import AT_LEAST_ONCE, REMINDING
from engine.clock import SetClock
from engine.ladders import release_at
from engine.outbox import MessageState, Outcome, OutcomeClass, Outgoing
from engine.service import contacts
from engine.service.decisions import OFFICE
from engine.service.fallback import fall_back
from engine.service.outbox import DatabaseOutbox
from engine.service.receipts import Receipt, take
from engine.store.database import Row, reading
from engine.store.tables import CONTACT, MESSAGE, NOTICE
from notifications.delivery import LEASE, DeliveryReport, Letterhead, Route, deliver
from notifications.mail import Rendered
from tests.support.calendars import CALENDAR
from tests.support.cast import DOMAIN, Office

State = MessageState
WAITING = frozenset({State.PENDING, State.DEFERRED})
HELD = frozenset({State.CLAIMED, State.SENDING})
ARRIVED = frozenset({State.ACCEPTED, State.DELIVERED})
HEAD = Letterhead("Phòng GDĐT")
# After these the provider may have the message.
_MAYBE_THERE = frozenset({OutcomeClass.OK, OutcomeClass.AMBIGUOUS})


@dataclass(frozen=True)
class Mishap:
    """What a provider answers. ``until``: how long it asks to wait."""

    outcome_class: OutcomeClass
    until: timedelta | None = None
    is_channel_wide: bool = False


Line = tuple[str, str, int, str, int]
"""One line told to one reader on one channel: channel, address, obligation, rung, version of the deadline."""


@dataclass
class World:
    """The office, its clock and its providers. ``twice``: lines that a provider of Zalo may have got twice."""

    office: Office
    clock: SetClock
    handed: list[Outgoing] = field(default_factory=list)
    tried: set[Line] = field(default_factory=set)
    there: set[Line] = field(default_factory=set)
    twice: list[Line] = field(default_factory=list)
    handed_at: list[tuple[int, datetime]] = field(default_factory=list)
    # Channels of a person that were linked, revoked or lost: nothing is promised on them.
    touched: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    acted: set[int] = field(default_factory=set)
    worker: int = 1

    def __post_init__(self) -> None:
        self.outbox = self._new_outbox()

    @property
    def now(self) -> datetime:
        """The clock's instant."""
        return self.clock.now()

    def deliver(self, channel: str, mishaps: Iterable[Mishap] = ()) -> DeliveryReport:
        """One round on a channel; when the script is over, everything goes."""
        script = deque(mishaps)
        route = Route(channel, lambda: _Scripted(channel, self, script), per_minute=None)
        round_of = deliver(self.outbox, [route], clock=self.clock, worker=f"w{self.worker}", letterhead=HEAD)
        return asyncio.run(round_of)

    def kill(self, channel: str, *, is_begun: bool, is_handed: bool) -> None:
        """A worker dies that has claimed, perhaps begun, perhaps handed over; another one takes its place."""
        name = f"w{self.worker}"
        ids = self.outbox.claim(channel=channel, worker=name, at=self.now, limit=50, lease=LEASE)
        if ids and is_begun:
            outgoing = self.outbox.begin(ids[0], worker=name, at=self.now)
            if outgoing is not None:
                self.hand(outgoing, is_there=is_handed)
        self.worker += 1
        self.outbox = self._new_outbox()

    def hand(self, outgoing: Outgoing, *, is_there: bool) -> None:
        """A message is marked as being sent; ``is_there``: the provider may have it from then on."""
        self.handed.append(outgoing)
        self.handed_at.append((outgoing.id, self.now))
        found = {
            (outgoing.channel, outgoing.address, item.obligation_id, item.rung, item.deadline_version)
            for item in outgoing.items
        }
        if outgoing.channel not in AT_LEAST_ONCE:
            self.twice.extend(found & self.there)
        self.tried |= found
        if is_there:
            self.there |= found

    def tell(self, outgoing: Outgoing, event: str, *, is_lost: bool) -> None:
        """A receipt of something that was handed over."""
        lost = is_lost and event == "failed"
        told = Receipt(
            outgoing.channel, event, str(outgoing.id), message_id=outgoing.id, detail="5.1.1", is_recipient_lost=lost
        )
        take(self.office.database, told, at=self.now)

    def fall_back(self) -> None:
        """The next channel takes over where it is time."""
        fall_back(self.office.database, at=self.now, policies=self.office.policies, mail_domain=DOMAIN)

    def revoke(self, person: int, channel: str) -> None:
        """A person wants nothing more on a channel."""
        self.touched[person].add(channel)
        contacts.revoke(self.office.database, person, channel=channel, by="chủ tài khoản", at=self.now)

    def link(self, person: int, channel: str, *, address: str = "") -> None:
        """A person agrees to an address, another one each time unless it is given."""
        self.touched[person].add(channel)
        made = address or f"{channel}-{person}-{self.now:%d%H%M}"
        contacts.consent(self.office.database, person, channel=channel, address=made, source="phiếu", at=self.now)

    def run_out(self) -> None:
        """Time goes on for some mornings, then for as long as anything waits; every provider takes everything."""
        for _ in range(3):
            next_day = self.now.astimezone(OFFICE) + timedelta(days=1)
            self.clock.set(next_day.replace(hour=9, minute=0))
            self.fall_back()
            self.office.compose(self.now)
            self._deliver_all()
        for _ in range(60):
            if not any(row.state in WAITING | HELD or row.fall_back_at for row in self.messages()):
                return
            self.clock.set(self.now + timedelta(hours=4, minutes=1))
            self.fall_back()
            self._deliver_all()

    def messages(self) -> list[Row[Any]]:
        """The outbox, oldest first."""
        with reading(self.office.database) as connection:
            return list(connection.execute(select(MESSAGE).order_by(MESSAGE.c.id)))

    def notices(self) -> list[Row[Any]]:
        """Every decision."""
        with reading(self.office.database) as connection:
            return list(connection.execute(select(NOTICE).order_by(NOTICE.c.id)))

    def contacts(self) -> list[Row[Any]]:
        """Every address."""
        with reading(self.office.database) as connection:
            return list(connection.execute(select(CONTACT).order_by(CONTACT.c.id)))

    def _deliver_all(self) -> None:
        for channel in REMINDING:
            self.deliver(channel)

    def _new_outbox(self) -> DatabaseOutbox:
        return DatabaseOutbox(self.office.database, policies=self.office.policies)


class _Scripted:
    """A channel that answers as the script says, then takes everything."""

    def __init__(self, kind: str, world: World, script: deque[Mishap]) -> None:
        self.kind = kind
        self._world = world
        self._script = script

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        mishap = self._script.popleft() if self._script else Mishap(OutcomeClass.OK)
        self._world.hand(outgoing, is_there=mishap.outcome_class in _MAYBE_THERE)
        until = None if mishap.until is None else self._world.now + mishap.until
        provider_id = f"p-{len(self._world.handed)}" if mishap.outcome_class is OutcomeClass.OK else None
        return Outcome(mishap.outcome_class, "script", provider_id, until, mishap.is_channel_wide)


# --- what must hold -----------------------------------------------------------------------------


def broken_rows(messages: Sequence[Row[Any]]) -> list[str]:
    """Messages whose columns the rules do not allow together."""
    by_id = {row.id: row for row in messages}
    found: list[str] = []
    for row in messages:
        is_live = row.state in WAITING | HELD
        if is_live != (row.next_at is not None):
            found.append(f"{row.id} {row.state} next_at {row.next_at}")
        if (row.state in HELD) != (row.claimed_by is not None):
            found.append(f"{row.id} {row.state} claimed by {row.claimed_by}")
        if row.state == State.UNKNOWN and row.channel in AT_LEAST_ONCE:
            found.append(f"{row.id} unknown on {row.channel}")
        if row.previous_id is not None and by_id[row.previous_id].state in WAITING | HELD:
            found.append(f"{row.id} took over from {row.previous_id}, which goes on")
    return found


def doubled_digests(messages: Sequence[Row[Any]]) -> list[str]:
    """People for whom two digests were made on one day."""
    days = Counter(
        (row.person_id, row.created_at.astimezone(OFFICE).date())
        for row in messages
        if row.kind == "digest" and row.previous_id is None
    )
    return [f"{count} digests for {person} on {day}" for (person, day), count in days.items() if count > 1]


def uncarried(notices: Sequence[Row[Any]], messages: Sequence[Row[Any]]) -> list[str]:
    """Notices that count as told although the message that carries them says nothing."""
    states = {row.id: row.state for row in messages}
    dead = {State.SUPERSEDED, State.SUPPRESSED, State.CANCELLED}
    told = (row for row in notices if row.decision in ("bundled", "sent"))
    return [f"{row.id} {row.decision} in {states.get(row.message_id)}" for row in told if _says(states, row) in dead]


def _says(states: dict[int, str], notice: Row[Any]) -> str | None:
    return None if notice.message_id is None else states[notice.message_id]


def at_bad_hours(world: World) -> list[str]:
    """Messages that were sent again in the evening, at night or on a day off although they could wait."""
    policies = world.office.policies
    hurried = {row.id for row in world.messages() if row.is_any_hour}
    seen: set[int] = set()
    found: list[str] = []
    for message_id, at in world.handed_at:
        can_wait = message_id in seen and message_id not in hurried
        if can_wait and release_at(policies, CALENDAR, at=at, zone=OFFICE) != at:
            found.append(f"{message_id} at {at.astimezone(OFFICE)}")
        seen.add(message_id)
    return found


def unended(world: World) -> list[str]:
    """What is left open when nothing happens any more."""
    messages = world.messages()
    states = {row.id: row.state for row in messages}
    found = [
        f"message {row.id} {row.state} {row.fall_back_at}"
        for row in messages
        if row.state in WAITING | HELD or row.fall_back_at is not None
    ]
    for row in world.notices():
        is_told = row.decision in ("bundled", "sent") and row.obligation_id not in world.acted
        if is_told and _says(states, row) not in ARRIVED:
            found.append(f"notice {row.id} {row.decision} in {_says(states, row)}")
    return found


def lost(world: World) -> list[str]:
    """Lines that were given up although the reader has a channel that always worked and was never tried for them."""
    steady: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for contact in world.contacts():
        is_usable = contact.disabled_at is None and contact.verified_at is not None
        is_used = contact.channel in world.office.policies.channels_used
        if is_usable and is_used and contact.channel not in world.touched[contact.person_id]:
            steady[contact.person_id].append((contact.channel, contact.address))
    found: list[str] = []
    for row in world.notices():
        if row.decision not in ("failed", "no_address") or row.obligation_id in world.acted:
            continue
        for channel, address in steady[row.person_id]:
            if (channel, address, row.obligation_id, row.rung, row.deadline_version) not in world.tried:
                found.append(f"notice {row.id} ({row.decision}: {row.reason}) never tried on {channel}")
    return found
