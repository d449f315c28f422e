"""Cursors: what goes into one comes out, and nothing else is taken for one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.service.paging import MOST, cut, from_cursor, to_cursor, within

keys = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=20).filter(lambda text: text.isprintable()),
    st.datetimes(timezones=st.just(UTC)),
)


@given(key=keys)
def test_key_comes_back_for_any_row(key: tuple[int, str, datetime]) -> None:
    assert from_cursor(to_cursor(*key), int, str, datetime) == key


@given(text=st.text(max_size=60))
def test_broken_cursor_is_not_found_for_any_text(text: str) -> None:
    try:
        assert from_cursor(text, int, datetime) is not None
    except NotFound:
        return


@pytest.mark.parametrize(
    "cursor",
    [
        to_cursor(1),
        to_cursor("1", "2"),
        to_cursor(2**63, "2023-10-10T01:00:00+00:00"),
        to_cursor(1, "2023-10-10"),
        "x" * 999,
    ],
)
def test_cursor_of_another_list_is_not_found(cursor: str) -> None:
    with pytest.raises(NotFound):
        from_cursor(cursor, int, datetime)


def test_first_page_has_no_cursor() -> None:
    assert from_cursor(None, int) is None


@pytest.mark.parametrize(("asked", "served"), [(-3, 1), (0, 1), (7, 7), (10**9, MOST)])
def test_limit_is_one_that_can_be_served(asked: int, served: int) -> None:
    assert within(asked) == served


@given(size=st.integers(0, 9), limit=st.integers(1, 9))
def test_page_tells_of_more_only_where_there_is_more_for_any_size(size: int, limit: int) -> None:
    rows = list(range(size))[: limit + 1]
    page = cut(rows, limit=limit, make=str, key=lambda row: (row,))
    assert page.items == tuple(str(row) for row in range(min(size, limit)))
    assert (page.next_cursor is not None) == (size > limit)
