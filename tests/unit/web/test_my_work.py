"""My work as its page shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.deadlines import Timeliness
from engine.service.agenda import GROUPS, Piece, Work, WorkLine
from engine.service.paging import Page
from engine.states import Status
from web.i18n import speech
from web.presenters.my_work import SLUGS, group_of, piece_view, present_work, titles_of

VI = speech("vi")
PIECE = Piece(
    id=7,
    directive_id=2,
    task_id=3,
    unit_id=4,
    document="",
    title="Về việc",
    issuer_name="Phòng",
    task_key="T01",
    task_text="Rà soát cơ sở vật chất.",
    unit_name="Trường Hoa Sen",
    occurrence=0,
    status=Status.ASSIGNED,
    bucket="open_within",
    timeliness=Timeliness.WITHIN_TERM,
    due_at=datetime(2023, 10, 30, 17, tzinfo=UTC),
    last_day=date(2023, 10, 30),
    days_left=3,
    looked_on=date(2023, 10, 25),
)


def work(*lines: WorkLine, cursor: str | None = None) -> Work:
    counts = {group: sum(line.group == group for line in lines) for group in GROUPS}
    return Work(Page(lines, cursor), counts)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (Status.ASSIGNED, "acknowledge"),
        (Status.ACKNOWLEDGED, "report"),
        (Status.IN_PROGRESS, "report"),
        (Status.RETURNED, "report"),
        (Status.SUBMITTED, "wait"),
    ],
)
def test_each_line_has_its_next_step(status: Status, step: str) -> None:
    view = present_work(
        work(WorkLine(replace(PIECE, status=status), "within_term", "", None)), chosen=None, units=1, speech=VI
    )
    (line,) = next(group for group in view.groups if group.key == "within_term").lines
    assert (line.step, line.piece.path) == (step, "/viec/7")


def test_deadline_is_said_in_words_and_left_out_where_it_says_nothing() -> None:
    def said(**changes: object) -> str:
        return piece_view(replace(PIECE, **changes), tone="calm", speech=VI).deadline  # type: ignore[arg-type]

    assert said() == "30/10/2023 (còn 3 ngày làm việc)"
    assert said(status=Status.SUBMITTED, days_left=-2) == "30/10/2023"
    assert said(last_day=None, days_left=None) == ""
    assert piece_view(PIECE, tone="calm", speech=VI).document == "Văn bản không số"


def test_groups_are_counted_and_go_on_where_the_page_ends() -> None:
    line = WorkLine(PIECE, "overdue", "", None)
    view = present_work(work(line, line, cursor="abc"), chosen="overdue", units=2, speech=VI)
    assert (view.total, view.shows_unit, view.chosen) == (2, True, "Quá hạn")
    assert view.next_path == "/viec?nhom=qua-han&tu=abc"
    assert [group.count for group in view.groups] == [2, 0, 0, 0, 0, 0]


def test_every_group_has_an_address_and_a_title() -> None:
    assert set(SLUGS) == set(titles_of(VI)) == set(GROUPS)
    assert [group_of(slug) for slug in SLUGS.values()] == list(SLUGS)
    assert (group_of(""), group_of("x")) == (None, "x")
