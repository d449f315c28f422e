"""Which clauses are tasks, which are headings, topics, circumstances or formulas."""

import pytest

from tests.support.directives import beginnings, letter, plan
from tests.support.times import shown


def test_list_items_are_tasks_and_their_headings_are_not() -> None:
    draft = letter("I. Nhiệm vụ trọng tâm", "1. Đối với các trường", "- Rà soát cơ sở vật chất;", "- Tổ chức ngày hội.")
    assert beginnings(draft) == ["Rà soát cơ", "Tổ chức ngày"]
    assert {task.section for task in draft.tasks} == {"1. Đối với các trường"}


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("1. Mục đích", "purpose"),
        ("2. Yêu cầu", "requirement"),
        ("III. Kinh phí thực hiện", "funding"),
        ("I. Đặc điểm tình hình", "background"),
        ("II. Thời gian, địa điểm, thành phần", "period"),
        ("1. Chỉ tiêu", "requirement"),
    ],
)
def test_part_that_asks_for_nothing_is_left_out(heading: str, why: str) -> None:
    after = "IX." if heading.startswith("I") else "5."
    draft = letter(heading, "- Nâng cao chất lượng chăm sóc trẻ.", f"{after} Nhiệm vụ", "- Tổ chức ngày hội.")
    assert beginnings(draft) == ["Tổ chức ngày"]
    assert [entry.why for entry in draft.skipped] == [why]


def test_event_is_a_task_with_what_its_labelled_lines_say() -> None:
    draft = plan(
        "II. Các hoạt động chính",
        "2.1. Chương trình văn nghệ chào mừng",
        "- Thời gian dự kiến: ngày 12/9/2024 (thứ Năm).",
        "- Địa điểm: Nhà văn hóa tỉnh.",
        "- Đơn vị chủ trì: Sở Văn hóa, Thể thao và Du lịch.",
        "- Đơn vị thực hiện: Trung tâm Y tế huyện.",
        "- Kinh phí: ngân sách tỉnh.",
        "2.2. Bế mạc Ngày hội đọc sách",
        "- Thời gian: ngày 20/9/2024.",
        "- Địa điểm thực hiện: Quảng trường tỉnh.",
        "- Cơ quan chủ trì: Sở Giáo dục và Đào tạo.",
    )
    assert beginnings(draft) == ["Chương trình văn", "Bế mạc Ngày"]
    first, second = draft.tasks
    assert (first.owner.value, first.kind.value) == (("Sở Văn hóa, Thể thao và Du lịch",), "organise_event")
    assert first.coordinators == ("Trung tâm Y tế huyện",)
    assert [shown(time) for task in (first, second) for time in task.deadlines] == [
        "2024-09-12..2024-09-12",
        "2024-09-20..2024-09-20",
    ]


@pytest.mark.parametrize(
    "formula",
    [
        "Nếu có khó khăn, vướng mắc, đề nghị các đơn vị liên hệ Phòng GDĐT (ông An, phụ trách công tác kiểm tra).",
        "Yêu cầu các trường thực hiện nghiêm các nhiệm vụ được giao trong Kế hoạch.",
    ],
)
def test_whom_to_call_and_a_call_to_carry_it_out_are_no_tasks(formula: str) -> None:
    assert beginnings(letter("1. Tổ chức ngày hội.", formula)) == ["Tổ chức ngày"]


def test_lesson_of_a_half_day_is_a_task() -> None:
    draft = letter(
        "1. Nội dung dạy học:", "- Buổi 1: Tổ chức dạy học theo chương trình.", "- Buổi 2: Tổ chức câu lạc bộ."
    )
    assert len(draft.tasks) == 2


def test_named_office_gets_its_job_even_in_the_part_on_funding() -> None:
    draft = letter(
        "V. Kinh phí",
        "1. Kinh phí được bố trí trong dự toán năm.",
        "2. Căn cứ kế hoạch, các trường mầm non lập dự toán, trình Phòng GDĐT phê duyệt.",
    )
    assert [task.line for task in draft.tasks] == [8]


def test_topics_of_a_training_belong_to_it() -> None:
    draft = letter(
        "1. Bồi dưỡng giáo viên về các nội dung, cụ thể:",
        "- Xây dựng môi trường giáo dục;",
        "- Đánh giá sự phát triển của trẻ.",
        "2. Tổ chức ngày hội.",
    )
    assert beginnings(draft) == ["Bồi dưỡng giáo", "Tổ chức ngày"]
    assert {entry.why for entry in draft.skipped} == {"topic_of_parent"}


