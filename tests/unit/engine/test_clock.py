"""The clock gives aware instants in UTC, and takes no others."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.clock import SetClock, SystemClock, require_aware
from engine.errors import NaiveInstant

NOON = datetime(2023, 10, 10, 12, tzinfo=timezone(timedelta(hours=7)))


def test_set_clock_stands_where_it_was_set() -> None:
    clock = SetClock(NOON)
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC
    clock.set(NOON + timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=1)


def test_system_clock_is_aware_and_does_not_run_backwards() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_instant_without_a_zone_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    for refuse in (require_aware, SetClock, SetClock(NOON).set):
        with pytest.raises(NaiveInstant, match="2023-10-10T12:00:00"):
            refuse(naive)
