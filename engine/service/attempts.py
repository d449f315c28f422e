"""Limits on trying: counted in the database, so that they hold for all processes and survive a restart."""

from datetime import UTC, datetime, timedelta

from engine.clock import require_aware
from engine.errors import TooManyAttempts
from engine.history import digest
from engine.store import attempts as store
from engine.store.database import Database, reading, writing

_KEPT = timedelta(days=2)
_LINKS_KEPT = timedelta(days=30)
_SESSIONS_KEPT = timedelta(days=90)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def count_attempt(database: Database, what: str, *, who: str, limit: int, window: timedelta, at: datetime) -> None:
    """Count a try of ``who`` (an address, kept as a hash only) within the window of ``at``; windows lie end to end.

    Raises TooManyAttempts(until) for every one after ``limit``; those write nothing. The first of a window sweeps away
    what has grown old.
    """
    at = require_aware(at)
    window_at = at - (at - _BEGINNING) % window
    until, known = window_at + window, digest(what, who)
    with reading(database) as connection:
        if store.counted_so_far(connection, what, who=known, window_at=window_at) >= limit:
            raise TooManyAttempts(until=until)
    with writing(database) as connection:
        number = store.count(connection, what, who=known, window_at=window_at)
    if number > limit:
        raise TooManyAttempts(until=until)
    if number == 1:
        sweep_attempts(database, at=at)


def forget_attempts(database: Database, what: str, *, who: str) -> None:
    """Let somebody begin again: the try was a right one, or an operator says so."""
    with writing(database) as connection:
        store.forget(connection, what, who=digest(what, who))


def sweep_attempts(database: Database, *, at: datetime) -> int:
    """Take out counters of two days ago, links that ended a month ago, sessions that ended three months ago."""
    at = require_aware(at)
    limits = {"links_before": at - _LINKS_KEPT, "sessions_before": at - _SESSIONS_KEPT}
    with writing(database) as connection:
        return store.sweep(connection, before=at - _KEPT, **limits)
