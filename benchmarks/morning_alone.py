"""Digests of a morning, written and handed to a sink: python -m benchmarks.morning_alone URL FOLDER PER_MINUTE.

The waiting between two messages is skipped: the clock of the loop jumps over it, and the office goes by that clock.
"""

from __future__ import annotations

import asyncio
import json
import selectors
import sys
from array import array
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from benchmarks import country
from benchmarks.measuring import peak_mb
from engine.outbox import Outcome, OutcomeClass, Outgoing
from engine.service.digest import compose
from engine.service.outbox import DatabaseOutbox
from notifications.delivery import Letterhead, Route, deliver
from notifications.mail import Rendered

MORNING = datetime(2026, 2, 24, 7, 30, tzinfo=country.ZONE)
"""Seven working days before FIRST_DUE, at the hour of the digest."""
HEAD = Letterhead(office="Bộ phận theo dõi, đôn đốc", base_url="https://dondoc.example.vn")


class SkippingLoop(asyncio.SelectorEventLoop):
    """A loop that never waits: its clock jumps to the next instant at which there is something to do."""

    def __init__(self) -> None:
        self._skipping = _SkippingSelector()
        super().__init__(self._skipping)

    def time(self) -> float:
        """Seconds, those skipped among them."""
        return super().time() + self._skipping.skipped


class _SkippingSelector(selectors.DefaultSelector):
    skipped = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is not None and timeout > 0:
            self.skipped += timeout
            timeout = 0
        return super().select(timeout)


class LoopClock:
    """The office's clock: MORNING when it is made, then as the loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._since = loop.time()

    def now(self) -> datetime:
        """The instant."""
        return MORNING + timedelta(seconds=self._loop.time() - self._since)


class Sink:
    """Takes every message, and keeps nothing but the loop's seconds at which each came."""

    kind = "email"

    def __init__(self, arrivals: array[float]) -> None:
        self._arrivals = arrivals

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Note that it came."""
        del outgoing, rendered
        self._arrivals.append(asyncio.get_running_loop().time())
        return Outcome(OutcomeClass.OK, "kept")


def most_a_minute(arrivals: array[float]) -> int:
    """The most messages that came within any sixty seconds."""
    most = first = 0
    for last, at in enumerate(arrivals):
        while arrivals[first] < at - 60:
            first += 1
        most = max(most, last - first + 1)
    return most


def main() -> None:
    """Open, compose, deliver, print."""
    office = country.office(sys.argv[1], Path(sys.argv[2]))
    database, policies, per_minute = office.database, office.policies, float(sys.argv[3])
    before = peak_mb()
    started = perf_counter()
    made = compose(database, at=MORNING, policies=policies, mail_domain="example.vn")
    composed_at, composed_mb = perf_counter(), peak_mb()
    arrivals: array[float] = array("d")
    loop = SkippingLoop()
    route = Route("email", lambda: Sink(arrivals), per_minute=per_minute)
    outbox = DatabaseOutbox(database, policies=policies)
    loop.run_until_complete(deliver(outbox, [route], clock=LoopClock(loop), worker="benchmark", letterhead=HEAD))
    loop.close()
    found = {
        "composed": sum(made.messages.values()),
        "handed": len(arrivals),
        "compose_seconds": composed_at - started,
        "deliver_seconds": perf_counter() - composed_at,
        "minutes": (arrivals[-1] - arrivals[0]) / 60,
        "most_a_minute": most_a_minute(arrivals),
        "before_mb": before,
        "composed_mb": composed_mb,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
