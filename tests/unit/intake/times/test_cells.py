"""Cells of a column for times, and headings that are a time."""

from dataclasses import replace
from datetime import date

import pytest

from intake.drafting.times import TimeContext, find_times, is_time_span
from tests.support.times import CELL, CONTEXT, shown, times_in


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("30/10/2024", ["due 2024-10-30"]),
        ("15/10", ["due 2024-10-15"]),
        ("Trước 15/9", ["due 2024-09-14"]),
        ("Xong trước 15/10/2024", ["due 2024-10-14"]),
        ("Trước ngày 15/10/2024", ["due 2024-10-14"]),
        ("Đến hết 15/10/2024", ["due 2024-10-15"]),
        ("Đến 15/10/2024", ["due 2024-10-15"]),
        ("Ngày 15/10/2024", ["due 2024-10-15"]),
        ("30/9; 30/12", ["due 2024-09-30", "due 2024-12-30"]),
        ("8h00 ngày 20/9/2024", ["due 2024-09-20T08:00"]),
        ("15-30/8/2024", ["2024-08-15..2024-08-30"]),
        ("20/9 - 25/9/2024", ["2024-09-20..2024-09-25"]),
        ("Từ 15/8 đến 30/8/2024", ["2024-08-15..2024-08-30"]),
        ("Tháng 9/2024", ["2024-09-01..2024-09-30"]),
        ("T9/2024", ["2024-09-01..2024-09-30"]),
        ("9/2024", ["2024-09-01..2024-09-30"]),
        ("Trong tháng 10", ["2024-10-01..2024-10-31"]),
        ("Tháng 9-10/2024", ["2024-09-01..2024-10-31"]),
        ("Tháng 9, 10/2024", ["2024-09-01..2024-10-31"]),
        ("10/2024 - 12/2024", ["2024-10-01..2024-12-31"]),
        ("Tháng 10/2024 và tháng 4/2025", ["2024-10-01..2024-10-31", "2025-04-01..2025-04-30"]),
        ("Từ tháng 9/2024", ["2024-09-01.."]),
        ("Quý I/2025", ["2025-01-01..2025-03-31"]),
        ("Quý III-IV/2024", ["2024-07-01..2024-12-31"]),
        ("Quý I, II, III/2025", ["2025-01-01..2025-09-30"]),
        ("Năm 2025", ["2025-01-01..2025-12-31"]),
        ("Năm 2024 và 2025", ["2024-01-01..2025-12-31"]),
        ("2024-2025", ["2024-01-01..2025-12-31"]),
        ("Giai đoạn 2024-2026", ["2024-01-01..2026-12-31"]),
        ("Năm học 2024-2025", ["2024-09-01..2025-05-31"]),
        ("Hằng tháng", ["monthly"]),
        ("Ngày 25 hằng tháng", ["monthly"]),
        ("Định kỳ hằng quý", ["quarterly"]),
        ("Trước 30/10 hằng năm", ["yearly"]),
        ("Tuần 3 tháng 10", ["unresolved"]),
        ("Học kỳ I", ["unresolved"]),
        ("Đầu năm học", ["unresolved"]),
        ("Khi có yêu cầu", ["unresolved"]),
        ("Sau khi có hướng dẫn của Sở", ["unresolved"]),
        ("Trong vòng 05 ngày làm việc kể từ ngày tiếp nhận", ["unresolved"]),
        ("Thường xuyên", []),
        ("Cả năm", []),
        ("Trong năm học", []),
        ("Theo kế hoạch", []),
        ("", []),
    ],
)
def test_cell_of_a_column_for_times_is_the_deadline(cell: str, times: list[str]) -> None:
    assert times_in(cell, CELL) == times


def test_cell_of_two_years_is_a_school_year_where_the_directive_covers_one() -> None:
    context = replace(CELL, period=(date(2023, 9, 1), date(2026, 5, 31)))
    assert times_in("2024-2025", context) == ["2024-09-01..2025-05-31"]


