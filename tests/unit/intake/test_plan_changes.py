"""Corrections of a plan: what is set is read back, all else stays as it was, comments too."""

import difflib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.plans import FieldSpec
from intake.draft_writer import plan_text
from intake.drafting import draft_of
from intake.drafting.draft import DraftDeadline
from intake.plan_changes import (
    HEAD,
    HEAD_LISTS,
    TASK_LISTS,
    TASK_TEXTS,
    add_task,
    confirm,
    merge_tasks,
    remove_task,
    restore_skipped,
    set_deadlines,
    set_figures,
    set_head,
    set_task,
    skip_task,
)
from intake.plan_reading import PlanReading, read_draft
from intake.plan_round_trip import clean, dump, load
from intake.reading import read_document
from reports.wording import words
from tests.support.drafts import create_draft, create_task
from tests.support.seeds import EXAMPLES, SEEDS


def drafted(name: str) -> str:
    return plan_text(draft_of(read_document(EXAMPLES / name / "document.txt")), words("vi"))


PLAN = drafted("vinh_bao")
DUE = DraftDeadline("trước 15/3", due="2025-03-14", certainty="doubtful")
# Laws are tried often: three tasks with a remark and a time each.
SMALL = plan_text(create_draft(*(create_task(n, f"Việc {n}", deadlines=(DUE,)) for n in (1, 2, 3))), words("vi"))
TEXT = st.text(max_size=60).map(clean)
TEXTS = st.lists(TEXT.filter(bool), max_size=4, unique=True)


