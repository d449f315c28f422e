"""Issuing: who owes what by when is frozen in one transaction, or nothing is (rules § 3, § 7)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from engine.errors import AlreadyIssued, Ambiguous, DondocError, InputRefused, NotFound
from engine.plans import Addressees, ByCode, ByKind, ByName, External, IssuePolicy, Selector, Several
from engine.rules import Before, By, Linked, NoDeadline, OnDemand, Recurring, Rule, SchoolPeriod, Window, Within
from engine.service.tallies import audit
from engine.states import Verb
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import OFFICIAL, Office

SEN, MAI, DAO, PHONG, HUYEN = "HOASEN", "HOAMAI", "HOADAO", "PHONG", "HUYEN"
DAY = timedelta(days=1)


def units(office: Office, task: str = "T01") -> list[str]:
    names = {row["id"]: row["code"] for row in office.rows("unit")}
    return [names[office.row(one).unit_id] for one in office.ids(task)]


def days(office: Office, task: str, unit: str = SEN) -> list[str]:
    """Last days of the occurrences of a task for one unit, in order."""
    last = {row["id"]: str(row["last_day_on"]) for row in office.rows("deadline")}
    return [last[office.row(one).deadline_id] for one in office.ids(task, unit)]


@pytest.mark.parametrize(
    ("selector", "reached"),
    [
        (ByName("Trường Hoa Sen"), [SEN]),
        (ByName("mn  HOA sen"), [SEN]),
        (ByName("HOAMAI"), [MAI]),
        (ByName("các trường"), [SEN, MAI, DAO]),
        (ByCode((MAI, DAO)), [MAI, DAO]),
        (ByKind(("truong_mam_non",)), [SEN, MAI, DAO]),
        (ByKind(("truong_mam_non",), "PHONG"), [SEN, MAI, DAO]),
        (ByKind(("phong", "truong_mam_non"), "HUYEN"), [PHONG, SEN, MAI, DAO]),
        (Addressees(), [SEN, DAO]),
        (Several((ByName("Trường Hoa Mai"), ByKind(("truong_mam_non",)))), [SEN, MAI, DAO]),
    ],
    ids=str,
)
def test_selector_reaches_its_units(sqlite_cast: Office, selector: Selector, reached: list[str]) -> None:
    task = create_task("T01", By(date(2023, 10, 30)), owner=selector)
    spec = create_directive(
        task,
        addressees=("Trường Hoa Sen", "Trường Hoa Đào"),
        selectors={"các trường": ByKind(("truong_mam_non",))},
    )
    assert sqlite_cast.issue(spec).obligations == len(reached)
    assert sorted(units(sqlite_cast)) == sorted(reached)


NOBODY = [
    ByName("Trường Không Có"),
    ByCode(("KHONGCO",)),
    ByKind(("truong_thpt",)),
    ByKind(("truong_mam_non",), "Không Có"),
    Addressees(),
    Several(()),
    ByName("vòng tròn"),
]


@pytest.mark.parametrize("selector", NOBODY, ids=str)
def test_selector_that_reaches_nobody_is_refused_and_leaves_nothing(office: Office, selector: Selector) -> None:
    before = office.dump()
    good, bad = create_task("T01", By(date(2023, 10, 30))), create_task("T02", owner=selector, owner_label="ai đó")
    with pytest.raises(InputRefused) as refused:
        office.issue(create_directive(good, bad, selectors={"vòng tròn": ByName("VÒNG tròn")}))
    (problem,) = refused.value.problems
    assert (problem.code, problem.values) == ("SelectorReachesNobody", {"task": "T02", "selector": "ai đó"})
    assert office.dump() == before


def test_every_problem_of_a_plan_is_told_at_once(sqlite_cast: Office) -> None:
    spec = create_directive(
        create_task("T01", owner=ByName("ai")),
        create_task("T02", lead=ByKind(("truong_mam_non",))),
        create_task("T03", Recurring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1", until=date(2024, 1, 1))),
        create_task("T04", ladder="không có"),
    )
    with pytest.raises(InputRefused) as refused:
        sqlite_cast.issue(spec)
    assert [p.code for p in refused.value.problems] == [
        "SelectorReachesNobody",
        "lead_not_one",
        "RuleNeverFires",
        "ladder_unknown",
    ]


def test_cycle_of_linked_dates_is_refused(sqlite_cast: Office) -> None:
    before = sqlite_cast.dump()
    with pytest.raises(InputRefused) as refused:
        sqlite_cast.issue(create_directive(create_task("T01", Linked("T02")), create_task("T02", Linked("T01"))))
    assert [p.code for p in refused.value.problems] == ["LinkCycle"]
    assert sqlite_cast.dump() == before


def test_directive_without_tasks_is_refused(sqlite_cast: Office) -> None:
    with pytest.raises(InputRefused) as refused:
        sqlite_cast.issue(replace(create_directive(), tasks=()))
    assert [p.code for p in refused.value.problems] == ["tasks_empty"]


def test_lead_has_the_work_and_the_others_coordinate_or_know(sqlite_cast: Office) -> None:
    task = create_task(
        "T01",
        By(date(2023, 10, 30)),
        owner=ByKind(("truong_mam_non",)),
        lead=ByName("Trường Hoa Mai"),
        coordinators=("Phòng GDĐT", "Công an huyện"),
        informed=("UBND huyện",),
    )
    assert sqlite_cast.issue(create_directive(task)).obligations == 1
    names = {row["id"]: row["code"] for row in sqlite_cast.rows("unit")}
    parties = sorted((row["role"], names[row["unit_id"]]) for row in sqlite_cast.rows("party"))
    assert units(sqlite_cast) == [MAI]
    wanted = [("coordinator", DAO), ("coordinator", SEN), ("coordinator", PHONG), ("informed", HUYEN)]
    assert parties == sorted(wanted)


def test_external_party_is_kept_as_text_and_not_tracked(sqlite_cast: Office) -> None:
    task = create_task("T01", By(date(2023, 10, 30)), owner=External(("Công an huyện",)))
    issued = sqlite_cast.issue(create_directive(task))
    assert (issued.obligations, issued.external) == (0, (("T01", "Công an huyện"),))
    assert audit(sqlite_cast.database).mismatches == ()


@pytest.mark.parametrize(
    "rule", [None, NoDeadline(), OnDemand(), Window(date(2023, 10, 1), None), Within(3, "day", "event:có dịch")]
)
def test_work_without_a_date_is_normal(sqlite_cast: Office, rule: Rule | None) -> None:
    issued = sqlite_cast.issue(create_directive(create_task("T01", *([rule] if rule else []))))
    assert (issued.obligations, issued.undated) == (3, 3)
    row = sqlite_cast.row(sqlite_cast.one())
    assert (row.bucket, row.due_at, row.next_at) == ("undated_open", None, None)


MONTHLY_BEFORE_25 = Recurring("FREQ=MONTHLY;BYMONTHDAY=25", mode="before")


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([Before(date(2023, 10, 30))], ["2023-10-29"]),
        ([Window(date(2023, 10, 12), date(2023, 12, 31))], ["2023-12-31"]),
        (
            [Window(date(2023, 11, 1), date(2023, 11, 30)), Window(date(2023, 10, 12), date(2023, 10, 31))],
            ["2023-10-31", "2023-11-30"],
        ),
        ([Within(5, "working_day")], ["2023-10-17"]),
        ([SchoolPeriod(2023, 2024, "semester_1")], ["2024-01-15"]),
        (
            [Recurring("FREQ=MONTHLY;BYMONTHDAY=25", mode="before"), Window(date(2023, 11, 1), date(2024, 3, 31))],
            ["2023-11-24"],
        ),
        ([By(date(2023, 10, 20)), OnDemand()], ["2023-10-20"]),
    ],
    ids=str,
)
def test_deadlines_of_a_task_become_its_first_occurrences(
    sqlite_cast: Office, rules: list[Rule], found: list[str]
) -> None:
    sqlite_cast.issue(create_directive(create_task("T01", *rules)))
    assert days(sqlite_cast, "T01") == found


def test_linked_date_follows_its_task_wherever_it_stands(sqlite_cast: Office) -> None:
    spec = create_directive(
        create_task("T03", Linked("T02", offset_days=-2)),
        create_task("T02", Linked("T01")),
        create_task("T01", By(date(2023, 10, 30))),
        create_task("T04", Linked("T99")),
    )
    sqlite_cast.issue(spec)
    found = {key: days(sqlite_cast, key) for key in ("T01", "T02", "T03", "T04")}
    assert found == {"T01": ["2023-10-30"], "T02": ["2023-10-30"], "T03": ["2023-10-28"], "T04": ["None"]}


def test_issuer_may_read_before_as_inclusive(sqlite_cast: Office) -> None:
    policy = IssuePolicy(is_before_inclusive=True)
    sqlite_cast.issue(create_directive(create_task("T01", Before(date(2023, 10, 30))), policy=policy))
    assert days(sqlite_cast, "T01") == ["2023-10-30"]


def test_blank_number_and_day_are_normal(sqlite_cast: Office) -> None:
    spec = create_directive(
        create_task("T01", Within(5, "working_day")),
        number=None,
        number_suffix="/GDĐT-MN",
        issued_on=None,
        issued_text="2023-10",
    )
    sqlite_cast.issue(spec)
    assert days(sqlite_cast, "T01") == ["2023-10-17"]
    with pytest.raises(AlreadyIssued):
        sqlite_cast.issue(spec)


@pytest.mark.parametrize(
    ("overrides", "is_refused"),
    [
        ({"number": "396/gdđt-mn"}, True),
        ({"number": "396 / GDĐT-MN", "issued_on": date(2023, 12, 1)}, True),
        ({"number": "396/GDĐT-MN", "issued_on": date(2022, 10, 10)}, False),
        ({"number": "397/GDĐT-MN"}, False),
        ({"number": "396/GDĐT-TH"}, False),
    ],
)
def test_second_issue_of_a_document_is_refused(
    sqlite_cast: Office, overrides: dict[str, Any], is_refused: bool
) -> None:
    first = sqlite_cast.issue(create_directive())
    before = sqlite_cast.dump()
    if not is_refused:
        assert sqlite_cast.issue(create_directive(**overrides)).directive_id != first.directive_id
        return
    with pytest.raises(AlreadyIssued) as refused:
        sqlite_cast.issue(create_directive(**overrides))
    assert refused.value.values["id"] == first.directive_id
    assert sqlite_cast.dump() == before


def test_one_of_two_issues_at_the_same_time_is_refused(office: Office) -> None:
    barrier = Barrier(2)

    def one() -> object:
        barrier.wait()
        try:
            return office.issue(create_directive()).obligations
        except AlreadyIssued as refused:
            return refused.values["issuer"]

    with ThreadPoolExecutor(2) as pool:
        found = [future.result() for future in [pool.submit(one), pool.submit(one)]]
    assert sorted(found, key=str) == [3, "Phòng GDĐT"]
    assert len(office.ids()) == 3


@pytest.mark.parametrize(("issuer", "error"), [("Không Có", NotFound), ("Hai tên", Ambiguous)])
def test_unknown_or_unclear_issuer_is_refused(sqlite_cast: Office, issuer: str, error: type[DondocError]) -> None:
    sqlite_cast.run(
        "INSERT INTO unit_name (unit_id, name, key) VALUES (4, 'Hai tên', 'hai tên'), (7, 'Hai tên', 'hai tên')"
    )
    before = sqlite_cast.dump()
    with pytest.raises(error):
        sqlite_cast.issue(create_directive(issuer=issuer))
    assert sqlite_cast.dump() == before


def test_work_overdue_at_issue_is_missed_from_the_assignment_on(office: Office) -> None:
    office.issue(create_directive(create_task("T01", By(date(2023, 10, 1)))))
    swept = office.sweep(ISSUED_AT)
    assert (swept.obligations, swept.facts) == (3, 3)
    assert office.row(office.one()).bucket == "open_overdue"
    assert {str(row["happened_at"])[:19] for row in office.rows("history")} == {"2023-10-10 01:00:00"}


# --- occurrences ahead of time ------------------------------------------------------------------


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def test_monthly_work_is_made_ahead_over_a_year_and_ends_with_its_period(sqlite_cast: Office) -> None:
    rule = Recurring("FREQ=MONTHLY;BYMONTHDAY=31")
    sqlite_cast.issue(create_directive(create_task("T01", rule), period_end=date(2024, 9, 30)))
    assert days(sqlite_cast, "T01") == ["2023-10-31"]
    sqlite_cast.sweep(at("2023-10-31"))
    assert days(sqlite_cast, "T01") == ["2023-10-31"]
    sqlite_cast.sweep(at("2023-10-31T17:00:00"))
    assert days(sqlite_cast, "T01") == ["2023-10-31", "2023-11-30"]
    sqlite_cast.sweep(at("2024-12-31"))
    assert days(sqlite_cast, "T01") == [
        "2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31",
        "2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31", "2024-08-31", "2024-09-30",
    ]  # fmt: skip
    assert sqlite_cast.rows("series")[0]["next_at"] is None
    assert audit(sqlite_cast.database).mismatches == ()


def test_occurrence_is_assigned_at_its_nominal_instant_when_made_months_later(sqlite_cast: Office) -> None:
    sqlite_cast.issue(
        create_directive(create_task("T01", Recurring("FREQ=MONTHLY;BYMONTHDAY=20")), period_end=date(2024, 2, 28))
    )
    sqlite_cast.sweep(at("2024-06-01"))
    rows = [sqlite_cast.row(one) for one in sqlite_cast.ids("T01", SEN)]
    assert [row.assigned_at for row in rows] == [ISSUED_AT, *(row.due_at for row in rows[:-1])]
    assert {row.bucket for row in rows} == {"open_overdue"}
    missed = {row["obligation_id"]: row["happened_at"] for row in sqlite_cast.rows("history")}
    assert [missed[row.id][:19] for row in rows] == [f"{row.due_at:%Y-%m-%d %H:%M:%S}" for row in rows]


def test_school_years_and_semesters_recur_by_the_frame(sqlite_cast: Office) -> None:
    spec = create_directive(
        create_task("T01", Recurring("FREQ=YEARLY", frame="school_year")),
        create_task("T02", Recurring("FREQ=YEARLY", frame="semester")),
        period_end=date(2025, 6, 30),
    )
    sqlite_cast.issue(spec)
    sqlite_cast.sweep(at("2025-07-01"))
    assert days(sqlite_cast, "T01") == ["2024-05-31", "2025-05-31"]
    assert days(sqlite_cast, "T02") == ["2024-01-15", "2024-05-31", "2025-01-15", "2025-05-31"]


def test_closed_work_does_not_end_its_series(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive(create_task("T01", Recurring("FREQ=WEEKLY;BYDAY=FR"))))
    sqlite_cast.act(sqlite_cast.one(), Verb.CANCEL, at=ISSUED_AT + DAY, actor=OFFICIAL, reason="nghỉ lũ")
    sqlite_cast.sweep(at("2023-10-14"))
    assert days(sqlite_cast, "T01") == ["2023-10-13", "2023-10-20"]


def test_series_that_cannot_go_on_is_stopped_and_reported_and_goes_on_when_tried_again(office: Office) -> None:
    weekly = Recurring("FREQ=WEEKLY;BYDAY=FR")
    office.issue(create_directive(create_task("T01", weekly), create_task("T02", weekly)))
    (rule, _) = (row["rule"] for row in office.rows("series", "task_id"))
    broken = '{"type": "never"}' if office.database.dialect.name == "postgresql" else "{broken"
    office.run("UPDATE series SET rule = :rule WHERE task_id = 1", rule=broken)
    office.sweep(at("2023-10-28"))
    stopped = [row for row in office.rows("series", "task_id") if row["stopped_reason"]]
    assert [row["task_id"] for row in stopped] == [1]
    assert len(office.ids("T02", SEN)) == 4
    text = (
        rule
        if isinstance(rule, str)
        else '{"type": "recurring", "rrule": "FREQ=WEEKLY;BYDAY=FR", "start": "2023-10-10"}'
    )
    office.run("UPDATE series SET rule = :rule WHERE task_id = 1", rule=text)
    assert office.retry(at("2023-10-28")) == 1
    office.sweep(at("2023-10-28"))
    assert days(office, "T01") == days(office, "T02")
    assigned = [[office.row(one).assigned_at for one in office.ids(task, SEN)] for task in ("T01", "T02")]
    assert assigned[0] == assigned[1]
