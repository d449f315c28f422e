"""Buckets: so many at once, then as fast as they fill; one name never takes from another."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from web.api.limits import MOST_BUCKETS, Buckets, Rate

AT = datetime(2024, 1, 1, tzinfo=UTC)


def test_bucket_lets_a_burst_through_and_then_says_how_long_to_wait() -> None:
    buckets = Buckets(Rate(burst=3, per_second=2))
    assert [buckets.take("a", at=AT) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b", at=AT) == 0
    assert buckets.take("a", at=AT + timedelta(seconds=0.5)) == 0


def test_clock_that_goes_back_takes_nothing_away() -> None:
    buckets = Buckets(Rate(burst=2, per_second=1))
    buckets.take("a", at=AT)
    assert buckets.take("a", at=AT - timedelta(hours=1)) == 0


def test_memory_is_bounded() -> None:
    buckets = Buckets(Rate(burst=1, per_second=0.001))
    for number in range(MOST_BUCKETS + 1):
        buckets.take(str(number), at=AT)
    assert buckets.take("0", at=AT) == 0
    assert buckets.take(str(MOST_BUCKETS), at=AT) > 0


@given(gaps=st.lists(st.floats(0, 5), max_size=60))
def test_no_more_go_through_than_burst_and_rate_allow_for_any_times(gaps: list[float]) -> None:
    rate, at, through = Rate(burst=4, per_second=1.5), AT, 0
    buckets = Buckets(rate)
    for gap in gaps:
        at += timedelta(seconds=gap)
        through += buckets.take("a", at=at) == 0
    assert through <= rate.burst + rate.per_second * (at - AT).total_seconds() + 1e-6
