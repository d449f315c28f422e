"""Codes of Zalo: a copy of the tables, written out, and what an answer means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outbox import OutcomeClass
from notifications.channels.zalo.codes import TABLES, Api, class_of, code_of, next_minute, outcome_of

AT = datetime(2026, 11, 20, 7, 30, 12, 5, tzinfo=UTC)

# The tables as documents and SDKs tell them, copied by hand: code, class.
OA_TABLE = """
0 ok            -32 throttle
-100 payload    -200 transient  -201 payload    -204 config     -205 config
-209 config     -212 config     -223 config     -210 payload    -211 quota
-218 quota      -213 recipient  -216 auth       -220 auth       -217 recipient
-244 recipient  -219 config     -221 config     -224 config     -227 recipient
-230 window     -232 window     -233 payload    -235 payload    -240 payload
-249 payload    -234 night      -237 config     -403 config     -242 config
-248 payload    -320 billing    -321 billing
-202 config     -207 config     -208 config     -215 config     -222 recipient
-305 window     -311 quota
"""
ZBS_TABLE = """
0 ok            -32 throttle    -216 auth       -220 auth
-124 auth
-101 config     -102 config     -103 config     -104 config     -105 config
-125 config     -135 config     -1351 config    -136 config     -145 config     -1241 config
-109 config     -117 config     -120 config     -1201 config    -1202 config    -138 config     -1381 config
-131 config     -146 config
-115 billing    -126 billing    -137 billing
-106 payload    -107 payload    -111 payload    -112 payload    -1121 payload   -1122 payload   -1123 payload
-1124 payload   -113 payload    -1131 payload   -116 payload    -121 payload    -122 payload    -123 payload
-127 payload    -128 payload    -130 payload    -132 payload    -161 payload    -162 payload
-108 recipient  -110 recipient  -114 recipient  -118 recipient  -119 recipient  -139 recipient
-140 recipient  -141 recipient  -134 recipient
-144 quota      -147 quota      -1441 quota     -1471 quota     -1472 quota     -160 quota
-133 night
-100 transient  -129 transient
"""
BOT_TABLE = "400 payload 401 auth 403 transient 404 config 408 ambiguous 429 quota"


def read_table(text: str) -> dict[int, OutcomeClass]:
    words = text.split()
    return {int(code): OutcomeClass(name) for code, name in zip(words[::2], words[1::2], strict=True)}


@pytest.mark.parametrize(
    ("api", "written"), [(Api.OA, OA_TABLE), (Api.ZBS, ZBS_TABLE), (Api.BOT, BOT_TABLE)], ids=["oa", "zbs", "bot"]
)
def test_table_holds_every_code_that_is_told_of(api: Api, written: str) -> None:
    assert dict(TABLES[api]) == read_table(written)


def test_template_by_uid_refuses_as_the_account_and_as_templates_do() -> None:
    expected = read_table(ZBS_TABLE) | read_table(OA_TABLE) | {-100: OutcomeClass.TRANSIENT}
    assert dict(TABLES[Api.ZBS_UID]) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [(-216, -216), ("-216", -216), (" -14014 ", -14014), ("0", 0), (0, 0)]
    + [(value, None) for value in (None, "", "ok", True, 1.5, [], {}, "-", "１２", "9" * 5000)],
)
def test_code_is_read_from_numbers_and_strings(value: object, code: int | None) -> None:
    assert code_of(value) == code


@given(st.one_of(st.none(), st.integers()), st.sampled_from(list(Api)))
def test_unknown_code_stops_the_channel_for_any_number(code: int | None, api: Api) -> None:
    if code not in TABLES[api]:
        assert class_of(code, api=api) is OutcomeClass.CONFIG


def test_throttle_waits_for_the_next_minute() -> None:
    outcome = outcome_of(-32, "Your application reached limit call api", api=Api.OA, at=AT, key="m1")
    assert outcome.outcome_class is OutcomeClass.THROTTLE
    assert outcome.is_channel_wide
    assert outcome.until == next_minute(AT, "m1")
    assert outcome.detail == "-32 Your application reached limit call api"


@given(st.datetimes(timezones=st.just(UTC), max_value=datetime(2100, 1, 1)), st.text())
def test_next_minute_is_near_and_fixed_by_its_key_for_any_instant(at: datetime, key: str) -> None:
    key = key.encode("utf-8", "replace").decode()
    until = next_minute(at, key)
    assert timedelta(0) < until - at <= timedelta(seconds=90)
    assert until == next_minute(at, key)
    assert until >= at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def test_jitter_differs_between_messages() -> None:
    assert len({next_minute(AT, f"m{number}") for number in range(50)}) > 40


def test_failed_sending_is_tried_once_more_only() -> None:
    classes = [
        outcome_of(-200, "Send message failed", api=Api.OA, at=AT, key="k", attempt=attempt).outcome_class
        for attempt in (1, 2)
    ]
    assert classes == [OutcomeClass.TRANSIENT, OutcomeClass.PAYLOAD]


@pytest.mark.parametrize(
    ("code", "api", "is_wide"), [(-144, Api.ZBS, True), (-147, Api.ZBS, False), (-218, Api.OA, False)]
)
def test_quota_of_one_recipient_or_template_leaves_the_channel(code: int, api: Api, is_wide: bool) -> None:
    outcome = outcome_of(code, "", api=api, at=AT, key="k")
    assert (outcome.outcome_class, outcome.is_channel_wide) == (OutcomeClass.QUOTA, is_wide)


def test_night_leaves_its_end_to_the_retry_rules() -> None:
    assert outcome_of(-234, "", api=Api.OA, at=AT, key="k").until is None


def test_long_text_is_cut() -> None:
    assert len(outcome_of(-201, "x" * 10_000, api=Api.OA, at=AT, key="k").detail) == 500
