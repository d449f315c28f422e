"""Times that stand beside the work they hold for: on a line below it, in the heading above it, in the lead-in."""

import pytest

from tests.support.directives import beginnings, letter


def _times(*lines: str) -> list[list[str]]:
    draft = letter(*lines)
    return [[str(entry.due or entry.window) for entry in task.deadlines] for task in draft.tasks]


@pytest.mark.parametrize(
    "term",
    [
        "Thời gian hoàn thành: trước ngày 06/10/2024.",
        "Thời gian hoàn tất: ngày 05/10/2024.",
        "Hạn cuối: 05/10/2024.",
        "Kết quả báo cáo Phòng GDĐT trước ngày 06/10/2024.",
        "Các đơn vị thực hiện trước ngày 06/10/2024.",
        "- Thời hạn gửi báo cáo: trước ngày 06/10/2024.",
    ],
)
def test_line_with_the_term_gives_it_to_the_work_above_it(term: str) -> None:
    lines = ("Bước 1: Các trường", "- Lập hồ sơ đăng ký;", "- Gửi hồ sơ về Phòng GDĐT.", term)
    assert _times(*lines) == [["2024-10-05"], ["2024-10-05"]]


def test_term_holds_for_its_own_step_and_not_for_work_with_a_day_of_its_own() -> None:
    lines = (
        "Bước 1: Các trường",
        "- Lập hồ sơ đăng ký trước ngày 02/10/2024;",
        "- Gửi hồ sơ về Phòng GDĐT.",
        "Thời gian hoàn thành: trước ngày 06/10/2024.",
        "",
        "Bước 2: Phòng GDĐT",
        "- Thẩm định hồ sơ.",
    )
    assert _times(*lines) == [["2024-10-01"], ["2024-10-05"], []]


def test_sentence_with_the_term_belongs_to_the_one_before() -> None:
    draft = letter("Đề nghị các trường rà soát thực đơn. Kết quả báo cáo Phòng GDĐT trước ngày 06/10/2024.")
    assert [entry.due for task in draft.tasks for entry in task.deadlines] == ["2024-10-05"]


@pytest.mark.parametrize(
    "heading",
    [
        "1. Đợt 1: Từ ngày 02/9/2024 đến ngày 08/9/2024 gồm các nội dung trọng tâm:",
        "1. Bước 1 (từ ngày 02/9/2024 đến ngày 08/9/2024): Chuẩn bị",
    ],
)
def test_heading_of_a_step_passes_its_time_through_the_headings_below_it(heading: str) -> None:
    lines = (heading, "a) Cơ sở vật chất", "- Tu sửa phòng học.", "b) Học sinh", "- Huy động trẻ ra lớp.")
    window = "(datetime.date(2024, 9, 2), datetime.date(2024, 9, 8))"
    assert _times(*lines) == [[window], [window]]


@pytest.mark.parametrize(
    "told",
    [
        "Tại Công văn số 80/SGDĐT ngày 20/8/2024, Sở đã giao các trường nộp báo cáo trước ngày 30/8/2024.",
        "Đến nay vẫn còn 03 trường chưa gửi báo cáo về Phòng GDĐT.",
        "Ngày 20/8/2024, Sở GDĐT đã có Công văn số 80/SGDĐT yêu cầu các trường báo cáo trước ngày 30/8/2024.",
    ],
)
def test_what_was_asked_for_in_the_past_is_background(told: str) -> None:
    draft = letter(told, "Phòng GDĐT yêu cầu các trường báo cáo trước ngày 10/10/2024.")
    assert [entry.due for task in draft.tasks for entry in task.deadlines] == ["2024-10-09"]


def test_day_told_of_in_a_lead_in_is_not_passed_on() -> None:
    lead = (
        "Sở đã yêu cầu các trường gửi kế hoạch trước ngày 10/10/2024, đến nay còn 02 trường chưa gửi. "
        "Phòng GDĐT yêu cầu các trường thực hiện một số nội dung sau:"
    )
    assert _times(lead, "1. Tuyển sinh", "- Niêm yết kế hoạch.", "2. Báo cáo", "- Gửi báo cáo.") == [[], []]


def test_work_below_a_heading_on_the_manner_of_it_is_a_task() -> None:
    draft = letter(
        "2. Hình thức tổ chức",
        "- Các trường tổ chức tuyển sinh trực tuyến;",
        "- Trực tuyến kết hợp trực tiếp;",
        "- Niêm yết kế hoạch trước ngày 25/9/2024.",
    )
    assert beginnings(draft) == ["Các trường tổ", "Niêm yết kế"]


def test_work_in_a_time_table_is_a_task_and_the_order_of_a_ceremony_is_none() -> None:
    draft = letter(
        "1. Tiến độ thực hiện",
        "- Đợt 1 (từ ngày 01/9 đến ngày 05/9/2024): nhận hồ sơ.",
        "2. Phần lễ",
        "- Chào cờ;",
        "- Đánh trống khai trường.",
    )
    assert beginnings(draft) == ["Đợt 1 (từ"]


def test_purpose_that_goes_on_with_a_request_is_a_task() -> None:
    draft = letter("Để có cơ sở đánh giá, Phòng GDĐT đề nghị các trường báo cáo kết quả hè.")
    assert len(draft.tasks) == 1


def test_report_asked_for_before_a_lead_in_is_a_task_and_keeps_its_day() -> None:
    lead = "Phòng GDĐT yêu cầu các trường gửi kế hoạch về Phòng trước ngày 10/10/2024. Cụ thể như sau:"
    assert _times(lead, "1. Cơ sở vật chất", "- Tu sửa phòng học.") == [["2024-10-09"], []]


def test_day_of_a_lead_in_goes_to_work_that_has_none() -> None:
    lead = "Yêu cầu các trường thực hiện các nhiệm vụ sau trước ngày 10/10/2024:"
    times = _times(lead, "1. Tu sửa phòng học.", "2. Gửi kế hoạch về Phòng GDĐT trước ngày 05/9/2024.")
    assert times == [["2024-10-09"], ["2024-09-04"]]


def test_figures_set_apart_are_a_task_below_a_heading_on_their_form() -> None:
    lines = ("2. Hình thức và thời hạn", "Riêng số liệu các trường nhập trên phần mềm xong trước ngày 08/10/2024.")
    assert _times(*lines) == [["2024-10-07"]]
