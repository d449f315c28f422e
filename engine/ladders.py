"""Reminder ladders: which rungs are due at an instant, and when the next one is. Data comes from config/policies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.workdays import WorkCalendar


class Audience(StrEnum):
    """For whom a rung is meant, seen from the obligation."""

    OFFICER = "officer"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    MONITOR = "monitor"
    ASSIGNER_LEADER = "assigner_leader"
    PARENT_LEADER = "parent_leader"


@dataclass(frozen=True)
class Rung:
    """One step. ``days`` are working days from the last day on time: negative before, 0 on it, positive after.

    ``repeat_days``: repeated every so many calendar days after (rolled to a working day), until the work is closed.
    ``is_immediate``: leaves the morning digest aside. ``is_draft``: carries the draft of an urging letter.
    """

    key: str
    days: int
    audience: Audience
    at: time
    is_escalation: bool = False
    is_immediate: bool = False
    is_draft: bool = False
    repeat_days: int | None = None


@dataclass(frozen=True)
class Ladder:
    """A named list of rungs."""

    name: str
    rungs: tuple[Rung, ...]

    def rung(self, key: str) -> Rung:
        """The rung behind a notice's key ("weekly#3" is the third repeat of "weekly")."""
        wanted = key.partition("#")[0]
        return next(rung for rung in self.rungs if rung.key == wanted)


@dataclass(frozen=True)
class DueRung:
    """A rung at its instant (UTC). ``key`` is unique within the deadline version."""

    key: str
    at: datetime
    rung: Rung


@dataclass(frozen=True)
class Policies:
    """What an official may change: ladders, who is meant by an audience, when messages may go out.

    ``roles`` lists for officer and leader the roles of posts in order of preference. ``urgencies`` maps the urgency of
    a directive to a ladder. ``budget`` caps messages per person and day. ``soon_days`` are working days. ``channels``
    and ``urgent_channels`` are tried in order where a person chose nothing else; each has ``fall_back_after``.
    """

    ladders: Mapping[str, Ladder]
    urgencies: Mapping[str, str]
    roles: Mapping[str, tuple[str, ...]]
    digest_at: time = time(7, 30)
    send_from: time = time(7, 0)
    send_until: time = time(20, 0)
    budget: int = 5
    soon_days: int = 3
    extensions_flagged_from: int = 3
    bypassing: frozenset[str] = field(default_factory=frozenset)
    channels: tuple[str, ...] = ("email",)
    urgent_channels: tuple[str, ...] = ("email",)
    fall_back_after: timedelta = timedelta(minutes=30)

    @property
    def channels_used(self) -> tuple[str, ...]:
        """Every channel on which the office can tell somebody."""
        return tuple(dict.fromkeys((*self.channels, *self.urgent_channels)))

    def ladder(self, *, name: str | None, urgency: str) -> Ladder:
        """The ladder a task asked for by name, else the one of the directive's urgency."""
        return self.ladders[name or self.urgencies.get(urgency, "default")]


_LONGEST_ROLL = 31
"""No run of days off is longer: a repeat that was nominal before that has passed."""


@dataclass(frozen=True)
class Term:
    """What a ladder hangs on: the due instant, the last day on time, the zone in which days are counted."""

    due_at: datetime
    last_day: date
    zone: ZoneInfo


def _before(rung: Rung, term: Term, *, calendar: WorkCalendar) -> datetime:
    day = calendar.roll_back(term.last_day) if rung.days == 0 else calendar.add(term.last_day, rung.days)
    at = datetime.combine(day, rung.at, term.zone)
    while at >= term.due_at:  # "trước 7 giờ ngày X": a reminder on the day would come too late
        day = calendar.add(day, -1)
        at = datetime.combine(day, rung.at, term.zone)
    return at


def _after(rung: Rung, term: Term, *, calendar: WorkCalendar, repeat: int) -> datetime:
    day = calendar.add(term.last_day, rung.days)
    if repeat and rung.repeat_days:
        day = calendar.roll(day + timedelta(days=rung.repeat_days * repeat))
    return datetime.combine(day, rung.at, term.zone)


def _instants(rung: Rung, term: Term, *, calendar: WorkCalendar, after: datetime) -> Iterator[DueRung]:
    """The instants of one rung later than ``after``, in order; without end for a repeated rung."""
    if rung.days <= 0:
        at = _before(rung, term, calendar=calendar)
        if at > after:
            yield DueRung(rung.key, at, rung)
        return
    if not rung.repeat_days:
        at = _after(rung, term, calendar=calendar, repeat=0)
        if at > after:
            yield DueRung(rung.key, at, rung)
        return
    first = _after(rung, term, calendar=calendar, repeat=0)
    repeat = max(0, (after - first).days - _LONGEST_ROLL) // rung.repeat_days
    while True:
        at = _after(rung, term, calendar=calendar, repeat=repeat)
        if at > after:
            yield DueRung(rung.key if repeat == 0 else f"{rung.key}#{repeat}", at, rung)
        repeat += 1


def rungs_due(
    ladder: Ladder, term: Term, *, calendar: WorkCalendar, after: datetime, until: datetime
) -> tuple[DueRung, ...]:
    """The rungs with ``after`` < instant <= ``until``, in order of time and then of the ladder."""
    found: list[DueRung] = []
    for rung in ladder.rungs:
        for due in _instants(rung, term, calendar=calendar, after=after):
            if due.at > until:
                break
            found.append(due)
    return tuple(sorted(found, key=lambda due: due.at))


def next_rung_at(ladder: Ladder, term: Term, *, calendar: WorkCalendar, after: datetime) -> datetime | None:
    """The earliest instant of any rung later than ``after``; None when the ladder is exhausted."""
    firsts = (next(_instants(rung, term, calendar=calendar, after=after), None) for rung in ladder.rungs)
    return min((due.at for due in firsts if due is not None), default=None)


def digest_at(policies: Policies, calendar: WorkCalendar, *, at: datetime, zone: ZoneInfo) -> datetime:
    """The first digest instant not before ``at``'s own day's digest hour: today's if ``at`` is a working day, else
    the next."""
    local = at.astimezone(zone)
    day = calendar.roll(local.date())
    return datetime.combine(day, policies.digest_at, zone)


def next_digest_at(policies: Policies, calendar: WorkCalendar, *, at: datetime, zone: ZoneInfo) -> datetime:
    """The first digest instant at or after ``at``: what happens during a day waits for the next morning."""
    local = at.astimezone(zone)
    today = datetime.combine(local.date(), policies.digest_at, zone)
    if calendar.is_working(local.date()) and at <= today:
        return today
    return datetime.combine(calendar.add(local.date(), 1), policies.digest_at, zone)


def release_at(policies: Policies, calendar: WorkCalendar, *, at: datetime, zone: ZoneInfo) -> datetime:
    """When a message decided at ``at`` may leave: at once within the hours of sending on a working day, else next
    morning."""
    local = at.astimezone(zone)
    is_workday = calendar.is_working(local.date())
    if is_workday and policies.send_from <= local.time() < policies.send_until:
        return at
    is_morning = is_workday and local.time() < policies.send_from
    day = local.date() if is_morning else calendar.add(local.date(), 1)
    return datetime.combine(day, max(policies.digest_at, policies.send_from), zone)
