"""The promise of the sweep, through the database: however time is cut, the record is the same (rules § 4)."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ExtensionRefused, TransitionRefused
from engine.rules import By, NoDeadline, Recurring, Window, Within
from engine.service.obligations import ReportInput
from engine.service.system import check_chains
from engine.service.tallies import audit
from engine.states import Verb
from engine.store.agenda import next_instants
from engine.store.database import reading
from engine.workdays import DayException
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office, postgres_office, sqlite_office
from tests.support.postgres import Server

END_AT = ISSUED_AT + timedelta(days=45)
PLAN = create_directive(
    create_task("T01", By(date(2023, 10, 17))),
    create_task("T02", By(date(2023, 10, 20), 16, 30), coordinators=("Trường Hoa Đào",)),
    create_task("T03", Recurring("FREQ=WEEKLY;BYDAY=FR")),
    create_task("T04", NoDeadline()),
    create_task("T05", Within(12, "working_day")),
    create_task("T06", Window(date(2023, 10, 11), date(2023, 10, 13)), Window(date(2023, 10, 23), date(2023, 10, 27))),
    period_end=date(2023, 11, 17),
)

Act = tuple[timedelta, str, int, int]
VERBS = tuple(verb.value for verb in Verb)
ACTS = (*VERBS, "ask", "grant", "refuse", "correct", "undate", "holiday", "workday")
instants = st.one_of(
    st.integers(0, 45 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    # Around the due instants and the hour of the digest, to the microsecond.
    st.builds(
        lambda days, hours, ticks: timedelta(days=days, hours=hours, microseconds=ticks),
        st.integers(0, 44),
        st.sampled_from([16.0, 8.5, 23.5]),
        st.integers(-1, 1),
    ),
)
acts = st.tuples(instants, st.sampled_from(ACTS), st.integers(0, 20), st.integers(1, 20))
histories = st.lists(acts, max_size=25).map(lambda found: sorted(found, key=lambda one: one[0]))


def do(office: Office, one: Act) -> None:
    """One act on one obligation; a refusal is part of the story, and the same in every run."""
    after, name, number, days = one
    ids = office.ids()
    # Only the first occurrences: later ones have other numbers when they are made in another order.
    obligation = ids[number % min(len(ids), 21)]
    at = ISSUED_AT + after
    later = (at + timedelta(days=days)).date()
    deeds: dict[str, Callable[[], Any]] = {
        "report": lambda: office.act(obligation, Verb.REPORT, at=at, report=ReportInput("Đã làm")),
        "ask": lambda: office.ask(obligation, until=later, at=at),
        "grant": lambda: office.decide(obligation, is_granted=True, at=at),
        "refuse": lambda: office.decide(obligation, is_granted=False, at=at),
        "correct": lambda: office.correct(obligation, By(later - timedelta(days=8)), at=at),
        "undate": lambda: office.correct(obligation, NoDeadline(), at=at),
        "holiday": lambda: office.change_calendar(DayException(later, "off", "Nghỉ"), at=at),
        "workday": lambda: office.change_calendar(DayException(later, "work", "Làm bù"), at=at),
    }
    try:
        deeds.get(name, lambda: office.act(obligation, Verb(name), at=at, reason="lý do"))()
    except (TransitionRefused, ExtensionRefused):
        return


def live(office: Office, story: Iterable[Act], sweeps: Iterable[timedelta]) -> None:
    """Issue, then let acts and sweeps happen in order of time (where they meet, the sweep first), and one
    sweep at the end."""
    office.issue(PLAN)
    timed = [(one[0], 1, one) for one in story] + [(after, 0, None) for after in sweeps]
    for after, _, one in sorted(timed, key=lambda found: found[:2]):
        if one is None:
            office.sweep(ISSUED_AT + after)
        else:
            do(office, one)
    office.sweep(END_AT)


def live_awake(office: Office, story: Iterable[Act]) -> None:
    """The same with a sweep at every instant at which something is due: the finest cut there is."""
    office.issue(PLAN)
    for one in story:
        watch(office, ISSUED_AT + one[0])
        do(office, one)
    watch(office, END_AT)


def watch(office: Office, until: datetime) -> None:
    while (due := next_sweep_at(office)) is not None and due <= until:
        office.sweep(due)
    office.sweep(until)


def next_sweep_at(office: Office) -> datetime | None:
    with reading(office.database) as connection:
        ahead = next_instants(connection)
    return min((at for name, at in ahead.items() if name in ("occurrence_at", "obligation_at")), default=None)


def record(office: Office) -> dict[str, Any]:
    """All that must not depend on when somebody looked. Ids of rows that time makes are left out."""
    audited = audit(office.database)
    assert audited.mismatches == ()
    check_chains(office.database)
    key = {row["id"]: (row["task_id"], row["unit_id"], row["occurrence"]) for row in office.rows("obligation")}
    deadline = {row["id"]: row for row in office.rows("deadline")}
    obligations = {
        key[row["id"]]: {k: v for k, v in row.items() if k not in ("id", "deadline_id", "settled_at")}
        | {"rule": deadline[row["deadline_id"]]["rule"], "day": deadline[row["deadline_id"]]["last_day_on"]}
        for row in office.rows("obligation")
    }
    return {
        "obligations": obligations,
        "history": {
            (key[row["obligation_id"]], row["seq"]): (row["kind"], row["happened_at"], row["hash"])
            for row in office.rows("history")
        },
        "notices": {
            (key[row["obligation_id"]], row["deadline_version"], row["rung"], row["person_id"], row["rung_at"])
            for row in office.rows("notice")
        },
        "tallies": {tuple(row.values()) for row in office.rows("tally")},
        "series": [
            {k: v for k, v in row.items() if k in ("last_index", "last_occurrence", "next_at")}
            for row in office.rows("series")
        ],
    }


QUICKLY = settings(
    max_examples=max(8, settings.get_profile(settings.get_current_profile_name()).max_examples // 6),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@QUICKLY
@given(story=histories)
def test_sweeping_at_every_instant_and_once_at_the_end_give_the_same_record_for_any_acts(
    story: list[Act], tmp_path: Path
) -> None:
    with sqlite_office(tmp_path) as often, sqlite_office(tmp_path) as once:
        live_awake(often, story)
        live(once, story, [])
        assert record(often) == record(once)


@QUICKLY
@given(story=histories, cut=st.lists(instants, max_size=30), other=st.lists(instants, max_size=5))
def test_two_cuts_of_the_time_line_give_the_same_record_for_any_acts(
    story: list[Act], cut: list[timedelta], other: list[timedelta], tmp_path: Path
) -> None:
    with sqlite_office(tmp_path) as one, sqlite_office(tmp_path) as two:
        live(one, story, cut)
        live(two, story, other)
        assert record(one) == record(two)


STORY: list[Act] = [
    (timedelta(days=1), "acknowledge", 0, 1),
    (timedelta(days=2), "ask", 1, 9),
    (timedelta(days=3), "grant", 1, 1),
    (timedelta(days=6), "report", 0, 1),
    (timedelta(days=8), "report", 2, 1),
    (timedelta(days=9), "return", 0, 1),
    (timedelta(days=10), "transfer", 6, 1),
    (timedelta(days=11), "holiday", 12, 2),
    (timedelta(days=12), "accept", 2, 1),
    (timedelta(days=15), "correct", 3, 20),
    (timedelta(days=20), "report", 0, 1),
    (timedelta(days=21), "accept", 0, 1),
    (timedelta(days=30), "cancel", 12, 1),
]


def test_sweeping_every_hour_on_postgresql_gives_the_record_of_one_sweep_on_sqlite(
    postgres: Server, tmp_path: Path
) -> None:
    hours = [timedelta(hours=hour) for hour in range(0, 45 * 24, 6)]
    with postgres_office(postgres) as often, sqlite_office(tmp_path) as once:
        live(often, STORY, hours)
        live(once, STORY, [])
        found, wanted = record(often), record(once)
    assert {key: row["bucket"] for key, row in found["obligations"].items()} == {
        key: row["bucket"] for key, row in wanted["obligations"].items()
    }
    assert {key: entry[2] for key, entry in found["history"].items()} == {
        key: entry[2] for key, entry in wanted["history"].items()
    }
    assert {key[:-1] for key in found["notices"]} == {key[:-1] for key in wanted["notices"]}
    assert found["tallies"] == wanted["tallies"]


def test_later_occurrences_are_made_as_of_their_own_instant_when_the_first_was_handed_on_after_it(
    sqlite_cast: Office,
) -> None:
    sqlite_cast.issue(PLAN)
    transferred_at = ISSUED_AT + timedelta(days=10)  # the second Friday's work was to be made on day 3
    sqlite_cast.act(sqlite_cast.one("T03"), Verb.TRANSFER, at=transferred_at, reason="sáp nhập")
    sqlite_cast.sweep(END_AT)
    assert [sqlite_cast.row(one).occurrence for one in sqlite_cast.ids("T03", "HOASEN")] == [0, 1]
