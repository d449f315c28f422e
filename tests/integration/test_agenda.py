"""What a viewer has to do: own work by urgency, reports and requests that wait, what is late below."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound
from engine.plans import ByName
from engine.rules import By
from engine.service.agenda import GROUPS, count_waiting, late_below, my_work, waiting_for_me
from tests.support.builders import ISSUED_AT, create_directive, create_field, create_policies, create_task
from tests.support.cast import Office
from tests.support.viewers import APRICOT, ELSEWHERE, LOTUS, OFFICE, PROVINCE, viewer

AT = ISSUED_AT + timedelta(days=15)  # Wednesday 25 October
PLAN = create_directive(
    create_task("T01", By(date(2023, 10, 20)), fields=(create_field(key="children", is_required=False),)),
    create_task("T02", By(date(2023, 10, 27))),
    create_task("T03", By(date(2023, 11, 20))),
    create_task("T04"),
    create_task("T05", By(date(2023, 11, 21))),
    create_task("T06", By(date(2023, 11, 22)), owner=ByName("Trường Hoa Sen")),
)
POLICIES = create_policies()


@pytest.fixture
def desk(office: Office) -> Office:
    office.issue(PLAN)
    office.sweep(AT)
    return office


def groups(desk: Office, unit: int, **asked: str) -> list[tuple[str, str]]:
    lines = my_work(desk.database, viewer(unit), at=AT, policies=POLICIES, **asked).lines
    return [(line.group, line.piece.task_key) for line in lines.items]


def test_own_work_is_in_order_of_urgency_each_in_one_group(desk: Office) -> None:
    desk.report(desk.one("T03"), at=AT)
    desk.report(desk.one("T05"), at=AT)
    desk.send_back(desk.one("T05"), at=AT)
    wanted = [
        ("overdue", "T01"),
        ("due_soon", "T02"),
        ("returned", "T05"),
        ("within_term", "T06"),
        ("no_deadline", "T04"),
        ("handed_in", "T03"),
    ]
    assert groups(desk, LOTUS) == wanted
    for group, key in wanted:
        assert groups(desk, LOTUS, which=group) == [(group, key)]
    assert my_work(desk.database, viewer(LOTUS), at=AT, policies=POLICIES).counts == dict.fromkeys(GROUPS, 1)


def test_line_of_work_says_what_is_needed_to_do_it(desk: Office) -> None:
    obligation = desk.one("T01")
    desk.report(obligation, at=AT)
    desk.send_back(obligation, at=AT)
    desk.run(
        "INSERT INTO report_draft (obligation_id, person_id, text, figures, files, saved_at) "
        "VALUES (:id, 4, 'nháp', '{}', '[]', '2023-10-24 01:00:00')",
        id=obligation,
    )
    mine = my_work(desk.database, viewer(LOTUS, person_id=4), at=AT, policies=POLICIES).lines.items[0]
    assert (mine.piece.id, mine.piece.document, mine.piece.unit_name) == (obligation, "396/GDĐT-MN", "Trường Hoa Sen")
    assert (mine.piece.days_left, mine.piece.last_day, mine.answer) == (-3, date(2023, 10, 20), "thiếu số liệu")
    assert mine.draft_saved_at is not None
    other = my_work(desk.database, viewer(LOTUS, person_id=5), at=AT, policies=POLICIES).lines.items[0]
    assert other.draft_saved_at is None


def test_work_goes_page_by_page(desk: Office) -> None:
    keys, cursor = [], None
    while True:
        page = my_work(desk.database, viewer(LOTUS, APRICOT), at=AT, policies=POLICIES, cursor=cursor, limit=2).lines
        keys += [(line.group, line.piece.task_key, line.piece.unit_name) for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(keys) == len(set(keys)) == 11
    assert [GROUPS.index(key[0]) for key in keys] == sorted(GROUPS.index(key[0]) for key in keys)


def test_superior_and_outsider_owe_nothing_of_it(desk: Office) -> None:
    assert groups(desk, OFFICE) == groups(desk, ELSEWHERE) == []


def test_reports_and_requests_wait_for_the_issuer_oldest_first(desk: Office) -> None:
    desk.report(desk.one("T02", "HOAMAI"), at=AT + timedelta(hours=1))
    desk.report(desk.one("T01", "HOASEN"), at=AT, children=7)
    desk.ask(desk.one("T03", "HOAMAI"), until=date(2023, 11, 30), at=AT)
    waiting = waiting_for_me(desk.database, viewer(OFFICE), at=AT)
    reports = [(one.piece.unit_name, one.is_on_time, one.figures, one.number) for one in waiting.handed_in.items]
    assert reports == [("Trường Hoa Sen", False, {"children": 7}, 1), ("Trường Hoa Mai", True, {}, 1)]
    assert [(one.piece.task_key, one.until, one.reason) for one in waiting.asked.items] == [
        ("T03", date(2023, 11, 30), "bão")
    ]
    assert (waiting.handed_in_count, waiting.asked_count) == (2, 1)
    assert count_waiting(desk.database, viewer(OFFICE)) == 3


@pytest.mark.parametrize("unit", [PROVINCE, LOTUS, ELSEWHERE])
def test_nothing_waits_for_those_who_did_not_issue(desk: Office, unit: int) -> None:
    desk.report(desk.one("T01", "HOASEN"), at=AT)
    desk.ask(desk.one("T03", "HOAMAI"), until=date(2023, 11, 30), at=AT)
    waiting = waiting_for_me(desk.database, viewer(unit), at=AT)
    assert (waiting.handed_in.items, waiting.asked.items, count_waiting(desk.database, viewer(unit))) == ((), (), 0)


def test_waiting_goes_page_by_page_and_shows_the_newest_report(desk: Office) -> None:
    for unit in ("HOASEN", "HOAMAI", "HOADAO"):
        desk.report(desk.one("T01", unit), at=AT)
        desk.ask(desk.one("T03", unit), until=date(2023, 11, 30), at=AT)
    desk.send_back(desk.one("T01"), at=AT)
    desk.report(desk.one("T01"), at=AT + timedelta(hours=1))
    seen: list[tuple[str, int]] = []
    asked: list[str] = []
    reports = requests = None
    for _ in range(3):
        found = waiting_for_me(
            desk.database, viewer(OFFICE), at=AT, handed_in_cursor=reports, asked_cursor=requests, limit=1
        )
        seen += [(one.piece.unit_name, one.number) for one in found.handed_in.items]
        asked += [one.piece.unit_name for one in found.asked.items]
        reports, requests = found.handed_in.next_cursor, found.asked.next_cursor
    assert (reports, requests) == (None, None)
    assert seen == [("Trường Hoa Mai", 1), ("Trường Hoa Đào", 1), ("Trường Hoa Sen", 2)]
    assert asked == ["Trường Hoa Sen", "Trường Hoa Mai", "Trường Hoa Đào"]


@pytest.mark.parametrize(("limit", "is_folded"), [(1, False), (2, True), (200, True)])
def test_late_work_below_is_told_longest_overdue_first(desk: Office, *, limit: int, is_folded: bool) -> None:
    later = AT + timedelta(days=5)
    desk.report(desk.one("T01", "HOASEN"), at=AT)
    desk.sweep(later)
    if is_folded:
        desk.fold()
    seen, cursor = [], None
    while True:
        found = late_below(desk.database, viewer(PROVINCE), at=later, cursor=cursor, limit=limit)
        seen += [(piece.task_key, piece.unit_name) for piece in found.lines.items]
        cursor = found.lines.next_cursor
        if cursor is None:
            break
    names = ["Trường Hoa Sen", "Trường Hoa Mai", "Trường Hoa Đào"]
    assert seen == [(key, name) for key in ("T01", "T02") for name in names]
    assert found.count == 6


def test_late_work_is_that_of_a_unit_and_a_directive_where_asked(desk: Office) -> None:
    boss = viewer(OFFICE)
    found = late_below(desk.database, boss, at=AT, unit_id=LOTUS, directive_id=1)
    assert ([piece.unit_name for piece in found.lines.items], found.count) == (["Trường Hoa Sen"], 1)
    assert late_below(desk.database, boss, at=AT, directive_id=2).count == 0
    assert late_below(desk.database, viewer(ELSEWHERE), at=AT).lines.items == ()
    with pytest.raises(NotFound):
        late_below(desk.database, viewer(LOTUS), at=AT, unit_id=OFFICE)


def test_unknown_group_is_not_found(desk: Office) -> None:
    with pytest.raises(NotFound):
        my_work(desk.database, viewer(LOTUS), at=AT, policies=POLICIES, which="lost")
