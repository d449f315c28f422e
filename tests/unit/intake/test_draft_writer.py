"""A draft as a plan file: the plan's own keys, comments that say how, and a file that the plan reader takes."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputRefused, Problem
from intake.draft_remarks import remarks, said
from intake.draft_writer import plan_mapping, plan_text
from intake.drafting.draft import DraftDeadline, Reading
from intake.plan_file import read_plan
from reports.wording import words
from tests.support.drafts import create_draft, create_head, create_task
from tests.support.marked_files import written

VI = words("vi")


def test_file_has_the_keys_of_a_plan_in_their_order() -> None:
    made = plan_mapping(create_draft())
    assert list(made) == [
        *("doc", "number", "number_suffix", "issued_on", "issuer", "place", "doc_type", "title"),
        *("addressees", "recipients", "signer", "based_on", "period", "tasks", "skipped", "notes"),
    ]
    assert list(made["tasks"][0]) == [
        *("id", "line", "text", "section", "owner", "owner_explicit", "coordinators", "kind", "deadlines"),
        *("report_to", "form"),
    ]
    assert made["tasks"][0]["deadlines"] == [{"quote": "trước 15/3", "due": "2025-03-14"}]
    assert made["skipped"][0] == {"line": 11, "text": made["skipped"][0]["text"], "why": "closing"}


def test_suffix_stands_only_where_the_number_is_blank() -> None:
    whole = create_head(number=Reading("5/KH", "printed"), number_corrected="5/KH-X")
    made = plan_mapping(create_draft(head=whole))
    assert (made["number"], made["number_corrected"], "number_suffix" in made) == ("5/KH", "5/KH-X", False)
    blank = plan_mapping(create_draft(head=create_head(number_corrected="/PGDĐT")))
    assert (blank["number_suffix"], blank["number_suffix_corrected"]) == ("/PGDĐT-MN", "/PGDĐT")


def test_urgency_stands_only_where_there_is_one() -> None:
    assert "urgency" not in plan_mapping(create_draft())
    urgent = create_draft(head=create_head(urgency=Reading("hoa_toc", "printed")))
    assert plan_mapping(urgent)["urgency"] == "hoa_toc"


def test_every_form_of_deadline_and_owner_is_written() -> None:
    deadlines = (
        DraftDeadline("hằng năm", recurrence={"freq": "n_per_year", "n": 2}),
        DraftDeadline("năm 2025", window=(date(2025, 1, 1), None), is_inherited=True),
        DraftDeadline("trong hè", window=(None, None)),
    )
    task = create_task(1, owner=Reading(("Trường A", "Trường B"), "printed"), deadlines=deadlines)
    row = plan_mapping(create_draft(task))["tasks"][0]
    assert row["owner"] == ["Trường A", "Trường B"]
    assert row["deadlines"] == [
        {"quote": "hằng năm", "recurrence": {"freq": "n_per_year", "n": 2}},
        {"quote": "năm 2025", "window": {"start": "2025-01-01", "end": None}, "inherited": True},
        {"quote": "trong hè", "window": {"start": None, "end": None}},
    ]
    assert plan_mapping(create_draft(create_task(1, owner=Reading((), "not_found"))))["tasks"][0]["owner"] is None


# --- comments -----------------------------------------------------------------------------------


def line_of(text: str, start: str) -> str:
    """The first line that begins so."""
    return next(line.strip() for line in text.splitlines() if line.strip().startswith(start))


def test_comments_say_how_each_value_was_read_and_mark_what_is_doubtful() -> None:
    text = plan_text(create_draft(), VI)
    assert line_of(text, "issuer:") == "issuer: Phòng GDĐT huyện An Phú  # dòng 1, đúng như văn bản ghi; chắc chắn"
    assert line_of(text, "owner:") == "owner: all addressees  # đúng như văn bản ghi; khá chắc"
    assert line_of(text, "due:") == "due: '2025-03-14'  # ? đúng như văn bản ghi; chưa chắc, cần xem lại"
    assert line_of(text, "phrase:") == "phrase: null"
    assert line_of(text, "period:") == "period:  # không thấy trong văn bản"
    assert text.startswith("# Bản nháp")


def test_notes_of_a_task_stand_behind_its_id_and_warnings_in_the_notes() -> None:
    text = plan_text(create_draft(create_task(1, notes=("conditional",))), VI)
    assert line_of(text, "- id:") == "- id: T01  # chỉ phải làm khi có điều kiện nêu trong câu"
    number = Problem("thu.txt:2", "number_blank", {"where": "number"})
    assert line_of(text, "- 'Dòng 2") == f"- 'Dòng 2: {VI.problem(number)}'"


def test_comments_speak_the_language_asked_for() -> None:
    assert "line 1, as printed; sure" in plan_text(create_draft(), words("en"))


def test_remarks_are_named_as_findings_name_them() -> None:
    named = {remark.name: remark for remark in remarks(create_draft())}
    assert {"issuer", "based_on", "T01.owner", "T01.deadlines[1].due"} <= named.keys()
    assert [remark.name for remark in named.values() if remark.is_doubtful] == ["T01.deadlines[1].due"]
    assert not {"urgency", "T01.kind"} & named.keys()


def test_notes_of_a_reading_follow_in_brackets() -> None:
    owner = Reading(("A",), "printed", "doubtful", notes=("conditional",))
    remark = next(r for r in remarks(create_draft(create_task(1, owner=owner))) if r.name == "T01.owner")
    assert said(remark, words("en")) == (
        "? as printed; not sure, please check (only if the condition in the sentence comes true)"
    )


# --- what reads it ------------------------------------------------------------------------------


def test_file_is_read_as_a_plan_without_a_finding(tmp_path: Path) -> None:
    head = create_head(number=Reading("12/PGDĐT", "printed"), issued_on=Reading("2025-02-03", "printed"))
    spec, warnings = read_plan(written(tmp_path / "plan.yaml", plan_text(create_draft(head=head), VI)))
    assert warnings == ()
    assert (spec.number, spec.title, [task.key for task in spec.tasks]) == ("12/PGDĐT", head.title.value, ["T01"])


def test_file_without_an_issuer_is_refused_in_one_sentence(tmp_path: Path) -> None:
    draft = create_draft(head=create_head(issuer=Reading(None, "not_found", "doubtful")))
    path = written(tmp_path / "plan.yaml", plan_text(draft, VI))
    with pytest.raises(InputRefused) as refused:
        read_plan(path)
    errors = [problem for problem in refused.value.problems if not problem.is_warning]
    assert [(problem.code, problem.values["where"]) for problem in errors] == [("empty_value", "issuer")]


def test_file_is_the_same_byte_for_byte() -> None:
    assert plan_text(create_draft(), VI) == plan_text(create_draft(), VI)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(str.strip))
def test_text_is_kept_verbatim_for_any_clause(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    draft = create_draft(create_task(1, text))
    path = written(tmp_path_factory.getbasetemp() / "plan.yaml", plan_text(draft, VI))
    assert read_plan(path)[0].tasks[0].text == unicodedata.normalize("NFC", text).strip()
