"""Buckets, denominators and figures: pure sums against plain loops."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import Timeliness
from engine.tallies import COUNT_COLUMNS, Bucket, Counts, Denominator, aggregate, bucket, rates

numbers = st.integers(-1000, 1000)
counts = st.builds(Counts, **dict.fromkeys(COUNT_COLUMNS, numbers))
values = st.integers(-100, 100)
rows = st.lists(st.dictionaries(st.sampled_from(["a", "b"]), values), max_size=8)


@given(one=counts, other=counts)
def test_counts_add_and_subtract_column_by_column_for_any_counts(one: Counts, other: Counts) -> None:
    assert astuple(one + other) == tuple(a + b for a, b in zip(astuple(one), astuple(other), strict=True))
    assert one + other - other == one
    assert (one + other).assigned == one.assigned + other.assigned


def test_columns_are_the_buckets() -> None:
    assert set(COUNT_COLUMNS) == set(Bucket)


COUNTS = Counts(6, 2, 5, 4, 3, 2, 1)


def test_every_share_names_what_it_is_a_share_of() -> None:
    assert (COUNTS.assigned, COUNTS.completed, COUNTS.due) == (23, 11, 12)
    for denominator, whole in ((Denominator.DUE, 12), (Denominator.ASSIGNED, 23), (Denominator.COMPLETED, 11)):
        found = rates(COUNTS, denominator)
        assert {name: (rate.part, rate.whole, rate.denominator) for name, rate in found.items()} == {
            "done_on_time": (6, whole, denominator),
            "done_late": (2, whole, denominator),
            "open_overdue": (4, whole, denominator),
        }


def test_share_is_never_capped_and_none_of_nothing() -> None:
    assert rates(COUNTS, Denominator.DUE)["done_on_time"].percent == 50.0
    assert rates(Counts(open_overdue=3, undated_done=2), Denominator.COMPLETED)["open_overdue"].percent == 150.0
    assert rates(Counts(open_within=3), Denominator.DUE)["done_on_time"].percent is None


@pytest.mark.parametrize("is_done", [False, True])
def test_excused_work_is_counted_apart(is_done: bool) -> None:
    assert bucket(Timeliness.EXCUSED, is_done=is_done) is Bucket.EXCUSED


@given(rows=rows)
def test_sum_and_mean_agree_with_a_plain_loop_for_any_rows(rows: list[dict[str, float]]) -> None:
    present = [row["a"] for row in rows if "a" in row]
    assert aggregate("sum", rows, key="a") == (sum(present) if present else None)
    assert aggregate("mean", rows, key="a") == (round(sum(present) / len(present), 4) if present else None)


@given(rows=rows)
def test_weighted_mean_and_ratio_agree_with_a_plain_loop_for_any_rows(rows: list[dict[str, float]]) -> None:
    above = below = product = 0.0
    for row in rows:
        if "a" in row and "b" in row:
            above, below, product = above + row["a"], below + row["b"], product + row["a"] * row["b"]
    assert aggregate("mean", rows, key="a", other="b") == (round(product / below, 4) if below else None)
    assert aggregate("ratio", rows, key="a", other="b") == (round(100 * above / below, 4) if below else None)


def test_ratio_without_a_denominator_is_none() -> None:
    assert aggregate("ratio", [{"a": 3}], key="a") is None


def test_yes_is_counted_and_fractions_are_kept() -> None:
    assert aggregate("count_yes", [{"a": 1}, {"a": 0}, {"a": 1}, {}], key="a") == 2
    assert aggregate("sum", [{"a": 0.1}, {"a": 0.2}], key="a") == 0.3
