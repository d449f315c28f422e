"""A draft as an official looks at it: remarks, doubts, findings beside their task, the text with its tasks."""

from datetime import date

import pytest

from engine.errors import InputRefused, SecretDocument
from intake.draft_writer import plan_text
from intake.drafting import draft_of
from intake.plan_changes import set_deadlines, set_head, set_task
from intake.plan_reading import read_draft, text_lines
from intake.reading import read_document
from reports.wording import words
from tests.support.drafts import create_draft
from tests.support.seeds import EXAMPLES, SEEDS

TEXT = (EXAMPLES / "vinh_bao" / "document.txt").read_text(encoding="utf-8")
PLAN = plan_text(draft_of(read_document(EXAMPLES / "vinh_bao" / "document.txt")), words("vi"))


def test_values_come_with_how_they_were_read() -> None:
    reading = read_draft(PLAN)
    number, issued_on = reading.head["number"], reading.head["issued_on"]
    assert (number.text, number.remark) == ("", "dòng 3, số để trống; chắc chắn (số để trống)")
    assert (issued_on.text, issued_on.is_doubtful) == ("2023-10", False)
    assert reading.head["addressees"].texts == ("Hiệu trưởng các trường mầm non",)
    task = reading.task("T01")
    assert task is not None
    assert (task.line, task.text("owner"), task.is_doubtful) == (23, "Phòng GDĐT", True)
    assert task.fields["owner"].remark == "việc của cơ quan quản lý: cơ quan ban hành; chưa chắc, cần xem lại"
    assert reading.spec.tasks[2].deadlines[0].quote == "trước ngày 30/10/2023"
    assert (reading.has_errors, reading.all_problems) == (False, ())


def test_doubtful_deadline_makes_its_task_doubtful() -> None:
    (task,) = read_draft(plan_text(create_draft(), words("vi"))).tasks
    assert task.is_doubtful
    assert (task.deadlines[0].written, task.deadlines[0].is_doubtful) == ("2025-03-14", True)


def test_findings_stand_beside_their_task() -> None:
    plan = set_task(PLAN, "T05", values={"owner": [], "text": ""})
    plan = set_head(plan, {"issued_on": "30/10/2023", "issuer": ""})
    plan = set_deadlines(plan, "T03", phrases=["ngày 30/2/2024"])
    reading = read_draft(plan)
    assert {problem.code for problem in reading.problems} == {"issued_on_bad", "empty_value"}
    assert {task.key: [p.code for p in task.problems] for task in reading.tasks if task.problems} == {
        "T03": ["no_such_date"],
        "T05": ["empty_value", "empty_value"],
    }
    assert reading.has_errors


@pytest.mark.parametrize("plan", ["", "a: [", "- 1\n"])
def test_text_that_is_no_plan_is_refused(plan: str) -> None:
    with pytest.raises(InputRefused):
        read_draft(plan)


def test_secret_plan_is_refused() -> None:
    with pytest.raises(SecretDocument):
        read_draft(f"confidentiality: Mật\n{PLAN}")


def test_lines_know_their_tasks() -> None:
    lines = text_lines(TEXT, read_draft(PLAN))
    assert [line.text for line in lines] == TEXT.split("\n")
    assert [line.number for line in lines if "T03" in line.tasks] == [27]
    assert [line.number for line in lines if line.is_skipped] == [17, 18, 19, 59]
    assert all(not line.tasks for line in lines[:22])


def test_clause_goes_on_to_the_next_one_a_blank_line_or_a_heading() -> None:
    reading = read_draft(
        "doc: a\ntasks:\n  - id: T01\n    line: 2\n    text: Một\n    section: II. Việc\n"
        "  - id: T02\n    line: 2\n    text: Hai\n  - id: T03\n    line: 6\n    text: Ba\n"
        "skipped:\n  - {line: 8, text: bỏ, why: purpose}\n"
    )
    lines = text_lines("đầu\nMột, Hai\ntiếp\nII. Việc\nsau\nBa\n\nbỏ\nbỏ tiếp", reading)
    assert [(line.tasks, line.is_skipped) for line in lines] == [
        *(((), False), (("T01", "T02"), False), (("T01", "T02"), False), ((), False), ((), False)),
        *((("T03",), False), ((), False), ((), True), ((), True)),
    ]


@pytest.mark.parametrize("name", SEEDS)
def test_every_task_of_an_example_has_its_lines(name: str) -> None:
    path = EXAMPLES / name / "document.txt"
    reading = read_draft(plan_text(draft_of(read_document(path)), words("vi")))
    lines = text_lines(path.read_text(encoding="utf-8"), reading)
    marked = {key for line in lines for key in line.tasks}
    assert marked == {task.key for task in reading.tasks}
    assert reading.spec.issued_on is None or reading.spec.issued_on > date(2020, 1, 1)
