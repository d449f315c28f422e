"""Plan files: each finding, with the line on which it is made."""

from pathlib import Path

import pytest

from engine.deadlines import Recurring
from engine.errors import InputRefused, SecretDocument
from engine.recurrence import is_impossible
from intake.plan_file import read_plan
from tests.support.marked_files import PLAN, changed, found, marked_line, written

OWNER = "    owner: cơ sở GDMN\n"
DUE = "        due: '2024-12-04'\n"
FIELD = "      - key: so_tre\n        label: Số trẻ\n"
SECOND = "    owner: Phòng GDĐT\n    deadlines: []\n"

ERRORS = [
    ("empty_value", "title: Kế hoạch thử", "title: '' #!"),
    ("empty_value", "title: Kế hoạch thử", "title: #!"),
    ("not_text", "title: Kế hoạch thử", "title: 2024 #!"),
    ("not_text", "title: Kế hoạch thử", "title: [a] #!"),
    ("not_text", "text: Báo cáo kết quả thực hiện", "text: 2024 #!"),
    ("empty_value", "text: Báo cáo kết quả thực hiện", "text: '  ' #!"),
    (
        "not_list",
        "    coordinators: []\n    kind: report\n    deadlines:\n",
        "    kind: report\n    deadlines: x #!\n    y:\n",
    ),
    ("not_text", "coordinators: []", "coordinators: [1] #!"),
    ("not_mapping", "    deadlines: []\n", "    deadlines: [x] #!\n"),
    ("not_true_false", "form: false", "form: không #!"),
    ("not_whole_number", "line: 14", "line: 0 #!"),
    ("misspelt_key", "title: Kế hoạch thử", "title: Kế hoạch thử\nrecipient: [] #!"),
    ("misspelt_key", "form: false", "forms: false #!"),
    ("yaml_key_twice", OWNER, OWNER + "    owner: Phòng GDĐT #!\n"),
    ("issued_on_bad", "'2024-08-13'", "tháng 8 #!"),
    ("issued_on_bad", "'2024-08-13'", "'2024-13' #!"),
    ("issued_on_bad", "'2024-08-13'", "2024-02-30 #!"),
    ("date_unbelievable", "'2024-08-13'", "'0024-08-13' #!"),
    ("bad_date", "'2021-04-05'", "05/4/2021 #!"),
    ("bad_date", "'2021-04-05'", "'2021-02-30' #!"),
    ("date_unbelievable", "'2021-04-05'", "'2201-04-05' #!"),
    ("dates_reversed", "end: '2024-12-31'", "end: '2023-12-31' #!"),
    ("urgency_unknown", "place: Thử", "urgency: rất nhanh #!"),
    ("confidentiality_unknown", "place: Thử", "confidentiality: hơi mật #!"),
    ("policy_before", "place: Thử", "policy:\n  before: both #!"),
    ("not_true_false", "place: Thử", "policy:\n  roll_fixed: 1 #!"),
    ("task_twice", "id: T02", "id: T01 #!"),
    ("not_mapping", "period:\n", "period: x #!\nx_period:\n"),
    ("missing_key", "doc: document.txt\nnumber: 12/KH-PGDĐT\nissued_on: '2024-08-13'\n", "doc: document.txt #!\n"),
    (
        "missing_key",
        "  - id: T02\n    text: Kiểm tra việc thực hiện\n    owner: Phòng GDĐT\n",
        "  - id: T02 #!\n    text: x\n",
    ),
    ("missing_key", "  - id: T02\n    text: Kiểm tra việc thực hiện\n", "  - text: Kiểm tra việc thực hiện #!\n"),
    ("not_text", "id: T02", "id: [T02] #!"),
    ("empty_value", "owner: Phòng GDĐT", "owner: [] #!"),
    ("empty_value", "owner: Phòng GDĐT", "owner: '' #!"),
    ("not_text", "owner: Phòng GDĐT", "owner: [7] #!"),
    ("owner_form", "owner: Phòng GDĐT", "owner: {unit: A, kind: B} #!"),
    ("owner_form", "owner: Phòng GDĐT", "owner: {under: A} #!"),
    ("owner_form", "owner: Phòng GDĐT", "owner: {addressees: false} #!"),
    ("owner_under", "owner: Phòng GDĐT", "owner: {unit: A, under: B} #!"),
    ("misspelt_key", "owner: Phòng GDĐT", "owner: {kind: A, undr: B} #!"),
    ("two_leads", OWNER, OWNER + "    lead: [Trường A, Trường B] #!\n"),
    ("two_leads", OWNER, OWNER + "    lead: {units: [A, B]} #!\n"),
    ("two_leads", OWNER, OWNER + "    lead: all addressees #!\n"),
    ("two_leads", OWNER, OWNER + "    lead: {kind: truong} #!\n"),
    ("lead_is_coordinator", "    coordinators: []\n", "    lead: Trường A\n    coordinators: [Sở Y tế, trường a] #!\n"),
    ("deadline_none", "      - quote: trước ngày 05/12/2024\n" + DUE, "      - quote: trước ngày 05/12/2024 #!\n"),
    ("deadline_none", "      - quote: trước ngày 05/12/2024\n" + DUE, "      - quote: x #!\n        due: null\n"),
    ("deadline_several", "      - quote: trước ngày 05/12/2024\n", "      - phrase: hằng năm #!\n        quote: q\n"),
    ("missing_key", "      - quote: trước ngày 05/12/2024\n" + DUE, "      - due: '2024-12-04' #!\n"),
    ("bad_date", "'2024-12-04'", "'2024-12-32' #!"),
    ("bad_date", "'2024-12-04'", "trước ngày 05/12/2024 #!"),
    ("bad_date", "'2024-12-04'", "'2024-12-04T24:30' #!"),
    ("date_unbelievable", "'2024-12-04'", "'1024-12-04' #!"),
    ("date_unbelievable", "'2024-12-04'", "'2142-12-04' #!"),
    ("window_reversed", DUE, "        window:\n          start: '2024-12-31'\n          end: '2024-10-01' #!\n"),
    ("missing_key", DUE, "        window: #!\n          start: '2024-12-31'\n"),
    ("bad_date", DUE, "        window: {start: hè, end: null} #!\n"),
    ("not_mapping", DUE, "        window: năm 2024 #!\n"),
    ("recurrence_freq", DUE, "        recurrence: {freq: weekly} #!\n"),
    ("missing_key", DUE, "        recurrence: {freq: n_per_year} #!\n"),
    ("not_whole_number", DUE, "        recurrence: {freq: n_per_year, n: 0} #!\n"),
    ("within_unit", DUE, "        within: {count: 5, unit: fortnight} #!\n"),
    ("unknown_anchor", DUE, "        within: {count: 5, unit: day, anchor: khi nào} #!\n"),
    ("missing_key", DUE, "        within: {unit: day} #!\n"),
    ("deadline_on_demand", DUE, "        on_demand: false #!\n"),
    ("no_such_date", DUE, "        phrase: trước ngày 31/2/2024 #!\n"),
    ("phrase_not_understood", DUE, "        phrase: trời mưa to #!\n"),
    ("rule_never_fires", DUE, "        rrule: FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1 #!\n"),
    ("rrule_malformed", DUE, "        rrule: FREQ=SECONDLY #!\n"),
    ("rrule_part_not_allowed", DUE, "        rrule: FREQ=DAILY;BYEASTER=1 #!\n"),
    ("field_key", "key: so_tre", "key: số trẻ #!"),
    ("field_twice", FIELD, FIELD + "      - key: so_tre #!\n"),
    ("field_type", FIELD, FIELD + "        type: money #!\n"),
    ("field_aggregate", FIELD, FIELD + "        aggregate: median #!\n"),
    ("field_mismatch", FIELD, FIELD + "        type: text\n        aggregate: sum #!\n"),
    ("field_without_denominator", FIELD, FIELD + "        aggregate: ratio #!\n"),
    ("field_reference", FIELD, FIELD + "        aggregate: ratio\n        denominator: so_lop #!\n"),
    ("field_reference", FIELD, FIELD + "        aggregate: mean\n        weight: so_tre #!\n"),
]
WARNINGS = [
    ("unknown_key", "place: Thử", "quyển: 3 #!"),
    ("misspelt_key", "    form: false", "    report: false #!"),
    ("number_blank", "number: 12/KH-PGDĐT", "number: null #!"),
    ("due_before_issue", "'2024-12-04'", "'2024-08-12' #!"),
    ("due_before_issue", DUE, "        window: {start: '2023-01-01', end: '2023-12-31'} #!\n"),
    ("due_before_issue", DUE, "        phrase: năm học 2022-2023 #!\n"),
    ("task_kind_unknown", "kind: report", "kind: reports #!"),
    ("owner_is_coordinator", "coordinators: []", "coordinators: [Cơ sở  GDMN] #!"),
]


