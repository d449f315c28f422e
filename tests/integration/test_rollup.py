"""The roll-up: counters against a count by hand at every node, figures with their coverage (rules § 7)."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ExtensionRefused, HistoryBroken, NotFound, TransitionRefused
from engine.plans import ByKind
from engine.rules import By
from engine.service.organisation import import_organisation
from engine.service.system import check_chains
from engine.service.tallies import audit, fold, roll_up
from engine.states import Verb
from engine.tallies import Counts
from tests.support import oracle
from tests.support.builders import ISSUED_AT, create_directive, create_field, create_task
from tests.support.cast import Office, create_organisation, sqlite_office

PARENTS = {1: None, 2: 1, 3: 2, 4: 3, 5: 3, 6: 3}
PLAN = create_directive(
    create_task("T01", By(date(2023, 10, 20))),
    create_task("T02", By(date(2023, 11, 1)), owner=ByKind(("truong_mam_non", "phong"), "HUYEN")),
    create_task("T03"),
)
acts = st.tuples(st.integers(0, 40), st.sampled_from([*Verb, "sweep", "fold"]), st.integers(0, 9))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=st.lists(acts, max_size=30).map(sorted))
def test_tallies_agree_with_a_count_by_hand_for_any_acts(story: list[tuple[int, str, int]], tmp_path: Path) -> None:
    with sqlite_office(tmp_path) as office:
        office.issue(PLAN)
        for days, name, number in story:
            at = ISSUED_AT + timedelta(days=days)
            if name == "sweep":
                office.sweep(at)
            elif name == "fold":
                fold(office.database, limit=2)
            else:
                try_to(office, Verb(name), number + 1, at)
        wanted = oracle.tallies(office.rows("obligation"), PARENTS)
        codes = {row["id"]: row["code"] for row in office.rows("unit")}
        for task_id, task in ((0, None), (1, "T01"), (2, "T02"), (3, "T03")):
            for unit in PARENTS:
                found = roll_up(office.database, 1, unit=codes[unit], task=task)
                assert found.total == Counts(**wanted.get((task_id, unit), Counter()))
                assert sum((line.counts for line in found.lines), Counts()) == found.total
        assert audit(office.database).mismatches == ()


def try_to(office: Office, verb: Verb, obligation: int, at: Any) -> None:
    try:
        office.act(obligation, verb, at=at, reason="lý do")
    except (TransitionRefused, ExtensionRefused):
        return


@pytest.fixture
def desk(office: Office) -> Office:
    office.issue(PLAN)
    return office


def test_table_shows_each_unit_below_the_issuer_and_its_own_work(desk: Office) -> None:
    desk.sweep(ISSUED_AT + timedelta(days=15))
    found = roll_up(desk.database, 1)
    assert (found.unit_name, found.total) == ("Phòng GDĐT", Counts(open_within=4, open_overdue=3, undated_open=3))
    assert [(line.code, line.is_own, line.counts.assigned) for line in found.lines] == [
        ("PHONG", True, 1),
        ("HOASEN", False, 3),
        ("HOAMAI", False, 3),
        ("HOADAO", False, 3),
    ]


def test_table_is_right_before_and_after_folding(desk: Office) -> None:
    desk.sweep(ISSUED_AT + timedelta(days=15))
    before = roll_up(desk.database, 1)
    assert fold(desk.database) == 3
    assert roll_up(desk.database, 1) == before


@pytest.mark.parametrize(
    ("directive", "wanted"),
    [(1, {"unit": "KHONGCO"}), (1, {"task": "T99"}), (9, {})],
    ids=["unit", "task", "directive"],
)
def test_unknown_directive_unit_or_task_is_not_found(desk: Office, directive: int, wanted: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        roll_up(desk.database, directive, **wanted)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tally SET open_within = open_within + 1 WHERE unit_id = 3 AND task_id = 1",
        "UPDATE tally SET open_within = open_within - 1, done_late = done_late + 1 WHERE unit_id = 4 AND task_id = 0",
        "DELETE FROM tally WHERE unit_id = 1 AND task_id = 2",
        "UPDATE obligation SET bucket = 'done_late' WHERE id = 1",
    ],
)
def test_audit_finds_a_planted_fault(desk: Office, damage: str) -> None:
    assert audit(desk.database).mismatches == ()
    desk.run(damage)
    found = audit(desk.database).mismatches
    assert found != ()
    assert all(one.stored != one.counted for one in found)


def test_tallies_are_counted_anew_when_the_tree_changes(desk: Office) -> None:
    units = [
        unit if unit.code != "HOADAO" else type(unit)("HOADAO", "Trường Hoa Đào", "truong_mam_non", parent="HUYEN")
        for unit in create_organisation().units
    ]
    desk.act(desk.one("T01", "HOADAO"), Verb.CANCEL, at=ISSUED_AT, reason="bãi bỏ")
    moved = create_organisation(units=tuple(units))
    import_organisation(desk.database, moved, at=ISSUED_AT, on=date(2023, 10, 11))
    assert audit(desk.database).mismatches == ()
    assert roll_up(desk.database, 1, unit="PHONG").total.assigned == 7
    assert roll_up(desk.database, 1, unit="HUYEN").total.assigned == 10


def test_figures_are_summed_over_accepted_reports_with_their_coverage(sqlite_cast: Office) -> None:
    fields = (
        create_field(key="children"),
        create_field(key="share", aggregate="mean", weight="children"),
        create_field(key="fed", aggregate="ratio", denominator="children"),
        create_field(key="has_plan", type="yes_no", aggregate="count_yes"),
    )
    sqlite_cast.issue(create_directive(create_task("T01", By(date(2023, 10, 30)), fields=fields)))
    for unit, children, share, plan in (("HOASEN", 100, 50, "có"), ("HOAMAI", 300, 90, "không")):
        obligation = sqlite_cast.one("T01", unit)
        sqlite_cast.report(obligation, at=ISSUED_AT, children=children, share=share, fed=80, has_plan=plan)
        sqlite_cast.accept(obligation, at=ISSUED_AT)
    sqlite_cast.report(sqlite_cast.one("T01", "HOADAO"), at=ISSUED_AT, children=9, share=9, fed=9, has_plan="có")
    found = roll_up(sqlite_cast.database, 1, task="T01").figures
    assert [(one.key, one.value, one.reported, one.expected) for one in found] == [
        ("children", 400, 2, 3),
        ("share", 80.0, 2, 3),
        ("fed", 40.0, 2, 3),
        ("has_plan", 1, 2, 3),
    ]


ADDED = (
    "INSERT INTO history SELECT obligation_id, 3, kind, happened_at, actor, post, reason, payload, hash, recorded_at "
    "FROM history WHERE obligation_id = 1 AND seq = 2"
)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE history SET reason = 'khác' WHERE obligation_id = 1 AND seq = 1",
        "UPDATE history SET actor = 'ai đó' WHERE obligation_id = 1 AND seq = 2",
        "UPDATE history SET payload = '{}' WHERE obligation_id = 1 AND seq = 2",
        "DELETE FROM history WHERE obligation_id = 1 AND seq = 1",
        "DELETE FROM history WHERE obligation_id = 1 AND seq = 2",
        "DELETE FROM history WHERE obligation_id = 1",
        ADDED,
        "UPDATE obligation SET history_head = NULL WHERE id = 1",
        "UPDATE obligation SET unit_id = 3 WHERE id = 1",
        "UPDATE directive SET seal = 'khác'",
    ],
)
def test_history_changed_behind_the_program_is_found(desk: Office, damage: str) -> None:
    desk.act(1, Verb.ACKNOWLEDGE, at=ISSUED_AT)
    desk.report(1, at=ISSUED_AT)
    assert check_chains(desk.database) == 10
    desk.run(damage)
    with pytest.raises(HistoryBroken):
        check_chains(desk.database)


def test_table_keeps_its_node_when_work_is_handed_on(desk: Office) -> None:
    before = roll_up(desk.database, 1)
    desk.act(desk.ids()[0], Verb.TRANSFER, at=ISSUED_AT + timedelta(days=1), reason="sáp nhập")
    after = roll_up(desk.database, 1)
    assert after.unit_name == before.unit_name
    assert after.total.assigned == before.total.assigned - 1
