"""The table and the glance: words say what the bar shows, the cells are those of the official table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.service.tallies import Line, RollUp
from engine.tallies import Counts, Figure
from reports.official_table import official_table
from web.i18n import speech
from web.presenters.tables import TableView, standing, table_view

VI = speech("vi")
numbers = st.integers(0, 10**6)
some_counts = st.builds(Counts, *([numbers] * 7))


def view(*counts: Counts, figures: tuple[Figure, ...] = ()) -> TableView:
    """A table of some units; the first line is the node's own work."""
    lines = tuple(Line(n, f"U{n}", f"Đơn vị {n}", "truong", c, is_own=n == 1) for n, c in enumerate(counts, 1))
    roll_up = RollUp(1, "1", "2023-10-05", "Phòng", "", "Phòng", None, None, lines, sum(counts, Counts()), figures)
    return table_view(official_table(roll_up, words=VI.words), link=lambda unit: f"/u/{unit}", speech=VI)


@pytest.mark.parametrize(
    ("counts", "words", "tone"),
    [
        (Counts(), "chưa giao phần việc nào", "plain"),
        (Counts(done_on_time=1, undated_done=1), "2/2 xong", "good"),
        (Counts(done_late=1, excused=1), "1/2 xong, 1 được miễn", "good"),
        (Counts(done_on_time=1, open_within=1), "1/2 xong", "calm"),
        (Counts(open_overdue=1200, done_on_time=1), "1/1.201 xong, 1.200 quá hạn", "bad"),
    ],
)
def test_standing_says_in_words_what_the_bar_shows(counts: Counts, words: str, tone: str) -> None:
    found = standing(counts, speech=VI)
    assert (found.words, found.tone, bool(found.segments)) == (words, tone, bool(counts.assigned))


def test_units_below_are_links_and_own_work_is_not() -> None:
    found = view(Counts(open_within=1), Counts(open_overdue=1))
    assert [(line.name, line.link, line.note) for line in found.lines] == [
        ("Đơn vị 1", "", "phần việc của chính đơn vị"),
        ("Đơn vị 2", "/u/2", ""),
    ]
    assert found.total.link == ""


def test_figures_carry_their_coverage() -> None:
    figure = Figure("so", "Số trẻ", "sum", 1234, 2, 3)
    assert view(Counts(), figures=(figure,)).figures == ("Số trẻ (tổng): 1 234 – 2/3 đơn vị",)


@given(st.lists(some_counts, min_size=1, max_size=5))
def test_cells_add_up_to_the_total_for_any_counts(counts: list[Counts]) -> None:
    found = view(*counts)
    shown = sum(not heading.startswith("Tỷ lệ") for heading in found.headings)
    for column in range(shown):
        cells = [int(line.cells[column].text.replace(".", "")) for line in found.lines]
        assert sum(cells) == int(found.total.cells[column].text.replace(".", ""))
    assert all(cell.heading == heading for cell, heading in zip(found.total.cells, found.headings, strict=True))
