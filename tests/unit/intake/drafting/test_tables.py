"""Tables of tasks."""

from intake.drafting import draft_of
from intake.drafting.draft import Draft
from intake.reading.document import Document, Line
from tests.support.directives import HEAD


def with_table(*rows: tuple[str, ...]) -> Draft:
    """A letter whose body is a table of these rows."""
    lines = [Line(number, text) for number, text in enumerate(HEAD, start=1)]
    for number, cells in enumerate(rows, start=len(lines) + 1):
        lines.append(Line(number, " | ".join(cells), table=1, cells=cells))
    return draft_of(Document("bang.docx", "docx", tuple(lines)))


HEADER = ("TT", "Nội dung", "Đơn vị chủ trì", "Phối hợp", "Thời gian hoàn thành")


def test_row_is_a_task_with_owner_helper_and_date() -> None:
    (task,) = with_table(HEADER, ("1", "Báo cáo số liệu đầu năm", "Các trường mầm non", "Sở Y tế", "30/9/2024")).tasks
    assert (task.line, task.text) == (7, "Báo cáo số liệu đầu năm")
    assert task.owner.value in (("trường mầm non",), ("all addressees",))
    assert task.is_owner_explicit
    assert task.coordinators == ("Sở Y tế",)
    assert [entry.due for entry in task.deadlines] == ["2024-09-30"]


def test_bare_day_of_an_event_is_its_window() -> None:
    (task,) = with_table(HEADER, ("1", "Tập huấn sơ cấp cứu", "Phòng GDĐT", "", "05/10/2024")).tasks
    assert [entry.due for entry in task.deadlines] == [None]
    assert task.deadlines[0].window is not None


def test_title_row_heads_the_rows_below_it() -> None:
    draft = with_table(
        HEADER, ("I", "CÔNG TÁC TUYỂN SINH", "", "", ""), ("1", "Nhận hồ sơ", "Các trường", "", "Tháng 7/2024")
    )
    assert [task.text for task in draft.tasks] == ["Nhận hồ sơ"]
    assert "TUYỂN SINH" in str(draft.tasks[0].section)


def test_time_that_stands_once_covers_the_rows_below_it() -> None:
    draft = with_table(
        ("Thời gian", "Nội dung công việc", "Người thực hiện"),
        ("Tháng 9/2024", "Khai giảng", "Hiệu trưởng"),
        ("", "Cân đo trẻ", "Nhân viên y tế"),
    )
    assert [len(task.deadlines) for task in draft.tasks] == [1, 1]


def test_table_of_figures_makes_no_tasks() -> None:
    assert with_table(("TT", "Tên trường", "Số trẻ"), ("1", "Hoa Ban", "120")).tasks == ()
