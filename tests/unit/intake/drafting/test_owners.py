"""Who does it: named in the clause, in the heading or the column, or implied."""

import pytest

from intake.drafting.draft import DraftTask
from tests.support.directives import letter, plan


def owner(task: DraftTask) -> tuple[tuple[str, ...], bool]:
    """The owners and whether they are named."""
    return task.owner.value, task.is_owner_explicit


def test_heading_names_the_owner() -> None:
    first, second = plan(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Giáo dục và Đào tạo",
        "- Hướng dẫn các cơ sở giáo dục mầm non.",
        "2. Đối với Sở Tài chính và Sở Y tế",
        "- Bố trí kinh phí.",
    ).tasks
    assert owner(first) == (("Sở GDĐT",), True)
    assert owner(second) == (("Sở Tài chính", "Sở Y tế"), True)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("a) Vụ Công nghệ số chủ trì, phối hợp với các đơn vị liên quan:", "Vụ Công nghệ số"),
        ("1. Giao Sở Y tế chủ trì, phối hợp với các đơn vị liên quan:", "Sở Y tế"),
        (
            "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã phối hợp với các đơn vị liên quan:",
            "Ủy ban MTTQ Việt Nam xã",
        ),
    ],
)
def test_heading_that_gives_the_lead_names_owner_and_helpers(heading: str, name: str) -> None:
    first, second = plan("III. TỔ CHỨC THỰC HIỆN", heading, "- Tập huấn giáo viên.", "- Kiểm tra bếp ăn.").tasks
    assert owner(first) == owner(second) == ((name,), True)
    assert first.coordinators == second.coordinators == ("đơn vị liên quan",)


def test_whom_the_line_above_says_to_direct_helps_with_each_item() -> None:
    task, *_ = letter("1. Chỉ đạo các trường mầm non:", "- Ký cam kết bảo đảm an toàn.", "- Rà soát bếp ăn.").tasks
    assert task.coordinators == ("trường mầm non",)


def test_head_of_an_office_stands_for_the_office_of_the_heading() -> None:
    task, *_ = plan(
        "III. TỔ CHỨC THỰC HIỆN",
        "3. Các cơ sở giáo dục mầm non, phổ thông:",
        "a) Người đứng đầu chịu trách nhiệm phân công giáo viên.",
        "b) Quản lý hồ sơ.",
    ).tasks
    assert owner(task) == (("cơ sở giáo dục",), True)


def test_part_on_the_duties_of_all_names_nobody_and_its_headings_do() -> None:
    first, second = letter(
        "III. TRÁCH NHIỆM CỦA CÁC CÁ NHÂN, TỔ CHỨC LIÊN QUAN",
        "1. Trách nhiệm của Hiệu trưởng",
        "- Phân công giáo viên trực.",
        "2. Trách nhiệm chung của các tổ trưởng",
        "- Kiểm tra sổ sách của tổ.",
    ).tasks
    assert owner(first) == (("Hiệu trưởng",), True)
    assert owner(second)[0] == ("tổ trưởng",)


def test_units_of_the_office_that_asks_are_one_class_beside_others() -> None:
    (task,) = letter("1. Các đơn vị trực thuộc Sở GDĐT; UBND xã, phường thiết lập đường dây nóng.").tasks
    assert owner(task) == (("Các đơn vị trực thuộc Sở GDĐT", "UBND xã"), True)


def test_line_in_which_an_office_asks_others_gives_the_items_to_them() -> None:
    first, second = letter("Phòng yêu cầu các trường thực hiện: (1) Rà soát bếp ăn; (2) Báo cáo về Phòng.").tasks
    assert owner(first)[0] == owner(second)[0] == ("all addressees",)


def test_own_office_has_no_place_in_its_directive() -> None:
    task, *_ = plan("1. UBND tỉnh Lào Cai tổ chức sơ kết.").tasks
    assert owner(task) == (("UBND tỉnh",), True)


def test_clause_beats_the_heading() -> None:
    (task,) = plan("1. Sở Giáo dục và Đào tạo", "- Trường Mầm non Hoa Ban xây dựng mô hình điểm.").tasks
    assert owner(task) == (("Trường Mầm non Hoa Ban",), True)


def test_letter_speaks_to_its_addressees() -> None:
    (task,) = letter("1. Tổ chức ngày hội đến trường của bé.").tasks
    assert owner(task) == (("all addressees",), False)


def test_issuer_directs_the_schools_itself() -> None:
    (task,) = letter("1. Kiểm tra việc thực hiện tại một số cơ sở giáo dục mầm non.").tasks
    assert owner(task) == (("Phòng GDĐT",), False)


def test_plan_is_the_work_of_the_body_that_leads() -> None:
    first, *_ = plan(
        "II. NỘI DUNG",
        "1. Đẩy mạnh truyền thông về dinh dưỡng.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Giáo dục và Đào tạo",
        "- Chủ trì, phối hợp với các sở tổ chức triển khai thực hiện Kế hoạch này.",
    ).tasks
    assert owner(first) == (("Sở GDĐT",), False)


def test_plan_without_a_lead_is_the_work_of_its_issuer() -> None:
    (task,) = plan("II. NỘI DUNG", "1. Đẩy mạnh truyền thông về dinh dưỡng.").tasks
    assert owner(task) == (("UBND tỉnh",), False)


def test_persons_under_a_heading_of_the_organising_part_own_their_items() -> None:
    (task,) = plan("IV. TỔ CHỨC THỰC HIỆN", "2. Giáo viên chủ nhiệm các lớp", "- Điểm danh trẻ hằng ngày.").tasks
    assert owner(task)[1]
    assert owner(task)[0][0].lower().startswith("giáo viên chủ nhiệm")


def test_owner_goes_on_through_the_parts_of_a_clause() -> None:
    first, second = letter(
        "1. Trường Mầm non Hoa Ban gửi kế hoạch trước ngày 15/9/2024; báo cáo kết quả trước ngày 30/5/2025."
    ).tasks
    assert owner(first) == owner(second) == (("Trường Mầm non Hoa Ban",), True)


def test_helpers_stand_behind_phoi_hop_voi() -> None:
    (task,) = plan("1. Sở Y tế", "- Phối hợp với Sở Tài chính kiểm tra bếp ăn.").tasks
    assert task.coordinators == ("Sở Tài chính",)


def test_report_that_is_due_goes_to_the_issuer_of_a_letter_where_nobody_is_named() -> None:
    first, second = letter("1. Báo cáo sơ kết gửi trước ngày 15/01/2025.", "2. Tổ chức hội thi.").tasks
    assert first.report_to == "Phòng GDĐT"
    assert second.report_to is None


def test_what_the_office_itself_will_do_is_its_own() -> None:
    (task,) = letter("1. Trong năm 2025 Phòng sẽ kiểm tra việc thực hiện.").tasks
    assert owner(task) == (("Phòng GDĐT",), False)


def test_name_in_a_heading_ends_before_the_verb() -> None:
    task, *_ = plan(
        "III. TỔ CHỨC THỰC HIỆN",
        "4. Đề nghị UBND các xã, phường chỉ đạo các đơn vị:",
        "- Rà soát bếp ăn.",
        "- Kiểm tra.",
    ).tasks
    assert owner(task) == (("UBND xã",), True)
    assert task.coordinators == ("các đơn vị",)
