"""The embedded runner as a process whose clock starts where a test says: python -m tests.support.running INSTANT."""

import sys
from datetime import datetime, timedelta
from time import monotonic

from config.bootstrap import open_office
from engine.clock import require_aware
from flows.runner import run_forever


class StartedClock:
    """A clock that is set once and then goes on by itself."""

    def __init__(self, at: datetime) -> None:
        self._at = require_aware(at)
        self._since = monotonic()

    def now(self) -> datetime:
        """The instant it was set to, and what has passed since."""
        return self._at + timedelta(seconds=monotonic() - self._since)


if __name__ == "__main__":
    run_forever(open_office(clock=StartedClock(datetime.fromisoformat(sys.argv[1]))))
