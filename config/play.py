"""Letting time pass: what the runner would do minute by minute, with the minutes left out in which nothing is due."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.bootstrap import Office
from engine.clock import SetClock, require_aware
from engine.ladders import digest_at
from engine.service.decisions import OFFICE
from engine.service.digest import compose
from engine.service.fallback import fall_back
from engine.service.system import next_instant
from engine.service.tallies import fold
from engine.service.working_calendar import read_calendar
from notifications.delivery import Route, deliver

_MINUTE = timedelta(minutes=1)
_WORKER = "play"


@dataclass(frozen=True)
class Played:
    """How many of the runner's minutes had something to do, and the last of them."""

    ticks: int
    last_at: datetime | None


def play(
    office: Office,
    clock: SetClock,
    *,
    until: datetime,
    on_tick: Callable[[datetime], None] | None = None,
    routes: Sequence[Route] | None = None,
) -> Played:
    """Do at each of the runner's minutes up to and including ``until`` what the runner does, jumping over idle time.

    ``clock`` is the office's own clock and is left at ``until``; ``on_tick`` is called before each minute's work;
    ``routes`` replaces the office's channels.
    """
    until = require_aware(until)
    channels = office.routes() if routes is None else routes
    ticks, last_at = 0, None
    at = _tick_after(office, clock.now(), done_at=None)
    while at is not None and at <= until:
        clock.set(max(at, clock.now()))
        if on_tick is not None:
            on_tick(at)
        _tick(office, clock, routes=channels)
        ticks, last_at = ticks + 1, at
        at = _tick_after(office, clock.now(), done_at=at)
    clock.set(max(until, clock.now()))
    return Played(ticks, last_at)


def _tick(office: Office, clock: SetClock, *, routes: Sequence[Route]) -> None:
    database, at = office.database, clock.now()
    compose(database, at=at, policies=office.policies, mail_domain=office.settings.message_domain)
    while True:
        asyncio.run(deliver(office.outbox, routes, clock=clock, worker=_WORKER, letterhead=office.letterhead))
        # The runner does so a minute later; here that minute may be left out.
        moved = fall_back(database, at=at, policies=office.policies, mail_domain=office.settings.message_domain)
        if not moved.moved:
            break
    fold(database)


def _tick_after(office: Office, now: datetime, *, done_at: datetime | None) -> datetime | None:
    """The next minute with something to do. What is due still after a minute's work waits for the clock: for the next
    thing that becomes due, or for the hour of the digest."""
    instant = next_instant(office.database)
    if instant is None:
        return None
    if done_at is None or instant > done_at:
        return _next_minute(max(instant, now))
    later = next_instant(office.database, after=done_at)
    opening = _next_digest(office, after=done_at)
    return _next_minute(opening if later is None else min(later, opening))


def _next_minute(at: datetime) -> datetime:
    start = at.replace(second=0, microsecond=0)
    return start if start == at else start + _MINUTE


def _next_digest(office: Office, *, after: datetime) -> datetime:
    calendar, policies = read_calendar(office.database), office.policies
    at = digest_at(policies, calendar, at=after, zone=OFFICE)
    while at <= after:
        local = at.astimezone(OFFICE)
        at = digest_at(policies, calendar, at=local + timedelta(days=1), zone=OFFICE)
    return require_aware(at)
