"""The period that a directive covers."""

from datetime import date

import pytest

from intake.drafting.draft import Covered
from intake.drafting.head import read_head
from tests.support.directives import document_of


def plan_period(title: str, *body: str) -> Covered:
    lines = document_of("Số: 12/KH-UBND", "KẾ HOẠCH", title, "UBND tỉnh ban hành kế hoạch như sau:", *body).lines
    return read_head(lines).head.period.value


def letter_period(title: str, lead: str = "Phòng GDĐT yêu cầu các trường thực hiện như sau:") -> Covered:
    lines = document_of("Số: 12/PGDĐT", f"V/v {title}", "Kính gửi: Các trường mầm non.", lead, "1. Báo cáo.").lines
    return read_head(lines).head.period.value


@pytest.mark.parametrize(
    ("title", "phrase", "start", "end"),
    [
        ("Bồi dưỡng nhà giáo năm 2024", "năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("BỒI DƯỠNG GIAI ĐOẠN 2021-2025 NĂM 2024", "NĂM 2024", date(2024, 1, 1), date(2024, 12, 31)),
        (
            "Chương trình Sức khỏe học đường giai đoạn 2022 - 2025",
            "giai đoạn 2022 - 2025",
            date(2022, 1, 1),
            date(2025, 12, 31),
        ),
        ("Thực hiện nhiệm vụ năm học 2023-2024", "năm học 2023-2024", date(2023, 9, 1), date(2024, 5, 31)),
        ("Công tác tháng 9 và tháng 10 năm 2024", "tháng 9 và tháng 10 năm 2024", date(2024, 9, 1), date(2024, 10, 31)),
        ("Công tác tháng 02/2024", "tháng 02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Công tác quý II năm 2024", "quý II năm 2024", date(2024, 4, 1), date(2024, 6, 30)),
        ("Chuẩn bị năm học 2025-2026", None, None, None),
        ("Phòng, chống đuối nước dịp nghỉ hè năm 2024", None, None, None),
        ("Tổng kết năm học 2023-2024", None, None, None),
        ("Thực hiện Đề án “Sữa học đường giai đoạn 2021-2025”", None, None, None),
        ("Thực hiện Chỉ thị số 03/CT-TTg ngày 30/01/2026", None, None, None),
        ("Thực hiện nhiệm vụ năm học 2O23-2024", "năm học 2O23-2024", date(2023, 9, 1), date(2024, 5, 31)),
    ],
)
def test_period_of_a_plan_stands_in_its_title(
    title: str, phrase: str | None, start: date | None, end: date | None
) -> None:
    assert plan_period(title) == Covered(phrase, start, end)


@pytest.mark.parametrize(
    ("section", "start", "end"),
    [
        (
            ("IV. Thời gian thực hiện: Từ năm học 2021-2022 đến năm học 2024-2025.",),
            date(2021, 9, 1),
            date(2025, 5, 31),
        ),
        (("3. Thời gian: Từ ngày 17/8 /2020 đến hết ngày 28/ 8/2020.",), date(2020, 8, 17), date(2020, 8, 28)),
        (("3. Thời gian: Từ ngày 17/8 đến ngày 28/8/2020.",), date(2020, 8, 17), date(2020, 8, 28)),
        (
            ("III. THỜI GIAN THỰC HIỆN", "Từ tháng 9 năm 2024 đến tháng 3 năm 2025."),
            date(2024, 9, 1),
            date(2025, 3, 31),
        ),
        (("III. THỜI GIAN THỰC HIỆN", "Từ tháng 9 đến tháng 11 năm 2024."), date(2024, 9, 1), date(2024, 11, 30)),
        (("## II. THỜI GIAN", "03 ngày: **24, 25 và 26 tháng 8 năm 2026**."), date(2026, 8, 24), date(2026, 8, 26)),
        (("1. Thời gian thực hiện: Tháng 12/2020.",), None, None),
        (("1. Thời gian: tháng 5.", "2. Thời gian: Từ ngày 1/8/2020 đến ngày 2/8/2020."), None, None),
    ],
)
def test_section_on_time_outranks_the_title(section: tuple[str, ...], start: date | None, end: date | None) -> None:
    covered = plan_period("Nâng cao chất lượng", *section)

    assert (covered.start, covered.end) == (start, end)


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("hướng dẫn nhiệm vụ năm học 2023-2024", "năm học 2023-2024"),
        ("hướng dẫn công tác tuyển sinh năm học 2025-2026", None),
        ("nộp báo cáo sơ kết học kỳ I, năm học 2019-2020", None),
        ("thực hiện Đề án Phổ cập giáo dục giai đoạn 2010-2015", None),
    ],
)
def test_letter_covers_no_year_that_it_is_only_about(title: str, phrase: str | None) -> None:
    assert letter_period(title).phrase == phrase


def test_lead_in_states_the_period_behind_its_own_request() -> None:
    lead = "Căn cứ Công văn số 5/SGDĐT về năm 2023; Phòng GDĐT yêu cầu các trường triển khai nhiệm vụ năm 2025 như sau:"

    assert letter_period("thực hiện chuyên đề", lead) == Covered("năm 2025", date(2025, 1, 1), date(2025, 12, 31))


def test_days_of_an_event_are_no_period() -> None:
    assert letter_period("cho trẻ nghỉ học 02 ngày (25 và 26/12/2024)") == Covered()
    assert plan_period("Hội nghị tổng kết", "II. Thời gian: từ ngày 02/02/2024 đến ngày 03/02/2024.") == Covered()


@pytest.mark.parametrize(
    ("lead", "start", "end"),
    [
        ("Sở GDĐT hướng dẫn sử dụng học bạ số từ năm học 2026 - 2027 như sau:", date(2026, 9, 1), None),
        ("Phòng GDĐT triển khai khung năng lực kể từ năm học 2025-2026 như sau:", date(2025, 9, 1), None),
        (
            "Thực hiện Công văn số 12/SGDĐT-MN; Phòng GDĐT triển khai nhiệm vụ năm học 2025-2026 như sau:",
            date(2025, 9, 1),
            date(2026, 5, 31),
        ),
        ("Trường Mầm non Hoa Sen thông báo lịch tổ chức Lễ Khai giảng năm học 2025-2026 như sau:", None, None),
        ("Sở GDĐT yêu cầu báo cáo sơ kết học kỳ I năm học 2025-2026 như sau:", None, None),
        ("UBND xã tổ chức Ngày hội đọc sách lần thứ II năm 2026 như sau:", None, None),
    ],
)
def test_lead_in_states_the_period(lead: str, start: date | None, end: date | None) -> None:
    found = letter_period("hướng dẫn thực hiện", lead)

    assert (found.start, found.end) == (start, end)


def test_contest_whose_title_and_lead_in_differ_has_no_period() -> None:
    lead = "Sở GDĐT tổ chức Hội thi giáo viên dạy giỏi năm học 2024-2025 như sau:"

    assert letter_period("tổ chức Hội thi giáo viên dạy giỏi năm 2024", lead) == Covered()


def test_days_of_a_training_in_a_letter_are_no_period() -> None:
    document = document_of(
        *("Số: 12/PGDĐT", "V/v đăng ký tập huấn", "Kính gửi: Các trường mầm non."),
        *("Phòng GDĐT tổ chức tập huấn như sau:", "1. Thời gian: 02 ngày (20 và 21/5/2025).", "2. Nộp danh sách."),
    )

    assert read_head(document.lines).head.period.value == Covered()
