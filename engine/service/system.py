"""Heartbeats, the runner's lock row, seals of the day, and what stands still."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from engine.clock import require_aware
from engine.errors import HistoryBroken, NotFound, RunnerBusy
from engine.history import first_break, genesis, link, seal
from engine.store import directives as directive_store
from engine.store import messages as message_store
from engine.store import obligations as obligation_store
from engine.store import system as store
from engine.store import tallies as tally_store
from engine.store import working_calendar as calendar_store
from engine.store.agenda import next_instants
from engine.store.database import Connection, Database, Row, reading, writing
from engine.workdays import DayException

RUNNER = "runner"
RUNNER_LEASE = timedelta(seconds=60)
_AT_ONCE = 1_000


def beat(database: Database, name: str, *, at: datetime, detail: dict[str, Any] | None = None) -> None:
    """Note that a job ran to its end."""
    with writing(database) as connection:
        store.beat(connection, name, at=require_aware(at), detail=detail or {})


def last_beat(database: Database, name: str) -> dict[str, Any] | None:
    """What a job said when it last ran to its end; None before its first time."""
    with reading(database) as connection:
        row = store.beats(connection).get(name)
    return None if row is None else dict(row.detail)


def last_beat_at(database: Database, name: str) -> datetime | None:
    """When a job last ran to its end; None before its first time."""
    with reading(database) as connection:
        row = store.beats(connection).get(name)
    return None if row is None else row.beat_at


def hold_runner(database: Database, *, holder: str, at: datetime, lease: timedelta = RUNNER_LEASE) -> None:
    """Take or renew the runner's lock row; RunnerBusy if another holds it still."""
    with writing(database) as connection:
        held = store.take_lease(connection, RUNNER, holder=holder, at=at, until=at + lease)
    if held is not None:
        raise RunnerBusy(holder=held.holder, until=held.expires_at.isoformat(timespec="seconds"))


def drop_runner(database: Database, *, holder: str) -> bool:
    """Give the lock row up, one's own or that of a process known to be dead."""
    with writing(database) as connection:
        return store.drop_lease(connection, RUNNER, holder=holder)


@dataclass(frozen=True)
class Health:
    """What the doctor asks of the database at an instant."""

    beats: dict[str, datetime]
    runner: str | None
    is_sweep_behind: bool
    next_obligation_at: datetime | None
    set_aside: tuple[tuple[int, str], ...]
    stopped_series: tuple[tuple[int, str], ...]
    stopped_channels: dict[str, str]
    stuck_messages: int
    pending_deltas: int
    calendar_years: dict[int, str] = field(default_factory=dict)


def health(database: Database, *, at: datetime, patience: timedelta = timedelta(minutes=10)) -> Health:
    """How the loop stands: what has not been looked at, what was set aside, which channels wait."""
    at = require_aware(at)
    with reading(database) as connection:
        runner = store.lease(connection, RUNNER)
        return Health(
            beats={name: row.beat_at for name, row in store.beats(connection).items()},
            runner=runner.holder if runner is not None and runner.expires_at > at else None,
            is_sweep_behind=obligation_store.has_due(connection, at=at - patience),
            next_obligation_at=next_instants(connection).get("obligation_at"),
            set_aside=tuple((row.id, row.set_aside_reason) for row in obligation_store.rows_set_aside(connection)),
            stopped_series=tuple(
                (row.task_id, row.stopped_reason) for row in directive_store.stopped_series(connection)
            ),
            stopped_channels={name: row.reason for name, row in message_store.stopped_channels(connection).items()},
            stuck_messages=message_store.stuck(connection, since=at - patience),
            pending_deltas=tally_store.pending_deltas(connection),
            calendar_years={year: str(status) for year, status in calendar_store.load(connection).years.items()},
        )


def next_instant(database: Database, *, after: datetime | None = None) -> datetime | None:
    """When anything is to happen next (later than ``after``): an occurrence, an obligation, a waiting notice, a
    message."""
    with reading(database) as connection:
        return min(next_instants(connection, after=after).values(), default=None)


def resume_channel(database: Database, channel: str) -> bool:
    """Let a stopped channel go on; False if it was not stopped."""
    with writing(database) as connection:
        return message_store.start_channel(connection, channel)


def retry_set_aside(database: Database, *, at: datetime) -> int:
    """Let the next sweep look once more at the rows set aside and the series stopped; gives how many."""
    with writing(database) as connection:
        resumed = directive_store.resume_series(connection)
        return resumed + obligation_store.put_back(connection, at=require_aware(at))


def seed_calendar(database: Database, days: Iterable[DayException], *, years: dict[int, Any]) -> None:
    """Lay the seed of the working calendar under what an operator has edited."""
    with writing(database) as connection:
        calendar_store.seed(connection, days, years=years)


def has_calendar(database: Database) -> bool:
    """True once a calendar was seeded."""
    with reading(database) as connection:
        return not calendar_store.is_empty(connection)


def seal_day(database: Database, *, on: date) -> int:
    """Seal the chain heads of every directive once a day; gives how many seals were made."""
    made = 0
    with reading(database) as connection:
        directives = directive_store.all_directives(connection)
    for directive in directives:
        with reading(database) as connection:
            last = obligation_store.daily_seal(connection, directive.id, on=on)
            if last is not None and last.sealed_on == on:
                continue
            heads = [(row.id, _head(row)) for row in _chains(connection, directive.id)]
        with writing(database) as connection:
            obligation_store.insert_daily_seal(
                connection, directive_id=directive.id, on=on, hashed=seal(heads), count=len(heads)
            )
        made += 1
    return made


def _chains(connection: Connection, directive_id: int) -> Iterable[Row[Any]]:
    after = 0
    while True:
        rows = obligation_store.chains(connection, directive_id, after=after, limit=_AT_ONCE)
        if not rows:
            return
        yield from rows
        after = rows[-1].id


def _genesis(row: Row[Any]) -> str:
    return genesis(row.seal, task=row.task_key, unit=row.unit_id, occurrence=row.occurrence)


def _head(row: Row[Any]) -> str:
    return row.history_head or _genesis(row)


def check_chains(database: Database, directive_id: int | None = None) -> int:
    """Follow every history from its genesis to the stored head; gives how many obligations were checked.

    Raises HistoryBroken at the first entry that was changed, left out or added behind the program's back.
    """
    checked = 0
    with reading(database) as connection:
        directives = [row.id for row in directive_store.all_directives(connection)]
        if directive_id is not None and directive_id not in directives:
            raise NotFound(what="directive", key=directive_id)
        for one in directives if directive_id is None else [directive_id]:
            rows = list(_chains(connection, one))
            for i in range(0, len(rows), _AT_ONCE):
                part = rows[i : i + _AT_ONCE]
                found = obligation_store.histories(connection, [row.id for row in part])
                for row in part:
                    _check_chain(row, found.get(row.id, []))
            checked += len(rows)
    return checked


def _check_chain(row: Row[Any], entries: list[Any]) -> None:
    broken = first_break(_genesis(row), entries)
    if broken is not None:
        raise HistoryBroken(id=row.id, seq=broken)
    head = _genesis(row)
    for entry, _ in entries:
        head = link(head, entry)
    if len(entries) != row.history_length or head != _head(row):
        raise HistoryBroken(id=row.id, seq=len(entries) + 1)
