"""How long an account is locked after wrong tries."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.access import FREE_TRIES, lock_after

DAY = timedelta(days=1)


def test_lock_doubles_with_each_fifth_try_up_to_a_day() -> None:
    minutes = [lock.total_seconds() / 60 for n in range(1, 60) if (lock := lock_after(n))]
    assert minutes[:4] == [15, 30, 60, 120]
    assert minutes[-1] == 1440


@given(st.integers(0, 10**12))
def test_lock_is_never_shorter_for_any_longer_row_of_failures(failures: int) -> None:
    lock, further = lock_after(failures), lock_after(failures + FREE_TRIES)
    if failures < FREE_TRIES:
        assert lock is None
    assert lock is None or (further is not None and lock <= further <= DAY)
