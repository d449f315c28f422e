"""The record of messages: who may know of which, what is found, how far a page looks."""

from datetime import timedelta

import pytest

from engine.access import Viewer
from engine.channels import ChannelKind
from engine.errors import NotFound
from engine.service.correspondence import dead_messages
from engine.service.message_log import Sought, open_message, read_log
from engine.store import message_log as store
from engine.store.database import reading
from tests.support.cast import Office
from tests.support.desk import LATER_AT, LOST, MORNING_AT, Desk, staff
from tests.support.viewers import DISTRICT, ELSEWHERE, LOTUS, OFFICE, PEACH, viewer

BOT, EMAIL = ChannelKind.ZALO_BOT, ChannelKind.EMAIL
KEEPER = Viewer(999, "Quản trị", (), is_administrator=True)
EVERYTHING = Sought()


@pytest.fixture
def desk(office: Office) -> Desk:
    """On Thursday morning a reminder for each school is due by mail."""
    found = staff(office, BOT, EMAIL)
    found.link(BOT, "chat-8841")
    office.compose(MORNING_AT)
    return found


def ids(desk: Desk, who: Viewer, sought: Sought = EVERYTHING, limit: int = 100) -> list[int]:
    """The messages that somebody finds, all pages."""
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = read_log(desk.office.database, who, sought=sought, cursor=cursor, limit=limit)
        found += [one.message.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


def units(desk: Desk, who: Viewer) -> set[str]:
    page = read_log(desk.office.database, who, sought=EVERYTHING)
    return {about.unit_name for one in page.items for about in one.subjects}


def test_administrator_reads_the_whole_record_newest_first(desk: Desk) -> None:
    found = ids(desk, KEEPER)
    assert len(found) > 1
    assert found == sorted(found, reverse=True)


def test_each_sees_the_messages_about_work_that_may_be_seen(desk: Desk) -> None:
    everything = ids(desk, KEEPER)
    assert ids(desk, viewer(OFFICE, person_id=998)) == everything
    assert ids(desk, viewer(DISTRICT, person_id=998)) == everything
    assert units(desk, viewer(LOTUS, person_id=998)) == {"Trường Hoa Sen"}
    assert units(desk, viewer(PEACH, person_id=998)) == {"Trường Hoa Đào"}
    assert ids(desk, viewer(ELSEWHERE, person_id=998)) == []


def test_reader_sees_own_messages_without_a_post(desk: Desk) -> None:
    mine = {one.id for one in desk.mine()}
    assert set(ids(desk, Viewer(desk.clerk, "Văn thư Sen", ()))) == mine != set()
    assert set(ids(desk, KEEPER, Sought(is_own=True))) == set()


@pytest.mark.parametrize("unit", [OFFICE, LOTUS, PEACH, ELSEWHERE])
@pytest.mark.parametrize("stretch", [1, 3, 1000])
def test_both_ways_to_look_find_the_same(desk: Desk, unit: int, stretch: int) -> None:
    found: list[int] = []
    wanted = store.Wanted()
    with reading(desk.office.database) as connection:
        while True:
            rows, low = store.listed(connection, wanted, person_id=998, units=[unit], limit=2, few=0, stretch=stretch)
            found += [row.id for row in rows]
            if low is None:
                break
            wanted = store.Wanted(after=low)
    assert found == ids(desk, viewer(unit, person_id=998))


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_end_where_the_next_begins(desk: Desk, limit: int) -> None:
    assert ids(desk, KEEPER, limit=limit) == ids(desk, KEEPER)
    assert ids(desk, viewer(OFFICE, person_id=998), limit=limit) == ids(desk, KEEPER)


def test_filters_narrow_the_record(desk: Desk) -> None:
    everything = ids(desk, KEEPER)
    assert ids(desk, KEEPER, Sought(channels=("zalo_bot",))) == [one.id for one in desk.mine()]
    assert ids(desk, KEEPER, Sought(states=("delivered",))) == []
    assert ids(desk, KEEPER, Sought(states=("pending",))) == everything
    assert ids(desk, KEEPER, Sought(person="van thu SEN")) == [one.id for one in desk.mine()]
    assert ids(desk, KEEPER, Sought(person="nobody")) == []
    assert ids(desk, KEEPER, Sought(on=MORNING_AT.date())) == everything
    assert ids(desk, KEEPER, Sought(on=MORNING_AT.date() - timedelta(days=1))) == []
    assert ids(desk, KEEPER, Sought(on=MORNING_AT.date() + timedelta(days=1))) == []


def test_what_reached_nobody_is_found_as_the_list_of_the_dead_has_it(desk: Desk) -> None:
    for channel in (BOT, EMAIL):
        desk.send(channel, LOST)
        assert ids(desk, KEEPER, Sought(is_dead=True)) == lost(desk)
        desk.move_on(MORNING_AT)
        assert ids(desk, KEEPER, Sought(is_dead=True)) == lost(desk)
    assert lost(desk)


def lost(desk: Desk) -> list[int]:
    return [one.message.id for one in dead_messages(desk.office.database, limit=100)]


def test_message_of_others_is_not_there(desk: Desk) -> None:
    number = desk.mine()[0].id
    for who in (viewer(ELSEWHERE, person_id=998), viewer(PEACH, person_id=998)):
        with pytest.raises(NotFound):
            open_message(desk.office.database, who, message_id=number, at=LATER_AT)
    with pytest.raises(NotFound):
        open_message(desk.office.database, KEEPER, message_id=10**9, at=LATER_AT)


def test_text_is_for_the_reader_and_for_who_sees_all_the_work_in_it(desk: Desk) -> None:
    number = desk.mine()[0].id

    def text(who: Viewer) -> bool:
        return open_message(desk.office.database, who, message_id=number, at=LATER_AT).text is not None

    assert text(Viewer(desk.clerk, "Văn thư Sen", ()))
    assert text(viewer(LOTUS, person_id=998))
    assert text(viewer(OFFICE, person_id=998))
    assert not text(KEEPER)


def test_opened_message_shows_its_whole_chain(desk: Desk) -> None:
    desk.send(BOT, LOST)
    desk.move_on(MORNING_AT)
    first = desk.mine()[0].id
    opened = open_message(desk.office.database, viewer(LOTUS, person_id=998), message_id=first, at=LATER_AT)
    assert [leg.channel for leg in opened.shown.legs] == [BOT, EMAIL]
    assert opened.seen
    assert opened.shown.message.person_name == "Văn thư Sen"


def test_opened_message_says_when_the_next_channel_takes_over(desk: Desk) -> None:
    number = desk.mine()[0].id

    def moves_on() -> bool:
        opened = open_message(desk.office.database, KEEPER, message_id=number, at=LATER_AT)
        return opened.moves_on_at is not None

    assert moves_on()
    for channel in (BOT, EMAIL):
        desk.send(channel, LOST)
        desk.move_on(MORNING_AT)
    assert not moves_on()
