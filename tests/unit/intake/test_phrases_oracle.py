"""Phrases as clerks write them, each with the rule that a careful reader takes from it. Issued on 10/10/2023."""

import unicodedata
from datetime import date

import pytest

from engine.deadlines import (
    Before,
    By,
    Linked,
    NoDeadline,
    OnDemand,
    Recurring,
    Rule,
    SchoolPeriod,
    Window,
    Within,
)
from engine.errors import PhraseNotUnderstood
from intake.phrases import read_phrase

ISSUED_ON = date(2023, 10, 10)


def day(text: str) -> date:
    return date.fromisoformat(text)


def whole(first: str, last: str | None) -> Window:
    return Window(day(first), day(last) if last else None)


QUARTER_ENDS = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY="
ORACLE: list[tuple[str, Rule]] = [
    # fixed days
    ("trước ngày 30/10/2023", Before(day("2023-10-30"))),
    ("Trước ngày  02/4/2024", Before(day("2024-04-02"))),
    ("TRƯỚC NGÀY 30/10/2023", Before(day("2023-10-30"))),
    ("trước 30-10-2023", Before(day("2023-10-30"))),
    ("trước ngày 30.10.2023", Before(day("2023-10-30"))),
    ("trước ngày 30 / 10 / 2023", Before(day("2023-10-30"))),
    ("trước ngày 30 tháng 10 năm 2023", Before(day("2023-10-30"))),
    ("hoàn thành trước ngày 30/10/2023.", Before(day("2023-10-30"))),
    ("trước ngày 30/10", Before(day("2023-10-30"))),
    ("trước ngày 05/3", Before(day("2024-03-05"))),
    ("trước 16 giờ ngày 30/10/2023", Before(day("2023-10-30"), 16)),
    ("trước 16h ngày 30/10/2023", Before(day("2023-10-30"), 16)),
    ("trước 16h30 ngày 30/10/2023", Before(day("2023-10-30"), 16, 30)),
    ("trước 16:30 ngày 30/10/2023", Before(day("2023-10-30"), 16, 30)),
    ("trước 17 giờ 00 phút ngày 30/10/2023", Before(day("2023-10-30"), 17)),
    ("trước 17 giờ 00 phút, ngày 30/10/2023", Before(day("2023-10-30"), 17)),
    ("trước 5 giờ chiều ngày 30/10/2023", Before(day("2023-10-30"), 17)),
    ("trước ngày 30/10/2023, 16h00", Before(day("2023-10-30"), 16)),
    ("trước thứ Hai, ngày 30/10/2023", Before(day("2023-10-30"))),
    ("chậm nhất ngày 30/10/2023", By(day("2023-10-30"))),
    ("chậm nhất là ngày 30/10/2023", By(day("2023-10-30"))),
    ("chậm nhất vào ngày 30/10/2023", By(day("2023-10-30"))),
    ("chậm nhất đến hết ngày 30/10/2023", By(day("2023-10-30"))),
    ("Chậm nhất 16 giờ ngày 05/12/2023", By(day("2023-12-05"), 16)),
    ("muộn nhất ngày 30/10/2023", By(day("2023-10-30"))),
    ("đến hết ngày 30/10/2023", By(day("2023-10-30"))),
    ("hết ngày 30/10/2023", By(day("2023-10-30"))),
    ("không quá ngày 30/10/2023", By(day("2023-10-30"))),
    ("không muộn hơn ngày 30/10/2023", By(day("2023-10-30"))),
    ("hạn cuối: 30/10/2023", By(day("2023-10-30"))),
    ("hạn chót là ngày 30/10/2023", By(day("2023-10-30"))),
    ("thời hạn: trước ngày 30/10/2023", Before(day("2023-10-30"))),
    ("thời hạn đến ngày 30/10/2023", By(day("2023-10-30"))),
    ("trong ngày 30/10/2023", By(day("2023-10-30"))),
    ("ngày 30/10/2023", By(day("2023-10-30"))),
    ("báo cáo kết quả về Phòng GDĐT trước ngày 30/10/2023 (qua văn thư)", Before(day("2023-10-30"))),
    ("Theo Công văn số 12 ngày 01/9/2023, gửi báo cáo trước ngày 30/10/2023", Before(day("2023-10-30"))),
    ("số liệu tính đến ngày 31/5/2024, gửi trước ngày 15/6/2024", Before(day("2024-06-15"))),
    ("từ ngày 10/5/2024 đến ngày 20/5/2024", whole("2024-05-10", "2024-05-20")),
    ("từ ngày 10/5 đến hết ngày 20/5/2024", whole("2024-05-10", "2024-05-20")),
    ("từ ngày 10 đến ngày 20/5/2024", whole("2024-05-10", "2024-05-20")),
    ("từ ngày 10 đến ngày 20 tháng 5 năm 2024", whole("2024-05-10", "2024-05-20")),
    ("từ 20/12 đến 10/01/2024", whole("2023-12-20", "2024-01-10")),
    ("10-20/5/2024", whole("2024-05-10", "2024-05-20")),
    ("từ ngày 01/11/2023", whole("2023-11-01", None)),
    ("sau ngày 01/11/2023", whole("2023-11-02", None)),
    # months, quarters, years
    ("trước tháng 5/2024", Before(day("2024-05-01"))),
    ("trước tháng 5 năm 2024", Before(day("2024-05-01"))),
    ("trong tháng 5/2024", whole("2024-05-01", "2024-05-31")),
    ("tháng 02/2024", whole("2024-02-01", "2024-02-29")),
    ("trong tháng 5", whole("2024-05-01", "2024-05-31")),
    ("đến hết tháng 5/2024", By(day("2024-05-31"))),
    ("chậm nhất tháng 5/2024", By(day("2024-05-31"))),
    ("đầu tháng 5/2024", By(day("2024-05-01"))),
    ("giữa tháng 5/2024", By(day("2024-05-15"))),
    ("cuối tháng 5/2024", By(day("2024-05-31"))),
    ("đầu năm 2024", By(day("2024-01-01"))),
    ("giữa năm 2024", By(day("2024-06-30"))),
    ("cuối năm 2024", By(day("2024-12-31"))),
    ("cuối năm", By(day("2023-12-31"))),
    ("cuối tháng", By(day("2023-10-31"))),
    ("từ tháng 10 đến tháng 12 năm 2024", whole("2024-10-01", "2024-12-31")),
    ("từ tháng 10/2024 đến tháng 3/2025", whole("2024-10-01", "2025-03-31")),
    ("từ tháng 9 đến tháng 5/2025", whole("2024-09-01", "2025-05-31")),
    ("quý III/2024", whole("2024-07-01", "2024-09-30")),
    ("quý 3 năm 2024", whole("2024-07-01", "2024-09-30")),
    ("trước quý IV/2024", Before(day("2024-10-01"))),
    ("hết quý I/2024", By(day("2024-03-31"))),
    ("từ quý I đến quý III/2024", whole("2024-01-01", "2024-09-30")),
    ("6 tháng đầu năm 2024", whole("2024-01-01", "2024-06-30")),
    ("6 tháng cuối năm 2024", whole("2024-07-01", "2024-12-31")),
    ("năm 2025", whole("2025-01-01", "2025-12-31")),
    ("vào năm 2025", whole("2025-01-01", "2025-12-31")),
    ("đến hết năm 2025", By(day("2025-12-31"))),
    ("trước năm 2025", Before(day("2025-01-01"))),
    ("giai đoạn 2021-2025", whole("2021-01-01", "2025-12-31")),
    ("Giai đoạn 1 (2024 - 2027)", whole("2024-01-01", "2027-12-31")),
    ("Từ năm 2021 đến năm 2023", whole("2021-01-01", "2023-12-31")),
    # school years
    ("Năm học 2023-2024", SchoolPeriod(2023, 2024)),
    ("trong năm học 2023 – 2024", SchoolPeriod(2023, 2024)),
    ("cuối năm học 2023-2024", SchoolPeriod(2023, 2024)),
    ("trong năm học", SchoolPeriod(2023, 2024)),
    ("học kỳ I năm học 2023-2024", SchoolPeriod(2023, 2024, "semester_1")),
    ("học kì 2 năm học 2023-2024", SchoolPeriod(2023, 2024, "semester_2")),
    ("cuối học kỳ I", SchoolPeriod(2023, 2024, "semester_1")),
    ("từ năm học 2021-2022 đến năm học 2024-2025", SchoolPeriod(2021, 2025)),
    ("từ năm học 2024 - 2025", whole("2024-09-01", None)),
    # counted
    ("trong 5 ngày kể từ ngày ký", Within(5, "day")),
    ("trong vòng 07 ngày kể từ ngày ban hành", Within(7, "day")),
    ("trong thời hạn 05 (năm) ngày làm việc kể từ ngày nhận được văn bản này", Within(5, "working_day", "received")),
    ("trong vòng năm (05) ngày làm việc, kể từ ngày nhận được", Within(5, "working_day", "received")),
    ("10 ngày làm việc kể từ ngày ký ban hành", Within(10, "working_day")),
    ("sau 3 ngày kể từ ngày nhận được Công văn này", Within(3, "day", "received")),
    ("trong 2 tuần kể từ ngày ký", Within(2, "week")),
    ("trong vòng một tháng kể từ ngày ban hành kế hoạch", Within(1, "month")),
    ("trong 01 năm kể từ ngày ban hành", Within(1, "year")),
    ("trong vòng 24 giờ kể từ khi nhận được", Within(24, "hour", "received")),
    ("chậm nhất 3 ngày sau khi kết thúc Hội thi", Within(3, "day", "event:kết thúc Hội thi")),
    ("trong 10 ngày kể từ ngày 01/11/2023", Within(10, "day", "event:2023-11-01")),
    ("trong vòng 15 ngày", Within(15, "day")),
    # repeated
    ("hằng tháng", Recurring("FREQ=MONTHLY;BYMONTHDAY=31")),
    ("hàng tháng (trước ngày 25)", Recurring("FREQ=MONTHLY;BYMONTHDAY=25", "before")),
    ("hằng tháng vào ngày 25", Recurring("FREQ=MONTHLY;BYMONTHDAY=25")),
    ("ngày 25 hằng tháng", Recurring("FREQ=MONTHLY;BYMONTHDAY=25")),
    ("trước ngày 05 hằng tháng", Recurring("FREQ=MONTHLY;BYMONTHDAY=5", "before")),
    ("từ ngày 20 đến ngày 25 hằng tháng", Recurring("FREQ=MONTHLY;BYMONTHDAY=25")),
    ("cuối mỗi tháng", Recurring("FREQ=MONTHLY;BYMONTHDAY=31")),
    ("ngày làm việc cuối cùng hằng tháng", Recurring("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")),
    (
        "hàng tháng trong năm học",
        Recurring("FREQ=MONTHLY;BYMONTH=9,10,11,12,1,2,3,4,5;BYMONTHDAY=31"),
    ),
    ("thứ Sáu hằng tuần", Recurring("FREQ=WEEKLY;BYDAY=FR")),
    ("định kỳ ngày 20 tháng cuối quý", Recurring(QUARTER_ENDS + "20")),
    ("hằng quý", Recurring(QUARTER_ENDS + "31")),
    ("hằng quý (trước ngày 15 của tháng cuối quý)", Recurring(QUARTER_ENDS + "15", "before")),
    ("6 tháng", Recurring("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31")),
    ("định kỳ 6 tháng một lần", Recurring("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31")),
    ("định kỳ 03 tháng/lần", Recurring(QUARTER_ENDS + "31")),
    ("02 lần/năm", Recurring("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31")),
    ("mỗi năm hai lần", Recurring("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31")),
    ("02 lần/năm (trước ngày 30/6 và 31/12)", Recurring("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31", "before")),
    ("2 lần/tháng", Recurring("FREQ=MONTHLY;BYMONTHDAY=15,31")),
    ("1 lần/quý", Recurring(QUARTER_ENDS + "31")),
    ("02 lần/năm học", Recurring("FREQ=YEARLY", frame="semester")),
    ("hằng năm", Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")),
    ("hằng năm (trước ngày 10/12)", Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10", "before")),
    ("trước ngày 10 tháng 12 hằng năm", Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10", "before")),
    ("tháng 5 hằng năm", Recurring("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31")),
    (
        "hằng năm, giai đoạn 2021-2025",
        Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", start=day("2021-01-01"), until=day("2025-12-31")),
    ),
    ("mỗi năm học", Recurring("FREQ=YEARLY", frame="school_year")),
    ("từng năm học", Recurring("FREQ=YEARLY", frame="school_year")),
    ("cuối năm học", Recurring("FREQ=YEARLY", frame="school_year")),
    ("cuối mỗi học kỳ", Recurring("FREQ=YEARLY", frame="semester")),
    (
        "theo từng năm học (*cùng thời điểm báo cáo tổng kết năm học*)",
        Recurring("FREQ=YEARLY", frame="school_year"),
    ),
    ("trước ngày 10/5 và 10/11 hằng năm", Recurring("FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=10", "before")),
    ("trước tháng 5 hằng năm", Recurring("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "before")),
    ("quý IV hằng năm", Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")),
    ("giữa năm hằng năm", Recurring("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30")),
    ("hằng năm từ năm 2024", Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", start=day("2024-01-01"))),
    ("hằng năm học, trước ngày 25/5", Recurring("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=25", "before")),
    ("hằng tuần", Recurring("FREQ=WEEKLY;BYDAY=FR")),
    ("Chủ nhật hằng tuần", Recurring("FREQ=WEEKLY;BYDAY=SU")),
    ("trước thứ 6 hằng tuần", Recurring("FREQ=WEEKLY;BYDAY=FR", "before")),
    ("2 lần/tuần", Recurring("FREQ=WEEKLY;BYDAY=TU,FR")),
    ("3 lần/quý", Recurring("FREQ=MONTHLY;BYMONTHDAY=31")),
    ("3 lần/năm học", Recurring("FREQ=YEARLY;BYMONTH=11,2,5;BYMONTHDAY=31")),
    ("01 tháng/lần", Recurring("FREQ=MONTHLY;BYMONTHDAY=31")),
    ("12 tháng một lần", Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")),
    ("ngày 05 tháng đầu quý", Recurring("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5")),
    ("hằng tháng, quý, năm", Recurring("FREQ=MONTHLY;BYMONTHDAY=31")),
    (
        "hằng tháng từ ngày 01/01/2024 đến ngày 31/12/2024",
        Recurring("FREQ=MONTHLY;BYMONTHDAY=31", start=day("2024-01-01"), until=day("2024-12-31")),
    ),
    ("Báo cáo hằng quý gửi trước ngày 30/10/2023", Before(day("2023-10-30"))),
    ("trước học kỳ II năm học 2023-2024", Before(day("2024-01-16"))),
    ("đầu năm học 2024-2025", By(day("2024-09-01"))),
    ("sau tháng 5/2024", whole("2024-06-01", None)),
    ("từ tháng 5/2024", whole("2024-05-01", None)),
    ("đến năm 2030", By(day("2030-12-31"))),
    ("trước cuối năm 2024", Before(day("2024-12-31"))),
    ("quý IV", whole("2023-10-01", "2023-12-31")),
    ("9 tháng đầu năm", whole("2023-01-01", "2023-09-30")),
    # the rest
    ("cùng thời điểm báo cáo tổng kết năm học", Linked("")),
    ("cùng với báo cáo sơ kết", Linked("")),
    ("báo cáo đột xuất", OnDemand()),
    ("khi có yêu cầu", OnDemand()),
    ("thường xuyên", NoDeadline()),
    ("kịp thời", NoDeadline()),
    ("ngay", NoDeadline()),
    ("tiếp tục", NoDeadline()),
    ("sau khi tiếp thu chương trình tập huấn của Bộ GDĐT", Window(None, None)),
    ("trong hè và trong năm học", Window(None, None)),
]

REFUSED: list[tuple[str, str]] = [
    ("", "empty"),
    ("  ", "empty"),
    ("a" * 2000, "too_long"),
    ("Phòng Giáo dục và Đào tạo", "not_a_deadline"),
    ("trước ngày 31/2/2024", "no_such_date"),
    ("trước ngày 29/2/2023", "no_such_date"),
    ("trước ngày 31/2", "no_such_date"),
    ("trước ngày 30/13/2023", "no_such_month"),
    ("trước tháng 13/2024", "no_such_month"),
    ("quý 5/2024", "no_such_month"),
    ("trước 24 giờ ngày 30/10/2023", "no_such_time"),
    ("trước 25 giờ ngày 30/10/2023", "no_such_time"),
    ("trước 16h75 ngày 30/10/2023", "no_such_time"),
    ("trước ngày 30/10/0203", "year_out_of_range"),
    ("trước ngày 30/10/9999", "year_out_of_range"),
    ("chậm nhất 3 ngày trước ngày 30/10/2023", "counted_backwards"),
    ("không trước ngày 30/10/2023", "not_before"),
    ("trước ngày 30/10/2023 hoặc trước ngày 15/11/2023", "several_dates"),
    ("từ ngày 20/5/2024 đến ngày 10/5/2024", "window_reversed"),
    ("giữa năm học 2023-2024", "not_a_deadline"),
    ("giữa 6 tháng đầu năm 2024", "not_a_deadline"),
    ("học kỳ III năm học 2023-2024", "no_such_month"),
    ("hằng năm tháng 15", "no_such_month"),
    ("thứ 9 hằng tuần", "no_such_date"),
    ("5 tháng một lần", "count_out_of_range"),
    ("năm học 2023-2025", "school_year_not_consecutive"),
    ("trước 16 giờ ngày 25 hằng tháng", "time_in_recurrence"),
    ("ngày 32 hằng tháng", "no_such_date"),
    ("40 lần/năm", "count_out_of_range"),
    ("trong 0 ngày kể từ ngày ký", "count_out_of_range"),
    ("hằng năm trước ngày 15/6 và ngày 20/12", "several_dates"),
]


@pytest.mark.parametrize(("text", "rule"), ORACLE)
def test_phrase_reads_as_the_careful_reader_would(text: str, rule: Rule) -> None:
    assert read_phrase(text, issued_on=ISSUED_ON).rule == rule


@pytest.mark.parametrize(("text", "rule"), ORACLE)
def test_phrase_reads_the_same_in_every_typing(text: str, rule: Rule) -> None:
    loose = unicodedata.normalize("NFD", text).replace(" ", "  ") + " "
    assert read_phrase(loose, issued_on=ISSUED_ON).rule == rule
    assert read_phrase(text.replace(" ", " "), issued_on=ISSUED_ON).rule == rule


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_phrase_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(PhraseNotUnderstood) as caught:
        read_phrase(text, issued_on=ISSUED_ON)
    assert caught.value.values["reason"] == reason


@pytest.mark.parametrize(
    "text", ["trước ngày 30/10", "trong tháng 5", "quý III", "cuối năm", "trong năm học", "6 tháng đầu năm"]
)
def test_phrase_without_year_is_refused_when_nothing_tells_the_year(text: str) -> None:
    with pytest.raises(PhraseNotUnderstood) as caught:
        read_phrase(text)
    assert caught.value.values["reason"] == "year_missing"


def test_phrase_takes_its_year_from_the_period_when_issue_is_not_dated() -> None:
    period = (day("2024-09-01"), day("2025-05-31"))
    assert read_phrase("trước ngày 15/01", period=period).rule == Before(day("2025-01-15"))
    assert read_phrase("trong năm học", period=period).rule == SchoolPeriod(2024, 2025)
    assert read_phrase("02 lần/năm", period=period).rule == Recurring("FREQ=YEARLY", frame="semester")


@pytest.mark.parametrize(
    ("text", "certainty", "notes"),
    [
        ("trước ngày 30/10/2023", "sure", ()),
        ("báo cáo về Phòng GDĐT trước ngày 30/10/2023", "likely", ("other_words",)),
        ("trước ngày 30/10", "likely", ("year_assumed",)),
        ("trước ngày 30/9/2023", "doubtful", ("before_issue",)),
        ("tháng 9/2023", "doubtful", ("before_issue",)),
        ("trong vòng 5 ngày", "likely", ("anchor_assumed",)),
        ("hằng tháng", "likely", ("default_end",)),
        ("2 lần/tháng", "likely", ("evenly_spread",)),
        ("trước ngày 05 tháng sau hằng tháng", "sure", ("next_month",)),
        ("hằng quý, 6 tháng", "likely", ("default_end", "several_frequencies")),
        ("hằng quý và đột xuất khi có yêu cầu", "likely", ("default_end", "also_on_demand", "other_words")),
        ("cuối tháng 5/2024", "likely", ("point_of_period",)),
        ("đến năm 2030", "doubtful", ("goal_year",)),
        ("sau khi tập huấn", "doubtful", ("unresolved",)),
        ("cùng thời điểm Báo cáo tổng kết", "sure", ("linked_to:Báo cáo tổng kết",)),
    ],
)
def test_reading_says_how_sure_it_is(text: str, certainty: str, notes: tuple[str, ...]) -> None:
    reading = read_phrase(text, issued_on=ISSUED_ON)
    assert (reading.certainty, reading.notes, reading.quote) == (certainty, notes, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("trước ngay 30/10/2023", "not_a_deadline"),
        ("truoc ngay 30/10/2023", "not_a_deadline"),
        ("trước khai giảng năm học", "not_a_deadline"),
        ("chậm nhất ngày 30/10/2023 và ngày 15/11/2023", "several_dates"),
        ("tháng 10, 11, 12/2023", "several_dates"),
        ("quý I, II năm 2024", "several_dates"),
    ],
)
def test_phrase_whose_date_would_be_passed_over_is_refused(text: str, reason: str) -> None:
    with pytest.raises(PhraseNotUnderstood) as refused:
        read_phrase(text, issued_on=date(2023, 10, 10))
    assert refused.value.values["reason"] == reason
