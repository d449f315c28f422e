"""Tables of rules: pdfplumber, which finds them in its own way, is the judge."""

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from intake.reading.grids import grids
from intake.reading.pdf_rules import Rule

NEAR = 3
SPANS = st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 5), st.integers(1, 5))


def drawn(span: tuple[bool, int, int, int]) -> Rule:
    """A rule on squared paper."""
    is_level, at, start, length = span
    return Rule(is_level, 20.0 * at, 20.0 * start, 20.0 * (start + length))


def edge(rule: Rule) -> dict[str, object]:
    """A rule as pdfplumber calls it, which measures from the top."""
    span = rule.end - rule.start
    if rule.is_level:
        return {
            "orientation": "h",
            "x0": rule.start,
            "x1": rule.end,
            "top": -rule.at,
            "bottom": -rule.at,
            "width": span,
        }
    return {"orientation": "v", "x0": rule.at, "x1": rule.at, "top": -rule.end, "bottom": -rule.start, "height": span}


@given(st.lists(SPANS, max_size=24))
def test_tables_are_those_of_pdfplumber_for_any_rules(spans: list[tuple[bool, int, int, int]]) -> None:
    rules = [drawn(span) for span in spans]
    edges = merge_edges([edge(rule) for rule in rules], NEAR, NEAR, NEAR, NEAR)
    judged = cells_to_tables(intersections_to_cells(edges_to_intersections(edges, NEAR, NEAR)))
    found = [
        [(box.left, -box.top, box.right, -box.bottom) for row in grid.rows for box in row if box]
        for grid in grids(rules)
    ]
    assert sorted(map(sorted, found)) == sorted(sorted(cells) for cells in judged)
