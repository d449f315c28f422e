"""Simulation and play: a copy says what will happen, and living it gives the same; idle time costs nothing."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office
from config.play import play
from config.simulation import memory_routes, scratch_copy, simulate, told
from engine.clock import SetClock
from engine.events import FactKind
from engine.service.outlook import facts_recorded
from engine.service.tallies import audit
from engine.store.copying import copy_database
from engine.store.database import Database, migrate, open_database, reading
from engine.store.tables import NOTICE, OBLIGATION
from notifications.channels.memory import Mailbox
from tests.support.offices import ISSUED_AT, ZONE, issued_office

WEEK_AT = datetime(2023, 10, 18, 17, 0, tzinfo=ZONE)
WEEK = timedelta(days=14)


def own_clock(office: Office) -> SetClock:
    """The clock of an office of the tests."""
    assert isinstance(office.clock, SetClock)
    return office.clock


def test_living_a_fortnight_gives_what_its_simulation_said(database_url: str, tmp_path: Path) -> None:
    with issued_office(database_url, tmp_path) as office:
        clock = own_clock(office)
        play(office, clock, until=WEEK_AT, routes=memory_routes(Mailbox(), ["email"]))
        foreseen = simulate(office, until=WEEK_AT + WEEK)
        mailbox = Mailbox()
        play(office, clock, until=WEEK_AT + WEEK, routes=memory_routes(mailbox, ["email"]))
        missed = facts_recorded(office.database, after=WEEK_AT, kinds=(FactKind.DEADLINE_MISSED,))
        assert foreseen.messages == told(mailbox.kept)
        assert foreseen.missed == tuple(missed)
        assert len(foreseen.messages) > 18
        assert len(foreseen.missed) == 36
        assert audit(office.database).mismatches == ()


def test_simulation_leaves_the_office_as_it_was(database_url: str, tmp_path: Path) -> None:
    with issued_office(database_url, tmp_path) as office:
        before = rows(office.database)
        simulate(office, until=ISSUED_AT + WEEK, holidays=[date(2023, 10, 19)], name="Nghỉ")
        assert rows(office.database) == before
        assert office.clock.now() == ISSUED_AT


def test_supposed_holiday_puts_a_reminder_off(sqlite_url: str, tmp_path: Path) -> None:
    with issued_office(sqlite_url, tmp_path) as office:
        morning = date(2023, 10, 19)
        found = simulate(office, until=WEEK_AT + WEEK, holidays=[morning], name="Nghỉ")
        assert morning not in {message.at.astimezone(ZONE).date() for message in found.messages}


def test_ticks_fall_on_whole_minutes_and_idle_years_cost_none(sqlite_url: str, tmp_path: Path) -> None:
    ticks: list[datetime] = []
    with issued_office(sqlite_url, tmp_path) as office:
        played = play(
            office,
            own_clock(office),
            until=WEEK_AT + WEEK,
            on_tick=ticks.append,
            routes=memory_routes(Mailbox(), ["email"]),
        )
        assert office.clock.now() == WEEK_AT + WEEK
    assert played.ticks == len(ticks) < 40
    assert played.last_at == ticks[-1]
    assert ticks == sorted(set(ticks))
    assert {(tick.second, tick.microsecond) for tick in ticks} == {(0, 0)}


def test_copy_has_every_row(database_url: str, tmp_path: Path) -> None:
    with issued_office(database_url, tmp_path) as office:
        play(office, own_clock(office), until=WEEK_AT + WEEK, routes=memory_routes(Mailbox(), ["email"]))
        target = open_database(f"sqlite:///{tmp_path / 'copy.db'}")
        try:
            assert copy_database(office.database, target) > 500
            assert rows(target) == rows(office.database)
        finally:
            target.dispose()


def test_scratch_copy_is_gone_afterwards(sqlite_url: str, tmp_path: Path) -> None:
    with issued_office(sqlite_url, tmp_path) as office:
        with scratch_copy(office, clock=office.clock) as scratch:
            folder = scratch.settings.data_dir
            assert rows(scratch.database) == rows(office.database)
        assert not folder.exists()


def rows(database: Database) -> list[tuple[object, ...]]:
    """All obligations and notices."""
    with reading(database) as connection:
        return [
            tuple(row)
            for table in (OBLIGATION, NOTICE)
            for row in connection.execute(table.select().order_by(table.c.id))
        ]


@pytest.mark.parametrize("minutes", [0, 1])
def test_play_up_to_now_changes_no_time(sqlite_url: str, tmp_path: Path, minutes: int) -> None:
    database = open_database(sqlite_url)
    migrate(database)
    database.dispose()
    with issued_office(sqlite_url, tmp_path) as office:
        until = ISSUED_AT + timedelta(minutes=minutes)
        assert play(office, own_clock(office), until=until, routes=[]).ticks == 0
        assert office.clock.now() == until
