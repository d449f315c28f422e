"""Single days, lists and ranges of days in running text; the letter is of 15 August 2024."""

from datetime import date

import pytest

from intake.drafting.times import TimeContext, find_times
from tests.support.times import CONTEXT, quotes_in, times_in

YEAR_2024 = (date(2024, 9, 1), date(2025, 5, 31))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Gửi báo cáo về Phòng trước ngày 25/9/2024.", "2024-09-24"),
        ("gửi trước 25-9-2024", "2024-09-24"),
        ("gửi trước ngày 25.9.2024", "2024-09-24"),
        ("nộp hồ sơ trước ngày 05 tháng 10 năm 2024", "2024-10-04"),
        ("xong trước 15/9/2024", "2024-09-14"),
        ("gửi trước ngày 01/3/2025 (thứ Bảy)", "2025-02-28"),
        # The raised number of a footnote, glued to the year.
        ("nộp hồ sơ trước ngày 15/9/20242 để tổng hợp", "2024-09-14"),
        ("nộp trước ngày 20/10/24", "2024-10-19"),
        ("Gửi trước 16 giờ 00 ngày 25/12/2024 (thứ Tư) để tổng hợp.", "2024-12-25T16:00"),
        ("nộp trước 16h30’ ngày 25/9/2024", "2024-09-25T16:30"),
        ("báo cáo trước 9h00, ngày 23/4/2025", "2025-04-23T09:00"),
        ("gửi trước 17 giờ, thứ Sáu, ngày 20/9/2024", "2024-09-20T17:00"),
        ("gửi trước 3 giờ chiều ngày 20/9/2024", "2024-09-20T15:00"),
        ("gửi trước ngày 20/9/2024 lúc 10 giờ", "2024-09-20T10:00"),
        ("chậm nhất ngày 15/10/2024 gửi về Sở", "2024-10-15"),
        ("chậm nhất là ngày 15/10/2024", "2024-10-15"),
        ("chậm nhất là vào 17h00 ngày 15/10/2024", "2024-10-15T17:00"),
        ("muộn nhất đến hết ngày 15/10/2024", "2024-10-15"),
        ("Hạn cuối: 20/10/2024", "2024-10-20"),
        ("hạn chót nộp hồ sơ: 17 giờ ngày 20/10/2024", "2024-10-20T17:00"),
        ("thời hạn gửi báo cáo: trước ngày 30/10/2024", "2024-10-29"),
        ("Thời hạn nộp bài dự thi về Phòng: ngày 30/10/2024", "2024-10-30"),
        ("Thời gian hoàn thành: 30/10/2024", "2024-10-30"),
        ("đăng ký đến hết ngày 15/9/2024", "2024-09-15"),
        ("thời gian nhận bài đến hết ngày 15/9/2024", "2024-09-15"),
        ("thời gian tuyển bổ sung không quá ngày 31/8/2024", "2024-08-31"),
        ("hoàn thành không muộn hơn ngày 15/9/2024", "2024-09-15"),
        ("Từ nay đến hết ngày 30/9/2024 rà soát toàn bộ đồ chơi ngoài trời", "2024-09-30"),
        ("hoàn thành việc rà soát đến ngày 30/9/2024", "2024-09-30"),
        ("hoàn thành trong ngày 15/9/2024", "2024-09-15"),
        ("lập tổ kiểm tra ngay trong ngày 16/8/2024", "2024-08-16"),
        ("báo cáo Phòng vào ngày 25/5/2025", "2025-05-25"),
        ("gửi về Phòng GDĐT ngày 25/12/2024", "2024-12-25"),
        # Without a year: the first such day on or after the date of the letter.
        ("báo cáo trước ngày 25/12", "2024-12-24"),
        ("hoàn thành trước 30/9", "2024-09-29"),
        ("nộp trước ngày 15/01", "2025-01-14"),
        ("xong trước ngày 15 tháng 9", "2024-09-14"),
        ("gửi để Phòng nhận được trước ngày 20/9/2024", "2024-09-19"),
        ("hạn nộp ngày 20/9/2024", "2024-09-20"),
        ("Thời hạn đăng ký: đến 17h00 ngày 20/9/2024", "2024-09-20T17:00"),
        ("Thời gian đăng ký từ ngày ký đến hết ngày 20/9/2024", "2024-09-20"),
        ("yêu cầu hoàn thành trước 17h00’ thứ Sáu (ngày 20/9/2024)", "2024-09-20T17:00"),
        ("Báo cáo số liệu đầu năm học (thời điểm 30/9/2024) về Phòng chậm nhất 05/10/2024", "2024-10-05"),
        ("gửi trước 15/9/2024, sau thời gian trên đơn vị nào không gửi coi như không có", "2024-09-14"),
        ("Phấn đấu hoàn thành trước ngày 31/12/2024", "2024-12-30"),
        ("tiếp nhận hồ sơ trước ngày 01/9/2024", "2024-08-31"),
        ("Đơn vị nào chưa nộp thì nộp về Phòng trước ngày 24/9/2024", "2024-09-23"),
    ],
)
def test_day_of_a_deadline_is_found(text: str, due: str) -> None:
    assert times_in(text) == [f"due {due}"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("nộp trước ngày 3O/l0/2024", "2024-10-29"),
        ("nộp trước ngày l9/11/2024", "2024-11-18"),
        ("nộp trước ngày 30 /10 / 2024", "2024-10-29"),
        ("nộp trước ngày 30/ 10 /2024", "2024-10-29"),
        ("nộp trước ngày 02 tháng4 năm 2025", "2025-04-01"),
        ("nộp trước ngày 02 tháng4năm 2025", "2025-04-01"),
        ("nộp trước ngày02/4/2025", "2025-04-01"),
        ("nộp hồ sơ dự thi về Ban tổ chức vào ngày 20/9/2024", "2024-09-20"),
        ("nộp trước ngày 02 tháng 4 nărn 2025", "2025-04-01"),
        ("nop truoc ngay 30/10/2024", "2024-10-29"),
        ("nộp trước ngày 31/7/2O25", "2025-07-30"),
        ("cham nhat ngày 15/10/2024", "2024-10-15"),
        ("trước *ngày* **30/10/2024**", "2024-10-29"),
        ("trước 8 giờ 3O phút ngày 30/10/2024", "2024-10-30T08:30"),
    ],
)
def test_day_is_found_in_what_a_scan_makes_of_it(text: str, due: str) -> None:
    assert times_in(text) == [f"due {due}"]


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("báo cáo trước ngày 15/01 và ngày 15/7/2025", ["2025-01-14", "2025-07-14"]),
        ("gửi (Đợt 1: trước ngày 10/10; đợt 2: trước ngày 20/12/2024)", ["2024-10-09", "2024-12-19"]),
        ("báo cáo trước ngày 30/11/2024 (kỳ I) và ngày 30/4/2025 (kỳ II)", ["2024-11-29", "2025-04-29"]),
        ("chậm nhất ngày 10/10/2024, 10/11/2024 và 10/12/2024", ["2024-10-10", "2024-11-10", "2024-12-10"]),
        ("hoàn thành trước 15 giờ ngày 03/10/2024. Riêng xã Hòn Lan trước 09 giờ cùng ngày.",
         ["2024-10-03T15:00", "2024-10-03T09:00"]),
        ("gửi trước ngày 10 tháng 5 (đối với mầm non), trước ngày 20 tháng 5 (đối với tiểu học)",
         ["2025-05-09", "2025-05-19"]),
        ("Gửi kế hoạch trước ngày 20/9/2024; gửi báo cáo trước ngày 20/12/2024.", ["2024-09-19", "2024-12-19"]),
        ("gửi về Phòng trước 30/9 đối với trường tiểu học, 15/10 đối với trường trung học cơ sở",
         ["2024-09-29", "2024-10-14"]),
        ("nộp chậm nhất ngày 30/9/2024 đối với mầm non và ngày 15/10/2024 đối với tiểu học",
         ["2024-09-30", "2024-10-15"]),
        ("báo cáo trước ngày 30/9/2024, đối với các trường ngoài công lập: ngày 05/10/2024",
         ["2024-09-29", "2024-10-04"]),
    ],
)  # fmt: skip
def test_several_days_of_one_phrase_are_found(text: str, dues: list[str]) -> None:
    assert times_in(text) == [f"due {due}" for due in dues]


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Tổ chức Hội nghị tổng kết vào ngày 25/5/2025", "2025-05-25..2025-05-25"),
        ("Thời gian: 7 giờ 30 phút, ngày 20/9/2024", "2024-09-20..2024-09-20"),
        ("8 giờ 00 ngày 15/10/2024 (thứ Ba) tổ chức họp cha mẹ trẻ", "2024-10-15..2024-10-15"),
        ("bốc thăm bài dạy lúc 14 giờ ngày 06/12/2024", "2024-12-06..2024-12-06"),
        ("Cấp huyện: ngày 11/01/2025.", "2025-01-11..2025-01-11"),
        ("Tựu trường ngày 29/8/2024", "2024-08-29..2024-08-29"),
        ("Tổ chức Ngày hội ngày 20/10", "2024-10-20..2024-10-20"),
        ("Ngày 15/10/2024, tổ chức khai mạc Hội thi", "2024-10-15..2024-10-15"),
        ("từ ngày 15/8 đến ngày 30/8/2024 tổ chức tuyển sinh", "2024-08-15..2024-08-30"),
        ("Tập huấn từ 01-15/9/2024", "2024-09-01..2024-09-15"),
        ("từ ngày 01/9/2024 đến hết ngày 31/5/2025 thực hiện", "2024-09-01..2025-05-31"),
        ("Hội thi từ ngày 04 đến ngày 15/11/2024", "2024-11-04..2024-11-15"),
        ("nhận hồ sơ 28/12/2024 - 05/01/2025", "2024-12-28..2025-01-05"),
        ("Thời gian nộp: từ ngày 01/9 đến ngày 15/9/2024", "2024-09-01..2024-09-15"),
        ("từ 7 giờ ngày 10/10/2024 đến 17 giờ ngày 12/10/2024 chấm thi", "2024-10-10..2024-10-12"),
        ("Bắt đầu từ ngày 06/9/2024; kết thúc trước ngày 18/01/2025.", "2024-09-06..2025-01-17"),
        ("Vào ngày 11,12 tháng 3 năm 2025 tổ chức hội thi", "2025-03-11..2025-03-12"),
        ("nộp sáng kiến vào các ngày 02, 03 và 04/12/2024", "2024-12-02..2024-12-04"),
        ("tổ chức trong hai ngày 15 và 16 tháng 10 năm 2024", "2024-10-15..2024-10-16"),
        ("thời gian 02 ngày (20-21/9/2024)", "2024-09-20..2024-09-21"),
        ("trực từ 18h00 ngày 30/8/2024 đến 7h00 ngày 04/9/2024", "2024-08-30..2024-09-04"),
        ("Sáng ngày 20/9/2024, tổ chức họp", "2024-09-20..2024-09-20"),
        ("đại biểu có mặt lúc 7h00 ngày 20/9/2024", "2024-09-20..2024-09-20"),
        ("thực hiện từ ngày 01/10/2024", "2024-10-01.."),
        ("nghỉ học trong 02 ngày (25 và 26 tháng 12 năm 2024)", "2024-12-25..2024-12-26"),
        ("trực từ ngày 15/10/2024 đến ngày bầu cử", "2024-10-15.."),
        ("cho trẻ nghỉ học từ 12 giờ 00 ngày 03/10/2024 cho đến khi có thông báo mới", "2024-10-03.."),
    ],
)
def test_day_of_an_event_is_a_window(text: str, window: str) -> None:
    assert times_in(text) == [window]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("trước ngày …/…/2024 gửi báo cáo", "blank_date"),
        ("gửi trước ngày ….. tháng ….. năm 2024", "blank_date"),
        ("trước ngày    /10/2024 gửi báo cáo", "blank_date"),
        ("trước ngày     tháng 10 năm 2024 gửi báo cáo", "blank_date"),
        ("Tổng kết, trao giải: dự kiến ngày    /01/2025", "blank_date"),
        ("trước ngày ___/___/2024 gửi báo cáo", "blank_date"),
        ("báo cáo trước ngày 31/9/2024", "impossible_date"),
        ("báo cáo trước ngày 30/02/2025", "impossible_date"),
        ("báo cáo trước ngày 15/13/2024", "impossible_date"),
        ("báo cáo trước 25 giờ ngày 15/12/2024", "impossible_date"),
    ],
)
def test_day_that_is_blank_or_impossible_is_flagged_and_gives_no_date(text: str, note: str) -> None:
    assert times_in(text) == ["unresolved"]
    found = find_times(text, CONTEXT)[0].deadline
    assert (found.certainty, found.notes) == ("doubtful", (note,))


