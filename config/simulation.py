"""What will be sent, to whom: the same code on a copy of the database, with a clock of its own and no way outside."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from config.bootstrap import Office
from config.play import play
from engine.clock import Clock, SetClock, require_aware
from engine.events import FactKind
from engine.service.outlook import Happened, MovedDate, facts_recorded, moved_dates
from engine.service.record import Actor
from engine.service.working_calendar import change_calendar
from engine.store.copying import copy_database
from engine.store.database import Database, open_database
from engine.workdays import DayException
from notifications.channels.memory import Kept, Mailbox, MemoryChannel
from notifications.delivery import Route

SIMULATED = Actor("simulation", "simulation", is_operator=True)


@dataclass(frozen=True)
class ToldItem:
    """One line of a message that would go out."""

    obligation_id: int
    rung: str
    document: str
    task_key: str
    unit_name: str
    last_day: date | None


@dataclass(frozen=True)
class Told:
    """A message that would go out: when, to whom, what about."""

    at: datetime
    person: str
    address: str
    kind: str
    subject: str
    items: tuple[ToldItem, ...]


@dataclass(frozen=True)
class Outlook:
    """What time would bring up to an instant, if nobody did anything."""

    begins_at: datetime
    until: datetime
    messages: tuple[Told, ...]
    missed: tuple[Happened, ...]
    moved: tuple[MovedDate, ...]


def simulate(office: Office, *, until: datetime, holidays: Sequence[date] = (), name: str = "") -> Outlook:
    """Let time pass on a copy, from the office's present up to ``until``. ``holidays`` become days off first, called
    ``name``. The office's own database is only read."""
    clock = SetClock(office.clock.now())
    with scratch_copy(office, clock=clock) as scratch:
        return _outlook(scratch, clock, until=require_aware(until), holidays=holidays, name=name)


@contextmanager
def scratch_copy(
    office: Office, *, clock: Clock, fill: Callable[[Database, Database], object] = copy_database
) -> Iterator[Office]:
    """The same office on a copy of its database, or of what ``fill`` copies of it, which is thrown away afterwards."""
    with TemporaryDirectory(prefix="dondoc-") as folder:
        inward = {"data_dir": Path(folder), "database_url": "", "email_channel": "folder", "heartbeat_url": None}
        scratch = Office(office.settings.model_copy(update=inward), office.policies, clock)
        target = open_database(scratch.settings.database)
        try:
            fill(office.database, target)
            yield scratch
        finally:
            scratch.database.dispose()
            target.dispose()


def _outlook(scratch: Office, clock: SetClock, *, until: datetime, holidays: Sequence[date], name: str) -> Outlook:
    begins_at = clock.now()
    moved = _close_days(scratch, holidays, name=name) if holidays else ()
    mailbox = Mailbox()
    play(scratch, clock, until=until, routes=memory_routes(mailbox, scratch.policies.channels_used))
    missed = facts_recorded(scratch.database, after=begins_at, kinds=(FactKind.DEADLINE_MISSED,))
    return Outlook(begins_at, until, told(mailbox.kept), tuple(missed), moved)


def memory_routes(mailbox: Mailbox, kinds: Sequence[str]) -> list[Route]:
    """Ways for messages that end in memory."""
    return [Route(kind=kind, open=partial(MemoryChannel, mailbox, kind=kind), per_minute=None) for kind in kinds]


def _close_days(scratch: Office, holidays: Sequence[date], *, name: str) -> tuple[MovedDate, ...]:
    change = change_calendar(
        scratch.database,
        days=[DayException(on, "off", name, "simulation", "expected") for on in holidays],
        reason=name,
        actor=SIMULATED,
        at=scratch.clock.now(),
        policies=scratch.policies,
    )
    return tuple(moved_dates(scratch.database, change))


def told(kept: Sequence[Kept]) -> tuple[Told, ...]:
    """Messages as a list that reads the same whichever database they came from: by instant, then person."""
    return tuple(sorted((_told(one) for one in kept), key=lambda one: (one.at, one.person, one.address, one.kind)))


def _told(kept: Kept) -> Told:
    outgoing = kept.outgoing
    items = [
        ToldItem(i.obligation_id, i.rung, i.directive_number, i.task_key, i.unit_name, i.last_day)
        for i in outgoing.items
    ]
    return Told(
        at=outgoing.dated_at,
        person=outgoing.person_name,
        address=outgoing.address,
        kind=outgoing.kind,
        subject=kept.rendered.subject,
        items=tuple(items),
    )
