"""Months, quarters, years, school years and phases; the letter is of 15 August 2024."""

from datetime import date

import pytest

from intake.drafting.times import TimeContext
from tests.support.times import times_in

SCHOOL_YEAR = TimeContext(issued_on=date(2024, 9, 4), period=(date(2024, 9, 1), date(2025, 5, 31)))
CALENDAR_YEAR = TimeContext(issued_on=date(2024, 2, 4), period=(date(2024, 1, 1), date(2024, 12, 31)))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("hoàn thành trong tháng 9/2024", "2024-09-01..2024-09-30"),
        ("Cập nhật trong tháng 9/2024", "2024-09-01..2024-09-30"),
        ("tổng hợp kết quả trong tháng 9/2024", "2024-09-01..2024-09-30"),
        ("hoàn thành trong tháng 9 năm 2024", "2024-09-01..2024-09-30"),
        ("Tổ chức hội thi trong tháng 11", "2024-11-01..2024-11-30"),
        ("Tổ chức hội thi (tháng 11/2024)", "2024-11-01..2024-11-30"),
        ("Tổ chức tập huấn cho giáo viên cốt cán tháng 11/2024.", "2024-11-01..2024-11-30"),
        ("Tháng 11/2024: tổ chức hội thi", "2024-11-01..2024-11-30"),
        ("hoàn thành trước tháng 12/2024", "due 2024-11-30"),
        ("hoàn thành đến hết tháng 10/2024", "due 2024-10-31"),
        ("chậm nhất trong tháng 10/2024 gửi về Phòng", "due 2024-10-31"),
        ("tiến hành phúc tra trong tháng lO/2024", "2024-10-01..2024-10-31"),
        ("tổ chức vào cuối tháng 5/2025", "2025-05-01..2025-05-31"),
        ("tổ chức vào đầu tháng 10/2024", "2024-10-01..2024-10-31"),
        ("thực hiện từ tháng 10 đến tháng 12 năm 2024", "2024-10-01..2024-12-31"),
        ("Thời gian: từ tháng 9/2024 đến tháng 5/2025", "2024-09-01..2025-05-31"),
        ("Thời gian thực hiện: Tháng 11, 12/2024", "2024-11-01..2024-12-31"),
        ("thực hiện từ tháng 9/2024", "2024-09-01.."),
        ("hoàn thành trong quý IV/2024", "2024-10-01..2024-12-31"),
        ("tổ chức trong quý I năm 2025", "2025-01-01..2025-03-31"),
        ("trình UBND huyện trong quý 1/2025", "2025-01-01..2025-03-31"),
        ("thực hiện trong quý III, IV/2024", "2024-07-01..2024-12-31"),
        ("hoàn thành trong 6 tháng đầu năm 2025", "2025-01-01..2025-06-30"),
        ("Thời gian hoàn thành: Quý II/2025.", "2025-04-01..2025-06-30"),
        ("trong quý I và quý II/2025", "2025-01-01..2025-06-30"),
        ("Thời gian: từ tháng 9/2024 đến hết năm học 2024-2025", "2024-09-01..2025-05-31"),
        ("từ tháng 9/2024 đến hết năm 2025 sửa chữa các điểm trường", "2024-09-01..2025-12-31"),
        ("hoàn thành việc sửa chữa đến hết năm 2024", "due 2024-12-31"),
        ("tuần 2 tháng 10/2024 tổ chức hội thi", "unresolved"),
        ("tổ chức vào tuần lễ thứ 3 của tháng 11", "unresolved"),
        ("Tổ chức trong học kỳ I năm học 2024-2025", "unresolved"),
        ("báo cáo vào cuối học kỳ I", "unresolved"),
        ("báo cáo sau khi kết thúc học kỳ II", "unresolved"),
        ("Tổ chức tập huấn trong năm học 2024-2025", "2024-09-01..2025-05-31"),
        ("Tổ chức các chuyên đề bồi dưỡng thường xuyên năm học 2024 – 2025 cho giáo viên", "2024-09-01..2025-05-31"),
        ("triển khai từ năm học 2025-2026", "2025-09-01.."),
        ("từ năm học 2024-2025 đến năm học 2026-2027 triển khai thí điểm", "2024-09-01..2027-05-31"),
        ("Ngay từ đầu năm học, các trường xây dựng kế hoạch", "unresolved"),
        ("Tổ chức Hội thi năm 2025", "2025-01-01..2025-12-31"),
        ("chuẩn bị tổng kết Chuyên đề vào năm 2025", "2025-01-01..2025-12-31"),
        ("tiến tới tổng kết Đề án vào năm 2025", "2025-01-01..2025-12-31"),
        ("Trưng bày ảnh từ ngày 11/9 đến hết năm 2024", "2024-09-11..2024-12-31"),
        ("Tổ chức Hội thi giáo viên giỏi lần thứ V năm 2025", "2025-01-01..2025-12-31"),
        ("Tổ chức “Hội thi làm đồ dùng sáng tạo năm 2025”", "2025-01-01..2025-12-31"),
        ("trong năm 2025 Phòng sẽ đánh giá và hướng dẫn tiếp", "2025-01-01..2025-12-31"),
        ("từ năm 2025 đến năm 2027 nhân rộng mô hình", "2025-01-01..2027-12-31"),
        ("dự kiến theo giai đoạn 1 (2024 - 2027)", "2024-01-01..2027-12-31"),
        ("Năm 2025: trình ban hành quy định mới", "2025-01-01..2025-12-31"),
    ],
)
def test_period_is_found(text: str, time: str) -> None:
    assert times_in(text) == [time]