def test_day_without_a_year_stays_open_when_the_letter_has_no_date() -> None:
    found = find_times("báo cáo trước ngày 25/12", TimeContext())[0].deadline
    assert (found.window, found.notes) == ((None, None), ("year_missing",))


@pytest.mark.parametrize(
    ("context", "due"),
    [
        (TimeContext(issued_month=(2024, 9)), "2024-12-24"),
        (TimeContext(period=YEAR_2024), "2024-12-24"),
        (TimeContext(issued_on=date(2024, 12, 31)), "2025-12-24"),
        # Not beyond the period where a day within it is meant as well.
        (TimeContext(issued_on=date(2024, 12, 26), period=YEAR_2024), "2024-12-24"),
    ],
)
def test_year_is_supplied_from_what_is_known_of_the_letter(context: TimeContext, due: str) -> None:
    found = find_times("báo cáo trước ngày 25/12", context)[0].deadline
    assert (found.due, found.certainty) == (due, "likely")
    assert "year_assumed" in found.notes


@pytest.mark.parametrize(
    "text",
    [
        "gửi hồ sơ trước ngày 15/10/2024, ngày 20/10/2024 tổ chức chấm",
        "gửi hồ sơ trước ngày 15/10/2024; 20/10/2024 Phòng tổ chức chấm",
    ],
)
def test_day_of_the_event_after_a_deadline_is_no_second_deadline(text: str) -> None:
    assert times_in(text) == ["due 2024-10-14", "2024-10-20..2024-10-20"]