def refusal(path: Path) -> list[tuple[str, int]]:
    """Code and line of each finding of a plan that is refused."""
    with pytest.raises(InputRefused) as refused:
        read_plan(path)
    return found(refused.value.problems)


@pytest.mark.parametrize(("code", "old", "new"), ERRORS)
def test_plan_is_refused_with_the_line(tmp_path: Path, code: str, old: str, new: str) -> None:
    text = changed(PLAN, old, new)
    assert (code, marked_line(text)) in refusal(written(tmp_path / "plan.yaml", text))


@pytest.mark.parametrize(("code", "old", "new"), WARNINGS)
def test_plan_is_read_with_a_warning_on_its_line(tmp_path: Path, code: str, old: str, new: str) -> None:
    text = changed(PLAN, old, new)
    _, warnings = read_plan(written(tmp_path / "plan.yaml", text))
    assert found(warnings) == [(code, marked_line(text))]


def linked(*targets: str) -> str:
    """The deadlines of a task that takes its date from others."""
    rows = [f"      - quote: cùng thời điểm\n        linked: {{task: {target}}}\n" for target in targets]
    return "    owner: Phòng GDĐT\n    deadlines:\n" + "".join(rows)


@pytest.mark.parametrize(
    ("code", "targets", "values"),
    [
        ("link_unknown", ["T09"], {"task": "T02", "target": "T09"}),
        ("link_cycle", ["T02"], {"path": "T02 → T02"}),
        ("links_several", ["T01", "T01"], {"task": "T02", "targets": "T01, T01"}),
    ],
)
def test_plan_is_refused_when_a_link_ends_nowhere(
    tmp_path: Path, code: str, targets: list[str], values: dict[str, str]
) -> None:
    text = changed(changed(PLAN, SECOND, linked(*targets)), "id: T02", "id: T02 #!")
    with pytest.raises(InputRefused) as refused:
        read_plan(written(tmp_path / "plan.yaml", text))
    assert found(refused.value.problems) == [(code, marked_line(text))]
    assert refused.value.problems[0].values == values


