"""Laws of the phrase reader: any text is read or refused, quickly and always in the same way."""

import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import Before, By, Recurring, Window, Within, rule_from_dict, rule_to_dict
from engine.errors import PhraseNotUnderstood
from intake.phrases import PhraseReading, read_phrase

PIECES = [
    *("trước ngày", "chậm nhất", "đến hết", "trong vòng", "kể từ", "ngày ký", "nhận được", "hằng"),
    *("mỗi", "tháng", "quý", "năm", "năm học", "học kỳ", "tuần", "lần", "ngày làm việc", "giờ", "cuối"),
    *("đầu", "giữa", "từ", "đến", "giai đoạn", "cùng thời điểm", "báo cáo", "khi có yêu cầu", "sau khi"),
    *("16h30", "25", "31/2", "30/10", "30/10/2023", "2021-2025", "III", "0", "99999", "05 (năm)", "("),
    *(")", "-", "/", "một", "hai", "02 lần/năm", "6 tháng", "/", ":", "12/2024", "hè"),
]
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def outcome(text: str, issued_on: date | None) -> PhraseReading | str:
    try:
        return read_phrase(text, issued_on=issued_on)
    except PhraseNotUnderstood as error:
        return str(error.values["reason"])


@given(text=st.text(max_size=700), issued_on=st.none() | st.dates())
def test_phrase_is_read_or_refused_for_any_text(text: str, issued_on: date | None) -> None:
    assert outcome(text, issued_on) == outcome(text, issued_on)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), issued_on=st.none() | st.dates())
def test_phrase_is_read_or_refused_for_any_heap_of_deadline_words(pieces: list[str], issued_on: date | None) -> None:
    text = " ".join(pieces)
    first = outcome(text, issued_on)
    assert outcome(unicodedata.normalize("NFD", text), issued_on) in (first, _with_quote(first, text))
    if isinstance(first, PhraseReading):
        assert rule_from_dict(rule_to_dict(first.rule)) == first.rule


def _with_quote(reading: PhraseReading | str, text: str) -> PhraseReading | str:
    if isinstance(reading, str):
        return reading
    return PhraseReading(reading.rule, unicodedata.normalize("NFD", text).strip(), reading.certainty, reading.notes)


@given(on=DAYS, separator=st.sampled_from("/-."), is_padded=st.booleans())
def test_fixed_day_is_the_written_one_for_any_date(on: date, separator: str, is_padded: bool) -> None:
    width = 2 if is_padded else 1
    written = f"{on.day:0{width}}{separator}{on.month:0{width}}{separator}{on.year}"
    assert read_phrase(f"trước ngày {written}").rule == Before(on)
    assert read_phrase(f"chậm nhất là ngày {written}").rule == By(on)
    assert read_phrase(f"đến hết ngày {on.day} tháng {on.month} năm {on.year}").rule == By(on)


@given(issued_on=DAYS, ahead=st.integers(0, 364))
def test_day_without_year_is_the_next_one_for_any_date_of_issue(issued_on: date, ahead: int) -> None:
    on = issued_on + timedelta(days=ahead)
    if (on.month, on.day) != (2, 29):
        assert read_phrase(f"trước ngày {on.day}/{on.month}", issued_on=issued_on).rule == Before(on)


@given(first=DAYS, last=DAYS)
def test_window_holds_both_days_for_any_range(first: date, last: date) -> None:
    start, end = sorted((first, last))
    text = f"từ ngày {start:%d/%m}/{start.year} đến ngày {end:%d/%m}/{end.year}"
    assert read_phrase(text).rule == Window(start, end)


@given(count=st.integers(1, 100), unit=st.sampled_from(("ngày", "ngày làm việc", "tuần", "tháng", "năm")))
def test_counted_term_keeps_its_number_for_any_count(count: int, unit: str) -> None:
    rule = read_phrase(f"trong vòng {count:02} {unit} kể từ ngày nhận được").rule
    assert isinstance(rule, Within)
    assert (rule.count, rule.anchor) == (count, "received")


@given(day=st.integers(1, 31))
def test_monthly_day_is_kept_for_any_day(day: int) -> None:
    assert read_phrase(f"trước ngày {day} hằng tháng").rule == Recurring(f"FREQ=MONTHLY;BYMONTHDAY={day}", "before")


@pytest.mark.parametrize(
    "piece",
    ["( ", "1 ", "năm ", "trước ", "từ 1 đến ", "1/1", "hằng ", "ngày ", ", ", "1-", "đến hết ", "ký ban hành "],
)
def test_phrase_is_read_in_linear_time_when_a_piece_repeats(piece: str) -> None:
    text = ("trong 5 ngày kể từ " + piece * 600)[:600]
    started = time.perf_counter()
    outcome(text, date(2023, 10, 10))
    outcome(text.replace("trong 5 ngày kể từ", "chậm nhất"), date(2023, 10, 10))
    assert time.perf_counter() - started < 0.5