def test_day_before_the_letter_is_kept_and_doubted() -> None:
    found = find_times("báo cáo trước ngày 15/6/2024", CONTEXT)[0].deadline
    assert (found.due, found.certainty, found.notes) == ("2024-06-14", "doubtful", ("before_issue",))


def test_day_long_before_the_letter_is_left_out() -> None:
    assert times_in("cử giáo viên về trường trước ngày 15/6/2019 đi học") == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("gửi về Phòng (qua bộ phận mầm non) trước  ngày 3O/ 10/2024 (thứ Tư) để tổng hợp.",
         "trước  ngày 3O/ 10/2024 (thứ Tư)"),
        ("gửi (chậm nhất ngày 30/10/2024).", "chậm nhất ngày 30/10/2024"),
        ("Thời gian: từ 01/9/2024 đến 15/9/2024;", "từ 01/9/2024 đến 15/9/2024"),
        ("nộp trước *ngày 30/10/2024*", "trước *ngày 30/10/2024"),
    ],
)  # fmt: skip
def test_quote_is_verbatim(text: str, quote: str) -> None:
    assert quotes_in(text) == [quote]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("gửi trước ngày 30/10/2024", "sure"),
        ("gửi trước ngày 30/10", "likely"),
        ("gửi báo cáo vào ngày 30/10/2024", "likely"),
        ("gửi báo cáo ngày 30/10/2024", "doubtful"),
    ],
)
def test_certainty_falls_with_what_is_not_written(text: str, certainty: str) -> None:
    assert find_times(text, CONTEXT)[0].deadline.certainty == certainty
