"""Repeated times, and times that a document cannot turn into dates."""

import pytest

from intake.drafting.times import find_times
from tests.support.times import CONTEXT, quotes_in, times_in


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("báo cáo hằng tháng", "monthly"),
        ("Xây dựng kế hoạch truyền thông hàng tháng trong năm học", "monthly"),
        ("báo cáo hàng quý", "quarterly"),
        ("kiểm tra định kỳ hằng quý", "quarterly"),
        ("lập dự toán chi hàng năm", "yearly"),
        ("Hằng năm, các trường rà soát danh mục", "yearly"),
        ("báo cáo theo từng năm học", "school_year"),
        ("báo cáo mỗi năm học", "school_year"),
        ("Rà soát danh sách học sinh vào đầu năm học", "school_year"),
        ("báo cáo kết quả khi kết thúc năm học", "school_year"),
        ("Báo cáo kết quả theo từng năm học và báo cáo tổng kết 5 năm gửi về UBND tỉnh.", "school_year"),
        ("cập nhật dữ liệu hằng tháng", "monthly"),
        ("thống kê hằng quý", "quarterly"),
        ("báo cáo kết quả cùng thời điểm báo cáo tổng kết năm học", "school_year"),
        ("hỗ trợ theo từng học kỳ", "n_per_year 2"),
        ("báo cáo cuối mỗi học kỳ", "n_per_year 2"),
        ("mỗi học kỳ 01 lần", "n_per_year 2"),
        ("Định kỳ cuối Học kỳ 1 và cuối Học kỳ 2, nhà trường báo cáo", "n_per_year 2"),
        ("kiểm tra ít nhất 02 lần/năm", "n_per_year 2"),
        ("kiểm tra ba lần một năm", "n_per_year 3"),
        ("mỗi năm 02 lần", "n_per_year 2"),
        ("04 lần/năm, gửi vào ngày cuối cùng của mỗi quý", "n_per_year 4"),
        ("báo cáo định kỳ 6 tháng", "n_per_year 2"),
        ("báo cáo định kỳ 6 tháng và hằng năm", "n_per_year 2"),
        ("6 tháng/lần", "n_per_year 2"),
        ("3 tháng một lần", "quarterly"),
        ("cân đo trẻ 01 lần/quý", "quarterly"),
        ("01 lần/tháng", "monthly"),
        ("sinh hoạt tổ 02 lần/tháng", "monthly"),
        ("phát sóng 01 kỳ/tháng, bắt đầu từ tháng 9/2024", "monthly"),
        ("báo cáo mỗi tháng một lần vào ngày 25, kể từ tháng 10 năm 2024", "monthly"),
        ("báo cáo trước ngày 25 hằng tháng", "monthly"),
        ("gửi trước ngày 25 hang tháng", "monthly"),
        ("ngày 25 hằng tháng gửi báo cáo", "monthly"),
        ("Hằng tháng, các trường gửi báo cáo trước ngày 25", "monthly"),
        ("Báo cáo tháng: gửi trước 17 giờ ngày 20 hằng tháng", "monthly"),
        ("báo cáo trước ngày 15/12 hằng năm", "yearly"),
        ("Hằng năm, các trường gửi báo cáo về Phòng trước ngày 15/12", "yearly"),
        ("Báo cáo 6 tháng và báo cáo năm: gửi trước ngày 15/6 và ngày 15/12 hằng năm", "n_per_year 2"),
        ("Báo cáo tháng gửi trước ngày 15 của tháng", "monthly"),
        ("Báo cáo quý gửi trước ngày 05 tháng cuối cùng của mỗi quý", "quarterly"),
        ("Định kỳ từ ngày 1 đến ngày 5 hằng tháng, các đơn vị cập nhật kết quả", "monthly"),
        ("trước ngày mùng 5 hằng tháng gửi báo cáo", "monthly"),
        ("Chậm nhất 15/9 hằng năm gửi kế hoạch", "yearly"),
        ("Công khai vào tháng 6 hằng năm", "yearly"),
        ("Báo cáo trong tháng 5 và tháng 12 hằng năm", "n_per_year 2"),
        ("trước ngày 20 tháng 6 và 20 tháng 12 hàng năm gửi báo cáo", "n_per_year 2"),
        ("mỗi trường tổ chức ít nhất 01 chuyên đề/học kỳ", "n_per_year 2"),
        ("Báo cáo định kỳ hằng quý trước ngày 20 của tháng cuối quý", "quarterly"),
        ("Báo cáo quý: gửi trước ngày 20 của tháng cuối mỗi quý; chốt số liệu đến ngày 14 tháng cuối quý", "quarterly"),
    ],
)  # fmt: skip
def test_recurrence_is_found(text: str, time: str) -> None:
    assert times_in(text) == [time]


def test_quote_takes_in_the_day_of_each_period() -> None:
    assert quotes_in("báo cáo 04 lần/năm, gửi vào ngày cuối cùng của mỗi quý.") == [
        "04 lần/năm, gửi vào ngày cuối cùng của mỗi quý"
    ]


