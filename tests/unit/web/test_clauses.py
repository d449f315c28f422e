"""The text beside its tasks: no line and no task is lost, each stands once, in order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.service.register import TaskLine
from engine.tallies import Counts
from web.i18n import speech
from web.presenters.clauses import chunks, clause_at, task_view

VI = speech("vi")


def task(key: str, line: int | None, **overrides: object) -> TaskLine:
    values: dict[str, object] = {
        "id": 1,
        "key": key,
        "text": "Báo cáo",
        "section": None,
        "line": line,
        "kind": "report",
        "owner_label": "Trường",
        "external": (),
        "coordinators": (),
        "informed": (),
        "fields": (),
        "deadlines": (),
        "due_days": (),
        "is_party": False,
        "counts": Counts(open_within=1),
        **overrides,
    }
    return TaskLine(**values)  # type: ignore[arg-type]


lines = st.lists(st.sampled_from(["một", "hai", "", "  "]), max_size=12).map(
    lambda found: [f"{text}{number}" if text.strip() else text for number, text in enumerate(found)]
)
places = st.lists(st.none() | st.integers(-1, 15), max_size=8)


@given(lines, places)
def test_each_line_and_each_task_stands_once_for_any_text(text: list[str], where: list[int | None]) -> None:
    tasks = [task(f"T{number}", line) for number, line in enumerate(where)]
    found = chunks(text, tasks, directive_id=1, speech=VI)
    shown = [line for chunk in found for line in (*chunk.before, chunk.clause) if line]
    assert shown == [line.strip() for line in text if line.strip()]
    assert sorted(one.key for chunk in found for one in chunk.tasks) == sorted(one.key for one in tasks)


def test_clause_stands_beside_its_tasks() -> None:
    first, second, rest = chunks(
        ["Số: 1", "1. Báo cáo", "2. Kiểm tra", "Nơi nhận"],
        [task("T02", 3), task("T01", 2), task("T03", 3)],
        directive_id=1,
        speech=VI,
    )
    assert (first.before, first.clause, [one.key for one in first.tasks]) == (("Số: 1",), "1. Báo cáo", ["T01"])
    assert (second.clause, [one.key for one in second.tasks]) == ("2. Kiểm tra", ["T02", "T03"])
    assert (rest.before, rest.clause, rest.tasks) == (("Nơi nhận",), "", ())


def test_task_links_to_who_has_only_where_something_was_given() -> None:
    assert task_view(task("T01", 1), directive_id=7, speech=VI).link == "/van-ban/7/don-vi?nhiem-vu=T01"
    assert task_view(task("T01", 1, counts=Counts()), directive_id=7, speech=VI).link == ""


def test_many_days_are_cut_to_the_last() -> None:
    months = tuple(date(2023, month, 25) for month in range(1, 10))
    assert task_view(task("T01", 1, due_days=(None, *months)), directive_id=1, speech=VI).days == (
        "5 kỳ trước",
        "25/06/2023",
        "25/07/2023",
        "25/08/2023",
        "25/09/2023",
    )


def test_all_addressees_are_said_in_the_language_of_the_reader() -> None:
    found = [task_view(task("T01", 1, owner_label="all addressees"), directive_id=1, speech=one).owner for one in (VI,)]
    assert found == ["tất cả các đơn vị nhận"]


TEXT = (
    "3. Tổ chức các hoạt động nhằm nâng cao",
    "",
    "sự phối hợp của nhà trường với phụ huynh;",
    "- Viết sáng kiến",
    "4. Lưu trữ tư liệu",
)


def test_a_clause_goes_on_over_line_ends_to_the_end_of_its_sentence() -> None:
    assert clause_at(TEXT, 1) == f"{TEXT[0]} {TEXT[2]}"


def test_a_clause_ends_before_the_mark_of_the_next_one() -> None:
    assert clause_at(TEXT, 4) == "- Viết sáng kiến"


def test_a_clause_is_empty_where_the_text_has_no_such_line() -> None:
    assert [clause_at(TEXT, line) for line in (None, 0, 6)] == ["", "", ""]


@given(lines=lines, line=st.integers(1, 12))
def test_a_clause_begins_with_its_line_and_only_has_words_of_the_text(lines: list[str], line: int) -> None:
    found = clause_at(lines, line)
    assert line > len(lines) or found.startswith(lines[line - 1].strip())
    assert set(found.split()) <= set(" ".join(lines).split())
