"""How quickly the time of a demo passes: so many of its seconds to one of ours, with pauses and leaps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Condition
from time import monotonic

from engine.clock import SetClock, require_aware

_LONGEST = 2.0
"""Seconds of ours that one step takes account of at most: after slow work the clock goes on, it does not catch up."""


@dataclass(frozen=True)
class State:
    """``at``: how far time has come; ``goal``: where a leap ends, None when there is none; ``speed``: a factor."""

    at: datetime
    goal: datetime | None
    speed: float
    is_paused: bool


class Pace:
    """Sets goals for the one thread that lets time pass on ``clock``; pages steer it from any thread."""

    def __init__(self, clock: SetClock, *, speed: float, stopwatch: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._speed = speed
        self._stopwatch = stopwatch
        self._since = stopwatch()
        self._is_paused = False
        self._is_over = False
        self._goal: datetime | None = None
        self._changed = Condition()

    @property
    def is_over(self) -> bool:
        """True once it was told to end."""
        return self._is_over

    def state(self) -> State:
        """How it stands."""
        with self._changed:
            return State(self._clock.now(), self._goal, self._speed, self._is_paused)

    def pause(self) -> None:
        """Stop the clock; a leap is finished."""
        with self._changed:
            self._is_paused = True

    def run(self, *, speed: float | None = None) -> None:
        """Let the clock go on, at another speed if one is given."""
        with self._changed:
            self._speed = self._speed if speed is None else speed
            self._is_paused, self._since = False, self._stopwatch()
            self._changed.notify_all()

    def leap(self, by: timedelta) -> None:
        """Go ahead as quickly as the machine can, from where one is or from where the last leap ends."""
        self.leap_to((self._goal or self._clock.now()) + by)

    def leap_to(self, at: datetime) -> None:
        """The same, to an instant."""
        with self._changed:
            self._goal = require_aware(at)
            self._changed.notify_all()

    def end(self) -> None:
        """Let no more time pass. Takes no lock: a signal may interrupt whoever holds it."""
        self._is_over = True

    def let_go(self) -> None:
        """Wake those who wait for the end of a leap that will not come."""
        self.end()
        with self._changed:
            self._changed.notify_all()

    def landed(self, *, within: float) -> bool:
        """Wait for the end of the leap; False if that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._goal is None or self._is_over, timeout=within)

    def next_goal(self, *, patience: float) -> datetime | None:
        """Until when time is to pass now; None if it stands still, after waiting ``patience`` seconds."""
        with self._changed:
            if self._goal is None:
                self._changed.wait_for(lambda: self._goal is not None or self._is_over, timeout=patience)
            elapsed, self._since = min(self._stopwatch() - self._since, _LONGEST), self._stopwatch()
            if self._is_over or (self._is_paused and self._goal is None):
                return None
            return self._goal or self._clock.now() + timedelta(seconds=elapsed * self._speed)

    def reached(self, at: datetime) -> None:
        """Time has passed until ``at``."""
        with self._changed:
            if self._goal is not None and at >= self._goal:
                self._goal = None
            self._since = self._stopwatch()
            self._changed.notify_all()
