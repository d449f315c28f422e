"""Plan files: the five directives, every form of a key, and that damage never surprises."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from engine.deadlines import By, Linked, OnDemand, Recurring, Within
from engine.errors import InputRefused, SecretDocument
from engine.plans import (
    Addressees,
    ByCode,
    ByKind,
    ByName,
    DirectiveSpec,
    External,
    FieldSpec,
    IssuePolicy,
    Selector,
    Several,
)
from intake.plan_file import read_plan
from tests.support.damage import damaged
from tests.support.marked_files import PLAN, changed, written

EXAMPLES = Path(__file__).parents[3] / "examples"
TASKS = {"krong_pa": 34, "vinh_bao": 18, "my_tu": 60, "dam_ha": 9, "khanh_hoa": 27}
EXTRAS = re.compile(
    r"^ *(number_corrected|number_suffix_corrected|place_printed|where|line|note|inherited): .*\n"
    r"|^    owner_alt:\n(      - .*\n)+",
    re.MULTILINE,
)
DUE = "        due: '2024-12-04'\n"


def plan(path: Path, text: str) -> DirectiveSpec:
    """The directive of a plan that is read without a warning."""
    spec, warnings = read_plan(written(path / "plan.yaml", text))
    assert warnings == ()
    return spec


@pytest.mark.parametrize("name", TASKS)
def test_example_is_read_without_a_finding(name: str) -> None:
    spec, warnings = read_plan(EXAMPLES / name / "plan.yaml")
    assert warnings == ()
    assert [task.key for task in spec.tasks] == [f"T{number:02}" for number in range(1, TASKS[name] + 1)]
    document = (EXAMPLES / name / spec.doc).read_text(encoding="utf-8").splitlines()
    assert all(task.text in document[task.line - 1] for task in spec.tasks if task.line is not None)


@pytest.mark.parametrize("name", TASKS)
def test_example_is_read_when_extra_keys_are_missing(tmp_path: Path, name: str) -> None:
    text = (EXAMPLES / name / "plan.yaml").read_text(encoding="utf-8")
    bare = EXTRAS.sub("", text.partition("\nskipped:")[0] + "\n")
    assert "owner_alt" not in bare
    assert len(plan(tmp_path, bare).tasks) == TASKS[name]


def test_example_keeps_a_blank_number_and_day() -> None:
    spec, _ = read_plan(EXAMPLES / "vinh_bao" / "plan.yaml")
    assert (spec.number, spec.number_suffix) == (None, "/GDĐT-MN")
    assert (spec.issued_on, spec.issued_text) == (None, "2023-10")
    assert spec.head["signer"] == {
        "name": "Phạm Thị Hoan",
        "title": "PHÓ TRƯỞNG PHÒNG",
        "on_behalf": "KT. TRƯỞNG PHÒNG",
    }
    assert spec.based_on[1] == {
        "number": "595/HD-GDDT",
        "issued_on": "2019-11-26",
        "issuer": "Phòng GDĐT huyện Vĩnh Bảo",
        "where": "preamble",
        "number_corrected": "595/HD-GDĐT",
    }


def test_example_asks_for_figures() -> None:
    spec, _ = read_plan(EXAMPLES / "vinh_bao" / "plan.yaml")
    report = next(task for task in spec.tasks if task.key == "T07")
    assert [(figure.key, figure.type, figure.aggregate) for figure in report.fields] == [
        ("so_tre", "number", "sum"),
        ("so_phu_huynh_tham_gia", "number", "ratio"),
        ("so_buoi_truyen_thong", "number", "sum"),
        ("diem_tu_danh_gia", "number", "mean"),
        ("co_mo_hinh_diem", "yes_no", "count_yes"),
        ("kho_khan", "text", "none"),
    ]
    assert report.owner == Addressees()


def test_example_keeps_the_report_of_each_school_year() -> None:
    spec, _ = read_plan(EXAMPLES / "krong_pa" / "plan.yaml")
    rule = next(task for task in spec.tasks if task.key == "T22").deadlines[0].rule
    assert isinstance(rule, Recurring)
    assert rule.frame == "school_year"


@pytest.mark.parametrize(
    ("written_as", "selector", "label"),
    [
        ("Trường A", ByName("Trường A"), "Trường A"),
        ("all addressees", Addressees(), "all addressees"),
        ("Tất cả  đơn vị nhận", Addressees(), "Tất cả  đơn vị nhận"),
        ("các đơn vị", Addressees(), "các đơn vị"),
        ("[Trường A]", ByName("Trường A"), "Trường A"),
        ("[Trường A, Trường A]", ByName("Trường A"), "Trường A"),
        ("[Trường A, {unit: MN_B}]", Several((ByName("Trường A"), ByName("MN_B"))), "Trường A, MN_B"),
        ("{unit: MN_A}", ByName("MN_A"), "MN_A"),
        ("{units: [MN_A, MN_B]}", ByCode(("MN_A", "MN_B")), "MN_A, MN_B"),
        ("{kind: phong, under: TINH}", ByKind(("phong",), "TINH"), "phong"),
        ("{kinds: [phong, so]}", ByKind(("phong", "so"), None), "phong, so"),
        ("{addressees: true}", Addressees(), "all addressees"),
        ("{external: Ban chỉ đạo}", External(("Ban chỉ đạo",)), "Ban chỉ đạo"),
    ],
)
def test_owner_is_read_in_every_form(tmp_path: Path, written_as: str, selector: Selector, label: str) -> None:
    spec = plan(tmp_path, changed(PLAN, "owner: Phòng GDĐT", f"owner: {written_as}"))
    assert (spec.tasks[1].owner, spec.tasks[1].owner_label) == (selector, label)


@pytest.mark.parametrize("lead", ["Trường A", "{unit: Trường A}", "[Trường A]"])
def test_lead_is_one_unit(tmp_path: Path, lead: str) -> None:
    text = changed(
        PLAN, "    coordinators: []\n", f"    lead: {lead}\n    coordinators: [Sở Y tế]\n    informed: Sở B\n"
    )
    task = plan(tmp_path, text).tasks[0]
    assert (task.lead, task.coordinators, task.informed) == (ByName("Trường A"), ("Sở Y tế",), ("Sở B",))


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("due: 2024-12-04", By(date(2024, 12, 4))),
        ("due: '2024-12-04T16:30'", By(date(2024, 12, 4), hour=16, minute=30)),
        ("linked: {task: T02, offset_days: -7}", Linked("T02", -7)),
        ("on_demand: true", OnDemand()),
        ("within: {count: 5, unit: working_day, anchor: received}", Within(5, "working_day", "received")),
        ("phrase: chậm nhất ngày 04/12/2024", By(date(2024, 12, 4))),
    ],
)
def test_deadline_is_read_in_every_form(tmp_path: Path, entry: str, rule: object) -> None:
    text = changed(PLAN, DUE, f"        {entry}\n")
    text = changed(text, "    deadlines: []\n", "    deadlines: [{quote: q, due: 2024-12-30}]\n")
    deadline = plan(tmp_path, changed(text, "quote: trước ngày 05/12/2024", "quote: đúng hạn")).tasks[0].deadlines[0]
    assert (deadline.quote, deadline.rule, deadline.is_inherited) == ("đúng hạn", rule, False)


@pytest.mark.parametrize(
    ("entry", "urgency"),
    [
        ("normal", "normal"),
        ("thường", "normal"),
        ("Khẩn", "khan"),
        ("Thượng khẩn", "thuong_khan"),
        ("HOẢ TỐC", "hoa_toc"),
    ],
)
def test_urgency_is_read_in_both_languages(tmp_path: Path, entry: str, urgency: str) -> None:
    assert plan(tmp_path, changed(PLAN, "place: Thử", f"urgency: {entry}")).urgency == urgency


def test_plan_keeps_what_issuing_needs(tmp_path: Path) -> None:
    head = "policy: {before: inclusive, roll_fixed: true}\nladder: gap\nconfidentiality: không\nx_note: 1\n"
    selectors = "selectors:\n  trường điểm: {units: [MN_A]}\n"
    spec = plan(tmp_path, changed(PLAN, "place: Thử\n", head + selectors))
    assert spec.policy == IssuePolicy(is_before_inclusive=True, is_fixed_rolled=True)
    assert (spec.ladder, spec.selectors) == ("gap", {"trường điểm": ByCode(("MN_A",))})
    assert (spec.period_phrase, spec.period_start, spec.period_end) == (
        "năm 2024",
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert spec.tasks[0].fields == (FieldSpec("so_tre", "Số trẻ"),)
    assert spec.tasks[0].place == f"{tmp_path / 'plan.yaml'}:26"


def test_number_may_be_a_bare_number_and_the_date_bare(tmp_path: Path) -> None:
    text = changed(changed(PLAN, "12/KH-PGDĐT", "0567"), "'2024-08-13'", "2024-08-13")
    spec = plan(tmp_path, text)
    assert (spec.number, spec.issued_on, spec.issued_text) == ("0567", date(2024, 8, 13), "2024-08-13")


def test_blank_issue_date_is_kept_blank(tmp_path: Path) -> None:
    spec = plan(tmp_path, changed(PLAN, "issued_on: '2024-08-13'", "issued_on: null"))
    assert (spec.issued_on, spec.issued_text) == (None, "")


def test_ten_thousand_tasks_are_read_in_seconds(tmp_path: Path) -> None:
    head, _, tasks = (EXAMPLES / "my_tu" / "plan.yaml").read_text(encoding="utf-8").partition("tasks:\n")
    block = tasks.partition("skipped:\n")[0]
    copies = (block.replace("- id: T", f"- id: T{number}_") for number in range(10_000 // TASKS["my_tu"] + 1))
    path = written(tmp_path / "plan.yaml", head + "tasks:\n" + "".join(copies))
    before = time.process_time()
    spec, warnings = read_plan(path)
    assert time.process_time() - before < 5
    assert (len(spec.tasks) >= 10_000, warnings) == (True, ())


def outcome(path: Path) -> str:
    """How reading ends; anything but a refusal with an error, or of a secret, is let through."""
    try:
        spec, _ = read_plan(path)
    except InputRefused as refused:
        return "refused" if any(not problem.is_warning for problem in refused.problems) else "refused for nothing"
    except SecretDocument:
        return "secret"
    return "read" if spec.tasks else "read nothing"


@given(damaged((EXAMPLES / "khanh_hoa" / "plan.yaml").read_bytes()))
def test_plan_is_read_or_refused_for_any_damage(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_bytes(data)
    assert outcome(path) in {"read", "refused", "secret"}


@given(damaged(PLAN.encode()))
def test_small_plan_is_read_or_refused_for_any_damage(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged_small.yaml"
    path.write_bytes(data)
    assert outcome(path) in {"read", "refused", "secret"}