def test_months_that_do_not_follow_each_other_are_two_times() -> None:
    found = times_in("kiểm tra trong tháng 10/2024 và tháng 4/2025")
    assert found == ["2024-10-01..2024-10-31", "2025-04-01..2025-04-30"]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        # The directive's own period is not repeated as a deadline …
        ("Tổ chức tốt các hoạt động năm học 2024-2025", []),
        ("Tổ chức các hoạt động trong năm học 2024-2025", []),
        # … but at the head of the clause it is the time of what follows.
        ("Năm học 2024-2025: chỉ đạo các trường tổ chức hội thi", ["2024-09-01..2025-05-31"]),
        ("Chuẩn bị triển khai từ năm học 2025-2026", ["2025-09-01.."]),
    ],
)
def test_period_of_the_directive_itself_is_no_time_of_a_task(text: str, times: list[str]) -> None:
    assert times_in(text, SCHOOL_YEAR) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Tổ chức tập huấn trong năm 2024", []),
        ("Tổ chức tổng kết Chuyên đề vào năm 2024", ["2024-01-01..2024-12-31"]),
        ("Tổ chức các chuyên đề bồi dưỡng năm học 2024-2025", ["2024-09-01..2025-05-31"]),
    ],
)
def test_year_of_the_directive_counts_only_for_an_event(text: str, times: list[str]) -> None:
    assert times_in(text, CALENDAR_YEAR) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("báo cáo quý I/2025 gửi trước ngày 20/3/2025", ["due 2025-03-19"]),
        ("báo cáo tổng kết năm học 2024-2025 gửi về Phòng trước ngày 10/6/2025", ["due 2025-06-09"]),
        ("Tổ chức hội thi trong tháng 11/2024, báo cáo kết quả trước ngày 05/12/2024",
         ["2024-11-01..2024-11-30", "due 2024-12-04"]),
        ("Sau khi hoàn thành, gửi báo cáo trước ngày 30/5/2025", ["due 2025-05-29"]),
        ("Sơ kết học kỳ I; báo cáo Phòng trước ngày 10/01/2025.", ["due 2025-01-09"]),
    ],
)  # fmt: skip
def test_firm_time_outdoes_a_weak_one(text: str, times: list[str]) -> None:
    assert times_in(text) == times