def test_stem_of_a_list_of_jobs_is_no_task() -> None:
    draft = letter("1. Thực hiện tốt một số nhiệm vụ sau:", "- Rà soát cơ sở vật chất;", "- Tổ chức ngày hội.")
    assert beginnings(draft) == ["Rà soát cơ", "Tổ chức ngày"]


def test_circumstances_below_an_event_belong_to_it() -> None:
    draft = letter(
        "1. Tổ chức Ngày hội đến trường của bé",
        "- Thời gian: ngày 05/9/2024.",
        "- Địa điểm: tại các trường.",
        "- Thành phần: toàn thể trẻ và phụ huynh.",
        "2. Báo cáo kết quả về Phòng GDĐT.",
    )
    assert beginnings(draft, 2) == ["Tổ chức", "Báo cáo"]


@pytest.mark.parametrize(
    "formula",
    [
        "Phòng GDĐT đề nghị các đơn vị triển khai thực hiện./.",
        "Trên đây là hướng dẫn thực hiện nhiệm vụ đầu năm học.",
        "Nhận được công văn này, yêu cầu các trường nghiêm túc thực hiện./.",
        "Mọi chi tiết liên hệ bà Lan, điện thoại 0912345678.",
    ],
)
def test_closing_formula_is_no_task(formula: str) -> None:
    assert beginnings(letter("1. Tổ chức ngày hội.", formula)) == ["Tổ chức ngày"]


def test_closing_that_asks_for_a_report_is_a_task() -> None:
    draft = letter("1. Tổ chức ngày hội.", "Các đơn vị báo cáo kết quả về Phòng GDĐT trước ngày 10/9/2024./.")
    assert [deadline.due for deadline in draft.tasks[-1].deadlines] == ["2024-09-09"]


def test_clause_of_effect_is_no_task() -> None:
    draft = plan("Điều 1. Giao Sở Tài chính bố trí kinh phí.", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.")
    assert [task.owner.value for task in draft.tasks] == [("Sở Tài chính",)]


def test_nothing_is_both_a_task_and_left_out() -> None:
    draft = letter(
        "1. Mục đích", "- Nâng cao chất lượng.", "2. Nội dung", "- Tổ chức ngày hội.", "Trên đây là kế hoạch."
    )
    assert not {task.line for task in draft.tasks} & {entry.line for entry in draft.skipped}


@pytest.mark.parametrize(
    "stem",
    ["1. Hồ sơ tuyển sinh", "1. Trẻ được tuyển thẳng khi có một trong các điều kiện sau:", "1. Nội dung báo cáo"],
)
def test_list_of_things_holds_no_tasks(stem: str) -> None:
    draft = letter(stem, "- Đơn đăng ký dự tuyển;", "- Bản sao giấy khai sinh.", "2. Tổ chức ngày hội.")
    assert beginnings(draft) == ["Tổ chức ngày"]


def test_step_of_several_paragraphs_is_a_heading() -> None:
    draft = letter("1. Bước 1: Kiểm tra hiện trạng.", "Các trường kiểm tra bếp ăn.", "2. Tổ chức ngày hội.")
    assert beginnings(draft) == ["Các trường kiểm", "Tổ chức ngày"]


def test_office_charged_with_watching_over_the_document_has_a_task() -> None:
    draft = plan("1. Tổ chức ngày hội.", "2. Giao Sở Tài chính theo dõi, đôn đốc việc thực hiện Kế hoạch này.")
    assert [task.line for task in draft.tasks] == [6, 7]


def test_lead_in_above_headings_with_their_items_has_no_topics() -> None:
    draft = letter(
        "Phòng GDĐT yêu cầu các trường thực hiện một số nội dung sau:",
        "1. Cơ sở vật chất",
        "- Tu sửa phòng học.",
        "2. Chế độ báo cáo",
        "- Gửi báo cáo về Phòng GDĐT.",
    )
    assert beginnings(draft) == ["Tu sửa phòng", "Gửi báo cáo"]


def test_what_another_document_asked_is_told_beside_a_request_of_its_own() -> None:
    draft = letter(
        "Tại Công văn số 8/UBND-VX ngày 02/8/2024, UBND huyện đã giao các trường báo cáo trước ngày 30/8/2024. "
        "Phòng GDĐT đề nghị các trường gửi số liệu trước ngày 10/9/2024."
    )

    assert [[time.due for time in task.deadlines] for task in draft.tasks] == [["2024-09-09"]]


def test_longer_time_to_hand_in_is_a_task() -> None:
    draft = letter("Phòng GDĐT gia hạn thời gian nộp báo cáo đến hết ngày 25/9/2024.")

    assert [[time.due for time in task.deadlines] for task in draft.tasks] == [["2024-09-25"]]
