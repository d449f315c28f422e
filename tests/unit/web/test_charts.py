"""The geometry of the charts: parts add up, nothing leaves its box, what is more is never shown smaller."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tallies import Counts
from web.presenters.charts import LAYERS, LEAST, Box, along, bar, ceiling, parts, stacked

numbers = st.integers(0, 1_000_000)
counts = st.builds(Counts, numbers, numbers, numbers, numbers, numbers, numbers, numbers)
DAY = date(2023, 10, 8)
BOX = Box()


def corners(points: str) -> list[tuple[float, float]]:
    """The points of a polygon."""
    return [(float(x), float(y)) for x, y in (point.split(",") for point in points.split())]


def weeks(number: int) -> list[date]:
    return [DAY + timedelta(days=7 * back) for back in range(number)]


@given(counts)
def test_parts_add_up_to_what_was_assigned_for_any_counts(some: Counts) -> None:
    assert tuple(parts(some)) == LAYERS
    assert sum(parts(some).values()) == some.assigned


@given(counts, st.floats(40, 400).map(lambda width: round(width, 2)))
def test_bar_fills_its_width_without_gap_for_any_counts(some: Counts, width: float) -> None:
    segments = bar(some, width=width)
    assert bool(segments) == bool(some.assigned)
    end = 0.0
    for segment in segments:
        assert segment.x == pytest.approx(end, abs=0.001)
        assert segment.width >= LEAST - 0.011
        end = segment.x + segment.width
    assert end == pytest.approx(width if segments else 0.0, abs=0.02)


@given(counts)
def test_greater_part_is_never_narrower_for_any_counts(some: Counts) -> None:
    sizes = parts(some)
    widths = sorted((sizes[segment.name], segment.width) for segment in bar(some))
    assert all(one[1] <= other[1] + 0.02 for one, other in pairwise(widths))


@given(st.lists(counts, min_size=1, max_size=60), st.booleans())
def test_layers_lie_one_on_the_other_within_the_box_for_any_series(series: list[Counts], is_share: bool) -> None:
    chart = stacked(weeks(len(series)), series, box=BOX, is_share=is_share)
    ground = [BOX.ground] * len(series)
    for layer in chart.layers:
        found = corners(layer.points)
        upper, lower = found[: len(series)], found[len(series) :][::-1]
        assert [y for _, y in lower] == pytest.approx(ground, abs=0.02)
        assert all(up <= low for (_, up), (_, low) in zip(upper, lower, strict=True))
        assert all(BOX.left <= x <= BOX.width and BOX.above - 0.01 <= y <= BOX.ground for x, y in found)
        ground = [y for _, y in upper]


@given(st.lists(counts, min_size=1, max_size=10))
def test_shares_reach_the_top_wherever_something_was_assigned_for_any_series(series: list[Counts]) -> None:
    chart = stacked(weeks(len(series)), series, box=BOX, is_share=True)
    if not chart.layers:
        return
    tops = [y for _, y in corners(chart.layers[-1].points)[: len(series)]]
    wanted = [BOX.above if one.assigned else BOX.ground for one in series]
    assert tops == pytest.approx(wanted, abs=0.02)


def test_heights_are_true_to_scale() -> None:
    chart = stacked(weeks(2), [Counts(done_on_time=5), Counts(done_on_time=5, open_overdue=5)], box=BOX)
    room = BOX.ground - BOX.above
    assert [tick.text for tick in chart.heights] == ["0", "5", "10"]
    overdue, done = chart.layers
    assert corners(overdue.points)[:2] == [(BOX.left, BOX.ground), (BOX.width, BOX.ground - room / 2)]
    assert corners(done.points)[:2] == [(BOX.left, BOX.ground - room / 2), (BOX.width, BOX.above)]


@given(st.integers(0, 10**9))
def test_ceiling_is_at_or_above_and_not_far_for_any_number(most: int) -> None:
    found = ceiling(most)
    assert found >= most
    assert found % 2 == 0
    assert found <= max(4, 2 * most)


@given(st.lists(st.dates(date(2000, 1, 1), date(2060, 1, 1)), max_size=20), st.dates(date(2000, 1, 1)))
def test_days_stand_in_order_within_the_line_for_any_days(days: list[date], today: date) -> None:
    marks = along(days, today=today, width=100.0)
    assert [mark.on for mark in marks] == sorted({*days, today})
    assert all(0 <= mark.at <= 100 for mark in marks)
    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)
