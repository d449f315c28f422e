"""The limit of messages a minute."""

import asyncio

import pytest

from notifications.pace import Pace


class Hours:
    """A monotonic clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def seconds(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def create_pace(hours: Hours, per_minute: float | None) -> Pace:
    return Pace(per_minute, seconds=hours.seconds, wait=hours.wait)


async def test_pace_spaces_turns_evenly() -> None:
    hours = Hours()
    pace = create_pace(hours, 20)
    for _ in range(4):
        await pace.turn()
    assert hours.waits == [3, 3, 3]
    assert pace.is_limited


async def test_pace_does_not_save_up_turns_when_nothing_was_sent() -> None:
    hours = Hours()
    pace = create_pace(hours, 60)
    await pace.turn()
    hours.now += 600
    await pace.turn()
    await pace.turn()
    assert hours.waits == [1]


async def test_pace_never_waits_when_there_is_no_limit() -> None:
    hours = Hours()
    pace = create_pace(hours, None)
    await pace.turn()
    await pace.turn()
    assert hours.waits == []
    assert not pace.is_limited


async def test_pace_gives_two_connections_different_turns() -> None:
    taken: list[float] = []

    async def note(seconds: float) -> None:
        taken.append(seconds)

    pace = Pace(60, seconds=lambda: 0.0, wait=note)
    await asyncio.gather(pace.turn(), pace.turn(), pace.turn())
    assert taken == pytest.approx([1, 2])
