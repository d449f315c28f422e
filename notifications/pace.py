"""A limit of messages a minute, kept by waiting: no burst, no busy loop."""

from collections.abc import Awaitable, Callable


class Pace:
    """Gives out evenly spaced turns, shared by all connections of a channel.

    ``per_minute`` None: no limit. ``seconds`` reads a monotonic clock, ``wait`` sleeps for so many seconds.
    """

    def __init__(
        self, per_minute: float | None, *, seconds: Callable[[], float], wait: Callable[[float], Awaitable[None]]
    ) -> None:
        self._interval = 60 / per_minute if per_minute else 0.0
        self._seconds = seconds
        self._wait = wait
        self._free_at = seconds()

    @property
    def is_limited(self) -> bool:
        """True if a turn may have to be waited for."""
        return self._interval > 0

    async def turn(self) -> None:
        """Wait for the next turn and take it."""
        now = self._seconds()
        mine = max(now, self._free_at)
        self._free_at = mine + self._interval
        if mine > now:
            await self._wait(mine - now)
