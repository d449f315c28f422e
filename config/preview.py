"""What issuing a plan will bring: who is told what and when, by the same code on a copy that knows only who is who."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from config.bootstrap import Office
from config.play import play
from config.simulation import Told, memory_routes, scratch_copy, told
from engine.clock import SetClock
from engine.deadlines import OFFICE_ZONE
from engine.errors import InputRefused
from engine.plans import DirectiveSpec
from engine.service.issuing import issue
from engine.service.outline import Outline, outline
from engine.service.readers import Place, places_of_readers
from engine.service.sampling import MOST_UNITS, Alike, Sample, sample_of
from engine.store.copying import copy_units
from notifications.channels.memory import Mailbox

LONGEST: Final = timedelta(days=90)
MOST_MESSAGES: Final = 600
_AFTER_LAST: Final = timedelta(days=14)
_AT_ONCE: Final = timedelta(days=15)


@dataclass(frozen=True)
class Foreseen:
    """A message that would go out; ``stands_for`` is how many like it there are."""

    told: Told
    place: Place | None
    stands_for: float


@dataclass(frozen=True)
class Preview:
    """What time would bring from the issue up to ``until``, if nobody did anything.

    ``is_sampled``: units that are told the same things are represented by a few of them (``groups``), and numbers of
    messages are estimates. ``is_cut``: the play ended at the first ``most_messages``. ``ends_early``: deadlines lie
    after ``until``.
    """

    begins_at: datetime
    until: datetime
    outline: Outline
    messages: tuple[Foreseen, ...]
    groups: tuple[Alike, ...]
    reached: int
    silent: tuple[str, ...]
    silent_count: int
    is_sampled: bool
    is_cut: bool
    ends_early: bool

    @property
    def total(self) -> int:
        """How many messages, an estimate where units are represented by others."""
        return round(sum(message.stands_for for message in self.messages))

    def by_day(self) -> list[tuple[date, int]]:
        """How many on each day."""
        found: dict[date, float] = {}
        for message in self.messages:
            on = message.told.at.astimezone(OFFICE_ZONE).date()
            found[on] = found.get(on, 0.0) + message.stands_for
        return [(on, round(count)) for on, count in sorted(found.items())]


def preview_issue(
    office: Office,
    spec: DirectiveSpec,
    *,
    unit_id: int,
    at: datetime,
    until: datetime | None = None,
    most_units: int = MOST_UNITS,
    most_messages: int = MOST_MESSAGES,
) -> Preview:
    """Issue a plan of a unit on a scratch copy that knows the organisation and no other work, and let time pass up to
    ``until`` (else two weeks after the last deadline, LONGEST at most). The office's own database is only read.

    Raises InputRefused with what stands against issuing it.
    """
    seen = _outline_without_errors(office, spec, unit_id=unit_id, at=at)
    sample = sample_of(office.database, spec, unit_id=unit_id, policies=office.policies, at=at, most_units=most_units)
    last = _last_due(seen)
    end = until or min(at + LONGEST, (last or at) + _AFTER_LAST)
    mailbox, clock = Mailbox(), SetClock(at)
    with scratch_copy(office, clock=clock, fill=partial(copy_units, units=sample.units)) as scratch:
        issue(scratch.database, spec, policies=scratch.policies, at=at, actor="preview")
        reached = _let_pass(scratch, clock, until=end, mailbox=mailbox, most=most_messages)
        places = places_of_readers(scratch.database)
    messages = told(mailbox.kept)[:most_messages]
    is_cut = reached < end or len(messages) < len(mailbox.kept)
    seen_until = messages[-1].at if is_cut else reached
    return Preview(
        begins_at=at,
        until=seen_until,
        outline=seen,
        messages=tuple(_foreseen(messages, places=places, sample=sample)),
        groups=sample.groups,
        reached=sample.reached,
        silent=sample.silent,
        silent_count=sample.silent_count,
        is_sampled=not sample.is_whole,
        is_cut=is_cut,
        ends_early=last is not None and last > seen_until,
    )


def _outline_without_errors(office: Office, spec: DirectiveSpec, *, unit_id: int, at: datetime) -> Outline:
    seen = outline(office.database, spec, unit_id=unit_id, policies=office.policies, at=at)
    if any(not problem.is_warning for problem in seen.problems):
        raise InputRefused(spec.doc, seen.problems)
    return seen


def _let_pass(scratch: Office, clock: SetClock, *, until: datetime, mailbox: Mailbox, most: int) -> datetime:
    """Play up to ``until``, or until there are ``most`` messages; gives how far it went."""
    routes = memory_routes(mailbox, scratch.policies.channels_used)
    while clock.now() < until and len(mailbox.kept) < most:
        play(scratch, clock, until=min(until, clock.now() + _AT_ONCE), routes=routes)
    return clock.now()


def _last_due(seen: Outline) -> datetime | None:
    schedules = (task.schedule for task in seen.tasks.values())
    dues = (dated.resolved.due_at for schedule in schedules if schedule is not None for dated in schedule.dated)
    return max((due for due in dues if due is not None), default=None)


def _foreseen(
    messages: Iterable[Told], *, places: Mapping[tuple[str, str], Place], sample: Sample
) -> Iterable[Foreseen]:
    for message in messages:
        place = places.get((message.person, message.address))
        yield Foreseen(message, place, 1.0 if place is None else sample.weights.get(place.unit_id, 1.0))
