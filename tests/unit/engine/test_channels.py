"""The order of channels, how long each has, quiet hours (rules § 6)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels import (
    REMINDING,
    WITH_RECEIPT,
    ChannelKind,
    Contacts,
    Preference,
    falls_back_at,
    held_until,
    hushed,
    is_reached,
    known_on,
    masked,
    normal_address,
    probe_at,
    quiet_until,
    route_of,
    switched_off,
)
from engine.errors import LastChannelRefused
from engine.outbox import MessageState

VN = ZoneInfo("Asia/Ho_Chi_Minh")
NOON_AT = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
BOT, EMAIL, PHONE = ChannelKind.ZALO_BOT, ChannelKind.EMAIL, ChannelKind.ZALO_PHONE
orders = st.lists(st.sampled_from(REMINDING), unique=True).map(tuple)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(VN))


def create_contacts(*channels: str, **preference: object) -> Contacts:
    return Contacts({channel: f"{channel}-1" for channel in channels}, Preference(**preference))  # type: ignore[arg-type]


def test_own_order_comes_before_that_of_the_office() -> None:
    contacts = create_contacts(BOT, EMAIL, order=(EMAIL,))
    assert route_of(contacts, office_order=(BOT, EMAIL), is_urgent=False) == (EMAIL, BOT)
    assert route_of(contacts, office_order=(BOT, EMAIL), is_urgent=True) == (BOT, EMAIL)


@given(orders=st.tuples(orders, orders, orders, orders, orders), is_urgent=st.booleans())
def test_route_has_each_linked_channel_once_and_none_that_is_off_for_any_orders(
    orders: tuple[tuple[str, ...], ...], is_urgent: bool
) -> None:
    order, urgent, office, linked, off = orders
    contacts = create_contacts(*linked, order=order, urgent_order=urgent, off=frozenset(off))
    route = route_of(contacts, office_order=office, is_urgent=is_urgent)
    own = urgent if is_urgent else order
    assert sorted(route) == sorted((set(own) | set(office)) & set(linked) - set(off))
    assert [one for one in route if one in own] == [one for one in own if one in route]


@pytest.mark.parametrize(("channel", "known"), [("zalo_oa", "zalo_uid"), ("zalo_bot", "zalo_bot")])
def test_address_is_kept_on_the_channel_that_people_link(channel: str, known: str) -> None:
    assert known_on(channel) == known


def test_last_channel_cannot_be_switched_off() -> None:
    assert switched_off(Preference(), BOT, usable=(BOT, EMAIL)) == {BOT}
    with pytest.raises(LastChannelRefused):
        switched_off(Preference(off=frozenset({BOT})), EMAIL, usable=(BOT, EMAIL))


@pytest.mark.parametrize(
    ("state", "channel", "needs_acknowledgement", "is_acknowledged", "expected"),
    [
        (MessageState.ACCEPTED, EMAIL, False, False, True),
        (MessageState.ACCEPTED, PHONE, False, False, False),
        (MessageState.DELIVERED, PHONE, False, False, True),
        (MessageState.DELIVERED, PHONE, True, False, False),
        (MessageState.UNKNOWN, BOT, False, False, False),
        (MessageState.UNKNOWN, BOT, False, True, True),
        (MessageState.FAILED_PERMANENT, EMAIL, False, False, False),
        (MessageState.PENDING, EMAIL, False, False, False),
        (MessageState.SUPPRESSED, EMAIL, True, False, True),
    ],
)
def test_next_channel_is_tried_until_the_reader_is_reached(
    state: MessageState, channel: str, needs_acknowledgement: bool, is_acknowledged: bool, expected: bool
) -> None:
    found = is_reached(state, channel, needs_acknowledgement=needs_acknowledgement, is_acknowledged=is_acknowledged)
    assert found is expected


def test_channels_with_receipts_can_speak_first() -> None:
    assert set(REMINDING) > WITH_RECEIPT


def test_only_a_message_with_a_channel_behind_it_falls_back() -> None:
    limit = timedelta(minutes=30)
    assert falls_back_at(NOON_AT, further=(EMAIL,), limit=limit) == NOON_AT + limit
    assert falls_back_at(NOON_AT, further=(), limit=limit) is None


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (("21:00", "06:30"), "2026-03-04T22:15", "2026-03-05T06:30"),
        (("21:00", "06:30"), "2026-03-05T05:00", "2026-03-05T06:30"),
        (("21:00", "06:30"), "2026-03-05T06:30", None),
        (("12:00", "13:00"), "2026-03-05T12:00", "2026-03-05T13:00"),
        (("12:00", "12:00"), "2026-03-05T12:00", None),
    ],
)
def test_quiet_hours_end(hours: tuple[str, str], at: str, expected: str | None) -> None:
    preference = Preference(quiet_from=time.fromisoformat(hours[0]), quiet_until=time.fromisoformat(hours[1]))
    found = quiet_until(preference, at=datetime.fromisoformat(at).replace(tzinfo=VN), zone=VN)
    assert (found and found.replace(tzinfo=None).isoformat(timespec="minutes")) == expected


@given(start=clocks, end=clocks, at=instants)
def test_quiet_hours_last_less_than_a_day_and_are_over_at_their_end_for_any_hours(
    start: time, end: time, at: datetime
) -> None:
    preference = Preference(quiet_from=start, quiet_until=end)
    until = quiet_until(preference, at=at, zone=VN)
    if until is not None:
        assert at < until <= at + timedelta(days=1)
        assert quiet_until(preference, at=until, zone=VN) is None


def test_no_quiet_hours_are_never_quiet() -> None:
    assert quiet_until(Preference(quiet_from=time(21)), at=NOON_AT, zone=VN) is None


@pytest.mark.parametrize(("due_in", "expected_in"), [(None, 8), (4, 0), (8, 0), (9, 8), (0, 8), (-1, 8)])
def test_held_message_leaves_at_once_if_its_deadline_would_pass(due_in: int | None, expected_in: int) -> None:
    due_at = None if due_in is None else NOON_AT + timedelta(hours=due_in)
    found = held_until(NOON_AT, until=NOON_AT + timedelta(hours=8), due_at=due_at)
    assert found == NOON_AT + timedelta(hours=expected_in)


@pytest.mark.parametrize(("probes", "minutes"), [(0, 5), (1, 15), (2, 60), (3, 240), (9, 240)])
def test_probes_of_a_stopped_channel_become_rarer(probes: int, minutes: int) -> None:
    assert probe_at(NOON_AT, probes=probes) == NOON_AT + timedelta(minutes=minutes)


# --- what may be shown --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        (EMAIL, "van_thu@huyen.example", "van_thu@huyen.example"),
        (PHONE, "84900000123", "***123"),
        (BOT, "chat-8841", "***841"),
        (BOT, "abc", "***"),
        (BOT, "", "***"),
    ],
)
def test_address_is_shown_by_its_last_three_letters(channel: str, address: str, shown: str) -> None:
    assert masked(channel, address) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("blocked by chat-8841", "blocked by ***841"),
        ("phone 84900000123 invalid", "phone ***123 invalid"),
        ("phone +84 900 000 123, 0900.000.123", "phone ***123, ***123"),
        ("-32: too many of 1698000000123", "-32: too many of 1698000000123"),
        ("error 550 5.1.1", "error 550 5.1.1"),
    ],
)
def test_words_of_a_provider_lose_accounts_and_phone_numbers(said: str, shown: str) -> None:
    assert hushed(said, channel=BOT, address="chat-8841") == shown
    assert hushed(said, channel=EMAIL, address="chat-8841") == said


def test_words_without_an_address_keep_all_but_phone_numbers() -> None:
    assert hushed("0900000123 và chat", channel=PHONE, address="") == "***123 và chat"


@given(st.from_regex(r"(0|84|\+84)[1-9][0-9]{8}", fullmatch=True), st.text(alphabet=" abc,:()", max_size=9))
def test_phone_number_never_comes_through_for_any_words(number: str, words: str) -> None:
    assert number not in hushed(f"{words} {number} {words}", channel=PHONE, address="84")


@pytest.mark.parametrize(
    ("channel", "typed", "address"),
    [
        (PHONE, " 0900 000 123 ", "84900000123"),
        (PHONE, "+84-900.000.123", "84900000123"),
        (PHONE, "84900000123", "84900000123"),
        (PHONE, "090000012", None),
        (PHONE, "1900561252", None),
        (EMAIL, " vt@x.example ", "vt@x.example"),
        (EMAIL, "vt x@x", None),
        (EMAIL, "vt.x.example", None),
        (BOT, "chat-8841", "chat-8841"),
        (BOT, "chat 8841", None),
        (BOT, " ", None),
    ],
)
def test_address_is_written_as_its_channel_has_it(channel: str, typed: str, address: str | None) -> None:
    assert normal_address(channel, typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "(+84)912345678",
        "+84 (0)912 345 678",
        "0084 912345678",
        "0912\u00a0345\u00a0678",
        "０９１２３４５６７８",
        "0912/345/678",
    ],
)
def test_number_is_the_same_however_it_was_typed_or_copied(typed: str) -> None:
    assert normal_address(ChannelKind.ZALO_PHONE, typed) == "84912345678"


@pytest.mark.parametrize(
    "said", ["(+84)912345678", "+84 (0)912 345 678", "0084912345678", "0912\u00a0345\u00a0678", "028 3812 3456"]
)
def test_number_in_other_writing_is_hushed(said: str) -> None:
    shown = hushed(f"số {said} chặn lúc 09/10/2023 12:30", channel=ChannelKind.ZALO_PHONE, address="84900000001")
    assert said not in shown
    assert shown.endswith(" chặn lúc 09/10/2023 12:30")
