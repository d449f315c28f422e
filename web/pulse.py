"""Whether the loop goes on: looked up now and then, not for every page."""

from datetime import datetime, timedelta

from config.bootstrap import Office
from engine.service.system import last_beat_at

SILENT = timedelta(minutes=5)
LOOKED_EVERY = timedelta(seconds=10)


class Pulse:
    """The heartbeat of an office's loop, as of some seconds ago at most."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._looked_at: datetime | None = None
        self._beat_at: datetime | None = None

    def still_since(self, at: datetime) -> datetime | None:
        """Since when the loop stands still; None while it goes on, and where it never ran."""
        if self._looked_at is None or abs(at - self._looked_at) >= LOOKED_EVERY:
            self._looked_at, self._beat_at = at, last_beat_at(self._office.database, "heartbeat")
        is_still = self._beat_at is not None and at - self._beat_at >= SILENT
        return self._beat_at if is_still else None