def test_plan_prints_the_cycle_of_links(tmp_path: Path) -> None:
    first = "    deadlines:\n      - quote: trước ngày 05/12/2024\n" + DUE
    back = "    deadlines:\n      - quote: cùng T02\n        linked: {task: T02}\n"
    text = changed(changed(PLAN, SECOND, linked("T01")), first, back)
    with pytest.raises(InputRefused) as refused:
        read_plan(written(tmp_path / "plan.yaml", text))
    assert [problem.values for problem in refused.value.problems] == [{"path": "T01 → T02 → T01"}]


def test_plan_warns_when_a_link_leads_to_a_task_without_a_date(tmp_path: Path) -> None:
    third = PLAN + "  - id: T03 #!\n    text: Báo cáo\n" + linked("T02")
    _, warnings = read_plan(written(tmp_path / "plan.yaml", third))
    assert found(warnings) == [("link_undated", marked_line(third))]


def test_plan_is_refused_when_it_holds_no_task(tmp_path: Path) -> None:
    text = PLAN[: PLAN.index("tasks:")] + "tasks: [] #!\n"
    assert refusal(written(tmp_path / "plan.yaml", text)) == [("tasks_empty", marked_line(text))]


def test_plan_shows_all_errors_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = PLAN
    for old, new in [
        ("'2024-08-13'", "mai"),
        ("id: T02", "id: T01"),
        ("'2024-12-04'", "x"),
        ("form: false", "form: 1"),
    ]:
        text = changed(text, old, new)
    problems = refusal(written(tmp_path / "plan.yaml", text))
    assert [code for code, _ in problems] == ["issued_on_bad", "bad_date", "not_true_false", "task_twice"]
    assert [line for _, line in problems] == sorted(line for _, line in problems)


@pytest.mark.parametrize("level", ["mat", "Mật", "MẬT", "tối mật", "toi_mat", "Tuyệt mật"])
def test_plan_marked_secret_is_refused_whatever_else_is_wrong(tmp_path: Path, level: str) -> None:
    text = changed(PLAN, "title: Kế hoạch thử", f"confidentiality: {level}")
    with pytest.raises(SecretDocument) as refused:
        read_plan(written(tmp_path / "plan.yaml", text))
    assert "Kế hoạch" not in str(refused.value)


def test_rule_that_names_a_day_no_february_has_never_fires() -> None:
    rule = Recurring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert is_impossible(rule)
    assert not is_impossible(Recurring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"))
    assert not is_impossible(Recurring("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=31"))
    assert not is_impossible(Recurring("FREQ=MONTHLY;BYMONTHDAY=31"))