@pytest.mark.parametrize(
    ("task", "time"),
    [
        ("Tập huấn sơ cấp cứu cho giáo viên", "2024-10-05..2024-10-05"),
        ("Tổ chức Lễ khai giảng", "2024-10-05..2024-10-05"),
        ("Báo cáo kết quả tập huấn", "due 2024-10-05"),
        ("Rà soát danh mục đồ chơi", "due 2024-10-05"),
    ],
)
def test_bare_day_of_a_cell_is_the_day_of_the_event_of_its_row(task: str, time: str) -> None:
    assert times_in("Ngày 05/10/2024", replace(CELL, task=task)) == [time]


@pytest.mark.parametrize(
    ("heading", "time", "quote"),
    [
        ("1. Từ năm 2021 đến năm 2023", "2021-01-01..2023-12-31", "Từ năm 2021 đến năm 2023"),
        ("Tháng 9/2024", "2024-09-01..2024-09-30", "Tháng 9/2024"),
        ("a) Tháng 10 năm 2024:", "2024-10-01..2024-10-31", "Tháng 10 năm 2024"),
        ("- Tháng 11:", "2024-11-01..2024-11-30", "Tháng 11"),
        ("**Quý I năm 2025**", "2025-01-01..2025-03-31", "Quý I năm 2025"),
        ("Đợt 1: từ ngày 15/9/2024 đến ngày 30/9/2024", "2024-09-15..2024-09-30",
         "từ ngày 15/9/2024 đến ngày 30/9/2024"),
        ("Học kỳ I", "unresolved", "Học kỳ I"),
        ("Giai đoạn 1 (2024-2025)", "2024-01-01..2025-12-31", "Giai đoạn 1 (2024-2025)"),
        ("1. Giai đoạn I: từ năm 2024 đến năm 2026", "2024-01-01..2026-12-31",
         "Giai đoạn I: từ năm 2024 đến năm 2026"),
        ("Tuần 2 tháng 10", "unresolved", "Tuần 2 tháng 10"),
        ("2. Năm 2025", "2025-01-01..2025-12-31", "Năm 2025"),
        ("II. NĂM HỌC 2024-2025", "2024-09-01..2025-05-31", "NĂM HỌC 2024-2025"),
        ("1. Hằng tháng", "monthly", "Hằng tháng"),
        ("Trước ngày 15/9/2024:", "due 2024-09-14", "Trước ngày 15/9/2024"),
        ("Ngày 15/9/2024", "2024-09-15..2024-09-15", "Ngày 15/9/2024"),
        ("#### NGÀY 1: THỨ HAI, NGÀY 16/9/2024", "2024-09-16..2024-09-16", "THỨ HAI, NGÀY 16/9/2024"),
    ],
)  # fmt: skip
def test_heading_that_is_a_time_gives_it_to_the_clauses_below(heading: str, time: str, quote: str) -> None:
    found = is_time_span(heading, CONTEXT)
    assert found is not None
    assert (shown(found), found.quote, found.is_inherited) == (time, quote, True)


@pytest.mark.parametrize(
    "heading",
    [
        "IV. Thời gian thực hiện: Từ năm học 2021-2022 đến năm học 2024-2025.",
        "1. Tổ chức Hội thi năm 2025",
        "II. NHIỆM VỤ NĂM HỌC 2024-2025",
        "3. Phổ cập giáo dục mầm non vào năm 2030",
        "1. Đối với các trường mầm non",
        "Tháng 9/2024 đến tháng 10/2024; tháng 4/2025",
        "Thường xuyên",
        "",
        "Tháng 9/2024 " + "x" * 200,
    ],
)
def test_heading_that_says_more_gives_no_time(heading: str) -> None:
    assert is_time_span(heading, CONTEXT) is None


def test_cell_and_clause_differ_in_what_a_bare_day_means() -> None:
    assert times_in("30/10/2024", CELL) == ["due 2024-10-30"]
    assert find_times("30/10/2024", TimeContext()) == ()
