"""The only place that asks the time."""

from datetime import UTC, datetime
from typing import Protocol

from engine.errors import NaiveInstant


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it is set: for simulation, the demo and tests."""

    def __init__(self, at: datetime) -> None:
        self._at = require_aware(at)

    def now(self) -> datetime:
        """The instant it was last set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move the clock to ``at``."""
        self._at = require_aware(at)


def require_aware(at: datetime) -> datetime:
    """Give ``at`` back in UTC; raise NaiveInstant if it carries no zone."""
    if at.tzinfo is None:
        raise NaiveInstant(at=at.isoformat())
    return at.astimezone(UTC)
