"""Laws of the finder: any text is read quickly, quotes are verbatim, a due date is written in its quote."""

import re
import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PhraseNotUnderstood
from intake.drafting.times import FoundTime, TimeContext, find_times, is_time_span
from intake.gold_deadlines import rule_from_gold
from intake.phrases import read_phrase

PIECES = [
    *("trước ngày", "chậm nhất", "đến hết ngày", "trong vòng", "kể từ", "ngày ký", "hằng", "mỗi", "tháng", "quý"),
    *("năm", "năm học", "học kỳ", "tuần", "lần", "ngày làm việc", "giờ", "cuối", "đầu", "từ", "đến", "giai đoạn"),
    *("cùng thời điểm", "báo cáo", "khi có yêu cầu", "sau khi", "16h30", "25", "31/2", "30/10", "30/10/2023", "II"),
    *("2021-2025", "0", "99999", "05 (năm)", "(", ")", "-", "/", "một", "12/2024", "hè", "“", "”", "số 12/KH-UBND"),
    *("tổ chức", "gửi", "đã", "số liệu", "phấn đấu", ".", ";", ":", ",", "…", "*", "ngày", "3O/l0/2024", "đợt 1:"),
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
CONTEXTS = st.builds(
    TimeContext,
    issued_on=st.none() | st.dates(),
    issued_month=st.none() | st.tuples(st.integers(-5, 10_000), st.integers(0, 13)),
    period=st.none() | st.tuples(st.dates(), st.dates()).map(lambda days: (min(days), max(days))),
    where=st.sampled_from(["clause", "heading", "column"]),
    task=st.sampled_from(["", "Tập huấn", "Báo cáo"]),
)


@given(text=TEXTS, context=CONTEXTS)
def test_times_are_found_apart_and_in_order_for_any_text(text: str, context: TimeContext) -> None:
    found = find_times(text, context)
    assert found == find_times(text, context)
    ends = [0, *(each.end for each in found)]
    assert all(end <= each.start < each.end for end, each in zip(ends, found, strict=False))
    assert all(each.deadline.quote == text[each.start : each.end] for each in found)
    assert all(each.deadline.quote == each.deadline.quote.strip() for each in found)


@given(text=TEXTS, context=CONTEXTS)
def test_time_has_exactly_one_form_for_any_text(text: str, context: TimeContext) -> None:
    for each in find_times(text, context):
        forms = (each.deadline.due, each.deadline.recurrence, each.deadline.window)
        assert sum(form is not None for form in forms) == 1
        start, end = each.deadline.window or (None, None)
        assert start is None or end is None or start <= end


@given(text=TEXTS, context=CONTEXTS)
def test_heading_is_read_or_not_for_any_text(text: str, context: TimeContext) -> None:
    span = is_time_span(text, context)
    assert span is None or span.is_inherited


def _days_said(found: FoundTime) -> set[tuple[int, int]]:
    """Day and month of every date in the quote, whatever stands between the numbers."""
    pairs = re.findall(r"(\d{1,2})\D{1,8}(?=(\d{1,2}))", found.deadline.quote.replace("O", "0").replace("l", "1"))
    return {(int(day), int(month)) for day, month in pairs}


@given(text=TEXTS, context=CONTEXTS)
def test_due_day_stands_in_its_quote_for_any_text(text: str, context: TimeContext) -> None:
    for each in find_times(text, context):
        if each.deadline.due is None or each.deadline.how not in ("day_before", "day_by", "day_bare", "day_in_column"):
            continue
        due = date.fromisoformat(each.deadline.due[:10])
        said = due + timedelta(days=each.deadline.how == "day_before" and "T" not in each.deadline.due)
        if "cùng ngày" not in each.deadline.quote:
            assert (said.day, said.month) in _days_said(each)


@given(on=DAYS, separator=st.sampled_from("/-."), lead=st.sampled_from(["trước", "chậm nhất"]))
def test_written_day_is_the_due_day_for_any_date(on: date, separator: str, lead: str) -> None:
    text = f"Gửi báo cáo về Phòng {lead} ngày {on.day:02}{separator}{on.month}{separator}{on.year} để tổng hợp."
    due = on - timedelta(days=lead == "trước")
    assert [each.deadline.due for each in find_times(text, TimeContext())] == [due.isoformat()]


@given(on=DAYS)
def test_decomposed_letters_change_no_time_for_any_date(on: date) -> None:
    text = f"Nộp hồ sơ chậm nhất ngày {on.day} tháng {on.month} năm {on.year}, gửi cùng báo cáo quý."
    apart = unicodedata.normalize("NFD", text)
    found = find_times(apart, TimeContext())
    assert [each.deadline.due for each in found] == [on.isoformat()]
    assert found[0].deadline.quote == apart[found[0].start : found[0].end]


@given(on=DAYS, lead=st.sampled_from(["trước ngày", "chậm nhất là ngày", "đến hết ngày", "trước 16 giờ ngày"]))
def test_plan_reader_takes_the_quote_for_the_same_day_for_any_date(on: date, lead: str) -> None:
    found = find_times(f"Gửi báo cáo {lead} {on.day}/{on.month}/{on.year}.", TimeContext())[0].deadline
    spec = rule_from_gold({"quote": found.quote, "due": found.due})
    assert spec.rule == read_phrase(found.quote).rule


@pytest.mark.parametrize("where", ["clause", "column"])
@pytest.mark.parametrize(
    "piece",
    ["trước ngày 30/10/2024, ", "ngày ", "1/", "a ", "hằng tháng, ", "từ ngày 1/1 đến ", "“", "số 1/KH ", "… ", "\t"],
)
def test_long_line_is_read_in_time(where: str, piece: str) -> None:
    text = piece * (50_000 // len(piece))
    started = time.process_time()
    find_times(text, TimeContext(issued_on=date(2024, 8, 15), where=where))  # type: ignore[arg-type]
    assert time.process_time() - started < 3


def test_unreadable_phrase_is_left_out() -> None:
    with pytest.raises(PhraseNotUnderstood):
        read_phrase("năm học 2024-2026")
    found = find_times("Tổ chức hội thi trong năm học 2024-2026", TimeContext())
    assert [each.deadline.window for each in found] == [(None, None)]
