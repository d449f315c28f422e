"""Health of channels and loop as values for a page: what is set up, stopped, due; whether the loop stands still."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.channel_health import channel_health, loop_health
from engine.channels import ChannelKind
from engine.service.oversight import ChannelFigure, channel_figures, loop_figures
from engine.service.system import beat
from engine.store.database import writing
from engine.store.messages import stop_channel
from tests.support.cast import Office
from tests.support.desk import MORNING_AT, Desk, staff
from tests.support.offices import DIGESTS, issued_office, office_with_mail
from tests.support.offices import MORNING_AT as DUE_AT

EMAIL = ChannelKind.EMAIL
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(office: Office) -> Desk:
    """On Thursday morning a reminder for each school is due by mail."""
    found = staff(office, EMAIL)
    office.compose(MORNING_AT)
    return found


def test_figures_count_what_waits_and_name_the_last_success(desk: Desk) -> None:
    database = desk.office.database
    assert channel_figures(database, at=MORNING_AT - MINUTE) == {}
    before = channel_figures(database, at=MORNING_AT)
    waiting = before[EMAIL].waiting
    assert before == {EMAIL: ChannelFigure(waiting, None)}
    assert waiting > 1
    desk.send(EMAIL, at=MORNING_AT + MINUTE)
    after = channel_figures(database, at=MORNING_AT + MINUTE)[EMAIL]
    assert after.waiting == 0
    assert after.last_ok_at is not None
    assert after.last_ok_at >= MORNING_AT


def test_loop_figures_leave_noted_errors_aside(office: Office) -> None:
    assert loop_figures(office.database).beat_at is None
    beat(office.database, "sweep", at=MORNING_AT)
    beat(office.database, "error", at=MORNING_AT + MINUTE)
    assert loop_figures(office.database).beat_at == MORNING_AT


def test_channels_are_shown_in_the_order_of_the_office_with_why_one_stopped(tmp_path: Path) -> None:
    with office_with_mail(f"sqlite:///{tmp_path / 'x.db'}", tmp_path) as office:
        found = channel_health(office, DUE_AT).channels
        assert found[0].channel == EMAIL
        assert {one.channel for one in found} == set(ChannelKind)
        email = found[0]
        assert (email.is_set_up, email.is_working, email.place, email.waiting) == (True, True, 1, DIGESTS)
        assert not any(one.is_set_up or one.is_working for one in found[1:])
        with writing(office.database) as connection:
            stop_channel(connection, EMAIL, at=DUE_AT, reason="535 refused", outcome="auth")
        email = channel_health(office, DUE_AT + MINUTE).channels[0]
        assert (email.is_working, email.stopped_at, email.reason) == (False, DUE_AT, "535 refused")
        assert email.probe_at is not None


def test_loop_stands_still_when_something_waits_and_nobody_came_for_five_minutes(tmp_path: Path) -> None:
    with issued_office(f"sqlite:///{tmp_path / 'x.db'}", tmp_path) as office:
        due_at = loop_figures(office.database).next_at
        assert due_at is not None
        idle = loop_health(office, due_at - MINUTE)
        assert (idle.is_standing_still, idle.beat_at, idle.age, idle.due_at) == (False, None, None, None)
        assert not loop_health(office, due_at + 4 * MINUTE).is_standing_still
        late = loop_health(office, due_at + 5 * MINUTE)
        assert (late.is_standing_still, late.due_at) == (True, due_at)
        beat(office.database, "sweep", at=due_at + 5 * MINUTE)
        fine = loop_health(office, due_at + 10 * MINUTE)
        assert (fine.is_standing_still, fine.age) == (False, 5 * MINUTE)
        assert loop_health(office, due_at + 11 * MINUTE).is_standing_still