def test_list_of_periods_gives_one_recurrence_each() -> None:
    text = "báo cáo hằng tháng, hằng quý, 6 tháng và năm"
    assert times_in(text) == ["monthly", "quarterly", "n_per_year 2"]
    assert quotes_in(text)[0] == "hằng tháng"


def test_list_of_periodic_reports_gives_no_single_due_date() -> None:
    text = (
        "Báo cáo định kỳ: hằng tháng (trước ngày 25), hằng quý (trước ngày 20 tháng cuối quý), năm (trước ngày 15/12)"
    )
    assert times_in(text) == ["monthly", "quarterly", "yearly"]


def test_yearly_days_keep_their_dates_apart() -> None:
    found = find_times("Hằng năm báo cáo sơ kết trước ngày 15/6, báo cáo tổng kết trước ngày 15/12", CONTEXT)
    details = [time.deadline.recurrence["details"] for time in found if time.deadline.recurrence]
    assert details == ["trước ngày 15/6", "trước ngày 15/12"]


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("báo cáo trước ngày 25 hằng tháng", "trước ngày 25"),
        ("báo cáo trước ngày 15/12 hằng năm", "trước ngày 15/12"),
        ("báo cáo hằng tháng trong năm học", "trong năm học"),
        ("theo từng năm học (*cùng thời điểm báo cáo tổng kết năm học*)", "cùng thời điểm báo cáo tổng kết năm học"),
        ("báo cáo cuối mỗi học kỳ", "cuối mỗi học kỳ"),
        ("báo cáo hằng tháng vào ngày làm việc cuối cùng của tháng", "vào ngày làm việc cuối cùng của tháng"),
    ],
)
def test_details_say_more_than_how_often(text: str, details: str) -> None:
    recurrence = find_times(text, CONTEXT)[0].deadline.recurrence
    assert recurrence is not None
    assert recurrence["details"] == details


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("gửi trong vòng 10 ngày kể từ ngày nhận được văn bản này.",
         "trong vòng 10 ngày kể từ ngày nhận được văn bản này"),
        ("gửi trong 05 ngày làm việc kể từ ngày ký", "trong 05 ngày làm việc kể từ ngày ký"),
        ("trong thời hạn 07 ngày làm việc", "trong thời hạn 07 ngày làm việc"),
        ("báo cáo chậm nhất 05 ngày sau khi kết thúc đợt kiểm tra", "chậm nhất 05 ngày sau khi kết thúc đợt kiểm tra"),
        ("gửi danh sách chậm nhất 03 ngày trước khi tổ chức", "chậm nhất 03 ngày trước khi tổ chức"),
        ("Thông báo lịch kiểm tra trước 02 ngày làm việc", "trước 02 ngày làm việc"),
        ("báo cáo bằng văn bản trong vòng 24 giờ", "trong vòng 24 giờ"),
        ("nộp trong vòng O3 ngày kể từ ngày kết thúc", "trong vòng O3 ngày kể từ ngày kết thúc"),
        ("nộp trong vòng năm (05) ngày kể từ ngày ký", "trong vòng năm (05) ngày kể từ ngày ký"),
        ("tập huấn cho giáo viên sau khi tiếp thu chương trình của Bộ", "sau khi tiếp thu chương trình của Bộ"),
        ("Ngay sau khi nhận được văn bản, các trường triển khai", "Ngay sau khi nhận được văn bản"),
        ("Sau bão, tổ chức vệ sinh trường lớp", "Sau bão"),
        ("hoàn thành trước khi khai giảng", "trước khi khai giảng"),
        ("rà soát đồ chơi trước khi bước vào năm học mới", "trước khi bước vào năm học mới"),
        ("tổ chức tham quan trong hè và trong năm học", "trong hè và trong năm học"),
        ("trực trong những ngày diễn ra Ngày hội", "trong những ngày diễn ra Ngày hội"),
        ("hoàn thành trước Tết Nguyên đán", "trước Tết Nguyên đán"),
        ("báo cáo về Phòng khi có yêu cầu", "khi có yêu cầu"),
        ("hoàn thành trong tuần này", "trong tuần này"),
        ("cho học sinh nghỉ học cho đến khi có chỉ đạo mới", "cho đến khi có chỉ đạo mới"),
        ("báo cáo tình hình sau mỗi đợt", "sau mỗi đợt"),
        ("gửi cùng thời điểm báo cáo sơ kết học kỳ", "cùng thời điểm báo cáo sơ kết học kỳ"),
        ("báo cáo trước 15 giờ thứ Năm hằng tuần", "trước 15 giờ thứ Năm hằng tuần"),
        ("khử khuẩn đồ chơi ít nhất 01 lần/tuần", "ít nhất 01 lần/tuần"),
        ("Báo cáo nhanh lúc 15 giờ hằng ngày", "lúc 15 giờ hằng ngày"),
    ],
)  # fmt: skip
def test_time_without_dates_stays_unresolved(text: str, quote: str) -> None:
    assert times_in(text) == ["unresolved"]
    assert quotes_in(text) == [quote]
