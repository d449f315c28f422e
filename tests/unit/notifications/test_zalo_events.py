"""Events of Zalo: bodies as they are documented, and anything else."""

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.zalo.events import (
    Event,
    Followed,
    Incoming,
    Other,
    QuotaChanged,
    Receipt,
    TemplateChanged,
    Unfollowed,
    instant,
    read_bot_event,
    read_event,
)

SENT = "1763602212000"
AT = datetime(2025, 11, 20, 1, 30, 12, tzinfo=UTC)
LATER = datetime(2025, 11, 20, 1, 31, tzinfo=UTC)
HEAD = {"app_id": "4011", "timestamp": SENT}
BY_PHONE = {
    **HEAD,
    "event_name": "user_received_message",
    "sender": {"id": "oa1"},
    "recipient": {"id": "84987654321"},
    "message": {"delivery_time": "1763602260000", "msg_id": "a4d0", "tracking_id": "m1x9f"},
}
TEXT = {
    **HEAD,
    "event_name": "user_send_text",
    "sender": {"id": "2512"},
    "recipient": {"id": "oa1"},
    "message": {"msg_id": "t1", "text": "Đã nhận"},
}
BOT: dict[str, Any] = {
    "event_name": "message.text.received",
    "message": {
        "from": {"id": "u1", "display_name": "Ánh", "is_bot": False},
        "chat": {"id": "c1", "chat_type": "PRIVATE"},
        "text": "LIENKET 4821KM",
        "message_id": "b1",
        "date": 1763602212000,
    },
}


def read(body: Any) -> Event:
    return read_event(json.dumps(body).encode())


def read_bot(body: Any) -> Event:
    return read_bot_event(json.dumps({"ok": True, "result": body}).encode())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (BY_PHONE, Receipt("user_received_message/a4d0", ("a4d0",), "m1x9f", LATER)),
        (
            {**BY_PHONE, "message": {"msg_id": "63ec"}},
            Receipt("user_received_message/63ec", ("63ec",), "", AT),
        ),
        (
            {**BY_PHONE, "event_name": "user_seen_message", "message": {"msg_ids": ["a", "b"]}},
            Receipt("user_seen_message/a+b", ("a", "b"), "", AT),
        ),
        (TEXT, Incoming("user_send_text/t1", "zalo_oa", "2512", "Đã nhận", AT)),
        (
            {
                **HEAD,
                "event_name": "change_template_status",
                "template_id": 215453,
                "status": {"prev_status": "PENDING_REVIEW", "new_status": "REJECT"},
                "reason": "Logo không hợp lệ",
            },
            TemplateChanged(f"change_template_status/215453/{SENT}", "215453", "REJECT", "Logo không hợp lệ"),
        ),
        (
            {**HEAD, "event_name": "change_oa_daily_quota", "quota": {"prev_value": "500", "new_value": 2000}},
            QuotaChanged(f"change_oa_daily_quota/{SENT}", before=500, now=2000),
        ),
        (
            {**HEAD, "event_name": "follow", "oa_id": "oa1", "follower": {"id": "2512"}},
            Followed(f"follow/2512/{SENT}", "2512", AT),
        ),
        (
            {**HEAD, "event_name": "unfollow", "oa_id": "oa1", "follower": {"id": "2512"}},
            Unfollowed(f"unfollow/2512/{SENT}", "2512", AT),
        ),
        ({**TEXT, "event_name": "oa_send_text"}, Other("oa_send_text")),
        ({**TEXT, "event_name": "user_send_sticker"}, Other("user_send_sticker")),
        ({**TEXT, "message": {"msg_id": "t1"}}, Other("user_send_text")),
        ({**BY_PHONE, "message": {"tracking_id": "m1"}}, Other("user_received_message")),
        ([], Other("")),
        ({"event_name": ["follow"]}, Other("")),
    ],
)
def test_event_is_read(body: Any, expected: Event) -> None:
    assert read(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (BOT, Incoming("message.text.received/b1", "zalo_bot", "c1", "LIENKET 4821KM", AT)),
        (
            {**BOT, "message": {**BOT["message"], "chat": {"id": "g1", "chat_type": "GROUP"}}},
            Incoming("message.text.received/b1", "zalo_bot", "g1", "LIENKET 4821KM", AT, is_group=True),
        ),
        ({**BOT, "event_name": "message.unsupported.received"}, Other("message.unsupported.received")),
        ({**BOT, "message": {**BOT["message"], "from": {"is_bot": True}}}, Other("message.text.received")),
        ({**BOT, "message": {}}, Other("message.text.received")),
        ("x", Other("")),
    ],
)
def test_update_of_the_bot_is_read(body: Any, expected: Event) -> None:
    assert read_bot(body) == expected


def test_words_come_composed_and_whole() -> None:
    decomposed = unicodedata.normalize("NFD", "đã nhận")
    body = {**TEXT, "message": {"msg_id": "t1", "text": decomposed + "\ud800"}}
    event = read(body)
    assert isinstance(event, Incoming)
    assert event.text == "đã nhận?"


def test_seen_tells_no_more_than_that_a_message_arrived() -> None:
    assert set(Receipt.__dataclass_fields__) == {"key", "message_ids", "tracking_id", "at"}


@pytest.mark.parametrize("value", [None, "", "-1", "x", "1.5", "9" * 40, True, {}, "１２"])
def test_instant_is_none_for_what_is_no_number_of_milliseconds(value: object) -> None:
    assert instant(value) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "message"]), inner),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["message", "sender", "follower", "status", "quota", "timestamp", "template_id", "reason", "result", "app_id"]
)
NAMES = st.sampled_from(
    [
        "user_received_message",
        "user_seen_message",
        "user_send_text",
        "change_template_status",
        "change_oa_daily_quota",
        "follow",
        "unfollow",
        "message.text.received",
    ]
)


@given(NAMES, st.dictionaries(FIELDS, JSON), st.dictionaries(st.sampled_from(["msg_id", "msg_ids", "chat"]), JSON))
def test_reading_never_raises_for_any_body(name: str, body: dict[str, Any], message: dict[str, Any]) -> None:
    raw = json.dumps({"message": message, **body, "event_name": name}).encode()
    for event in (read_event(raw), read_bot_event(raw)):
        repr(event).encode("utf-8")


@given(st.binary())
def test_reading_never_raises_for_any_bytes(raw: bytes) -> None:
    assert isinstance(read_event(raw), Other)
    assert isinstance(read_bot_event(raw), Other)
