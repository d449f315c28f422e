"""Who does it: named in the clause, in the heading or the column, or implied."""

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
