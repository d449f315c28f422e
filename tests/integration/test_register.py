"""The register: who finds which directive, one directive whole or in part, who has and who has not."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.errors import NotFound, NotKeptByDay
from engine.plans import ByKind, ByName
from engine.rules import By
from engine.service.paging import Page
from engine.service.register import (
    find_seen_directive,
    list_directives,
    obligations_of_unit,
    show_directive,
    table_of_directive,
    units_of_directive,
)
from engine.states import Verb
from engine.tallies import Counts
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office
from tests.support.viewers import APRICOT, DISTRICT, ELSEWHERE, LOTUS, OFFICE, PEACH, PROVINCE, viewer

LATER = ISSUED_AT + timedelta(days=15)
PLAN = create_directive(
    create_task("T01", By(date(2023, 10, 20))),
    create_task("T02", By(date(2023, 11, 1)), owner=ByKind(("truong_mam_non", "phong"), "HUYEN")),
    create_task("T03", owner=ByName("Trường Hoa Sen"), coordinators=("Trường Hoa Đào",)),
    title="Kế hoạch Nuôi dưỡng Đợt 1",
)
OTHER = create_directive(
    create_task("T09", By(date(2023, 12, 1)), owner=ByName("Trường Hoa Mai")), number="12/PGDĐT", title="Riêng Hoa Mai"
)


@pytest.fixture
def desk(office: Office) -> Office:
    office.issue(PLAN)
    office.issue(OTHER, at=ISSUED_AT + timedelta(hours=1))
    office.sweep(LATER)
    return office


def found(page: Page[Any]) -> list[Any]:
    return [one.head.id for one in page.items]


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [(PROVINCE, [2, 1]), (OFFICE, [2, 1]), (LOTUS, [1]), (APRICOT, [2, 1]), (PEACH, [1]), (ELSEWHERE, [])],
)
def test_list_has_what_touches_the_viewer_and_nothing_else(desk: Office, unit: int, wanted: list[int]) -> None:
    assert found(list_directives(desk.database, viewer(unit))) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("nuoi duong", [1]),
        ("DOT nuôi", [1]),
        ("pgddt", [2]),
        ("phong gddt", [2, 1]),
        ("100%", []),
        ("hoa_mai", []),
        ("", [2, 1]),
    ],
)
def test_directives_are_found_without_diacritics(desk: Office, query: str, wanted: list[int]) -> None:
    assert found(list_directives(desk.database, viewer(OFFICE), query=query)) == wanted


def test_state_is_that_of_the_part_the_viewer_sees(desk: Office) -> None:
    for one in desk.ids(unit="HOASEN"):
        desk.report(one, at=LATER)
        desk.accept(one, at=LATER)
    desk.fold()
    by_state = {state: found(list_directives(desk.database, viewer(LOTUS), state=state)) for state in ("open", "done")}
    assert by_state == {"open": [], "done": [1]}
    assert found(list_directives(desk.database, viewer(OFFICE), state="overdue")) == [1]
    assert found(list_directives(desk.database, viewer(OFFICE), state="done")) == []
    (card,) = list_directives(desk.database, viewer(LOTUS)).items
    assert (card.is_whole, card.counts) == (False, Counts(done_on_time=1, done_late=1, undated_done=1))


def test_list_goes_page_by_page(desk: Office) -> None:
    first = list_directives(desk.database, viewer(OFFICE), limit=1)
    second = list_directives(desk.database, viewer(OFFICE), limit=1, cursor=first.next_cursor)
    assert (found(first), found(second), second.next_cursor) == ([2], [1], None)


def test_issuer_sees_the_whole_directive(desk: Office) -> None:
    page = show_directive(desk.database, viewer(OFFICE), directive_id=1)
    assert (page.is_whole, [node.name for node in page.nodes]) == (True, ["Phòng GDĐT"])
    assert [(task.key, task.counts.assigned) for task in page.tasks] == [("T01", 3), ("T02", 4), ("T03", 1)]
    assert sum((task.counts for task in page.tasks), Counts()) == page.counts
    assert [(day.on, len(day.tasks)) for day in page.due_days] == [(date(2023, 10, 20), 1), (date(2023, 11, 1), 1)]
    assert page.lines is None


def test_days_of_a_directive_add_up_to_its_counts(desk: Office) -> None:
    desk.fold()
    page = show_directive(desk.database, viewer(DISTRICT), directive_id=1)
    assert [day.on for day in page.changed_days] == [date(2023, 10, 10), date(2023, 10, 21)]
    assert sum((day.change for day in page.changed_days), Counts()) == page.counts


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        (LOTUS, [("T01", 1, False), ("T02", 1, False), ("T03", 1, False)]),
        (PEACH, [("T01", 1, False), ("T02", 1, False), ("T03", 0, True)]),
        (APRICOT, [("T01", 1, False), ("T02", 1, False)]),
    ],
)
def test_school_sees_the_clauses_that_touch_it(desk: Office, unit: int, wanted: list[Any]) -> None:
    page = show_directive(desk.database, viewer(unit), directive_id=1)
    assert [(task.key, task.counts.assigned, task.is_party) for task in page.tasks] == wanted
    assert page.is_whole is False


def test_outsider_finds_nothing(desk: Office) -> None:
    outsider = viewer(ELSEWHERE)
    for look in (
        lambda: show_directive(desk.database, outsider, directive_id=1),
        lambda: table_of_directive(desk.database, outsider, directive_id=1),
        lambda: units_of_directive(desk.database, outsider, directive_id=1),
        lambda: obligations_of_unit(desk.database, outsider, directive_id=1, unit_id=LOTUS, at=LATER),
        lambda: show_directive(desk.database, viewer(OFFICE), directive_id=99),
    ):
        with pytest.raises(NotFound):
            look()


def test_school_does_not_look_into_another(desk: Office) -> None:
    for look in (
        lambda: table_of_directive(desk.database, viewer(LOTUS), directive_id=1, unit_id=APRICOT),
        lambda: units_of_directive(desk.database, viewer(LOTUS), directive_id=1, unit_id=OFFICE),
        lambda: obligations_of_unit(desk.database, viewer(LOTUS), directive_id=1, unit_id=APRICOT, at=LATER),
    ):
        with pytest.raises(NotFound):
            look()
    assert table_of_directive(desk.database, viewer(LOTUS), directive_id=1).total.assigned == 3
    assert [one.unit.unit_id for one in units_of_directive(desk.database, viewer(LOTUS), directive_id=1).items] == [4]


@pytest.mark.parametrize(
    ("which", "wanted"),
    [
        ("all", [OFFICE, LOTUS, APRICOT, PEACH]),
        ("open", [OFFICE, LOTUS, APRICOT]),
        ("overdue", [LOTUS, APRICOT]),
        ("done", [PEACH]),
    ],
)
def test_units_are_told_by_what_they_have_done(desk: Office, which: str, wanted: list[int]) -> None:
    for one in desk.ids(unit="HOADAO"):
        desk.report(one, at=LATER)
        desk.accept(one, at=LATER)
    for _ in range(2):  # before and after folding
        page = units_of_directive(desk.database, viewer(OFFICE), directive_id=1, which=which)
        assert [one.unit.unit_id for one in page.items] == wanted
        desk.fold()


@pytest.mark.parametrize("node", [None, PROVINCE, OFFICE, LOTUS])
def test_drill_down_adds_up_to_the_node_above(desk: Office, node: int | None) -> None:
    desk.act(desk.one("T01", "HOAMAI"), Verb.TRANSFER, at=LATER, reason="sáp nhập")
    desk.act(desk.one("T02", "HOAMAI"), Verb.CANCEL, at=LATER, reason="bãi bỏ")
    table = table_of_directive(desk.database, viewer(PROVINCE), directive_id=1, unit_id=node)
    rows, cursor = [], None
    while True:
        page = units_of_directive(desk.database, viewer(PROVINCE), directive_id=1, unit_id=node, cursor=cursor, limit=1)
        rows += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sum((row.counts for row in rows), Counts()) == table.total
    for row in rows:
        pieces = obligations_of_unit(
            desk.database, viewer(PROVINCE), directive_id=1, unit_id=row.unit.unit_id, at=LATER
        ).items
        counted = [piece for piece in pieces if piece.status.value != "transferred"]
        assert sum((Counts(**{piece.bucket: 1}) for piece in counted), Counts()) == row.counts


def test_obligations_of_a_unit_go_page_by_page_in_the_order_of_the_text(desk: Office) -> None:
    keys, cursor = [], None
    while True:
        page = obligations_of_unit(
            desk.database, viewer(LOTUS), directive_id=1, unit_id=LOTUS, at=LATER, cursor=cursor, limit=1
        )
        keys += [piece.task_key for piece in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert keys == ["T01", "T02", "T03"]


def test_table_of_a_task_is_not_kept_by_day(desk: Office) -> None:
    with pytest.raises(NotKeptByDay):
        table_of_directive(desk.database, viewer(OFFICE), directive_id=1, task="T01", as_of=date(2023, 10, 20))


@pytest.mark.parametrize("bad", [{"state": "lost"}, {"cursor": "???"}, {"cursor": "W10"}, {"cursor": "é"}])
def test_unknown_state_or_broken_cursor_is_not_found(desk: Office, bad: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        list_directives(desk.database, viewer(OFFICE), **bad)


def test_text_of_the_document_is_shown_where_it_was_kept(desk: Office) -> None:
    desk.run(
        "INSERT INTO directive_text (directive_id, file_name, sha256, text) VALUES (1, 'a.txt', 'x', :text)",
        text="Dòng một\nDòng hai",
    )
    page = show_directive(desk.database, viewer(LOTUS), directive_id=1)
    assert (page.file_name, page.lines) == ("a.txt", ("Dòng một", "Dòng hai"))


def test_head_is_for_who_sees_a_part(desk: Office) -> None:
    whole, part = (find_seen_directive(desk.database, viewer(unit), directive_id=1) for unit in (OFFICE, LOTUS))
    assert whole.head == part.head == show_directive(desk.database, viewer(OFFICE), directive_id=1).head
    assert [(one.is_whole, [node.unit_id for node in one.nodes]) for one in (whole, part)] == [
        (True, [OFFICE]),
        (False, [LOTUS]),
    ]
    with pytest.raises(NotFound):
        find_seen_directive(desk.database, viewer(ELSEWHERE), directive_id=1)
