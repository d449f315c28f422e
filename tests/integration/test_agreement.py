"""One obligation, one instant, one answer: every list, table and paper says the same of it as a count by hand."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ExtensionRefused, TransitionRefused
from engine.rules import By, NoDeadline
from engine.service.agenda import GROUPS, Piece, late_below, my_work, waiting_for_me
from engine.service.calendar_feeds import deadlines_of
from engine.service.obligations import ReportInput
from engine.service.overview import overview, trend
from engine.service.register import (
    list_directives,
    obligations_of_unit,
    show_directive,
    table_of_directive,
    units_of_directive,
)
from engine.service.views import count_obligations, list_obligations
from engine.states import Verb
from engine.store.tally_days import day_of
from engine.tallies import Counts
from engine.timeline import TICK
from tests.support import oracle
from tests.support.builders import ISSUED_AT, create_directive, create_policies, create_task
from tests.support.cast import Office, postgres_office, sqlite_office
from tests.support.postgres import Server
from tests.support.viewers import APRICOT, DISTRICT, LOTUS, OFFICE, PEACH, PROVINCE, viewer
from web.i18n import speech
from web.presenters.directive_unit import piece_line
from web.presenters.papers import unit_lines

POLICIES = create_policies()
PARENTS = {1: None, 2: 1, 3: 2, 4: 3, 5: 3, 6: 3}
SCHOOLS = (LOTUS, APRICOT, PEACH)
PLAN = create_directive(
    create_task("T01", By(date(2023, 10, 17))),
    create_task("T02", By(date(2023, 10, 20), 16, 30)),
    create_task("T03", By(date(2023, 10, 22))),  # a Sunday that nobody moved
    create_task("T04", NoDeadline()),
)
LATE = "quá"

Act = tuple[timedelta, str, int]
instants = st.one_of(
    st.integers(0, 16 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    # Around 24:00 in Vietnam and 16:30, to the microsecond; the issue was at 8:00.
    st.builds(
        lambda days, hours, ticks: timedelta(days=days, hours=hours, microseconds=ticks),
        st.integers(5, 14),
        st.sampled_from([16.0, 8.5]),
        st.integers(-1, 1),
    ),
)
NAMES = (
    "acknowledge",
    "report",
    "accept",
    "return",
    "cancel",
    "supersede",
    "transfer",
    "ask",
    "grant",
    "undate",
    "fold",
)
stories = st.lists(st.tuples(instants, st.sampled_from(NAMES), st.integers(0, 11)), max_size=25).map(
    lambda found: sorted(found, key=lambda one: one[0])
)


def do(office: Office, one: Act) -> None:
    """One act; a refusal is part of the story."""
    after, name, number = one
    at, obligation = ISSUED_AT + after, office.ids()[number]
    try:
        if name == "report":
            office.act(obligation, Verb.REPORT, at=at, report=ReportInput("Đã làm"))
        elif name == "ask":
            office.ask(obligation, until=(at + timedelta(days=4)).date(), at=at)
        elif name == "grant":
            office.decide(obligation, is_granted=True, at=at)
        elif name == "undate":
            office.correct(obligation, NoDeadline(), at=at)
        elif name == "fold":
            office.fold()
        else:
            office.act(obligation, Verb(name), at=at, reason="lý do")
    except (TransitionRefused, ExtensionRefused):
        return


def verdict(row: Any, at: datetime) -> str:
    """In which column of the official table an obligation stands, told slowly (rules § 2)."""
    if row.status in ("cancelled", "superseded", "transferred"):
        return "excused"
    handed_in = row.status in ("submitted", "completed")
    due_at = row.judged_due_at if handed_in else row.due_at
    if due_at is None:
        return "undated_done" if row.status == "completed" else "undated_open"
    if row.status == "completed":
        return "done_on_time" if row.last_submitted_at <= due_at else "done_late"
    if row.status == "submitted" and row.last_submitted_at <= due_at:
        return "open_within"
    return "open_overdue" if at > due_at else "open_within"


def everything(fetch: Any) -> Iterator[Any]:
    """All pages of a list."""
    cursor = None
    while True:
        page = fetch(cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def counts_of(rows: Iterable[Any], at: datetime) -> Counts:
    counted = Counter(verdict(row, at) for row in rows if row.status not in ("superseded", "transferred"))
    return Counts(**counted)


class Look:
    """All there is at an instant, by hand."""

    def __init__(self, office: Office, at: datetime) -> None:
        self.office, self.at = office, at
        self.rows = {number: office.row(number) for number in office.ids()}
        self.says = {number: verdict(row, at) for number, row in self.rows.items()}

    def at_and_below(self, unit: int) -> list[Any]:
        found = []
        for row in self.rows.values():
            above: int | None = row.unit_id
            while above is not None and above != unit:
                above = PARENTS[above]
            found += [row] if above == unit else []
        return found

    def ids(self, said: str, *, unit: int = PROVINCE) -> set[int]:
        return {row.id for row in self.at_and_below(unit) if self.says[row.id] == said}


def check(office: Office, at: datetime) -> None:
    office.sweep(at)
    look = Look(office, at)
    check_lists(look)
    check_pieces(look)
    for _ in range(2):  # before and after folding
        check_tables(look)
        check_register(look)
        office.fold()


def check_lists(look: Look) -> None:
    database, at, says = look.office.database, look.at, look.says
    asked: dict[str, Any] = {"at": at, "policies": POLICIES}
    names = {"no_deadline": {"undated_open", "undated_done"}, "overdue": {"open_overdue"}, "on_time": {"done_on_time"}}
    names |= {"within_term": {"open_within"}, "due_soon": {"open_within"}, "late": {"done_late"}}
    names |= {"excused": {"excused"}}
    for one in list_obligations(database, which="all", **asked):
        assert says[one.id] in names[one.timeliness], (one, look.rows[one.id])
    assert {one.id for one in list_obligations(database, which="overdue", **asked)} == look.ids("open_overdue")
    assert count_obligations(database, ["overdue"], **asked) == {"overdue": len(look.ids("open_overdue"))}
    for unit in SCHOOLS:
        work = my_work(database, viewer(unit), **asked)
        late = {line.piece.id for line in work.lines.items if line.group == "overdue"}
        assert late == {one for one in look.ids("open_overdue", unit=unit) if look.rows[one].status != "submitted"}
        groups = Counter(line.group for line in work.lines.items)
        assert dict(work.counts) == {group: groups[group] for group in GROUPS}
        for day in deadlines_of(database, viewer(unit), at=at):
            assert says[day.obligation_id] in names[day.timeliness]
    waiting = waiting_for_me(database, viewer(OFFICE), at=at)
    assert waiting.handed_in_count == len(waiting.handed_in.items)
    for report in waiting.handed_in.items:
        wanted = {"open_overdue": False, "open_within": True, "undated_open": None}
        assert report.is_on_time == wanted[says[report.piece.id]]
    for node in (PROVINCE, OFFICE, *SCHOOLS):
        found = late_below(database, viewer(PROVINCE), at=at, unit_id=node)
        assert {piece.id for piece in found.lines.items} == look.ids("open_overdue", unit=node)
        assert found.count == len(found.lines.items)


def check_pieces(look: Look) -> None:
    """What a unit owes, on its page and in its list."""
    for unit in SCHOOLS:

        def fetch(cursor: str | None, unit: int = unit) -> Any:
            boss = viewer(OFFICE)
            return obligations_of_unit(
                look.office.database, boss, directive_id=1, unit_id=unit, at=look.at, cursor=cursor, limit=2
            )

        pieces: list[Piece] = list(everything(fetch))
        assert [piece.id for piece in pieces] == sorted(row.id for row in look.at_and_below(unit))
        for piece, line in zip(pieces, unit_lines(pieces, {}), strict=True):
            assert piece.bucket == look.says[piece.id]
            assert (line.timeliness == "overdue") == (look.says[piece.id] == "open_overdue")
            shown = piece_line(piece, speech=speech("vi"))
            is_late = look.says[piece.id] == "open_overdue"
            assert (LATE in shown.days) == is_late, (shown, look.rows[piece.id])
            assert piece.days_left is None or is_late or piece.days_left >= 0


def check_tables(look: Look) -> None:
    database, boss, today = look.office.database, viewer(PROVINCE), day_of(look.at)
    for node in (PROVINCE, DISTRICT, OFFICE, *SCHOOLS):
        counts = counts_of(look.at_and_below(node), look.at)
        for as_of in (None, today):
            found = overview(database, boss, unit_id=node, as_of=as_of)
            assert found.total == counts
            assert sum((line.counts for line in found.lines), found.own) == counts
            table = table_of_directive(database, boss, directive_id=1, unit_id=node, as_of=as_of)
            assert table.total == sum((line.counts for line in table.lines), Counts()) == counts
        assert trend(database, boss, unit_id=node, until=today, weeks=3).node.counts[-1] == counts
    by_task = oracle.tallies(look.office.rows("obligation"), PARENTS)
    for number in range(1, 5):
        table = table_of_directive(database, boss, directive_id=1, unit_id=OFFICE, task=f"T0{number}")
        assert table.total == Counts(**by_task.get((number, OFFICE), Counter()))


def check_register(look: Look) -> None:
    database = look.office.database
    for node in (OFFICE, *SCHOOLS):
        own = {unit: counts_of((r for r in look.at_and_below(node) if r.unit_id == unit), look.at) for unit in SCHOOLS}
        own = {unit: counts for unit, counts in own.items() if counts.assigned}
        narrowed = {
            "all": set(own),
            "open": {u for u, c in own.items() if c.assigned > c.completed + c.excused},
            "overdue": {u for u, c in own.items() if c.open_overdue},
            "done": {u for u, c in own.items() if c.assigned == c.completed + c.excused},
        }
        whole = sum(own.values(), Counts())
        for which, wanted in narrowed.items():

            def fetch(cursor: str | None, node: int = node, which: str = which) -> Any:
                return units_of_directive(
                    database, viewer(node), directive_id=1, which=which, unit_id=node, cursor=cursor, limit=2
                )

            assert {one.unit.unit_id: one.counts for one in everything(fetch)} == {u: own[u] for u in wanted}
        page = show_directive(database, viewer(node), directive_id=1)
        assert page.counts == sum((task.counts for task in page.tasks), Counts()) == whole
        assert sum((one.change for one in page.changed_days), Counts()) == whole
        states = {
            "all": True,
            "open": whole.assigned > whole.completed + whole.excused,
            "overdue": whole.open_overdue > 0,
            "done": 0 < whole.assigned == whole.completed + whole.excused,
        }
        for state, is_found in states.items():
            cards = list_directives(database, viewer(node), state=state).items
            assert [card.counts for card in cards] == ([whole] if is_found else []), (node, state)


QUICKLY = settings(
    max_examples=max(8, settings.get_profile(settings.get_current_profile_name()).max_examples // 6),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@QUICKLY
@given(story=stories, looks=st.lists(instants, min_size=1, max_size=3))
def test_everything_says_the_same_of_an_obligation_for_any_acts(
    story: list[Act], looks: list[timedelta], tmp_path: Path
) -> None:
    with sqlite_office(tmp_path) as office:
        live(office, story, looks)


def live(office: Office, story: list[Act], looks: list[timedelta]) -> None:
    office.issue(PLAN)
    timed = [(one[0], 0, one) for one in story] + [(after, 1, None) for after in looks]
    for after, _, one in sorted(timed, key=lambda found: found[:2]):
        if one is None:
            check(office, ISSUED_AT + after)
        else:
            do(office, one)


STORY: list[Act] = [
    (timedelta(days=1), "report", 0),
    (timedelta(days=2), "ask", 1),
    (timedelta(days=3), "grant", 1),
    (timedelta(days=7, hours=16), "report", 2),  # 24:00 of the last day
    (timedelta(days=7, hours=16, microseconds=1), "report", 1),
    (timedelta(days=9), "return", 0),
    (timedelta(days=10, hours=8.5), "report", 3),  # 16:30 of the last day
    (timedelta(days=10, hours=8.5, microseconds=1), "report", 4),
    (timedelta(days=11), "accept", 2),
    (timedelta(days=11), "transfer", 6),
    (timedelta(days=11), "cancel", 7),
    (timedelta(days=12), "report", 9),
    (timedelta(days=13), "accept", 4),
]
LOOKS = [
    timedelta(days=days, hours=hours, microseconds=ticks)
    for days, hours in ((7, 16.0), (10, 8.5), (12, 16.0))
    for ticks in (-1, 0, 1)
] + [timedelta(days=11), timedelta(days=16)]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_everything_says_the_same_at_the_boundary_minutes(engine: str, postgres: Server, tmp_path: Path) -> None:
    with sqlite_office(tmp_path) if engine == "sqlite" else postgres_office(postgres) as office:
        live(office, STORY, LOOKS)


def test_last_tick_of_a_deadline_is_in_time_and_the_next_is_late(office: Office) -> None:
    office.issue(PLAN)
    due_at = office.row(office.one("T02")).due_at
    for at, groups in ((due_at, 0), (due_at + TICK, 1)):
        counts = my_work(office.database, viewer(LOTUS), at=at, policies=POLICIES, which="overdue").counts
        assert counts["overdue"] == groups + 1  # T01 is over before