def touched(before: str, after: str) -> list[str]:
    """The lines that went and the lines that came."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:1] in "+-"]


def others(reading: PlanReading, *, but: str) -> list[object]:
    """All tasks but one, as they are read."""
    return [task for task in reading.tasks if task.key != but]


@pytest.mark.parametrize("name", SEEDS)
def test_plan_that_is_not_changed_is_written_as_it_was(name: str) -> None:
    plan = drafted(name)
    assert dump(load(plan)) == plan


@given(key=st.sampled_from(HEAD), text=TEXT)
def test_head_field_is_read_back_for_any_text(key: str, text: str) -> None:
    before = read_draft(SMALL)
    after = read_draft(set_head(SMALL, {key: text}, remark="đã sửa"))
    assert after.head[key].texts == ((text,) if text else ())
    assert {k: v for k, v in after.head.items() if k != key} == {k: v for k, v in before.head.items() if k != key}
    assert (after.skipped, after.notes) == (before.skipped, before.notes)
    assert [task.fields for task in after.tasks] == [task.fields for task in before.tasks]


@given(key=st.sampled_from(HEAD_LISTS), texts=TEXTS)
def test_head_list_is_read_back_for_any_texts(key: str, texts: list[str]) -> None:
    after = read_draft(set_head(SMALL, {key: texts}))
    assert after.head[key].texts == tuple(texts)
    assert after.head["title"] == read_draft(SMALL).head["title"]


@given(key=st.sampled_from(TASK_TEXTS), text=TEXT, task=st.sampled_from(["T01", "T02", "T03"]))
def test_task_field_is_read_back_for_any_text(key: str, text: str, task: str) -> None:
    before = read_draft(SMALL)
    after = read_draft(set_task(SMALL, task, values={key: text}))
    found = after.task(task)
    assert found is not None
    assert found.texts(key) == ((text,) if text else ())
    assert others(after, but=task) == others(before, but=task)
    assert after.head == before.head


@given(key=st.sampled_from(TASK_LISTS), texts=TEXTS)
def test_task_list_is_read_back_for_any_texts(key: str, texts: list[str]) -> None:
    after = read_draft(set_task(SMALL, "T02", values={key: texts}))
    found = after.task("T02")
    assert found is not None
    assert found.texts(key) == tuple(texts)
    assert others(after, but="T02") == others(read_draft(SMALL), but="T02")


def test_changed_value_takes_the_remark_and_others_keep_theirs() -> None:
    after = set_task(PLAN, "T01", values={"owner": ["Trường A"], "kind": "do"}, remark="đã sửa")
    assert touched(PLAN, after) == [
        "-     owner: Phòng GDĐT  # ? việc của cơ quan quản lý: cơ quan ban hành; chưa chắc, cần xem lại",
        "+     owner: Trường A  # đã sửa",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: set_head(plan, {"title": read_draft(plan).head["title"].text}, remark="đã sửa"),
        lambda plan: set_task(
            plan, "T03", values={"owner": ["cơ sở GDMN"], "coordinators": [], "lead": ""}, remark="x"
        ),
        lambda plan: set_deadlines(plan, "T03", phrases=["trước ngày 30/10/2023"], remark="x"),
        lambda plan: set_figures(plan, "T03", figures=[{"label": " "}]),
        lambda plan: confirm(plan, "T03"),
        lambda plan: merge_tasks(plan, "T03", other="T03"),
    ],
)
def test_setting_what_is_there_changes_nothing(change: Callable[[str], str]) -> None:
    assert change(PLAN) == PLAN


def test_phrase_stands_in_for_the_documents_words_which_stay() -> None:
    after = set_deadlines(PLAN, "T03", phrases=["trước ngày 25/10/2023", "hằng tháng"], remark="đã sửa")
    task = read_draft(after).task("T03")
    assert task is not None
    assert [(d.quote, d.phrase, d.form, d.remark) for d in task.deadlines] == [
        ("trước ngày 30/10/2023", "trước ngày 25/10/2023", "phrase", "đã sửa"),
        ("hằng tháng", "hằng tháng", "phrase", "đã sửa"),
    ]
    again = read_draft(set_deadlines(after, "T03", phrases=["", "hằng tháng"])).task("T03")
    assert again is not None
    assert [d.phrase for d in again.deadlines] == ["hằng tháng"]
    assert others(read_draft(after), but="T03") == others(read_draft(PLAN), but="T03")


def test_last_phrase_taken_away_leaves_no_deadline() -> None:
    task = read_draft(set_deadlines(PLAN, "T03", phrases=[" "])).task("T03")
    assert task is not None
    assert task.deadlines == ()


def test_figures_get_keys_of_their_labels() -> None:
    asked = [{"label": "Số trẻ"}, {"label": "Số trẻ"}, {"label": "12 lớp", "type": "yes_no", "required": False}, {}]
    after = read_draft(set_figures(PLAN, "T03", figures=asked))
    assert not after.has_errors
    assert after.spec.tasks[2].fields == (
        FieldSpec("so_tre", "Số trẻ"),
        FieldSpec("so_tre_2", "Số trẻ"),
        FieldSpec("so_12_lop", "12 lớp", type="yes_no", aggregate="count_yes", is_required=False),
    )
    assert read_draft(set_figures(set_figures(PLAN, "T03", figures=asked), "T03", figures=[])).tasks[2].figures == ()


def test_doubts_are_taken_off_what_was_looked_at() -> None:
    assert [task.key for task in read_draft(PLAN).tasks if task.is_doubtful] == ["T01", "T02", "T06"]
    after = read_draft(confirm(PLAN, "T02", remark="đã xem"))
    assert [task.key for task in after.tasks if task.is_doubtful] == ["T01", "T06"]
    found = after.task("T02")
    assert found is not None
    assert found.fields["owner"].remark == "đã xem"
    assert others(after, but="T02") == others(read_draft(PLAN), but="T02")


@pytest.mark.parametrize("task", ["T01", "T09", "T18"])
def test_task_that_is_none_goes_to_what_was_left_out(task: str) -> None:
    before = read_draft(PLAN)
    gone = before.task(task)
    assert gone is not None
    removed, skipped = read_draft(remove_task(PLAN, task)), read_draft(skip_task(PLAN, task))
    assert removed.tasks == skipped.tasks == tuple(others(before, but=task))
    assert removed.skipped == before.skipped
    assert [(s.line, s.text, s.why) for s in skipped.skipped[len(before.skipped) :]] == [
        (gone.line, gone.text("text"), "not_a_task")
    ]


def test_every_task_may_go() -> None:
    plan = PLAN
    for task in read_draft(PLAN).tasks:
        plan = remove_task(plan, task.key)
    reading = read_draft(plan)
    assert reading.tasks == ()
    assert [problem.code for problem in reading.problems] == ["tasks_empty"]
    assert [task.key for task in read_draft(add_task(plan, "Làm", owner="Phòng GDĐT")).tasks] == ["T01"]


def test_clause_that_was_left_out_becomes_a_task_at_its_place() -> None:
    before = read_draft(PLAN)
    after = read_draft(restore_skipped(PLAN, 0, remark="thêm"))
    assert after.skipped == before.skipped[1:]
    assert (after.tasks[0].key, after.tasks[0].line, after.tasks[0].text("text")) == (
        *("T19", before.skipped[0].line),
        before.skipped[0].text,
    )
    assert after.tasks[1:] == before.tasks
    with pytest.raises(NotFound):
        restore_skipped(PLAN, len(before.skipped))


def test_task_is_added_where_its_line_stands() -> None:
    after = read_draft(add_task(PLAN, "Làm:  gì\nđó", owner="Phòng GDĐT", line=26))
    assert [task.key for task in after.tasks][:4] == ["T01", "T02", "T19", "T03"]
    assert (after.tasks[2].text("text"), after.tasks[2].text("owner")) == ("Làm: gì đó", "Phòng GDĐT")
    assert not after.has_errors


def test_merged_task_has_the_times_and_parties_of_both() -> None:
    plan = set_task(PLAN, "T07", values={"owner": ["Trường A"], "coordinators": ["Trường B"]})
    after = read_draft(merge_tasks(plan, "T03", other="T07"))
    task, before = after.task("T03"), read_draft(plan)
    one, other = before.task("T03"), before.task("T07")
    assert task is not None
    assert one is not None
    assert other is not None
    assert task.text("text") == f"{one.text('text')} {other.text('text')}"
    assert task.texts("coordinators") == ("Trường A", "Trường B")
    assert task.deadlines == (*one.deadlines, *other.deadlines)
    assert [t.key for t in after.tasks] == [t.key for t in before.tasks if t.key != "T07"]
    assert not after.has_errors


def test_unknown_task_is_refused() -> None:
    for change in (
        lambda: set_task(PLAN, "T99", values={}),
        lambda: remove_task(PLAN, "T99"),
        lambda: merge_tasks(PLAN, "T01", other="T99"),
    ):
        with pytest.raises(NotFound) as refused:
            change()
        assert refused.value.values == {"what": "task", "key": "T99"}
