"""The official table: order, totals, denominators, coverage."""

from hypothesis import given
from hypothesis import strategies as st

from engine.service.tallies import Line, RollUp
from engine.tallies import Counts, Denominator, Figure
from reports.official_table import as_json, coverage, figure_value, official_table, percent, used_counts
from reports.wording import words

VI = words("vi")
numbers = st.integers(0, 10**6)
some_counts = st.builds(Counts, *([numbers] * 7))


def rolled_up(*counts: Counts, figures: tuple[Figure, ...] = ()) -> RollUp:
    """A table of some units; the first line is the node's own work."""
    lines = tuple(Line(n, f"U{n}", f"Đơn vị {n}", "truong", c, is_own=n == 1) for n, c in enumerate(counts, 1))
    return RollUp(
        1, "1/KH", "2023-10-05", "Phòng", "Kế hoạch", "Phòng", None, None, lines, sum(counts, Counts()), figures
    )


def test_table_keeps_the_order_of_the_tree_or_puts_the_worst_first() -> None:
    found = rolled_up(Counts(done_on_time=5), Counts(open_overdue=2), Counts(open_overdue=2, done_on_time=8))
    assert [row.code for row in official_table(found, words=VI).rows] == ["U1", "U2", "U3"]
    assert [row.code for row in official_table(found, words=VI, is_worst_first=True).rows] == ["U2", "U3", "U1"]
    assert official_table(found, words=VI).rows[0].note == VI.say("table.own_work")


def test_rates_follow_the_denominator_and_nothing_is_capped() -> None:
    found = rolled_up(Counts(done_on_time=1, done_late=1, open_within=6, open_overdue=2))
    due = official_table(found, words=VI).total.rates["done_on_time"]
    assigned = official_table(found, words=VI, denominator=Denominator.ASSIGNED).total.rates["done_on_time"]
    overdue = official_table(found, words=VI, denominator=Denominator.COMPLETED).total.rates["open_overdue"]
    assert [percent(rate) for rate in (due, assigned, overdue)] == ["25%", "10%", "100%"]
    assert percent(official_table(rolled_up(Counts()), words=VI).total.rates["done_late"]) == "–"


def test_columns_without_content_are_left_out() -> None:
    assert len(used_counts(official_table(rolled_up(Counts(done_on_time=1)), words=VI))) == 5
    shown = used_counts(official_table(rolled_up(Counts(undated_open=1, excused=2)), words=VI))
    assert shown[-2:] == ("undated_open", "excused")


def test_figure_has_its_coverage_and_a_dash_without_a_report() -> None:
    some, none = Figure("so", "Số", "sum", 1234.5, 15, 18), Figure("tl", "Tỷ lệ", "ratio", None, 0, 18)
    assert figure_value(some) == "1 234,5"
    assert coverage(some, words=VI) == "15/18 đơn vị"
    assert figure_value(none) == "–"
    assert as_json(official_table(rolled_up(Counts(), figures=(some,)), words=VI))["figures"][0]["reported"] == 15


@given(st.lists(some_counts, min_size=1, max_size=6), st.sampled_from(Denominator), st.booleans())
def test_rows_add_up_to_the_total_for_any_counts(counts: list[Counts], denominator: Denominator, worst: bool) -> None:
    table = official_table(rolled_up(*counts), words=VI, denominator=denominator, is_worst_first=worst)
    assert sum((row.counts for row in table.rows), Counts()) == table.total.counts
    for row in (*table.rows, table.total):
        assert {rate.denominator for rate in row.rates.values()} == {denominator}
        assert all(0 <= rate.part <= row.counts.assigned for rate in row.rates.values())
