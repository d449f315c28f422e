"""Leaves that hold several tasks."""

from tests.support.directives import beginnings, letter, plan


def test_two_deliverables_with_two_dates_are_two_tasks() -> None:
    first, second = letter("1. Gửi kế hoạch trước ngày 15/9/2024; báo cáo kết quả trước ngày 30/5/2025.").tasks
    assert [entry.due for entry in first.deadlines] == ["2024-09-14"]
    assert [entry.due for entry in second.deadlines] == ["2025-05-29"]


def test_several_verbs_stay_one_task() -> None:
    draft = letter("1. Rà soát, bổ sung đồ chơi; sửa chữa phòng học; vệ sinh trường lớp.")
    assert len(draft.tasks) == 1


def test_job_of_another_office_is_a_task_of_its_own() -> None:
    draft = plan("1. Giao Sở Y tế kiểm tra bếp ăn; Sở Tài chính bố trí kinh phí.")
    assert [task.owner.value for task in draft.tasks] == [("Sở Y tế",), ("Sở Tài chính",)]


def test_list_of_offices_is_not_cut() -> None:
    draft = plan("1. Các sở, ban, ngành; UBND các huyện, thành phố tổ chức tuyên truyền.")
    assert len(draft.tasks) == 1


def test_nothing_is_cut_inside_brackets() -> None:
    draft = plan("1. Ban hành quy chế (Giao Sở Nội vụ chủ trì; Sở Tư pháp thẩm định; Sở Tài chính góp ý).")
    assert len(draft.tasks) == 1


def test_yearly_report_beside_a_final_one_makes_two_tasks() -> None:
    draft = plan("1. Sở GDĐT", "- Báo cáo kết quả theo từng năm học và báo cáo tổng kết 5 năm gửi về UBND tỉnh.")
    assert beginnings(draft) == ["Báo cáo kết", "báo cáo tổng"]
    assert [len(task.deadlines) for task in draft.tasks] == [1, 0]


def test_report_after_each_round_beside_a_final_one_makes_two_tasks() -> None:
    first, second = letter("- Báo cáo kết quả sau mỗi đợt và báo cáo tổng kết về Phòng trước ngày 30/5/2025.").tasks
    assert [(entry.quote, entry.due) for entry in first.deadlines] == [("sau mỗi đợt", None)]
    assert [entry.due for entry in second.deadlines] == ["2025-05-29"]


def test_several_contests_make_several_tasks() -> None:
    draft = letter("- Tổ chức “Hội thi giáo viên giỏi năm 2024”; Tổ chức “Hội thi đồ dùng sáng tạo năm 2025”.")
    assert len(draft.tasks) == 2


def test_times_of_a_part_lean_on_the_one_before() -> None:
    first, second = letter(
        "1. Các trường hoàn thành trước 15 giờ ngày 03/10/2024. Riêng các trường vùng trũng hoàn thành trước 09 giờ "
        "cùng ngày."
    ).tasks
    assert [entry.due for entry in first.deadlines] == ["2024-10-03T15:00"]
    assert [entry.due for entry in second.deadlines] == ["2024-10-03T09:00"]


def test_part_with_a_term_of_its_own_is_split_off() -> None:
    draft = letter(
        "1. Nộp hồ sơ dự thi về Phòng GDĐT vào ngày 20/9/2024, riêng sản phẩm dự thi nộp cho Ban tổ chức vào ngày "
        "16/10/2024."
    )
    assert [entry.due for task in draft.tasks for entry in task.deadlines] == ["2024-09-20", "2024-10-16"]
    assert len(draft.tasks) == 2


def test_part_without_a_day_goes_with_the_one_before() -> None:
    draft = letter(
        "1. Xây dựng kế hoạch trước ngày 10/9/2024; lập dự toán, gửi về Sở Tài chính thẩm định; báo cáo kết quả "
        "trước ngày 16/10/2024."
    )
    assert [[entry.due for entry in task.deadlines] for task in draft.tasks] == [["2024-09-09"], ["2024-10-15"]]
