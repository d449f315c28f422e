"""Signatures of webhooks: what is signed, with which secret, and every way to get it wrong."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.zalo.signature import verify, verify_bot

APP, SECRET = "4011", "khoa-bi-mat-cua-oa"
RAW = '{"app_id":"4011", "event_name":"follow","timestamp":"1763602212000","follower":{"id":"Ánh"}}'.encode()
DIGEST = sha256(b"4011" + RAW + b"1763602212000" + SECRET.encode()).hexdigest()


@pytest.mark.parametrize("header", [f"mac={DIGEST}", DIGEST, f" mac={DIGEST} "])
def test_signature_is_known_by_the_bytes_as_they_came(header: str) -> None:
    assert verify(RAW, header, app_id=APP, secret=SECRET)


def test_time_stamp_may_be_a_number() -> None:
    raw = b'{"app_id":4011,"timestamp":1763602212000}'
    digest = sha256(APP.encode() + raw + b"1763602212000" + SECRET.encode()).hexdigest()
    assert verify(raw, digest, app_id=APP, secret=SECRET)


@pytest.mark.parametrize(
    "header", [None, "", "mac=", "mac=" + DIGEST[:-1], f"mac={DIGEST.upper()}", "mac=đ", f"{DIGEST}{DIGEST}"]
)
def test_wrong_signature_is_refused(header: str | None) -> None:
    assert not verify(RAW, header, app_id=APP, secret=SECRET)


def test_body_that_was_written_again_is_refused() -> None:
    assert not verify(json.dumps(json.loads(RAW)).encode(), f"mac={DIGEST}", app_id=APP, secret=SECRET)


def test_event_of_another_app_is_refused() -> None:
    digest = sha256(b"5000" + RAW + b"1763602212000" + SECRET.encode()).hexdigest()
    assert not verify(RAW, digest, app_id="5000", secret=SECRET)


def test_digest_that_begins_with_the_account_is_refused() -> None:
    digest = sha256(b"oa1" + RAW + b"1763602212000" + SECRET.encode()).hexdigest()
    assert not verify(RAW, digest, app_id=APP, secret=SECRET)


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b'{"app_id":"4011"', b"null"])
def test_body_that_is_no_event_is_refused(raw: bytes) -> None:
    digest = sha256(APP.encode() + raw + SECRET.encode()).hexdigest()
    assert not verify(raw, digest, app_id=APP, secret=SECRET)


def test_nothing_is_known_without_a_secret() -> None:
    digest = sha256(b"4011" + RAW + b"1763602212000").hexdigest()
    assert not verify(RAW, digest, app_id=APP, secret="")
    assert not verify_bot("", secret="")
    assert not verify_bot(None, secret="mot-bi-mat")


@given(st.binary(max_size=200), st.integers(0, 200), st.integers(1, 255))
def test_one_changed_byte_is_refused_for_any_place(padding: bytes, place: int, change: int) -> None:
    raw = json.dumps({"app_id": APP, "timestamp": "1", "text": padding.hex()}).encode()
    digest = sha256(APP.encode() + raw + b"1" + SECRET.encode()).hexdigest()
    place %= len(raw)
    damaged = raw[:place] + bytes([raw[place] ^ change]) + raw[place + 1 :]
    assert verify(raw, digest, app_id=APP, secret=SECRET)
    assert not verify(damaged, digest, app_id=APP, secret=SECRET)


@given(st.text(), st.text())
def test_bot_is_known_by_the_very_secret_for_any_two(header: str, secret: str) -> None:
    assert verify_bot(header, secret=secret) == (bool(secret) and header == secret)
