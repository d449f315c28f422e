"""Days, times of day and months inside a phrase, and the words that stand before them."""

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from engine.errors import BadRule
from engine.rules import FIRST_YEAR, LAST_YEAR
from intake.phrases.text import Phrase

Lead = Literal["before", "by", "until", "from", "after", "in"]

DAY: Final = r"(?<![\d/.\-])\d{1,2}/\d{1,2}(?:/\d{4}|/\d{2})?(?![\d/])"
MONTH: Final = r"(?<![\d/.\-])(?:tháng \d{1,2}(?:/\d{4})?|\d{1,2}/\d{4})(?![\d/]| ?lần)"
TIME: Final = r"(?<!\d)(\d{1,2}) ?(?:giờ\b|[hg](?![^\W\d_])|:) ?(\d{1,2})?(?: ?(?:phút|ph|p)\b)?(?: ?(sáng|chiều|tối))?"

# Between two 29 February lie at most eight years.
_LEAP_GAP: Final = 10
_JOINTS: Final = r"(?:[ :,]+(?:là|vào|đến|hết|lúc|ngày|trong|thời điểm|mốc|hạn|cuối cùng|nộp|gửi|báo cáo))*[ :,]*$"
_LEADS: Final[tuple[tuple[Lead | None, re.Pattern[str]], ...]] = (
    (None, re.compile(rf"\b(?:không|chưa) (?:được )?trước{_JOINTS}")),
    # "3 ngày trước ngày X" counts backwards and is refused elsewhere.
    ("before", re.compile(rf"\btrước{_JOINTS}")),
    (None, re.compile(r"\b(?:tính|chốt|cập nhật|có|số liệu) (?:đến|tới)(?: hết)?(?: ngày)?[ :,]*$")),
    (
        "by",
        re.compile(
            rf"\b(?:chậm nhất|muộn nhất|hạn cuối|hạn chót|thời hạn|hạn|đến hết|tới hết|hết|không quá|không muộn hơn"
            rf"|không chậm hơn|trễ nhất|deadline){_JOINTS}"
        ),
    ),
    ("until", re.compile(r"\b(?:đến|tới|cho đến)(?: ngày| thời điểm| cuối)?[ :,]*$")),
    ("after", re.compile(r"\bsau(?: khi| ngày| hết)*[ :,]*$")),
    ("from", re.compile(r"\b(?:từ|kể từ|tính từ|bắt đầu)(?: ngày| từ| thời điểm)*[ :,]*$")),
    ("in", re.compile(r"\b(?:trong|vào|vào lúc)(?: ngày| lúc| các)*[ :,]*$")),
)


def lead_before(folded: str, position: int) -> Lead | None:
    """What the words just before ``position`` make of the date there; None if they say nothing about a deadline."""
    prefix = folded[max(0, position - 60) : position]
    return next((lead for lead, pattern in _LEADS if pattern.search(prefix)), None)


def make_day(year: int, month: int, *, day: int) -> date:
    """The date; raise BadRule with a reason where the calendar has none or no directive can mean it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRule(reason="year_out_of_range")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadRule(reason="no_such_date" if 1 <= month <= 12 else "no_such_month") from error


def read_day(text: str, phrase: Phrase, *, like: date | None = None) -> date:
    """The day written dd/mm, dd/mm/yy or dd/mm/yyyy. Without a year: the last such day up to ``like``, else the first
    one on or after the document's date."""
    day, month, *rest = (int(part) for part in text.split("/"))
    if rest:
        return make_day(rest[0] if rest[0] > 99 else 2000 + rest[0], month, day=day)
    make_day(2000, month, day=day)
    latest, earliest = like, phrase.earliest
    if latest is not None:
        years = range(latest.year, latest.year - _LEAP_GAP, -1)
        return next(on for on in _days(years, month, day=day) if on <= latest)
    if earliest is None:
        raise BadRule(reason="year_missing")
    years = range(earliest.year, earliest.year + _LEAP_GAP)
    return next(on for on in _days(years, month, day=day) if on >= earliest)


def _days(years: range, month: int, *, day: int) -> Iterator[date]:
    return (date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year))


def read_time(hour: str, minute: str | None, *, half: str | None) -> tuple[int, int]:
    """Hour and minute of a clock time; "chiều" and "tối" are after noon."""
    hours = int(hour) + (12 if half in ("chiều", "tối") and int(hour) < 12 else 0)
    minutes = int(minute or 0)
    if hours > 23 or minutes > 59:
        raise BadRule(reason="no_such_time")
    return hours, minutes
