"""How the time of a demo passes: by its speed, in leaps, or not at all."""

from datetime import UTC, datetime, timedelta
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from config.pace import Pace
from engine.clock import SetClock

BEGUN = datetime(2023, 10, 10, 1, tzinfo=UTC)
HOUR = 3600.0


class Stopwatch:
    """Seconds as a test says."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def made(speed: float = HOUR) -> tuple[Pace, SetClock, Stopwatch]:
    clock, stopwatch = SetClock(BEGUN), Stopwatch()
    return Pace(clock, speed=speed, stopwatch=stopwatch), clock, stopwatch


def test_pace_goes_by_its_speed() -> None:
    pace, _, stopwatch = made()
    stopwatch.seconds = 0.5
    assert pace.next_goal(patience=0) == BEGUN + timedelta(minutes=30)


def test_pace_does_not_catch_up_after_slow_work() -> None:
    pace, clock, stopwatch = made()
    stopwatch.seconds = 0.5
    goal = pace.next_goal(patience=0)
    assert goal is not None
    clock.set(goal)
    stopwatch.seconds = 90
    pace.reached(goal)
    stopwatch.seconds = 90.5
    assert pace.next_goal(patience=0) == BEGUN + timedelta(hours=1)


def test_pace_stands_while_paused_and_goes_on_from_there() -> None:
    pace, _, stopwatch = made()
    pace.pause()
    stopwatch.seconds = 1
    assert pace.next_goal(patience=0) is None
    stopwatch.seconds = 60
    pace.run(speed=60)
    stopwatch.seconds = 61
    assert pace.next_goal(patience=0) == BEGUN + timedelta(minutes=1)


def test_leap_is_finished_while_paused_and_frees_those_who_wait() -> None:
    pace, clock, _ = made()
    pace.pause()
    pace.leap(timedelta(days=30))
    waiting = Thread(target=pace.landed, kwargs={"within": 30})
    waiting.start()
    assert not pace.landed(within=0)
    goal = pace.next_goal(patience=0)
    assert goal == pace.state().goal == BEGUN + timedelta(days=30)
    clock.set(goal)
    pace.reached(goal)
    waiting.join(5)
    assert not waiting.is_alive()
    assert pace.landed(within=0)
    assert pace.state().goal is None


def test_leaps_add_up() -> None:
    pace, _, _ = made()
    pace.leap(timedelta(days=1))
    pace.leap(timedelta(days=7))
    assert pace.next_goal(patience=0) == BEGUN + timedelta(days=8)


def test_end_lets_go_of_those_who_wait() -> None:
    pace, _, _ = made()
    pace.leap(timedelta(days=1))
    waiting = Thread(target=pace.landed, kwargs={"within": 30})
    waiting.start()
    pace.let_go()
    waiting.join(5)
    assert not waiting.is_alive()
    assert pace.next_goal(patience=0) is None


@given(st.lists(st.floats(0, 100), max_size=20))
def test_time_never_goes_back_for_any_sequence_of_rounds(waits: list[float]) -> None:
    pace, clock, stopwatch = made()
    for wait in waits:
        stopwatch.seconds += wait
        goal = pace.next_goal(patience=0)
        assert goal is not None
        assert goal >= clock.now()
        clock.set(goal)
        pace.reached(goal)
