"""Recurrences in words."""

import pytest

from reports.recurring import recurrence_said
from reports.wording import words


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;BYMONTH=9,10;BYMONTHDAY=31", "hằng tháng, ngày cuối tháng, tháng 9, 10"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15,31", "3 tháng một lần, ngày 15, ngày cuối tháng"),
        ("FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ Sáu"),
    ],
)
def test_a_recurrence_is_said_in_words(rule: str, said: str) -> None:
    assert recurrence_said(rule, words("vi").say) == said


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY;COUNT=3"])
def test_a_recurrence_without_words_is_shown_as_written(rule: str) -> None:
    assert recurrence_said(rule, words("vi").say) == rule
