"""What an official changed in a draft: tasks are recognised when they move, changes are told field by field."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputRefused
from intake.plan_diff import Change, TaskLabel, diff_plans, diff_rows
from tests.support.marked_files import PLAN, written


def task(number: int, line: int, text: str, **changes: Any) -> dict[str, Any]:
    """A task of a plan file."""
    return {"id": f"T{number:02}", "line": str(line), "text": text, "owner": "Phòng GDĐT", "deadlines": [], **changes}


def plan(*tasks: dict[str, Any], **head: Any) -> dict[str, Any]:
    """A plan file with a short head."""
    return {"doc": "thu.txt", "issuer": "Phòng GDĐT", "signer": {"name": None}, **head, "tasks": list(tasks)}


A, B, C = (task(number, 10 + number, text) for number, text in ((1, "Xây dựng"), (2, "Báo cáo"), (3, "Kiểm tra")))


def test_same_plans_do_not_differ() -> None:
    found = diff_rows(plan(A, B), plan(A, B))
    assert (found.is_same, found.same_tasks) == (True, 2)


def test_head_is_told_field_by_field() -> None:
    found = diff_rows(plan(A), plan(A, issuer="Sở GDĐT", signer={"name": "Lê Văn A"}, number="5/KH"))
    assert found.head == (
        Change("issuer", "Phòng GDĐT", "Sở GDĐT"),
        Change("signer.name", None, "Lê Văn A"),
        Change("number", None, "5/KH"),
    )


def test_missing_null_and_empty_say_the_same_and_remarks_do_not_count() -> None:
    other = {**plan({**A, "coordinators": [], "note": "xem lại"}), "place": None, "addressees": [], "notes": ["x"]}
    assert diff_rows({**plan(A), "skipped": [{"line": "3"}]}, other).is_same


def test_task_put_in_between_is_added_and_the_others_keep_their_partners() -> None:
    moved = [{**B, "id": "T03"}, {**C, "id": "T04"}]
    found = diff_rows(plan(A, B, C), plan(A, task(2, 11, "Tập huấn"), *moved))
    assert found.added == (TaskLabel("T02", "11", "Tập huấn"),)
    assert (found.removed, found.changed, found.same_tasks) == ((), (), 3)


def test_task_left_out_is_removed() -> None:
    found = diff_rows(plan(A, B, C), plan(A, {**C, "id": "T02"}))
    assert [label.text for label in found.removed] == ["Báo cáo"]
    assert (found.added, found.changed) == ((), ())


def test_task_is_recognised_by_its_line_when_its_text_changed_and_by_its_id_when_both_did() -> None:
    found = diff_rows(plan(A, B), plan({**A, "text": "Lập kế hoạch"}, {**B, "line": "40", "text": "Gửi số liệu"}))
    assert [(change.task.id, [c.field for c in change.changes]) for change in found.changed] == [
        ("T01", ["text"]),
        ("T02", ["line", "text"]),
    ]


def test_parts_of_a_split_leaf_keep_their_order() -> None:
    parts = [task(1, 9, "Báo cáo năm"), task(2, 9, "Báo cáo 5 năm")]
    changed = [{**parts[0], "kind": "report"}, {**parts[1], "owner": ["Sở GDĐT"]}]
    found = diff_rows(plan(*parts), plan(*changed))
    assert [(c.task.id, c.id_after, c.changes[0].field) for c in found.changed] == [
        ("T01", "T01", "kind"),
        ("T02", "T02", "owner"),
    ]


def test_one_name_and_a_list_of_it_are_the_same() -> None:
    assert diff_rows(plan(A), plan({**A, "owner": ["Phòng GDĐT"]})).is_same
    found = diff_rows(plan(A), plan({**A, "owner": ["Phòng GDĐT", "Sở GDĐT"]}))
    assert found.changed[0].changes == (Change("owner", "Phòng GDĐT", ["Phòng GDĐT", "Sở GDĐT"]),)


def test_deadlines_are_told_field_by_field() -> None:
    due = {"quote": "trước ngày 30/10/2023", "due": "2023-10-29"}
    window = {"quote": "năm 2023", "window": {"start": "2023-01-01", "end": None}}
    before = plan({**A, "deadlines": [due]}, {**B, "deadlines": [window]}, C)
    after = plan(
        {**A, "deadlines": [{**due, "due": "2023-10-30"}]},
        {**B, "deadlines": [{**window, "window": {"start": "2023-01-01", "end": "2023-12-31"}}]},
        {**C, "deadlines": [due]},
    )
    assert [change.changes for change in diff_rows(before, after).changed] == [
        (Change("deadlines[1].due", "2023-10-29", "2023-10-30"),),
        (Change("deadlines[1].window.end", None, "2023-12-31"),),
        (Change("deadlines[1]", None, due),),
    ]


def test_files_are_compared_whatever_their_quotes_and_comments(tmp_path: Path) -> None:
    one = written(tmp_path / "one.yaml", PLAN)
    other = written(tmp_path / "other.yaml", PLAN.replace("'2024-12-04'", "2024-12-04  # chắc chắn"))
    assert diff_plans(one, other).is_same


def test_draft_that_cannot_be_issued_yet_is_compared(tmp_path: Path) -> None:
    draft = written(tmp_path / "draft.yaml", PLAN.replace("issuer: Phòng GDĐT", "issuer: null"))
    found = diff_plans(draft, written(tmp_path / "plan.yaml", PLAN))
    assert found.head == (Change("issuer", None, "Phòng GDĐT"),)


def test_file_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    fine = written(tmp_path / "fine.yaml", PLAN)
    with pytest.raises(InputRefused):
        diff_plans(written(tmp_path / "list.yaml", "- một\n"), fine)
    with pytest.raises(InputRefused):
        diff_plans(fine, written(tmp_path / "odd.yaml", "doc: a\ntasks: [một, hai]\n"))


ROWS = st.lists(
    st.builds(task, st.integers(1, 4), st.integers(1, 4), st.sampled_from(["Xây dựng", "Báo cáo", "Kiểm tra"])),
    max_size=5,
)


@given(ROWS, ROWS)
def test_every_task_is_told_once_for_any_two_plans(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    found = diff_rows(plan(*before), plan(*after))
    kept = found.same_tasks + len(found.changed)
    assert (kept + len(found.removed), kept + len(found.added)) == (len(before), len(after))
    back = diff_rows(plan(*after), plan(*before))
    assert (len(back.added), len(back.removed)) == (len(found.removed), len(found.added))


@given(ROWS)
def test_plan_does_not_differ_from_itself_for_any_plan(rows: list[dict[str, Any]]) -> None:
    assert diff_rows(plan(*rows), plan(*rows)).is_same
