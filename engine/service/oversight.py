"""What an operator looks at: years with open work, vacancies, the journal, the last thing recorded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.channels import hushed
from engine.clock import require_aware
from engine.ladders import Audience, Policies
from engine.outbox import MessageState
from engine.service.book import open_book
from engine.service.decisions import OFFICE
from engine.store import correspondence
from engine.store import messages as message_store
from engine.store import oversight as store
from engine.store import people as people_store
from engine.store import system as system_store
from engine.store.agenda import next_instants
from engine.store.database import Database, reading
from engine.workdays import working_time


def open_work_by_year(database: Database) -> dict[int, int]:
    """How many open obligations have their last day in each year."""
    with reading(database) as connection:
        return store.open_work_by_year(connection)


@dataclass(frozen=True)
class Staffing:
    """Units with open dated work in which somebody is missing: names of units."""

    unreachable: tuple[str, ...]
    without_leader: tuple[str, ...]
    without_officer: tuple[str, ...]


def staffing(database: Database, *, on: date, policies: Policies) -> Staffing:
    """Which units with open dated work have nobody who can be reached, no leader, no officer on a day."""
    with reading(database) as connection:
        units = store.units_with_open_work(connection)
        roster = people_store.roster(connection, units, channels=policies.channels_used, on=on)
    held = {unit: roster.holders.get(unit, ()) for unit in units}

    def without(audience: Audience) -> tuple[str, ...]:
        return tuple(
            units[u] for u, found in held.items() if not any(h.role in policies.roles[audience] for h in found)
        )

    unreachable = [units[u] for u, found in held.items() if not any(h.person_id in roster.reachable for h in found)]
    return Staffing(tuple(unreachable), without(Audience.LEADER), without(Audience.OFFICER))


def last_recorded_at(database: Database) -> datetime | None:
    """When the newest history entry was written; None before the first."""
    with reading(database) as connection:
        return store.last_recorded_at(connection)


def journal_mode(database: Database) -> str:
    """How the database keeps its journal: SQLite's mode, or the name of a server."""
    with reading(database) as connection:
        return store.journal_mode(connection)


ERROR_BEAT = "error"
"""The name under which the loop notes that a job failed; it is no sign of life."""
SILENCE = timedelta(hours=24)
"""How much working time may pass with something to send and nothing that a provider took over."""


@dataclass(frozen=True)
class Silence:
    """Nothing was delivered although messages were due: since when, how long on working days, and the last success
    (None: there never was one)."""

    since: datetime
    lasted: timedelta
    last_ok_at: datetime | None

    @property
    def is_alarming(self) -> bool:
        """True once it has lasted 24 working hours."""
        return self.lasted >= SILENCE


def silence(database: Database, *, at: datetime) -> Silence | None:
    """How long it has been silent at ``at``; None if nothing was due since the last message that went."""
    at = require_aware(at)
    with reading(database) as connection:
        last_ok_at = correspondence.last_ok_at(connection)
        since = correspondence.first_due_at(connection, after=last_ok_at, at=at)
        calendar = open_book(connection).calendar
    if since is None:
        return None
    return Silence(since, working_time(calendar, since, end=at, zone=OFFICE), last_ok_at)


@dataclass(frozen=True)
class Stopped:
    """A channel that waits: since when, why (phone numbers masked), when it is tried again (None: by an operator)."""

    channel: str
    stopped_at: datetime
    reason: str
    probe_at: datetime | None


def stopped_channels(database: Database) -> tuple[Stopped, ...]:
    """Channels that wait, by name."""
    with reading(database) as connection:
        found = message_store.stopped_channels(connection)
    return tuple(
        Stopped(name, row.stopped_at, hushed(row.reason, channel=name, address=""), row.probe_at)
        for name, row in sorted(found.items())
    )


@dataclass(frozen=True)
class ChannelFigure:
    """What a channel has to send at an instant, and when a provider last took a message over (None: not lately)."""

    waiting: int
    last_ok_at: datetime | None


def channel_figures(database: Database, *, at: datetime) -> dict[str, ChannelFigure]:
    """By channel; those of which there is nothing to say are left out. Looks at the newest messages only, so that a
    page may ask."""
    with reading(database) as connection:
        waiting = correspondence.waiting_by_channel(connection, at=require_aware(at))
        last = correspondence.last_ok_by_channel(connection)
    return {name: ChannelFigure(waiting.get(name, 0), last.get(name)) for name in waiting.keys() | last.keys()}


@dataclass(frozen=True)
class LoopFigures:
    """When a job of the loop last ran to its end, and the earliest instant at which anything is to happen."""

    beat_at: datetime | None
    next_at: datetime | None


def loop_figures(database: Database) -> LoopFigures:
    """How far the loop has come: a few look-ups."""
    with reading(database) as connection:
        beats = system_store.beats(connection)
        next_at = min(next_instants(connection).values(), default=None)
    return LoopFigures(max((row.beat_at for name, row in beats.items() if name != ERROR_BEAT), default=None), next_at)


def count_unknown(database: Database) -> int:
    """How many messages there are of which nobody knows whether they arrived."""
    with reading(database) as connection:
        return sum(row.messages for row in message_store.counts(connection) if row.state == MessageState.UNKNOWN)
